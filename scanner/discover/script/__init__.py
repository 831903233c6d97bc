"""References in other languages' code."""
