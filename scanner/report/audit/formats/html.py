"""HTML: one page that asks for nothing from anywhere (above a thousand models ``large``); and Markdown."""

from typing import Any

from scanner.report.audit.pages import page, sealed, trusted
from scanner.runs.audit.decisions import WAITS
from scanner.runs.audit.types import Audit

STATIC = 1000
#: On paper more models than this are told in full only as far as somebody may read: the worst ones.
_PAPER, _IN_FULL, _UNRESOLVED = 200, 60, 300


def render(audit: Audit) -> str:
    """The whole page."""
    if len(audit.judged) > STATIC:
        from scanner.report.audit.formats.large import render as large

        return large(audit)
    return sealed(
        page("audit.html.j2", audit, css=trusted("audit.css"), script=trusted("audit.js"), paged=False, days=WAITS)
    )


def markdown(audit: Audit) -> str:
    """The whole text."""
    return page("audit.md.j2", audit)


def paged(audit: Audit) -> str:
    """The page for a printer: no script, nothing to click."""
    css = trusted("audit.css") + trusted("audit_paged.css")
    room: dict[str, Any] = (
        {"full": _IN_FULL, "shown_unresolved": _UNRESOLVED, "opened": []} if len(audit.judged) > _PAPER else {}
    )
    made = page("audit.html.j2", audit, css=css, script="", paged=True, days=WAITS, **room)
    # Where a name may break is a letter without width there: the engine looks for breaks within one run of text.
    return sealed(made.replace("<wbr>", "\u200b"))
