"""The audit report's pages, charts and formats."""
