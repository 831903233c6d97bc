"""The screen for one model: it fits 25 lines of 80 columns by saying the lesser things shorter, never by leaving out a
condition."""

import re

from scanner.report import phrases
from scanner.report.layout import block, cells, clip, paint, safe
from scanner.report.types import Report, Style
from scanner.report.view import DutyView, FindingView, Question, View
from scanner.words import Verdict

LINES, COLUMNS = 25, 80
#: From every word to the fewest: each step is tried until the screen fits.
TIGHTEST = 3
_LABEL = 12
#: Narrower than this, duties are counted, not cut.
_ROOMY = 60
COLORS = {
    "pass": "green",
    "review": "yellow",
    "unknown": "magenta",
    "fail": "red",
    "allowed": "green",
    "conditional": "yellow",
    "forbidden": "red",
}
_SYMBOLS: dict[Verdict, tuple[str, str]] = {
    "pass": ("✓", "+"),
    "review": ("!", "!"),
    "unknown": ("?", "?"),
    "fail": ("✗", "x"),
}
_KINDS = {
    "attribution": "credit the author",
    "notice": "keep the notices",
    "license_copy": "pass on the licence text",
    "policy_copy": "pass on the use policy",
    "pass_on_terms": "bind recipients to the terms",
    "same_license": "license derivatives alike",
    "mark_changes": "mark changes",
    "display": "display",
    "name_prefix": "begin names of derivatives with",
    "name_ban": "keep off protected names",
    "source_offer": "offer the source",
    "documentation": "document",
    "disclose_ai_generated": "disclose that outputs are made by AI",
    "registration": "register",
    "report": "report to the licensor",
}


def symbol(verdict: Verdict, style: Style) -> str:
    """The verdict's sign, with a plain ASCII one where needed."""
    return _SYMBOLS[verdict][style.ascii]


def screen(shown: View, report: Report, style: Style) -> list[str]:
    """The lines for one result."""
    if style.verbosity > 0:
        return _lines(shown, report, style, tight=0)
    budget = LINES * COLUMNS // min(style.width, COLUMNS)
    lines = _lines(shown, report, style, tight=0)
    for tight in range(1, TIGHTEST + 1):
        if len(lines) <= budget:
            break
        lines = _lines(shown, report, style, tight)
    return lines


def _lines(shown: View, report: Report, style: Style, tight: int) -> list[str]:
    head = [*_head(shown, style), *_notices(shown, style, tight)]
    if shown.error:
        return [*head, *_row("Not judged", shown.error, style)]
    return [
        *head,
        *_policy(report, style),
        *_commercial(shown, style, tight),
        *_duties(shown.duties, style, tight),
        *_row("Licence", shown.licence, style),
        *_conflicts(shown, style, tight),
        *_row("Weights", shown.weights, style, clipped=tight > 2),
        *_row("Data", shown.data, style, clipped=tight > 2),
        *_row("Lineage", shown.lineage, style, clipped=tight > 0),
        *([line for label, text in shown.more for line in _row(label, text, style)] if style.verbosity > 0 else []),
        *_findings(shown.findings, style, tight),
        *_settle(shown.settle, style, tight),
    ]


def _row(label: str, text: str, style: Style, *, clipped: bool = False) -> list[str]:
    return block(label.ljust(_LABEL), text, style, color="bold", clipped=clipped)


def _head(shown: View, style: Style) -> list[str]:
    """Verdict, name and source; what is not live says so in the first line, whatever the length of the name."""
    verdict = f"{symbol(shown.verdict, style)} {shown.verdict.upper()}"
    parts = [safe(shown.identity, style), safe(shown.source, style)]
    if cells("  ".join([verdict, *parts])) <= style.width:
        lines = ["  ".join([verdict, *parts])]
    else:
        first, second = reversed(parts) if parts[1].startswith("NOT LIVE") else parts
        lines = [*block(verdict + "  ", first, style), *block("  ", second, style)]
    return [paint(verdict, COLORS[shown.verdict], style) + lines[0][len(verdict) :], *lines[1:]]


def _notices(shown: View, style: Style, tight: int) -> list[str]:
    return [line for notice in shown.notices for line in block("  ", notice, style, clipped=tight > 2)]


def _policy(report: Report, style: Style) -> list[str]:
    return _row("Policy", policy_line(report), style)


def policy_line(report: Report) -> str:
    """The policy, the use it states and what it leaves unstated."""
    open_ = phrases.unstated(report.policy_use_unstated)
    return f"{report.policy_name}: {phrases.use(report.use)}" + (f" · unstated: {open_}" if open_ else "")


def _commercial(shown: View, style: Style, tight: int) -> list[str]:
    asked = [question for question in shown.questions if question.mark != "met" or style.verbosity > 0]
    met = len(shown.questions) - len(asked)
    tail = f" · {met} condition{'s' if met != 1 else ''} met by the stated use" if met else ""
    status = shown.commercial.upper()
    lines = _row("Commercial", f"{status}{_why(shown, asked)}{tail}", style)
    lines[0] = lines[0].replace(status, paint(status, COLORS.get(shown.commercial, "magenta"), style), 1)
    return lines + [line for question in asked for line in _question(question, style, tight)]


