"""Markdown, as GitHub and GitLab read it."""

from scanner.report.audit.pages import page
from scanner.runs.audit.types import Audit


def render(audit: Audit) -> str:
    """The whole text."""
    return page("audit.md.j2", audit)
