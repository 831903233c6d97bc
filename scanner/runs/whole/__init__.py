"""A whole table judged at once."""
