"""Whether a chain of bases goes beyond the depth limit: told by numbers for all ways of naming at once.

A way has something beyond the limit where a repo is met first on a step further than the limit allows. No walk is that
long: surely not. Marks that only other repos can change differ a step further: surely. For what is left all repos that
are met are kept, a bit for each way that is asked.
"""

from itertools import count
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scanner.judge.columns.codes import Flags, Numbers
from scanner.judge.columns.ways import Places, Pull, Ways
from scanner.model.snapshot import MAX_DEPTH

_MARKS, _WORDS = 24, 8
_Bits = npt.NDArray[np.uint64]


def depths(ways: Ways, lead: Places) -> Numbers:
    """How many steps the longest walk from each way takes, at most one more than the limit. ``lead`` is the way of each
    edge's repo, -1 for none."""
    found = (ways.sizes() > 0).astype(np.int32)
    further = np.flatnonzero(lead >= 0)
    pull = Pull.along(ways.rows()[further], lead[further])
    for _ in range(MAX_DEPTH):
        found[pull.to] = 1 + pull.by(np.maximum, found)
    return found


def beyond(ways: Ways, lead: Places, asked: Places) -> Places:
    """Which of some ways meet any repo first beyond the limit."""
    found, together = [asked[:0]], _WORDS * 64
    for seed in count():
        part = _Part.of(ways, lead, asked)
        sure = part.marked(seed)[part.asked]
        found.append(asked[sure])
        asked = asked[~sure]
        if np.count_nonzero(sure) < together:  # other marks would tell fewer than walking does in that time
            break
    for start in range(0, len(asked), together):
        part = _Part.of(ways, lead, asked[start : start + together])
        found.append(asked[start : start + together][part.walked(part.asked)])
    return np.concatenate(found)


class _Part(NamedTuple):
    """The ways that some ways lead to: for each edge its way and its repo, and the way that each repo leads to, all
    numbered anew."""

    asked: Places
    ways: int
    row: Places
    node: Places
    leads: Places

    @classmethod
    def of(cls, ways: Ways, lead: Places, asked: Places) -> "_Part":
        inside = np.zeros(len(ways), bool)
        front: Any = asked
        while len(front):
            inside[front] = True
            met = lead[ways.edges(front)]
            front = np.unique(met[met >= 0])
            front = front[~inside[front]]
        some = np.flatnonzero(inside)
        number = np.full(len(ways) + 1, -1, np.int64)
        number[some] = np.arange(len(some))
        edges = ways.edges(some)
        nodes, node = np.unique(ways.nodes[edges], return_inverse=True)
        leads = np.full(len(nodes), -1, np.int64)
        leads[node] = number[lead[edges]]
        row = np.repeat(np.arange(len(some)), ways.sizes()[some])
        return cls(number[asked], len(some), row, node, leads)

    def marked(self, seed: int) -> Flags:
        """Which ways surely meet another repo a step beyond the limit: the least of random numbers of all repos that
        are met changes only with them."""
        marks = np.random.default_rng(seed).integers(0, 2**32, (len(self.leads), _MARKS), np.uint32)
        own = Pull.along(self.row, self.node)
        first = np.full((self.ways, _MARKS), 2**32 - 1, np.uint32)
        first[own.to] = own.by(np.minimum, marks)
        lead = self.leads[self.node]
        pull = Pull.along(self.row[lead >= 0], lead[lead >= 0])
        found = first
        for _ in range(MAX_DEPTH):
            before, found = found, first.copy()
            found[pull.to] = np.minimum(first[pull.to], pull.by(np.minimum, before))
        changed: Flags = (found != before).any(axis=1)
        return changed

    def walked(self, some: Places) -> Flags:
        """Which of some ways meet a repo first beyond the limit, walked a step at a time for all of them together."""
        there = self.leads >= 0
        met, leading = Pull.along(self.node, self.row), Pull.along(self.leads[there], np.flatnonzero(there))
        front: _Bits = np.zeros((self.ways, _WORDS), np.uint64)
        place = np.arange(len(some))
        np.bitwise_or.at(front, (some, place // 64), np.uint64(1) << (place % 64).astype(np.uint64))
        seen: _Bits = np.zeros((len(self.leads), _WORDS), np.uint64)
        new = seen
        for _ in range(MAX_DEPTH + 1):
            new = met.by(np.bitwise_or, front) & ~seen
            seen |= new
            front = np.zeros_like(front)
            front[leading.to] = leading.by(np.bitwise_or, new)
        told = np.bitwise_or.reduce(new, axis=0) if len(new) else np.zeros(_WORDS, np.uint64)
        found: Flags = (told[place // 64] >> (place % 64).astype(np.uint64) & np.uint64(1)).astype(bool)
        return found
