"""Columns of small numbers: what many rows have in common is found by numbers, never row by row."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = npt.NDArray[np.int8]
H = TypeVar("H", bound=Hashable)
_SHIFT = np.int64(1 << 32)
#: So few bits are sooner taken one by one.
_FEW = 8


class Groups(NamedTuple):
    """Rows by what they have in common: the ``number`` of each row's group, and the ``first`` row of each group."""

    number: Numbers
    first: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first)


def grouped(*columns: npt.NDArray[Any]) -> Groups:
    """Rows that are alike in all columns (of equal length; numbers from -1 to below 2³¹, or flags), numbered in
    the order in which they are met."""
    numbers = _encoded(columns[0].astype(np.int64))
    for column in columns[1:]:
        numbers = _encoded(numbers.astype(np.int64) * _SHIFT + column)
    return Groups(numbers, _firsts(numbers))


def _encoded(values: npt.NDArray[np.int64]) -> Numbers:
    """Each value's number among the distinct ones."""
    found: Numbers = pa.array(values).dictionary_encode().indices.to_numpy()
    return found


def _firsts(numbers: Numbers) -> npt.NDArray[np.int64]:
    count = int(numbers.max()) + 1 if len(numbers) else 0
    found = np.empty(count, np.int64)
    found[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    return found


def distinct(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The distinct ones of some numbers, in order: for few millions sorting is faster than ``np.unique``."""
    ordered = np.sort(values)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def present(numbers: Numbers, count: int) -> npt.NDArray[np.int64]:
    """The distinct ones of small numbers, in order."""
    found = np.zeros(count, bool)
    found[numbers] = True
    return np.flatnonzero(found)


def listed(parents: npt.NDArray[np.int64], values: Numbers, rows: int) -> Numbers:
    """For each of some rows the number of its list: ``values`` are those of all lists, one after the other, ``parents``
    the row of each. Equal lists have one number, the empty one 0."""
    found = np.zeros(rows, np.int32)
    if not len(values):
        return found
    begins = np.flatnonzero(np.r_[True, parents[1:] != parents[:-1]])
    sizes = np.diff(np.r_[begins, len(values)])
    rank = np.arange(len(values)) - np.repeat(begins, sizes)
    seed, alike = 0, False
    while not alike:  # one chance in billions that a sum tells two lists alike which are not
        weights = np.random.default_rng(seed).integers(1, 2**63, int(sizes.max()) + 1, np.int64)
        sums = np.add.reduceat((values + np.int64(2)) * weights[rank], begins) + weights[-1] * sizes
        numbers = _encoded(sums)
        first = _firsts(numbers)[numbers]
        alike = (sizes == sizes[first]).all() and (values == values[np.repeat(begins[first], sizes) + rank]).all()
        seed += 1
    found[parents[begins]] = numbers + 1
    return found


class Lists(NamedTuple):
    """A list of numbers for each row: how many, and all of them one after the other."""

    counts: npt.NDArray[np.int64]
    values: Numbers

    @classmethod
    def none(cls, rows: int) -> "Lists":
        """Nothing for each row."""
        return cls(np.zeros(rows, np.int64), np.empty(0, np.int32))

    @classmethod
    def of(cls, parents: npt.NDArray[np.int64], values: Numbers, rows: int) -> "Lists":
        """The lists of some rows: all values, row after row, and the row of each."""
        return cls(np.bincount(parents, minlength=rows), values)

    @classmethod
    def joined(cls, parts: "Sequence[Lists]") -> "Lists":
        """The lists of some rows after those of others."""
        return cls(*map(np.concatenate, zip(cls.none(0), *parts, strict=True)))

    def rows(self) -> npt.NDArray[np.int64]:
        """The row of each value."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def at(self, some: npt.NDArray[Any]) -> "Lists":
        """The lists of some rows."""
        counts, begins = self.counts[some], np.cumsum(self.counts) - self.counts
        places = np.repeat(begins[some] - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
        return Lists(counts, self.values[places])

    def where(self, some: Flags) -> "Lists":
        """The lists of some rows, and none of the others."""
        return Lists(np.where(some, self.counts, 0), self.values[np.repeat(some, self.counts)])

    def numbers(self) -> Numbers:
        """For each row the number of its list."""
        return listed(self.rows(), self.values, len(self.counts))


class Known(Generic[H]):
    """Things by number, as they are met."""

    def __init__(self, first: Iterable[H] = ()) -> None:
        self._numbers: dict[H, int] = {}
        self._things: list[H] = []
        for one in first:
            self.of(one)

    def __len__(self) -> int:
        return len(self._things)

    def of(self, one: H) -> int:
        """The number of a thing."""
        found = self._numbers.setdefault(one, len(self._things))
        if found == len(self._things):
            self._things.append(one)
        return found

    def __getitem__(self, number: int) -> H:
        return self._things[number]

    def since(self, number: int) -> list[H]:
        """What was met from a number on."""
        return self._things[number:]


def filled(values: Iterable[int], count: int) -> Numbers:
    """Numbers as a column."""
    return np.fromiter(values, np.int32, count)


def coded(column: pa.Array) -> Numbers:
    """An Arrow column as numbers, null among them."""
    found: Numbers = column.dictionary_encode(null_encoding="encode").indices.to_numpy()
    return found


def encoded(column: pa.Array, number: Callable[[Any], int]) -> Numbers:
    """An Arrow column as the numbers of its values: ``number`` is asked once for each, None among them."""
    values = column.dictionary_encode(null_encoding="encode")
    known = filled(map(number, values.dictionary.to_pylist()), len(values.dictionary))
    found: Numbers = known[values.indices.to_numpy()]
    return found


def flags(column: pa.Array) -> Flags:
    """A column of yes and no; null is no."""
    found: Flags = column.fill_null(False).to_numpy(zero_copy_only=False).astype(bool)
    return found


def bits(mask: int) -> list[int]:
    """The numbers of the bits of a mask, in order."""
    found: list[int] = []
    if mask.bit_count() > _FEW:
        raw = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), np.uint8)
        return [*np.flatnonzero(np.unpackbits(raw, bitorder="little")).tolist()]
    while mask:
        found.append((mask & -mask).bit_length() - 1)
        mask &= mask - 1
    return found


def mask_of(numbers: Iterable[int]) -> int:
    """A mask of some numbers."""
    found = 0
    for one in numbers:
        found |= 1 << one
    return found
