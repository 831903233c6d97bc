"""The ancestry of every row, as sets: which licences, as classes, its ancestors bring, and at which families they hint.

A set is made once for all rows that name the same bases (``reach.py``). Where a row is its own ancestor, and where a
rights holder's own families may stand apart, the row's ancestry is walked (``walking.py``).
"""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from scanner.judge.columns.bases import Hints
from scanner.judge.columns.codes import Flags, Known, Numbers, filled, grouped
from scanner.judge.columns.depth import depths
from scanner.judge.columns.nodes import APART, STUMBLES, UNREAD, Nodes, Repos
from scanner.judge.columns.reach import Borne, Reached, reached
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.columns.rings import rings
from scanner.judge.columns.walking import Kin, Walker
from scanner.judge.columns.ways import Places, Ways
from scanner.model.snapshot import MAX_DEPTH


class Lineage(NamedTuple):
    """What a row's lineage comes to: its ancestors, what it and they hint at beside them, and whether it states any."""

    elements: frozenset[int]
    hints: Hints
    states: bool


class Graph:
    """The lineage of rows."""

    def __init__(self, readings: Readings, nodes: Nodes) -> None:
        self._repos = Repos(readings, nodes)
        self._walker = Walker(self._repos)
        self._walked: dict[int, Kin] = {}
        self._behind: dict[int, frozenset[int]] = {}

    def lineages(self, places: Places) -> tuple[Numbers, list[Lineage]]:
        """The lineage of some rows, by number."""
        repos, (number, kins) = self._repos, self._shared
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
            if own[at]:
                found.append(known.of(self._own(int(places[at]))))
            else:
                one = kins[kin[at]] if states[at] else Kin()
                hints = (one.hints | repos.hints[told[at]]) - one.met
                found.append(known.of(Lineage(one.elements, hints, bool(states[at]))))
        return filled(found, len(found))[groups.number], known.since(0)

    def _own(self, node: int) -> Lineage:
        """The lineage of a row that shares none."""
        repos, bases = self._repos, int(self._repos.bases[node])
        kin, states = self.kin(node), bases != STUMBLED and bool(repos.named.stating[bases])
        if states and repos.special[node]:
            states = bool(repos.named[bases].names - {repos.name(node).lower()})
        return Lineage(kin.elements, (kin.hints | repos.hinted(node)) - kin.met - {node}, states)

    def kin(self, node: int) -> Kin:
        """The ancestors of a repo."""
        repos, bases = self._repos, int(self._repos.bases[node])
        if bases == STUMBLED or not repos.named.stating[bases]:
            return Kin()
        if repos.special[node] or self._round[node]:
            return self.walk(node)
        number, kins = self._shared
        return kins[int(number[bases])]

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
    def _shared(self) -> tuple[Numbers, list[Kin]]:
        """The ancestors of all that name their bases so, by number. Repos of rights holders are ways of their own."""
        repos, stated = self._repos, self._repos.named.ways
        nodes = stated.nodes[stated.nodes >= 0]
        special = np.unique(nodes[repos.special[nodes]])
        ways = stated + Ways.of(repos.edges(node) for node in special.tolist())
        lead = self._leads(ways)
        own = np.flatnonzero(lead >= 0)[repos.special[ways.nodes[lead >= 0]]]
        lead[own] = len(stated) + np.searchsorted(special, ways.nodes[own])
        number, sets = reached(ways, lead, self._borne(ways))
        return self._kins(ways, number, sets)

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

    def _kins(self, ways: Ways, number: Numbers, sets: list[Reached]) -> tuple[Numbers, list[Kin]]:
        hints, led = self._repos.hints, self._repos.named.led_to.tolist()
        made = [
            Kin(
                frozenset(one + STUMBLES for one in reach[0]),
                frozenset[str | int]().union(*(hints[one] for one in reach[1])),
                frozenset(led[one - 1] for one in reach[2]),
            )
            if reach is not None
            else Kin()
            for reach in sets
        ]
        unsure = np.asarray([one is None for one in sets], bool)
        for at in np.flatnonzero(unsure[number]).tolist():
            edges = slice(*ways.begins[at : at + 2].tolist())
            way = zip(ways.nodes[edges].tolist(), ways.joins[edges].tolist(), strict=True)
            number[at] = len(made)
            made.append(self._walker.walk(list(way)))
        return number, made

    @cached_property
    def _round(self) -> Flags:
        """Which repos may be their own ancestors."""
        ways, bases = self._repos.named.ways, self._repos.bases
        lead = np.where(ways.nodes >= 0, bases[ways.nodes], STUMBLED)
        long = np.flatnonzero(depths(ways, lead) > MAX_DEPTH)  # whoever leads to itself does so without end
        place = np.full(len(ways) + 1, -1, np.int64)
        place[long] = np.arange(len(long))
        ends = np.cumsum(ways.sizes()[long])
        leads = [set(one.tolist()) - {-1} for one in np.split(place[lead[ways.edges(long)]], ends[:-1])]
        found = np.zeros(len(bases), bool)
        for ring in rings(leads) if len(long) else ():
            if len(ring) > 1:
                inside = long[ring]
                nodes = ways.nodes[ways.edges(inside)]
                nodes = nodes[nodes >= 0]
                found[nodes[np.isin(bases[nodes], inside)]] = True
        return found
