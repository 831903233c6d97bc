"""Numbers in words: with a noun, of bytes, of parameters, and the first of many things."""

from collections.abc import Sequence


def counted(count: int, one: str, many: str = "") -> str:
    """``1 model``, ``2 models``, ``1,200 duties``; ``many`` where an ``s`` does not make it."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def first_of(items: Sequence[str], most: int, between: str = ", ") -> str:
    """The first ``most`` of some words, and how many more there are: ``a, b and 3 more``, ``a; b; and 3 more``."""
    more = len(items) - most
    return between.join(items[:most]) + (f"{';' * (between == '; ')} and {more} more" if more > 0 else "")


def size(count: int) -> str:
    """Bytes in decimal units, as the Hub counts them."""
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} B"


def amount(count: int) -> str:
    """A number of parameters."""
    for unit, factor in (("T", 10**12), ("B", 10**9), ("M", 10**6)):
        if count >= factor * 0.9995:  # what rounds up to a whole of the next unit is said in it
            return f"{count / factor:.3g}{unit}"
    return f"{count:,}"
