"""The ancestry of a whole catalog as sets: every model's effective licences, and what a hostile graph costs."""

import random
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, TypeAlias

import msgspec
import numpy as np
import pyarrow as pa

from scanner.collect.catalog import Catalog
from scanner.collect.tables.parquet import schema
from scanner.judge.columns.batches import CARRIES, COLUMNS, Columns, Rows
from scanner.judge.columns.bearers import Bearers
from scanner.judge.columns.codes import Lists
from scanner.judge.columns.graph import Graph
from scanner.judge.columns.nodes import APART, Nodes
from scanner.judge.columns.readings import Link, Readings, Shape
from scanner.judge.columns.taking import Taker
from scanner.judge.evaluate import Engine
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.snapshot import MAX_DEPTH, Repo

_UNKNOWN = frozenset(("unknown",))


class Whole:
    """The catalog's models with their own licences and bases, each class read once."""

    def __init__(self, catalog: Catalog, engine: Engine) -> None:
        self.repos = list(_models(catalog))
        rows = Rows(engine.licenses)
        rows.add(Taker(engine.licenses, frozenset()).take(_table(self.repos)))
        self._readings, self._columns = rows.readings, rows.joined()
        self._own, self._carries = self._columns.numbers["own"], self._columns.flags & CARRIES > 0
        self._columns.numbers["families"][:] = 0  # names that hint at a family enter no effective terms
        self._places: dict[str, int] = {}
        for place, repo in enumerate(self.repos):
            self._places.setdefault(repo.id.lower(), place)

    def effective(self) -> list[frozenset[str]]:
        """By model, the licences of it and of its ancestors; ``unknown`` for each that is in doubt or not there."""
        bearers = Bearers(self._readings)
        element = np.asarray(bearers.numbers, np.int32)[self._own] * 2 + self._carries
        find = self._places.get
        named = np.asarray([find(one.lower(), -1) for one in self._readings.bases.names.to_pylist()], np.int32)
        nodes = Nodes(self._columns, element, lambda at: self.repos[at].id, lambda name: find(name.lower()), named)
        graph = Graph(self._readings, nodes)
        known: dict[tuple[int, frozenset[int]], frozenset[str]] = {}
        found = []
        for place, own in enumerate(self._own.tolist()):
            key = own, graph.elements(place)
            if key not in known:
                ids = (self._of(one, bearers) for one in key[1])
                known[key] = self._ids(own, carries=bool(self._carries[place])).union(*ids)
            found.append(known[key])
        return found

    def _of(self, element: int, bearers: Bearers) -> frozenset[str]:
        if element == APART:
            return frozenset()
        return self._ids(bearers.own[element // 2], carries=bool(element % 2)) if element >= 0 else _UNKNOWN

    def _ids(self, own: int, *, carries: bool) -> frozenset[str]:
        licence = self._readings.own.made[own]
        named = frozenset(licence.terms.ids) if licence.terms is not None else frozenset[str]()
        return named | _UNKNOWN if licence.doubts and not carries else named


def _models(catalog: Catalog) -> Iterator[Repo]:
    """Every model, its record read as whole tables are."""
    for number in range(len(catalog._sizes)):
        for line in catalog._block(number).split("\n"):
            key, _, text = line.partition("\t")
            if text.startswith("{") and not key.startswith("datasets/"):
                record = msgspec.json.decode(text)
                yield catalog._repo(record, "model", record["id"])


def _table(repos: list[Repo]) -> pa.Table:
    """Records as the columns of a table, as far as terms and stated bases hang on them."""
    unread = pa.array([";".join(one.what for one in repo.unread) for repo in repos]).dictionary_encode()
    lists = [[{"what": what, "reason": ""} for what in one.split(";") if what] for one in unread.dictionary.to_pylist()]
    nothing = [None] * len(repos)
    told: dict[str, Any] = {
        "id": [repo.id for repo in repos],
        "tags": [repo.info.get("tags") for repo in repos],
        "cardData": [_text(repo.info.get("cardData")) for repo in repos],
        "baseModels": [_text(repo.info.get("baseModels")) for repo in repos],
    }
    columns = {one.name: pa.array(told.get(one.name, nothing), one.type) for one in schema()}
    columns["unread"] = pa.array(lists, schema().field("unread").type).take(unread.indices)
    return pa.table(columns)


def _text(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


Named: TypeAlias = list[list[int]]

#: How many bases the catalog's models name that name any, and how many models do so.
_SIZES = {1: 12346, 2: 314, 3: 37, 4: 17, 5: 8, 13: 2, 18: 5, 59: 2}


def benign(count: int, edges: int) -> Named:
    """Models as people name their bases: as many by one as in the catalog, few bases are named by many, no ring."""
    rnd, named, left = random.Random(0), [set[int]() for _ in range(count)], edges
    while left:
        number = rnd.randrange(1, count)
        if named[number] and edges < count:
            continue  # drawn again only where there are more edges than models
        size = rnd.choices([*_SIZES], [*_SIZES.values()])[0]
        drawn = {int(number * rnd.random() ** 3) for _ in range(min(size, left))}
        left -= len(drawn - named[number])
        named[number] |= drawn
    return [sorted(one) for one in named]


def hostile(count: int, edges: int) -> Named:
    """Rings of 100 and in every tenth of them a merge of 500, until the edges are used; the other models name none."""
    named: Named = []
    for number in range(count):
        merged = number % 1000 == 0
        bases = [number // 100 * 100 + (number + 1) % 100]
        bases = [(number + step * 7) % count for step in range(1, 501)] if merged else bases
        named.append(bases[:edges])
        edges -= len(named[-1])
    return named


def small_rings(count: int, edges: int, size: int) -> Named:
    """Rings of a few, until the edges are used: each model has an ancestry of its own."""
    rings = min(edges, count) // size * size
    return [[number // size * size + (number + 1) % size] if number < rings else [] for number in range(count)]


def uneven(count: int) -> Named:
    """Two of three name one of a tenth of them: what was compared with 5,000 hostile ones before, with 7,495 edges."""
    return [[] if number % 3 == 0 else [number // 3 * 3 // 10] for number in range(count)]


def seconds(named: Named) -> float:
    """Seconds of CPU that the ancestry of all models takes, the least of five times."""
    return min(_seconds(named) for _ in range(5))


def _seconds(named: Named) -> float:
    count, readings = len(named), Readings(licenses=load_licenses(rules_dir()))
    sizes = np.asarray([*map(len, named)])
    shapes = [readings.shapes.of(size, partial(_shape, size)) for size in sizes.tolist()]
    flat = np.asarray([base for bases in named for base in bases], np.int32)
    readings.bases.fill(
        np.asarray(shapes, np.int32), Lists(sizes, flat), pa.array([f"o/m{one}" for one in range(count)])
    )
    numbers = np.arange(count, dtype=np.int32)
    columns = dict.fromkeys(COLUMNS, np.zeros(count, np.int32)) | {"bases": numbers}
    rows = Columns(columns, np.zeros(count, np.int8), np.ones(count, bool))
    graph = Graph(readings, Nodes(rows, numbers % 40 * 2, lambda at: f"o/m{at}", lambda name: int(name[3:]), numbers))
    begun = time.process_time()
    graph.lineages(numbers)
    return time.process_time() - begun


def _shape(size: int) -> Shape:
    return Shape(tuple((at, Link("", "finetune", True, True, None)) for at in range(size)))


def met(named: Named) -> int:
    """How many ancestors all models have together."""
    return sum(len(_reached(named, number)) for number in range(len(named)))


def _reached(named: Named, start: int) -> set[int]:
    found, level = {start}, [start]
    for _ in range(MAX_DEPTH + 1):
        level = list({other for child in level for other in named[child]} - found)
        found.update(level)
    return found - {start}
