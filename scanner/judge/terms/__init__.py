"""Licence terms: those of a model and its ancestors together, settled against a stated use."""
