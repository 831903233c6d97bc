"""What must stand in every text that a pattern matches: the words by which the prefilter looks for it."""

import re._parser as parser  # type: ignore[import-not-found, import-untyped, unused-ignore]
import string
from collections.abc import Iterable
from typing import Any

_LETTERS = frozenset(string.ascii_letters + string.digits)


def stems(patterns: Iterable[str]) -> frozenset[str]:
    """For each pattern the longest words of which one stands in every text that it matches.

    Words are runs of letters and digits: what joins them (``_``, ``-``, a capital) differs from file to file.
    """
    return frozenset(word for pattern in patterns for word in _required(parser.parse(pattern)) or ())


def _required(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best set of words of which one is needed; None when nothing is."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in [*parsed, (None, None)]:
        if kind is parser.LITERAL and chr(value) in _LETTERS:
            run += chr(value)
            continue
        if len(run) > 1:
            found.append(frozenset({run.lower()}))
        run = ""
        inner = _inner(kind, value)
        if inner:
            found.append(inner)
    return max(found, key=_worth, default=None)


def _worth(words: frozenset[str]) -> tuple[int, float]:
    """How rare texts with one of these words are: the shortest decides, then what they are on average."""
    return min(map(len, words)), sum(map(len, words)) / len(words)


def _inner(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is parser.SUBPATTERN:
        return _required(value[3])
    if kind is parser.BRANCH:
        branches = [_required(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else None  # type: ignore[arg-type]
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and value[0] > 0:
        return _required(value[2])
    return None
