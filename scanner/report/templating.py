"""The templates' environment: whatever a template prints is made safe first, unless it was made here."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from scanner.knowledge.resources import templates_dir
from scanner.model.errors import ModelscanError
from scanner.model.report import Report, count, rank
from scanner.model.words import VERDICTS
from scanner.report import phrases
from scanner.report.screen import policy_line
from scanner.report.view import FindingView, passing, view
from scanner.text.clean import markdown, one_line
from scanner.text.counted import counted

if TYPE_CHECKING:
    from jinja2 import Environment

MARKS = {"pass": "✓", "review": "!", "unknown": "?", "fail": "✗"}
#: A hyphen after a letter too (before a digit no browser breaks there): never within a date or a version.
_SEAMS = re.compile(r"(?<=[/_@:=])(?=\w)|(?<=\.)(?=[^\W\d])|(?<=[^\W\d]-)(?=\w)")
#: No word of any language that a report is read in.
_RUN = re.compile(r"\w{36,}")
#: What may be copied into a policy, as :mod:`scanner.judge.causes` writes it.
_POLICY_LINE = re.compile(r"(curations: \[\{[^`|\[\]{}]{1,600}\}\])")
ASKED = {"failed": "✗ the stated use fails it", "open": "? open", "duty": "· brings a duty", "met": "✓ met"}


def page(template: str, report: Report, **more: Any) -> str:
    """A template of ``templates/`` filled with a report; ``.html.j2`` is escaped as HTML, all else as Markdown."""
    worst_first = sorted(report.results, key=lambda result: rank(result.verdict))
    shown = [(result, view(result)) for result in worst_first]
    frame = {"report": report, "shown": shown, "counts": count(report.results), "passing": passing(report.results)}
    frame |= {"policy": policy_line(report), "use": phrases.asked(report.use)}
    return environment(template.endswith(".html.j2")).get_template(template).render(**frame, **more)


def fragment(template: str, **values: Any) -> str:
    """A template of ``templates/`` filled with some values, escaped as its name says."""
    return environment(template.endswith(".html.j2")).get_template(template).render(**values)


@cache
def environment(html: bool, own: str | None = None) -> "Environment":
    """``own`` is a company's folder: a file there stands before the shipped one of that name, and may extend it as
    ``modelscan/audit.html.j2``. Raises :class:`ModelscanError` when there is no such folder."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

    if own is not None and not Path(own).is_dir():
        raise ModelscanError(f"--templates {own}: there is no such folder; 'docs/audit.md' shows what may stand in it")
    shipped = FileSystemLoader(templates_dir())
    first = [FileSystemLoader(own)] if own is not None else []
    made = Environment(
        loader=ChoiceLoader([*first, shipped, PrefixLoader({"modelscan": shipped})]),
        autoescape=html,  # noqa: S701 (Markdown is escaped by finalize)
        finalize=_html if html else _markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        code=code, seams=seams, sentence=phrases.sentence, short=phrases.short, size=phrases.size, amount=phrases.amount
    )
    made.globals.update(
        MARKS=MARKS,
        ASKED=ASKED,
        counted=counted,
        unjudged=phrases.unjudged,
        sign=sign,
        weights_word=phrases.weights_word,
        verdict_order=tuple(reversed(VERDICTS)),
    )
    return made


def sign(finding: FindingView) -> str:
    """The verdict that a finding leads to, as a sign; those without weight have one of their own."""
    if finding.verdict == "pass":
        return "~" if finding.outcome == "waived" else "·"
    return MARKS[finding.verdict]


def code(text: str) -> Any:
    """A name as Markdown code: nothing in it is formatted, linked or taken for a mention."""
    from markupsafe import Markup

    plain = one_line(text).replace("`", "'").replace("|", "¦")
    return Markup(f"`{plain}`")  # noqa: S704 (Markdown: no backtick is left to end the code, no bar to end a cell)


def seams(text: str) -> Any:
    """A name for a page of HTML that may break where its parts meet (``org/|name_|v1.|2``), and so nowhere else; what
    is no word (a hash, a mad name) may break every eight letters."""
    from markupsafe import Markup, escape

    plain = one_line(str(text))
    parts = (part for word in _SEAMS.split(plain) for part in _pieces(word))
    made = Markup("<wbr>").join(escape(part) for part in parts if part)
    # Written from right to left, it must not turn round what stands beside it.
    return Markup("<bdi>") + made + Markup("</bdi>") if any(bidirectional(c) in ("R", "AL") for c in plain) else made


def _pieces(word: str) -> list[str]:
    return _RUN.sub(lambda run: "\0".join(re.findall(".{1,8}", run[0])), word).split("\0")


def _html(value: Any) -> Any:
    """Text on one line, its direction marks made visible; jinja2 escapes it afterwards. Markup passes."""
    return value if hasattr(value, "__html__") else one_line(str(value))


def _markdown(value: Any) -> Any:
    """Text that Markdown shows letter by letter, a line of a policy in it as code. Markup passes."""
    if hasattr(value, "__html__"):
        return str(value)
    first, *parts = _POLICY_LINE.split(one_line(str(value)))
    # Every second part is such a line.
    told = (f" {code(part)}" if number % 2 == 0 else markdown(part) for number, part in enumerate(parts))
    return markdown(first) + "".join(told)
