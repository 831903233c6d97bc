"""What a condition may say, held on the expression as it is parsed: one from a pull request runs here."""

import time

import pytest

from scanner.knowledge.conditions import MAX_LENGTH, Expression, Undecided
from scanner.model.errors import KnowledgeError


@pytest.mark.parametrize(
    ("source", "facts", "holds"),
    [
        ('weights == "missing"', {"weights": "missing"}, True),
        ('"rail" in families || shipped', {"families": ("rail",)}, True),
        ('weights in ["gone", "missing"] && !shipped', {"weights": "gone", "shipped": False}, True),
        ("size(families) > 1 ? shipped : !shipped", {"families": ("a", "b"), "shipped": False}, False),
        ('name.startsWith("map(") || name.contains("all(x, y)")', {"name": "map(x)"}, True),
    ],
)
def test_what_a_condition_may_say(source: str, facts: dict[str, object], holds: bool) -> None:
    assert Expression(source).holds(facts) is holds  # type: ignore[arg-type]


def test_a_fact_that_was_not_read_is_no_answer() -> None:
    with pytest.raises(Undecided):
        Expression("shipped").holds({})


@pytest.mark.parametrize(
    "source",
    [
        "a.all(x, x)",
        "a.exists(x, x)",
        "a.exists_one(x, x)",
        "a.map(x, x) == a",
        "a.filter(x, x) == a",
        "a.all//\n(x, x)",
        "a.all // a comment\n // another\n (x, x)",
        "a.map\n\t(a, a) == a",
        "a.filter(a, a.map(a, a) == a) == a",
        "[a].map(x, [x].map(y, y)) == a",
        '"a".matches("(a+)+$")',
        'matches("a", "(a+)+$")',
        "a + a == a",
        "a * 2 == 4",
        'timestamp("2026-01-01T00:00:00Z") > timestamp("2025-01-01T00:00:00Z")',
        "cel.bind(x, a, x)",
        "a.sortBy(x, x) == a",
        "unknown(a)",
    ],
)
def test_what_a_condition_may_not_call(source: str) -> None:
    with pytest.raises(KnowledgeError, match="a condition compares"):
        Expression(source)


@pytest.mark.parametrize("part", ["(", "[", "{", "!", "-", "a ? ", "a && ", '"', "a.", "a["])
def test_no_condition_takes_long(part: str) -> None:
    began = time.process_time()
    for times in (MAX_LENGTH // len(part), 10_000_000):
        with pytest.raises(KnowledgeError) as refused:
            Expression(part * times)
        assert len(str(refused.value)) < 3 * MAX_LENGTH
    assert time.process_time() - began < 2
