"""References in Python code and notebooks."""
