"""What a sentence tells of other things than the grant is taken out of it, and what goes on behind it is heard."""

import pytest

from scanner.identify.prose import hear

TOLD = [
    "It detects licences that are non-commercial",
    "Sorts licences into permissive, copyleft and non-commercial",
    "The model recognises signs such as staff only",
    "Pages under a non-commercial licence were left out",
    "We dropped all images that may not be used commercially",
    "The non-commercial clause was lifted",
    "Until last May the repository was for members only",
    "Other vendors forbid commercial use",
    "Article 3 of the DSM Directive allows mining for scientific research only",
    "We are not allowed to share the recordings",
    "It was measured on Heron Bench (CC BY-NC 4.0)",
    "Unsere Bilder mit nichtkommerzieller Lizenz wurden aussortiert",
    "本模型能判断合同里是否禁止转让",
]
GOES_ON = [
    ", but the weights may not be used commercially.",
    "; the weights are for research only.",
    ", and companies need our permission to use it.",
    " and may not be used commercially.",
    ", research use only.",
]


def limits(text: str) -> list[str]:
    heard = hear(text, "card", repo="lab/sorter")
    return [one.pattern for one in heard if one.says == "limit" and one.of_grant]


@pytest.mark.parametrize("told", TOLD)
def test_what_is_retold_limits_nothing(told: str) -> None:
    assert not limits(f"{told}.")


@pytest.mark.parametrize("goes_on", GOES_ON)
@pytest.mark.parametrize("told", [one for one in TOLD if one.isascii() and not one.startswith("Unsere")])
def test_what_goes_on_behind_it_is_heard(told: str, goes_on: str) -> None:
    assert limits(told + goes_on)


def test_where_one_agrees_a_licensor_speaks() -> None:
    heard = hear("The model detects faces for research purposes only.", "licence-file", repo="lab/sorter")
    assert any(one.says == "limit" for one in heard)
