"""After a run: what a baseline adopts of a codebase, once, and what a person should know of the exceptions."""

from collections.abc import Iterable, Iterator

from scanner.judge.exceptions.applying import (
    SOON,
    Exceptions,
    about,
    accepted,
    future,
    key_of,
    name_of,
    same_thing,
    speaks_of,
)
from scanner.model.ids import one_name
from scanner.model.policy import Accepted, Waiver
from scanner.model.result import Finding, Result
from scanner.text.counted import counted


def unused(exceptions: Exceptions, results: Iterable[Result]) -> tuple[Waiver, ...]:
    """Waivers that no finding of these results asked for: mended, mistyped, or about something not judged here."""
    judged = [(finding, result) for result in results for finding in result.findings if finding.waiver is not None]
    return tuple(
        waiver
        for waiver in exceptions.waivers
        if not any(speaks_of(waiver, finding, result, exceptions.use) for finding, result in judged)
    )


def notes(exceptions: Exceptions, results: Iterable[Result]) -> tuple[str, ...]:
    """What a person should know about the waivers after a run, a line each."""
    results = tuple(results)
    unasked = unused(exceptions, results)
    said = [f"{about(waiver)} matched nothing here: remove it if what it was for is mended" for waiver in unasked]
    said += [
        f"{about(waiver)} is dated {waiver.created}, after today ({exceptions.today} UTC): not applied until then"
        for waiver in exceptions.waivers
        if future(waiver, exceptions.today)
    ]
    for result in results:
        for finding in result.findings:
            if finding.waiver is not None and finding.waiver.state in _STATES:
                said.append(f"{name_of(result)}: the waiver of {finding.rule} " + _STATES[finding.waiver.state])
    said += [
        f"two waivers for the same thing ({about(one)}): the one that ends first counts" for one in _twice(exceptions)
    ]
    mended = _mended(exceptions, results)
    if mended:
        gone = counted(mended, "finding of the baseline is", "findings of the baseline are")
        said.append(f"{gone} no longer found: --write-baseline takes them off the list")
    return tuple(dict.fromkeys(said))


def _mended(exceptions: Exceptions, results: tuple[Result, ...]) -> int:
    """How many entries of the baseline name a model judged here, and no finding of it."""
    judged = {one_name(name_of(result)) for result in results if result.error is None}
    found = {key_of(accepted(finding, result)) for result in results for finding in result.findings}
    return sum(one_name(entry.model) in judged and key_of(entry) not in found for entry in exceptions.baseline)


_STATES = {
    "outgrown": "no longer holds: its terms or licence texts have changed since it was granted; look, and grant anew",
    "expired": "has expired: mend the finding, or grant anew",
    "expiring": f"expires within {SOON.days} days: mend the finding, or grant anew",
}


def _twice(exceptions: Exceptions) -> Iterator[Waiver]:
    seen = set()
    for waiver in exceptions.waivers:
        key = same_thing(waiver)
        if key in seen:
            yield waiver
        seen.add(key)


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
