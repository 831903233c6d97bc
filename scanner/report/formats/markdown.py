"""Markdown, as GitHub and GitLab read it: for a summary, a comment or a file."""

from scanner.model.report import Report, Style
from scanner.report import changes
from scanner.report.templating import page


def render(report: Report, style: Style) -> str:
    """The whole text."""
    return page("check.md.j2", report, changes=changes.lines)
