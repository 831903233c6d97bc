"""A public dump of the Hub's metadata → parts of a table, by row group and by the columns that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scanner.collect.tables.columns import converted
from scanner.collect.tables.manifest import Crawl, End, Journal, PagePart, held
from scanner.collect.tables.parquet import arrow, table_packed
from scanner.collect.tables.rows import COUNTS, FLAGS, JSON, LISTS, TEXT
from scanner.collect.tables.writing import keep_bytes, sweep
from scanner.model.clock import stamp
from scanner.model.errors import ModelscanError
from scanner.model.words import RepoType
from scanner.runs.crawl.run import Done, Step

if TYPE_CHECKING:
    import pyarrow

#: Rows of a part.
_BATCH = 50_000
_WANTED = ("id", *TEXT, *FLAGS, *COUNTS, *JSON, *LISTS, "gated")
_OF_MODELS = frozenset({"pipeline_tag", "library_name", "safetensors", "baseModels", "gguf"})
_OF_DATASETS = frozenset({"description", "mainSize", "citation", "paperswithcode_id"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Rows of a row group that is held whole.
_LARGE = 4 * _BATCH
#: Where a part ends, in rows of the dump.
_AT = "row "


class _Made(NamedTuple):
    """A part on its way: its bytes, its rows, how many of the dump's rows named no repo, and where it ends."""

    data: Future[bytes]
    rows: int
    refused: int
    end: int


def import_dump(path: Path, folder: Path, kind: RepoType | None, observed: str | None, step: Step) -> Done:
    """Read a dump into a folder of tables, or go on with one that was ended. Columns that it lacks are unread, never
    absent. ``observed`` None: the day in the file's own path. Raises :class:`ModelscanError`."""
    source = _opened(path)
    names = set(source.schema_arrow.names)
    if "id" not in names:
        raise ModelscanError(f"{path} has no column 'id': it is no dump of the Hub's metadata")
    kind = kind or _kind(names, path)
    day = _checked(observed) if observed else _day(path)
    with held(folder):
        return _import(source, path, folder, kind, day, step)


def _import(source: Any, path: Path, folder: Path, kind: RepoType, day: str, step: Step) -> Done:
    journal = Journal(folder)
    begun = _begun(journal, folder, path, kind, day)
    sweep(folder, begun)
    before = journal.manifest.of(begun.number, kind)
    kept, refused = sum(part.rows for part in before), 0
    for number, made in enumerate(_parts(source, path, kind, day, _reached(before, folder)), len(before) + 1):
        data = made.data.result()
        keep_bytes(folder, journal, begun, kind, number, data, made.rows, f"{_AT}{made.end}")
        kept, refused = kept + made.rows, refused + made.refused
        step(made.rows)
    lacking = sorted(set(_WANTED) - set(source.schema_arrow.names))
    notes = (f"the dump has no columns {', '.join(lacking)}: unread",) if lacking else ()
    journal.add("end", End(crawl=begun.number, ended=stamp(), rows=kept, notes=notes))
    return Done(rows=kept, requests=0, refused=refused, notes=notes)


def _begun(journal: Journal, folder: Path, path: Path, kind: RepoType, day: str) -> Crawl:
    """The import to go on with, or a new one."""
    query = f"--import {path.name} of {day} ({path.stat().st_size} bytes)"
    begun = journal.manifest.unfinished
    if begun is not None and begun.query != query:
        raise ModelscanError(f"{folder} holds an unfinished crawl of {begun.query}: finish it with the same command")
    if begun is None:
        number = len(journal.manifest.crawls) + 1
        begun = Crawl(number=number, origin=path.name, query=query, started=stamp(), kinds=(kind,))
        journal.add("crawl", begun)
    return begun


def _reached(before: tuple[PagePart, ...], folder: Path) -> int:
    """How many rows of the dump are read already. Raises :class:`ModelscanError`."""
    if not before:
        return 0
    at = before[-1].next or ""
    if not at.startswith(_AT):
        raise ModelscanError(
            f"{folder} holds an unfinished import of an older modelscan: finish it with that one, or name another "
            "--output"
        )
    return int(at.removeprefix(_AT))


def _opened(path: Path) -> Any:
    pa = arrow()
    try:
        return pa.parquet.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> ModelscanError:
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    return ModelscanError(f"--import {path} cannot be read ({said[:200]}): give a whole Parquet file")


def _kind(names: set[str], path: Path) -> RepoType:
    if names & _OF_MODELS:
        return "model"
    if names & _OF_DATASETS:
        return "dataset"
    raise ModelscanError(f"{path}: its columns do not tell models from datasets: add --type model or --type dataset")


def _day(path: Path) -> str:
    found = _DAY.findall(str(path.absolute()))
    if not found:
        raise ModelscanError(f"{path}: of which day is it? give --observed YYYY-MM-DD")
    return _checked(str(found[-1]))


def _checked(day: str) -> str:
    """A day, by which the newest of several records is told."""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise ModelscanError(f"'{day}' is no day: give --observed YYYY-MM-DD") from None


def _parts(source: Any, path: Path, kind: RepoType, day: str, start: int) -> Iterator[_Made]:
    """The parts from a row on, in order; while one is packed the next is read."""
    with ThreadPoolExecutor(1) as pool:
        waiting: _Made | None = None
        end = start
        for batch in _batches(source, path, start):
            end += batch.num_rows
            table, refused = converted(batch, kind, day)
            made = _Made(pool.submit(table_packed, table), table.num_rows, refused, end)
            if waiting is not None:
                yield waiting
            waiting = made
        if waiting is not None:
            yield waiting


def _batches(source: Any, path: Path, start: int) -> Iterator[pyarrow.Table]:
    """The rows from ``start`` on, some row groups at a time; those before it are not touched."""
    pa = arrow()
    columns = [name for name in _WANTED if name in source.schema_arrow.names]
    passed = 0
    try:
        for groups, rows in _together(source):
            passed += rows
            if passed > start:
                table = source.read_row_groups(groups, columns=columns) if rows <= _LARGE else None
                whole = [table] if table is not None else _within(source, groups, columns)
                skip = max(0, start - (passed - rows))
                for one in whole:
                    new, skip = one.slice(skip), max(0, skip - one.num_rows)
                    new.validate(full=True)
                    yield from (new.slice(at, _BATCH) for at in range(0, new.num_rows, _BATCH))
    except (OSError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise _unreadable(path, error) from None


def _within(source: Any, groups: list[int], columns: list[str]) -> Iterator[pyarrow.Table]:
    """A row group that is too large to be held whole."""
    for batch in source.iter_batches(batch_size=_BATCH, row_groups=groups, columns=columns):
        yield arrow().Table.from_batches([batch])


def _together(source: Any) -> Iterator[tuple[list[int], int]]:
    """Row groups to read at once, and their rows: small ones are taken together."""
    groups: list[int] = []
    rows = 0
    for number in range(source.num_row_groups):
        more = source.metadata.row_group(number).num_rows
        if groups and rows + more > _BATCH:
            yield groups, rows
            groups, rows = [], 0
        groups.append(number)
        rows += more
    if groups:
        yield groups, rows
