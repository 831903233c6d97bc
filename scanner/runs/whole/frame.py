"""A Spark frame as a source: its rows are taken on the executors, judged here, and told on the executors again."""

from __future__ import annotations

import os
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scanner import __version__
from scanner.collect.tables.parquet import arrow
from scanner.collect.tables.rows import repo_of
from scanner.collect.tables.table import open_table
from scanner.judge.columns.batches import Batch
from scanner.judge.columns.taking import Taker
from scanner.judge.evaluate import Engine
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy
from scanner.model.snapshot import Repo
from scanner.model.words import RepoType
from scanner.runs.whole.columns import typed
from scanner.runs.whole.held import Ids
from scanner.runs.whole.run import Whole, judge_source
from scanner.runs.whole.taking import Lost

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

#: What an executor sends of each model; in the first of its batch the numbers of all, pickled.
_SENT = "model string, revision string, observed string, batch binary"
_KIND = "coalesce(repo_type, 'model')"


class FrameSource:
    """A frame with the columns of the tables. Of rows with one id the one that was observed last stands."""

    def __init__(self, frame: DataFrame) -> None:
        kind = _KIND if "repo_type" in frame.columns else "'model'"
        self._frames = {name: frame.filter(f"{kind} = '{name}'") for name in ("model", "dataset")}
        self._ids: dict[RepoType, Ids] = {}
        self._repos: dict[tuple[RepoType, str], dict[str, Any]] = {}
        self.name, self.lacking = "the frame", list[str]()

    def batches(self, engine: Engine, concluded: frozenset[str]) -> Iterator[Batch | Lost]:
        sent = _asked(self._frames["model"].mapInArrow(_taking(engine, concluded, __version__), _SENT))
        self._ids["model"] = _ids(sent)
        yield from (pickle.loads(one) for one in sent.column("batch").drop_null().to_pylist())  # noqa: S301

    def ids(self, kind: RepoType) -> Ids:
        if kind not in self._ids:
            frame = self._frames[kind]
            seen = "observed" if "observed" in frame.columns else "cast(null as string) as observed"
            self._ids[kind] = _ids(_asked(frame.selectExpr("id as model", "sha as revision", seen)))
        return self._ids[kind]

    def fetch(self, kind: RepoType, places: Iterable[int]) -> None:
        wanted = sorted({*map(self.ids(kind).name, places)} - {name for at, name in self._repos if at == kind})
        if not wanted:
            return
        frame = self._frames[kind]
        asked = frame.sparkSession.createDataFrame(arrow().table({"id": wanted}))
        for row in typed(_asked(frame.join(asked, "id", "left_semi")), self.name).to_pylist():
            known = self._repos.get((kind, row["id"]))
            if known is None or (known.get("observed") or "") <= (row.get("observed") or ""):
                self._repos[kind, row["id"]] = row

    def listed(self, kind: RepoType, places: list[int]) -> Iterator[tuple[list[int], pyarrow.Table]]:
        yield from ()

    def repo(self, kind: RepoType, place: int, requested: str) -> Repo:
        name = self.ids(kind).name(place)
        if (kind, name) not in self._repos:
            self.fetch(kind, [place])
        row = {"observed": "", **self._repos[kind, name], "repo_type": kind}
        return repo_of(row, requested, self.name)

    def beyond(self, kind: RepoType, name: str) -> Repo | None:
        return None


def judge_table_on(folder: Path, policy: Policy, master: str | None) -> Whole:
    """A table's verdicts, its rows taken in Spark. Raises :class:`ModelscanError` where there is none, or the table
    holds what only one machine can tell."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ModelscanError("--engine spark needs PySpark: pip install 'modelscan-governance[spark]'") from None
    table = open_table(folder)
    parts = [(str(path), gone) for kind in ("model", "dataset") for _, path, gone in table.parts(kind)]
    if table.reads.ids("model") or any(gone for _, gone in parts):
        told = "repos that are gone, or were read wholly"
        raise ModelscanError(f"{folder} tells of {told}: judge it with --engine local")
    build = SparkSession.builder.appName("modelscan")
    session = (build.master(master) if master else build).getOrCreate()
    source = FrameSource(session.read.parquet(*(path for path, _ in parts)))
    source.name, source.lacking = str(folder), list(table.damaged)
    return judge_source(source, policy)


def judge_frame(frame: DataFrame, policy: Policy) -> DataFrame:
    """The verdicts of a frame's models. Raises :class:`ModelscanError` when an executor cannot take rows."""
    whole = judge_source(FrameSource(frame), policy)
    pa = arrow()
    parts = (pa.table(dict(zip(("model", "revision", "number"), rows, strict=True))) for rows in whole.rows())
    sent = pa.concat_tables(parts)
    shipped = frame.sparkSession.createDataFrame(sent)
    told = _plain(whole.made.table(whole.rules, np.arange(whole.made.size(), dtype=np.int32)))
    columns = [f"`{one.name}` {'array<string>' if one.name == 'effective' else 'string'}" for one in told.schema]
    return shipped.mapInArrow(_telling(told), ", ".join(["model string", "revision string", *columns]))


