"""A file list as a key: lists of one key hold the same weights and show the same components."""

import re
import sys
from collections.abc import Hashable
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scanner.identify.prose.patterns import Many
from scanner.judge.columns.codes import Groups, Known, Lists, Numbers, distinct, filled, flags, grouped, listed
from scanner.judge.columns.endings import Endings
from scanner.judge.reading.adapters import CALLED, CONFIGS, DELTA, MERGED
from scanner.judge.reading.components import MAX_FILES
from scanner.judge.reading.made import MERGE_FILE
from scanner.judge.reading.sizes import COUNTS_IN, SIGNS, part_of
from scanner.knowledge.formats import Telling, formats, is_whole_name
from scanner.knowledge.openness import components
from scanner.model.once import Remembered

#: Beside an adapter's configuration it matters in which folder a file lies.
_BESIDE = "adapter_config.json"
_LONGEST = 300
_MOST = 100_000
#: What a path is: one that numbers a part, an adapter's configuration, none that could be told.
_NUMBERED, _HOLDS, _ODD = 1, 2, 3


class Listing(NamedTuple):
    """A key: numbers of what is found of paths, for some of them where, and the parts that names count."""

    told: frozenset[int]
    places: Hashable
    parts: Hashable


class Files(NamedTuple):
    """The files of many rows: their paths, each once, the number of each file's, row after row, and its row."""

    paths: pa.StringArray
    codes: Numbers
    row: npt.NDArray[np.int64]
    rows: int

    @classmethod
    def of(cls, column: Any) -> "Files":
        """Those of a column of lists."""
        coded = pc.list_flatten(column).dictionary_encode()
        return cls(coded.dictionary, coded.indices.to_numpy(), pc.list_parent_indices(column).to_numpy(), len(column))


