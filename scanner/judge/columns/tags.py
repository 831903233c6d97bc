"""Tags, by what each tells, and a column of tags."""

import re
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.identify.prose.patterns import Many
from scanner.judge.columns.codes import Flags, Known, Numbers, distinct, filled, flags, grouped, listed
from scanner.judge.reading.adapters import stated_word
from scanner.judge.reading.claims.names import says_nothing, telling
from scanner.judge.reading.teachers import teachers_of, tells_of_learning
from scanner.judge.reading.weights import REPORTED
from scanner.knowledge import patterns
from scanner.knowledge.formats import formats
from scanner.knowledge.openness import components
from scanner.model.fields import HUB_TAGS
from scanner.model.once import Remembered
from scanner.text.late import late

_MOST = 100_000
_PARTING = late("[-_]+")
_BASE, _ADAPTER, _DATA = "base_model:", "base_model:adapter:", "dataset:"


class Tag(NamedTuple):
    """What a tag tells: of the licence (``speaks``: of terms, by itself), bases, data, components (their ids),
    teachers; the words of which anything is read."""

    own: bool = False
    speaks: bool = False
    base: bool = False
    adapter: bool = False
    data: bool = False
    papers: tuple[str, ...] = ()
    learnt: bool = False
    words: tuple[str, ...] = ()


class Tags:
    """What tags tell, looked at once each."""

    def __init__(self) -> None:
        self.told = Remembered(self._tag, _MOST)
        self._speaks = Remembered(self._speaks_of_terms, _MOST)
        self.teachers = Remembered[str, tuple[str, ...]](lambda tag: tuple(one.id for one in teachers_of(tag)), _MOST)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of a repo's tags and library, in lower case, of which anything is read."""
        told = (one.words for one in formats().telling.values())
        stated = patterns.listed("adapter-words") | patterns.listed("merge-tags")
        return frozenset(("custom_code",)).union(REPORTED, stated, *told)

    def kinds(self, names: Any) -> tuple[Numbers, list[Tag]]:
        """The number of what each tag tells, and what that is. Most tags name bases or data, each its own, and tell
        what any of them does."""
        known: dict[Tag, int] = {}
        found = np.full(len(names), -1, np.int32)
        for start in (_BASE, _ADAPTER, _DATA):
            found[flags(pc.starts_with(names, start))] = known.setdefault(self._tag(start), len(known))
        low = pc.utf8_lower(names)
        found[flags(pc.is_in(low, pa.array(sorted(self.words))))] = -1
        found[~flags(pc.string_is_ascii(names)) | self._may_be_paper(low)] = -1
        rest = np.flatnonzero(found < 0)
        asked = names.take(pa.array(rest)).to_pylist()
        told = [self.told[name or ""] for name in asked]
        found[rest] = filled((known.setdefault(one, len(known)) for one in told), len(told))
        return found, [*known]

    def _may_be_paper(self, low: Any) -> Flags:
        """Tags of which a component's own expression is found, whatever else it asks."""
        try:
            return flags(pc.match_substring_regex(low, f"^(?:{'|'.join(one.tags for one in self._clues)})"))
        except pa.ArrowInvalid:  # an expression that its engine does not know
            return np.ones(len(low), bool)

    def tells(self, tag: str) -> bool:
        """Whether anything is read of a tag."""
        return self.told[tag] != Tag() or bool(self.teachers[tag])

    def _papers(self, tag: str) -> tuple[str, ...]:
        """The components that a tag tells of."""
        low = tag.lower()
        return (
            tuple(one.id for one in self._clues if one.tag_pattern.fullmatch(low)) if self._any.fullmatch(low) else ()
        )

    def _tag(self, tag: str) -> Tag:
        low, licence, word = tag.lower(), tag.startswith("license:"), stated_word(tag)
        speaks = not licence and not tag.startswith(HUB_TAGS) and self._speaks[tag]
        return Tag(
            own=licence or speaks,
            speaks=speaks,
            base=tag.startswith(_BASE),
            adapter=tag.startswith(_ADAPTER),
            data=tag.startswith(_DATA),
            papers=self._papers(tag),
            learnt=tells_of_learning(tag),
            words=tuple(dict.fromkeys((word, tag) if word == low else (word,))) if word in self.words else (),
        )

    def _speaks_of_terms(self, tag: str) -> bool:
        """Whether a tag says anything of terms. Where no word of it is one that anything is heard by it does not."""
        silent = tag.isascii() and not self._telling.found(_PARTING.sub(" ", tag.lower()))
        return not silent and not says_nothing(tag, "tag")

    @cached_property
    def _telling(self) -> Many:
        return Many(telling())

    @cached_property
    def _clues(self) -> tuple[Any, ...]:
        return tuple(one for one in components() if one.tag_pattern is not None)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{one.tag_pattern.pattern})" for one in self._clues))


