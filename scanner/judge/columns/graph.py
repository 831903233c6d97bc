"""The ancestry of every row, as sets: which licences, as classes, its ancestors bring, and at which families they hint.

A set is made once for all rows that name the same bases (``reach.py``). Where a row is its own ancestor, and where a
rights holder's own families may stand apart, its ancestry is walked, of many rows at once (``walking.py``).
"""

from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from scanner.judge.columns.bases import Hints
from scanner.judge.columns.codes import Flags, Known, Numbers, distinct, filled, grouped, mask_of
from scanner.judge.columns.depth import depths
from scanner.judge.columns.nodes import APART, STUMBLES, UNREAD, Nodes, Repos, counted
from scanner.judge.columns.reach import Bits, Borne, reached, walked
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.columns.rings import Edges, rings
from scanner.judge.columns.unions import unions
from scanner.judge.columns.ways import Places, Ways
from scanner.model.once import Remembered
from scanner.model.snapshot import MAX_DEPTH

#: So many repos are rather walked than looked at for whether they are in a ring.
_FEW = 2_000
#: So many lineages are made together.
_TOGETHER = 4_000


class Lineage(NamedTuple):
    """What a row's lineage comes to, as masks: its ancestors (elements are counted from ``STUMBLES``), and what it and
    they hint at beside them; whether it states any."""

    elements: int
    hints: int
    states: bool


class Shared(NamedTuple):
    """What the ancestors of all repos come to: the ``number`` of each one's mask, of no meaning where none is stated,
    the ``masks``, and what their ``bits`` stand for."""

    number: Numbers
    masks: list[int]
    bits: Bits

    def parts(self, kin: int) -> tuple[int, int, int]:
        """The elements, hints and marks of a mask by its number; none of -1."""
        return self.bits.parts(self.masks[kin]) if kin >= 0 else (0, 0, 0)


#: What ancestors come to: their elements, all that they hint at, and who of those is met.
_Borne: TypeAlias = tuple[int, int, int]


