"""A public dump of the Hub's metadata → parts of a table, by batch and by the columns that it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scanner.collect.tables.manifest import Crawl, End, Journal, held
from scanner.collect.tables.parquet import arrow
from scanner.collect.tables.rows import COUNTS, FLAGS, JSON, LISTS, TEXT, Row, row_of
from scanner.collect.tables.writing import keep, sweep
from scanner.model.clock import stamp
from scanner.model.errors import ModelscanError
from scanner.model.words import RepoType
from scanner.runs.crawl.run import Done, Step

#: Rows of a part.
_BATCH = 10_000
_WANTED = ("id", *TEXT, *FLAGS, *COUNTS, *JSON, *LISTS, "gated")
_OF_MODELS = frozenset({"pipeline_tag", "library_name", "safetensors", "baseModels", "gguf"})
_OF_DATASETS = frozenset({"description", "mainSize", "citation", "paperswithcode_id"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def import_dump(path: Path, folder: Path, kind: RepoType | None, observed: str | None, step: Step) -> Done:
    """Read a dump into a folder of tables, or go on with one that was ended. Columns that it lacks are unread, never
    absent. ``observed`` None: the day in the file's own path. Raises :class:`ModelscanError`."""
    source = _opened(path)
    names = set(source.schema_arrow.names)
    if "id" not in names:
        raise ModelscanError(f"{path} has no column 'id': it is no dump of the Hub's metadata")
    kind = kind or _kind(names, path)
    day = observed or _day(path)
    with held(folder):
        return _import(source, path, folder, kind, day, step)


def _import(source: Any, path: Path, folder: Path, kind: RepoType, day: str, step: Step) -> Done:
    journal = Journal(folder)
    query = f"--import {path.name} of {day} ({path.stat().st_size} bytes)"
    begun = journal.manifest.unfinished
    if begun is not None and begun.query != query:
        raise ModelscanError(f"{folder} holds an unfinished crawl of {begun.query}: finish it with the same command")
    if begun is None:
        begun = Crawl(
            number=len(journal.manifest.crawls) + 1, origin=path.name, query=query, started=stamp(), kinds=(kind,)
        )
        journal.add("crawl", begun)
    sweep(folder, begun)
    before = journal.manifest.of(begun.number, kind)
    kept, refused = sum(part.rows for part in before), 0
    for number, (rows, bad) in enumerate(_batches(source, kind, day, len(before)), len(before) + 1):
        keep(folder, journal, begun, kind, number, rows, str(number))
        kept, refused = kept + len(rows), refused + bad
        step(len(rows))
    lacking = sorted(set(_WANTED) - set(source.schema_arrow.names))
    notes = (f"the dump has no columns {', '.join(lacking)}: unread",) if lacking else ()
    journal.add("end", End(crawl=begun.number, ended=stamp(), rows=kept, notes=notes))
    return Done(rows=kept, requests=0, refused=refused, notes=notes)


def _opened(path: Path) -> Any:
    pa = arrow()
    try:
        return pa.parquet.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        said = str(error).splitlines()[0]
        raise ModelscanError(f"--import {path} cannot be read ({said[:200]}): give a Parquet file") from None


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
    return str(found[-1])


def _batches(source: Any, kind: RepoType, day: str, skip: int) -> Iterator[tuple[list[Row], int]]:
    """The rows of each batch, and how many of it named no repo."""
    columns = [name for name in _WANTED if name in source.schema_arrow.names]
    for number, batch in enumerate(source.iter_batches(batch_size=_BATCH, columns=columns)):
        if number < skip:
            continue
        answers = batch.to_pylist()
        rows = [row for one in answers if (row := _row(one, kind, day)) is not None]
        yield rows, len(answers) - len(rows)


def _row(answer: dict[str, Any], kind: RepoType, day: str) -> Row | None:
    told = {name: _plain(value) for name, value in answer.items() if value is not None}
    for name in JSON:
        if isinstance(told.get(name), str):
            told[name] = _loaded(told[name])
    return row_of(told, kind, day, said_by="the dump")


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _plain(value: Any) -> Any:
    """A column's value as the API would have told it: structs without other rows' keys, moments as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not None]
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value
