"""Teachers in sentences that the forms were not written for: whose outputs, and the traps."""

from pathlib import Path

import pytest

from scanner.judge.reading.teachers import taught, teachers_in
from scanner.text.yaml import load_strict
from tests.making import repo, snapshot

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
