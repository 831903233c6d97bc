"""JSON Lines: a result a line, so that a long run can be read while it goes on."""

from scanner.model.report import Report, Style
from scanner.model.result import Result
from scanner.report.formats.json_ import dumps


def line(result: Result) -> str:
    """One result as one line, ending in a newline."""
    return dumps(result) + "\n"


def render(report: Report, style: Style) -> str:
    """Every result."""
    return "".join(line(result) for result in report.results)
