"""Markdown, as GitHub and GitLab read it."""

from scanner.audit.pages import page
from scanner.audit.types import Audit


def render(audit: Audit) -> str:
    """The whole text."""
    return page("audit.md.j2", audit)
