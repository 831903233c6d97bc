"""What can be reached within the depth limit, as bit masks: level by level, for all ways of naming at once."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

import numpy as np

from scanner.judge.columns.codes import Flags, Known, Numbers, distinct, filled, grouped, listed, mask_of
from scanner.judge.columns.depth import beyond, depths
from scanner.judge.columns.walking import Part, parts
from scanner.judge.columns.ways import Places, Pull, Ways
from scanner.model.snapshot import MAX_DEPTH

_LOW = 0xFFFFFFFF


class Bits(NamedTuple):
    """Where in a mask hints and marks begin: before are elements. ``apart`` tells of those whose terms do not join,
    ``unread`` of those that are met first beyond the limit."""

    apart: int
    unread: int
    hints: int
    marks: int

    def parts(self, mask: int) -> tuple[int, int, int]:
        """The elements, hints and marks of a mask, each as one."""
        within = mask & (1 << self.marks) - 1
        return within & (1 << self.hints) - 1, within >> self.hints, mask >> self.marks


class Borne(NamedTuple):
    """The bits that the repo of each edge brings: of what its licence bears, of what it hints at, and its mark if
    others hint at it; the last two are 0 for nothing."""

    element: Numbers
    hint: Numbers
    mark: Numbers
    bits: Bits

    def at(self, edges: Places) -> "Borne":
        """What some edges' repos bring."""
        return Borne(self.element[edges], self.hint[edges], self.mark[edges], self.bits)


def reached(ways: Ways, lead: Places, borne: Borne) -> tuple[Numbers, list[int]]:
    """For each way what its repos and all behind them bear, by the numbers of masks. ``lead`` is the way that each
    edge's repo leads to, -1 for none. Where repos that stand apart are met, they may join: only walking tells."""
    depth = depths(ways, lead)
    lead = np.where((lead >= 0) & (depth > 0)[lead], lead, -1)
    number, masks = _own(ways, borne)
    number, masks = _further(ways, lead, depth, number, masks, borne.bits)
    long = np.flatnonzero(depth > MAX_DEPTH)
    known = np.asarray([mask >> borne.bits.unread & 1 for mask in masks], bool)
    more = beyond(ways, lead, long[~known[number[long]]])  # where there is one, more of the kind change nothing
    added = Known(masks)
    number[more] = [added.of(masks[one] | 1 << borne.bits.unread) for one in number[more].tolist()]
    return number, added.since(0)


def walked(ways: Ways, lead: Places, borne: Borne, asked: Places, own: Places) -> Iterator[int]:
    """The masks of some ways as walking tells them, but for a repo of each, its own: -1 for none."""
    for some, part in parts(ways, lead, asked):
        codes, told = _told(part, own[some], borne.at(part.edges))
        yield from (mask_of(codes[row].tolist()) for row in told)


def _told(part: Part, own: Places, borne: Borne) -> tuple[Places, Flags]:
    """The bits that are met on any walk, in order, and by walk which of them."""
    met, bits = part.walked(own), borne.bits
    inside = met.joined & ~met.beyond
    hinting, marked = np.flatnonzero(borne.hint), np.flatnonzero(borne.mark)
    one = np.zeros(len(part.leads), np.int32)
    codes = (borne.element, one + bits.apart, one + bits.unread, borne.hint[hinting], borne.mark[marked])
    told = (inside, met.all & ~met.joined, met.joined & met.beyond, inside[hinting], met.all[marked])
    order = np.concatenate(codes)
    pull = Pull.along(order, np.arange(len(order)))
    return pull.to, part.each(pull.by(np.bitwise_or, np.concatenate(told)))


def _own(ways: Ways, borne: Borne) -> tuple[Numbers, list[int]]:
    """What each way's own repos bring, by the numbers of masks."""
    row, hinting = ways.rows(), ways.joins & (borne.hint > 0)
    elements = np.where(ways.joins, borne.element, borne.bits.apart)
    marked = borne.mark > 0
    hints, marks = row[hinting] << 32 | borne.hint[hinting], row[marked] << 32 | borne.mark[marked]
    pairs = distinct(np.r_[row << 32 | elements, hints, marks])
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
    and whether any stands apart."""
    known, own, changed = Known(masks), number, np.ones(len(ways), bool)
    for level in range(2, MAX_DEPTH + 1):
        number, changed = _level(ways, lead, (depth >= level) & changed, own, number, known)
    long = depth > MAX_DEPTH
    names, _ = _level(ways, lead, long & changed, own, number, known)
    some = np.flatnonzero(long)
    groups = grouped(number[some], names[some])
    within = (1 << bits.marks) - 1 & ~(1 << bits.apart)
    met = [known.of(known[number[at]] | known[names[at]] & ~within) for at in some[groups.first].tolist()]
    number[some] = filled(met, len(met))[groups.number]
    kept = np.unique(number)
    return np.searchsorted(kept, number).astype(np.int32), [known[one] for one in kept.tolist()]


def _level(
    ways: Ways, lead: Places, asked: Flags, own: Numbers, before: Numbers, known: Known[int]
) -> tuple[Numbers, Flags]:
    """One level further for some ways; and which ways lead to any that this changed."""
    longer = np.flatnonzero(asked)
    place = np.full(len(ways), -1, np.int64)
    place[longer] = np.arange(len(longer))
    row = place[ways.rows()]
    edges = np.flatnonzero((lead >= 0) & (row >= 0))
    pairs = distinct(row[edges] << 32 | before[lead[edges]])
    groups = grouped(own[longer], listed(pairs >> 32, (pairs & _LOW).astype(np.int32), len(longer)))
    begins, lists = own[longer[groups.first]].tolist(), _lists(pairs, groups.first)
    masks = known.since(0)
    met = (reduce(or_, map(masks.__getitem__, codes), masks[at]) for at, codes in zip(begins, lists, strict=True))
    number, changed = before.copy(), np.zeros(len(ways), bool)
    number[longer] = filled(map(known.of, met), len(begins))[groups.number]
    changed[ways.rows()[(lead >= 0) & (number != before)[lead]]] = True
    return number, changed
