"""Walks from many ways of naming at once, a step at a time as judging one model takes them: a bit for each walk."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scanner.judge.columns.codes import Flags
from scanner.judge.columns.ways import Places, Pull, Ways
from scanner.model.snapshot import MAX_DEPTH

#: How many walks are taken together.
TOGETHER = 512
_Bits = npt.NDArray[np.uint64]


class Met(NamedTuple):
    """The walks, as bits, on which each repo is met; on which its terms join; on which it is met first beyond the
    limit."""

    all: _Bits
    joined: _Bits
    beyond: _Bits


class Part(NamedTuple):
    """The ways that some ways lead to: for each edge its way, its repo and whether its terms join, and the way that
    each repo leads to, all numbered anew. ``edges`` is where in the whole the first edge to each repo stands."""

    asked: Places
    ways: int
    row: Places
    node: Places
    joins: Flags
    leads: Places
    edges: Places
    nodes: Places

    @classmethod
    def of(cls, ways: Ways, lead: Places, asked: Places) -> "Part":
        """What ``asked`` lead to within the limit. ``lead`` is the way of each edge's repo, -1 for none."""
        inside = np.zeros(len(ways), bool)
        front: Any = asked
        for _ in range(MAX_DEPTH + 1):
            inside[front] = True
            met = lead[ways.edges(front)]
            front = np.unique(met[met >= 0])
            front = front[~inside[front]]
        some = np.flatnonzero(inside)
        number = np.zeros(len(ways), np.int64)
        number[some] = np.arange(len(some))
        edges = ways.edges(some)
        nodes, first, node = np.unique(ways.nodes[edges], return_index=True, return_inverse=True)
        first = edges[first]
        leads = np.where((lead[first] >= 0) & inside[lead[first]], number[lead[first]], -1)
        row = np.repeat(np.arange(len(some)), ways.begins[some + 1] - ways.begins[some])
        return cls(number[asked], len(some), row, node, ways.joins[edges], leads, first, nodes)

    def walked(self, own: Places) -> Met:
        """What is met on at most ``TOGETHER`` walks, but for a repo of each: -1 for none."""
        place = np.arange(len(self.asked))
        word, bit = place // 64, np.uint64(1) << (place % 64).astype(np.uint64)
        front: _Bits = np.zeros((self.ways, -(-len(place) // 64)), np.uint64)
        np.bitwise_or.at(front, (self.asked, word), bit)
        itself: _Bits = np.zeros((len(self.nodes), front.shape[1]), np.uint64)
        at = np.minimum(np.searchsorted(self.nodes, own), len(self.nodes) - 1)
        there = np.flatnonzero(self.nodes[at] == own)
        np.bitwise_or.at(itself, (at[there], word[there]), bit[there])
        seen, joined, new = itself.copy(), np.zeros_like(itself), itself
        met, sure = Pull.along(self.node, self.row), Pull.along(self.node[self.joins], self.row[self.joins])
        further = np.flatnonzero(self.leads >= 0)
        leading = Pull.along(self.leads[further], further)
        for _ in range(MAX_DEPTH + 1):
            new = met.by(np.bitwise_or, front) & ~seen
            seen |= new
            joined[sure.to] |= sure.by(np.bitwise_or, front)
            front = np.zeros_like(front)
            front[leading.to] = leading.by(np.bitwise_or, new)
            if not new.any():
                break
        return Met(seen & ~itself, joined & ~itself, new)

    def each(self, bits: Any) -> Any:
        """By walk, what its bits say in rows of them."""
        place = np.arange(len(self.asked))
        return (bits[:, place // 64] >> (place % 64).astype(np.uint64) & np.uint64(1)).astype(bool).T


def parts(ways: Ways, lead: Places, asked: Places) -> Iterator[tuple[slice, Part]]:
    """Parts of some ways that can be walked together, and which of them each is for."""
    for start in range(0, len(asked), TOGETHER):
        some = slice(start, start + TOGETHER)
        yield some, Part.of(ways, lead, asked[some])
