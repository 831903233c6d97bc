"""Rings in a graph: what leads to itself."""

from collections.abc import Iterator, Sequence, Set
from typing import Any

import numpy as np

from scanner.judge.columns.codes import Flags
from scanner.judge.columns.ways import Places, Pull
from scanner.model.snapshot import MAX_DEPTH

_WORDS = 4


class Edges:
    """Edges of a graph, from ``row`` to ``lead``: which of them close a ring no longer than the depth limit."""

    def __init__(self, row: Places, lead: Places) -> None:
        self._nodes, ends = np.unique(np.r_[row, lead], return_inverse=True)
        self._start, self._end = np.split(ends, 2)
        self._pull = Pull.along(self._start, self._end)

    def may_return(self) -> Flags:
        """Those from whose end their start may be met again: marks drawn at random tell for most that it is not."""
        return self._again(np.random.default_rng(0).integers(0, _WORDS * 64, len(self._nodes)))

    def returning(self, may: Flags, ring: Places) -> Flags:
        """Those from whose end their start is met again, of some that may. ``ring`` is the ring of each node: the nodes
        of each are numbered, so far a bit of one stands for one of each."""
        left = np.unique(self._start[may])
        order = left[np.argsort(ring[self._nodes[left]], kind="stable")]
        counts = np.unique(ring[self._nodes[order]], return_counts=True)[1]
        place = np.full(len(self._nodes), -1, np.int64)
        place[order] = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        found: Flags = np.zeros(len(self._start), bool)
        for first in range(0, int(place.max(initial=-1)) + 1, _WORDS * 64):
            np.logical_or(found, self._again(place - first), out=found)
        return found

    def _again(self, place: Places) -> Flags:
        """Those that lead to where the bit of their start is met again, of the nodes whose place is one of a bit."""
        some = np.flatnonzero((place >= 0) & (place < _WORDS * 64))
        own = np.zeros((len(place), _WORDS), np.uint64)
        own[some, place[some] // 64] = np.uint64(1) << (place[some] % 64).astype(np.uint64)
        reached: Any = own
        for _ in range(MAX_DEPTH):
            reached, before = own.copy(), reached
            reached[self._pull.to] |= self._pull.by(np.bitwise_or, before)
        found: Flags = (reached[self._end] & own[self._start]).any(axis=1)
        return found


def rings(leads: Sequence[Set[int]]) -> Iterator[list[int]]:
    """The nodes of a graph, those that lead to each other together (Tarjan's way, without recursion)."""
    return _Rings(leads).found()


class _Rings:
    def __init__(self, leads: Sequence[Set[int]]) -> None:
        self._leads = leads
        self._order, self._low = [0] * len(leads), [0] * len(leads)
        self._open: list[int] = []
        self._count = 0

    def found(self) -> Iterator[list[int]]:
        for root in range(len(self._leads)):
            if not self._order[root]:
                yield from self._from(root)

    def _from(self, root: int) -> Iterator[list[int]]:
        order, low = self._order, self._low
        ways = [self._begin(root)]
        while ways:
            node, rest = ways[-1]
            other = next(rest, None)
            if other is None:
                ways.pop()
                if ways:
                    low[ways[-1][0]] = min(low[ways[-1][0]], low[node])
                if low[node] == order[node]:
                    yield self._closed(node)
            elif not order[other]:
                ways.append(self._begin(other))
            elif low[other] > 0:
                low[node] = min(low[node], order[other])

    def _begin(self, node: int) -> tuple[int, Iterator[int]]:
        self._count += 1
        self._order[node] = self._low[node] = self._count
        self._open.append(node)
        return node, iter(self._leads[node])

    def _closed(self, node: int) -> list[int]:
        ring = [self._open.pop()]
        while ring[-1] != node:
            ring.append(self._open.pop())
        for one in ring:
            self._low[one] = -1
        return ring
