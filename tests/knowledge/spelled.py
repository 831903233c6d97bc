"""What a pattern spells, for tests that hold what stands in all of it."""

from collections.abc import Iterator
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser
from typing import Any


def shortest(pattern: str) -> list[str]:
    """Of each choice that a pattern offers the shortest text that fits it, but for what it only looks at."""
    return list(_shortest(_parser.parse(pattern)))


def _shortest(parsed: Any) -> Iterator[str]:
    parts: list[list[str]] = []
    for kind, value in parsed:
        if kind is op.LITERAL:
            parts.append([chr(value)])
        elif kind in (op.ANY, op.NOT_LITERAL) or (kind is op.IN and value[0][0] is op.NEGATE):
            parts.append(["0"])
        elif kind is op.IN:
            parts.append([next((chr(one) for what, one in value if what is op.LITERAL), "0")])
        elif kind is op.BRANCH:
            parts.append([text for branch in value[1] for text in _shortest(branch)])
        elif kind is op.SUBPATTERN:
            parts.append(list(_shortest(value[3])))
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0]:
            parts.append([text * value[0] for text in _shortest(value[2])])
    return ("".join(chosen) for chosen in product(*parts))
