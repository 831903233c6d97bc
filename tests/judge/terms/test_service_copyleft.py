"""Copyleft over the network: some asks only whoever changes a model, some of whoever serves it at all."""

from dataclasses import replace

import pytest

from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.policy import Delivery
from tests.making import engine, repo, snapshot


@pytest.mark.parametrize(
    ("licence", "delivery", "modifies", "verdict", "asks"),
    [
        ("sspl-1.0", "hosted", False, "review", ["COM007"]),
        ("sspl-1.0", "hosted", True, "review", ["COM007"]),
        ("sspl-1.0", None, False, "review", ["COM007"]),
        ("sspl-1.0", "internal", True, "pass", []),
        ("agpl-3.0", "hosted", False, "pass", []),
        ("agpl-3.0", "hosted", True, "review", ["COM005"]),
        ("eupl-1.2", "hosted", True, "review", ["COM005"]),
        ("osl-3.0", "hosted", True, "review", ["COM005"]),
        ("mit", "hosted", True, "pass", []),
    ],
)
def test_who_must_modify_for_it_to_ask(
    licence: str, delivery: Delivery | None, modifies: bool, verdict: str, asks: list[str]
) -> None:
    asked = load_policy()
    policy = replace(asked, use=replace(asked.use, delivery=delivery, modifies=modifies))
    root = repo(front=f"license: {licence}", body="Trained from scratch on public books.")
    (result,) = assess([snapshot(root)], policy, engine())
    violated = [one for one in result.findings if one.rule in ("COM005", "COM007") and one.outcome == "violated"]
    assert ([one.rule for one in violated], result.verdict) == (asks, verdict)
    assert all("clause" in one.message for one in violated)


def test_whether_it_is_modified_is_not_asked_where_no_answer_helps() -> None:
    asked = load_policy()
    policy = replace(asked, use=replace(asked.use, delivery="hosted", modifies=None))
    (result,) = assess([snapshot(repo(front="license: sspl-1.0"))], policy, engine())
    assert next(one.outcome for one in result.findings if one.rule == "COM005") == "not_applicable"
