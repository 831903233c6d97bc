"""Teachers' sentence forms by their own examples."""

import pytest

from scanner.judge.reading.teachers import teachers_in
from scanner.knowledge.teachers import forms, set_known, teachers

FIRES = [text for form in forms() for text in form.fires]
NOT = [text for form in forms() for text in form.not_]


@pytest.mark.parametrize("text", FIRES)
def test_a_form_fires(text: str) -> None:
    assert teachers_in(text)


@pytest.mark.parametrize("text", NOT)
def test_a_form_stays_silent(text: str) -> None:
    assert teachers_in(text) == ()


def test_names_are_told_apart() -> None:
    assert len({one.id for one in teachers()}) == len(teachers())
    assert all(one.license or (one.provider and one.terms and one.clause) for one in teachers())


@pytest.mark.parametrize(
    ("name", "teacher"),
    [
        ("tatsu-lab/alpaca", "openai-gpt"), ("Open-Orca/OpenOrca", "openai-gpt"),
        ("teknium/OpenHermes-2.5", "openai-gpt"),
        ("HuggingFaceTB/cosmopedia", "mixtral"), ("open-thoughts/OpenThoughts-114k", "deepseek-r1"),
        ("someone/claude-opus-distill", "claude"), ("databricks/databricks-dolly-15k", None), ("squad", None),
        ("OpenAssistant/oasst1", None), ("HuggingFaceFW/fineweb", None),
    ],
)  # fmt: skip
def test_known_sets(name: str, teacher: str | None) -> None:
    assert next((one.id for one, _ in set_known(name)), None) == teacher
