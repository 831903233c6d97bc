"""What is left of words around a licence text, or beside a licence's name, when all that says nothing of its own is
gone: the licence's titles, names and pages, copyright lines, and the phrases of ``rules/phrases.yaml``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from scanner.identify.copyright import is_notice, is_work
from scanner.identify.names import NameIndex, pages_in
from scanner.identify.words import CJK, Words
from scanner.knowledge.patterns import listed
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import derived, shipped
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json
from scanner.text.late import late

#: Longer stretches are taken for what they are: text of their own.
MOST = 600
_NAMED, _MORE = "\x02", "\x03"
_T = f"{_NAMED}{_MORE}*"
_PARTS = late(rf"\[|\]|\(|\)|\||[TNM]\b|&|[{CJK}]|[^\s\[\]()|{CJK}]+")
_PART = late(r"\b[A-Z]{2,}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """``ranges`` of words that are left, and the licences ``named`` among what was taken, in order."""

    ranges: tuple[tuple[int, int], ...] = ()
    named: tuple[str, ...] = ()
    third_party: bool = False


def leftover(
    words: Words,
    start: int,
    end: int,
    names: NameIndex,
    allowed: Iterable[str] | None = None,
    titles: Iterable[str] = (),
) -> Leftover:
    """What is left of the words from ``start`` to before ``end``. Names of licences are taken where ``allowed`` holds
    them (None: all of them); ``titles`` are further runs of words that are taken."""
    if start >= end:
        return Leftover()
    if end - start > MOST:
        return Leftover(ranges=((start, end),))
    line = _Line(words, start, end)
    named = line.take_names(names, None if allowed is None else frozenset(allowed), frozenset(titles))
    third = line.take_phrases()
    ranges = tuple(part for part in line.ranges() if not _is_copyright(words, *part))
    return Leftover(ranges=ranges, named=named, third_party=third)


def _is_copyright(words: Words, start: int, end: int) -> bool:
    """Whether words are copyright lines, go on with one that reading set aside, or name the work above the first."""
    if is_notice(words.around(start, end), words.column(start)):
        return True
    before = words.end(start - 1) if start else 0
    if is_notice(words.read[before : words.end(end - 1)]):
        return True
    one_line = start == 0 and "\n" not in words.text[words.starts[0] : words.end(end - 1)]
    return one_line and is_work(words.read[words.starts[0] :])


class _Line:
    """Words on one line, of which some are taken; every word keeps its place."""

    def __init__(self, words: Words, start: int, end: int) -> None:
        self.words, self.start, self.end = words, start, end
        self._own = words.words[start:end]
        self.starts: list[int] = []
        at = 0
        for word in self._own:
            self.starts.append(at)
            at += len(word) + 1
        self.line = " ".join(self._own) + " "

    def take_names(self, names: NameIndex, allowed: frozenset[str] | None, titles: frozenset[str]) -> tuple[str, ...]:
        named: list[str] = []
        taken = self._pages(names, allowed, named)
        place = 0
        while place < len(self._own):
            length = taken.get(place) or self._title(names, allowed, titles, place, named)
            if length:
                self._mark(place, place + length)
            place += length or 1
        return tuple(dict.fromkeys(named))

    def _pages(self, names: NameIndex, allowed: frozenset[str] | None, named: list[str]) -> dict[int, int]:
        found = {}
        begin, end = self.words.starts[self.start], self.words.end(self.end - 1)
        for first, last, address in pages_in(self.words.text, begin, end):
            known = names.page(address)
            if known and (allowed is None or known in allowed):
                place = bisect_left(self.words.starts, first) - self.start
                stop = bisect_left(self.words.starts, last) - self.start
                if stop > place:
                    found[place] = stop - place
                    named.append(known)
        return found

    def _title(
        self, names: NameIndex, allowed: frozenset[str] | None, titles: frozenset[str], place: int, named: list[str]
    ) -> int:
        the = "the " if self._own[place] == "the" else ""
        called = (f"{the}{title}{behind}" for title in titles for behind in ("", " license"))
        own = max((title for title in (*titles, *called) if self._reads(place, title)), key=len, default="")
        hit = names.title_at(self._own, place)
        if hit and len(hit[0]) >= len(own) and (allowed is None or hit[1] in allowed):
            named.append(hit[1])
            return hit[0].count(" ") + 1
        if not own and allowed is None and len(self._own) == 1 and self._own[0] in names.whole:
            named.append(names.whole[self._own[0]])
            return 1
        return own.count(" ") + 1 if own else 0

    def _reads(self, place: int, title: str) -> bool:
        return self.line.startswith(f"{title} ", self.starts[place])

    def _mark(self, start: int, end: int) -> None:
        """Make some words one name."""
        first = self.starts[start]
        last = self.starts[end - 1] + len(self._own[end - 1])
        self.line = self.line[:first] + _NAMED + _MORE * (last - first - 1) + self.line[last:]

    def take_phrases(self) -> bool:
        third = False
        there = {*self.line.split(), *([_NAMED] if _NAMED in self.line else ())}
        for needed, pattern, groups, others in _phrases():
            if any(there.isdisjoint(words) for words in needed):
                continue
            at = 0
            while found := pattern.search(self.line, at):
                at = found.end() if found.end() > found.start() else found.start() + 1
                if found[0].strip() and self._names_are_names(found, groups):
                    self.line = self.line[: found.start()] + re.sub(r"\S", " ", found[0]) + self.line[found.end() :]
                    third = third or others
        self.line = re.sub(_T, lambda found: " " * len(found[0]), self.line)
        return third

    def _names_are_names(self, found: re.Match[str], kinds: tuple[bool, ...]) -> bool:
        """A name is written as one: with a capital, a digit or a sign in each of its words; and neither a name nor a
        thing holds words that could limit."""
        for group, is_name in enumerate(kinds, 1):
            if found[group] is None:
                continue
            if not listed("no-holder").isdisjoint(found[group].split()):
                return False
            if not is_name:
                continue
            first, last = (bisect_left(self.starts, found.start(group)), bisect_left(self.starts, found.end(group)))
            for place in range(first, last):
                at = self.words.starts[self.start + place]
                letter = self.words.text[at : at + 1]
                joins = self._own[place] in listed("joins-names")
                if letter.islower() and not joins and self.words.text[at - 1 : at] != "@":
                    return False
        return True

    def ranges(self) -> list[tuple[int, int]]:
        """The words left, by sentences: of one in which a word is left, all is."""
        left = [self.line[at] != " " for at in self.starts]
        if all(word in _alone() for word, stays in zip(self._own, left, strict=True) if stays):
            return []
        found: list[tuple[int, int]] = []
        for first, last in self._sentences():
            if any(left[first:last]) and not self._only_copyright(left, first, last):
                if found and found[-1][1] == self.start + first:
                    found[-1] = found[-1][0], self.start + last
                else:
                    found.append((self.start + first, self.start + last))
        return found

    def _only_copyright(self, left: list[bool], first: int, last: int) -> bool:
        """Whether what is left of a sentence is a copyright line on its own, as on one line with a title."""
        places = [place for place in range(first, last) if left[place]]
        a, b = self.start + places[0], self.start + places[-1] + 1
        return _is_copyright(self.words, a, b)

    def _sentences(self) -> list[tuple[int, int]]:
        text, starts = self.words.text, self.words.starts
        bounds = [0]
        for place in range(1, len(self._own)):
            between = text[starts[self.start + place - 1] + len(self._own[place - 1]) : starts[self.start + place]]
            if _STOP.search(between):
                bounds.append(place)
        return list(zip(bounds, [*bounds[1:], len(self._own)], strict=True))


_STOP = late(r"[.!?;:][\"'”’)*_]*\s|\n[^\w\n]*\n")


@lru_cache(maxsize=1)
def _alone() -> frozenset[str]:
    return frozenset(shipped("phrases.yaml")["tokens"])


#: Sets of words, of each of which one stands wherever a phrase does.
_Needed: TypeAlias = list[frozenset[str]]


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[_Needed, re.Pattern[str], tuple[bool, ...], bool], ...]:
    """Of each, longest first: the words without which it is not there, its pattern, which of its groups are names, and
    whether it speaks of third parties."""
    made = derived(rules_dir(), "phrases", lambda: [*_made()], Path(__file__))
    return tuple(
        ([frozenset(words) for words in needs], late(pattern), tuple(names), third)
        for needs, pattern, names, third in made
    )


def _made() -> Iterator[Json]:
    data = shipped("phrases.yaml")
    for phrase in data["phrases"]:
        source = _whole(phrase, data["parts"])
        needs = [sorted(words) for words in needed(source)]
        yield [needs, *compiled(source), "following" in phrase and "from" in phrase]


def _whole(phrase: str, parts: Json) -> str:
    """A phrase with its parts, and theirs, in the places of their names."""
    return _PART.sub(lambda found: f"({_whole(parts[found[0]], parts)})", phrase)


def needed(phrase: str) -> _Needed:
    """What a phrase cannot do without: its own words, and one word of each choice that it offers."""
    return _chosen(_choices(iter(_PARTS.findall(phrase))))


def _choices(parts: Iterator[str]) -> list[_Needed]:
    """What each of the choices up to the next closing bracket needs; what may be left out needs nothing."""
    found: list[_Needed] = [[]]
    for part in parts:
        if part in ")]":
            break
        if part == "|":
            found.append([])
        elif part == "[":
            _choices(parts)
        elif part == "(":
            found[-1] += _chosen(_choices(parts))
        elif part not in "NM":
            found[-1].append(frozenset({_NAMED if part == "T" else part.lower()}))
    return found


def _chosen(choices: list[_Needed]) -> _Needed:
    if len(choices) == 1:
        return choices[0]
    return [frozenset().union(*(min(one, key=len) for one in choices))] if all(choices) else []


def compiled(phrase: str) -> tuple[str, tuple[bool, ...]]:
    """A phrase as a regular expression over words that each end in a space, and of each group whether it is a name."""
    word = r"[^\s]+ "
    out: list[str] = []
    kinds: list[bool] = []
    for part in _PARTS.findall(phrase):
        if part in "[(":
            out.append("(?:")
        elif part == "]":
            out.append(")??" if out[-1].startswith("((?:") else ")?")
        elif part in ")|":
            out.append(part)
        elif part == "T":
            out.append(f"{_T} ")
        elif part in "NM":
            out.append(rf"((?:{word}){{1,{6 if part == 'N' else 4}}}?)")
            kinds.append(part == "N")
        else:
            out.append(re.escape(part.lower()) + " ")
    return "(?<![^ ])" + "".join(out), tuple(kinds)
