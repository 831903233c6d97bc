"""What can be reached within the depth limit, as bit masks: level by level, for all ways at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from scanner.model.snapshot import MAX_DEPTH

#: A repo, and whether its terms join.
Edge: TypeAlias = tuple[int, bool]
#: Masks of elements and of hints; None where the elements that stand apart may also join: only walking tells.
Reach: TypeAlias = tuple[int, int] | None
_PRIME, _MASK = 2_654_435_761, (1 << 40) - 1


class _Level(NamedTuple):
    """What was reached so far: masks, marks that change only if other repos are reached, whether any stands apart."""

    elements: int
    hints: int
    low: int
    mixed: int
    apart: bool


def reached(
    ways: Sequence[Sequence[Edge]],
    leads: Callable[[int], int],
    bears: Callable[[int], tuple[int, int]],
    apart: int,
    unread: int,
) -> list[Reach]:
    """For each way (edges to repos) what its repos and all behind them bear. ``leads`` is the way of a repo, -1 for
    none; ``bears`` its element and its hint, 0 for none. Whatever is met first beyond the limit is ``unread``."""
    following = [tuple({leads(node) for node, _ in way} - {-1}) for way in ways]
    first = _first(ways, bears, 1 << apart)
    found, longer = list(first), {at for at, nexts in enumerate(following) if any(ways[one] for one in nexts)}
    behind: dict[int, list[int]] = defaultdict(list)
    for number, nexts in enumerate(following):
        for one in nexts:
            behind[one].append(number)
    for _ in range(MAX_DEPTH - 1):
        found = _further(first, found, longer, following)
        longer = {two for one in longer for two in behind.get(one, ())}
    beyond, look = _further(first, found, longer, following), _Look(ways, leads)

    def told(at: int) -> Reach:
        one = found[at]
        if one.apart or at not in longer:
            return None if one.apart else (one.elements, one.hints)
        if one.elements >> unread & 1:  # more of the kind changes nothing
            return one.elements, one.hints
        further = (beyond[at].low, beyond[at].mixed) != (one.low, one.mixed) or look.is_longer(at)
        return one.elements | (1 << unread if further else 0), one.hints

    return [told(at) for at in range(len(ways))]


def _first(ways: Sequence[Sequence[Edge]], bears: Callable[[int], tuple[int, int]], apart: int) -> list[_Level]:
    known: dict[int, tuple[int, int]] = {}
    made = []
    for way in ways:
        elements = hints = 0
        low = mixed = _MASK + 1
        joins = True
        for node, joined in way:
            if node not in known:
                element, hint = bears(node)
                known[node] = 1 << element, 1 << hint >> 1 << 1
            bits = known[node]
            elements |= bits[0] if joined else apart
            hints |= bits[1] if joined else 0
            low, mixed = min(low, node & _MASK), min(mixed, (node * _PRIME) & _MASK)
            joins = joins and joined
        made.append(_Level(elements, hints, low, mixed, not joins))
    return made


def _further(
    first: list[_Level], found: list[_Level], longer: Iterable[int], following: list[tuple[int, ...]]
) -> list[_Level]:
    """One level further: beside a way's own repos, what was behind them a level before."""
    made = list(found)
    for at in longer:
        elements, hints, low, mixed, apart = first[at]
        for one in following[at]:
            more = found[one]
            elements |= more[0]
            hints |= more[1]
            low = more[2] if more[2] < low else low
            mixed = more[3] if more[3] < mixed else mixed
            apart = apart or more[4]
        made[at] = _Level(elements, hints, low, mixed, apart)
    return made


class _Look:
    """Looks whether anything lies beyond the limit, repo by repo."""

    def __init__(self, ways: Sequence[Sequence[Edge]], leads: Callable[[int], int]) -> None:
        self._ways, self._leads = ways, leads
        self._ready = False

    def is_longer(self, way: int) -> bool:
        """Whether any repo is met first beyond the limit."""
        self._prepare()
        front = self._nodes[self._ends[way] : self._ends[way + 1]]
        self._seen[front] = way
        for _ in range(MAX_DEPTH):
            ways = np.unique(self._lead[front])
            front = self._behind(ways[ways >= 0])
            front = np.unique(front[self._seen[front] != way])
            if not len(front):
                return False
            self._seen[front] = way
        return True

    def _behind(self, ways: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        start, length = self._ends[ways], self._ends[ways + 1] - self._ends[ways]
        begins = np.repeat(start - np.r_[0, np.cumsum(length)[:-1]], length)
        return self._nodes[begins + np.arange(int(length.sum()))]

    def _prepare(self) -> None:
        if self._ready:
            return
        nodes = np.fromiter((node for way in self._ways for node, _ in way), np.int64)
        named, self._nodes = np.unique(nodes, return_inverse=True)
        self._ends = np.r_[0, np.cumsum([len(way) for way in self._ways])].astype(np.int64)
        self._lead = np.fromiter(map(self._leads, named.tolist()), np.int64, len(named))
        self._seen = np.full(len(named), -1, np.int64)
        self._ready = True
