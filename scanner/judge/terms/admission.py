"""The policy's lists over the effective licences: ids, keys and aliases, or whole families; the strictest word wins."""

from typing import Literal, TypeAlias

from scanner.knowledge.licenses import fold
from scanner.model.license import License
from scanner.model.once import once
from scanner.model.policy import Admission

Admitted: TypeAlias = Literal["allowed", "denied", "review", "unlisted"]


def admission(effective: tuple[str, ...], records: tuple[License, ...], lists: Admission) -> Admitted | None:
    """What the policy says of a set of effective licences; None while one that no list names is unidentified."""
    known = {record.id: record for record in records}
    words = [_of(name, known.get(name), lists) for name in effective]
    return next((word for word in _order(lists) if word in words), None)


def _order(lists: Admission) -> tuple[Admitted | None, ...]:
    """Strictest first. Only beside an allow list is a licence that no list names worse than one to be looked at."""
    if lists.allow:
        return "denied", "unlisted", None, "review", "allowed"
    return "denied", None, "review", "unlisted", "allowed"


def _of(name: str, record: License | None, lists: Admission) -> Admitted | None:
    if lists.deny or lists.review or lists.allow:
        names = {fold(name)}
        if record is not None:
            names |= _names(record)
        if _listed(names, lists.deny):
            return "denied"
        if _listed(names, lists.review):
            return "review"
        if _listed(names, lists.allow):
            return "allowed"
    return "unlisted" if record is not None and record.fixes_terms else None


@once
def _names(record: License) -> frozenset[str]:
    return frozenset(map(fold, (record.hub_key or record.id, *record.aliases))) | {f"family-{record.family}"}


def _listed(names: set[str], listed: tuple[str, ...]) -> bool:
    return not names.isdisjoint(fold(name) for name in listed)
