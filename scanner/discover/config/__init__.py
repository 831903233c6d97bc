"""References in configurations."""
