"""The parts of a table taken by several processes, in the order of the table."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scanner.collect.tables.parquet import arrow
from scanner.collect.tables.table import Table
from scanner.judge.columns.taking import Batch, Taker
from scanner.judge.evaluate import Engine
from scanner.model.errors import ModelscanError
from scanner.model.snapshot import Repo
from scanner.runs.whole.columns import rows_of

if TYPE_CHECKING:
    import pyarrow

#: Fewer rows are taken here: another process has to load the knowledge first.
_WORTH = 30_000


class Lost(NamedTuple):
    """A part that could not be read."""

    why: str
    rows: int


@contextmanager
def taking(
    table: Table, paths: list[tuple[int, Path]], engine: Engine, concluded: frozenset[str]
) -> Iterator[Iterator[Batch | Lost]]:
    """The batches of some parts, given with the number of their first row."""
    read = table.reads.ids("model")
    forks = sys.platform == "linux" and (os.cpu_count() or 1) > 1
    if not forks or sum(_size(path) for _, path in paths) < _WORTH or read:
        taker = Taker(engine.licenses, concluded)
        yield (_taken(taker, path, table, start, read) for start, path in paths)
        return
    # Forked, so that the knowledge is loaded once; arrow has not begun any threads by now.
    engine.warm()
    context = multiprocessing.get_context("fork")
    workers = min(os.cpu_count() or 1, 8)
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(engine, concluded)) as pool:
        yield pool.map(_elsewhere, [path for _, path in paths])


def _size(path: Path) -> int:
    return int(arrow().parquet.read_metadata(path).num_rows)


def _taken(
    taker: Taker, path: Path, table: Table | None = None, start: int = 0, read: frozenset[str] = frozenset()
) -> Batch | Lost:
    try:
        rows = rows_of(path)
    except ModelscanError as error:
        return Lost(str(error), _size(path))
    return taker.take(rows, _read(rows, table, start, read) if table is not None and read else None)


def _read(rows: pyarrow.Table, table: Table, start: int, read: frozenset[str]) -> dict[int, Repo]:
    """What was read of repos beyond the list, by the place of their rows."""
    names = rows.column("id").to_pylist()
    found = {place: table.repo(start + place, name) for place, name in enumerate(names) if name.lower() in read}
    return {place: repo for place, repo in found.items() if repo.source != "catalog"}


_taker: list[Taker] = []


def _begin(engine: Engine, concluded: frozenset[str]) -> None:
    _taker[:] = [Taker(engine.licenses, concluded)]


def _elsewhere(path: Path) -> Batch | Lost:
    return _taken(_taker[0], path)
