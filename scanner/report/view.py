"""One result arranged for a reader: what is asked, owed and known, each said once. Text, Markdown and HTML show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from scanner.model.result import Evidence, Finding, ObligationOut, Result, SettledCondition
from scanner.report import phrases
from scanner.words import VERDICTS, Severity, Verdict

Mark: TypeAlias = Literal["failed", "open", "duty", "met"]
T = TypeVar("T", SettledCondition, ObligationOut)
_MARKS: tuple[Mark, ...] = ("failed", "open", "duty", "met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A condition as a question. ``origin`` names licence, clause and the ancestor that brought it."""

    mark: Mark
    text: str
    origin: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """An obligation; ``certain`` when it applies to the stated use, else it may."""

    text: str
    origin: str
    clause: str
    certain: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A rule that was violated, unknown or waived, and the verdict that it leads to."""

    rule: str
    verdict: Verdict
    outcome: str
    title: str
    message: str
    fix: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A result in words, in the order in which a reader needs them."""

    verdict: Verdict
    identity: str
    source: str
    notices: tuple[str, ...]
    error: str
    commercial: str
    reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    duties: tuple[DutyView, ...]
    licence: str
    conflicts: tuple[str, ...]
    weights: str
    data: str
    lineage: str
    findings: tuple[FindingView, ...]
    settle: tuple[str, ...]
    more: tuple[tuple[str, str], ...]


def view(result: Result) -> View:
    """The result as its reader meets it."""
    findings = _findings(result)
    return View(
        verdict=result.verdict,
        identity=phrases.identity(result),
        source=phrases.source(result),
        notices=tuple(phrases.short(notice, 300) for notice in result.notices),
        error=phrases.trouble(result),
        commercial=result.commercial_use.status,
        reasons=tuple(phrases.short(reason, 300) for reason in result.commercial_use.reasons),
        questions=_questions(result),
        duties=_duties(result),
        licence=phrases.licence(result.license),
        conflicts=tuple(phrases.conflict(result.license, found) for found in result.license.conflicts),
        weights=phrases.weights(result.weights),
        data=phrases.data(result.datasets),
        lineage=phrases.lineage(result.lineage),
        findings=findings,
        settle=_settle(result),
        more=_more(result),
    )


def _more(result: Result) -> tuple[tuple[str, str], ...]:
    """Rows for a reader who asks for every detail, under their labels."""
    rows = (
        ("Revision", result.revision or ""),
        ("Observed", result.observed_at or ""),
        ("Openness", phrases.openness(result.openness)),
        ("Profile", phrases.profile(result.profile)),
    )
    return tuple((label, text) for label, text in rows if text)


def weight(finding: Finding) -> Verdict:
    """The verdict that this finding alone leads to (the contract's table)."""
    if finding.outcome not in ("violated", "unknown") or finding.severity == "note":
        return "pass"
    if finding.severity == "warning":
        return "review"
    return "fail" if finding.outcome == "violated" else "unknown"


def ranked(findings: tuple[Finding, ...]) -> list[Finding]:
    """Worst first, then by severity and rule id."""
    order: tuple[Severity, ...] = ("error", "warning", "note")
    return sorted(findings, key=lambda f: (-VERDICTS.index(weight(f)), order.index(f.severity), f.rule))


def place(evidence: Evidence) -> str:
    """Where a fact was read: ``origin path:line = value``."""
    path = f" {evidence.path}" if evidence.path else ""
    line = f":{evidence.line}" if evidence.line else ""
    value = f" = {evidence.value}" if evidence.value else ""
    return f"{evidence.origin}{path}{line}{value}"


def _findings(result: Result) -> tuple[FindingView, ...]:
    shown = [f for f in ranked(result.findings) if f.outcome in ("violated", "unknown", "waived")]
    return tuple(_finding(finding) for finding in shown)


def _finding(finding: Finding) -> FindingView:
    return FindingView(
        rule=finding.rule,
        verdict=weight(finding),
        outcome=finding.outcome,
        title=phrases.short(finding.title),
        message=phrases.short(finding.message, 500),
        fix=phrases.short(finding.fix, 500),
        evidence=tuple(phrases.short(place(evidence), 200) for evidence in finding.evidence),
    )


def _settle(result: Result) -> tuple[str, ...]:
    said = [phrases.short(f.settle, 300) for f in ranked(result.findings) if f.outcome == "unknown" and f.settle]
    return tuple(dict.fromkeys(said))


def _questions(result: Result) -> tuple[Question, ...]:
    """Every question once, whichever licences and ancestors ask it."""
    grouped: dict[tuple[object, ...], list[SettledCondition]] = {}
    for one in result.commercial_use.conditions:
        key = (_mark(one), one.term, one.question or one.text, one.value, one.if_yes, one.if_no)
        grouped.setdefault(key, []).append(one)
    questions = [_question(same, result.model) for same in grouped.values()]
    return tuple(sorted(questions, key=lambda question: _MARKS.index(question.mark)))


def _mark(one: SettledCondition) -> Mark:
    if one.met:
        return "met"
    if one.effect == "duty":
        return "duty"
    return "open" if one.met is None else "failed"


def _question(same: list[SettledCondition], model: str) -> Question:
    one = same[0]
    return Question(
        mark=_mark(one),
        text=phrases.short(one.question or one.text or one.term, 400),
        origin=_origin(same, model),
        yes=one.if_yes,
        no=one.if_no,
    )


def _origin(same: Iterable[T], model: str) -> str:
    """``llama3.1 clause 2, via org/base; gemma clause 3.2``: each clause with the ancestors that brought it."""
    via: dict[str, list[str]] = {}
    for one in same:
        where = f"{one.license} clause {one.clause}" if one.clause else one.license
        via.setdefault(phrases.short(where), []).append(one.from_)
    return "; ".join(where + _via(names, model) for where, names in via.items())


def _via(names: list[str], model: str) -> str:
    """Nothing when the model itself asks it."""
    others = [phrases.short(name) for name in dict.fromkeys(names) if name]
    if model in names or not others:
        return ""
    return f", via {others[0]}" + (f" and {len(others) - 1} more" if len(others) > 1 else "")


def _duties(result: Result) -> tuple[DutyView, ...]:
    grouped: dict[tuple[object, ...], list[ObligationOut]] = {}
    for one in result.obligations or ():
        if one.applies is not False:
            grouped.setdefault((one.applies is not True, one.text, one.license, one.clause), []).append(one)
    return tuple(
        DutyView(
            text=same[0].text,
            origin=_origin(same, result.model),
            clause=f"{same[0].license} {same[0].clause}".strip(),
            certain=not key[0],
            kind=same[0].kind,
        )
        for key, same in sorted(grouped.items(), key=lambda item: bool(item[0][0]))
    )
