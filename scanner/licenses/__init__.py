"""Licence knowledge: the registry, declared values and texts resolved to ids, terms settled against a use."""
