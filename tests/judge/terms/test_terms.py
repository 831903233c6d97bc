"""Terms as a value: joining, choosing, settling node by node."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.identify.expressions import parse
from scanner.judge.evaluate import assess
from scanner.judge.terms.settling import STATUSES, worst
from scanner.judge.terms.wording import shown
from scanner.judge.trial import plain_model
from scanner.knowledge.policy import load_policy
from scanner.model.policy import Admission
from scanner.model.result import Result
from scanner.model.terms import Terms, choice, join, licence, unstated
from tests.making import engine

ENGINE = engine()
SAAS = load_policy("commercial-saas")
LEAVES = st.sampled_from(["MIT", "Apache-2.0", "CC-BY-NC-4.0", "llama3.1", "LicenseRef-harbour"]).map(licence)
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(lambda ps: st.sampled_from([choice(ps), join(ps)])),
    max_leaves=6,
)


def judged(expression: str, base: str | None = None, **lists: tuple[str, ...]) -> Result:
    policy = replace(SAAS, licenses=Admission(**lists))
    return next(iter(assess([plain_model(expression, base)], policy, ENGINE)))


@given(TERMS, TERMS, TERMS)
def test_join_has_no_order_no_grouping_and_no_repetition(one: Terms, two: Terms, three: Terms) -> None:
    assert join([one, two]) == join([two, one])
    assert join([join([one, two]), three]) == join([one, join([two, three])])
    assert join([one, one]) == join([one])


@pytest.mark.parametrize(
    ("value", "status", "chosen", "effective"),
    [
        ("mit OR cc-by-nc-4.0", "allowed", ("MIT",), ("MIT",)),
        ("cc-by-nc-4.0 OR mit", "allowed", ("MIT",), ("MIT",)),
        ("mit AND cc-by-nc-4.0", "forbidden", None, ("CC-BY-NC-4.0", "MIT")),
        ("(mit OR cc-by-nc-4.0) AND apache-2.0", "allowed", ("MIT",), ("Apache-2.0", "MIT")),
        ("mit OR LicenseRef-harbour-terms", "allowed", ("MIT",), ("MIT",)),
        ("mit, cc-by-nc-4.0", "forbidden", None, ("CC-BY-NC-4.0", "MIT")),
        ("llama3.1 OR gemma AND cc-by-nc-4.0", "conditional", ("llama3.1",), ("llama3.1",)),
        ("apache-2.0 OR mit", "allowed", ("MIT",), ("MIT",)),  # MIT asks for less
    ],
)
def test_what_a_declared_expression_comes_to(
    value: str, status: str, chosen: tuple[str, ...] | None, effective: tuple[str, ...]
) -> None:
    found = judged(value)
    assert (found.commercial_use.status, found.commercial_use.chosen) == (status, chosen)
    assert found.license.effective == effective
    assert found.license.declared == (value,)


def test_an_unknown_alternative_is_better_than_a_no_and_never_a_yes() -> None:
    found = judged("cc-by-nc-4.0 OR LicenseRef-harbour-terms")
    assert found.commercial_use.status == "unknown"
    assert found.verdict == "unknown"


def test_the_policys_lists_choose_between_alternatives_that_both_allow() -> None:
    assert judged("mit OR apache-2.0", deny=("mit",)).commercial_use.chosen == ("Apache-2.0",)
    assert judged("mit OR apache-2.0", allow=("apache-2.0",)).commercial_use.chosen == ("Apache-2.0",)
    assert judged("mit OR apache-2.0", review=("mit",)).commercial_use.chosen == ("Apache-2.0",)


def test_the_conclusion_and_the_duties_follow_the_choice() -> None:
    found = judged("mit OR apache-2.0 WITH LLVM-exception", allow=("apache-2.0",))
    assert found.license.concluded == "Apache-2.0 WITH LLVM-exception"
    assert {duty.license for duty in found.obligations or ()} == {"Apache-2.0"}


def test_a_base_binds_whatever_the_child_chose() -> None:
    assert judged("mit OR apache-2.0", "cc-by-nc-4.0").commercial_use.status == "forbidden"


def test_worst_is_the_strictest() -> None:
    assert [worst([one, "allowed"]) for one in STATUSES] == list(STATUSES)


@pytest.mark.parametrize(
    "value",
    ["(" * 1000 + "mit OR gpl-3.0" + ")" * 1000, "mit OR", "AND AND", "mit OR (apache-2.0", "(" * 60 + "mit or isc"],
)
def test_what_is_no_expression_stays_as_declared_and_unknown(value: str) -> None:
    found = judged(value)
    assert found.license.declared == (value,)
    assert found.commercial_use.status == "unknown"


def test_a_rider_that_nobody_knows_joins() -> None:
    assert judged("mit WITH Commons-Clause").commercial_use.status == "unknown"
    assert judged("gpl-3.0-or-later WITH Classpath-exception-2.0").commercial_use.status == "allowed"


def test_names_with_spaces_and_hyphens_stay_whole() -> None:
    terms = parse("Apache License 2.0 and GPL-2.0-or-later", ENGINE.licenses, lambda name: ENGINE.licenses.get(name).id)  # type: ignore[union-attr]
    assert terms == join([licence("Apache-2.0"), licence("GPL-2.0-or-later")])
    assert parse("mit-or-apache-2.0", ENGINE.licenses, str) == unstated([licence("mit"), licence("apache-2.0")])


MIT, APACHE = licence("MIT"), licence("Apache-2.0")
GPL = licence("GPL-2.0-only", "Classpath-exception-2.0")


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        (MIT, "mit"),
        (GPL, "gpl-2.0-only WITH Classpath-exception-2.0"),
        (choice([MIT, APACHE]), "mit OR apache-2.0"),
        (join([MIT, APACHE]), "apache-2.0 AND mit"),
        (unstated([MIT, APACHE]), "mit AND apache-2.0"),
        (join([choice([MIT, APACHE]), GPL]), "gpl-2.0-only WITH Classpath-exception-2.0 AND (mit OR apache-2.0)"),
    ],
)
def test_terms_are_written_as_an_expression(terms: Terms, text: str) -> None:
    assert terms.written(str.lower) == text


def test_a_licence_changed_to_none_is_left_out() -> None:
    both = choice([MIT, APACHE])
    assert both.mapped(lambda one: one if one is MIT else None) == MIT
    assert both.mapped(lambda one: None) is None
    assert both.mapped(lambda one: licence(one.id.lower())) == choice([licence("mit"), licence("apache-2.0")])
    assert MIT.mapped(lambda one: None) is None


def test_ids_and_leaves_are_each_in_their_order() -> None:
    terms = choice([MIT, join([APACHE, MIT])])
    assert terms.ids == ("MIT", "Apache-2.0")
    assert [leaf.id for leaf in terms.leaves] == ["MIT", "Apache-2.0", "MIT"]


def test_large_numbers_are_told_in_words() -> None:
    assert [shown(one) for one in (999_999, 700_000_000, 2_000_000_000)] == ["999,999", "700 million", "2 billion"]
    assert shown(1_000_000, "annual_revenue_usd") == "US$ 1 million"
