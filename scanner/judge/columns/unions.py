"""What the members of many sets bear together, as masks: for all sets at once, eight members at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scanner.judge.columns.codes import bits


def unions(sets: Sequence[int], borne: Callable[[int], int]) -> Iterator[int]:
    """For each of some sets of small numbers, a bit for each, what its members bear, as one mask: ``borne`` tells it
    of a member, and is asked once for each that is in any of them."""
    columns = _bytes(sets, 1).T.copy()
    members = [at * 8 + bit for at, met in enumerate(columns) for bit in bits(int(np.bitwise_or.reduce(met)))]
    told = _bytes([borne(one) for one in members], 8).view(np.uint64)
    bears, found = dict(zip(members, told, strict=True)), np.zeros((len(sets), told.shape[1]), np.uint64)
    for at, values in enumerate(columns):
        found |= _table(at * 8, bears, found.shape[1]).take(values, axis=0)
    return (int.from_bytes(one.tobytes(), "little") for one in found)


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
