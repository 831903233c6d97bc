"""What only documentation names is shown and stands in nobody's way; one real use is enough to make it count."""

import json
from pathlib import Path

import pytest

from tests.cli.running import modelscan
from tests.hubserver import Hub
from tests.hubserver.store import FakeRepo

GUIDE = "# Guide\n\nTry it:\n\n```sh\nhf download quarry/empty\n```\n"


@pytest.fixture(autouse=True)
def quarry(hub: Hub) -> None:
    hub.add(FakeRepo("quarry/empty", files={}))


def scan(tree: Path, hub: Hub, *words: str) -> tuple[int, list[dict]]:  # type: ignore[type-arg]
    done = modelscan("scan", str(tree), "--hub", hub.url, "--format", "json", *words)
    return done.returncode, json.loads(done.stdout)["results"]


def test_a_sample_is_shown_and_waived(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "GUIDE.md").write_text(GUIDE)
    status, [result] = scan(tmp_path, hub)
    assert (status, result["model"]) == (0, "quarry/empty")
    assert [place["documentation"] for place in result["references"]] == [True]
    assert {one["outcome"] for one in result["findings"]}.isdisjoint({"violated", "unknown"})


def test_a_use_beside_it_counts(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "GUIDE.md").write_text(GUIDE)
    (tmp_path / "get.sh").write_text("hf download quarry/empty\n")
    status, [result] = scan(tmp_path, hub)
    assert (status, result["verdict"]) == (1, "fail")


def test_a_sample_of_a_model_that_is_gone_fails_nothing(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "GUIDE.md").write_text(GUIDE.replace("quarry/empty", "quarry/gone"))
    assert scan(tmp_path, hub)[0] == 0


def test_samples_can_be_left_out(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "GUIDE.md").write_text(GUIDE)
    status, results = scan(tmp_path, hub, "--no-documentation", "--allow-empty")
    assert (status, results) == (0, [])
