"""A table judged on a standalone Spark with two workers, warm, beside judging it here on the same cores.

    python -m benchmarks.hub.spark [--models 20000] [--runs 3] [--keep FOLDER]

Needs ``.[spark]`` and Java 17 or newer. Printed: seconds of the clock of each run, in turns, so that a busy machine
is as busy for both; the ratio of the medians; how many rows a full outer join of both results finds apart.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
from pyspark.sql import DataFrame, SparkSession

from benchmarks.hub.generate import Made, write
from scanner import spark as modelscan
from scanner.knowledge.policy import load_policy
from scanner.runs.whole.run import judge_table, keep
from tests.spark.cluster import cluster

_POLICY = "commercial-saas"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="Where the table is made, or found if it is there.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        table, folder = asked.keep or Path(place) / "t", Path(place) / "spark"
        if not table.exists():
            write(table, Made(asked.models))
        folder.mkdir()
        with cluster(folder) as address:
            measured(_session(address), table, Path(place), asked.runs)


def measured(session: SparkSession, table: Path, place: Path, runs: int) -> None:
    frame = session.read.parquet(*(str(table / "*" / f"{kind}-*.parquet") for kind in ("model", "dataset")))
    print(f"cold, on Spark: {_timed(lambda: _there(frame, place / 'there')):.1f} s", flush=True)
    took: dict[str, list[float]] = {"here": [], "on Spark": []}
    for _ in range(runs):
        took["here"].append(_timed(lambda: keep(judge_table(table, load_policy(_POLICY)), place / "here.parquet")))
        took["on Spark"].append(_timed(lambda: _there(frame, place / "there")))
        print({name: round(one[-1], 1) for name, one in took.items()}, flush=True)
    here, there = (statistics.median(one) for one in took.values())
    print(f"warm: {there:.1f} s on Spark, {here:.1f} s here: {there / here:.2f} x")
    print(f"{_apart(place / 'here.parquet', place / 'there')} rows differ")
    session.stop()


def _there(frame: DataFrame, to: Path) -> None:
    modelscan.audit(frame, _POLICY).write.mode("overwrite").parquet(str(to))


def _apart(here: Path, there: Path) -> int:
    """Rows of a full outer join that are not the same on both sides."""
    plain = pl.scan_parquet(here).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    names = [one for one in plain.collect_schema().names() if one != "model"]
    other = pl.scan_parquet(there / "*.parquet").select("model", *names)
    both = plain.join(other, on="model", how="full", suffix="_there").collect()
    same = pl.all_horizontal(pl.col(one).eq_missing(pl.col(f"{one}_there")) for one in ("model", *names))
    print(f"{both.height:,} rows joined")
    return int(both.filter(~same).height)


def _timed(run: Any) -> float:
    begun = time.monotonic()
    run()
    return time.monotonic() - begun


def _session(address: str) -> SparkSession:
    root = Path(__file__).resolve().parent.parent.parent
    told = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "900m", "spark.sql.shuffle.partitions": "4",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(root), *sys.path]),
    }  # fmt: skip
    build = SparkSession.builder.master(address).appName("modelscan")
    for name, value in told.items():
        build = build.config(name, value)
    return build.getOrCreate()


if __name__ == "__main__":
    main()