class TagColumn:
    """The tags of many rows. ``odd`` are rows with one that is none."""

    def __init__(self, tags: Tags, column: Any) -> None:
        coded = pc.list_flatten(column).dictionary_encode(null_encoding="encode")
        self._tags, self._column, self._names = tags, coded.dictionary, coded.dictionary.to_pylist()
        self._kind, self._told = tags.kinds(coded.dictionary)
        self._which: dict[str, Flags] = {}
        self._codes: Numbers = coded.indices.to_numpy()
        self._row = pc.list_parent_indices(column).to_numpy()
        self._rows = len(column)
        self.counts = np.bincount(self._row, minlength=self._rows)
        self._ends = np.cumsum(self.counts)
        self.odd = np.zeros(self._rows, bool)
        if coded.dictionary.null_count:
            self.odd[self._row[self._codes == self._names.index(None)]] = True

    def lists(self, what: str) -> Numbers:
        """For each row the number of the list of its tags that tell this, in their order."""
        telling = self._telling(what)
        return listed(self._row[telling], self._codes[telling], self._rows)

    def sets(self, what: str) -> Numbers:
        """For each row the number of the set of what its tags tell of this."""
        known: dict[Any, int] = {}
        values = filled((known.setdefault(getattr(one, what), len(known)) for one in self._told), len(self._told))
        telling = self._telling(what)
        pairs = distinct(self._row[telling] << 32 | values[self._kind[self._codes[telling]]])
        return listed(pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32), self._rows)

    def where(self, what: str) -> tuple[Any, Numbers, pa.StringArray]:
        """The row of each tag that tells this, row after row, its number among those that do, and these."""
        telling, tells = self._telling(what), self._tells(what)
        number = np.cumsum(tells) - 1
        return self._row[telling], number[self._codes[telling]], self._column.filter(pa.array(tells))

    def any(self, what: str) -> Flags:
        """Which rows have a tag that tells this."""
        found = np.zeros(self._rows, bool)
        found[self._row[self._telling(what)]] = True
        return found

    def of(self, at: int, what: str) -> tuple[str, ...]:
        """A row's tags that tell this, in their order."""
        return tuple([self._names[one] for one in self._at(at, what).tolist()])

    def lacks(self, at: int, some: tuple[str, ...]) -> bool:
        """Whether a row does not have all of some tags."""
        return not {*some} <= {*self.all(at)}

    def all(self, at: int) -> list[str]:
        """A row's tags."""
        codes = self._codes[self._ends[at] - self.counts[at] : self._ends[at]]
        return [self._names[one] for one in codes.tolist()]

    def told(self, at: int, what: str) -> frozenset[str]:
        """What a row's tags tell of this, together."""
        kinds = self._kind[self._at(at, what)].tolist()
        return frozenset[str]().union(*(getattr(self._told[one], what) for one in kinds))

    def teachers(self) -> tuple[Numbers, list[frozenset[str]]]:
        """The teachers that the tags of each row name where one of them tells of learning, by number."""
        asked = np.flatnonzero(self.any("learnt")[self._row])
        met = np.unique(self._codes[asked])
        known = Known[tuple[str, ...]]([()])
        told = np.zeros(len(self._names), np.int32)
        told[met] = [known.of(self._tags.teachers[self._names[one] or ""]) for one in met.tolist()]
        asked = asked[told[self._codes[asked]] > 0]
        pairs = distinct(self._row[asked] << 32 | told[self._codes[asked]])
        row, value = pairs >> 32, pairs & 0xFFFFFFFF
        groups = grouped(listed(row, value.astype(np.int32), self._rows))
        bounds = np.searchsorted(row, np.r_[groups.first, groups.first + 1]).reshape(2, -1).T.tolist()
        told_of = ([known[one] for one in value[begin:end].tolist()] for begin, end in bounds)
        return groups.number, [frozenset[str]().union(*one) for one in told_of]

    def _at(self, at: int, what: str) -> Numbers:
        """The numbers of a row's tags that tell this."""
        codes = self._codes[self._ends[at] - self.counts[at] : self._ends[at]]
        return codes[self._tells(what)[codes]]

    def _telling(self, what: str) -> Flags:
        """Which of all tags, row after row, tell this."""
        telling: Flags = self._tells(what)[self._codes]
        return telling

    def _tells(self, what: str) -> Flags:
        """Which tags tell this."""
        if what not in self._which:
            self._which[what] = np.asarray([bool(getattr(one, what)) for one in self._told], bool)[self._kind]
        return self._which[what]
