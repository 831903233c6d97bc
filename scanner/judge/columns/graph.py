"""The ancestry of every row, as sets: which licences, as classes, its ancestors bring, and at which families they hint.

A set is made once for all rows that name the same bases (``reach.py``). Where a row is its own ancestor, and where a
rights holder's own families may stand apart, the row's ancestry is walked (``walking.py``).
"""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from scanner.judge.columns.bases import Hints
from scanner.judge.columns.codes import Flags, Known, Numbers, bits, filled, grouped, mask_of
from scanner.judge.columns.depth import depths
from scanner.judge.columns.nodes import APART, STUMBLES, UNREAD, Nodes, Repos
from scanner.judge.columns.reach import Bits, Borne, reached
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.columns.rings import returning, rings
from scanner.judge.columns.walking import Kin, Walker
from scanner.judge.columns.ways import Places, Ways
from scanner.model.once import Remembered
from scanner.model.snapshot import MAX_DEPTH

_FEW = 1_000


class Lineage(NamedTuple):
    """What a row's lineage comes to, as masks: its ancestors (elements are counted from ``STUMBLES``), and what it and
    they hint at beside them; whether it states any."""

    elements: int
    hints: int
    states: bool


class Graph:
    """The lineage of rows."""

    def __init__(self, readings: Readings, nodes: Nodes) -> None:
        self._repos = Repos(readings, nodes)
        self._walker = Walker(self._repos)
        self._walked: dict[int, Kin] = {}
        self._behind: dict[int, frozenset[int]] = {}
        self._made = Remembered(self._kin, _FEW)

    def lineages(self, places: Places) -> tuple[Numbers, list[Lineage]]:
        """The lineage of some rows, by number."""
        repos, (number, _, _) = self._repos, self._shared
        bases = repos.bases[places]
        states = repos.of_way(repos.named.stating, bases)
        own = repos.special[places] | self._round[places] | repos.of_way(repos.named.naming, bases)
        own |= np.isin(places, repos.named.led_to)
        kin = np.where(states, np.append(number, 0)[bases], -1)
        kin[own], shared = -1, np.flatnonzero(~own)
        told = np.arange(len(places))
        told[shared] = repos.hinting(places[shared])
        groups = grouped(kin, told, states, own)
        known: Known[Lineage] = Known()
        found = []
        for at in groups.first.tolist():
            one = self._own(int(places[at])) if own[at] else self._joined(int(kin[at]), int(told[at]))
            found.append(known.of(one))
        return filled(found, len(found))[groups.number], known.since(0)

    @property
    def hints(self) -> list[str | int]:
        """All that is hinted at, in the order of the bits that tell of it."""
        return self._hints.since(0)

    @cached_property
    def _hints(self) -> Known[str | int]:
        return Known(self._repos.named.led_to.tolist())

    def _hinted(self, hints: Hints) -> int:
        return mask_of(map(self._hints.of, hints))

    def _joined(self, kin: int, told: int) -> Lineage:
        """The lineage of rows that share it, and what they hint at themselves."""
        if kin < 0:
            return Lineage(0, self._told[told], states=False)
        _, masks, at = self._shared
        if isinstance(one := masks[kin], Kin):
            return self._of(one, self._told[told], states=True)
        elements, behind, met = at.parts(one)
        hints = self._told[told]
        for number in bits(behind):
            hints |= self._told[number]
        return Lineage(elements, hints & ~met, states=True)

    def _of(self, kin: Kin, hints: int, *, states: bool) -> Lineage:
        met = self._hinted(kin.met)
        elements = mask_of(one - STUMBLES for one in kin.elements)
        return Lineage(elements, (self._hinted(kin.hints) | hints) & ~met, states)

    @cached_property
    def _told(self) -> Remembered[int, int]:
        """What the repos of a number hint at, as a mask."""
        return Remembered(lambda number: self._hinted(self._repos.hints[number]), 10**6)

    def _own(self, node: int) -> Lineage:
        """The lineage of a row that shares none."""
        repos, bases = self._repos, int(self._repos.bases[node])
        kin, states = self.kin(node), bases != STUMBLED and bool(repos.named.stating[bases])
        if states and repos.special[node]:
            states = bool(repos.named[bases].names - {repos.name(node).lower()})
        met = kin._replace(met=kin.met | ({node} & repos.named.led))
        return self._of(met, self._hinted(repos.hinted(node)), states=states)

    def kin(self, node: int) -> Kin:
        """The ancestors of a repo."""
        repos, bases = self._repos, int(self._repos.bases[node])
        if bases == STUMBLED or not repos.named.stating[bases]:
            return Kin()
        if repos.special[node] or self._round[node]:
            return self.walk(node)
        return self._made[int(self._shared[0][bases])]

    def walk(self, node: int) -> Kin:
        """The same, walked."""
        if node not in self._walked:
            self._walked[node] = self._walker.walk(self._repos.edges(node), self._repos.name(node).lower())
        return self._walked[node]

    def behind(self, node: int) -> frozenset[int]:
        """What the own licences of a repo that is hinted at and of its ancestors bear, by number."""
        if node not in self._behind:
            elements = (int(self._repos.element[node]), *self.kin(node).elements)
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
    def _shared(self) -> tuple[Numbers, list[int | Kin], Bits]:
        """The ancestors of all that name their bases so, by the numbers of masks, or as they were walked. Repos of
        rights holders are ways of their own."""
        repos, stated = self._repos, self._repos.named.ways
        nodes = stated.nodes[stated.nodes >= 0]
        special = np.unique(nodes[repos.special[nodes]])
        ways = stated + Ways.of(repos.edges(node) for node in special.tolist())
        lead = self._leads(ways)
        own = np.flatnonzero(lead >= 0)[repos.special[ways.nodes[lead >= 0]]]
        lead[own] = len(stated) + np.searchsorted(special, ways.nodes[own])
        number, masks, at = reached(ways, lead, self._borne(ways))
        return *self._walked_too(ways, number, masks), at

    def _leads(self, ways: Ways) -> Any:
        """The way of each repo that ways name; -1 of one that leads nowhere."""
        read = np.flatnonzero(self._read(ways.nodes))
        found = np.full(len(ways.nodes), -1, np.int64)
        found[read] = self._repos.bases[ways.nodes[read]]
        return found

    def _read(self, nodes: Places) -> Flags:
        found: Flags = np.where(nodes >= 0, self._repos.element[nodes], UNREAD) >= 0
        return found

    def _borne(self, ways: Ways) -> Borne:
        """What each repo brings. Numbers of elements begin with those that are no licence."""
        nodes, place = np.unique(ways.nodes, return_inverse=True)
        hint, read = np.zeros(len(nodes), np.int32), self._read(nodes)
        hint[read] = self._repos.hinting(nodes[read])
        element = np.where(nodes >= 0, self._repos.element[nodes], UNREAD) - STUMBLES
        led = self._repos.named.led_to
        mark = np.where(np.isin(nodes, led), np.searchsorted(led, nodes) + 1, 0)
        return Borne(element[place], hint[place], mark[place], APART - STUMBLES, UNREAD - STUMBLES)

    def _walked_too(self, ways: Ways, number: Numbers, masks: list[int]) -> tuple[Numbers, list[int | Kin]]:
        """What is reached, and where some may stand apart what walking tells."""
        found: list[int | Kin] = [*masks]
        unsure = np.asarray([mask >> APART - STUMBLES & 1 for mask in masks], bool)
        for at in np.flatnonzero(unsure[number]).tolist():
            edges = slice(*ways.begins[at : at + 2].tolist())
            way = zip(ways.nodes[edges].tolist(), ways.joins[edges].tolist(), strict=True)
            number[at] = len(found)
            found.append(self._walker.walk(list(way)))
        return number, found

    def _kin(self, number: int) -> Kin:
        """What is reached, as sets."""
        _, masks, at = self._shared
        if isinstance(one := masks[number], Kin):
            return one
        elements, hints, met = at.parts(one)
        told, led = self._repos.hints, self._repos.named.led_to
        return Kin(
            frozenset(bit + STUMBLES for bit in bits(elements)),
            frozenset[str | int]().union(*(told[bit] for bit in bits(hints))),
            frozenset(led[bits(met)].tolist()),
        )

    @cached_property
    def _round(self) -> Flags:
        """Which repos are their own ancestors within the limit, by what they are named as."""
        ways, bases = self._repos.named.ways, self._repos.bases
        lead = np.where(ways.nodes >= 0, bases[ways.nodes], STUMBLED)
        long = np.flatnonzero(depths(ways, lead) > MAX_DEPTH)  # whoever leads to itself does so without end
        place = np.full(len(ways) + 1, -1, np.int64)
        place[long] = np.arange(len(long))
        ends = np.cumsum(ways.sizes()[long])
        leads = [set(one.tolist()) - {-1} for one in np.split(place[lead[ways.edges(long)]], ends[:-1])]
        ring, place = np.full(len(ways), -1, np.int64), np.zeros(len(ways), np.int64)
        for number, one in enumerate(one for one in rings(leads) if len(one) > 1 or one[0] in leads[one[0]]):
            ring[long[one]], place[long[one]] = number, np.arange(len(one))
        row, found = ways.rows(), np.zeros(len(bases), bool)
        inside = np.flatnonzero((lead >= 0) & (ring[row] >= 0) & (ring[row] == ring[lead]))
        found[ways.nodes[inside[returning(row[inside], lead[inside], place)]]] = True
        return found
