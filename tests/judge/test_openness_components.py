"""Components of the Model Openness Framework, and what documentation is asked to tell, by their records' examples."""

import re
from typing import Any

import pytest

from scanner.knowledge.openness import CLASSES, Clue, components, disclosures
from scanner.model.words import RepoType
from tests.judge.openness_cases import state, told
from tests.knowledge.spelled import shortest

EXAMPLES = [
    pytest.param(one.id, wanted, example, id=f"{one.id}-{wanted}-{index}")
    for one in components()
    for wanted, examples in (one.examples or {}).items()
    for index, example in enumerate(examples)
]


@pytest.mark.parametrize(("component", "wanted", "example"), EXAMPLES)
def test_an_example_comes_out_as_it_says(component: str, wanted: str, example: dict[str, Any]) -> None:
    assert state(example, component) == wanted


def test_there_are_the_seventeen_components() -> None:
    found = components()
    assert len(found) == len({one.number for one in found}) == 17
    asked = [sum(one.required for one in found if one.class_ in CLASSES[: at + 1]) for at in range(3)]
    assert asked == [6, 10, 14]
    assert all({"found", "not_found"} <= {*(one.examples or {})} for one in found)


ASKED = [
    pytest.param(one.of, one.id, wanted, example, id=f"{one.id}-{wanted}-{index}")
    for one in (*disclosures("model"), *disclosures("dataset"))
    for wanted, examples in (one.examples or {}).items()
    for index, example in enumerate(examples)
]


@pytest.mark.parametrize(("of", "asked", "wanted", "example"), ASKED)
def test_what_is_asked_is_told_as_it_says(of: RepoType, asked: str, wanted: str, example: dict[str, Any]) -> None:
    assert told(example, of, asked) == wanted


def test_every_question_says_who_asks() -> None:
    assert all(one.asks for of in ("model", "dataset") for one in disclosures(of))
    assert all({"not_found"} < {*(one.examples or {})} for of in ("model", "dataset") for one in disclosures(of))


FILED = [one for one in (*components(), *disclosures("model"), *disclosures("dataset")) if one.files]


@pytest.mark.parametrize("one", FILED, ids=lambda one: one.id)
def test_a_word_stands_in_every_path_that_is_such_a_file(one: Clue) -> None:
    paths = shortest(one.files or "")
    assert paths and all(re.fullmatch(one.files or "", path) and one.is_file(path) for path in paths)
    assert not one.is_file("vocab.bpe")
