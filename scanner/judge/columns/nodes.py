"""All repos of a table as nodes of a graph: what each brings as an ancestor, which bases it names, what it hints at."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scanner.collect.relations import is_made_of
from scanner.judge.columns.bases import Bases, Hints
from scanner.judge.columns.batches import SPECIAL, Columns
from scanner.judge.columns.codes import Flags, Known, Numbers, bits, filled, grouped
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.columns.ways import Edge, Places
from scanner.knowledge.publishers import same_holder

#: Elements beside the classes of licences: an ancestor that is not there, was not read, stands apart, made us stumble.
ABSENT, UNREAD, APART, STUMBLES = -1, -2, -3, -4


def counted(elements: int) -> list[int]:
    """The elements of a set, a mask in which a bit stands for each, counted from ``STUMBLES``."""
    return [bit + STUMBLES for bit in bits(elements)]


class Nodes(NamedTuple):
    """All repos by number: rows, then those beyond the table. ``element`` is what each brings as an ancestor, ``named``
    where each name that rows state leads, by the number of the name; -1: nowhere, as far as it tells."""

    columns: Columns
    element: Numbers
    name: Callable[[int], str]
    find: Callable[[str], int | None]
    named: Numbers


class Repos:
    """Repos with what they name. One that is not found is the number of its name, counted downward from -2."""

    def __init__(self, readings: Readings, nodes: Nodes) -> None:
        self._nodes, self._families = nodes, readings.families
        self.bases, self.family = nodes.columns.numbers["bases"], nodes.columns.numbers["families"]
        self.element: Numbers = nodes.element
        self.special: Flags = nodes.columns.flags & SPECIAL > 0
        self.named = Bases(readings, nodes.find, nodes.named, self.are_there)
        #: All that any repo hints at, by number; 0 is nothing.
        self.hints: Known[Hints] = Known([frozenset()])

    def name(self, node: int) -> str:
        """A repo's id, or that which it is named by."""
        return self._nodes.name(node) if node >= 0 else self.named.lost(node)

    def found(self, node: int) -> int:
        """The repo that a repo's name leads to: itself, or another row of the same name."""
        found = self._nodes.find(self.name(node))
        return node if found is None else found

    def are_there(self, nodes: Places) -> Flags:
        """Which of some repos there are."""
        found: Flags = np.where(nodes >= 0, self.element[nodes], ABSENT) != ABSENT
        return found

    def is_read(self, node: int) -> bool:
        """Whether its licence was read."""
        return node >= 0 and int(self.element[node]) >= 0

    def edges(self, node: int) -> tuple[Edge, ...]:
        """The bases of a repo, each with whether its terms join: not where one holder trained both itself."""
        bases = int(self.bases[node])
        stated = self.named.nodes(bases) if bases != STUMBLED else []
        if not self.special[node]:
            return tuple((one, True) for one in stated)
        name = self.name(node)
        return tuple((one, same_holder(name, self.name(one)) is None) for one in stated)

    def hinted(self, node: int) -> Hints:
        """What a repo hints at itself."""
        bases, family = int(self.bases[node]), self._families[int(self.family[node])]
        found: Hints = frozenset((family,)) if family is not None else frozenset()
        if bases == STUMBLED or not self.named.hinting[bases]:
            return found
        base = self.named[bases]
        if base.named:
            name = self.name(node)
            made_of = {other for other in base.hinted if is_made_of(name, other)}
            found |= {h for other, h in base.named if other not in made_of and same_holder(name, other) is None}
        return found | base.families

    def hinting(self, nodes: Places) -> Numbers:
        """What each of some repos hints at itself, by number."""
        bases = self.bases[nodes]
        hints, names = self.of_way(self.named.hinting, bases), self.of_way(self.named.naming, bases)
        groups = grouped(self.family[nodes], np.where(hints, bases, -1), np.where(names, np.arange(len(nodes)), -1))
        found = filled((self.hints.of(self.hinted(node)) for node in nodes[groups.first].tolist()), len(groups))
        return found[groups.number]

    @staticmethod
    def of_way(told: Flags, bases: Numbers) -> Flags:
        """What is told of the ways in which repos name their bases; no of those that could not be read."""
        found: Flags = np.append(told, False)[bases]  # the last is also the number -1
        return found
