"""The same verdicts on a cluster as on one machine: run by ``make test-spark``; Java 17 or newer is needed."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if os.environ.get("MODELSCAN_TEST_SPARK") != "1":
    pytest.skip("Spark is tested by 'make test-spark'", allow_module_level=True)
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("Spark needs Java 17 or newer, and there is none", allow_module_level=True)
pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'modelscan-governance[spark]'")

import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from benchmarks.hub.generate import Made, write
from scanner import spark as modelscan
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError
from scanner.runs.whole.frame import judge_table_on
from scanner.runs.whole.run import judge_table, keep
from tests.runs.whole.making import own_policy
from tests.spark.cluster import cluster

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = 2000


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hub") / "t"
    write(folder, Made(MODELS, seed=11))
    return folder


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = tmp_path_factory.mktemp("spark")
    with cluster(folder) as address:
        made = opened(address, PYTHONPATH=os.pathsep.join([str(ROOT), *sys.path]))
        yield made
        made.stop()


def opened(address: str, **env: str) -> SparkSession:
    build = SparkSession.builder.master(address).appName("modelscan").config("spark.ui.enabled", "false")
    build = build.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    build = build.config("spark.executor.memory", "900m").config("spark.sql.shuffle.partitions", "4")
    for name, value in env.items():
        build = build.config(f"spark.executorEnv.{name}", value)
    return build.getOrCreate()


def local(table: Path, policy: str, folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "local.parquet"
    keep(judge_table(table, load_policy(policy)), path)
    return {row["model"]: row for row in pq.read_table(path).to_pylist()}


def spread(session: SparkSession, table: Path) -> Any:
    return session.read.parquet(*sorted(str(path) for path in table.glob("*/*.parquet"))).repartition(4)


def test_a_cluster_says_what_one_machine_says(session: SparkSession, table: Path, tmp_path: Path) -> None:
    wanted = local(table, "commercial-saas", tmp_path)
    found = modelscan.audit(spread(session, table), "commercial-saas").toArrow().to_pylist()
    assert len(found) == len(wanted) == MODELS
    assert [(row, wanted.get(row["model"])) for row in found if row != wanted.get(row["model"])] == []
    assert {row["verdict"] for row in found} >= {"review", "fail", "unknown"}


def test_own_rules_are_asked(session: SparkSession, table: Path, tmp_path: Path) -> None:
    policy = own_policy(tmp_path)
    wanted = {name: row["OWN001"] for name, row in local(table, str(policy), tmp_path).items()}
    found = modelscan.audit(spread(session, table), str(policy)).select("model", "OWN001").toArrow().to_pylist()
    assert {row["model"]: row["OWN001"] for row in found} == wanted
    assert {"violated", "satisfied"} <= set(wanted.values())


def test_executors_without_the_package_are_told(session: SparkSession, table: Path, tmp_path: Path) -> None:
    bare = tmp_path / "python"
    kept = os.pathsep.join(path for path in sys.path if path.endswith("site-packages"))
    own = '$(printf %s "$PYTHONPATH" | tr : "\\n" | grep pyspark | paste -sd : -)'
    bare.write_text(f'#!/bin/sh\nPYTHONPATH={own}:{kept} exec {sys._base_executable} "$@"\n')
    bare.chmod(0o755)
    before, session.sparkContext.pythonExec = session.sparkContext.pythonExec, str(bare)
    try:
        with pytest.raises(ModelscanError, match="executors lack modelscan"):
            modelscan.audit(spread(session, table))
    finally:
        session.sparkContext.pythonExec = before


def test_the_command_takes_a_master(session: SparkSession, table: Path, tmp_path: Path) -> None:
    wanted = local(table, "commercial-saas", tmp_path)
    whole = judge_table_on(table, load_policy("commercial-saas"), None)
    keep(whole, tmp_path / "spark.parquet")
    assert {row["model"]: row for row in pq.read_table(tmp_path / "spark.parquet").to_pylist()} == wanted
