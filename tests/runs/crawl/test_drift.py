"""What changed between two crawls."""

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import engine_for
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError
from scanner.runs.crawl.drift import drift, sides
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl
from scanner.runs.lock.types import Drift
from tests.cli.running import modelscan
from tests.hubserver.many import ManyHub, made

POLICY = load_policy("commercial-saas")
ENGINE = engine_for(POLICY)


def pulled(rows: list[dict[str, Any]], folder: Path) -> None:
    with ManyHub({"model": rows}) as hub:
        hub_options = HubOptions(endpoint=hub.url, token="", pause=0.001)
        # One address for both crawls: a table tells by its query what is gone.
        crawl(Query(kinds=("model",)), Orders(folder=folder, options=hub_options, quota=1000))


def rows() -> list[dict[str, Any]]:
    found = made(40)
    for row in found:
        row |= {"cardData": {"license": "apache-2.0"}, "tags": ["license:apache-2.0"], "gated": False}
        row.pop("baseModels", None)
    return found


def changed(tmp_path: Path) -> Drift:
    old, new = rows(), rows()
    new[3] |= {"cardData": {"license": "cc-by-nc-4.0"}, "tags": ["license:cc-by-nc-4.0"]}
    new[5]["gated"] = "manual"
    new[7] |= {"downloads": 5, "sha": "f" * 40}
    del new[9]
    new.append(made(41)[40])
    pulled(old, tmp_path)
    pulled(new, tmp_path)
    return drift(sides(tmp_path, None), POLICY, ENGINE, lambda _: None)


def test_licence_gate_and_removal_are_told_worst_first(tmp_path: Path) -> None:
    found = changed(tmp_path)
    told = [(one.model, one.worse, {change.kind for change in one.changes}) for one in found.drifted]
    assert [name.rpartition("-")[2] for name, _, _ in told] == ["9", "3", "5"]
    assert [worse for _, worse, _ in told] == [True, True, False]
    assert "gone" in told[0][2] and "license-edited" in told[1][2] and "gated" in told[2][2]
    assert any("1 repo is in the second alone" in note for note in found.notes)


def test_counts_alone_are_no_drift(tmp_path: Path) -> None:
    new = rows()
    for row in new:
        row["downloads"] = 1
    pulled(rows(), tmp_path / "a")
    pulled(new, tmp_path / "b")
    assert drift(sides(tmp_path / "a", tmp_path / "b"), POLICY, ENGINE, lambda _: None).drifted == ()


def test_what_another_query_does_not_list_is_not_gone(tmp_path: Path) -> None:
    pulled(rows(), tmp_path / "a")
    pulled(rows()[:10], tmp_path / "b")
    found = drift(sides(tmp_path / "a", tmp_path / "b"), POLICY, ENGINE, lambda _: None)
    assert found.drifted == () and any("30 repos are in the first alone" in note for note in found.notes)


def test_one_crawl_has_nothing_to_compare(tmp_path: Path) -> None:
    pulled(rows(), tmp_path)
    with pytest.raises(ModelscanError, match="one crawl"):
        sides(tmp_path, None)


def test_the_command_tells_it_line_by_line(tmp_path: Path) -> None:
    changed(tmp_path)
    done = modelscan("drift", "--table", str(tmp_path), "--format", "jsonl")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1, done.stderr
    assert [one["worse"] for one in lines] == [True, True, False]
    assert "1 repo is" in modelscan("drift", "--table", str(tmp_path)).stdout


def test_a_licence_text_that_was_swapped_under_the_same_label_is_told(tmp_path: Path) -> None:
    from tests.making import mit_text
    from tests.runs.crawl.test_second import crawled, model, org

    with org(model("acme/other", "other", files={"LICENSE": mit_text().encode()})) as hub:
        crawled(hub, tmp_path / "a", tmp_path / "c1")
        repo = hub.repos["model", "acme/other"]
        repo.files["LICENSE"] = b"All rights reserved. For non-commercial research use only.\n"
        repo.sha = "e" * 40
        crawled(hub, tmp_path / "b", tmp_path / "c2")
    policy = load_policy("commercial-saas")
    found = drift(sides(tmp_path / "a", tmp_path / "b"), policy, engine_for(policy), lambda _: None)
    assert [one.model for one in found.drifted] == ["acme/other"]
    assert {change.kind for change in found.drifted[0].changes} & {
        "license-edited",
        "terms-changed",
        "license-concluded",
    }
