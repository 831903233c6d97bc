"""Teachers in sentences that the forms were not written for: whose outputs, and the traps."""

from pathlib import Path

import pytest

from scanner.judge.evaluate import Engine, assess
from scanner.judge.reading.teachers import taught, teachers_in
from scanner.knowledge.resources import rules_dir
from scanner.text.yaml import load_strict
from tests.making import policy, repo, snapshot

CASES = load_strict((Path(__file__).parent / "teachers.yaml").read_text(encoding="utf-8")).data


@pytest.mark.parametrize("case", CASES["taught"], ids=lambda case: case["text"][:60])
def test_a_teacher_is_heard(case) -> None:
    assert [one.id for one in teachers_in(case["text"])] == case["of"]


@pytest.mark.parametrize("text", CASES["free"])
def test_no_teacher(text: str) -> None:
    assert teachers_in(text) == ()


def test_there_are_enough() -> None:
    assert len(CASES["taught"]) >= 30 and len(CASES["free"]) >= 30


def test_teachers_of_a_model_by_card_set_and_name() -> None:
    data = repo("org/data", "license: mit", body="Generated with Claude 3 Opus.", repo_type="dataset")
    root = repo("org/small", "license: mit\ndatasets: [org/data, tatsu-lab/alpaca]", body="Distilled from GPT-4o.")
    found = taught(snapshot(root, data))
    assert [(one.teacher.id, one.via) for one in found] == [
        ("openai-gpt", "org/small"), ("claude", "org/data"), ("openai-gpt", "tatsu-lab/alpaca")
    ]  # fmt: skip
    assert all(one.evidence for one in found)
    assert taught(snapshot(repo("org/DeepSeek-R1-Distill-x", "license: mit")))[0].teacher.id == "deepseek-r1"
    assert taught(snapshot(repo("org/plain", "license: mit\ntags: [gpt-4]"))) == ()


@pytest.mark.parametrize(
    ("use", "outcome"),
    [
        ({}, "satisfied"),
        ({"competes": False}, "satisfied"),
        ({"competes": True}, "violated"),
        ({"trains_on_outputs": True}, "violated"),
    ],
)
def test_a_use_that_trains_or_competes_with_models_is_warned(use: dict[str, bool], outcome: str) -> None:
    root = repo("org/small", "license: mit", body="It was distilled from GPT-4o.")
    result = next(iter(assess([snapshot(root)], policy(**use), Engine(rules_dir()))))
    found = {one.rule: one for one in result.findings}
    assert (found["LIN010"].outcome, found["LIN010"].severity) == (outcome, "warning")
    assert (found["LIN009"].outcome, found["LIN009"].severity) == ("violated", "note")
    assert result.commercial_use.status == "allowed", "a teacher's terms never enter the status"
