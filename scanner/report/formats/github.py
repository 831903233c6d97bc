"""GitHub annotations: a workflow command a place, worst first, capped as GitHub does, the hidden ones counted."""

from scanner.model.report import Report, Style, rank
from scanner.model.result import Result
from scanner.model.verdict import weight
from scanner.report.phrases import identity, trouble
from scanner.report.places import Place, excuse, places, said, unassessed
from scanner.report.view import ranked
from scanner.text.clean import one_line, terminal
from scanner.text.counted import counted

#: GitHub shows this many annotations of a kind for one step.
CAP = 10
_KINDS = {"fail": "error", "unknown": "error", "review": "warning", "pass": "notice"}


def render(report: Report, style: Style) -> str:
    """The commands, one a line; nothing when there is nothing to say. A first place of every model comes before the
    second of any, the worst models first; a model's first place is one that a change touches, where there is one."""
    lines: dict[str, list[tuple[tuple[bool, int, bool, int, str], str]]] = {"error": [], "warning": [], "notice": []}
    for result in report.results:
        kind = _kind(result)
        texts = {place: _says(result, place) for place in places(result)}
        told = sorted((place for place in texts if texts[place]), key=lambda place: not _changed(place, report))
        for nth, place in enumerate(told):
            order = (nth > 0, rank(result.verdict), not _changed(place, report), nth, result.model)
            lines[kind].append((order, _command(kind, result, place, texts[place])))
    ranked_lines = {kind: [line for _, line in sorted(rows, key=lambda one: one[0])] for kind, rows in lines.items()}
    return "".join(f"{line}\n" for line in _capped(ranked_lines))


def _changed(place: Place, report: Report) -> bool:
    """Whether the change touches this line: GitHub shows those beside the code."""
    if report.changed_lines is None or not place.in_tree:
        return False
    return place.path not in report.changed_lines or place.line in report.changed_lines[place.path]


def _capped(lines: dict[str, list[str]]) -> list[str]:
    hidden = {kind: len(said) - CAP for kind, said in lines.items() if len(said) > CAP}
    if not hidden:
        return [line for said in lines.values() for line in said]
    counts = ", ".join(counted(number, kind) for kind, number in hidden.items())
    # The word on what is hidden takes a place of its own: the tenth notice has to make room.
    notices = lines["notice"][: CAP - 1]
    if len(lines["notice"]) == CAP:
        counts += ", 1 notice"
    elif len(lines["notice"]) > CAP:
        counts = counts.replace(f"{hidden['notice']} notice", f"{hidden['notice'] + 1} notice")
    said = f"Hidden for want of room: {counts}. The JSON and SARIF outputs name them all."
    last = f"::notice title=modelscan::{data(said)}"
    return [*lines["error"][:CAP], *lines["warning"][:CAP], *notices, last]


def _kind(result: Result) -> str:
    """The kind of annotation."""
    return unassessed(result).severity if result.error else _KINDS[result.verdict]


def _says(result: Result, place: Place) -> str:
    """What an annotation says at a place; nothing where nothing is to be said, or all of it is excused there."""
    if result.error:
        return "" if place.documentation else f"Not assessed: {trouble(result)}"
    told = [finding for finding in ranked(result.findings) if finding.outcome in ("violated", "unknown")]
    told = [finding for finding in told if weight(finding) != "pass" and excuse(place, finding) is None]
    return "\n".join(f"{finding.rule}: {said(finding)}" for finding in told)


def _command(kind: str, result: Result, place: Place, text: str) -> str:
    title = f"title={value(f'{result.verdict.upper()} {one_line(identity(result))}')}"
    if not place.in_tree:
        return f"::{kind} {title}::{data(text)}"
    column = f",col={max(place.column, 1)}" if place.column is not None else ""
    return f"::{kind} file={value(terminal(place.path))},line={place.line}{column},{title}::{data(text)}"


def data(text: str) -> str:
    """A command's message: what would end it or start another is percent-encoded."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """A command's property: as its message, and what separates properties too."""
    return data(text).replace(":", "%3A").replace(",", "%2C")