class Graph:
    """The lineage of rows."""

    def __init__(self, readings: Readings, nodes: Nodes) -> None:
        self._repos = Repos(readings, nodes)
        self._behind: dict[int, frozenset[int]] = {}

    def lineages(self, places: Places) -> tuple[Numbers, list[Lineage]]:
        """The lineage of some rows, by number."""
        repos, shared = self._repos, self._shared
        bases = repos.bases[places]
        states = repos.of_way(repos.named.stating, bases)
        own = repos.special[places] | repos.of_way(repos.named.naming, bases) | np.isin(places, repos.named.led_to)
        kin, others = np.where(states, shared.number[places], -1), np.flatnonzero(~own)
        told = np.arange(len(places))
        told[others] = repos.hinting(places[others])
        groups = grouped(kin, told, own)
        known: Known[Lineage] = Known()
        found = np.empty(len(groups), np.int32)
        order = np.argsort(kin[groups.first], kind="stable")  # each kin's lineages one after the other
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            first = groups.first[some]
            borne = self._borne_by(distinct(kin[first].astype(np.int64)).tolist())
            for place, at in zip(some.tolist(), first.tolist(), strict=True):
                ancestors, node = borne[int(kin[at])], int(places[at])
                stated, hints = bool(states[at]), int(told[at])
                one = (
                    self._own(node, ancestors, stated) if own[at] else _lineage(ancestors, self._told[hints], 0, stated)
                )
                found[place] = known.of(one)
        return found[groups.number], known.since(0)

    @property
    def hints(self) -> list[str | int]:
        """All that is hinted at, in the order of the bits that tell of it."""
        return self._hints.since(0)

    @cached_property
    def _hints(self) -> Known[str | int]:
        return Known(self._repos.named.led_to.tolist())

    def _hinted(self, hints: Hints) -> int:
        return mask_of(map(self._hints.of, hints))

    @cached_property
    def _told(self) -> Remembered[int, int]:
        """What the repos of a number hint at, as a mask."""
        return Remembered(lambda number: self._hinted(self._repos.hints[number]), 10**6)

    def _own(self, node: int, borne: _Borne, states: bool) -> Lineage:
        """The lineage of a row that hints by itself."""
        repos, bases = self._repos, int(self._repos.bases[node])
        if states and repos.special[node]:
            states = bool(repos.named[bases].names - {repos.name(node).lower()})
        itself = self._hinted(frozenset[str | int]({node} & repos.named.led))
        return _lineage(borne, self._hinted(repos.hinted(node)), itself, states)

    def _borne_by(self, kins: list[int]) -> dict[int, _Borne]:
        """What the ancestors of some masks come to, by their numbers; -1 is nobody."""
        parts, told = [self._shared.parts(kin) for kin in kins], self._told
        behind = unions([hints for _, hints, _ in parts], lambda number: told[number + 1])  # 0 has no bit
        borne = ((elements, hinted, met) for (elements, _, met), hinted in zip(parts, behind, strict=True))
        return dict(zip(kins, borne, strict=True))

    def elements(self, node: int) -> frozenset[int]:
        """What the licences of a repo's ancestors bear, and the elements of ``nodes.py``."""
        bases = int(self._repos.bases[node])
        states = bases != STUMBLED and bool(self._repos.named.stating[bases])
        kin = int(self._shared.number[node]) if states else -1
        return frozenset(counted(self._shared.parts(kin)[0]))

    def behind(self, node: int) -> frozenset[int]:
        """What the own licences of a repo that is hinted at and of its ancestors bear, by number."""
        if node not in self._behind:
            elements = (int(self._repos.element[node]), *self.elements(node))
            self._behind[node] = frozenset(element // 2 for element in elements if element >= 0)
        return self._behind[node]

    def relatives(self, node: int) -> set[int]:
        """A repo and all that it may lead to, by what it states and what it hints at."""
        found, level, repos = {node}, [node], self._repos
        while level:
            named = [repos.named[bases] for one in level if (bases := int(repos.bases[one])) != STUMBLED]
            met = {other for base in named for _, other in base.stated if other >= 0}
            met |= {hint for base in named for _, hint in base.named if isinstance(hint, int)}
            level = list(met - found)
            found |= met
        return found

    # -- what all rows share that name their bases in one way

    @cached_property
    def _shared(self) -> Shared:
        """Repos of rights holders are ways of their own."""
        repos, stated = self._repos, self._repos.named.ways
        special = np.flatnonzero(repos.special & repos.of_way(repos.named.stating, repos.bases))
        ways = stated + Ways.of(repos.edges(node) for node in special.tolist())
        way = repos.bases.astype(np.int64)
        way[special] = len(stated) + np.arange(len(special))
        read = self._read(ways.nodes)
        lead = np.where(read, np.append(way, -1)[np.where(read, ways.nodes, -1)], -1)
        borne = self._borne(ways)
        number, masks = reached(ways, lead, borne)
        unsure = np.asarray([mask >> borne.bits.apart & 1 for mask in masks], bool)  # where any may stand apart
        asked, alone = np.flatnonzero(unsure[number]), np.flatnonzero(self._alone)
        own = np.asarray([repos.found(node) for node in alone.tolist()], np.int64)
        known = Known(masks)
        told = walked(ways, lead, borne, np.r_[asked, way[alone]], np.r_[np.full(len(asked), -1), own])
        found = filled(map(known.of, told), len(asked) + len(alone))
        number[asked] = found[: len(asked)]
        by_node = np.append(number, 0)[repos.bases]
        by_node[alone] = found[len(asked) :]
        return Shared(by_node, known.since(0), borne.bits)

    @cached_property
    def _alone(self) -> Flags:
        """Which repos share no ancestry though they state any: it is not their own, or not all of it joins."""
        repos = self._repos
        return (repos.special | self._round) & repos.of_way(repos.named.stating, repos.bases)

    def _read(self, nodes: Places) -> Flags:
        found: Flags = np.where(nodes >= 0, self._repos.element[nodes], UNREAD) >= 0
        return found

    def _borne(self, ways: Ways) -> Borne:
        """What each repo brings. Elements begin with those that are no licence."""
        nodes, place = np.unique(ways.nodes, return_inverse=True)
        hint, read = np.zeros(len(nodes), np.int32), self._read(nodes)
        hint[read] = self._repos.hinting(nodes[read])
        element = np.where(nodes >= 0, self._repos.element[nodes], UNREAD) - STUMBLES
        led, there = self._repos.named.led_to, np.isin(nodes, self._repos.named.led_to)
        hints = int(element.max(initial=UNREAD - STUMBLES)) + 1
        marks = hints + int(hint.max(initial=0))
        at = Bits(APART - STUMBLES, UNREAD - STUMBLES, hints, marks)
        hint = np.where(hint > 0, hint + hints - 1, 0)
        mark = np.where(there, np.searchsorted(led, nodes) + marks, 0)
        return Borne(element[place], hint[place], mark[place], at)

    @cached_property
    def _round(self) -> Flags:
        """Which repos are their own ancestors within the limit, by what they are named as; few may be others, whose
        walks tell the same as what they share."""
        ways, bases = self._repos.named.ways, self._repos.bases
        lead = np.where(ways.nodes >= 0, bases[ways.nodes], STUMBLED)
        long = depths(ways, lead) > MAX_DEPTH  # whoever leads to itself does so without end
        row, found = ways.rows(), np.zeros(len(bases), bool)
        inside = np.flatnonzero((lead >= 0) & long[row] & long[lead])
        edges = Edges(row[inside], lead[inside])
        told = edges.may_return()
        if len(np.unique(ways.nodes[inside[told]])) > _FEW:
            ring = self._rings(ways, lead, np.flatnonzero(long))
            within = (ring[row[inside]] >= 0) & (ring[row[inside]] == ring[lead[inside]])
            inside, told = inside[within], told[within]
            told = Edges(row[inside], lead[inside]).returning(told, ring)
        found[ways.nodes[inside[told]]] = True
        return found

    @staticmethod
    def _rings(ways: Ways, lead: Places, long: Places) -> Places:
        """The ring of each way, of some that may be in one; -1 for none."""
        place = np.full(len(ways) + 1, -1, np.int64)
        place[long] = np.arange(len(long))
        flat, ends = place[lead[ways.edges(long)]].tolist(), np.cumsum(ways.sizes()[long]).tolist()
        leads = [{*flat[begin:end]} - {-1} for begin, end in pairwise([0, *ends])]
        found = np.full(len(ways), -1, np.int64)
        for number, one in enumerate(one for one in rings(leads) if len(one) > 1 or one[0] in leads[one[0]]):
            found[long[one]] = number
        return found


def _lineage(borne: _Borne, hints: int, itself: int, states: bool) -> Lineage:
    elements, behind, met = borne
    return Lineage(elements, (hints | behind) & ~(met | itself), states)
