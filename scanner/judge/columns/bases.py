"""Where ways of naming bases lead: the repos that are stated, and those and the families that are hinted at."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa

from scanner.collect.relations.families import family_named
from scanner.judge.columns.codes import Flags, Known, Numbers
from scanner.judge.columns.readings import Readings
from scanner.judge.columns.ways import Places, Ways
from scanner.judge.reading.suspects import MORE
from scanner.model.once import Remembered

Hints: TypeAlias = frozenset[str | int]
_MOST = 20_000


class Base(NamedTuple):
    """What is named in one way: each stated base by its name with its node; families that are hinted at by their
    spelling (``MORE`` stands for names that are not followed), and by name a family or a repo."""

    stated: tuple[tuple[str, int], ...]
    names: frozenset[str]
    families: Hints
    named: tuple[tuple[str, str | int], ...] = ()
    hinted: tuple[str, ...] = ()


class Bases:
    """Ways of naming by number. A base that is not found is the number of its name, counted downward from -2."""

    def __init__(
        self, readings: Readings, find: Callable[[str], int | None], named: Numbers, there: Callable[[Places], Flags]
    ) -> None:
        """``find`` tells the node of a name, ``named`` that of many by number, ``there`` at which of some
        a repo is."""
        self._readings, self._find, self._named, self._there = readings, find, named, there
        self._lost: Known[str] = Known()
        self._of = Remembered(self._made, _MOST)

    def __getitem__(self, bases: int) -> Base:
        return self._of[bases]

    def lost(self, node: int) -> str:
        """The name of a base that is not found, in lower case."""
        return self._lost[-2 - node]

    @cached_property
    def ways(self) -> Ways:
        """The repos that are stated, by the way of naming; the terms of all join."""
        links = [[(at, link) for at, link in one.links if link.stated] for one in self._readings.shapes.made]
        told, name = self._readings.bases.told([[at for at, _ in one] for one in links])
        own = [-1 if at >= 0 else self._lookup(one.id, valid=one.valid) for links_ in links for at, one in links_]
        nodes = np.where(name < 0, np.asarray(own, np.int64)[told.values], self._nodes(name))
        return Ways(nodes, np.ones(len(nodes), bool), np.r_[0, np.cumsum(told.counts)])

    def _nodes(self, name: Numbers) -> Any:
        """The nodes of names, by number; those that lead nowhere are looked up once each."""
        found = np.append(self._named, -1).astype(np.int64)  # the last is also the number -1
        lost = np.unique(name[(name >= 0) & (found[name] < 0)])
        found[lost] = [self._lookup(one) for one in self._readings.bases.names.take(pa.array(lost)).to_pylist()]
        return found[name]

    @cached_property
    def stating(self) -> Flags:
        """Which ways state any base."""
        found: Flags = self.ways.sizes() > 0
        return found

    @cached_property
    def hinting(self) -> Flags:
        """Which ways may hint at anything: by a family, or by a name that is hinted at or not found."""
        made = self._readings.shapes.made
        hints = np.asarray([any(not link.stated or link.family is not None for _, link in one.links) for one in made])
        found: Flags = hints.astype(bool)[self._readings.bases.shape]
        nodes, place = np.unique(self.ways.nodes, return_inverse=True)
        absent = ~self._there(nodes)[place]
        found[self.ways.rows()[absent]] = True
        return found

    @cached_property
    def naming(self) -> Flags:
        """Which ways hint by names: whose they are decides."""
        return self._naming[0]

    @cached_property
    def led_to(self) -> Places:
        """The repos that are hinted at."""
        return self._naming[1]

    @cached_property
    def led(self) -> frozenset[int]:
        """The same as a set."""
        return frozenset(self.led_to.tolist())

    @cached_property
    def _naming(self) -> tuple[Flags, Places]:
        found, led = np.zeros(len(self.hinting), bool), set[int]()
        for at in np.flatnonzero(self.hinting).tolist():
            named = self._of[at].named
            found[at] = bool(named)
            led.update(hint for _, hint in named if isinstance(hint, int))
        return found, np.asarray(sorted(led), np.int64)

    def nodes(self, bases: int) -> list[int]:
        """The repos that are stated so."""
        ways = self.ways
        found: list[int] = ways.nodes[ways.begins[bases] : ways.begins[bases + 1]].tolist()
        return found

    def _is_there(self, node: int) -> bool:
        return bool(self._there(np.asarray([node]))[0])

    def _lookup(self, name: str, *, valid: bool = True) -> int:
        found = self._find(name) if valid else None
        return -2 - self._lost.of(name.lower()) if found is None else found

    def _made(self, bases: int) -> Base:
        links = tuple(self._readings.links(bases))
        stated = tuple((one.id, self._lookup(one.id, valid=one.valid)) for one in links if one.stated)
        names = frozenset(one.id.lower() for one in links if one.stated)
        hinted = [one for one in links if not one.stated and one.valid and one.id.lower() not in names]
        more = self._readings.shapes.made[self._readings.bases.shape[bases]].more
        families = frozenset(one.family for one in links if one.family is not None) | ({MORE} if more else set())
        lost = [(name, node) for name, node in stated if not self._is_there(node)]
        named = [*lost, *((one.id, self._lookup(one.id)) for one in hinted)]
        hints = ((name, node if self._is_there(node) else _spelled(name)) for name, node in named)
        told = tuple((name, hint) for name, hint in hints if hint is not None)
        return Base(stated, names, families, told, tuple(one.id for one in hinted))


def _spelled(name: str) -> str | None:
    found = family_named(name)
    return found.id if found is not None else None
