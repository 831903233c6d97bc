"""Effective terms: the licences of a model and its ancestors together, what they ask, and where a label drops them."""

from collections.abc import Iterator
from itertools import chain
from typing import Literal

from scanner.judge.reading.own import OwnLicense
from scanner.judge.terms.settle import Three, owed
from scanner.judge.terms.settling import SettledPart, commercial
from scanner.knowledge.licenses import are_free
from scanner.model.frozen import dataclass
from scanner.model.license import Duty, License
from scanner.model.once import Kept, once
from scanner.model.policy import Use
from scanner.model.result import CommercialSection, Conflict, ObligationOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement(Kept):
    """The terms of all parts, settled against a use: the ``records`` of all licences taken, and their ids."""

    parts: tuple[SettledPart, ...]
    commercial: CommercialSection
    effective: tuple[str, ...]
    records: tuple[License, ...]


def settlement(parts: tuple[SettledPart, ...], doubts: tuple[str, ...] = ()) -> Settlement:
    """Settled parts as one whole. ``doubts`` are reasons why the parts may not be all."""
    return Settlement(
        parts=parts,
        commercial=commercial(parts, doubts),
        effective=effective(parts, doubts),
        records=tuple({record.id: record for part in parts for record in part.records}.values()),
    )


def effective(parts: tuple[SettledPart, ...], doubts: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Sorted ids of all licences taken; ``unknown`` stands for every part that may be under others besides."""
    ids = {one for part in parts if part.taken is not None for one in part.taken.terms.ids}
    doubtful = doubts or any(part.part.doubts for part in parts)
    return tuple(sorted(ids | ({"unknown"} if doubtful else set())))


def obligations(found: tuple[SettledPart, ...], use: Use) -> tuple[ObligationOut, ...]:
    """Every duty of every part, once for each licence, with whether the stated use triggers it."""
    made: dict[str, tuple[ObligationOut, ...]] = {}
    for part in found:
        for name, duties in _of_part(part, use):
            made.setdefault(name, duties)
    return tuple(chain.from_iterable(made.values()))


@once
def _of_part(part: SettledPart, use: Use) -> tuple[tuple[str, tuple[ObligationOut, ...]], ...]:
    """The duties of a part, by licence."""
    return tuple((record.id, _obligations(part, record, use)) for record in part.records)


def _obligations(part: SettledPart, record: License, use: Use) -> tuple[ObligationOut, ...]:
    made: dict[str, ObligationOut] = {}
    for duty, applies in _duties(record, use):
        if duty.id not in made:
            made[duty.id] = ObligationOut(
                id=duty.id,
                text=duty.text,
                license=record.id,
                clause=duty.clause,
                from_=part.part.repo_id,
                applies=applies,
                kind=duty.kind,
            )
    return tuple(made.values())


@once
def _duties(record: License, use: Use) -> tuple[tuple[Duty, Three], ...]:
    """The duties of a licence, with whether each applies."""
    return tuple((duty, owed(duty, record, use)) for duty in record.obligations)


def base_texts(own: OwnLicense, bases: tuple[SettledPart, ...]) -> Literal["none", "there", "lacking"] | None:
    """Whether a derivative's repo holds the licence texts that its bases' licences make it pass on; None when its texts
    were not read."""
    asked = {
        record.id
        for base in bases
        for record in base.records
        if any(duty.kind in ("license_copy", "notice") for duty in record.obligations)
    }
    if not asked:
        return "none"
    held = {name for file in own.files for name in (file.id, file.nearest) if name}
    return "there" if asked <= held else None if own.text == "unread" else "lacking"


def relabelling(found: tuple[SettledPart, ...]) -> tuple[tuple[str, Conflict], ...]:
    """``(how, conflict)`` for each ancestor whose terms the model's own declaration drops.

    ``proven``: the ancestor's terms are known and the declared ones lack them. ``unknown-terms``: a permissive label
    over a custom licence whose terms are not known here. Judged by terms, never by names: MIT over Apache is no breach.
    """
    own = found[0].part.own
    if own is None or not own.declared.licenses or own.curated:
        return ()
    return tuple(said for part in found[1:] for said in _relabelled(found[0], part))


def _relabelled(own: SettledPart, part: SettledPart) -> Iterator[tuple[str, Conflict]]:
    for named in part.named:
        if named.record is None or not named.record.fixes_terms:
            if are_free(own.records) and named.id not in ("other", "unknown"):
                yield "unknown-terms", _conflict(own, part, f"{named.id}, whose terms are not known here")
        elif drops(own.records, named.record):
            yield "proven", _conflict(own, part, named.id)


def drops(declared: tuple[License, ...], parent: License) -> bool:
    """Whether the declared licences lack a condition of the parent's, or may not follow it at all."""
    if not declared or any(record.id == parent.id or not record.fixes_terms for record in declared):
        return False
    kept = {condition.term for record in declared for condition in record.conditions}
    asked = {condition.term for condition in parent.conditions if condition.withholds}
    return bool(asked - kept) or (parent.derivatives.license in ("same", "restricted") and are_free(declared))


def _conflict(own: SettledPart, part: SettledPart, what: str) -> Conflict:
    child, parent = own.part, part.part
    said = ", ".join(child.own.declared.ids) if child.own is not None else "nothing"
    detail = f"{child.repo_id} is declared {said}, but its base {parent.repo_id} is under {what}"
    return Conflict(kind="declared-vs-base", detail=detail, evidence=child.evidence + parent.evidence)
