"""Whole outputs, as read and approved. After a meant change: ``MODELSCAN_GOLDEN=write``, then read the diff."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.model.report import Report, Style
from scanner.report.registry import FORMATS, render
from tests.report.samples import COVERAGE, ERROR, RESULTS, SCANNED, report

GOLDEN = Path(__file__).parent / "golden"
EVERY = report(*RESULTS.values(), ERROR)
SCAN = report(*SCANNED, command="scan", coverage=COVERAGE)

CASES: dict[str, tuple[str, Report, Style]] = {
    **{f"screen-{name}.txt": ("text", report(result), Style()) for name, result in RESULTS.items()},
    "screen-narrow.txt": ("text", report(RESULTS["conflict"]), Style(width=40)),
    "screen-ascii.txt": ("text", report(RESULTS["conflict"]), Style(ascii=True)),
    "screen-verbose.txt": ("text", report(RESULTS["conflict"]), Style(verbosity=1)),
    "screen-error.txt": ("text", report(ERROR), Style()),
    "many.txt": ("text", EVERY, Style()),
    "many-wide.txt": ("text", EVERY, Style(width=120)),
    "scan.txt": ("text", SCAN, Style()),
    "check.md": ("markdown", EVERY, Style()),
    "check.html": ("html", EVERY, Style()),
    "check.csv": ("csv", EVERY, Style()),
    "scan.json": ("json", SCAN, Style()),
    "scan.jsonl": ("jsonl", SCAN, Style()),
    "scan.sarif": ("sarif", SCAN, Style()),
    "scan.github": ("github", SCAN, Style()),
    "scan.junit.xml": ("junit", SCAN, Style()),
    "scan.gitlab.json": ("gitlab", SCAN, Style()),
}


@pytest.mark.parametrize("name", CASES)
def test_output_is_as_it_was_read_and_approved(name: str) -> None:
    format_, shown, style = CASES[name]
    output = render(format_, shown, style)
    path = GOLDEN / name
    if os.environ.get("MODELSCAN_GOLDEN") == "write":
        path.write_text(output, encoding="utf-8", newline="")
    assert output == path.read_text(encoding="utf-8"), f"{name} changed: MODELSCAN_GOLDEN=write rewrites it"


def test_nothing_golden_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("format_", [name for name, where in FORMATS.items() if where.startswith("scanner.report")])
def test_same_report_same_bytes(format_: str) -> None:
    assert render(format_, SCAN) == render(format_, replace(SCAN))


@pytest.mark.parametrize("format_", [name for name, where in FORMATS.items() if where.startswith("scanner.report")])
def test_nothing_judged_is_no_crash(format_: str) -> None:
    assert isinstance(render(format_, report()), str)
