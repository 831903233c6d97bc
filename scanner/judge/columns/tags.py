"""Tags, by what each tells, and a column of tags."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc

from scanner.judge.columns.codes import Flags, Numbers, filled, listed
from scanner.judge.reading.adapters import STATED
from scanner.judge.reading.claims.names import OWN_TAGS, says_nothing
from scanner.judge.reading.made import MERGE_TAGS
from scanner.judge.reading.teachers import WORDS
from scanner.judge.reading.weights import REPORTED
from scanner.knowledge.formats import formats
from scanner.knowledge.openness import components
from scanner.knowledge.teachers import named_in
from scanner.model.once import Remembered

_MOST = 100_000


class Tag(NamedTuple):
    """What a tag tells, each time the tag where it does: of the licence (``speaks``: of terms, by itself), bases, data,
    components (their ids), teachers; the words of which anything is read."""

    own: str | None = None
    speaks: bool = False
    base: str | None = None
    adapter: bool = False
    data: str | None = None
    papers: tuple[str, ...] = ()
    learnt: bool = False
    words: tuple[str, ...] = ()


class Tags:
    """What tags tell, looked at once each."""

    def __init__(self) -> None:
        self.told = Remembered(self._tag, _MOST)
        self._speaks = Remembered(self._speaks_of_terms, _MOST)
        self._teachers = Remembered(self._names_teacher, _MOST)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of a repo's tags and library, in lower case, of which anything is read."""
        told = (one.words for one in formats().telling.values())
        return frozenset(("custom_code",)).union(REPORTED, STATED, MERGE_TAGS, *told)

    def papers(self, tag: str) -> tuple[str, ...]:
        """The components that a tag tells of."""
        low = tag.lower()
        return (
            tuple(one.id for one in self._clues if one.tag_pattern.fullmatch(low)) if self._any.fullmatch(low) else ()
        )

    def teaches(self, tag: str) -> bool:
        """Whether a tag names a teacher."""
        return self._teachers[tag]

    def _tag(self, tag: str) -> Tag:
        low, licence = tag.lower(), tag.startswith("license:")
        speaks = not licence and not tag.startswith(OWN_TAGS) and self._speaks[tag]
        return Tag(
            own=tag if licence or speaks else None,
            speaks=speaks,
            base=tag if tag.startswith("base_model:") else None,
            adapter=tag.startswith("base_model:adapter:"),
            data=tag if tag.startswith("dataset:") else None,
            papers=self.papers(tag),
            learnt=any(word in low for word in WORDS)
            and (":" not in tag or tag.startswith(("distilled_from:", "teacher:"))),
            words=tuple(dict.fromkeys((low, tag))) if low in self.words else (),
        )

    def _speaks_of_terms(self, tag: str) -> bool:
        return not says_nothing(tag, "tag")

    @cached_property
    def _clues(self) -> tuple[Any, ...]:
        return tuple(one for one in components() if one.tag_pattern is not None)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{one.tag_pattern.pattern})" for one in self._clues))

    def _names_teacher(self, tag: str) -> bool:
        return next(named_in(tag.replace("_", "-").replace(":", " ")), None) is not None


class TagColumn:
    """The tags of many rows. ``odd`` are rows with one that is none."""

    def __init__(self, tags: Tags, column: Any) -> None:
        coded = pc.list_flatten(column).dictionary_encode(null_encoding="encode")
        self._tags = tags
        self._names = [name or "" for name in coded.dictionary.to_pylist()]
        self._told = [tags.told[name] for name in self._names]
        self._codes: Numbers = coded.indices.to_numpy()
        self._row = pc.list_parent_indices(column).to_numpy()
        self._rows = len(column)
        self.counts = np.bincount(self._row, minlength=self._rows)
        self._ends = np.cumsum(self.counts)
        self.odd = np.zeros(self._rows, bool)
        if coded.dictionary.null_count:
            self.odd[self._row[self._codes == coded.dictionary.to_pylist().index(None)]] = True

    def lists(self, what: str) -> Numbers:
        """For each row the number of the list of its tags that tell this, in their order."""
        telling = self._telling(what)[self._codes]
        return listed(self._row[telling], self._codes[telling], self._rows)

    def sets(self, what: str) -> Numbers:
        """For each row the number of the set of what its tags tell of this."""
        known: dict[Any, int] = {}
        values = filled((known.setdefault(getattr(one, what), len(known)) for one in self._told), len(self._told))
        telling = self._telling(what)[self._codes]
        pairs = np.unique(self._row[telling] << 32 | values[self._codes[telling]])
        return listed(pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32), self._rows)

    def any(self, what: str) -> Flags:
        """Which rows have a tag that tells this."""
        found = np.zeros(self._rows, bool)
        found[self._row[self._telling(what)[self._codes]]] = True
        return found

    def of(self, at: int, what: str) -> tuple[Any, ...]:
        """What a row's tags tell of this, in their order."""
        return tuple(told for one in self._at(at) if (told := getattr(self._told[one], what)))

    def teachers(self, at: int) -> Iterator[str]:
        """A row's tags that name a teacher, where one of them tells of learning."""
        tags = self._at(at)
        if any(self._told[one].learnt for one in tags):
            yield from (name for one in tags if self._tags.teaches(name := self._names[one]))

    def _at(self, at: int) -> list[int]:
        return self._codes[self._ends[at] - self.counts[at] : self._ends[at]].tolist()  # type: ignore[no-any-return]

    def _telling(self, what: str) -> Flags:
        return np.asarray([bool(getattr(one, what)) for one in self._told], bool)
