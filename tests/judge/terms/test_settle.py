"""Conditions settled against a use: every answer is met, failed or open, and open is never met."""

from typing import get_args

import pytest

from scanner.judge.terms.settle import FIELDS, applies, bites, both, either, met, negate, owed
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.license import Basis, Condition, Duty, License, When
from scanner.model.policy import Figure, Use

LICENSE = License(id="X-1.0", name="X", family="community", confidence="read", source="test", aliases=("x community",))


def condition(term: str, **more: object) -> Condition:
    return Condition(term=term, effect="no-grant", clause="1", text="t", **more)  # type: ignore[arg-type]


def use(**stated: object) -> Use:
    return Use(**stated)  # type: ignore[arg-type]


GROUP = Basis(entity="licensee_and_affiliates", metric="monthly_active_users", as_of="2024-07-23")
NOW = Basis(entity="product", metric="monthly_active_users")
MONTHLY = Basis(entity="licensee", metric="monthly_revenue_usd")


def users(value: int, **more: str) -> dict[str, object]:
    return {"monthly_active_users": (Figure(value=value, **more),)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "stated", "answer"),
    [
        (condition("non_commercial"), {}, None),
        (condition("non_commercial"), {"purpose": "commercial"}, False),
        (condition("non_commercial"), {"purpose": "research"}, True),
        (condition("non_commercial"), {"purpose": "evaluation"}, None),
        (condition("research_only"), {"purpose": "non-commercial"}, None),
        (condition("research_only"), {"purpose": "research"}, True),
        (condition("research_only"), {"purpose": "commercial"}, False),
        (condition("evaluation_only"), {"purpose": "evaluation"}, True),
        (condition("evaluation_only"), {"purpose": "research"}, None),
        (condition("evaluation_only"), {"purpose": "commercial"}, False),
        (condition("user_threshold", value=700, basis=GROUP), {}, None),
        (condition("user_threshold", value=700, basis=GROUP), users(700), True),
        (condition("user_threshold", value=700, basis=GROUP), users(701), False),
        (condition("user_threshold", value=700, basis=GROUP), users(5, as_of="2026-01-31"), None),
        (condition("user_threshold", value=700, basis=GROUP), users(5, as_of="2024-07-01"), True),
        (condition("user_threshold", value=700, basis=GROUP), users(5, entity="product"), None),
        (condition("user_threshold", value=700, basis=GROUP), users(900, entity="product"), False),
        (condition("user_threshold", value=700, basis=NOW), users(5, entity="licensee_and_affiliates"), True),
        (condition("user_threshold", value=700, basis=NOW), users(900, entity="licensee_and_affiliates"), None),
        (condition("revenue_threshold", value=20, basis=MONTHLY), {"annual_revenue_usd": (Figure(value=20),)}, True),
        (condition("revenue_threshold", value=20, basis=MONTHLY), {"annual_revenue_usd": (Figure(value=241),)}, False),
        (condition("revenue_threshold", value=20, basis=MONTHLY), {"annual_revenue_usd": (Figure(value=240),)}, None),
        (condition("revenue_threshold", value=20, basis=MONTHLY), {"annual_revenue_usd": (Figure(value=100),)}, None),
        (condition("territory", value=("EU",)), {"territories": ("DE",)}, False),
        (condition("territory", value=("EU",)), {"territories": ("US",)}, None),
        (condition("territory", value=("EU",)), {"territories": ("US",), "domicile": "US"}, True),
        (condition("territory", value=("EU",)), {"domicile": "FR"}, False),
        (condition("territory", value=("UK",)), {"territories": ("GB",)}, False),
        (condition("territory", value=("KR",)), {"territories": ("world",), "domicile": "US"}, False),
        (condition("field_of_use", value=("military",)), {"fields": ("surveillance",)}, True),
        (condition("field_of_use", value=("military",)), {"fields": ()}, True),
        (condition("field_of_use", value=("medical-advice",)), {"fields": ("healthcare",)}, None),
        (condition("field_of_use", value=("military",)), {"fields": ("military",)}, False),
        (condition("use_restrictions"), {}, None),
        (condition("use_restrictions"), {"accepts_use_restrictions": ("X Community",)}, True),
        (condition("use_restrictions"), {"accepts_use_restrictions": ("ALL",)}, True),
        (condition("registration"), {"accepts_use_restrictions": ("all",)}, None),
        (condition("registration"), {"registered_with": ("x-1.0",)}, True),
        (condition("no_competing_use"), {}, None),
        (condition("no_competing_use"), {"competes": False}, True),
        (condition("no_competing_use"), {"competes": True}, None),
        (condition("no_hosting"), {"delivery": "hosted"}, False),
        (condition("no_hosting"), {"delivery": "internal"}, True),
        (condition("no_derivatives", when="modified_and_distributed"), {"modifies": True, "delivery": "hosted"}, True),
        (
            condition("no_derivatives", when="modified_and_distributed"),
            {"modifies": True, "delivery": "shipped"},
            False,
        ),
        (condition("no_output_training"), {}, None),
        (condition("no_output_training"), {"trains_on_outputs": True, "delivery": "internal"}, False),
        (condition("no_output_training"), {"trains_on_outputs": False}, True),
        (condition("no_derivatives"), {"modifies": True, "delivery": "internal"}, False),
        (condition("no_redistribution"), {"delivery": "shipped"}, False),
        (condition("permission", when="commercial"), {"purpose": "research"}, True),
        (condition("permission", when="commercial"), {"purpose": "commercial"}, None),
        (condition("manual"), {"purpose": "commercial"}, None),
    ],
)
def test_condition(asked: Condition, stated: dict[str, object], answer: bool | None) -> None:
    assert met(asked, LICENSE, use(**stated), "text") is answer


