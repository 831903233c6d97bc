"""What a page's list of versions or changes says of this version, and what of others: "1.1 (2024): for researchers
only" is no word on 2.0."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import listed, recorded
from scanner.model.frozen import dataclass
from scanner.text.late import late

_BEGINS = recorded("version-begins")
_RANGE = recorded("version-range")
_DAY = recorded("day-begins")
#: How a version stands alone in a name or a title.
_ALONE = late(r"v?(\d{1,3}(?:\.\d{1,3}){0,3})")
_LABEL_ENDS = late(r"[:：]|\s[–—-]\s")
#: A paragraph of so many words may be the title of an entry.
_TITLE_WORDS = 8
#: From here on a number is a year.
_FIRST_YEAR = 1900
#: What an entry tells that speaks of terms.
_TERMS = frozenset(("licence_named", "granted", "both", "any_use", "commercial", "noncommercial", "to_all"))
#: What an entry by its day tells that settles the terms, and what such terms are often of beside the weights.
_SETTLES, _BESIDE = frozenset(("licence_named", "noncommercial", "narrow")), frozenset(("code", "data", "docs"))
Number = tuple[int, ...]


@dataclass(frozen=True)
class Versions:
    """The lines on which a page's lists speak of this version, and of others."""

    own: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Entry:
    number: Number
    told: tuple[Sentence, ...]
    is_state: bool

    @property
    def is_dated(self) -> bool:
        return bool(self.number) and self.number[0] >= _FIRST_YEAR

    @property
    def label(self) -> str:
        first = self.told[0]
        return first.text if first.kind == "row" else _LABEL_ENDS.split(first.text, maxsplit=1)[0]

    @property
    def lines(self) -> frozenset[int]:
        return frozenset(one.line for one in self.told)


def versions_on(told: Sequence[Sentence], words: Vocabulary, own: tuple[str, ...], titled: Collection[str]) -> Versions:
    """Which lines of a page speak of which version. Which one is this the page marks, or the names of the repository
    and the page do; where neither does, the newest one counts and the others stay what they are."""
    every = [*_entries(told, words)]
    dated, every = [one for one in every if one.is_dated], [one for one in every if not one.is_dated]
    here, apart = _by_day(dated, words)
    of_versions = _by_number(every, words, (*own, *titled))
    return Versions(of_versions.own | here, (of_versions.others | apart) - here)


def _by_day(dated: list[_Entry], words: Vocabulary) -> tuple[frozenset[int], frozenset[int]]:
    """The lines of the newest entries by their days up to the one that tells new terms, which hold, and of those
    before."""
    for day in sorted({one.number for one in dated}, reverse=True):
        if any(_settles(one, words) for one in dated if one.number == day):
            return _lines(one for one in dated if one.number >= day), _lines(one for one in dated if one.number < day)
    return _lines(dated), frozenset()


def _by_number(every: list[_Entry], words: Vocabulary, named: tuple[str, ...]) -> Versions:
    """The lines of entries by a version's number."""
    entries, several = [one for one in every if one.number], _lines(one for one in every if not one.number)
    these = _these(entries, words, named)
    if not these:
        newest = max((one.number for one in entries), default=())
        return Versions(own=several | _lines(one for one in entries if one.number == newest))
    settled = any(_tells_terms(one, words) for one in these)
    highest = max(one.number for one in these)
    apart = [one for one in entries if one not in these]
    others = [one for one in apart if settled or one.is_state or one.number > highest]
    here = several | _lines(these)
    return Versions(here, _lines(others) - here)


def _lines(entries: Iterable[_Entry]) -> frozenset[int]:
    return frozenset(line for one in entries for line in one.lines)


def _these(entries: list[_Entry], words: Vocabulary, named: Iterable[str]) -> list[_Entry]:
    """The entries of this version: as they are marked, else as it is named, else the one that is called current."""
    numbers = {*filter(None, map(number_of, named))}
    here, current = words.grammar("version_here"), words.grammar("version_current")
    marked = [one for one in entries if here.search(one.label)]
    return (
        marked
        or [one for one in entries if one.number in numbers]
        or [one for one in entries if current.search(one.label)]
    )


def number_of(word: str) -> Number | None:
    """The version that a word is, if it is one."""
    found = _ALONE.fullmatch(word)
    return _number(found[1]) if found else None


def _number(text: str) -> Number:
    """A version as its numbers, without noughts at its end: 2.0 is 2."""
    numbers = [int(one) for one in text.split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _tells_terms(entry: _Entry, words: Vocabulary) -> bool:
    folded = words.folding.sentence(" , ".join(one.text for one in entry.told))
    return not words.met(folded).isdisjoint(_TERMS)


def _settles(entry: _Entry, words: Vocabulary) -> bool:
    """Whether an entry tells that the licence or the bounds of the whole, or of the weights, are new: what is released
    with each is its own."""
    for one in entry.told:
        met = words.met(words.folding.sentence(one.text))
        told = not met.isdisjoint(_SETTLES) and words.grammar("since").search(one.text)
        if told and ("weights" in met or met.isdisjoint(_BESIDE)):
            return True
    return False


def _entries(told: Sequence[Sentence], words: Vocabulary) -> Iterator[_Entry]:
    """The entries of each list of versions, with all that stands in them."""
    found: dict[tuple[Number, str], list[Sentence]] = defaultdict(list)
    number: Number | None = None
    titled = False
    lists = {headings: _list_among(headings, words) for headings in {one.headings for one in told}}
    for one in told:
        above = lists[one.headings]
        begun = _begun(one, above) if above is not None else None
        goes_on = above is not None and bool(one.before or (titled and one.kind == "item"))
        titled = one.kind == "text" if begun is not None else titled and goes_on
        number = begun if begun is not None else number if goes_on else None
        if number is not None and above is not None:
            found[number, one.headings[above]].append(one)
    state = words.grammar("versions_heading")
    for (number, heading), sentences in found.items():
        yield _Entry(number, tuple(sentences), bool(state.search(heading)))


def _list_among(headings: tuple[str, ...], words: Vocabulary) -> int | None:
    """The place of the heading that says that versions or changes stand below it, among those above a sentence."""
    for place, heading in enumerate(headings):
        if words.grammar("versions_heading").search(heading) or words.grammar("changes_heading").search(heading):
            return place
    return None


def _begun(sentence: Sentence, above: int) -> Number | None:
    """The version that a sentence in a list speaks of, as its heading, its first words or what opens it tell."""
    titles = map(_begins, reversed(sentence.headings[above + 1 :]))
    if (titled := next((one for one in titles if one is not None), None)) is not None:
        return titled
    first = sentence.cells[0] if sentence.kind == "row" else sentence.text
    short = sentence.kind != "text" or len(first.split()) <= _TITLE_WORDS
    number = _begins(first) if short else None
    return _begins(sentence.lead) if number is None else number


def _day(text: str) -> Number | None:
    """The day or month that a text begins with."""
    found = _DAY.match(text)
    if found is None:
        return None
    if found["year"]:
        return int(found["year"]), int(found["month"]), int(found["day"] or 0)
    name = found["name"].lower()
    month = next((at for at, names in enumerate(listed("months"), 1) if any(map(name.startswith, names.split()))), 0)
    return (int(found["year2"]), month, int(found["day2"] or 0)) if month else None


def _begins(text: str) -> Number | None:
    """The version or the day that a text begins with; none of its own where it speaks of several versions."""
    if (day := _day(text)) is not None:
        return day
    found = _BEGINS.match(text)
    if found is None:
        return None
    return () if _RANGE.match(text, found.end()) else _number(found["number"] or found["bare"])
