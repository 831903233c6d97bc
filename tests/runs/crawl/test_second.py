"""The second pass: what the list leaves open is read wholly, and reaches the table's verdicts."""

import time
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.catalog import Catalog
from scanner.collect.hub.options import HubOptions
from scanner.collect.layers import Layers
from scanner.collect.tables import manifest
from scanner.collect.tables.table import Table
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.result import Result
from scanner.model.target import Target
from scanner.runs.crawl.catalog import build
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Done, Orders, crawl
from tests.hubserver import Hub
from tests.hubserver.server import Reply
from tests.hubserver.store import FakeRepo
from tests.killing import content, kill_until, run_whole
from tests.making import mit_text

POLICY = load_policy("commercial-saas")
ENGINE = engine_for(POLICY)
NC = b"# A model\n\n## License\n\nThe weights are for non-commercial research use only.\n"
WEIGHTS = {"model.safetensors": 2_000_100_000, "config.json": b'{"model_type": "novel"}'}


def model(name: str, licence: str | None, card: bytes = b"# A model\n", **more: Any) -> FakeRepo:
    data = {"license": licence} if licence else {}
    tags = [f"license:{licence}"] if licence else []
    front = b"---\nlicense: " + licence.encode() + b"\n---\n" if licence else b""
    files = {"README.md": front + card, **WEIGHTS, **more.pop("files", {})}
    extra = {"safetensors": {"parameters": {"BF16": 10**9}, "total": 10**9}, "pipeline_tag": "text-generation"}
    return FakeRepo(name, card_data={**data, **more.pop("data", {})}, tags=tags, files=files, extra=extra, **more)


def org(*repos: FakeRepo) -> Hub:
    return Hub(*repos)


def crawled(hub: Hub, folder: Path, cache: Path, texts: Any = "needed", **more: Any) -> Done:
    options = HubOptions(endpoint=hub.url, token="", pause=0.001, cache_dir=cache)
    query = Query(org="acme", kinds=("model",))
    return crawl(query, Orders(folder=folder, options=options, quota=10**6, files=10**6, texts=texts, **more))


def judged(folder: Path, name: str) -> Result:
    known = Layers.open((folder,), ())
    return judge(reading_of(known.snapshot(Target(text=name, id=name)), ENGINE), POLICY, ENGINE)


def test_only_what_is_in_doubt_is_read_with_its_bases(tmp_path: Path) -> None:
    hub = org(
        model("acme/plain", "apache-2.0", files={"LICENSE": b"MIT License", "docs/LICENSE.pdf.py": b""}),
        model("acme/terms", "apache-2.0", files={"weights/EULA.pdf": b""}),
        model("acme/other", "other", files={"LICENSE": mit_text().encode()}),
        model("acme/silent", None),
        model("acme/gated", "apache-2.0", gated="auto"),
        model("acme/child", "apache-2.0", data={"base_model": "far/base"}),
        model("acme/lora", "apache-2.0", files={"adapter_config.json": b'{"base_model_name_or_path": "far/base"}'}),
        model("far/base", "mit"),
    )
    with hub:
        done = crawled(hub, tmp_path / "t", tmp_path / "c")
        asked = hub.paths()
    table = Table(tmp_path / "t")
    assert done.rows == 7
    assert table.reads.ids("model") == {
        f"acme/{name}" for name in ("terms", "other", "silent", "gated", "child", "lora")
    } | {"far/base"}
    assert not any("acme/plain/resolve" in path for path in asked)
    assert "far/base" not in table.ids(), "a relative is known, and is nobody's inventory"
    assert table.get("model", "far/base") is not None
    assert sum(count for path, count in asked.items() if path.startswith("/api/models/far/base")) == 1


def test_a_limit_in_a_text_reaches_the_verdict(tmp_path: Path) -> None:
    with org(model("acme/labelled", "apache-2.0", NC)) as hub:
        crawled(hub, tmp_path / "none", tmp_path / "c1", "none")
        crawled(hub, tmp_path / "all", tmp_path / "c2", "all")
    assert judged(tmp_path / "none", "acme/labelled").verdict == "review"
    read = judged(tmp_path / "all", "acme/labelled")
    assert read.verdict in ("fail", "unknown") and read.commercial_use.status in ("forbidden", "unknown")
    assert any(claim.says == "limit" for claim in read.license.claims)


def test_what_was_read_whole_is_judged_as_live_and_may_pass(tmp_path: Path) -> None:
    card = b"# A model\n\nIt was trained on a lot of text and evaluated on a lot of questions.\n" * 9
    repos = [model("acme/good", "mit", card, files={"LICENSE": mit_text().encode()}, data={"base_model": "far/base"})]
    with org(*repos, model("far/base", "mit", card, files={"LICENSE": mit_text().encode()})) as hub:
        crawled(hub, tmp_path / "t", tmp_path / "c", "all")
        from scanner.collect.hub import collect

        options = HubOptions(endpoint=hub.url, token="", pause=0.001, cache_dir=tmp_path / "other")
        (live,) = collect([Target(text="acme/good", id="acme/good")], options)
    expected = judge(reading_of(live, ENGINE), POLICY, ENGINE)
    found = judged(tmp_path / "t", "acme/good")
    assert (found.source, found.verdict) == ("cache", "pass")
    assert (found.verdict, found.commercial_use, found.license) == (
        expected.verdict,
        expected.commercial_use,
        expected.license,
    )
    assert {one.rule: one.outcome for one in found.findings} == {one.rule: one.outcome for one in expected.findings}


