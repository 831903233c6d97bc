"""What a page shows of what the model reads and finds limits nothing; the same words as terms do."""

import pytest

from tests.identify.hearing import limits, own

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


TRANSLATED = (
    "## Some of its translations\n\n| Sign in Swedish | In English |\n|---|---|\n| Endast för personal | Staff only |",
    "## Overview\n\n| Source (nl) | Translation (en) |\n|---|---|\n| Alleen voor onderzoek | For research only |",
    "## What it writes\n\n- No commercial photography in the garden.",
    '## Samples\n\n- "You may not use this recording for commercial purposes." (6 s)',
    "## 翻译示例\n\n| 中文 | English |\n|---|---|\n| 禁止商业使用 | No commercial use |",
)  # fmt: skip
ASKED = (
    "## Examples\n\n| Use | Allowed |\n|---|---|\n| Selling it | no |",
    "## Beispiele\n\n| Nutzung | Erlaubt |\n|---|---|\n| Verkauf | nein |",
    "## Some of its translations\n\n| Dutch | English |\n|---|---|\n| Hond | Dog |\n\nThe model is for research only.",
    "## Samples\n\n- The weights may not be used for commercial purposes.",
    "## License\n\n| English | German |\n|---|---|\n| Not for commercial use | Nicht kommerziell |",
)


@pytest.mark.parametrize("shown", TRANSLATED)
def test_what_the_model_made_is_data(shown: str) -> None:
    assert not _limited(shown)


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_and_said_beside_it_is_not(asked: str) -> None:
    assert _limited(asked)


def _limited(body: str) -> bool:
    return any(one.says == "limit" for one in own(f"# Sorter\n\n{body}\n", "lab/sorter"))
