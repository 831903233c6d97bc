"""A crawl against a loopback Hub: every row once, whatever comes between."""

import errno
import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.hub.options import HubOptions
from scanner.collect.tables import manifest, writing
from scanner.collect.tables.parquet import unpacked
from scanner.collect.tables.table import Table
from scanner.model.errors import ModelscanError, TargetError
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl
from tests.cli.running import modelscan
from tests.hubserver.many import ManyHub, made
from tests.hubserver.server import Reply, Request, error, json_reply
from tests.killing import content, kill_until, run_whole

MODELS = Query(kinds=("model",))


def orders(hub: ManyHub, folder: Path, **more: Any) -> Orders:
    options = HubOptions(endpoint=hub.url, token="", pause=0.001)
    return Orders(folder=folder, options=options, **{"quota": 10**6, "limit": 100, **more})


def kept(folder: Path, kind: str = "model") -> list[str]:
    """Every id in every part, as often as it stands there."""
    parts = [part for part in manifest.read(folder).parts if part.kind == kind and part.path]
    return [name for part in parts for name in unpacked(folder / (part.path or ""), ["id"])["id"].to_pylist()]


def ended(folder: Path) -> bool:
    return (folder / manifest.FILE).is_file() and b'"end"' in (folder / manifest.FILE).read_bytes()


def test_every_row_is_kept_once_though_requests_fail(tmp_path: Path) -> None:
    rows = {"model": made(3000), "dataset": made(300, "dataset")}
    with ManyHub(rows, bad=0.1) as hub:
        done = crawl(Query(), orders(hub, tmp_path))
    assert done.rows == 3300
    assert Counter(kept(tmp_path)) == Counter(row["id"] for row in rows["model"])
    assert Counter(kept(tmp_path, "dataset")) == Counter(row["id"] for row in rows["dataset"])


def test_the_quota_is_kept_and_used(tmp_path: Path) -> None:
    with ManyHub({"model": made(1000)}, quota=10, window=2.0) as hub:
        begun = time.monotonic()
        done = crawl(MODELS, orders(hub, tmp_path, limit=50, window=2.0))
        taken = time.monotonic() - begun
    assert done.rows == 1000
    assert hub.refused == 0, "a request was sent beyond the quota"
    assert 1.0 < taken < 6.0, "twenty pages at ten a window take one window's wait"


