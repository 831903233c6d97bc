"""Public dumps as tables, tables as a catalog: the same facts, judged the same."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scanner.collect.catalog import Catalog
from scanner.collect.hub.options import HubOptions
from scanner.collect.layers import Layers
from scanner.collect.tables.table import Table
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError
from scanner.model.plain import to_plain
from scanner.model.target import Target
from scanner.runs.crawl.catalog import build
from scanner.runs.crawl.importing import import_dump
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl
from tests.hubserver.many import ManyHub, made

DAY = "2026-09-01"


def dump(folder: Path, rows: list[dict[str, Any]], *, text: bool = True) -> Path:
    """A dump as they are published: ``cardData`` as JSON text (or a struct), moments, no gate, no commit."""
    wanted = ("id", "author", "downloads", "likes", "tags", "pipeline_tag", "library_name", "siblings")
    made_ = [
        {
            **{name: row.get(name) for name in wanted},
            "createdAt": datetime(2024, 1, 2, tzinfo=UTC),
            "cardData": json.dumps(row["cardData"])
            if text
            else {"license": row["cardData"].get("license") or None, "x": None},
            "baseModels": row.get("baseModels"),
            "safetensors": {"parameters": {"BF16": 10**9, "F32": None}, "total": 10**9},
        }
        for row in rows
        if text or not isinstance(row["cardData"].get("license"), list)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "models.parquet"
    pq.write_table(pa.Table.from_pylist(made_), path, row_group_size=70)
    return path


def nothing(_: int) -> None:
    """Nobody looks on."""


@pytest.mark.parametrize("text", [True, False])
def test_a_dump_is_read_in_both_shapes(tmp_path: Path, text: bool) -> None:
    rows = made(200)
    path = dump(tmp_path / DAY, rows, text=text)
    done = import_dump(path, tmp_path / "t", None, None, nothing)
    assert done.rows == len(pq.read_table(path))
    table = Table(tmp_path / "t")
    for row in rows:
        repo = table.get("model", row["id"])
        if repo is None:
            assert not text and isinstance(row["cardData"].get("license"), list)
            continue
        assert repo.observed_at == DAY
        assert repo.info.get("cardData", {}).get("license") == (row["cardData"].get("license") or None)
        assert repo.info["safetensors"] == {"parameters": {"BF16": 10**9}, "total": 10**9}
        assert repo.info["createdAt"].startswith("2024-01-02T00:00:00")
        assert (repo.info.get("baseModels") or {}).get("models") == (row.get("baseModels") or {}).get("models")


def test_what_a_dump_does_not_tell_is_unknown(tmp_path: Path) -> None:
    rows = made(20)
    import_dump(dump(tmp_path / DAY, rows), tmp_path / "t", None, None, nothing)
    policy = load_policy("commercial-saas")
    engine = engine_for(policy)
    known = Layers.open((tmp_path / "t",), ())
    for row in rows:
        result = judge(reading_of(known.snapshot(Target(text=row["id"], id=row["id"])), engine), policy, engine)
        assert result.weights.status == "unknown", "a gate that nobody told of may stand before them"
        assert result.verdict != "pass"


@pytest.mark.parametrize(
    ("columns", "where", "said"),
    [
        ({"name": ["a"]}, DAY, "no column 'id'"),
        ({"id": ["a/b"]}, DAY, "--type model"),
        ({"id": ["a/b"], "pipeline_tag": ["x"]}, "x", "--observed"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, columns: dict[str, Any], where: str, said: str) -> None:
    (tmp_path / where).mkdir()
    pq.write_table(pa.table(columns), tmp_path / where / "m.parquet")
    with pytest.raises(ModelscanError, match=said):
        import_dump(tmp_path / where / "m.parquet", tmp_path / "t", None, None, nothing)


def test_no_parquet_is_said(tmp_path: Path) -> None:
    (tmp_path / "m.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(ModelscanError, match="cannot be read"):
        import_dump(tmp_path / "m.parquet", tmp_path / "t", None, DAY, nothing)


def test_a_catalog_of_a_table_judges_as_the_table_does(tmp_path: Path) -> None:
    rows = made(150)
    with ManyHub({"model": rows, "dataset": made(5, "dataset")}) as hub:
        options = HubOptions(endpoint=hub.url, token="", pause=0.001)
        crawl(Query(), Orders(folder=tmp_path / "t", options=options, quota=1000))
    data, count = build([tmp_path / "t"], files=True, say=lambda _: None)
    assert count == 155
    (tmp_path / "own.bin").write_bytes(data)
    assert Catalog.open(tmp_path / "own.bin").models == 150
    policy = load_policy("commercial-saas")
    engine = engine_for(policy)
    table, own = Layers.open((tmp_path / "t",), ()), Layers.open((), (tmp_path / "own.bin",))
    for row in rows:
        target = Target(text=row["id"], id=row["id"])
        one, other = (judge(reading_of(known.snapshot(target), engine), policy, engine) for known in (table, own))
        assert to_plain(one) == to_plain(other)


def test_of_two_catalogs_the_newest_record_stands(tmp_path: Path) -> None:
    for day, licence in (("2026-09-01", "mit"), ("2026-10-01", "cc-by-nc-4.0")):
        row = made(1)[0] | {"cardData": {"license": licence}}
        import_dump(dump(tmp_path / day, [row]), tmp_path / f"t{day}", None, None, nothing)
        (tmp_path / f"{day}.bin").write_bytes(build([tmp_path / f"t{day}"], files=False, say=lambda _: None)[0])
    for order in (("2026-09-01", "2026-10-01"), ("2026-10-01", "2026-09-01")):
        known = Layers.open((), tuple(tmp_path / f"{day}.bin" for day in order))
        repo = known.get("model", "org0/model-0")
        assert repo is not None and repo.info["cardData"] == {"license": "cc-by-nc-4.0"}
