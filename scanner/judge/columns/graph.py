"""The ancestry of every row, as sets: which licences, as classes, its ancestors bring, and at which families they hint.

A set is made once for all rows that name the same bases (``reach.py``). Where a row is its own ancestor, and where a
rights holder's own families may stand apart, the row's ancestry is walked as judging one model walks it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from scanner.collect.relations import is_made_of
from scanner.collect.relations.families import family_named
from scanner.judge.columns.codes import Flags, Known, Numbers, grouped
from scanner.judge.columns.reach import Edge, reached
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.columns.rings import rings
from scanner.judge.columns.taking import SPECIAL, Columns
from scanner.knowledge.publishers import same_holder
from scanner.model.once import Remembered
from scanner.model.snapshot import MAX_DEPTH

#: Elements beside the classes of licences: an ancestor that is not there, was not read, stands apart, made us stumble.
ABSENT, UNREAD, APART, STUMBLES = -1, -2, -3, -4
#: No repo; no set.
NONE = -1
_MOST = 20_000

Hints: TypeAlias = frozenset[str | int]


class Kin(NamedTuple):
    """What ancestors come to: ``elements`` are numbers of what licences bear (twice, and one more for what carries its
    base's terms) and the others above; ``hints`` what they hint at: families, and repos by number."""

    elements: frozenset[int] = frozenset()
    hints: Hints = frozenset()


class Lineage(NamedTuple):
    """What a row's lineage comes to: its ancestors, and what it and they hint at; whether it states any base."""

    elements: frozenset[int]
    hints: Hints
    states: bool


class Nodes(NamedTuple):
    """All repos by number: rows, then those beyond the table. ``element`` is what each brings as an ancestor."""

    columns: Columns
    element: Numbers
    name: Callable[[int], str]
    find: Callable[[str], int | None]


class _Base(NamedTuple):
    """What is named in one way: each stated base by its name with its node; families that are hinted at by their
    spelling, and by name a family or a repo."""

    stated: tuple[tuple[str, int], ...]
    names: frozenset[str]
    families: Hints
    named: tuple[tuple[str, str | int], ...] = ()
    hinted: tuple[str, ...] = ()


class Graph:
    """The lineage of rows. A base that is not found is the number of its name, counted downward from -2."""

    def __init__(self, readings: Readings, nodes: Nodes) -> None:
        self._readings, self._nodes = readings, nodes
        numbers = nodes.columns.numbers
        self._bases: list[int] = numbers["bases"].tolist()
        self._families: list[int] = numbers["families"].tolist()
        self._element: list[int] = nodes.element.tolist()
        self._special: Flags = nodes.columns.flags & SPECIAL > 0
        self._found: dict[int, int] = {}
        self._lost: Known[str] = Known()
        self._of = Remembered(self._made, _MOST)
        self._walked: dict[int, Kin] = {}
        self._behind: dict[int, frozenset[int]] = {}

    def lineages(self, places: Any) -> tuple[Numbers, list[Lineage]]:
        """The lineage of some rows, by number."""
        numbers = self._nodes.columns.numbers
        bases, families = numbers["bases"][places], numbers["families"][places]
        own = self._special[places] | self._round[places] | np.append(self._named, False)[bases]
        groups = grouped(bases, families, np.where(own, np.arange(1, len(places) + 1), 0))
        known: Known[Lineage] = Known()
        found = [known.of(self._lineage(number)) for number in places[groups.first].tolist()]
        return np.asarray(found, np.int32)[groups.number], known.since(0)

    def _lineage(self, number: int) -> Lineage:
        bases = self._bases[number]
        kin, states = self.kin(number), bases != STUMBLED and bool(self._stated[bases])
        if states and self._special[number]:
            states = bool(self._of[bases].names - {self._nodes.name(number).lower()})
        return Lineage(kin.elements, kin.hints | self._borne(number), states)

    def kin(self, number: int) -> Kin:
        """The ancestors of a repo."""
        bases = self._bases[number]
        if bases == STUMBLED or not self._stated[bases]:
            return Kin()
        if self._special[number] or self._round[number]:
            return self.walk(number)
        return self._shared[bases]

    def behind(self, number: int) -> frozenset[int]:
        """What the own licences of a repo that is hinted at and of its ancestors bear, by number."""
        if number not in self._behind:
            elements = (self._element[number], *self.kin(number).elements)
            self._behind[number] = frozenset(element // 2 for element in elements if element >= 0)
        return self._behind[number]

    def relatives(self, number: int) -> set[int]:
        """A repo and all that it may lead to, by what it states and what it hints at."""
        found, level = {number}, [number]
        while level:
            named = [self._of[bases] for one in level if (bases := self._bases[one]) != STUMBLED]
            met = {node for base in named for _, node in base.stated if node >= 0}
            met |= {hint for base in named for _, hint in base.named if isinstance(hint, int)}
            level = list(met - found)
            found |= met
        return found

    def _borne(self, number: int) -> Hints:
        """What a repo hints at itself."""
        bases = self._bases[number]
        family = self._readings.families[self._families[number]]
        found: Hints = frozenset((family,)) if family is not None else frozenset()
        if bases == STUMBLED or not self._hints[bases]:
            return found
        base = self._of[bases]
        if base.named:
            name = self._nodes.name(number)
            made_of = {other for other in base.hinted if is_made_of(name, other)}
            found |= {h for other, h in base.named if other not in made_of and same_holder(name, other) is None}
        return found | base.families

    # -- by walking

    def walk(self, number: int) -> Kin:
        """A row's ancestors, breadth first, as :func:`scanner.judge.reading.lineage.ancestors` has them."""
        if number not in self._walked:
            self._walked[number] = self._walk(self._edges(number), self._nodes.name(number).lower())
        return self._walked[number]

    def _walk(self, begin: Sequence[Edge], own: str = "") -> Kin:
        """What is met from some edges on, but for the row itself."""
        joins: dict[str, bool] = {}
        nodes: dict[str, int] = {}
        edges, depth = list(begin), 1
        while edges:
            level = list(self._met(edges, own, joins, nodes))
            if depth > MAX_DEPTH:
                nodes.update({key: NONE for key, _ in level})
                break
            edges = [edge for _, node in level if self._is_read(node) for edge in self._edges(node)]
            depth += 1
        found = {key: self._element[node] if node >= 0 else UNREAD for key, node in nodes.items()}
        elements = frozenset(element if joins[key] else APART for key, element in found.items())
        read = [node for key, node in nodes.items() if joins[key] and self._is_read(node)]
        return Kin(elements, frozenset[str | int]().union(*map(self._borne, read)))

    def _met(
        self, edges: list[Edge], own: str, joins: dict[str, bool], nodes: dict[str, int]
    ) -> Iterator[tuple[str, int]]:
        """The repos that are met for the first time; the others learn who else names them."""
        for node, joined in edges:
            key = self._spelling(node).lower()
            if key == own:
                continue
            if key in nodes:
                joins[key] = joins[key] or joined
                continue
            nodes[key], joins[key] = node, joined
            yield key, node

    def _spelling(self, node: int) -> str:
        return self._nodes.name(node) if node >= 0 else self._lost[-2 - node]

    def _is_read(self, node: int) -> bool:
        return node >= 0 and self._element[node] >= 0

    def _edges(self, child: int) -> tuple[Edge, ...]:
        """The bases of a repo, each with whether its terms join: not where one holder trained both itself."""
        bases = self._bases[child]
        stated = self._stated[bases] if bases != STUMBLED else ()
        if not self._special[child]:
            return tuple((node, True) for node in stated)
        name = self._nodes.name(child)
        return tuple((node, same_holder(name, self._spelling(node)) is None) for node in stated)

    # -- what all rows share that name their bases in one way

    @cached_property
    def _shared(self) -> list[Kin]:
        """The ancestors of all that name their bases so. Repos of rights holders are ways of their own."""
        special = {node for nodes in self._stated for node in nodes if node >= 0 and self._special[node]}
        places = {node: len(self._stated) + place for place, node in enumerate(sorted(special))}
        ways = [tuple((node, True) for node in nodes) for nodes in self._stated]
        ways += [self._edges(node) for node in sorted(special)]
        known: Known[Hints] = Known([frozenset()])

        def leads(node: int) -> int:
            return (places[node] if node in places else self._bases[node]) if self._is_read(node) else STUMBLED

        def bears(node: int) -> tuple[int, int]:
            element = self._element[node] if node >= 0 else UNREAD
            return element - STUMBLES, known.of(self._borne(node)) if self._is_read(node) else 0

        made: Remembered[tuple[int, int], Kin] = Remembered(lambda one: _kin(one, known.since(0)), 10**6)
        found = reached(ways, leads, bears, APART - STUMBLES, UNREAD - STUMBLES)
        return [self._walk(way) if one is None else made[one] for way, one in zip(ways, found, strict=True)]

    @cached_property
    def _stated(self) -> list[tuple[int, ...]]:
        """The repos of the bases that are stated, by the way of naming."""
        made = self._readings.shapes.made
        return [
            tuple(
                [
                    self._node(ids[place]) if place >= 0 else self._lookup(link.id, valid=link.valid)
                    for place, link in made[shape].links
                    if link.stated
                ]
            )
            for shape, ids in self._readings.bases.since(0)
        ]

    def _node(self, name: int) -> int:
        """The repo of a name, by the name's number."""
        if name not in self._found:
            self._found[name] = self._lookup(self._readings.names[name])
        return self._found[name]

    def _lookup(self, name: str, *, valid: bool = True) -> int:
        found = self._nodes.find(name) if valid else None
        return -2 - self._lost.of(name) if found is None else found

    def _made(self, bases: int) -> _Base:
        links = tuple(self._readings.links(bases))
        stated = tuple((one.id, self._lookup(one.id, valid=one.valid)) for one in links if one.stated)
        names = frozenset(one.id.lower() for one in links if one.stated)
        hinted = [one for one in links if not one.stated and one.valid and one.id.lower() not in names]
        families = frozenset(one.family for one in links if one.family is not None)
        lost = [(name, node) for name, node in stated if not self._there(node)]
        named = [*lost, *((one.id, self._lookup(one.id)) for one in hinted)]
        hints = ((name, node if self._there(node) else self._spelled(name)) for name, node in named)
        told = tuple((name, hint) for name, hint in hints if hint is not None)
        return _Base(stated, names, families, told, tuple(one.id for one in hinted))

    def _there(self, node: int) -> bool:
        return node >= 0 and self._element[node] != ABSENT

    def _spelled(self, name: str) -> str | None:
        found = family_named(name)
        return found.id if found is not None else None

    @cached_property
    def _hints(self) -> list[bool]:
        """Which ways of naming may hint at anything: by a family, or by a name that is hinted at or not found."""
        made = self._readings.shapes.made
        hinting = [any(not link.stated or link.family is not None for _, link in one.links) for one in made]
        shapes = (hinting[one.shape] for one in self._readings.bases.since(0))
        return [
            hints or any(not self._there(node) for node in nodes)
            for hints, nodes in zip(shapes, self._stated, strict=True)
        ]

    @cached_property
    def _named(self) -> Flags:
        """Which ways of naming hint by names: whose they are decides."""
        return np.asarray([hints and bool(self._of[at].named) for at, hints in enumerate(self._hints)], bool)

    @cached_property
    def _round(self) -> Flags:
        """Which repos may be their own ancestors."""
        found = np.zeros(len(self._bases), bool)
        leads = [{self._bases[node] for node in nodes if node >= 0} - {STUMBLED} for nodes in self._stated]
        for ring in rings(leads):
            if len(ring) > 1:
                inside = {node for number in ring for node in self._stated[number] if node >= 0}
                found[[node for node in inside if self._bases[node] in ring]] = True
        return found


def _kin(reach: tuple[int, int], hints: list[Hints]) -> Kin:
    """What a reach comes to."""
    elements = frozenset(element + STUMBLES for element in _numbers(reach[0]))
    return Kin(elements, frozenset[str | int]().union(*(hints[one] for one in _numbers(reach[1]))))


def _numbers(mask: int) -> tuple[int, ...]:
    """The numbers of the bits of a mask."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)
