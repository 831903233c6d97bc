"""A file list as a key: lists of one key hold the same weights and show the same components."""

import sys
from collections.abc import Hashable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from scanner.identify.prose.patterns import Many
from scanner.judge.columns.codes import Groups, Numbers, distinct, filled, grouped, listed
from scanner.judge.reading.adapters import CONFIGS, DELTA
from scanner.judge.reading.components import MAX_FILES
from scanner.judge.reading.made import MERGE_FILE
from scanner.judge.reading.sizes import numbering
from scanner.knowledge.formats import Telling, formats, is_whole_name
from scanner.knowledge.openness import components
from scanner.model.once import Remembered

#: Beside an adapter's configuration it matters in which folder a file lies.
_BESIDE = "adapter_config.json"
_LONGEST = 300
#: Paths whose keys are kept at hand.
_MOST = 100_000
_KINDS = ("", "numbered", _BESIDE, "odd")


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
    """Keys of file lists. What is found of a path is found once."""

    def __init__(self) -> None:
        self._known = Remembered(self._told, _MOST)
        self._number = Remembered(self._numbered, sys.maxsize)
        self._words: list[frozenset[str]] = []
        self._words_of = Remembered(self._words_told, _MOST)

    def of(self, files: Files) -> tuple[Groups, list[Listing | None]]:
        """The keys of lists: rows that have one key for sure, and the key of each group. Only one list of a group is
        looked at."""
        paths, row, codes, rows = files.paths.to_pylist(), files.row, files.codes, files.rows
        known = [self._known[path] for path in paths]
        number = filled((one[0] for one in known), len(paths))
        kind = filled((_KINDS.index(one[2]) for one in known), len(paths))
        numbers, kinds = number[codes], kind[codes]
        pairs = distinct(row[numbers >= 0] << 32 | numbers[numbers >= 0])
        told = listed(pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32), rows)
        counted = listed(row[kinds == 1], codes[kinds == 1], rows)
        beside = np.zeros(rows, bool)
        beside[row[kinds == 2]] = True  # there it matters in which folders the others are
        placed = (numbers >= 0) & beside[row]
        odd = np.bincount(row, minlength=rows) > MAX_FILES
        odd[row[kinds == 3]] = True
        groups = grouped(told, counted, listed(row[placed], codes[placed], rows), odd)
        bounds = np.searchsorted(row, (groups.first, groups.first + 1)).T.tolist()
        firsts = zip(odd[groups.first].tolist(), bounds, strict=True)
        made = [
            None if strange else self.key(paths[code] for code in codes[begin:end].tolist())
            for strange, (begin, end) in firsts
        ]
        return groups, made

    def key(self, paths: Iterable[str]) -> Listing | None:
        """The key of a list; None for one that has none but its own: too long, or with a name that is no path."""
        told: set[int] = set()
        folders: set[str] = set()
        numbered: list[tuple[int, str]] = []
        seen: set[tuple[int, str]] = set()
        listed = 0
        for path in paths:
            listed += 1
            number, folder, kind = self._known[path]
            if kind == "odd":
                return None
            if kind == "numbered":
                numbered.append((number, path))
            elif kind == _BESIDE:
                folders.add(folder)
            if number >= 0:
                told.add(number)
                seen.add((number, folder))
        if listed > MAX_FILES:
            return None
        places = frozenset((number, folder in folders, not folder) for number, folder in seen) if folders else None
        return Listing(frozenset(told), places, _parts(numbered) if numbered else None)

    def words(self, listing: Listing) -> frozenset[str]:
        """The words of a repo's library and tags on which it hangs what its files are."""
        return self._words_of[listing.told]

    def _words_told(self, told: frozenset[int]) -> frozenset[str]:
        return frozenset[str]().union(*(self._words[number] for number in told))

    def _told(self, path: str) -> tuple[int, str, str]:
        """``(number of all that is found of it, its folder, what it is beside that)``; -1 where it decides nothing."""
        folder, _, name = path.rpartition("/")
        number = self._number[tuple(self._patterns.found(f"/{path.lower()}"))]
        odd = len(path) > _LONGEST or "\n" in path
        numbered = number >= 0 and numbering(path) is not None
        kind = "odd" if odd else _BESIDE if name == _BESIDE else "numbered" if numbered else ""
        return number, folder, kind

    def _numbered(self, found: tuple[int, ...]) -> int:
        """The number of what is found of a path; -1 where that decides nothing."""
        tells = [self._patterns_tell[number] for number in found]
        if found and all(one.idle for one in tells):
            return -1
        self._words.append(frozenset[str]().union(*(one.words for one in tells)))
        return len(self._words) - 1

    @cached_property
    def _telling(self) -> dict[str, Telling]:
        """Every expression that tells of a path, and what it does."""
        clues = [one.files for one in components() if one.files]
        whole = [*(name.replace(".", r"\.") for name in (_BESIDE, *CONFIGS)), *clues]
        named = [r"^/\.eval_results/", rf"/(?:{_BESIDE}|{MERGE_FILE.pattern})$", DELTA.pattern]
        more = (*named, *(f"^/(?:{one})$" for one in whole))
        return {**formats().telling, **dict.fromkeys(more, Telling(idle=False))}

    @cached_property
    def _patterns(self) -> Many:
        return Many(list(self._telling))

    @cached_property
    def _patterns_tell(self) -> tuple[Telling, ...]:
        return tuple(self._telling.values())


def _parts(numbered: list[tuple[int, str]]) -> Hashable:
    """The parts that numbers in names count. What stands before the number tells series apart, and its end how they
    are counted."""
    made = [(number, path, found) for number, path in numbered if (found := numbering(path)) is not None]
    series: dict[str, int] = {}
    for _, _, (before, _, _) in sorted(made, key=lambda one: one[2]):
        series.setdefault(before, len(series))
    return frozenset(
        (number, series[before], before if is_whole_name(path) else before[-8:], label, after)
        for number, path, (before, label, after) in made
    )
