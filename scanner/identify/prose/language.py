"""One language's words, ready to be looked for in folded text, and the spans in which they stand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from scanner.identify.prose import needs
from scanner.identify.prose.patterns import compiled
from scanner.identify.prose.shapes import Near
from scanner.knowledge.patterns import recorded
from scanner.model.snapshot import Json
from scanner.text.precompiled import pattern_of

#: Languages whose letters are Latin, and those that part no words or few.
LATIN = ("en", "de", "fr", "es")
EAST = ("zh", "ja", "ko")
#: Languages whose verb, and so whose purpose, comes before what is said of it.
_VERB_LAST = ("ja", "ko")
_SIGNS_A_WORD = 3
_FEW = 4
_BREATH = pattern_of(r"(?: [^\s,;:()]+){1,6}")
_SIGN = pattern_of("[,，。;:()、]")
_ANEW = recorded("acts-anew")


class Language:
    """One language's words, ready to be looked for.

    A concept's words are many choices, of which hardly any can be in a given text: which can is told by their pieces
    (:mod:`scanner.identify.prose.needs`), and only those are compiled, each once. The answers are those of one pattern
    of all choices in order.
    """

    def __init__(
        self, name: str, made: Mapping[str, Json], unions: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.name = name
        self._unions = unions or {}
        self._latin = name in LATIN
        self._around = r"\b(?:{})\b" if self._latin else "(?:{})"
        self._choices: list[tuple[str, str]] = list(zip(made["concepts"], made["patterns"], strict=True))
        self._first: Mapping[str, list[int]] = made["first"]
        self._others: list[list[list[str]]] = made["others"]
        self._pieces = frozenset(self._first).union(*(one for several in self._others for one in several))
        self._compiled: dict[int, Any] = {}

    @lru_cache(maxsize=512)  # noqa: B019 - a vocabulary lives as long as the process
    def meets(self, text: str) -> frozenset[str]:
        """The concepts whose words are in a folded text."""
        met: set[str] = set()
        for place in self._possible(text):
            concept = self._choices[place][0]
            if concept not in met and self._pattern(place).search(text):
                met.add(concept)
        return frozenset(met)

    def may_meet(self, text: str) -> set[str]:
        """The concepts whose words may be in a folded text or in any part of it."""
        return {self._choices[place][0] for place in self._possible(text)}

    def pieces(self) -> Iterator[str]:
        """Expressions of which one is found in an ASCII text that any of the words may be in."""
        for piece in filter(str.isascii, self._first):
            plain = piece if len(piece) == 1 else piece.removeprefix("^").removesuffix("$")
            edges = (r"\b" if edge else "" for edge in (piece[:1] == "^" != plain, piece[-1:] == "$" != plain))
            yield re.escape(plain).join(edges)

    def spans(self, concept: str, text: str) -> list[tuple[int, int]]:
        """Where a concept's words, or those of a union of some, stand in a folded text."""
        named = self._unions.get(concept, (concept,))
        patterns = [self._pattern(place) for place in self._possible(text) if self._choices[place][0] in named]
        found: list[tuple[int, int]] = []
        at = 0
        while hits := [match.span() for pattern in patterns if (match := pattern.search(text, at))]:
            found.append(min(hits, key=lambda span: span[0]))  # of those that begin together the first choice
            at = max(found[-1][1], found[-1][0] + 1)
        return found

    def without(self, concept: str, text: str) -> str:
        """A text whose words of a concept are replaced by a sign that means nothing."""
        return without_spans(text, self.spans(concept, text))

    @lru_cache(maxsize=512)  # noqa: B019
    def _possible(self, text: str) -> tuple[int, ...]:
        """The choices that may be in a text, in order."""
        there = set(text).union(*map(self._of_word, needs.words(text, self._latin)))
        found = set(self._first.get("", ()))
        for piece in self._first.keys() & there:
            for place in self._first[piece]:
                for several in self._others[place]:
                    if there.isdisjoint(several):
                        break
                else:
                    found.add(place)
        return tuple(sorted(found))

    @lru_cache(maxsize=8192)  # noqa: B019
    def _of_word(self, word: str) -> frozenset[str]:
        return self._pieces.intersection(needs.pieces(word))

    def _pattern(self, place: int) -> Any:
        if place not in self._compiled:
            self._compiled[place] = compiled(self._around.replace("{}", self._choices[place][1]))
        return self._compiled[place]

    def near(self, wanted: Near, text: str) -> bool:
        """Whether the concepts stand near each other."""
        forth, back = wanted.words, wanted.words[::-1]
        if self.name in _VERB_LAST:
            return self._follow(back, wanted.within, text, wanted) or (
                not wanted.ordered and self._follow(forth, wanted.within, text, wanted)
            )
        far = wanted.within if wanted.back < 0 else wanted.back
        return self._follow(forth, wanted.within, text, wanted) or (
            not wanted.ordered and self._follow(back, far, text, wanted)
        )

    def denies(self, concept: str, by: tuple[str, ...], text: str) -> bool:
        """Whether each place of a concept's words has one of ``by`` in it, or behind it in the same breath."""
        no = [start for word in by for start, _ in self.spans(word, text)]
        return all(
            any(start <= one < end + self._breath(text[end:]) for one in no) for start, end in self.spans(concept, text)
        )

    def _breath(self, after: str) -> int:
        """How many letters behind some words still belong to them: a few words, up to a sign."""
        words = _BREATH.match(after) if self.name in LATIN else None
        return words.end() if words else len(_SIGN.split(after[: _FEW * _SIGNS_A_WORD], maxsplit=1)[0])

    def _follow(self, words: tuple[str, ...], within: int, text: str, wanted: Near) -> bool:
        before = self.spans(words[0], text)
        for word in words[1:]:
            before = [
                span
                for span in self.spans(word, text)
                if any(
                    self._close(one, span, within, text) and not _is_parted(text, one[1], max(one[1], span[0]), wanted)
                    for one in before
                )
            ]
        return bool(before)

    def _close(self, one: tuple[int, int], two: tuple[int, int], within: int, text: str) -> bool:
        """Whether the second words begin after the first and soon enough; they may overlap."""
        if two[0] < one[0]:
            return False
        if self.name in LATIN:
            return text.count(" ", one[1], max(two[0], one[1])) <= within + 1
        return two[0] - one[1] <= within * _SIGNS_A_WORD


def _is_parted(text: str, start: int, end: int, wanted: Near) -> bool:
    """Whether what stands between two words parts them."""
    signs = (_SIGN, wanted.unbroken), (_ANEW, wanted.one_act)
    return any(asked and sign.search(text, start, end) for sign, asked in signs)


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without some spans, which may overlap: a sign that means nothing stands for each stretch of them."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], " ~ "]
        at = max(at, end)
    return "".join([*parts, text[at:]])
