"""The screen for one model: it fits 25 lines of 80 columns by saying the lesser things shorter, never by leaving out a
condition."""

from scanner.model.report import Report, Style
from scanner.report import phrases
from scanner.report.findings import findings, more, open_questions, waived
from scanner.report.layout import COLORS, LABEL, block, cells, paint, row, safe, symbol
from scanner.report.terms import commercial, duties
from scanner.report.view import View
from scanner.text.counted import counted

LINES, COLUMNS = 25, 80
#: From every word to the fewest: each step is tried until the screen fits.
TIGHTEST = 5
#: Remarks on the reading itself that are shown without -v.
_REMARKS = 4


def screen(shown: View, report: Report, style: Style) -> list[str]:
    """The lines for one result."""
    if style.verbosity > 0:
        return _lines(shown, report, style, tight=0)
    budget = LINES * COLUMNS // min(style.width, COLUMNS)
    tried = []
    for tight in range(TIGHTEST + 1):
        tried.append(_lines(shown, report, style, tight))
        if len(tried[-1]) <= budget:
            return tried[-1]
    return min(tried, key=len)


def _lines(shown: View, report: Report, style: Style, tight: int) -> list[str]:
    head = [*_head(shown, style), *_notices(shown, style, tight)]
    head += row("Used in", shown.used, style) if shown.used else []
    if shown.error:
        return [*head, *row("Not judged", shown.error, style), *_access(shown, style, 0)]
    return [
        *head,
        *_policy(report, style),
        *commercial(shown, style, tight, phrases.asked(report.use)),
        *duties(shown, style, tight),
        *row("Licence", shown.licence, style),
        *_conflicts(shown, style, tight),
        *_applying("Weights", shown.weights, style, tight),
        *_access(shown, style, tight),
        *_applying("Data", shown.data, style, tight),
        *_openness(shown, style, tight),
        *(row("Lineage", shown.lineage, style, clipped=tight > 2) if shown.lineage else []),
        *([line for branch in shown.tree for line in _branch(branch, style)] if tight == 0 else []),
        *(row("Learnt from", shown.learnt, style, clipped=tight > 0) if shown.learnt else []),
        *([line for label, text in shown.more for line in row(label, text, style)] if style.verbosity > 0 else []),
        *findings(shown.findings, style, tight),
        *waived(shown.findings, style, tight),
        *open_questions(shown.findings, style, tight),
    ]


def _branch(line: str, style: Style) -> list[str]:
    """A line of the ancestry, its own lines further in."""
    text = line.lstrip(" │├└─")
    lead = "".join(safe(char, style) or " " for char in line.removesuffix(text))
    return block(f"  {lead}", text, style, clipped=style.verbosity < 1)


def _applying(label: str, text: str, style: Style, tight: int) -> list[str]:
    return row(label, text, style, clipped=tight > 2) if text != phrases.NOT_APPLICABLE else []


def _access(shown: View, style: Style, tight: int) -> list[str]:
    return row("Access", shown.access, style, clipped=tight > 2) if shown.access else []


def _openness(shown: View, style: Style, tight: int) -> list[str]:
    """One line, where there is room: it decides nothing. (With every detail the reasons stand there too.)"""
    brief = shown.openness and style.verbosity == 0 and tight == 0
    return row("Openness", shown.openness, style, clipped=True) if brief else []


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
    limit = len(shown.notices) if style.verbosity > 0 else _REMARKS
    lines = [line for notice in shown.notices[:limit] for line in block("  ", notice, style, clipped=tight > 2)]
    beyond = len(shown.notices) - limit
    return lines + (block("  ", f"and {counted(beyond, 'more remark')}: -v", style) if beyond > 0 else [])


def _policy(report: Report, style: Style) -> list[str]:
    return row("Policy", policy_line(report), style)


def policy_line(report: Report) -> str:
    """The policy, the use it states, what it leaves unstated and which rules it does not ask."""
    open_, off = phrases.unstated(report.policy_use_unstated), ", ".join(report.policy_off)
    more = (f" · unstated: {open_}" if open_ else "") + (f" · not asked: {off}" if off else "")
    return f"{report.policy_name}: {phrases.use(report.use)}{more}"


def _conflicts(shown: View, style: Style, tight: int) -> list[str]:
    limit = 1 if tight > 2 else len(shown.conflicts)
    lead = " " * (LABEL - 2) + symbol("fail", style) + " "
    lines = [line for text in shown.conflicts[:limit] for line in block(lead, text, style, color="red")]
    return lines + more(len(shown.conflicts) - limit, "contradiction", style)
