"""Adopting the findings of a codebase, once, and taking off what is mended."""

from collections.abc import Iterable

from scanner.judge.exceptions.applying import accepted, key_of, name_of
from scanner.model.ids import one_name
from scanner.model.policy import Accepted
from scanner.model.result import Finding, Result


def adopt(results: Iterable[Result], before: tuple[Accepted, ...] | None) -> tuple[tuple[Accepted, ...], int]:
    """``(baseline, refused)``: all standing findings, or, once there is a baseline, only those already in it.

    Entries of models that these results did not judge stay; ``refused`` counts the findings that it may not grow by.
    """
    results = tuple(results)
    found = {
        key_of(entry): entry
        for result in results
        for finding in result.findings
        if _stands(finding)
        for entry in (accepted(finding, result),)
    }
    if before is None:
        return _ordered(found.values()), 0
    judged = {one_name(name_of(result)) for result in results if result.error is None}
    kept = [entry for entry in before if one_name(entry.model) not in judged or key_of(entry) in found]
    return _ordered(kept), len(found.keys() - {key_of(entry) for entry in before})


def _ordered(entries: Iterable[Accepted]) -> tuple[Accepted, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.model.lower(), entry.rule, entry.fingerprint)))


def _stands(finding: Finding) -> bool:
    """Whether a baseline may take a finding: not one whose waiver has ended, which a person must look at."""
    if finding.severity == "note":
        return False
    if finding.waiver is not None:
        return finding.waiver.state == "baseline"
    return finding.outcome in ("violated", "unknown")
