"""Allow and block lists of a report's results, as the registry asks for them."""

from scanner.model.report import Report, Style, frame_of
from scanner.report.lists import allow_text, as_json, block_text, of_results


def allow(report: Report, style: Style) -> str:
    """What passes, an id at its revision a line."""
    return allow_text(of_results(report.results))


def block(report: Report, style: Style) -> str:
    """What fails, is unknown or could not be assessed, an id a line."""
    return block_text(of_results(report.results))


def both(report: Report, style: Style) -> str:
    """Both, and what waits for a person, as JSON."""
    return as_json(of_results(report.results), frame_of(report))
