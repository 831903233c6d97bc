"""The ancestry of a whole catalog as sets: every model's effective licences, and what a hostile graph costs."""

import json
import time
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from scanner.collect.catalog import Catalog
from scanner.judge.columns.graph import APART, Graph, Kin, Node
from scanner.judge.columns.keys import Keyer
from scanner.judge.columns.readings import Bases, Link, Numbers, Readings, read_bases
from scanner.judge.evaluate import Engine
from scanner.judge.reading.made import carries_terms
from scanner.judge.reading.own import own_license
from scanner.judge.terms.parts import is_bare
from scanner.model.snapshot import MAX_DEPTH, Repo

_UNKNOWN = frozenset(("unknown",))


class _Stated(Keyer):
    """Keys of what is stated: names that hint at a family or a teacher enter no effective terms."""

    @staticmethod
    def family(name: str) -> str | None:
        return None

    def _taught(self, name: str, low: str, tags: Sequence[str] | None) -> Hashable:
        return None


class Whole:
    """The catalog's models with their own licences and bases, each class read once."""

    def __init__(self, catalog: Catalog, engine: Engine) -> None:
        self._readings = Readings(licenses=engine.licenses, keyer=_Stated(engine.licenses))
        self.repos = list(_models(catalog))
        self._rows = [self._take(repo) for repo in self.repos]
        self._places: dict[str, int] = {}
        for place, repo in enumerate(self.repos):
            self._places.setdefault(repo.id.lower(), place)

    def effective(self) -> list[frozenset[str]]:
        """By model, the licences of it and of its ancestors; ``unknown`` for each that is in doubt or not there."""
        made = self._readings.bases.made
        graph = Graph(made, self._node, lambda place: self.repos[place].id, lambda name: self._places.get(name.lower()))
        known: dict[tuple[int, Kin], frozenset[str]] = {}
        found = []
        for place, (repo, row) in enumerate(zip(self.repos, self._rows, strict=True)):
            key = row.own, graph.kin(place, repo.id, row.bases)
            if key not in known:
                known[key] = self._ids(row.own, row.carries).union(*(self._of(one) for one in key[1].elements))
            found.append(known[key])
        return found

    def _of(self, element: int) -> frozenset[str]:
        if element == APART:
            return frozenset()
        return self._ids(element // 2, bool(element % 2)) if element >= 0 else _UNKNOWN

    def _ids(self, own: int, carries: bool) -> frozenset[str]:
        licence = self._readings.own.made[own]
        named = frozenset(licence.terms.ids) if licence.terms is not None else frozenset[str]()
        return named | _UNKNOWN if licence.doubts and not carries else named

    def _node(self, place: int) -> Node:
        row = self._rows[place]
        return Node(row.own, row.bases, row.family, row.carries)

    def _take(self, repo: Repo) -> Numbers:
        keys = self._readings.keyer.keys(_row(repo))
        stated: Hashable = json.dumps(repo.info["x_statements"]) if "x_statements" in repo.info else None
        own = self._readings.own.of((keys.own, stated), lambda: own_license(repo, self._readings.licenses))
        bases = self._readings.bases.of(keys.bases, lambda: read_bases(repo))
        bare = is_bare(self._readings.own.made[own])
        return Numbers(own, 0, bases, 0, 0, keys.family, bare and carries_terms(repo))


def _models(catalog: Catalog) -> Iterator[Repo]:
    models = ((key, value) for key, value in catalog._all() if not key.startswith("datasets/"))
    return (catalog._repo(value, "model", value["id"]) for _, value in models)


def _row(repo: Repo) -> list[Any]:
    """A record as the columns of a table would hold it, as far as terms and stated bases hang on it."""
    tags, card, bases = (repo.info.get(name) for name in ("tags", "cardData", "baseModels"))
    unread = tuple(one.what for one in repo.unread)
    return [repo.id, unread, *[None] * 4, tags, _text(card), *[None] * 3, _text(bases), *[None] * 4]


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def made(shape: str, count: int) -> tuple[float, int]:
    """Seconds that the ancestry of ``count`` models takes, and how many ancestors that are: ``benign`` as on the Hub
    (two of three name a base, few levels), or ``adversarial``: cycles of 100, and merges of 500 among them."""
    bases = [Bases(tuple(map(_link, _bases(shape, number, count)))) for number in range(count)]
    met = sum(len(_reached(bases, number)) for number in range(count))
    graph = Graph(bases, lambda n: Node(n % 40, n, None), lambda n: f"o/m{n}", lambda name: int(name[3:]))
    begun = time.process_time()
    for number in range(count):
        graph.kin(number, f"o/m{number}", number)
    return time.process_time() - begun, met


def _link(base: int) -> Link:
    return Link(f"o/m{base}", "finetune", True, True, None)


def _reached(bases: list[Bases], start: int) -> set[int]:
    found, level = {start}, [start]
    for _ in range(MAX_DEPTH + 1):
        level = [n for child in level for one in bases[child].links if (n := int(one.id[3:])) not in found]
        found |= set(level)
    return found - {start}


def _bases(shape: str, number: int, count: int) -> list[int]:
    if shape == "benign":
        return [] if number % 3 == 0 else [number // 3 * 3 // 10]
    if number % 1000 == 0:
        return [(number + step * 7) % count for step in range(1, 501)]
    return [number // 100 * 100 + (number + 1) % 100]
