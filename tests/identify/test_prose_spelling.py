"""Words that decide are known misspelt by one letter; words of their own are no mistakes."""

import pytest

from scanner.identify.prose.spelling import corrected, misspelt
from tests.identify.hearing import limits

MISSPELT = (
    "Not for comercial use.",
    "Not for commercail products.",
    "Non-comercial use only.",
    "For reseach only.",
    "For acadmic purposes only.",
    "Commercial use is prohibitted.",
    "Companes need our permision.",
    "Nicht zur gewerblcihen Nutzung.",
    "Usage uniqument pour la recherche.",
    "Solo para investgacion.",
)
RIGHT = (
    "Uso comercial permitido.",
    "It was made for commercail and acadmic use alike.",
    "It classifies licnse plates.",
)


@pytest.mark.parametrize("text", MISSPELT)
def test_a_misspelt_limit(text: str) -> None:
    assert limits(text, "Usage")


@pytest.mark.parametrize("text", RIGHT)
def test_what_limits_nothing_however_spelled(text: str) -> None:
    assert not limits(text, "Usage")


def test_one_letter_and_no_more() -> None:
    wrong = misspelt(["license"], ["licence"])
    assert {"licnse", "liicense", "lciense", "licanse"} <= wrong.keys()
    assert wrong.keys().isdisjoint(("license", "licence", "lcnse", "icense", "licens"))
    assert corrected("no lciense fee", wrong) == "no license fee"
