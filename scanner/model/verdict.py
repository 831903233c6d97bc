"""The contract's table: what a rule's severity and outcome say, the worst of them, and how far a source is believed."""

from collections.abc import Iterable
from dataclasses import replace

from scanner.model.result import Ancestor, Finding, Result
from scanner.model.words import Outcome, Severity, Source, Verdict, worst


def weight(finding: Finding) -> Verdict:
    """The verdict that this finding alone leads to."""
    return weighs(finding.severity, finding.outcome)


def weighs(severity: Severity, outcome: Outcome) -> Verdict:
    """The verdict that a rule of this severity leads to by its outcome."""
    if severity == "note" or outcome not in ("violated", "unknown"):
        return "pass"
    if severity == "warning":
        return "review"
    return "fail" if outcome == "violated" else "unknown"


def by_exception(result: Result) -> bool:
    """Whether a model passes because a person granted that something weighs nothing."""
    waived = any(one.outcome == "waived" and one.severity != "note" for one in result.findings)
    return result.verdict == "pass" and waived


def verdict_of(findings: Iterable[Finding], source: Source, reminders: Iterable[Verdict] = ()) -> Verdict:
    """The worst that the findings and ``reminders`` say."""
    said = {(finding.severity, finding.outcome) for finding in findings}
    return verdict_from((*(weighs(*one) for one in said), *reminders), source)


def verdict_from(words: Iterable[Verdict], source: Source) -> Verdict:
    """The worst of some verdicts. From the catalog it is at best ``review``: facts of a day are not live, and no
    exception changes that."""
    capped: list[Verdict] = ["review"] if source == "catalog" else []
    return worst([*words, *capped])


def believed(source: Source, lineage: Iterable[Ancestor]) -> Source:
    """How far a result is believed: no further than the ancestors whose terms join it."""
    from_catalog = any(one.catalog and one.apart is None for one in lineage)
    return "catalog" if from_catalog else source


def with_findings(result: Result, findings: tuple[Finding, ...], reminders: Iterable[Verdict] = ()) -> Result:
    """The result with other findings, and the verdict that they lead to. One that was not assessed keeps its own."""
    if result.error is not None:
        return result
    source = believed(result.source, result.lineage or ())
    return replace(result, findings=findings, verdict=verdict_of(findings, source, reminders))