class Listings:
    """Keys of file lists. What is found of a path is found by columns."""

    def __init__(self) -> None:
        self._number = Remembered(self._numbered, sys.maxsize)
        #: What is found in paths, by its places among what is searched for.
        self._searched = Known[tuple[int, ...]]()
        #: What that and endings tell: the number of all of it, and whether a part may be numbered.
        self._told_by = Remembered(self._tells, sys.maxsize)
        self._words: list[frozenset[str]] = []
        self._words_of = Remembered(self._words_told, _MOST)
        self._clues: list[frozenset[int]] = []
        self._clues_of = Remembered(self._clues_told, _MOST)

    def of(self, files: Files) -> tuple[Groups, list[Listing | None]]:
        """The keys of lists: rows that have one key for sure, and the key of each group. Only one list of a group is
        looked at."""
        row, codes, rows = files.row, files.codes, files.rows
        number, kind = self._told(files.paths)
        numbers, kinds = number[codes], kind[codes]
        pairs = distinct(row[numbers >= 0] << 32 | numbers[numbers >= 0])
        told = listed(pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32), rows)
        counted = listed(row[kinds == _NUMBERED], codes[kinds == _NUMBERED], rows)
        beside = np.zeros(rows, bool)
        beside[row[kinds == _HOLDS]] = True  # there it matters in which folders the others are
        placed = (numbers >= 0) & beside[row]
        odd = np.bincount(row, minlength=rows) > MAX_FILES
        odd[row[kinds == _ODD]] = True
        groups = grouped(told, counted, listed(row[placed], codes[placed], rows), odd)
        some = Lists.of(row, codes, rows).at(groups.first)
        paths = iter(files.paths.take(pa.array(some.values)).to_pylist())
        each = zip(number[some.values].tolist(), kind[some.values].tolist(), paths, strict=True)
        firsts = zip(odd[groups.first].tolist(), some.counts.tolist(), strict=True)
        made = [self._key([*islice(each, count)], strange) for strange, count in firsts]
        return groups, made

    @staticmethod
    def _key(files: list[tuple[int, int, str]], odd: bool) -> Listing | None:
        """The key of a list, given as numbers, kinds and paths; None for one that has none but its own: too long, or
        with a name that is no path."""
        if odd:
            return None
        told = {number for number, _, _ in files if number >= 0}
        numbered = [(number, path) for number, kind, path in files if kind == _NUMBERED]
        folders = {_folder(path) for _, kind, path in files if kind == _HOLDS}
        seen = {(number, _folder(path)) for number, _, path in files if number >= 0} if folders else set()
        places = frozenset((number, folder in folders, not folder) for number, folder in seen) if folders else None
        return Listing(frozenset(told), places, _parts(numbered) if numbered else None)

    def words(self, listing: Listing) -> frozenset[str]:
        """The words of a repo's library and tags on which it hangs what its files are."""
        return self._words_of[listing.told]

    def _words_told(self, told: frozenset[int]) -> frozenset[str]:
        return frozenset[str]().union(*(self._words[number] for number in told))

    def shows(self, listing: Listing) -> frozenset[int]:
        """What of its files tells of more than weights: the expressions that are found, by number."""
        return self._clues_of[listing.told]

    def _clues_told(self, told: frozenset[int]) -> frozenset[int]:
        return frozenset[int]().union(*(self._clues[number] for number in told))

    def _told(self, paths: pa.StringArray) -> tuple[Numbers, Numbers]:
        """Of each path the number of all that is found of it (-1 where that decides nothing), and what it is beside."""
        texts = pc.binary_join_element_wise("/", pc.utf8_lower(paths), "")
        found = filled(map(self._searched.of, self._many.each(texts.cast(pa.binary()).to_pylist())), len(paths))
        ended = self._ends.of(texts)
        groups = grouped(found, ended)
        each = zip(found[groups.first].tolist(), ended[groups.first].tolist(), strict=True)
        told = np.asarray([self._told_by[one] for one in each], np.int32).reshape(-1, 2)[groups.number]
        number, may = np.ascontiguousarray(told[:, 0]), told[:, 1] > 0
        kind = np.zeros(len(paths), np.int32)
        asked = np.flatnonzero(may & (number >= 0))
        numbers = [part_of(path) is not None for path in paths.take(pa.array(asked)).to_pylist()]
        kind[asked[np.asarray(numbers, bool)]] = _NUMBERED
        kind[flags(pc.or_(pc.equal(paths, _BESIDE), pc.ends_with(paths, f"/{_BESIDE}")))] = _HOLDS
        odd = pc.or_(pc.greater(pc.utf8_length(paths), _LONGEST), pc.match_substring(paths, "\n"))
        kind[flags(odd)] = _ODD
        return number, kind

    def _tells(self, one: tuple[int, int]) -> tuple[int, bool]:
        """What is found of paths, by the numbers of what was searched and of their endings."""
        found, searched = self._searched[one[0]], self._ends.others
        tells = (*(searched[place] for place in found if place < len(searched)), *self._ends.told[one[1]])
        return self._number[tuple(sorted(tells))], any(place >= len(searched) for place in found)

    def _numbered(self, found: tuple[int, ...]) -> int:
        """The number of what is found of a path; -1 where that decides nothing."""
        tells = [self._patterns_tell[number] for number in found]
        if found and all(one.idle for one in tells):
            return -1
        self._words.append(frozenset[str]().union(*(one.words for one in tells)))
        self._clues.append(frozenset(number for number in found if self._expressions[number] in self._more))
        return len(self._words) - 1

    @cached_property
    def _telling(self) -> dict[str, Telling]:
        """Every expression that tells of a path, and what it does."""
        return {**formats().telling, **self._more}

    @cached_property
    def _more(self) -> dict[str, Telling]:
        """Those that tell of more than what weights are."""
        clues = [one.files for one in components() if one.files]
        whole = [*(name.replace(".", r"\.") for name in (_BESIDE, *CONFIGS)), *clues]
        named = [
            r"^/\.eval_results/",
            rf"/(?:{_BESIDE}|{MERGE_FILE.pattern})$",
            DELTA.pattern,
            CALLED.pattern,
            MERGED.pattern,
        ]
        return dict.fromkeys((*named, *(f"^/(?:{one})$" for one in whole)), Telling(idle=False))

    @cached_property
    def _expressions(self) -> tuple[str, ...]:
        return tuple(self._telling)

    @cached_property
    def _many(self) -> Many:
        """All that is searched for in a path, and behind it what stands in every path that numbers a part."""
        return Many([*(self._expressions[place] for place in self._ends.others), *map(re.escape, SIGNS)])

    @cached_property
    def _ends(self) -> Endings:
        return Endings(self._expressions)

    @cached_property
    def _patterns_tell(self) -> tuple[Telling, ...]:
        return tuple(self._telling.values())


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _parts(numbered: list[tuple[int, str]]) -> Hashable:
    """The parts that numbers in names count. What stands before the number tells series apart, and its end how they
    are counted."""
    made = [(number, path, part) for number, path in numbered if (part := part_of(path)) is not None]
    series: dict[str, int] = {}
    for _, _, part in sorted(made, key=lambda one: one[2]):
        series.setdefault(part.before, len(series))
    return frozenset(
        (
            number,
            series[part.before],
            part.before if is_whole_name(path) else part.before[-COUNTS_IN:],
            part.label,
            part.total,
            part.after,
        )
        for number, path, part in made
    )
