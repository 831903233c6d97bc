"""The components of the Model Openness Framework, each by the examples of its record."""

from typing import Any

import pytest

from scanner.knowledge.openness import CLASSES, components
from tests.judge.openness_cases import state

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