def test_the_same_table_answers_for_each_repo(tmp_path: Path) -> None:
    rows = made(50)
    with ManyHub({"model": rows}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
    table = Table(tmp_path)
    for row in rows:
        repo = table.get("model", row["id"].upper())
        assert repo is not None and repo.id == row["id"]
        assert {name: repo.info.get(name) for name in ("gated", "tags", "cardData", "safetensors", "downloads")} == {
            name: row[name] for name in ("gated", "tags", "cardData", "safetensors", "downloads")
        }
        assert [file.path for file in repo.files or ()] == [one["rfilename"] for one in row["siblings"]]
        assert repo.source == "catalog"
    assert table.get("model", "nobody/none") is None


@pytest.mark.parametrize("seed", range(3))
def test_killed_and_run_again_it_leaves_the_same_bytes(tmp_path: Path, seed: int) -> None:
    killed, small = tmp_path / "killed", "tests/runs/crawl/small.py"
    with ManyHub({"model": made(2000)}) as hub:
        hub.delay = 0.01
        run_whole(small, hub.url, str(tmp_path / "whole"))
        words = [hub.url, str(killed)]
        kill_until(lambda: ended(killed), small, lambda _: words, moments=(0.15, 0.6), kills=8, seed=seed)
    assert content(killed) == content(tmp_path / "whole")


def test_a_page_that_repeats_adds_nothing(tmp_path: Path) -> None:
    rows = made(300)
    with ManyHub({"model": rows}) as hub:
        again = json_reply(rows[:100])
        again.headers["Link"] = '</api/models?cursor=200&limit=100&sort=createdAt>; rel="next"'
        hub.fault("/api/models", lambda request: again if request.query.get("cursor") == ["100"] else None, always=True)
        done = crawl(MODELS, orders(hub, tmp_path))
    assert done.repeated == 100
    assert len(kept(tmp_path)) == len(set(kept(tmp_path))) == 200


def test_pages_without_end_are_left(tmp_path: Path) -> None:
    def same(request: Request) -> Reply:
        reply = json_reply(made(5))
        number = int(request.query.get("cursor", ["0"])[0]) + 1
        reply.headers["Link"] = f'</api/models?cursor={number}>; rel="next"'
        return reply

    with ManyHub({}) as hub:
        hub.fault("/api/models", same, always=True)
        with pytest.raises(TargetError, match="repeats its pages"):
            crawl(MODELS, orders(hub, tmp_path))
        assert hub.count() < 100


def test_an_expired_cursor_begins_anew_and_doubles_nothing(tmp_path: Path) -> None:
    def expired(request: Request) -> Reply | None:
        return error(400, None, "Invalid cursor") if request.query.get("cursor") == ["200"] and next(once) else None

    once = iter([True, True, *[False] * 1000])
    rows = made(500)
    with ManyHub({"model": rows}) as hub:
        hub.fault("/api/models", expired, always=True)
        done = crawl(MODELS, orders(hub, tmp_path))
    assert sorted(kept(tmp_path)) == sorted(row["id"] for row in rows)
    assert done.repeated == 200
    assert any("cursor expired" in note for note in done.notes)


def test_a_web_page_ends_it_and_what_was_read_stays(tmp_path: Path) -> None:
    def page(request: Request) -> Reply | None:
        return Reply(200, b"<html>login</html>", {"Content-Type": "text/html"}) if "cursor" in request.query else None

    with ManyHub({"model": made(300)}) as hub:
        hub.fault("/api/models", page, always=True)
        with pytest.raises(TargetError):
            crawl(MODELS, orders(hub, tmp_path))
        assert len(kept(tmp_path)) == 100
        hub.faults.clear()
        assert crawl(MODELS, orders(hub, tmp_path)).rows == 300
    assert len(kept(tmp_path)) == len(set(kept(tmp_path))) == 300


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = writing.write_whole
    left = iter([True, True, False])

    def write(path: Path, data: bytes, *, settle: bool = False) -> None:
        if not next(left):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        whole(path, data, settle=settle)

    with ManyHub({"model": made(500)}) as hub:
        monkeypatch.setattr(writing, "write_whole", write)
        with pytest.raises(OSError, match="No space left"):
            crawl(MODELS, orders(hub, tmp_path))
        assert len(kept(tmp_path)) == 200
        monkeypatch.setattr(writing, "write_whole", whole)
        crawl(MODELS, orders(hub, tmp_path))
    assert len(kept(tmp_path)) == len(set(kept(tmp_path))) == 500


def test_a_second_crawl_of_one_folder_is_told(tmp_path: Path) -> None:
    with (
        ManyHub({"model": made(10)}) as hub,
        manifest.held(tmp_path),
        pytest.raises(ModelscanError, match="another crawl"),
    ):
        crawl(MODELS, orders(hub, tmp_path))


def test_an_unfinished_crawl_is_finished_before_another_begins(tmp_path: Path) -> None:
    with ManyHub({"model": made(300)}) as hub:
        hub.fault(
            "cursor|models", lambda request: error(400, None, "no") if "cursor" in request.query else None, always=True
        )
        with pytest.raises(TargetError):
            crawl(MODELS, orders(hub, tmp_path))
        with pytest.raises(ModelscanError, match="unfinished crawl of --all"):
            crawl(replace(MODELS, org="org1"), orders(hub, tmp_path))


def test_since_last_takes_what_changed_and_keeps_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = made(300)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_760_000_000 + 100_000))
    with ManyHub({"model": rows}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
        changed = rows[250]
        changed |= {"lastModified": "2026-01-01T00:00:00.000Z", "cardData": {"license": "cc-by-nc-4.0"}}
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_768_000_000))
        done = crawl(MODELS, orders(hub, tmp_path, since=True))
    assert done.rows == 1
    assert kept(tmp_path).count(changed["id"]) == 2, "history is kept"
    repo = Table(tmp_path).get("model", changed["id"])
    assert repo is not None and repo.info["cardData"] == {"license": "cc-by-nc-4.0"}


