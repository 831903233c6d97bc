"""Which findings an exception speaks of, and what it makes of them. Pure: the day is given, nothing is read.

A waiver changes no finding but its own. Of two waivers for one finding the one that ends first speaks, so that no
exception lasts longer than the shortest that somebody granted; one whose ground is gone gives way to one that holds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef, one_name
from scanner.model.policy import Accepted, Granted, Waiver
from scanner.model.result import Finding, Result, WaiverOut
from scanner.model.verdict import with_findings
from scanner.model.words import Verdict

#: Where they are looked for, and written.
WAIVER_FILE, BASELINE_FILE = "modelscan-waivers.yaml", "modelscan-baseline.yaml"
SOON = timedelta(days=30)
#: The world has dates a day ahead of another's.
_AHEAD = timedelta(days=1)

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


def apply(results: Iterable[Result], exceptions: Exceptions) -> Iterator[Result]:
    """The results, each with what is waived marked as such, and the verdict that remains."""
    for result in results:
        yield excuse(result, exceptions)


def excuse(result: Result, exceptions: Exceptions) -> Result:
    """One result with its waived findings marked, and the verdict that remains."""
    if result.error is not None or not (exceptions.waivers or exceptions.baseline):
        return result
    findings = tuple(_excused(finding, result, exceptions) for finding in result.findings)
    if findings == result.findings:
        return result
    return with_findings(result, findings, _reminders(findings))


def _reminders(findings: Iterable[Finding]) -> list[Verdict]:
    """What waivers themselves add: one that expired fails, one that expires soon asks for a look."""
    states = {finding.waiver.state for finding in findings if finding.waiver is not None}
    found: list[Verdict] = ["fail"] if "expired" in states else []
    return [*found, "review"] if "expiring" in states else found


def _excused(finding: Finding, result: Result, exceptions: Exceptions) -> Finding:
    if finding.outcome not in ("violated", "unknown"):
        return finding
    granted = [waiver for waiver in exceptions.waivers if _in_force(waiver, finding, result, exceptions)]
    if granted:
        return _waived(finding, result, granted, exceptions.today)
    if any(_adopted(entry, finding, result) for entry in exceptions.baseline):
        said = WaiverOut(state="baseline", reason="adopted with the codebase")
        return replace(finding, outcome="waived", waiver=said)
    return finding


def _in_force(waiver: Waiver, finding: Finding, result: Result, exceptions: Exceptions) -> bool:
    return not future(waiver, exceptions.today) and speaks_of(waiver, finding, result, exceptions.use)


def _waived(finding: Finding, result: Result, granted: list[Waiver], today: date) -> Finding:
    states = {waiver: state_of(waiver, result, today) for waiver in granted}
    holding = [waiver for waiver in granted if states[waiver] != "outgrown"] or granted
    waiver = min(holding, key=lambda one: (day(one.expires), one.created, one.approver, one.reason))
    said = WaiverOut(
        state=states[waiver],
        reason=waiver.reason,
        approver=waiver.approver,
        ticket=waiver.ticket,
        expires=waiver.expires,
    )
    return replace(finding, outcome="waived" if said.state in ("valid", "expiring") else finding.outcome, waiver=said)


def speaks_of(waiver: Waiver, finding: Finding, result: Result, use: str) -> bool:
    """Whether a waiver was granted for this finding, whatever its state now."""
    if waiver.rule.lower() != finding.rule.lower() or waiver.use not in (None, use):
        return False
    if waiver.revision is not None and not _at(waiver.revision, result):
        return False
    if waiver.model is not None:
        return one_name(waiver.model) == one_name(name_of(result))
    return (waiver.license or "").lower() in {name.lower() for name in result.license.effective}


def name_of(result: Result) -> str:
    """The name that a waiver gives it: a target as it is written: a dataset may bear a model's name."""
    return str(RepoRef(result.model, result.repo_type))


def _at(stated: str, result: Result) -> bool:
    """Whether a result is of a stated revision: a sha or its beginning, several with commas, or days ``FROM..TO``."""
    if ".." in stated:
        first, _, last = stated.partition("..")
        changed = (result.profile.last_modified or "")[:10]
        return bool(changed) and first <= changed <= (last or "9999")
    shas = [sha.strip().lower() for sha in stated.split(",")]
    return any((result.revision or "").startswith(sha) for sha in shas if sha)


def state_of(waiver: Waiver, result: Result, today: date) -> State:
    """Whether a waiver still holds for what it was granted for, on a day."""
    if _outgrown(waiver, result):
        return "outgrown"
    return state_on(day(waiver.expires), today)


def state_on(expires: date, today: date) -> Literal["valid", "expiring", "expired"]:
    """What its last day alone says of a waiver."""
    if expires < today:
        return "expired"
    return "expiring" if expires - today <= SOON else "valid"


def _outgrown(waiver: Waiver, result: Result) -> bool:
    if waiver.license is not None:
        return any(
            file.match == "changed" and (file.id or file.nearest or "").lower() == waiver.license.lower()
            for file in result.license.files or ()
        )
    return waiver.granted is not None and waiver.granted != granted_over(result)


def granted_over(result: Result) -> Granted:
    """What a waiver for this model is granted over: the terms in effect and the model's own licence texts."""
    return Granted(
        effective=result.license.effective,
        texts=tuple(sorted({file.text_sha256 for file in result.license.files or ()})),
    )


def future(waiver: Waiver, today: date) -> bool:
    """Whether a waiver is dated later than any clock in the world can be."""
    return today != date.min and day(waiver.created) > today + _AHEAD


def day(text: str) -> date:
    """The UTC day of a date, or of a time with its zone. Raises ``ValueError``."""
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def _adopted(entry: Accepted, finding: Finding, result: Result) -> bool:
    return key_of(entry) == key_of(accepted(finding, result))


def accepted(finding: Finding, result: Result) -> Accepted:
    """The finding as an entry of a baseline."""
    return Accepted(
        fingerprint=finding.fingerprint, rule=finding.rule, model=name_of(result), effective=result.license.effective
    )


def key_of(entry: Accepted) -> tuple[str, str, tuple[str, ...]]:
    """What makes two entries the same: the terms are part of it."""
    return entry.fingerprint, entry.rule, entry.effective


def same_thing(waiver: Waiver) -> tuple[str, ...]:
    """What a waiver is for: two with the same answer are for the same thing."""
    named = (waiver.license or "", waiver.rule, waiver.use or "", waiver.revision or "")
    return (one_name(waiver.model or ""), *(part.lower() for part in named))


def about(waiver: Waiver) -> str:
    """A waiver in a few words."""
    return f"waiver of {waiver.rule} for {waiver.model or waiver.license} by {waiver.approver} until {waiver.expires}"
