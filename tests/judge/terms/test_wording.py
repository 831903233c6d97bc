"""The questions that conditions ask: each asks what its licence asks, and no more."""

import pytest

from scanner.judge.terms.wording import worded
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from scanner.model.license import Basis, Condition

EU = {"term": "territory", "value": ("EU",)}


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        (EU, "Is the use outside EU, both where it is offered and where the company sits?"),
        ({**EU, "basis": Basis(metric="domicile")}, "Does the company have its seat outside EU?"),
        ({**EU, "basis": Basis(metric="place_of_use")}, "Is the use outside EU?"),
        ({"term": "field_of_use", "value": ("medical-advice",)}, "Does the use stay out of medical advice?"),
        ({"term": "field_of_use", "value": ("military", "weapons")}, "Does the use stay out of military use, weapons?"),
        (
            {
                "term": "revenue_threshold",
                "value": 20_000_000,
                "basis": Basis(entity="licensee", metric="monthly_revenue_usd", as_of="2025-01-01"),
            },
            "Does your company stay at or below US$ 20 million monthly revenue (as of 2025-01-01)?",
        ),
    ],
)
def test_the_question_asks_what_the_condition_turns_on(asked: dict[str, object], question: str) -> None:
    condition = Condition(effect="no-grant", clause="1", text="t", **asked)  # type: ignore[arg-type]
    assert worded(condition, plain_files(rules_dir())["terms.yaml"]).question == question
