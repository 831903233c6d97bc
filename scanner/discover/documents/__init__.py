"""References in documents."""
