"""JSON Lines: a result a line, so that a long run can be read while it goes on."""

from scanner.model.report import Report, Style
from scanner.model.result import Result
from scanner.report.formats import json_


def line(result: Result) -> str:
    """One result as one line, ending in a newline."""
    return json_.line(result) + "\n"


def render(report: Report, style: Style) -> str:
    """Every result."""
    return "".join(line(result) for result in report.results)
