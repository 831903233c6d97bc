"""The parts of a table taken by several processes, in the order of the table."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from scanner.collect.tables.parquet import arrow
from scanner.collect.tables.table import Table
from scanner.judge.columns.batches import Batch
from scanner.judge.columns.taking import Taker
from scanner.judge.evaluate import Engine
from scanner.model.errors import ModelscanError
from scanner.model.process import give_back, seldom
from scanner.model.snapshot import Repo
from scanner.runs.whole.columns import rows_of

if TYPE_CHECKING:
    import pyarrow

#: Fewer rows are taken here: another process has to load the knowledge first.
_WORTH = 30_000
#: Rows that are taken at once.
_TOGETHER = 60_000
#: The number of a part's first row, its file, and how many rows it has.
Part: TypeAlias = tuple[int, Path, int]


class Lost(NamedTuple):
    """A part that could not be read."""

    why: str
    rows: int


@contextmanager
def taking(table: Table, engine: Engine, concluded: frozenset[str]) -> Iterator[Iterator[Batch | Lost]]:
    """The batches of a table's models, in their order."""
    parts = [(start, path, _size(path)) for start, path, _ in table.parts("model")]
    together = list(_together(parts))
    read = table.reads.ids("model")
    forks = sys.platform == "linux" and (os.cpu_count() or 1) > 1
    taker = Taker(engine.licenses, concluded)
    if not forks or sum(rows for _, _, rows in parts) < _WORTH or read:
        yield chain.from_iterable(_taken(taker, one, table, read) for one in together)
        return
    # Forked, so that the knowledge is loaded once, and what the first rows have in common with others is met once.
    engine.warm()
    first = _taken(taker, together[0])
    _spare()
    _taker[:] = [taker]
    context = multiprocessing.get_context("fork")
    workers = min(os.cpu_count() or 1, 8, max(len(together) - 1, 1))
    with ProcessPoolExecutor(workers, context, initializer=_begin) as pool:
        others = pool.map(_elsewhere, together[1:])  # they have begun
        _taker.clear()
        del taker
        gc.collect()  # what it holds refers to itself
        _spare()
        yield chain(first, chain.from_iterable(others))


def _together(parts: list[Part]) -> Iterator[list[Part]]:
    """Neighbouring parts, as many as are taken at once: what rows have in common is found once for all of them."""
    found: list[Part] = []
    for part in parts:
        if found and sum(rows for _, _, rows in found) + part[2] > _TOGETHER:
            yield found
            found = []
        found.append(part)
    if found:
        yield found


def _size(path: Path) -> int:
    return int(arrow().parquet.read_metadata(path).num_rows)


def _taken(
    taker: Taker, parts: list[Part], table: Table | None = None, read: frozenset[str] = frozenset()
) -> list[Batch | Lost]:
    """Parts, taken; those that can be together."""
    found: list[Batch | Lost] = []
    sound: list[pyarrow.Table] = []
    repos: dict[int, Repo] = {}
    for start, path, size in parts:
        try:
            sound.append(rows_of(path))
        except ModelscanError as error:
            found += [*_joined(taker, sound, repos), Lost(str(error), size)]
            sound, repos = [], {}
            continue
        if table is not None and read:
            repos |= _read(sound[-1], table, start, read, sum(map(len, sound[:-1])))
    return [*found, *_joined(taker, sound, repos)]


def _joined(taker: Taker, parts: list[pyarrow.Table], repos: dict[int, Repo]) -> Iterator[Batch]:
    if not parts:
        return
    pa = arrow()
    begins = [0, *accumulate(map(len, parts))]
    try:
        together = pa.concat_tables(parts, promote_options="default").combine_chunks()
        parts[:] = [together.slice(begin, len(part)) for begin, part in zip(begins, parts, strict=False)]  # held once
        yield taker.take(together, repos)
    except pa.ArrowException:  # columns of a later version, of several types
        for begin, end, rows in zip(begins, begins[1:], parts, strict=False):
            own = {place - begin: repo for place, repo in repos.items() if begin <= place < end}
            yield taker.take(rows, own)


def _read(rows: pyarrow.Table, table: Table, start: int, read: frozenset[str], before: int) -> dict[int, Repo]:
    """What was read of repos beyond the list, by the place of their rows after so many others."""
    names = rows.column("id").to_pylist()
    found = {place: table.repo(start + place, name) for place, name in enumerate(names) if name.lower() in read}
    return {before + place: repo for place, repo in found.items() if repo.source != "catalog"}


_taker: list[Taker] = []


def _begin() -> None:
    gc.freeze()  # all that was loaded stays
    seldom()
    _taker[0].rename(str(os.getpid()))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Whom nobody can tell of the end, for the parent was killed, would wait for work for ever."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _elsewhere(parts: list[Part]) -> list[Batch | Lost]:
    found = _taken(_taker[0], parts)
    _spare()
    return found


def _spare() -> None:
    """Hold no memory that a batch needed: others take one meanwhile."""
    arrow().default_memory_pool().release_unused()
    give_back()
