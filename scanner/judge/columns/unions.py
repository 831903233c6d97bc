"""Many sets as masks at once: what their members bear together, and how they are called."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from scanner.judge.columns.codes import bits
from scanner.model.once import Remembered

#: How many sets are looked at together.
_TOGETHER = 4_000


def unions(sets: Sequence[int], borne: Callable[[int], int]) -> Iterator[int]:
    """For each of some sets of small numbers, a bit for each, what its members bear, as one mask: ``borne`` tells it
    of a member, and is asked once for each that is in any of them."""
    known = Remembered(borne, 10**6)
    for start in range(0, len(sets), _TOGETHER):
        yield from _unions(sets[start : start + _TOGETHER], known)


def _unions(sets: Sequence[int], borne: Mapping[int, int]) -> Iterator[int]:
    columns = _bytes(sets, 1).T.copy()
    members = [at * 8 + bit for at, met in enumerate(columns) for bit in bits(int(np.bitwise_or.reduce(met)))]
    told = _bytes([borne[one] for one in members], 8).view(np.uint64)
    bears, found = dict(zip(members, told, strict=True)), np.zeros((len(sets), told.shape[1]), np.uint64)
    for at, values in enumerate(columns):
        found |= _table(at * 8, bears, found.shape[1]).take(values, axis=0)
    return (int.from_bytes(one.tobytes(), "little") for one in found)


def lists(sets: Sequence[int], names: Sequence[str]) -> pa.ListArray:
    """The names of the members of sets, each in their order, as numbers of a dictionary."""
    ordered = sorted(range(len(names)), key=names.__getitem__)
    counts: list[Any] = [[0]]
    found = [np.empty(0, np.int32)]
    for start in range(0, len(sets), _TOGETHER):
        told = np.unpackbits(_bytes(sets[start : start + _TOGETHER], 1), axis=1, bitorder="little", count=len(names))
        row, place = np.nonzero(told[:, ordered])
        counts.append(np.bincount(row, minlength=len(told)))
        found.append(place.astype(np.int32))
    spelled = pa.array([names[at] for at in ordered], pa.string())
    values = pa.DictionaryArray.from_arrays(pa.array(np.concatenate(found)), spelled)
    return pa.ListArray.from_arrays(pa.array(np.cumsum(np.concatenate(counts)).astype(np.int32)), values)


def _table(first: int, bears: Mapping[int, Any], size: int) -> Any:
    """For each value of a byte what the members bear that it tells of; those from ``first`` on are its bits."""
    table = np.zeros((256, size), np.uint64)
    for bit in range(8):
        some = 1 << bit
        table[some : 2 * some] = table[:some] | bears.get(first + bit, 0)
    return table


def _bytes(masks: Sequence[int], unit: int) -> npt.NDArray[np.uint8]:
    """Masks as rows of bytes, as many times ``unit`` as the longest takes."""
    size = -(-max((one.bit_length() for one in masks), default=0) // (8 * unit)) * unit
    return np.frombuffer(b"".join(one.to_bytes(size, "little") for one in masks), np.uint8).reshape(len(masks), size)
