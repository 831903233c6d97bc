"""The lists of ``grammar.yaml`` and ``agreements.yaml``, which are asked for by name: each that is asked for is there,
and each that is there is asked for."""

import re
from pathlib import Path

import pytest

from scanner.identify import prose
from scanner.identify.prose.sentences import Sentence
from scanner.knowledge.store import shipped

CODE = "".join(module.read_text("utf-8") for module in Path(prose.__file__).parent.glob("*.py"))
QUOTED = set(re.findall(r"""["'](\w+)["']""", CODE))


@pytest.mark.parametrize(
    ("file", "asking"),
    [("grammar", r'\bgrammar(?:_words)?\("(\w+)"'), ("agreements", r"""\b(?:one|agreement)\(["'](\w+)["']\)""")],
)
def test_every_list_is_asked_for_and_none_that_is_not_there(file: str, asking: str) -> None:
    lists = shipped(f"prose/words/{file}.yaml").keys()
    assert set(re.findall(asking, CODE)) <= lists <= QUOTED


@pytest.mark.parametrize("heading", ["Misuse", "2.1 Misuse:", "**Misuse**", "Misuse？", "¿Misuse?"])
def test_a_heading_says_the_same_whatever_number_and_signs_stand_around_it(heading: str) -> None:
    assert Sentence("", 1, headings=("Otter", heading)).titled == "Misuse"
