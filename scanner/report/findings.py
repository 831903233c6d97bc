"""The rules on a screen: what they found, and what they could not tell with what would settle it."""

from collections.abc import Callable

from scanner.knowledge.rules import tells
from scanner.model.report import Style
from scanner.report.layout import LABEL, block, paint, row, symbol
from scanner.report.view import FindingView
from scanner.text.counted import counted

#: What they found stands on the screen already, as a question or a contradiction.
_ASKED_ABOVE = frozenset(("withheld", "questions", "conditions"))
_ABOVE = _ASKED_ABOVE | {"contradicted", "text-changed", "several-declared", "declared-vs-base"}


def findings(shown: tuple[FindingView, ...], style: Style, tight: int) -> list[str]:
    """What was violated."""
    told = [finding for finding in shown if finding.outcome not in ("unknown", "waived")]
    listed = [finding for finding in told if style.verbosity > 0 or finding.verdict != "pass"]
    light = [finding for finding in shown if finding.verdict == "pass" and finding.outcome != "waived"]
    hidden = len(light) if style.verbosity < 1 and tight == 0 else 0
    if hidden and not listed:
        asked = any(finding.outcome == "unknown" and finding.verdict != "pass" for finding in shown)
        none = "the open questions alone" if asked else "none that weighs"
        return row("Findings", f"{none}; {hidden} of note: -v", style)
    return _rows("Findings", listed, _found, style, tight) + more(hidden, "of note", style, "of note")


def open_questions(shown: tuple[FindingView, ...], style: Style, tight: int) -> list[str]:
    """What could not be told, and what would settle it."""
    unknown = [finding for finding in shown if finding.outcome == "unknown"]
    listed = [finding for finding in unknown if style.verbosity > 0 or finding.verdict != "pass"]
    return _rows("Not known", listed, _asked, style, tight)


def waived(shown: tuple[FindingView, ...], style: Style, tight: int) -> list[str]:
    """What somebody granted an exception for: never left out, so that nobody forgets it."""
    return _rows("Waived", [finding for finding in shown if finding.outcome == "waived"], _excused, style, tight)


def more(number: int, what: str, style: Style, many: str = "") -> list[str]:
    """A word on what is not shown."""
    said = counted(number, f"more {what}", f"more {many}" if many else "")
    return block(" " * LABEL, f"and {said}: -v", style) if number > 0 else []


def _rows(
    label: str, told: list[FindingView], words: Callable[[FindingView, int], str], style: Style, tight: int
) -> list[str]:
    if not told:
        return []
    if tight > 2:
        known = _ASKED_ABOVE if words is _asked else _ABOVE
        above = [one.rule for one in told if tight > 4 and tells(one.rule) in known and not one.waiver]
        parts = [f"{_sign(one, style)} {words(one, tight)}" for one in told if one.rule not in above]
        parts += [f"told above ({', '.join(above)})"] if above else []
        return row(label, " · ".join(parts), style)
    lines = [line for one in told for line in _finding(one, words(one, tight), style, clipped=tight > 1)]
    return [paint(label.ljust(LABEL), "bold", style) + lines[0][LABEL:], *lines[1:]]


def _finding(finding: FindingView, text: str, style: Style, *, clipped: bool) -> list[str]:
    clipped = clipped and finding.verdict != "unknown" and (finding.outcome == "waived" or not finding.waiver)
    lines = block(" " * LABEL + _sign(finding, style) + " ", text, style, clipped=clipped)
    return lines + (_details(finding, style) if style.verbosity > 0 else [])


def _sign(finding: FindingView, style: Style) -> str:
    if finding.verdict == "pass":  # waived, or only of note
        return "~" if finding.outcome == "waived" else "-"
    return symbol(finding.verdict, style)


def _found(finding: FindingView, tight: int) -> str:
    ended = f" · {finding.waiver}" if finding.waiver else ""
    return f"{finding.title} ({finding.rule})" + (f": {finding.message}" if tight == 0 else "") + ended


def _excused(finding: FindingView, tight: int) -> str:
    # The rule and the end come first: they are what a narrow screen may not cut off.
    granted = finding.waiver if tight < 3 else finding.waiver.partition(" by ")[0]
    return f"{finding.rule} {granted or finding.message} · {finding.title}"


def _asked(finding: FindingView, tight: int) -> str:
    headline = f"{finding.title} ({finding.rule})"
    # What keeps the verdict unknown says what would settle it, however little room there is.
    brief = tight > 2 and finding.verdict != "unknown"
    ended = f" · {finding.waiver}" if finding.waiver else ""
    return headline if brief else f"{headline}. {finding.settle or finding.message}{ended}"


def _details(finding: FindingView, style: Style) -> list[str]:
    indent = " " * (LABEL + 2)
    lines = [line for place in finding.evidence for line in block(indent + "seen: ", place, style)]
    return lines + (block(indent + "do: ", finding.fix, style) if finding.fix and finding.fix != finding.settle else [])
