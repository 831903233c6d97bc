"""What a gate's form, and keys of an author's own, say: a box that is ticked, a choice without another way out."""

import pytest

from scanner.judge.reading.claims.front import _sentence
from scanner.judge.reading.claims.gate import of_gate
from tests.making import engine, repo

USE = "  {}:\n    type: select\n    options: [{}]"


def limits(fields: str) -> list[str]:
    """The limits that a form of these fields states, as they are shown."""
    found = of_gate(repo(front=f"extra_gated_fields:\n{fields}"), engine().licenses)
    said = [one.claim for one in found]
    assert {one.kind for one in said} <= {"gate"}
    return [(one.evidence.value or "").removeprefix("extra_gated_fields: ") for one in said if one.says == "limit"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("  I will use it for research purposes only: checkbox", ["I will use it for research purposes only"]),
        ("  Box:\n    type: checkbox\n    label: No commercial use is allowed", ["No commercial use is allowed"]),
        # A field that asks in plain words limits, whatever it asks for.
        ("  I will use it for research purposes only: text", ["I will use it for research purposes only"]),
        (USE.format("Intended use", "Research, Non-commercial"), 2),
        (USE.format("Intended use", "Research, Education"), 2),
        ("  Country: country", []),
        ("  Affiliation: text", []),
        ("  I agree to be contacted: checkbox", []),
        # One may choose to be a business, or is not asked for what.
        (USE.format("Intended use", "Research, Education, Commercial"), []),
        (USE.format("Favourite colour", "Research, Education"), []),
    ],
)
def test_what_a_form_limits(fields: str, said: list[str] | int) -> None:
    found = limits(fields)
    assert (len(found) if isinstance(said, int) else found) == said


def test_the_one_option_of_a_field_is_a_box() -> None:
    assert "Affiliation: research use only" in limits(USE.format("Affiliation", "research use only"))
    assert limits(USE.format("Affiliation", "research use only, any company")) == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("allowCommercialUse", "None", "commercial use: no"),
        ("commercial_use", "Not allowed", "commercial use: no"),
        ("commercial", "forbidden", "commercial use: no"),
        ("commercialUse", "yes", "commercial use: yes"),
        ("commercial-use", "Permitted", "commercial use: yes"),
        ("nonCommercial", "true", "non-commercial use only"),
        ("non_commercial", "false", ""),
        ("commercial", "ask us", "commercial: ask us"),
        ("usage", "no", "usage: no"),
    ],
)
def test_a_key_and_its_answer_as_one_says_them(key: str, value: str, said: str) -> None:
    assert _sentence(key, value) == said
