"""The quarterly audit: an inventory judged, kept as evidence, compared with the last one, and written as a report."""
