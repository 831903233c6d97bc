"""A table's repos by number and by name, as far as anything names them: no index of all ids is kept."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from scanner.collect import walk
from scanner.collect.catalog import Catalog
from scanner.collect.tables.parquet import arrow, unpacked
from scanner.collect.tables.places import Places
from scanner.collect.tables.table import Table
from scanner.judge.columns.batches import Batch
from scanner.judge.columns.codes import Numbers, flags
from scanner.judge.evaluate import Engine
from scanner.model.snapshot import Problem, Repo, Snapshot
from scanner.model.words import RepoType
from scanner.runs.whole.taking import Lost

if TYPE_CHECKING:
    import pyarrow

#: Ids that are taken out of a column at once, and those that are compared at once.
CHUNK, _MATCHED = 100_000, 2_000_000


class Finds(Protocol):
    """Where repos are, by name."""

    def get(self, name: str, /) -> int | None:
        """The place of an id; None where it is not."""


class Ids:
    """The ids of a kind, each in its place; the newest row of an id stands. ``numbers`` are those of the rows in the
    table; ``gone`` marks rows whose repos a later crawl lists no more, ``older`` those that a later row replaces."""

    def __init__(
        self,
        names: pyarrow.StringArray,
        numbers: array[int],
        gone: bytearray,
        revisions: Callable[[], Iterator[pyarrow.StringArray]],
    ) -> None:
        """``revisions`` tells the commit of each row, where one was told, some rows after the other."""
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
        found, last = bytearray(len(self.names)), dict[str, int]()
        ordered, order = hashes(self.names)
        alike = np.flatnonzero(ordered[1:] == ordered[:-1])
        for place in np.unique(np.r_[order[alike], order[alike + 1]]).tolist():
            name = self.name(place)
            if name in last:
                found[last[name]] = 1
            last[name] = place
        return found

    def places(self) -> Places:
        """Where all ids are."""
        found = Places()
        for place, name in self:
            found.add(name, place, self.name)
        return found

    def found(self, names: pyarrow.StringArray) -> Numbers:
        """Where some ids are, whatever their case; -1 where one is not."""
        pa = arrow()
        wanted = pa.compute.utf8_lower(names).dictionary_encode()
        code, at = self._matching(wanted.dictionary)
        place, count, odd = (
            np.full(len(wanted.dictionary), -1, np.int32),
            np.bincount(code, minlength=len(wanted.dictionary)),
            Places(),
        )
        place[code] = at
        for row in at[count[code] > 1].tolist():
            odd.add(self.name(row), row, self.name)
        for row in np.flatnonzero(~flags(pa.compute.string_is_ascii(self.names))).tolist():
            odd.add(self.name(row), row, self.name)
        codes = wanted.indices.to_numpy()
        met: Numbers = place[codes]
        for one in np.flatnonzero((count[codes] > 1) | (met < 0)).tolist() if len(odd) else ():
            other = odd.get(names[one].as_py())
            met[one] = met[one] if other is None else other
        return met

    def _matching(self, low: pyarrow.StringArray) -> tuple[Numbers, Numbers]:
        """The rows whose ids are among these in lower case: the numbers of these, and the places of the rows."""
        pa = arrow()
        codes, places = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        for start in range(0, len(self.names), _MATCHED):
            code = pa.compute.index_in(pa.compute.utf8_lower(self.names.slice(start, _MATCHED)), value_set=low)
            codes.append(code.drop_null().to_numpy())
            places.append((np.flatnonzero(flags(code.is_valid())) + start).astype(np.int32))
        return np.concatenate(codes), np.concatenate(places)

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


def _revisions(paths: list[Path]) -> Iterator[pyarrow.StringArray]:
    pa = arrow()
    found: list[pyarrow.Array] = []
    for path in paths:
        there = "sha" in pa.parquet.read_schema(path).names
        one = unpacked(path, ["sha" if there else "id"]).column(0)
        found += one.cast(pa.string()).chunks if there else [pa.nulls(len(one), pa.string())]
        if sum(map(len, found)) >= CHUNK:
            yield _joined(found)
            found = []
    yield _joined(found)


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

    def listed(self, kind: RepoType, places: list[int]) -> Iterator[tuple[list[int], pyarrow.Table]]:
        """Some rows by their places (in order), as far as they are at hand as columns and tell all that is known."""

    def repo(self, kind: RepoType, place: int, requested: str) -> Repo:
        """The repo of a row."""

    def beyond(self, kind: RepoType, name: str) -> Repo | None:
        """What is known of a repo that is not listed."""


class Found:
    """Where names lead, by their hashes: a few bytes each."""

    def __init__(self, names: pyarrow.StringArray, places: Numbers) -> None:
        """``places``: -1 where a name leads nowhere."""
        self.names, self.places = names, places
        self._hashes, self._order = hashes(names)

    def get(self, name: str) -> int | None:
        """The place of a name, as it is spelled; None where it leads nowhere."""
        low, high = (int(np.searchsorted(self._hashes, hash(name), side)) for side in ("left", "right"))
        for at in self._order[low:high].tolist():
            if self.names[at].as_py() == name:
                return int(self.places[at]) if self.places[at] >= 0 else None
        return None


def hashes(names: pyarrow.StringArray) -> tuple[Any, Any]:
    """The hashes of names in order, and the place of each."""
    chunks = (names.slice(start, CHUNK).to_pylist() for start in range(0, len(names), CHUNK))
    found = np.fromiter((hash(name) for chunk in chunks for name in chunk), np.int64, len(names))
    order = np.argsort(found, kind="stable")
    return found[order], order


class Held:
    """The repos of a source and of the bundled catalog, by name."""

    def __init__(self, source: Source, places: dict[RepoType, Finds]) -> None:
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
        return Snapshot(target=repo_id, root=root, related=walk.related(self, root, self._absent))

    def _absent(self, repo_type: RepoType, repo_id: str) -> Repo:
        message = f"{repo_id}: neither in {self._source.name} nor in the bundled catalog; leave it out to ask the Hub"
        return Repo(
            id=repo_id,
            repo_type=repo_type,
            requested=repo_id,
            source="catalog",
            problem=Problem(kind="not_in_catalog", message=message),
        )
