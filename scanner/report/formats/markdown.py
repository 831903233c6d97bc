"""Markdown, as GitHub and GitLab read it: for a summary, a comment or a file."""

from scanner.report import changes
from scanner.report.templating import page
from scanner.report.types import Report, Style


def render(report: Report, style: Style) -> str:
    """The whole text."""
    return page("check.md.j2", report, changes=changes.lines)
