"""What others wrote, and numbers, as short plain words."""

import re
from collections.abc import Iterable

from scanner.text.clean import bound, one_line

_SENTENCE = re.compile(r"(?<=[^\W\d_][.;])\s+|(?<=\][.;])\s+")
_LIST_LENGTH = 3


def short(text: str, limit: int = 100) -> str:
    """What others wrote, on one line and of bounded length: nobody can flood a screen with a name."""
    return bound(one_line(text), limit)


def sentence(text: str) -> str:
    """The first sentence of a text."""
    return _SENTENCE.split(one_line(text), maxsplit=1)[0]


def names(values: Iterable[str]) -> str:
    return ", ".join(short(value, 60) for value in values)


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


def some_of(items: list[str]) -> list[str]:
    more = len(items) - _LIST_LENGTH
    return [*items[:_LIST_LENGTH], f"{more} more"] if more > 0 else items


def some(items: list[str]) -> str:
    return "; ".join(some_of(items))