def _why(shown: View, asked: list[Question]) -> str:
    number = sum(question.mark == "open" for question in asked)
    if number and shown.commercial == "conditional":
        return f", {number} question{'s' if number != 1 else ''} to answer"
    return ": " + "; ".join(shown.reasons) if shown.reasons else ""


def _question(question: Question, style: Style, tight: int) -> list[str]:
    fail, met = symbol("fail", style), symbol("pass", style)
    sign = {"failed": fail, "open": "?", "duty": "-", "met": met}[question.mark]
    text = f"{question.text} [{question.origin}]"
    if tight > 0:
        return block(f"  {sign} ", f"{text} · {_answers(question)}", style)
    return [*block(f"  {sign} ", text, style), *block("    ", _answers(question), style)]


def _answers(question: Question) -> str:
    if question.mark == "failed":
        return f"The stated use fails it: {question.no}"
    if question.mark == "met":
        return f"The stated use meets it: {question.yes}"
    return f"yes: {question.yes} · no: {question.no}"


def _duties(duties: tuple[DutyView, ...], style: Style, tight: int) -> list[str]:
    if not duties:
        return []
    if style.verbosity < 1 and (tight > 1 or style.width < _ROOMY):
        return _row("Duties", _duty_summary(duties), style)
    listed = [_duty(duty, style, tight) for duty in duties]
    first = _row("Duties", listed[0], style)
    return first + [line for text in listed[1:] for line in block(" " * _LABEL, text, style)]


def _duty(duty: DutyView, style: Style, tight: int) -> str:
    text, origin = f"{'' if duty.certain else 'if it applies: '}{duty.text}", f" [{duty.origin}]"
    if tight == 0:
        return text + origin
    clause = f" [{duty.clause}]"
    return clip(text, style.width - _LABEL - cells(clause), style) + clause


def _duty_summary(duties: tuple[DutyView, ...]) -> str:
    certain = [duty for duty in duties if duty.certain]
    parts = [f"{len(certain)} apply: {_kinds(certain)}" if certain else ""]
    perhaps = [duty for duty in duties if not duty.certain]
    parts.append(f"{len(perhaps)} may apply: {_kinds(perhaps)}" if perhaps else "")
    return " · ".join(part for part in parts if part) + " (-v for all)"


def _kinds(duties: list[DutyView]) -> str:
    return ", ".join(dict.fromkeys(_kind(duty) for duty in duties))


def _kind(duty: DutyView) -> str:
    """What is owed in three words, with the phrase that has to be shown, if any."""
    phrase = re.search('["“]([^"“”]{1,40})["”]', duty.text) if duty.kind in ("display", "name_prefix") else None
    return _KINDS.get(duty.kind, "others") + (f' "{phrase[1]}"' if phrase else "")


def _conflicts(shown: View, style: Style, tight: int) -> list[str]:
    limit = 1 if tight > 2 else len(shown.conflicts)
    lead = " " * (_LABEL - 2) + symbol("fail", style) + " "
    lines = [line for text in shown.conflicts[:limit] for line in block(lead, text, style, color="red")]
    return lines + _more(len(shown.conflicts) - limit, "contradictions", style)


def _findings(findings: tuple[FindingView, ...], style: Style, tight: int) -> list[str]:
    shown = findings if style.verbosity > 0 else tuple(f for f in findings if f.verdict != "pass")
    if not shown:
        return []
    if tight > 2:
        return _row("Findings", " · ".join(f"{symbol(f.verdict, style)} {f.rule} {f.title}" for f in shown), style)
    lines = [line for finding in shown for line in _finding(finding, style, tight)]
    return [paint("Findings".ljust(_LABEL), "bold", style) + lines[0][_LABEL:], *lines[1:]]


def _finding(finding: FindingView, style: Style, tight: int) -> list[str]:
    text = f"{finding.rule} {finding.title}"
    if tight == 0:
        text += f": {finding.message}"
    sign = "~" if finding.outcome == "waived" else symbol(finding.verdict, style)
    lines = block(" " * _LABEL + sign + " ", text, style, clipped=tight > 0)
    return lines + (_details(finding, style) if style.verbosity > 0 else [])


def _details(finding: FindingView, style: Style) -> list[str]:
    indent = " " * (_LABEL + 2)
    lines = [line for place in finding.evidence for line in block(indent + "seen: ", place, style)]
    return lines + block(indent + "do: ", finding.fix, style)


def _settle(settle: tuple[str, ...], style: Style, tight: int) -> list[str]:
    limit = 2 if tight > 1 else len(settle)
    labels = ["To settle", *[""] * limit]
    rows = [_row(label, text, style) for label, text in zip(labels, settle[:limit], strict=False)]
    return [line for row in rows for line in row] + _more(len(settle) - limit, "ways to settle it", style)


def _more(number: int, what: str, style: Style) -> list[str]:
    return [clip(f"{' ' * _LABEL}and {number} more {what}: -v shows them", style.width, style)] if number > 0 else []