def _taking(
    engine: Engine, concluded: frozenset[str], version: str
) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """What an executor does with rows."""

    def take(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        from pyspark import TaskContext

        if version != __version__:
            raise ModelscanError(f"executors have modelscan {__version__}, the driver {version}: install the same")
        task = TaskContext.get()
        taker = Taker(engine.licenses, concluded, f"{os.getpid()}-{task.taskAttemptId() if task else 0}")
        for batch in batches:
            yield _sent(taker, batch)

    return take


def _sent(taker: Taker, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    pa = arrow()
    table = typed(pa.Table.from_batches([batch]), "the frame")
    count = len(table)
    taken = pickle.dumps(taker.take(table)) if count else None
    empty = pa.nulls(count, pa.string())
    there = {
        name: table.column(name).combine_chunks() for name in ("id", "sha", "observed") if name in table.column_names
    }
    numbers = pa.array([taken, *[None] * (count - 1)] if count else [], pa.binary())
    columns = [there.get(name, empty) for name in ("id", "sha", "observed")]
    return pa.RecordBatch.from_arrays([*columns, numbers], names=["model", "revision", "observed", "batch"])


def _telling(told: pyarrow.Table) -> Callable[[Iterator[pyarrow.RecordBatch]], Iterator[pyarrow.RecordBatch]]:
    """What an executor makes of numbers."""

    def tell(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        import pyarrow

        for batch in batches:
            rows = told.take(batch.column("number")).combine_chunks()
            columns = [one.chunk(0) if one.num_chunks else pyarrow.array([], one.type) for one in rows.columns]
            names = ["model", "revision", *told.column_names]
            yield pyarrow.RecordBatch.from_arrays(
                [batch.column("model"), batch.column("revision"), *columns], names=names
            )

    return tell


def _plain(told: pyarrow.Table) -> pyarrow.Table:
    """Words as strings, for a frame."""
    pa = arrow()
    columns = [one.cast(pa.string()) if pa.types.is_dictionary(one.type) else one for one in told.columns]
    return pa.table(dict(zip(told.column_names, columns, strict=True)))


def _ids(sent: pyarrow.Table) -> Ids:
    """The ids that were sent, each in its place."""
    columns = [sent.column(name).combine_chunks() for name in ("model", "revision", "observed")]
    names, revisions, observed = (one.chunk(0) if hasattr(one, "chunk") else one for one in columns)
    found = Ids(names, array("i", range(len(names))), bytearray(len(names)), lambda: iter((revisions,)))
    if any(found.older):
        found.older = _older(names.to_pylist(), observed.to_pylist())
    return found


def _older(names: list[str], observed: list[str | None]) -> bytearray:
    found, last = bytearray(len(names)), dict[str, int]()
    for place, name in enumerate(names):
        other = last.get(name)
        if other is not None and (observed[other] or "") > (observed[place] or ""):
            found[place] = 1
            continue
        if other is not None:
            found[other] = 1
        last[name] = place
    return found


def _asked(frame: DataFrame) -> pyarrow.Table:
    """A frame's rows here. What executors lack is said in a line."""
    try:
        return frame.toArrow()
    except Exception as error:
        said = str(error)
        if "No module named 'scanner" in said or "No module named 'pyarrow" in said:
            raise ModelscanError(
                f"the executors lack modelscan: install modelscan-governance[tables] {__version__} into the Python "
                "that they run (spark.pyspark.python), or ship it as an archive (docs/scale.md)"
            ) from None
        own = [line for line in said.splitlines() if "ModelscanError:" in line or "KnowledgeError:" in line]
        if own:
            raise ModelscanError(f"on an executor: {own[-1].partition('Error: ')[2].strip()}") from None
        raise