def test_a_catalog_of_what_was_read_says_where_it_is_from(tmp_path: Path) -> None:
    with org(model("acme/one", "mit")) as hub:
        crawled(hub, tmp_path / "hub-tables", tmp_path / "c", "all")
    (tmp_path / "own.bin").write_bytes(build([tmp_path / "hub-tables"], files=True, say=lambda _: None)[0])
    repo = Catalog.open(tmp_path / "own.bin").get("model", "acme/one")
    assert repo is not None and repo.attribution == "the table hub-tables"
    with pytest.raises(ModelscanError, match=r"none\.bin\); check --catalog"):
        Catalog.open(tmp_path / "none.bin")


def test_what_could_not_be_read_is_unread(tmp_path: Path) -> None:
    with org(model("acme/other", "other", files={"LICENSE": mit_text().encode()})) as hub:
        hub.fault("resolve/.*/LICENSE", Reply(403, b"no"), always=True)
        crawled(hub, tmp_path / "t", tmp_path / "c")
    repo = Table(tmp_path / "t").get("model", "acme/other")
    assert repo is not None and "LICENSE" in {one.what for one in repo.unread}
    assert judged(tmp_path / "t", "acme/other").verdict == "unknown"


def test_a_base_that_was_only_listed_is_unread_behind_one_that_was_read(tmp_path: Path) -> None:
    """A record of a day must not count as whole because its child was read."""
    with org(
        model("acme/other", "other", files={"LICENSE": mit_text().encode()}, data={"base_model": "acme/base"})
    ) as hub:
        base = hub.add(model("acme/base", "mit"))
        crawled(hub, tmp_path / "t", tmp_path / "c")
        base.sha = "f" * 40
        crawled(hub, tmp_path / "t", tmp_path / "c", "none")
    table = Table(tmp_path / "t")
    listed, child = table.get("model", "acme/base"), table.get("model", "acme/other")
    assert listed is not None and listed.source == "catalog", "what was read is of another commit"
    assert child is not None and child.source == "cache"
    assert judged(tmp_path / "t", "acme/other").verdict == "unknown"


def test_texts_stand_once_and_one_that_is_lost_is_unread(tmp_path: Path) -> None:
    files = {"LICENSE": mit_text().encode()}
    with org(*(model(f"acme/m{number:03}", "other", files=files) for number in range(120))) as hub:
        crawled(hub, tmp_path / "t", tmp_path / "c")
    parts = sorted((tmp_path / "t").glob("*/read-*.parquet"))
    assert len(parts) == 3
    assert Table(tmp_path / "t").get("model", "acme/m119").texts[0].text == mit_text()  # type: ignore[union-attr]
    parts[0].write_bytes(b"PAR1")
    table = Table(tmp_path / "t")
    assert [one for one in table.damaged if "read-000001" in one]
    repo = table.get("model", "acme/m119")
    assert repo is not None and not repo.texts and "LICENSE" in {one.what for one in repo.unread}
    assert judged(tmp_path / "t", "acme/m119").verdict == "unknown"


def test_nothing_is_read_twice_at_one_commit(tmp_path: Path) -> None:
    with org(model("acme/other", "other", files={"LICENSE": mit_text().encode()})) as hub:
        crawled(hub, tmp_path / "t", tmp_path / "c")
        hub.forget()
        crawled(hub, tmp_path / "t", tmp_path / "c2")
        assert hub.count("resolve") == 0


def test_the_quota_of_files_is_kept(tmp_path: Path) -> None:
    files = {"LICENSE": mit_text().encode()}
    with org(*(model(f"acme/m{number}", "other", files=files) for number in range(10))) as hub:
        begun = time.monotonic()
        options = HubOptions(endpoint=hub.url, token="", pause=0.001, cache_dir=tmp_path / "c")
        orders = Orders(folder=tmp_path / "t", options=options, quota=100, files=15, window=1.0, texts="needed")
        crawl(Query(org="acme", kinds=("model",)), orders)
        taken = time.monotonic() - begun
        sent = hub.count("resolve")
    assert sent > 20
    assert taken > (sent // 15 - 1) * 1.0


def test_an_outage_ends_it_and_it_goes_on(tmp_path: Path) -> None:
    with org(*(model(f"acme/m{number}", "other") for number in range(60))) as hub:
        hub.fault("/api/models/acme/m55", Reply(503, b""), always=True)
        with pytest.raises(TargetError):
            crawled(hub, tmp_path / "t", tmp_path / "c")
        assert manifest.read(tmp_path / "t").unfinished is not None
        hub.faults.clear()
        done = crawled(hub, tmp_path / "t", tmp_path / "c")
    assert (done.rows, done.read) == (60, 60)


@pytest.mark.parametrize("seed", range(2))
def test_killed_and_run_again_it_leaves_the_same_bytes(tmp_path: Path, seed: int) -> None:
    killed, small = tmp_path / "k", "tests/runs/crawl/small_second.py"
    repos = [
        model(
            f"acme/m{number}",
            "other",
            files={"LICENSE": (mit_text() + f"\n{number % 7}\n").encode()},
            data=_base(number),
        )
        for number in range(170)
    ]
    with org(*repos, *(model(f"far/b{number}", "mit") for number in range(9))) as hub:
        hub.delay = 0.02
        run_whole(small, hub.url, str(tmp_path / "whole"), str(tmp_path / "c1"))

        def words(ran: int) -> list[str]:
            return [hub.url, str(killed), str(tmp_path / f"c{ran}k")]

        def done() -> bool:
            return (killed / manifest.FILE).is_file() and bool(manifest.read(killed).ends)

        kill_until(done, small, words, moments=(0.5, 2), kills=6, seed=seed)
    assert content(killed) == content(tmp_path / "whole")


def _base(number: int) -> dict[str, Any]:
    return {"base_model": f"far/b{number % 9}"} if number % 3 == 0 else {}
