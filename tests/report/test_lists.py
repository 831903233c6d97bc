"""Allow and block lists: nothing but a pass is ever allowed."""

import itertools
import json
from pathlib import Path

import pytest

from scanner.model.report import frame
from scanner.model.words import Verdict
from scanner.report.lists import Judgement, allow_text, as_json, block_text, sort_out
from tests.cli.running import modelscan
from tests.hubserver.store import FakeRepo
from tests.making import mit_text
from tests.runs.crawl.test_second import crawled, model, org

A, B = "a" * 40, "b" * 40
VERDICTS: tuple[Verdict, ...] = ("pass", "review", "unknown", "fail")


def one(name: str, verdict: Verdict, revision: str | None = A) -> Judgement:
    return Judgement(name, "model", revision, verdict, ("LIC001",) if verdict in ("fail", "unknown") else ())


@pytest.mark.parametrize("revision", [None, "main", "", A])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_a_pass_at_a_commit_is_allowed(verdict: Verdict, revision: str | None) -> None:
    lists = sort_out([one("x/y", verdict, revision)])
    allowed = verdict == "pass" and revision == A
    assert allow_text(lists) == (f"x/y@{A}\n" if allowed else "")
    assert block_text(lists) == ("x/y\n" if verdict in ("fail", "unknown") else "")
    assert len(lists.review) == (0 if allowed or verdict in ("fail", "unknown") else 1)


@pytest.mark.parametrize("verdicts", list(itertools.permutations(VERDICTS, 2)))
def test_of_two_uses_the_worse_stands_whatever_the_order_and_the_case(verdicts: tuple[Verdict, Verdict]) -> None:
    lists = sort_out([one("x/y", verdicts[0]), one("X/y", verdicts[1])])
    assert not lists.allow
    assert len(lists.block) + len(lists.review) == 1
    assert bool(lists.block) == bool({"fail", "unknown"} & set(verdicts))


def test_another_revision_of_what_is_allowed_is_blocked_at_its_own() -> None:
    lists = sort_out([one("x/y", "pass", A), one("x/y", "fail", B), one("x/z", "fail", B), one("x/z", "unknown", A)])
    assert allow_text(lists) == f"x/y@{A}\n"
    assert block_text(lists) == f"x/y@{B}\nx/z\n"


def test_json_tells_all_three_and_counts_houses() -> None:
    data = [
        one("b/one", "pass"),
        one("a/two", "fail"),
        one("b/three", "review"),
        Judgement("b/d", "dataset", A, "pass"),
    ]
    made = json.loads(as_json(sort_out(data), frame("p", "0" * 64, "1", "2026-01-01T00:00:00Z")))
    assert made["summary"] == {"allow": 2, "block": 1, "review": 1}
    assert made["organisations"] == {
        "a": {"allow": 0, "block": 1, "review": 0},
        "b": {"allow": 2, "block": 0, "review": 1},
    }
    assert made["allow"][1] == {"id": "b/d", "repo_type": "dataset", "revision": A, "verdict": "pass", "rules": []}
    assert allow_text(sort_out(data)).splitlines()[1] == f"datasets/b/d@{A}"
    assert made["block"][0]["rules"] == ["LIC001"]


def good(name: str) -> FakeRepo:
    card = b"# A model\n\nIt was trained on a lot of text and evaluated on a lot of questions.\n" * 9
    return model(name, "mit", card, files={"LICENSE": mit_text().encode()})


def test_an_organisation_becomes_lists(tmp_path: Path) -> None:
    table, policy = str(tmp_path / "t"), "research"
    with org(good("acme/good"), model("acme/nc", "cc-by-nc-4.0"), model("acme/silent", None)) as hub:
        crawled(hub, tmp_path / "t", tmp_path / "c", "all")
    words = [word for name in ("allow-list", "block-list", "lists") for word in ("--format", name)]
    words += [word for name in ("a.txt", "b.txt", "l.json") for word in ("--output", str(tmp_path / name))]
    for command in (("audit", "--table", table, "--policy", policy), ()):
        if not command:
            command = ("check", "--table", table, "--policy", policy, "acme/good", "acme/nc", "acme/silent")
        done = modelscan(*command, *words)
        assert done.returncode in (0, 1), done.stderr
        listed = json.loads((tmp_path / "l.json").read_text())
        verdicts = {row["id"]: row["verdict"] for part in ("allow", "block", "review") for row in listed[part]}
        assert set(verdicts) == {"acme/good", "acme/nc", "acme/silent"}
        assert (tmp_path / "a.txt").read_text().splitlines() == [
            f"{row['id']}@{row['revision']}" for row in listed["allow"]
        ]
        assert {row["verdict"] for row in listed["allow"]} <= {"pass"}
        assert "acme/silent" in (tmp_path / "b.txt").read_text().splitlines()
        assert verdicts["acme/good"] == "pass", listed


def test_what_was_only_listed_is_never_allowed(tmp_path: Path) -> None:
    with org(good("acme/good")) as hub:
        crawled(hub, tmp_path / "t", tmp_path / "c", "none")
    words = ("audit", "--table", str(tmp_path / "t"), "--policy", "research", "--format", "allow-list")
    done = modelscan(*words, "--output", str(tmp_path / "a.txt"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.txt").read_text() == ""
