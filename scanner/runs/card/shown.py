"""Remarks on a card as text, JSON, and as findings for the formats that code hosts read."""

import json
from dataclasses import replace

from scanner.judge.evaluate import fingerprint
from scanner.model.result import Evidence, Finding, ReferenceOut, Result
from scanner.runs.card.lint import Remark
from scanner.text.clean import bound, one_line
from scanner.text.counted import counted


def text(place: str, remarks: tuple[Remark, ...]) -> str:
    """``README.md:3: warning CRD003 title: message`` a line, and the sum."""
    lines = [_line(place, one) for one in remarks]
    count = {word: sum(one.check.severity == word for one in remarks) for word in ("error", "warning", "note")}
    told = ", ".join(counted(number, word) for word, number in count.items() if number)
    return "\n".join([*lines, f"{one_line(place)}: {told or 'nothing to remark'}", ""])


def _line(place: str, one: Remark) -> str:
    said = bound(one_line(one.message), 300)
    return one_line(f"{place}:{one.line}: {one.check.severity} {one.check.id} {one.check.title}: {said}")


def json_(place: str, remarks: tuple[Remark, ...]) -> str:
    """The remarks as one JSON object."""
    listed = [
        {
            "rule": one.check.id,
            "severity": one.check.severity,
            "path": place,
            "line": one.line,
            "title": one.check.title,
            "message": one.message,
            "fix": one.check.fix,
            "source": one.check.source,
        }
        for one in remarks
    ]
    return json.dumps({"schema_version": "1", "remarks": listed}, indent=2, ensure_ascii=False) + "\n"


def findings(place: str, remarks: tuple[Remark, ...], result: Result) -> tuple[Result, ...]:
    """The result once for each remark, with that as its only finding, at the remark's line."""
    return tuple(
        replace(result, findings=(_finding(place, one, result),), references=(_reference(place, one),))
        for one in remarks
    )


def _finding(place: str, one: Remark, result: Result) -> Finding:
    return Finding(
        rule=one.check.id,
        title=one.check.title,
        severity=one.check.severity,
        outcome="violated",
        message=one.message,
        fix=one.check.fix,
        evidence=(Evidence(origin=result.model, path=place, line=one.line, revision=result.revision),),
        fingerprint=fingerprint(one.check.id, result.model, one.message),
    )


def _reference(place: str, one: Remark) -> ReferenceOut:
    return ReferenceOut(
        path=place, line=one.line, column=1, text=one.message[:100], id=None, revision=None, kind="model", how="card"
    )
