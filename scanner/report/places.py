"""Where a finding is shown in a source tree, for the formats that code hosts read."""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

from scanner.model.errors import OUTAGE
from scanner.model.frozen import dataclass
from scanner.model.ids import is_local
from scanner.model.result import Finding, Ignore, ReferenceOut, Result, exempted
from scanner.model.snapshot import CARD
from scanner.model.words import Severity
from scanner.report.phrases import trouble
from scanner.text.clean import one_line

_NOT_ASSESSED = "not-assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file of the tree (``in_tree``), or the repo judged, when no source file named it. Lines count from 1."""

    path: str
    line: int = 1
    column: int | None = None
    text: str = ""
    in_tree: bool = True
    documentation: bool = False
    ignores: tuple[Ignore, ...] = ()


def places(result: Result, finding: Finding | None = None) -> tuple[Place, ...]:
    """Every reference to the model; without any, the model itself: of a folder, the file that the finding rests on."""
    if result.references:
        return tuple(_place(reference) for reference in result.references)
    if is_local(result.model):
        return (_inside(result, finding),)
    return (Place(path=one_line(result.model) or "unknown", in_tree=False),)


def _inside(result: Result, finding: Finding | None) -> Place:
    """Where in a local folder a finding stands: its evidence with a line, else with a file, else the card if one was
    read, else the folder. Paths are from where the command ran."""
    own = [one for one in (finding.evidence if finding else ()) if one.path and one.origin == result.model]
    found = next((one for one in own if one.line), None) or next(iter(own), None)
    root, path = Path(result.model).expanduser(), (found and found.path) or _card(result)
    inside = root if path is None or path == root.name else root / path.partition("#")[0]
    return Place(path=_from_here(inside), line=(found and found.line) or 1, in_tree=False)


def _card(result: Result) -> str | None:
    """The card's path, where one was read."""
    every = {one.path for finding in result.findings for one in finding.evidence if one.origin == result.model}
    return CARD if CARD in every else None


def _from_here(path: Path) -> str:
    return one_line(Path(os.path.relpath(path)).as_posix()) or "unknown"


def _place(reference: ReferenceOut) -> Place:
    return Place(
        path=_relative(reference.path),
        line=max(reference.line, 1),
        column=reference.column,
        text=reference.text,
        documentation=reference.documentation,
        ignores=reference.ignores,
    )


def excuse(place: Place, finding: Finding) -> str | None:
    """Why a finding does not hold at one of its places, whatever it does at others; None where it holds."""
    if place.documentation:
        return "named in documentation: a sample, not a use"
    reason = exempted(finding.rule, place.ignores)
    return "no reason given" if reason == "" else reason


def _relative(path: str) -> str:
    """A path below the root that was scanned."""
    parts = path.split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "unknown"


def uri(path: str) -> str:
    """A path as a relative URI reference."""
    return quote(path.encode("utf-8", "replace"), safe="/@~!$&'()*+,;=")


def fingerprint(result: Result, finding: Finding, place: Place, nth: int) -> str:
    """The same finding's mark from run to run: it survives shifted lines. ``nth`` counts equal references in a file."""
    own = finding.fingerprint or f"{finding.rule}\n{result.model}"
    parts = (own, place.path if place.in_tree else "", place.text, str(nth))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def numbered(result: Result, finding: Finding) -> list[tuple[Place, str]]:
    """Every place of a finding with its fingerprint."""
    seen: dict[tuple[str, str], int] = {}
    made = []
    for place in places(result, finding):
        nth = seen[place.path, place.text] = seen.get((place.path, place.text), -1) + 1
        made.append((place, fingerprint(result, finding, place, nth)))
    return made


def findings(result: Result) -> tuple[Finding, ...]:
    """The findings, and that it could not be assessed as one of them."""
    return (*result.findings, unassessed(result)) if result.error else result.findings


def unassessed(result: Result) -> Finding:
    """What could not be assessed, as a finding: an outage, which may pass by the policy of a job, warns."""
    outage = result.error is not None and result.error.kind in OUTAGE
    severity: Severity = "warning" if outage else "error"
    return Finding(
        rule=_NOT_ASSESSED, title="Not assessed", severity=severity, outcome="unknown", message=trouble(result), fix=""
    )


def said(finding: Finding) -> str:
    """What a finding is called on its model, what it says, and what to do or what would settle it: one paragraph."""
    if finding.rule == _NOT_ASSESSED:
        return one_line(f"{finding.title}: {finding.message}")
    if finding.outcome == "unknown":
        return one_line(f"{finding.title}. {finding.settle or finding.message}")
    return one_line(f"{_ended(finding.title)} {finding.message} {finding.fix}")


def _ended(title: str) -> str:
    return title if title.endswith(("…", ".", "?")) else f"{title}."
