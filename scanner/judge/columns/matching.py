"""Many patterns looked for in many texts at once: an automaton goes through all of them a letter at a time, by columns.

What it finds is what each pattern by itself would. Only ASCII texts of one line go through it, and only patterns
without lookarounds and back references; its states are made as texts lead to them.
"""

import re
import re._parser as parser  # type: ignore[import-not-found, import-untyped, unused-ignore]
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.identify.prose.patterns import Many
from scanner.judge.columns.codes import Numbers, bits, flags, mask_of
from scanner.model.once import Remembered

#: Letters as bits of a mask.
Letters: TypeAlias = int
_END = 128
_ALL = (1 << _END) - 1
_LINE = _ALL ^ 1 << ord("\n")
_CATEGORIES = {
    name: sum(1 << at for at in range(_END) if re.match(sign, chr(at), re.ASCII))
    for name, sign in (("digit", r"\d"), ("word", r"\w"), ("space", r"\s"))
}
_WORD = _CATEGORIES["word"]
_MOST, _KEPT = 200, 100_000


class _Step(NamedTuple):
    """What is done at a place: a letter of ``letters`` is read, or an edge is asserted (``at``), and one goes on."""

    letters: Letters
    at: str
    to: tuple[int, ...]


class _State(NamedTuple):
    """Where one may be: the places that read the last letter, as a mask; whether that was one of a word (``before``: 0
    no letter yet, 1 no, 2 yes); the patterns that were found, as a mask."""

    read: int
    before: int
    found: int


