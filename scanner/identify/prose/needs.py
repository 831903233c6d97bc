"""What must stand in a text for a pattern to be found there: pieces of words, by which nearly all patterns are passed
over for a clause without being compiled.

A piece is a few letters or digits in a row, of Latin words with ``^`` where it begins the word and ``$`` where it ends
it; or a sign. What cannot be told (a class, a backslash, what may be left out) needs nothing.
"""

import re
import re._parser as parser  # type: ignore[import-not-found, import-untyped, unused-ignore]
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from scanner.knowledge.patterns import listed
from scanner.text.late import late

#: Letters of a piece at most: longer ones tell hardly more, and each length is looked up.
LONGEST = 6
#: Sets of pieces, of each of which one stands wherever the pattern does; the rarest first.
Needs: TypeAlias = list[list[str]]
_MOST_SETS = 3
_ASCII_WORDS, _WORDS = late(r"\w+", re.ASCII), late(r"\w+")
_ALONE = late(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+")
Parsed: TypeAlias = Sequence[tuple[Any, Any]]


def choices(pattern: str) -> Iterator[str]:
    """The choices of a pattern that are not within a bracket."""
    depth, one = 0, ""
    for part in _ALONE.findall(pattern):
        if part == "|" and not depth:
            yield one
            one = ""
            continue
        depth += (part == "(") - (part == ")")
        one += part
    yield one


def pieces(word: str) -> set[str]:
    """Every piece that a word of a text may be found by."""
    marked = f"^{word}$"
    places = range(1, len(marked) + 1)
    return {marked[start - 1 : end] for start in places for end in places[start - 1 : start + LONGEST + 1]} - {"^", "$"}


def words(text: str, latin: bool) -> list[str]:
    """The words of a text, as the edges of Latin patterns see them."""
    return (_ASCII_WORDS if latin else _WORDS).findall(text)


def needs(pattern: str, latin: bool) -> Needs:
    """What a pattern needs that stands between the edges of words, if it is Latin."""
    try:
        parsed = parser.parse(pattern)
    except (re.error, RecursionError):
        return []
    found = sorted(set(_needed(parsed, latin, latin, latin)), key=_worth, reverse=True)
    return [sorted(one) for one in found[:_MOST_SETS]]


def _worth(several: frozenset[str]) -> tuple[float, int, list[str]]:
    """How rare texts with one of these pieces are."""
    return min(map(_rarity, several)), -len(several), sorted(several)


def _rarity(piece: str) -> float:
    plain = piece.strip("^$")
    return (1 if plain in listed("common-words") else len(plain)) + (len(piece) - len(plain)) / 2


def _needed(parsed: Parsed, before: bool, after: bool, latin: bool) -> Iterator[frozenset[str]]:
    """The sets of pieces that a sequence needs; ``before`` and ``after``: it stands at a word's edge there."""
    run, edge = "", before
    for place, (kind, value) in enumerate(parsed):
        if kind is parser.LITERAL and _in_word(value, latin):
            run += chr(value)
            continue
        if run:
            yield _piece(run, edge, _opens(parsed[place:], after, latin))
            run, before = "", False
        if sign := _signs(kind, value):
            yield sign
        inner = _inner(kind, value, before, _opens(parsed[place + 1 :], after, latin), latin)
        if inner:
            yield from inner
        before = edge = _closes([(kind, value)], before, latin)
    if run:
        yield _piece(run, edge, after)


def _piece(run: str, before: bool, after: bool) -> frozenset[str]:
    end = "$" if after and len(run) <= LONGEST else ""
    if after and not before and len(run) > LONGEST:
        return frozenset({f"{run[-LONGEST:]}$"})
    return frozenset({f"{'^' if before else ''}{run[:LONGEST]}{end}"})


def _inner(kind: Any, value: Any, before: bool, after: bool, latin: bool) -> list[frozenset[str]]:
    """What the part of a sequence needs that holds sequences of its own."""
    if kind is parser.SUBPATTERN:
        return list(_needed(value[3], before, after, latin))
    if kind is parser.BRANCH:
        each = [max(_needed(one, before, after, latin), key=_worth, default=None) for one in value[1]]
        return [frozenset().union(*filter(None, each))] if all(each) else []
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT) and value[0] > 0:
        once = value[1] == 1
        return list(_needed(value[2], before and once, after and once, latin))
    return []


def _signs(kind: Any, value: Any) -> frozenset[str]:
    """The sign that a part is, or the signs of which it is one."""
    several = value if kind is parser.IN else [(kind, value)]
    if any(one is not parser.LITERAL or chr(letter).isalnum() or chr(letter) in "_ " for one, letter in several):
        return frozenset()
    return frozenset(chr(letter) for _, letter in several)


def _in_word(letter: int, latin: bool) -> bool:
    return (letter < 128 or not latin) and (chr(letter).isalnum() or letter == ord("_"))


def _closes(parsed: Parsed, before: bool, latin: bool) -> bool:
    """Whether a word must begin where a sequence ends; ``before``: one must where it begins."""
    for kind, value in parsed:
        before = latin and _edge(kind, value, before, lambda one, state: _closes(one, state, latin))
    return before


def _opens(parsed: Parsed, after: bool, latin: bool) -> bool:
    """Whether a word must end where a sequence begins; ``after``: one must where it ends."""
    for kind, value in reversed(parsed):
        after = latin and _edge(kind, value, after, lambda one, state: _opens(one, state, latin))
    return after


def _edge(kind: Any, value: Any, state: bool, through: Any) -> bool:
    if kind is parser.LITERAL:
        return not _in_word(value, True)
    if kind is parser.AT:
        return value in (parser.AT_BOUNDARY, parser.AT_END, parser.AT_BEGINNING)
    if kind is parser.IN:
        return all(_no_word(one) for one in value)
    if kind is parser.SUBPATTERN:
        return bool(through(value[3], state))
    if kind is parser.BRANCH:
        return all(through(one, state) for one in value[1])
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT):
        once = through(value[2], state if value[1] == 1 else False)
        return bool(once and (value[0] > 0 or state))
    return False


def _no_word(one: tuple[Any, Any]) -> bool:
    kind, value = one
    return (kind is parser.LITERAL and not _in_word(value, True)) or (
        kind is parser.CATEGORY and value is parser.CATEGORY_SPACE
    )
