"""Numbers of things in words: a number with its noun, and the first of many things."""

from collections.abc import Sequence


def counted(count: int, one: str, many: str = "") -> str:
    """``1 model``, ``2 models``, ``1,200 duties``; ``many`` where an ``s`` does not make it."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def first_of(items: Sequence[str], most: int, between: str = ", ") -> str:
    """The first ``most`` of some words, and how many more there are: ``a, b and 3 more``, ``a; b; and 3 more``."""
    more = len(items) - most
    return between.join(items[:most]) + (f"{';' * (between == '; ')} and {more} more" if more > 0 else "")
