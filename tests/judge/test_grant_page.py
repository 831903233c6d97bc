"""The worked examples of docs/grant.md."""

import re
from typing import Any

import pytest
import yaml

from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.snapshot import File, Snapshot, Unread
from tests.conftest import ROOT
from tests.making import engine, repo, text

PAGE = (ROOT / "docs" / "grant.md").read_text(encoding="utf-8")
ENGINE = engine()
SAAS = load_policy("commercial-saas")


def examples() -> list[Any]:
    block = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    return [pytest.param(*one.values(), id=next(iter(one))) for one in yaml.safe_load(block[1])]


@pytest.mark.parametrize("example", examples())
def test_a_worked_example_holds(example: dict[str, Any]) -> None:
    files = example.get("files", {})
    root = repo(
        front=example["card"],
        body=f"# Model\n\n{example.get('body', '')}\n",
        texts=tuple(text(content, path) for path, content in files.items()),
        files=(File(path="model.safetensors", size=10_000_000), *(File(path=path, size=9) for path in files)),
        info={"gated": False, "tags": [], "disabled": False, "private": False},
        unread=tuple(Unread(what=path, reason="the Hub answered 503") for path in example.get("unread", ())),
    )
    [result] = assess([Snapshot(target=root.id, root=root)], SAAS, ENGINE)
    violated = {finding.rule for finding in result.findings if finding.outcome == "violated"}
    wanted = example["gives"]
    assert result.commercial_use.status == wanted["status"]
    assert list(result.license.effective) == wanted["effective"]
    assert [conflict.kind for conflict in result.license.conflicts] == wanted["conflicts"]
    assert set(wanted.get("violated", ())) <= violated


def test_there_are_examples_of_each_step() -> None:
    assert len(examples()) >= 15
