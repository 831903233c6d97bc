"""What can be reached within the depth limit, as bit masks: level by level, for all ways of naming at once."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from scanner.judge.columns.codes import Known, Numbers, filled, grouped, listed
from scanner.judge.columns.depth import beyond, depths
from scanner.judge.columns.ways import Places, Ways
from scanner.model.snapshot import MAX_DEPTH

_LOW = 0xFFFFFFFF


class Borne(NamedTuple):
    """What the repo of each edge brings: a number, and what it hints at, 0 for nothing. ``apart`` is the number of
    those whose terms do not join, ``unread`` that of those that are met first beyond the limit."""

    element: Numbers
    hint: Numbers
    apart: int
    unread: int


#: Elements, and hints; None where repos that stand apart may join after all: only walking tells.
Reached: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]] | None


def reached(ways: Ways, lead: Places, borne: Borne) -> tuple[Numbers, list[Reached]]:
    """For each way what its repos and all behind them bear, by number. ``lead`` is the way that each edge's repo leads
    to, -1 for none."""
    width = int(borne.element.max(initial=0)) + 1
    depth = depths(ways, lead)
    lead = np.where((lead >= 0) & (depth > 0)[lead], lead, -1)
    number, masks = _own(ways, borne, width)
    number, masks = _further(ways, lead, depth, number, masks)
    long = np.flatnonzero(depth > MAX_DEPTH)
    known = np.asarray([mask >> borne.unread & 1 for mask in masks], bool)
    more = beyond(ways, lead, long[~known[number[long]]])  # where there is one, more of the kind change nothing
    added = Known(masks)
    number[more] = [added.of(masks[one] | 1 << borne.unread) for one in number[more].tolist()]
    return number, [_sets(mask, width, borne.apart) for mask in added.since(0)]


def _own(ways: Ways, borne: Borne, width: int) -> tuple[Numbers, list[int]]:
    """What each way's own repos bring, by the numbers of masks."""
    row, hinting = ways.rows(), ways.joins & (borne.hint > 0)
    elements = np.where(ways.joins, borne.element, borne.apart)
    pairs = np.unique(np.r_[row << 32 | elements, row[hinting] << 32 | (borne.hint[hinting] + width)])
    groups = grouped(listed(pairs >> 32, (pairs & _LOW).astype(np.int32), len(ways)))
    bits = [1 << one for one in range(int((pairs & _LOW).max(initial=0)) + 1)]
    return groups.number, [sum(bits[one] for one in codes) for codes in _lists(pairs, groups.first)]


def _lists(pairs: Any, rows: Any) -> Iterator[list[int]]:
    """The values of some rows, of sorted pairs of both."""
    begins, ends = np.searchsorted(pairs, rows << 32), np.searchsorted(pairs, rows + 1 << 32)
    values = (pairs & _LOW).astype(np.int64)
    return (values[begin:end].tolist() for begin, end in zip(begins.tolist(), ends.tolist(), strict=True))


def _further(ways: Ways, lead: Places, depth: Numbers, number: Numbers, masks: list[int]) -> tuple[Numbers, list[int]]:
    """Level by level: beside a way's own repos, what was behind them a level before."""
    own, first = number, masks
    row, there = ways.rows(), lead >= 0
    for level in range(2, MAX_DEPTH + 1):
        longer = np.flatnonzero(depth >= level)
        place = np.full(len(ways), -1, np.int64)
        place[longer] = np.arange(len(longer))
        edges = np.flatnonzero(there & (place[row] >= 0))
        pairs = np.unique(place[row[edges]] << 32 | number[lead[edges]])
        groups = grouped(own[longer], listed(pairs >> 32, (pairs & _LOW).astype(np.int32), len(longer)))
        known = Known(masks)
        found = []
        for begin, codes in zip(own[longer[groups.first]].tolist(), _lists(pairs, groups.first), strict=True):
            mask = first[begin]
            for code in codes:
                mask |= masks[code]
            found.append(known.of(mask))
        number = number.copy()
        number[longer] = filled(found, len(found))[groups.number]
        kept = np.unique(number)
        number = np.searchsorted(kept, number).astype(np.int32)
        masks = [known[one] for one in kept.tolist()]
    return number, masks


def _sets(mask: int, width: int, apart: int) -> Reached:
    if mask >> apart & 1:
        return None
    return _numbers(mask & (1 << width) - 1), _numbers(mask >> width)


def _numbers(mask: int) -> tuple[int, ...]:
    """The numbers of the bits of a mask."""
    if not mask:
        return ()
    raw = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), np.uint8)
    return tuple(np.flatnonzero(np.unpackbits(raw, bitorder="little")).tolist())
