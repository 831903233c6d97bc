"""A table on this machine as the source of a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from scanner.collect.tables.table import Table
from scanner.judge.columns.batches import Batch
from scanner.judge.evaluate import Engine
from scanner.model.errors import ModelscanError
from scanner.model.snapshot import Repo
from scanner.model.words import RepoType
from scanner.runs.whole.columns import rows_of
from scanner.runs.whole.held import Ids
from scanner.runs.whole.taking import Lost, taking

if TYPE_CHECKING:
    import pyarrow


class TableSource:
    """A table on this machine."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._ids: dict[RepoType, Ids] = {}
        self.name, self.lacking = str(table.folder), list(table.damaged)

    def batches(self, engine: Engine, concluded: frozenset[str]) -> Iterator[Batch | Lost]:
        with taking(self._table, engine, concluded) as batches:
            yield from batches

    def ids(self, kind: RepoType) -> Ids:
        if kind not in self._ids:
            self._ids[kind] = Ids.of(self._table, kind)
        return self._ids[kind]

    def fetch(self, kind: RepoType, places: Iterable[int]) -> None:
        """All of it is at hand."""

    def listed(self, kind: RepoType, places: list[int]) -> Iterator[tuple[list[int], pyarrow.Table]]:
        ids, parts, read = self.ids(kind), [*self._table.parts(kind)], self._table.reads.ids(kind)
        starts = [start for start, _, _ in parts]
        plain = [at for at in places if not ids.gone[at] and ids.name(at).lower() not in read]
        for part, some in groupby(plain, lambda at: bisect_right(starts, ids.numbers[at]) - 1):
            there = [*some]
            with suppress(ModelscanError):  # of columns of other types: each row is read for itself
                yield there, rows_of(parts[part][1]).take([ids.numbers[at] - starts[part] for at in there])

    def repo(self, kind: RepoType, place: int, requested: str) -> Repo:
        return self._table.repo(self.ids(kind).numbers[place], requested)

    def beyond(self, kind: RepoType, name: str) -> Repo | None:
        return self._table.beyond(kind, name)
