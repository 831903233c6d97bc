"""What must stand in every text that a pattern matches: the words by which the prefilter looks for it."""

import re
import re._parser as parser  # type: ignore[import-not-found, import-untyped, unused-ignore]
import string
from collections.abc import Iterable
from typing import Any

_LETTERS = frozenset(string.ascii_letters + string.digits)
#: What joins words differs from file to file: a sign, or a capital alone.
_JOINT = "[-_. ]?"


def stems(patterns: Iterable[str]) -> frozenset[str]:
    """For each pattern the longest words, as patterns in lower case, of which one stands in every text that it matches.

    Words are runs of letters and digits, joined (``train_data``) where the pattern joins them.
    """
    return frozenset(word for pattern in patterns for word in _required(parser.parse(pattern)) or ())


def _required(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The best set of words of which one is needed; None when nothing is."""
    found: list[frozenset[str]] = []
    run = ""
    for kind, value in [*parsed, (None, None)]:
        if kind is parser.LITERAL and (chr(value) in _LETTERS or (run and chr(value) in "-_")):
            run += chr(value)
            continue
        if len(words := run.strip("-_")) > 1:
            found.append(frozenset({_JOINT.join(re.split("[-_]+", words.lower()))}))
        run = ""
        inner = _inner(kind, value)
        if inner:
            found.append(inner)
    return max(found, key=_worth, default=None)


def _worth(words: frozenset[str]) -> tuple[int, float]:
    """How rare texts with one of these words are: the shortest decides, then what they are on average."""
    lengths = [len(word.replace(_JOINT, "")) for word in words]
    return min(lengths), sum(lengths) / len(lengths)


def _inner(kind: Any, value: Any) -> frozenset[str] | None:
    if kind is parser.SUBPATTERN:
        return _required(value[3])
    if kind is parser.BRANCH:
        branches = [_required(branch) for branch in value[1]]
        return frozenset().union(*branches) if all(branches) else None  # type: ignore[arg-type]
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and value[0] > 0:
        return _required(value[2])
    return None
