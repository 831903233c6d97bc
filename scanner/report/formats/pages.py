"""HTML: one page that asks for nothing from anywhere, has no script, and whose policy allows none. Markdown, as GitHub
and GitLab read it."""

import base64
import hashlib

from scanner.knowledge.resources import templates_dir
from scanner.model.report import Report, Style
from scanner.report import changes
from scanner.report.templating import page


def html(report: Report, style: Style) -> str:
    """The whole page."""
    from markupsafe import Markup

    css = (templates_dir() / "check.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # Our own stylesheet, a file of this project: nothing in it comes from what is judged.
    return page("check.html.j2", report, css=Markup(css), digest=digest)  # noqa: S704


def markdown(report: Report, style: Style) -> str:
    """The whole text."""
    return page("check.md.j2", report, changes=changes.lines)
