"""How often Python looks for garbage."""

import gc


def seldom() -> None:
    """Look rarely: rules, syntax trees and reports are millions of small objects, and hardly any of it is garbage."""
    gc.set_threshold(300_000, 50, 100)
