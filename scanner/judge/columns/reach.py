"""What can be reached within the depth limit, as bit masks: level by level, for all ways of naming at once."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from scanner.judge.columns.codes import Known, Numbers, filled, grouped, listed, mask_of
from scanner.judge.columns.depth import beyond, depths
from scanner.judge.columns.ways import Places, Ways
from scanner.model.snapshot import MAX_DEPTH

_LOW = 0xFFFFFFFF


class Borne(NamedTuple):
    """What the repo of each edge brings: a number, what it hints at, and its mark if others hint at it; both 0 for
    nothing. ``apart`` is the number of those whose terms do not join, ``unread`` that of those that are met first
    beyond the limit."""

    element: Numbers
    hint: Numbers
    mark: Numbers
    apart: int
    unread: int


class Bits(NamedTuple):
    """Where in a mask hints and marks begin: before are elements."""

    hints: int
    marks: int

    @classmethod
    def of(cls, borne: Borne) -> "Bits":
        hints = int(borne.element.max(initial=0)) + 1
        return cls(hints, hints + int(borne.hint.max(initial=0)) + 1)

    def parts(self, mask: int) -> tuple[int, int, int]:
        """The elements, hints and marks of a mask, each as one; marks are numbered from 1."""
        within = mask & (1 << self.marks) - 1
        return within & (1 << self.hints) - 1, within >> self.hints, mask >> self.marks + 1


def reached(ways: Ways, lead: Places, borne: Borne) -> tuple[Numbers, list[int], Bits]:
    """For each way what its repos and all behind them bear, by the numbers of masks. ``lead`` is the way that each
    edge's repo leads to, -1 for none. Where repos that stand apart are met, they may join: only walking tells."""
    bits = Bits.of(borne)
    depth = depths(ways, lead)
    lead = np.where((lead >= 0) & (depth > 0)[lead], lead, -1)
    number, masks = _own(ways, borne, bits)
    number, masks = _further(ways, lead, depth, number, masks, bits)
    long = np.flatnonzero(depth > MAX_DEPTH)
    known = np.asarray([mask >> borne.unread & 1 for mask in masks], bool)
    more = beyond(ways, lead, long[~known[number[long]]])  # where there is one, more of the kind change nothing
    added = Known(masks)
    number[more] = [added.of(masks[one] | 1 << borne.unread) for one in number[more].tolist()]
    return number, added.since(0), bits


def _own(ways: Ways, borne: Borne, bits: Bits) -> tuple[Numbers, list[int]]:
    """What each way's own repos bring, by the numbers of masks."""
    row, hinting = ways.rows(), ways.joins & (borne.hint > 0)
    elements = np.where(ways.joins, borne.element, borne.apart)
    hints, marked = borne.hint[hinting] + bits.hints, borne.mark > 0
    marks = borne.mark[marked] + bits.marks
    pairs = np.unique(np.r_[row << 32 | elements, row[hinting] << 32 | hints, row[marked] << 32 | marks])
    groups = grouped(listed(pairs >> 32, (pairs & _LOW).astype(np.int32), len(ways)))
    return groups.number, [mask_of(codes) for codes in _lists(pairs, groups.first)]


def _lists(pairs: Any, rows: Any) -> Iterator[list[int]]:
    """The values of some rows, of sorted pairs of both."""
    begins, ends = np.searchsorted(pairs, rows << 32), np.searchsorted(pairs, rows + 1 << 32)
    values = (pairs & _LOW).astype(np.int64)
    return (values[begin:end].tolist() for begin, end in zip(begins.tolist(), ends.tolist(), strict=True))


def _further(
    ways: Ways, lead: Places, depth: Numbers, number: Numbers, masks: list[int], bits: Bits
) -> tuple[Numbers, list[int]]:
    """Level by level: beside a way's own repos, what was behind them a level before. Beyond the limit names are met,
    and nothing else."""
    own, first = number, masks
    for level in range(2, MAX_DEPTH + 1):
        number, masks = _level(ways, lead, np.flatnonzero(depth >= level), (own, first), (number, masks))
    long = np.flatnonzero(depth > MAX_DEPTH)
    beyond_, names = _level(ways, lead, long, (own, first), (number, masks))
    groups, known = grouped(number[long], beyond_[long]), Known(masks)
    met = [
        known.of(masks[number[at]] | names[beyond_[at]] >> bits.marks << bits.marks)
        for at in long[groups.first].tolist()
    ]
    number[long] = filled(met, len(met))[groups.number]
    return number, known.since(0)


def _level(
    ways: Ways, lead: Places, longer: Places, own: tuple[Numbers, list[int]], before: tuple[Numbers, list[int]]
) -> tuple[Numbers, list[int]]:
    """One level further for some ways."""
    place = np.full(len(ways), -1, np.int64)
    place[longer] = np.arange(len(longer))
    row = place[ways.rows()]
    edges = np.flatnonzero((lead >= 0) & (row >= 0))
    pairs = np.unique(row[edges] << 32 | before[0][lead[edges]])
    groups = grouped(own[0][longer], listed(pairs >> 32, (pairs & _LOW).astype(np.int32), len(longer)))
    known = Known(before[1])
    found = []
    for begin, codes in zip(own[0][longer[groups.first]].tolist(), _lists(pairs, groups.first), strict=True):
        mask = own[1][begin]
        for code in codes:
            mask |= before[1][code]
        found.append(known.of(mask))
    number = before[0].copy()
    number[longer] = filled(found, len(found))[groups.number]
    kept = np.unique(number)
    return np.searchsorted(kept, number).astype(np.int32), [known[one] for one in kept.tolist()]