def test_a_clause_on_multimodal_models_asks_nothing_of_a_text_model() -> None:
    clause = condition("territory", value=("EU",), only_if="multimodal")
    europe = use(territories=("EU",), domicile="DE")
    assert met(clause, LICENSE, europe, "text") is True
    assert met(clause, LICENSE, europe, "multimodal") is False
    assert met(clause, LICENSE, europe, "unknown") is None


def test_copyleft_on_weights_stays_open_where_it_would_apply() -> None:
    duty = Duty(id="d", kind="source_offer", when="distributed", clause="6", text="t", unsettled=True)
    assert applies(duty, use(delivery="shipped")) is None
    assert applies(duty, use(delivery="internal")) is False


def test_domicile_and_place_of_use_are_two_questions() -> None:
    american = use(domicile="US", territories=("EU",))
    by_seat = condition("territory", value=("EU",), basis=Basis(metric="domicile"))
    by_place = condition("territory", value=("EU",), basis=Basis(metric="place_of_use"))
    assert met(by_seat, LICENSE, american, "text") is True
    assert met(by_place, LICENSE, american, "text") is False
    assert met(by_seat, LICENSE, use(territories=("EU",)), "text") is None


def test_a_threshold_that_is_reached_may_count_as_passed() -> None:
    stated = use(annual_revenue_usd=(Figure(value=10),))
    assert met(condition("revenue_threshold", value=10), LICENSE, stated, "text") is True
    assert met(condition("revenue_threshold", value=10, at_least=True), LICENSE, stated, "text") is False


def test_the_fields_are_those_that_licences_exclude() -> None:
    excluded = [one for record in load_licenses(rules_dir()) for one in record.conditions if one.term == "field_of_use"]
    assert {value for one in excluded for value in one.value or ()} == FIELDS  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("stated", "answer"),
    [
        ({}, None),
        ({"purpose": "research"}, False),
        ({"purpose": "commercial"}, None),
        ({"purpose": "commercial", **users(701)}, True),
        ({"purpose": "commercial", **users(700)}, False),
    ],
)
def test_a_duty_above_a_threshold_follows_the_figure(stated: dict[str, object], answer: bool | None) -> None:
    duty = Duty(id="d", kind="display", when="commercial", clause="3", text="t", unsettled=True)
    limit = Condition(term="user_threshold", effect="duty", clause="3", text="t", value=700, basis=NOW)
    record = License(
        id="X", name="X", family="community", confidence="read", source="test", conditions=(limit,), obligations=(duty,)
    )
    assert owed(duty, record, use(**stated)) is answer


@pytest.mark.parametrize(
    ("one", "two", "and_", "or_"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, False, False, False),
    ],
)
def test_three_answers(one: bool | None, two: bool | None, and_: bool | None, or_: bool | None) -> None:
    assert both(one, two) is both(two, one) is and_
    assert either(one, two) is either(two, one) is or_
    assert negate(negate(one)) is one


def test_what_is_joined_of_nothing() -> None:
    assert (both(), either(), negate(True), negate(False)) == (True, False, False, True)


def test_every_situation_is_known() -> None:
    assert {bites(when, use()) for when in get_args(When)} == {True, None}
    assert bites("outputs_published", use(purpose="commercial", delivery="shipped", modifies=True)) is None
    assert [bites(when, use(delivery="shipped")) for when in ("distributed", "hosted")] == [True, False]
