"""Public dumps as tables, tables as a catalog: the same facts, judged the same."""

import errno
import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scanner.collect.catalog import Catalog
from scanner.collect.hub.options import HubOptions
from scanner.collect.layers import Layers
from scanner.collect.tables import columns, manifest, writing
from scanner.collect.tables.rows import repo_of, row_of
from scanner.collect.tables.table import Table
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError
from scanner.model.plain import to_plain
from scanner.model.target import Target
from scanner.runs.crawl import importing
from scanner.runs.crawl.catalog import build
from scanner.runs.crawl.drift import drift, sides
from scanner.runs.crawl.importing import import_dump
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl
from scanner.runs.whole.run import judge_table
from tests.hubserver.many import ManyHub, made
from tests.killing import content

DAY = "2026-09-01"
MOMENT = datetime(2024, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


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


ODD: dict[str, list[Any]] = {
    "id": ["a/b", "a--b/c", "no id", None, "x/y.git", "a..b/c", "a/" + "b" * 300, "plain"],
    "author": ["a", None, "x" * 1001, "ü"],
    "cardData": [
        None, '{"license":"mit"}', '{"license":', '["mit"]', ' {"license":"mit"}', "null", "", '{"a":NaN}', "{}{}",
        json.dumps({"license": "mit", "text": "y" * 200_000}), "{" + '"a":{' * 500 + "}" * 501,
        '{"license":"mit","verifyToken":"x"}', '{"license":"\\ud800"}',
    ],
    "tags": [None, [], ["a", None], ["license:mit", ""], ["x" * 3000], ["t"] * 3000, ["a"]],
    "gated": ["auto", "manual", "false", "True", None],
    "disabled": [True, False, None],
    "downloads": [7, 0, -1, None],
    "siblings": [None, [], [{"rfilename": None}], [{"rfilename": ""}], [{"rfilename": "LICENSE"}, {"rfilename": "a"}]],
    "baseModels": [
        None, {"relation": "merge", "models": [{"id": "a/b"}, {"id": "c/d"}]}, {"relation": None, "models": None},
        {"relation": "adapter", "models": [{"id": None}]}, {"relation": "adapter", "models": [None, {"id": "a/b"}]},
    ],
    "config": [
        None, {"model_type": 'l"l\\a\nm\ta', "chat_template": "x", "architectures": ["A", "B"], "n": 1.5, "on": True},
        {"model_type": None, "chat_template": None, "architectures": [], "n": None, "on": None},
        {"model_type": "模型", "chat_template": None, "architectures": ["A", None], "n": 1e300, "on": False},
    ],
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_by_columns_comes_to_what_row_by_row_comes_to(seed: int) -> None:
    rnd = random.Random(seed)
    rows = [
        {name: rnd.choice(values) if rnd.random() < 0.2 else values[0] for name, values in ODD.items()}
        | {"lastModified": MOMENT}
        for _ in range(600)
    ]
    batch = pa.Table.from_pylist(rows)
    odd = columns._convert(columns._plain(batch), "model", DAY).odd.to_pylist()
    assert min(odd.count(True), odd.count(False)) > 100, "both ways are taken"
    fast, refused = columns.converted(batch, "model", DAY)
    slow = [
        row_of(columns._answered(one), "model", DAY, said_by="the dump") for one in columns._plain(batch).to_pylist()
    ]
    assert refused == sum(row is None for row in slow) > 0
    expected = [repo_of(row, row["id"], "") for row in slow if row is not None]
    assert len(expected) > 50
    assert [repo_of(row, row["id"], "") for row in fast.to_pylist()] == expected


def test_a_column_of_a_wrong_type_is_unread(tmp_path: Path) -> None:
    wrong = {"id": ["a/b"], "cardData": [5], "tags": ["mit"], "downloads": [1.5], "gated": [3], "siblings": [["a"]]}
    (tmp_path / DAY).mkdir()
    pq.write_table(pa.table(wrong), tmp_path / DAY / "m.parquet")
    import_dump(tmp_path / DAY / "m.parquet", tmp_path / "t", "model", None, nothing)
    repo = Table(tmp_path / "t").get("model", "a/b")
    assert repo is not None
    told = {one.what for one in repo.unread}
    assert {"api:cardData", "api:tags", "api:downloads", "api:gated", "api:siblings"} <= told


def test_a_file_cut_short_within_is_said_and_what_came_before_stays(tmp_path: Path) -> None:
    path = dump(tmp_path / DAY, made(200))
    data = path.read_bytes()
    damaged = data[: len(data) // 2] + b"\0" * 200 + data[len(data) // 2 + 200 :]
    path.write_bytes(damaged)
    with pytest.raises(ModelscanError, match="cannot be read"):
        import_dump(path, tmp_path / "t", None, None, nothing)


def test_ended_anywhere_it_goes_on_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    monkeypatch.setattr(importing, "_BATCH", 45)
    path = dump(tmp_path / DAY, made(200))

    import_dump(path, tmp_path / "whole", None, None, nothing)
    assert len(content(tmp_path / "whole")) > 4
    for stop in range(1, 5):
        left = iter([True] * stop)

        def step(_: int, left: Any = left) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_dump(path, tmp_path / f"ended{stop}", None, None, step)
        import_dump(path, tmp_path / f"ended{stop}", None, None, nothing)
        assert content(tmp_path / f"ended{stop}") == content(tmp_path / "whole")


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
        ({"id": ["a/b"], "pipeline_tag": ["x"]}, "2026-13-45", "no day"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path: Path, columns: dict[str, Any], where: str, said: str) -> None:
    (tmp_path / where).mkdir()
    pq.write_table(pa.table(columns), tmp_path / where / "m.parquet")
    with pytest.raises(ModelscanError, match=said):
        import_dump(tmp_path / where / "m.parquet", tmp_path / "t", None, None, nothing)


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "2026-9-1"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(ModelscanError, match="no day"):
        import_dump(dump(tmp_path / DAY, made(3)), tmp_path / "t", None, day, nothing)


def test_two_imports_into_one_folder_are_told_apart(tmp_path: Path) -> None:
    path = dump(tmp_path / DAY, made(3))
    with manifest.held(tmp_path / "t"), pytest.raises(ModelscanError, match="another crawl"):
        import_dump(path, tmp_path / "t", None, None, nothing)


def test_a_full_disk_leaves_what_was_there_and_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_BATCH", 50)
    path = dump(tmp_path / DAY, made(200))
    whole, left = writing.write_whole, iter([True, True])

    def write(to: Path, data: bytes, *, settle: bool = False) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device", str(to))
        whole(to, data, settle=settle)

    monkeypatch.setattr(writing, "write_whole", write)
    with pytest.raises(OSError, match="No space left"):
        import_dump(path, tmp_path / "t", None, None, nothing)
    before = len(Table(tmp_path / "t").ids())
    assert 0 < before < 200
    monkeypatch.setattr(writing, "write_whole", whole)
    assert import_dump(path, tmp_path / "t", None, None, nothing).rows == 200
    assert len(Table(tmp_path / "t").ids()) == 200


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


NO_JSON = ('{"license":', "{" + '"a":{' * 9000 + "}" * 9001, '{"license":"mit"} {}', '{"a":1}x}')


@pytest.mark.parametrize("card", NO_JSON)
def test_a_card_that_is_no_json_is_unread_for_whoever_reads_it(tmp_path: Path, card: str) -> None:
    rows = [{"id": "a/b", "cardData": card, "pipeline_tag": "x"}, {"id": "a/c", "cardData": "{}", "pipeline_tag": "x"}]
    for place in ("t", "u"):
        (tmp_path / place / DAY).mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / place / DAY / "m.parquet")
        import_dump(tmp_path / place / DAY / "m.parquet", tmp_path / place / "k", None, None, nothing)
        rows[0] = {**rows[0], "cardData": '{"license":"mit"}'}
    repo = Table(tmp_path / "t" / "k").get("model", "a/b")
    assert repo is not None and "api:cardData" in {one.what for one in repo.unread} and "cardData" not in repo.info
    policy = load_policy("commercial-saas")
    whole = judge_table(tmp_path / "t" / "k", policy)
    assert whole.counts["models"] == 2 and whole.counts["pass"] == 0
    both = sides(tmp_path / "t" / "k", tmp_path / "u" / "k")
    assert [one.model for one in drift(both, policy, engine_for(policy), lambda _: None).drifted] == ["a/b"]
