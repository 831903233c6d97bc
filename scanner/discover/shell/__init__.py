"""References in command lines."""
