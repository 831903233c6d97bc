"""The Model Openness Framework: what each component's licence makes of it, and the class that is reached.

A link or the author's word may lead further, and is no find.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, TypeAlias

from scanner.judge.reading.components import Seen
from scanner.judge.reading.grant import USE_POLICY
from scanner.judge.terms.effective import Settlement
from scanner.judge.terms.settling import SettledPart
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.openness import CLASSES, MofClass, licences
from scanner.model.frozen import dataclass
from scanner.model.license import License
from scanner.model.once import once
from scanner.model.result import LicenseFile
from scanner.model.words import Counts, Mof

#: Whether a component counts for its class: yes, no, or only a look elsewhere could tell.
Met: TypeAlias = Literal["yes", "perhaps", "no"]
_WORST: tuple[Counts, ...] = ("not-open", "unlicensed", "unknown", "open-unusual", "open")
#: How surely a text must be known for it to speak.
SURE = ("exact", "equivalent")


@dataclass(frozen=True)
class Rated:
    """A component with what its licence makes of it."""

    seen: Seen
    license: str | None
    counts: Counts | None

    @cached_property
    def met(self) -> Met:
        if self.seen.state == "not_found" or self.counts in ("not-open", "unlicensed"):
            return "no"
        sure = self.seen.state == "found" and self.seen.whole and self.counts in ("open", "open-unusual")
        return "yes" if sure else "perhaps"

    @cached_property
    def why_not(self) -> str:
        """Why it does not (surely) count."""
        name, state = self.seen.component.name, self.seen.state
        if state != "found" and self.counts is None:
            where = self.seen.evidence[0].value if self.seen.evidence else ""
            return f"{name} ({_STATES[state]}{f': {where}' if where and state == 'claimed' else ''})"
        return f"{name} ({_COUNTS.get(self.counts or '', 'not all of it is named')})"


_STATES = {"not_found": "not found here", "claimed": "to be looked at", "unknown": "not read"}
_COUNTS = {
    "not-open": "its licence is not open",
    "unlicensed": "without a licence",
    "unknown": "its licence is not surely known",
}


def rated_by(seen: Seen, files: tuple[LicenseFile, ...], terms: Settlement, known: Licenses) -> Rated:
    """A component under the framework's order of licences: its own, the release's for that kind, the release's.

    What was not found has none; that parameters which nobody looked for are not open is known by their licence.
    """
    kind = seen.component.kind
    if seen.state == "unknown" and seen.component.section == "weights" and released(terms.parts)[kind] == "not-open":
        return Rated(seen, None, "not-open")
    if seen.state != "found":
        return Rated(seen, None, None)
    if seen.licenses:
        names = {name or "none" for one in seen.licenses for name in (one.split(" AND ") if one else [None])}
        return Rated(seen, " AND ".join(sorted(names)), counted(seen, known))
    if own := [file for file in files if file.scope == {"document": "docs"}.get(kind, kind) and file.match in SURE]:
        ids = sorted({file.id for file in own if file.id})
        return Rated(seen, " AND ".join(ids), _worst([_counts(known.get(name), kind, name) for name in ids]))
    parts = terms.parts if seen.component.section == "weights" else terms.parts[:1]
    ids = list(dict.fromkeys(named.id for part in parts for named in part.named))
    return Rated(seen, " AND ".join(ids) or None, released(parts)[kind])


def counted(seen: Seen, known: Licenses) -> Counts:
    """What its own licences make of a component."""
    names = [name for one in seen.licenses for name in (one.split(" AND ") if one else [None])]
    return _worst([_counts(known.get(name) if name else None, seen.component.kind, name) for name in names])


def released(parts: tuple[SettledPart, ...]) -> dict[str, Counts]:
    """What the licences of some repos together make of a component, by its kind."""
    each = [_releases(part) for part in parts]
    return {kind: _worst({one[kind] for one in each}) for kind in licences()["kinds"]}


@once
def _releases(part: SettledPart) -> dict[str, Counts]:
    return {kind: _release(part, kind) for kind in licences()["kinds"]}


def _release(part: SettledPart, kind: str) -> Counts:
    """What a repo's own licence makes of a component; a conversion without one adds nothing to its base's."""
    if part.part.carries and part.taken is None:
        return "open"
    if part.taken is None:
        return "unknown" if part.reasons or (part.part.own is not None and part.part.own.unread) else "unlicensed"
    found = [_counts(named.record, kind, named.id) for named in part.named]
    return _worst([*found, "unknown"] if part.reasons or not found else found)


def _counts(record: License | None, kind: str, name: str | None) -> Counts:
    if record is None:
        return "unknown" if name else "unlicensed"
    if not record.fixes_terms or record.id == USE_POLICY:
        return "unknown"
    if not is_open(record):
        return "not-open"
    return "open" if record.id in licences()["kinds"][kind] else "open-unusual"


def is_open(record: License) -> bool:
    """Open as the framework's tool has it: OSI-approved, FSF-libre or an open data licence."""
    return record.osi_approved or record.fsf_libre is True or record.id in licences()["data"]


def _worst(found: Iterable[Counts]) -> Counts:
    return min(found, key=_WORST.index, default="unlicensed")


def reached(rated: tuple[Rated, ...]) -> tuple[Mof, list[str]]:
    """The class that what was found here reaches, and what is missing for the next."""
    found = list(_asked(rated))
    by_class = {name: _within(found, name) for name in CLASSES}
    reached = [name for name in CLASSES if all(met == "yes" for met in by_class[name].values())]
    possible = [name for name in CLASSES if "no" not in by_class[name].values()]
    sure, next_ = reached[-1] if reached else None, CLASSES[len(reached)] if len(reached) < len(CLASSES) else None
    if next_ is None:
        return "I", ["MOF: every component of class I was found here under an open licence"]
    asked = by_class[next_]
    lacks = [one for one, met in asked.items() if met != "yes"]
    said = f"MOF: {len(asked) - len(lacks)} of {len(asked)} components of class {next_}; lacking {', '.join(lacks)}"
    return sure or ("unknown" if possible else "none"), [said]


def _within(asked: list[tuple[MofClass, str, Met]], wanted: MofClass) -> dict[str, Met]:
    """What a class asks, with all that those before it ask, and whether it is there."""
    within = CLASSES[: CLASSES.index(wanted) + 1]
    return {said: met for class_, said, met in asked if class_ in within}


def _asked(rated: tuple[Rated, ...]) -> Iterator[tuple[MofClass, str, Met]]:
    """What each class asks, in words, and whether it is there. A paper stands in for the report."""
    asked = {one.seen.component.id: one for one in rated if one.seen.component.required}
    paper = asked["research-paper"]
    for name, one in asked.items():
        use = _better(one, paper) if name == "technical-report" else one
        met = use.met
        yield one.seen.component.class_, use.seen.component.name if met == "yes" else use.why_not, met


def _better(report: Rated, paper: Rated) -> Rated:
    order: tuple[Met, ...] = ("no", "perhaps", "yes")
    return paper if order.index(paper.met) > order.index(report.met) else report
