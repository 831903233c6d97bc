"""A table's repos by number and by name, as far as anything names them: no index of all ids is kept."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scanner.collect import known
from scanner.collect.catalog import Catalog
from scanner.collect.tables.parquet import arrow, unpacked
from scanner.collect.tables.places import Places
from scanner.collect.tables.table import Table
from scanner.judge.columns.taking import Batch
from scanner.judge.evaluate import Engine
from scanner.model.snapshot import Problem, Repo, Snapshot
from scanner.model.words import RepoType
from scanner.runs.whole.taking import Lost

if TYPE_CHECKING:
    import pyarrow

#: Ids that are taken out of a column at once.
CHUNK = 100_000


class Ids:
    """The ids of a kind, each in its place; the newest row of an id stands. ``numbers`` are those of the rows in the
    table; ``gone`` marks rows whose repos a later crawl lists no more, ``older`` those that a later row replaces."""

    def __init__(
        self,
        names: pyarrow.StringArray,
        numbers: array[int],
        gone: bytearray,
        revisions: Callable[[], pyarrow.StringArray],
    ) -> None:
        self.names, self.numbers, self.gone, self.revisions = names, numbers, gone, revisions
        self.older = self._older()

    @classmethod
    def of(cls, table: Table, kind: RepoType) -> Ids:
        """The ids of a table."""
        numbers, gone = array("i"), bytearray()
        chunks: list[pyarrow.Array] = []
        for start, path, is_gone in table.parts(kind):
            ids = unpacked(path, ["id"]).column("id").cast(arrow().string())
            chunks += ids.chunks
            numbers.extend(range(start, start + len(ids)))
            gone.extend(bytes([is_gone]) * len(ids))
        paths = [path for _, path, _ in table.parts(kind)]
        return cls(_joined(chunks), numbers, gone, lambda: _revisions(paths))

    def _older(self) -> bytearray:
        """Which rows a later one of the same id replaces."""
        pa = arrow()
        found = bytearray(len(self.names))
        if len(pa.compute.unique(self.names)) < len(self.names):
            codes = array("i")
            codes.frombytes(self.names.dictionary_encode().indices.buffers()[1])
            last: dict[int, int] = {}
            for place, code in enumerate(codes[: len(self.names)]):
                if code in last:
                    found[last[code]] = 1
                last[code] = place
        return found

    def places(self, wanted: frozenset[str] | None = None) -> Places:
        """Where ids are, those that are wanted or all."""
        found = Places()
        for place, name in self:
            if wanted is None or name.lower() in wanted:
                found.add(name, place, self.name)
        return found

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Each place with its id."""
        for start in range(0, len(self.names), CHUNK):
            yield from enumerate(self.names.slice(start, CHUNK).to_pylist(), start)

    def name(self, place: int) -> str:
        """The id at a place."""
        return str(self.names[place].as_py())


def _joined(chunks: list[pyarrow.Array]) -> pyarrow.StringArray:
    pa = arrow()
    return pa.concat_arrays(chunks) if chunks else pa.array([], pa.string())


def _revisions(paths: list[Path]) -> pyarrow.StringArray:
    """The commit of each row, where one was told."""
    pa = arrow()
    found: list[pyarrow.Array] = []
    for path in paths:
        there = "sha" in pa.parquet.read_schema(path).names
        one = unpacked(path, ["sha" if there else "id"]).column(0)
        found += one.cast(pa.string()).chunks if there else [pa.nulls(len(one), pa.string())]
    return _joined(found)


class Source(Protocol):
    """The rows of models, and of the datasets that they name."""

    @property
    def name(self) -> str:
        """What it is, for a reader."""

    @property
    def lacking(self) -> list[str]:
        """What of it cannot be used."""

    def batches(self, engine: Engine, concluded: frozenset[str]) -> Iterator[Batch | Lost]:
        """The models, taken, in order of their places."""

    def ids(self, kind: RepoType) -> Ids:
        """The ids of a kind; of models once all batches were taken."""

    def fetch(self, kind: RepoType, places: Iterable[int]) -> None:
        """Have some rows at hand: they are about to be asked for."""

    def repo(self, kind: RepoType, place: int, requested: str) -> Repo:
        """The repo of a row."""

    def beyond(self, kind: RepoType, name: str) -> Repo | None:
        """What is known of a repo that is not listed."""


class Held:
    """The repos of a source and of the bundled catalog, by name."""

    def __init__(self, source: Source, places: dict[RepoType, Places]) -> None:
        self._source, self._places = source, places
        self._catalog = Catalog.open()

    def get(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The record of an id, whatever its case; None when there is none."""
        place = self._places[repo_type].get(repo_id)
        return self.beyond(repo_type, repo_id) if place is None else self._source.repo(repo_type, place, repo_id)

    def beyond(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The record of an id that is not listed: as a crawl read it, else the bundled catalog's."""
        return self._source.beyond(repo_type, repo_id) or self._catalog.get(repo_type, repo_id)

    def find(self, repo_type: RepoType, repo_id: str) -> Repo:
        """The record of an id; what nobody has is there with its problem."""
        return self.get(repo_type, repo_id) or self._absent(repo_type, repo_id)

    def snapshot(self, repo_id: str, place: int) -> Snapshot:
        """A row with its relatives."""
        root = self._source.repo("model", place, repo_id)
        return Snapshot(target=repo_id, root=root, related=known.related(self, root, self._absent))

    def _absent(self, repo_type: RepoType, repo_id: str) -> Repo:
        message = f"{repo_id}: neither in {self._source.name} nor in the bundled catalog; leave it out to ask the Hub"
        return Repo(
            id=repo_id,
            repo_type=repo_type,
            requested=repo_id,
            source="catalog",
            problem=Problem(kind="not_in_catalog", message=message),
        )
