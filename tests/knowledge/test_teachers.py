"""Teachers' sentence forms by their own examples."""

import pytest

from scanner.judge.reading.teachers import teachers_in
from scanner.knowledge.teachers import Set, Teacher, forms, may_stand_in, set_known, sets, teachers
from tests.knowledge.spelled import shortest

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


@pytest.mark.parametrize("one", [*teachers(), *sets()], ids=lambda one: one.pattern[:30])
def test_a_word_stands_in_whatever_a_pattern_fits(one: Teacher | Set) -> None:
    texts = shortest(one.pattern)
    assert texts and all(may_stand_in(text.upper(), (one,)) for text in texts)
    assert not may_stand_in("some/other-set of words", (one,))
    assert may_stand_in("ſome/other-ſet", (one,)), "what may be read as other letters is asked"