def test_since_last_needs_a_crawl_before(tmp_path: Path) -> None:
    with ManyHub({"model": made(3)}) as hub, pytest.raises(ModelscanError, match="no finished crawl"):
        crawl(MODELS, orders(hub, tmp_path, since=True))


def test_what_a_later_whole_crawl_lacks_is_gone(tmp_path: Path) -> None:
    rows = made(30)
    with ManyHub({"model": rows}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
        lost = rows.pop()
        crawl(MODELS, orders(hub, tmp_path))
    table = Table(tmp_path)
    repo = table.get("model", lost["id"])
    assert repo is not None and repo.problem is not None and repo.problem.absent
    assert lost["id"] not in table.ids() and len(table.ids()) == 29


def test_ids_of_a_list_are_asked_for_one_by_one(tmp_path: Path) -> None:
    from tests.hubserver import Hub
    from tests.hubserver.store import FakeRepo

    with Hub(FakeRepo("acme/one", card_data={"license": "mit"}), FakeRepo("acme/data", kind="dataset")) as hub:
        said: list[str] = []
        options = HubOptions(endpoint=hub.url, token="", pause=0.001)
        query = Query(ids=("acme/one", "acme/none", "datasets/acme/data"))
        done = crawl(query, Orders(folder=tmp_path, options=options, quota=100, say=said.append))
    assert (done.rows, done.absent) == (2, 1)
    assert any("acme/none" in one for one in said)
    assert Table(tmp_path).get("dataset", "acme/data") is not None


def test_ids_that_differ_in_case_only_are_both_there(tmp_path: Path) -> None:
    one, two = made(2)
    two["id"] = one["id"].upper()
    two["cardData"] = {"license": "wtfpl"}
    with ManyHub({"model": [one, two]}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
    table = Table(tmp_path)
    found = [table.get("model", name) for name in (one["id"], two["id"])]
    assert [repo.id for repo in found if repo] == [one["id"], two["id"]]
    assert len(table.ids()) == 2


def test_a_part_cut_short_is_named_and_the_rest_is_used(tmp_path: Path) -> None:
    with ManyHub({"model": made(300)}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
    part = next(tmp_path.glob("*/model-000002.parquet"))
    part.write_bytes(part.read_bytes()[:-100])
    table = Table(tmp_path)
    assert len(table.ids()) == 200
    assert [one for one in table.damaged if "model-000002" in one and "checksum" in one]


def test_a_manifest_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / manifest.FILE).write_text('{"format":"modelscan-table","version":9}\n')
    with pytest.raises(ModelscanError, match="version 9"):
        Table(tmp_path)


def test_tables_of_the_version_before_are_read_and_added_to(tmp_path: Path) -> None:
    with ManyHub({"model": made(30)}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
        lines = (tmp_path / manifest.FILE).read_bytes().replace(b'"version":2', b'"version":1')
        (tmp_path / manifest.FILE).write_bytes(lines.replace(b'"texts":"none",', b""))
        assert len(Table(tmp_path).ids()) == 30
        assert crawl(MODELS, orders(hub, tmp_path)).rows == 30
    assert b'"version":2' in (tmp_path / manifest.FILE).read_bytes().splitlines()[0]
    assert len(Table(tmp_path).ids()) == 30


def test_ten_megabytes_of_tags_are_unread_and_the_row_stands(tmp_path: Path) -> None:
    row = made(1)[0] | {"tags": [f"tag-{number}" for number in range(700_000)] + ["license:cc-by-nc-4.0"]}
    results = [{"name": "m", "results": [{"metrics": [{"value": number}]} for number in range(30_000)]}]
    other = made(2)[1] | {"cardData": {"model-index": results, "license": "mit"}}
    with ManyHub({"model": []}) as hub:
        hub.fault("/api/models", json_reply([row, other]))
        assert crawl(MODELS, orders(hub, tmp_path)).rows == 2
    long, told = (Table(tmp_path).get("model", one["id"]) for one in (row, other))
    assert long is not None and "api:tags" in {one.what for one in long.unread}
    assert told is not None and told.info["cardData"]["license"] == "mit"
    assert "api:cardData" not in {one.what for one in told.unread}, "long results cost the licence nothing"


def test_wrong_types_are_unread_and_never_absent(tmp_path: Path) -> None:
    row = made(1)[0] | {"gated": "perhaps", "tags": "mit", "cardData": ["license"], "downloads": -1}
    with ManyHub({"model": []}) as hub:
        hub.fault("/api/models", json_reply([row, {"id": "not an id"}, 5]))
        done = crawl(MODELS, orders(hub, tmp_path))
    assert (done.rows, done.refused) == (1, 2)
    repo = Table(tmp_path).get("model", row["id"])
    assert repo is not None
    assert {"api:gated", "api:tags", "api:cardData", "api:downloads"} <= {one.what for one in repo.unread}


def test_the_command_crawls_and_its_tables_are_judged(tmp_path: Path) -> None:
    rows = made(120)
    with ManyHub({"model": rows}) as hub:
        done = modelscan("crawl", "--output", str(tmp_path / "t"), "--all", "--type", "model", HF_ENDPOINT=hub.url)
        assert done.returncode == 0, done.stderr
        asked = len(hub.requests)
        names = [row["id"] for row in rows[:20]]
        judged = modelscan("check", "--table", str(tmp_path / "t"), *names, "--format", "jsonl", HF_ENDPOINT=hub.url)
        assert len(hub.requests) == asked, "judging from a table asks nobody"
    assert len(judged.stdout.splitlines()) == 20
    assert '"verdict": "pass"' not in judged.stdout and '"verdict":"pass"' not in judged.stdout


def test_an_audit_takes_its_inventory_from_a_table(tmp_path: Path) -> None:
    with ManyHub({"model": made(30)}) as hub:
        crawl(MODELS, orders(hub, tmp_path / "t"))
    words = ("audit", "--table", str(tmp_path / "t"), "--history", str(tmp_path / "h"), "--format", "json")
    done = modelscan(*words, "--output", str(tmp_path / "a.json"))
    assert done.returncode in (0, 1), done.stderr
    assert len(json.loads((tmp_path / "a.json").read_text())["results"]) == 30


def test_a_lost_part_is_told_by_whoever_judges(tmp_path: Path) -> None:
    rows = made(150)
    with ManyHub({"model": rows}) as hub:
        crawl(MODELS, orders(hub, tmp_path))
    (tmp_path / "0001/model-000002.parquet").unlink()
    done = modelscan("check", "--table", str(tmp_path), rows[0]["id"], rows[120]["id"])
    assert "model-000002" in done.stderr and rows[120]["id"] in done.stdout
    assert f"{rows[120]['id']}: neither in" in " ".join(done.stdout.split())


def test_an_outage_is_told_even_where_nothing_else_is(tmp_path: Path) -> None:
    hub = "http://127.0.0.1:9"  # nobody listens there
    done = modelscan("crawl", "--output", str(tmp_path / "t"), "--all", "-q", HF_ENDPOINT=hub, NO_PROXY="127.0.0.1")
    assert done.returncode == 3 and "the same command goes on" in done.stderr
