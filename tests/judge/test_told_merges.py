"""A merge that only the card's own words tell of, and whose parents nobody names, is no pass."""

import pytest

from scanner.model.result import Result
from tests.making import judged, repo

TOLD = (
    "This is a linear merge of three language models, made with mergekit.",
    "## Recipe\n\nTIES merge of several 7B models.",
    "We merged two open chat models.",
    "Das Modell ist ein Merge aus drei Sprachmodellen.",
    "Ce modèle est une fusion de deux modèles de langue.",
    "三つの言語モデルをマージしました。",
)
UNTOLD = (
    "This is not a merge: it was trained from scratch.",
    "You can merge it with other models.",
    "The weights are an average of our last five checkpoints.",
    "It merges overlapping boxes into one.",
    "Finds merge conflicts in git and proposes a merge of the two versions.",
    "Unlike a merge of three models, it was trained whole.",
)


def of(body: str) -> Result:
    return judged(repo("org/sorter", "license: mit", body=f"{body}\n"))


@pytest.mark.parametrize("body", TOLD)
def test_a_merge_of_nothing_named_is_told(body: str) -> None:
    found = of(body)
    assert found.verdict != "pass"
    assert any(one.rule == "LIN006" and one.outcome == "violated" for one in found.findings)


@pytest.mark.parametrize("body", UNTOLD)
def test_other_words_on_merging_tell_of_none(body: str) -> None:
    assert of(body).verdict == "pass"
