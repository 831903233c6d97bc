"""SARIF 2.1.0, for code scanning. Rules carry their help; waived findings are suppressed, never dropped."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from scanner.model.plain import to_plain
from scanner.model.report import Report, Style, rank
from scanner.model.result import Finding, Result
from scanner.model.rule import Rule
from scanner.model.verdict import weight
from scanner.report.formats.json_ import dumps
from scanner.report.lineage import told, tree
from scanner.report.phrases import identity, trouble, waiver
from scanner.report.places import Place, excuse, findings, numbered, said, uri
from scanner.text.clean import one_line

Json: TypeAlias = dict[str, Any]
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: Code scanning refuses a run with more.
CAP = 25_000
#: Bases shown with one result.
_RELATED = 20
#: States of a waiver that the source itself brings.
_IN_SOURCE = ("inline", "documentation")
_ROOT = "%SRCROOT%"
_PLACEHOLDER = re.compile(r"\{\s*(\d+)\s*\}")


def render(report: Report, style: Style) -> str:
    """The log: one run."""
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=2) + "\n"


def _run(report: Report) -> Json:
    found = _ranked(report)
    rules = _rules(report)
    index = {rule["id"]: position for position, rule in enumerate(rules)}
    return {
        "tool": {"driver": _driver(report, rules)},
        "automationDetails": {"id": f"modelscan/{report.command}/{report.audit.id if report.audit else ''}"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the source tree that was scanned."}}},
        "invocations": [_invocation(report, len(found))],
        "results": [_result(index, *item) for item in found[:CAP]],
        **_audit(report),
    }


def _audit(report: Report) -> Json:
    """The audit whose report, bills and JSON bear the same id."""
    if report.audit is None:
        return {}
    return {
        "properties": {"modelscan:audit": report.audit.id, "modelscan:audit_manifest_sha256": report.audit.manifest}
    }


def _driver(report: Report, rules: list[Json]) -> Json:
    return {"name": "modelscan", "version": report.tool_version, "semanticVersion": report.tool_version, "rules": rules}


def _ranked(report: Report) -> list[tuple[Result, Finding, Place, str]]:
    """Every finding at every place (a note once), worst first, so that the cap cuts the least of them."""
    found = [
        (result, finding, place, mark)
        for result in report.results
        for finding in findings(result)
        if finding.outcome in ("violated", "waived") or weight(finding) != "pass"
        for place, mark in numbered(result, finding)[: 1 if _is_note(finding) else None]
    ]
    return sorted(found, key=lambda f: (rank(weight(f[1])), f[2].path, f[2].line, f[1].rule, f[0].model))


def _is_note(finding: Finding) -> bool:
    return finding.outcome == "violated" and weight(finding) == "pass"


def _rules(report: Report) -> list[Json]:
    """The descriptors of every rule known, and of those that only findings name."""
    named = {finding.rule: finding for result in report.results for finding in findings(result)}
    ids = sorted({*report.rules, *named})
    return [_rule(report.rules[rule]) if rule in report.rules else _bare(named[rule]) for rule in ids]


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.slug.split("-")),
        "shortDescription": {"text": _plain(rule.title)},
        "fullDescription": {"text": _plain(rule.rationale)},
        "help": {"text": _plain(f"{rule.rationale} {rule.fix}"), "markdown": _help(rule)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": ["governance", rule.family], "problem.severity": _severity(rule)},
    }


def _severity(rule: Rule) -> str:
    return "recommendation" if rule.severity == "note" else rule.severity


def _help(rule: Rule) -> str:
    more = "".join(f"\n- `{one_line(reference)}`" for reference in rule.references)
    sources = f"\n\n**See also**\n{more}" if more else ""
    return f"**Why it matters**\n\n{rule.rationale.strip()}\n\n**What to do**\n\n{rule.fix.strip()}{sources}"


def _bare(finding: Finding) -> Json:
    return {
        "id": one_line(finding.rule),
        "shortDescription": {"text": _plain(finding.title)},
        "defaultConfiguration": {"level": finding.severity},
    }


def _plain(text: str) -> str:
    """Text that SARIF readers show as it is: no embedded links (``[words](place)``), no placeholders (``{0}``). What is
    neither stays, so that a line of a policy can be taken from it."""
    plain = one_line(text)
    if "](" in plain:
        plain = plain.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return _PLACEHOLDER.sub(r"(\1)", plain)


def _result(index: Mapping[str, int], result: Result, finding: Finding, place: Place, mark: str) -> Json:
    made: Json = {
        "ruleId": one_line(finding.rule),
        "ruleIndex": index[finding.rule],
        "level": finding.severity,
        "message": {"text": _plain(f"{identity(result)}: {said(finding)}")},
        "locations": [_location(result, place)],
        "partialFingerprints": {"modelscan/v1": mark},
        **_related(result, finding),
        "properties": _properties(result, finding),
    }
    held = _suppression(finding, place)
    return made | ({"suppressions": [held]} if held else {})


def _suppression(finding: Finding, place: Place) -> Json | None:
    """Why the result is accepted: by a comment at its own place, else by what waives the finding everywhere."""
    own = excuse(place, finding)
    if own is None and finding.outcome != "waived":
        return None
    inline = own is not None or (finding.waiver is not None and finding.waiver.state in _IN_SOURCE)
    why = own or waiver(finding.waiver) or finding.message or "waived"
    return {"kind": "inSource" if inline else "external", "status": "accepted", "justification": _plain(why)}


def _location(result: Result, place: Place) -> Json:
    artifact: Json = {"uri": uri(place.path)}
    region: Json = {"startLine": place.line}
    if place.in_tree:
        artifact["uriBaseId"] = _ROOT
        region |= {"startColumn": max(place.column, 1)} if place.column is not None else {}
    return {
        "physicalLocation": {"artifactLocation": artifact, "region": region},
        "logicalLocations": [{"fullyQualifiedName": one_line(identity(result)), "kind": "resource"}],
    }


def _related(result: Result, finding: Finding) -> Json:
    """The bases that the finding's evidence names, nearest first: who names each, its licence, and what changed."""
    named = {evidence.origin.lower() for evidence in finding.evidence}
    named |= {(evidence.value or "").removeprefix("base ").lower() for evidence in finding.evidence}
    hints = {one for c in result.license.conflicts if c.kind == "suspected-base" for one in c.evidence}
    hinted, made = not hints.isdisjoint(finding.evidence), tree(result)
    edges = [edge for edge in made.edges if (hinted if edge.hint else edge.parent.lower() in named)]
    locations = [_step(number, edge.parent, told(made, edge)) for number, edge in enumerate(edges[:_RELATED], 1)]
    return {"relatedLocations": locations} if locations else {}


def _step(number: int, base: str, what: str) -> Json:
    return {
        "id": number,
        "message": {"text": _plain(what)},
        "logicalLocations": [{"fullyQualifiedName": one_line(base), "kind": "resource"}],
    }


def _properties(result: Result, finding: Finding) -> Json:
    return {
        "model": one_line(result.model),
        "revision": result.revision,
        "source": result.source,
        "verdict": result.verdict,
        "outcome": finding.outcome,
        "evidence": to_plain(finding.evidence),
    }


def _invocation(report: Report, found: int) -> Json:
    notes = [_note("error", f"{r.model} could not be assessed: {trouble(r)}") for r in report.results if r.error]
    if found > CAP:
        notes.append(
            _note("warning", f"{found - CAP} of {found} results are left out: at most {CAP} fit, worst first.")
        )
    if report.coverage:
        notes += [
            _note("note", f"not read: {skipped.path}: {skipped.reason}") for skipped in report.coverage.files_skipped
        ]
    assessed = not any(result.error for result in report.results)
    return {"executionSuccessful": assessed, "endTimeUtc": report.generated_at, "toolExecutionNotifications": notes}


def _note(level: str, text: str) -> Json:
    return {"level": level, "message": {"text": _plain(text)}}
