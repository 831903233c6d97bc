"""Obligations made things to hand over: the notice bundle of a product, and the check that a tree holds it."""
