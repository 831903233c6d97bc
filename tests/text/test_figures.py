"""Figures as people write them."""

import pytest

from scanner.text.figures import figures


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("700 million monthly users", {700_000_000}),
        ("US$1M or 10,000 seats", {1_000_000, 10_000}),
        ("7亿 users, 1,5 Mio euros", {700_000_000, 1_500_000}),
        ("1.000.000 EUR, and 700,000,000", {1_000_000, 700_000_000}),
        ("version 3.1 of a 7B model", {7_000_000_000}),
        ("9" * 60, {0}),
        ("none", set()),
    ],
)
def test_figures(text: str, told: set[int]) -> None:
    assert figures(text) == told
