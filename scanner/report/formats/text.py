"""Text: a screen for one model, a line each for many, and a summary."""

from typing import TYPE_CHECKING

from scanner.judge.evaluate import SILENCED
from scanner.judge.reading.evidence import NOT_AT
from scanner.model.report import Report, Style, count, rank
from scanner.model.result import Result
from scanner.model.verdict import by_exception
from scanner.report.layout import COLORS, block, paint, safe, symbol
from scanner.report.phrases import identity, short, unjudged, weights_word
from scanner.report.phrases.words import EXCEPTED_ALONE
from scanner.report.screen import policy_line, screen
from scanner.report.view import View, passing, view
from scanner.text.counted import counted, first_of

if TYPE_CHECKING:
    from scanner.judge.exceptions.groups import Group

#: Shared findings that are listed; failing models that the last line names.
_FAMILIES = 8
_FAILS = 20


def render(report: Report, style: Style) -> str:
    """The whole output, ending in a newline."""
    many = len(report.results) != 1
    if not many and style.verbosity >= 0:
        lines = screen(view(report.results[0]), report, style)
    elif style.verbosity > 0:
        lines = [line for result in report.results for line in [*screen(view(result), report, style), ""]]
    else:
        lines = [*origin(report, style), *(line for result in _worst_first(report) for line in compact(result, style))]
    if many or report.coverage:
        lines += summary(report, style)
    return "\n".join(lines) + "\n"


def _worst_first(report: Report) -> list[Result]:
    """The results as a person wants them: what fails first, else in the order given."""
    return sorted(report.results, key=lambda result: rank(result.verdict))


def origin(report: Report, style: Style) -> list[str]:
    """A first line when any fact is from the bundled catalog: that is not live."""
    stale = [result for result in report.results if result.source == "catalog" and not result.error]
    if not stale:
        return []
    dates = sorted({result.observed_at for result in stale if result.observed_at})
    span = f", observed {' to '.join(dict.fromkeys((dates[0], dates[-1])))}" if dates else ""
    undated = sum(not result.observed_at for result in stale)
    more = f"{', ' if dates else ', all '}{undated} without a date" if undated else ""
    return block("", f"NOT LIVE: {len(stale)} of {len(report.results)} from a catalog or table{span}{more}.", style)


def compact(result: Result, style: Style) -> list[str]:
    """One result on a line (or as few as the width allows)."""
    shown = view(result)
    lead = f"{symbol(result.verdict, style)} {result.verdict:<7}"
    text = f"{shown.identity}: {shown.error or _gist(result, shown)}"
    if style.verbosity < 0 or not style.wrapped:
        used = f" · in {shown.used}" if shown.used else ""
        return [paint(lead, COLORS[result.verdict], style) + " " + safe(text + used, style)]
    lines = block(lead + " ", text, style)
    if shown.used:
        lines += block(" " * len(lead) + " in ", shown.used, style)
    return [paint(lead, COLORS[result.verdict], style) + lines[0][len(lead) :], *lines[1:]]


def _gist(result: Result, shown: View) -> str:
    worst = next((finding for finding in shown.findings if finding.verdict == result.verdict != "pass"), None)
    facts = [f"{worst.title} ({worst.rule})"] if worst else [EXCEPTED_ALONE] if by_exception(result) else []
    closed = result.repo_type == "closed-api"
    facts += [] if closed else [f"use {shown.commercial}", shown.effective or "no licence"]
    facts += [f"weights {weights_word(result)}"] if result.weights.status != "not_applicable" else []
    facts += [f"data {result.datasets.status}"] if result.datasets.status != "not_applicable" else []
    facts += [notice for notice in shown.notices if notice.startswith((NOT_AT, SILENCED))]
    return " · ".join([*facts, *_excused(shown)])


def _excused(shown: View) -> list[str]:
    """How many findings are waived, which come first, and each waiver that has ended or soon will."""
    waived = [finding.rule for finding in shown.findings if finding.outcome == "waived"]
    urgent = [f"{f.rule} {f.waiver}" for f in shown.findings if "EXPIRE" in f.waiver or "NO LONGER" in f.waiver]
    return ([f"{len(waived)} waived ({first_of(waived, 3)})"] if waived else []) + urgent[:2]


def summary(report: Report, style: Style) -> list[str]:
    """How many of each verdict, under which policy; what fails once more, for it is what a reader came for."""
    counts = count(report.results)
    parts = [passing(report.results)]
    parts += [f"{counts[name]} {name}" for name in ("review", "unknown", "fail")]
    lines = block("", f"{counts['models']} judged: {', '.join(parts)}", style)
    lines += block("Policy ", policy_line(report), style) if style.verbosity >= 0 else []
    return [*_families(report, style), *lines, *_coverage(report, style), *_fails(report, style)]


def _fails(report: Report, style: Style) -> list[str]:
    failed = [identity(result) for result in report.results if result.verdict == "fail"]
    lead = f"{symbol('fail', style)} fail: "
    if not failed or len(report.results) < 2:
        return []
    then = "modelscan check ID shows why, modelscan suggest ID what else would do"
    return [*block(lead, first_of(failed, _FAILS), style), *(block("  ", then, style) if style.verbosity >= 0 else [])]


def _families(report: Report, style: Style) -> list[str]:
    """Findings that several models share, once each: one decision settles them all."""
    from scanner.judge.exceptions.groups import group_findings

    shared = [one for one in group_findings(report.results) if len(one.models) > 1 and one.severity != "note"]
    if not shared or style.verbosity < 0:
        return []
    lines = ["Shared findings: one decision settles each"]
    for one in shared[:_FAMILIES]:
        lines += block(f"{len(one.models):>6} models  ", _family(one), style)
    return lines + ([f"       and {len(shared) - _FAMILIES} more"] if len(shared) > _FAMILIES else [])


def _family(group: "Group") -> str:
    asks = " (waived)" if group.outcome == "waived" else ""
    by = f" · {group.license} {group.clause}".rstrip() if group.license else ""
    via = f", via {first_of([short(one) for one in group.sources], 1)}" if group.sources else ""
    return f"{group.title} ({group.rule}){asks}{by}{via}"


def _coverage(report: Report, style: Style) -> list[str]:
    if report.coverage is None:
        return []
    found, read = report.coverage.references, report.coverage.files_read
    said = f"{counted(found, 'reference')} in {counted(read, 'file')} read"
    lines = block("", f"{said}; {len(report.coverage.files_skipped)} skipped", style)
    return lines + [line for text in unjudged(report.coverage) for line in block("", text, style)]


def line(result: Result, style: Style) -> str:
    """One result for a stream of many, ending in a newline."""
    return "\n".join(compact(result, style)) + "\n"
