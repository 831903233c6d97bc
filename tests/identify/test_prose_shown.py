"""What a page shows of what the model reads and finds limits nothing; the same words as terms do."""

import pytest

from tests.identify.hearing import limits

SHOWN = (
    "Input:\n\n> The permit may not be transferred without the consent of the authority.",
    "Tag set:\n\n- `PERMITTED_USE`, `PROHIBITED_USE`\n- `CONSENT_REQUIRED`",
    '| Phrase | Effect |\n|---|---|\n| "for non-profit organisations only" | companies move down |',
    'From the sentence "the drug may only be sold to pharmacies" it takes the buyer.',
)
TERMS = (
    "Tags:\n\n- non-commercial\n- apache",
    "The base was licensed to us for research only, and the same holds for you.",
    "> The model may not be transferred without our consent.",
    "Please note:\n\n> The model may not be transferred without our consent.",
    "| Use | Given |\n|---|---|\n| \"Can a company use it?\" | no |",
    "| | |\n|---|---|\n| weights | for non-profit organisations only |",
)  # fmt: skip


@pytest.mark.parametrize("shown", SHOWN)
def test_what_is_shown_limits_nothing(shown: str) -> None:
    assert not limits(shown, "Overview")


@pytest.mark.parametrize("terms", TERMS)
def test_terms_in_the_same_places_do(terms: str) -> None:
    assert limits(terms, "Overview")


def test_where_the_grant_is_spoken_of_a_quotation_may_be_it() -> None:
    assert limits(SHOWN[2], "License")
