"""Summaries and comments keep within what a code host takes, whatever is in them."""

from dataclasses import replace

import pytest

from scanner.model.report import Report, Style
from scanner.report.formats.forge import COMMENT_BYTES, MARKER, SUMMARY_BYTES, comment, summary
from tests.report.samples import PASS, USE, finding

WIDE = "𝕩" * 90
BAD = finding("COM001", "Not allowed", "error", "violated", WIDE * 5, fix=WIDE * 5)


def report(number: int) -> Report:
    results = tuple(
        replace(PASS, model=f"{WIDE}/{index}", verdict="fail" if index == number - 1 else "review", findings=(BAD,) * 9)
        for index in range(number)
    )
    return Report(
        results=results,
        policy_name="p",
        policy_sha256="0",
        use=USE,
        tool_version="1",
        generated_at="2026-01-01T00:00:00Z",
    )


@pytest.mark.parametrize("number", [1, 30, 1200])
def test_they_fit_and_the_worst_comes_first(number: int) -> None:
    shown = report(number)
    told = comment(shown, Style())
    assert told.startswith(f"{MARKER}\n### ✗ modelscan: 1 of {number} not allowed")
    assert len(told.encode()) <= COMMENT_BYTES + len(MARKER) + 1 < 65_536
    whole = summary(shown, Style())
    assert len(whole.encode()) <= SUMMARY_BYTES
    for text in (told, whole):
        first = next(line for line in text.splitlines() if WIDE in line)
        assert f"{WIDE}/{number - 1}"[:99] in first
        assert first.startswith("| ✗ fail")
    assert ("the JSON output has all of them" in told) == (number == 1200)
