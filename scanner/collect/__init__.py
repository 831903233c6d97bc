"""Targets as written, and the places that snapshots come from: Hub, cache, catalog, local folder, bundle."""