class Finder:
    """Finds in each of many texts what :class:`Many` finds in it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._many = Many(patterns)
        try:
            self._automaton: Automaton | None = Automaton(patterns)
        except (ValueError, re.error):
            self._automaton = None

    def found(self, texts: pa.StringArray) -> tuple[Numbers, list[tuple[int, ...]]]:
        """For each of some texts (none null) the number of the patterns that are found, and these."""
        plain = flags(pc.and_(pc.string_is_ascii(texts), pc.invert(pc.match_substring(texts, "\n"))))
        if self._automaton is None:
            plain[:] = False
        numbers, met = np.empty(len(texts), np.int32), list[tuple[int, ...]]()
        if self._automaton is not None and plain.any():
            numbers[plain], met = self._automaton.found(texts.filter(pa.array(plain)))
        others = [tuple(self._many.found(text)) for text in texts.filter(pa.array(~plain)).to_pylist()]
        numbers[~plain] = np.arange(len(met), len(met) + len(others))
        return numbers, [*met, *others]


class Automaton:
    """Looks for patterns. Raises ``ValueError`` for one that it cannot look for."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._steps: list[_Step] = []
        self._accepts: dict[int, int] = {}
        self._starts: list[int] = []
        for number, pattern in enumerate(patterns):
            end = self._place(0, "", ())
            self._accepts[end] = number
            self._starts.append(self._made(_parsed(pattern), end))
        self._of, self._letters = _classes(step.letters for step in self._steps)
        self._width = len(self._letters) + 1  # the last is the end of a text
        reading = ([at for at, step in enumerate(self._steps) if step.letters & one] for one in self._letters)
        self._reading = [*map(mask_of, reading), 0]
        self._loops = mask_of(at for at, step in enumerate(self._steps) if step.letters and self._returns(at))
        self._states: list[_State] = []
        self._numbers: dict[_State, int] = {}
        self._table: Numbers = np.empty(0, np.int32)
        self._after = Remembered(self._opened, _KEPT)
        self._looping = Remembered(self._joined, _KEPT)
        self._begun = Remembered(self._begins, _KEPT)
        self._begin = self._number(_State(0, 0, 0))

    # -- patterns

    def _place(self, letters: Letters, at: str, to: Iterable[int]) -> int:
        self._steps.append(_Step(letters, at, tuple(to)))
        return len(self._steps) - 1

    def _made(self, parsed: Any, to: int) -> int:
        """The place from which what was parsed leads to another."""
        for name, told in reversed(parsed):
            to = self._one(str(name), told, to)
        return to

    def _one(self, name: str, told: Any, to: int) -> int:
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            letters = _letters(name, told)
            return self._place(letters, "", (to,) if letters else ())
        if name == "AT":
            return self._place(0, str(told), (to,))
        if name == "SUBPATTERN" and not told[1] and not told[2]:
            return self._made(told[3], to)
        if name == "BRANCH":
            return self._place(0, "", [self._made(one, to) for one in told[1]])
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeated(told, to)
        raise ValueError(f"{name} is not looked for")

    def _repeated(self, told: Any, to: int) -> int:
        least, most, parsed = told
        if least > _MOST or (most is not parser.MAXREPEAT and most > _MOST):
            raise ValueError(f"{least} to {most} times")
        if most is parser.MAXREPEAT:
            again = self._place(0, "", ())
            self._steps[again] = _Step(0, "", (self._made(parsed, again), to))
            end = again
        else:
            end = to
            for _ in range(most - least):
                end = self._place(0, "", (self._made(parsed, end), to))
        for _ in range(least):
            end = self._made(parsed, end)
        return end

    # -- states

    def _number(self, state: _State) -> int:
        found = self._numbers.setdefault(state, len(self._states))
        if found == len(self._states):
            self._states.append(state)
            if found * self._width == len(self._table):
                self._table = np.r_[self._table, np.full((found + 64) * self._width, -1, np.int32)]
        return found

    def _next(self, number: int, letter: int) -> int:
        """The state to which a letter, by its class, leads."""
        read, before, found = self._states[number]
        after = 0 if letter == self._width - 1 else 2 if self._letters[letter] & _WORD else 1
        places, met = self._begun[before, after]  # each pattern may begin anywhere
        more, others = self._looping[read & self._loops, before, after]
        places, found = places | more, found | met | others
        for place in bits(read & ~self._loops):
            more, met = self._after[place, before, after]
            places, found = places | more, found | met
        return self._number(_State(places & self._reading[letter], after, found))

    def _joined(self, one: tuple[int, int, int]) -> tuple[int, int]:
        """What many places lead to."""
        mask, before, after = one
        told = [self._after[place, before, after] for place in bits(mask)]
        return reduce(or_, (places for places, _ in told), 0), reduce(or_, (found for _, found in told), 0)

    def _opened(self, one: tuple[int, int, int]) -> tuple[int, int]:
        """Which places may read the letter behind one that has read, and which patterns are found between them."""
        place, before, after = one
        return self._closed(self._steps[place].to, before, after)

    def _begins(self, one: tuple[int, int]) -> tuple[int, int]:
        return self._closed(self._starts, *one)

    def _closed(self, places: Iterable[int], before: int, after: int) -> tuple[int, int]:
        rest, seen, found = [*places], set[int](), 0
        while rest:
            if (place := rest.pop()) in seen:
                continue
            seen.add(place)
            found |= 1 << self._accepts[place] if place in self._accepts else 0
            step = self._steps[place]
            if not step.letters and (not step.at or _holds(step.at, before, after)):
                rest += step.to
        return mask_of(place for place in seen if self._steps[place].letters), found

    def _returns(self, place: int) -> bool:
        """Whether a place may read letter after letter."""
        return bool(self._closed(self._steps[place].to, 1, 1)[0] >> place & 1)

    # -- texts

    def found(self, texts: pa.StringArray) -> tuple[Numbers, list[tuple[int, ...]]]:
        """For each of some texts (ASCII, of one line, none null) the number of the patterns that are found, and
        these."""
        begins = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset :][: len(texts) + 1]
        order = np.argsort(begins[:-1] - begins[1:], kind="stable")  # the longest first
        sizes, begins = np.diff(begins)[order], begins[:-1][order]
        letters = self._of[np.frombuffer(texts.buffers()[2] or b"", np.uint8)]
        row = np.full(len(texts), self._begin * self._width, np.int32)  # where a state's row of the table begins
        for at in range(int(sizes.max(initial=0))):
            count = int(np.searchsorted(-sizes, -at))  # so many are longer
            row[:count] = self._led(row[:count], letters.take(begins[:count] + np.int32(at)))
        row = self._led(row, np.full(len(row), self._width - 1, np.uint8))
        ends, place = np.unique(row, return_inverse=True)
        numbers = np.empty(len(texts), np.int32)
        numbers[order] = place
        return numbers, [tuple(bits(self._states[end].found)) for end in (ends // self._width).tolist()]

    def _led(self, row: Numbers, letter: Any) -> Numbers:
        """The rows of the states to which letters lead."""
        at = row + letter
        found: Numbers = self._table.take(at)
        if found.min(initial=0) < 0:
            for one in np.unique(at[found < 0]).tolist():
                led = self._next(*divmod(one, self._width))
                self._table[one] = led * self._width
            found = self._table.take(at)
        return found


def _parsed(pattern: str) -> Any:
    parsed = parser.parse(pattern)
    if parsed.state.flags & ~re.UNICODE:
        raise ValueError("flags are not looked at")
    return parsed


def _letters(name: str, told: Any) -> Letters:
    if name == "ANY":
        return _LINE
    if name == "LITERAL":
        return 1 << int(told) if told < _END else 0
    if name == "NOT_LITERAL":
        return _ALL & ~(1 << int(told))
    found, other = 0, False
    for kind, one in told:
        kind = str(kind)
        if kind == "NEGATE":
            other = True
        elif kind == "RANGE":
            found |= sum(1 << at for at in range(one[0], min(one[1] + 1, _END)))
        elif kind == "CATEGORY":
            word = str(one).rpartition("_")[2].lower()
            found |= _ALL & ~_CATEGORIES[word] if "_NOT_" in str(one) else _CATEGORIES[word]
        else:
            found |= _letters(kind, one)
    return _ALL & ~found if other else found


def _classes(masks: Iterable[Letters]) -> tuple[Any, list[Letters]]:
    """Letters that no pattern tells apart: the number of each, and each class as a mask of one of its letters."""
    told = [0] * _END
    for number, mask in enumerate({*masks, _WORD}):
        for at in range(_END):
            told[at] |= (mask >> at & 1) << number
    kinds = {one: number for number, one in enumerate(dict.fromkeys(told))}
    of = np.zeros(256, np.uint8)
    of[:_END] = [kinds[one] for one in told]
    return of, [1 << told.index(one) for one in kinds]


def _holds(at: str, before: int, after: int) -> bool:
    """Whether an edge is there between two letters."""
    if at == "AT_BEGINNING" or at == "AT_BEGINNING_STRING":
        return before == 0
    if at == "AT_END" or at == "AT_END_STRING":
        return after == 0
    apart = (before == 2) != (after == 2)
    return apart if at == "AT_BOUNDARY" else not apart
