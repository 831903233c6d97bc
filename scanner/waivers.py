"""Waivers and baselines: exceptions that stay visible, end on their day, and hold only for what they were granted for.

A waiver changes no finding but its own. Two waivers for the same finding: the one that ends first speaks, so that an
exception is never longer than the shortest that somebody granted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from scanner.errors import ModelscanError
from scanner.evaluate import verdict_of
from scanner.knowledge import build, read_yaml
from scanner.model.policy import Accepted, Waiver
from scanner.model.result import Finding, Result, WaiverOut
from scanner.words import worst

DEFAULT_FILE = "modelscan-waivers.yaml"
SOON = timedelta(days=30)

State = Literal["valid", "expiring", "expired", "outgrown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverFile:
    """A waiver file: ``waivers`` granted by people, ``baseline`` adopted with a codebase."""

    waivers: tuple[Waiver, ...] = ()
    baseline: tuple[Accepted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptions:
    """The waivers and baseline in force for a run. ``today`` is a UTC date; ``use`` the policy's name."""

    waivers: tuple[Waiver, ...] = ()
    baseline: tuple[Accepted, ...] = ()
    today: date = date.min
    use: str = ""


def load_waivers(path: Path) -> WaiverFile:
    """A waiver file, checked. Raises :class:`ModelscanError` naming the entry and the mend."""
    data = read_yaml(path)
    file = build(WaiverFile, data if data is not None else {}, path)
    for number, waiver in enumerate(file.waivers, 1):
        _check(waiver, f"{path}: waiver {number}")
    return file


def _check(waiver: Waiver, where: str) -> None:
    if (waiver.model is None) == (waiver.license is None):
        raise ModelscanError(f"{where}: give either 'model' or 'license'")
    created, expires = _day(waiver.created, where), _day(waiver.expires, where)
    if expires < created:
        raise ModelscanError(
            f"{where}: it expires ({waiver.expires}) before it was created ({waiver.created}); mend the dates"
        )
    if not waiver.reason.strip() or not waiver.approver.strip():
        raise ModelscanError(f"{where}: 'reason' and 'approver' must say something")


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).date()
    except ValueError:
        raise ModelscanError(f"{where}: '{text}' is no date; write YYYY-MM-DD (UTC)") from None


def excuse(result: Result, exceptions: Exceptions) -> Result:
    """The result with its waived findings marked, and the verdict that remains."""
    if result.error is not None or not (exceptions.waivers or exceptions.baseline):
        return result
    findings = tuple(_excused(finding, result, exceptions) for finding in result.findings)
    verdict = worst([verdict_of(findings), *_reminders(findings)])
    return replace(
        result, findings=findings, verdict=worst([verdict, "review"]) if result.source == "catalog" else verdict
    )


def _reminders(findings: Iterable[Finding]) -> list[Literal["fail", "review"]]:
    """What waivers themselves add: one that expired fails, one that expires soon asks for a look."""
    states = {finding.waiver.state for finding in findings if finding.waiver is not None}
    return (["fail"] if "expired" in states else []) + (["review"] if "expiring" in states else [])  # type: ignore[return-value]


def _excused(finding: Finding, result: Result, exceptions: Exceptions) -> Finding:
    if finding.outcome not in ("violated", "unknown"):
        return finding
    granted = [waiver for waiver in exceptions.waivers if speaks_of(waiver, finding, result, exceptions.use)]
    if granted:
        waiver = min(granted, key=lambda one: (one.expires, one.created, one.approver))
        state = state_of(waiver, result, exceptions.today)
        said = WaiverOut(
            state=state, reason=waiver.reason, approver=waiver.approver, ticket=waiver.ticket, expires=waiver.expires
        )
        return replace(finding, outcome="waived" if state in ("valid", "expiring") else finding.outcome, waiver=said)
    if any(_adopted(entry, finding, result) for entry in exceptions.baseline):
        return replace(
            finding, outcome="waived", waiver=WaiverOut(state="baseline", reason="adopted with the codebase")
        )
    return finding


def speaks_of(waiver: Waiver, finding: Finding, result: Result, use: str) -> bool:
    """Whether a waiver was granted for this finding, whatever its state now."""
    if waiver.rule != finding.rule or waiver.use not in (None, use):
        return False
    if waiver.revision is not None and not (result.revision or "").startswith(waiver.revision):
        return False
    if waiver.model is not None:
        return waiver.model.lower() == result.model.lower()
    return (waiver.license or "").lower() in {name.lower() for name in result.license.effective}


def state_of(waiver: Waiver, result: Result, today: date) -> State:
    """Whether a waiver still holds for what it was granted for, on a day."""
    if waiver.granted is not None and _changed(waiver, result):
        return "outgrown"
    expires = _day(waiver.expires, "waiver")
    if expires < today:
        return "expired"
    return "expiring" if expires - today <= SOON else "valid"


def _changed(waiver: Waiver, result: Result) -> bool:
    assert waiver.granted is not None
    return waiver.granted.effective != result.license.effective or waiver.granted.texts != text_hashes(result)


def text_hashes(result: Result) -> tuple[str, ...]:
    """The sorted hashes of a model's own licence texts."""
    return tuple(sorted(file.text_sha256 for file in result.license.files or ()))


def _adopted(entry: Accepted, finding: Finding, result: Result) -> bool:
    same = entry.fingerprint == finding.fingerprint and entry.rule == finding.rule
    return same and entry.effective == result.license.effective


def unused(exceptions: Exceptions, results: Iterable[Result]) -> tuple[Waiver, ...]:
    """Waivers that no finding of these results asked for: mended, mistyped, or about something not judged here."""
    judged = [(finding, result) for result in results for finding in result.findings if finding.waiver is not None]
    return tuple(
        waiver
        for waiver in exceptions.waivers
        if not any(speaks_of(waiver, finding, result, exceptions.use) for finding, result in judged)
    )


def adopt(results: Iterable[Result], before: tuple[Accepted, ...] | None) -> tuple[Accepted, ...]:
    """The baseline of these results: all their standing findings, or, once there is one, only those still in it."""
    found: Mapping[tuple[str, str], Accepted] = {
        (finding.fingerprint, finding.rule): Accepted(
            fingerprint=finding.fingerprint, rule=finding.rule, model=result.model, effective=result.license.effective
        )
        for result in results
        for finding in result.findings
        if _stands(finding)
    }
    kept = {(entry.fingerprint, entry.rule) for entry in before} if before is not None else set(found)
    return tuple(
        sorted((entry for key, entry in found.items() if key in kept), key=lambda e: (e.model.lower(), e.rule))
    )


def _stands(finding: Finding) -> bool:
    by_baseline = finding.waiver is not None and finding.waiver.state == "baseline"
    return finding.severity != "note" and (finding.outcome in ("violated", "unknown") or by_baseline)
