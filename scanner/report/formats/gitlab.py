"""GitLab code quality: a JSON list, an entry a finding and place, with fingerprints that are unique in the list."""

from typing import Any

from scanner.model.report import Report, Style
from scanner.model.result import Finding, Result
from scanner.model.verdict import weight
from scanner.report.formats.json_ import dumps
from scanner.report.phrases import identity
from scanner.report.places import Place, excuse, findings, numbered, said
from scanner.text.clean import one_line

_SEVERITIES = {"fail": "blocker", "unknown": "critical", "review": "major"}


def render(report: Report, style: Style) -> str:
    """The list; models that could not be assessed are in it."""
    entries = [entry for result in report.results for entry in _entries(result)]
    return dumps(entries, indent=2) + "\n"


def _entries(result: Result) -> list[dict[str, Any]]:
    told = [finding for finding in findings(result) if weight(finding) != "pass"]
    return [
        _entry(result, finding, place, mark)
        for finding in told
        for place, mark in numbered(result, finding)
        if excuse(place, finding) is None
    ]


def _entry(result: Result, finding: Finding, place: Place, mark: str) -> dict[str, Any]:
    return {
        "description": one_line(f"{identity(result)}: {finding.rule} {said(finding)}"),
        "check_name": finding.rule,
        "fingerprint": mark,
        "severity": _SEVERITIES[weight(finding)],
        "location": {"path": place.path, "lines": {"begin": place.line}},
    }
