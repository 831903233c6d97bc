"""What hints at other bases do to a label: they take ``allowed`` away where they point to stricter terms."""

from collections.abc import Iterable, Iterator

from scanner.collect.relations.families import family_named
from scanner.judge.reading.own import OwnLicense
from scanner.judge.reading.suspects import Suspect
from scanner.judge.terms.effective import drops
from scanner.knowledge.licenses import Licenses, are_free
from scanner.model.frozen import dataclass
from scanner.model.license import License
from scanner.model.result import Conflict, Evidence

_UNKNOWN = ", whose terms are not known here"
_POINTS, _UNDER = " points to ", ", which is under "


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """What hints come to: contradictions, and why the terms are not surely all known."""

    conflicts: tuple[Conflict, ...] = ()
    reasons: tuple[str, ...] = ()


def suspected(
    root: str, own: OwnLicense, effective: Iterable[str], found: Iterable[Suspect], licenses: Licenses
) -> Suspected:
    """Hints held against the licences that the model declares and those that are in effect anyway."""
    if own.curated:
        return Suspected()
    declared = tuple(named.record for named in own.named if named.record is not None)
    known = set(effective)
    conflicts: dict[tuple[str, str], Conflict] = {}
    reasons: list[str] = []
    for suspect in found:
        if suspect.unread is not None:
            reasons.append(f"{suspect.via} seems to be made from {suspect.named}, which was not read: {suspect.unread}")
        for name, license_, evidence in _stricter(suspect, declared, known, licenses):
            conflicts.setdefault((name, license_), _conflict(root, own, suspect, name, license_, evidence))
    reasons += [f"{conflict.detail}: ask the author, or settle it by a curation" for conflict in conflicts.values()]
    return Suspected(conflicts=tuple(conflicts.values()), reasons=tuple(dict.fromkeys(reasons)))


def _stricter(
    suspect: Suspect, declared: tuple[License, ...], known: set[str], licenses: Licenses
) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """``(what is pointed to, its licence, where that was read)`` for each base whose terms the model lacks."""
    free = bool(declared) and are_free(declared)
    for repo_id, own in suspect.behind:
        for named in own.named:
            if named.record is not None and named.id not in known and drops(declared, named.record):
                yield repo_id, named.id, (named.evidence,)
            elif free and _is_open(named.record):
                yield repo_id, f"{named.id}{_UNKNOWN}", (named.evidence,)
    if free and suspect.behind and not any(own.named for _, own in suspect.behind):
        yield suspect.behind[0][0], "no licence that it states", ()
    family = suspect.family or (family_named(suspect.named) if not suspect.behind else None)
    if family is None or any(one.id in family.also for one in declared):
        return
    record = licenses.get(family.license)
    if record is not None and record.id not in known and drops(declared, record):
        yield family.name, record.id, ()
    elif free and _is_open(record):
        yield family.name, f"{family.license}{_UNKNOWN}", ()


def _is_open(record: License | None) -> bool:
    """Whether a licence's name leaves its terms open: one that is not known, or "other"."""
    return record is None or not record.fixes_terms


def _conflict(
    root: str, own: OwnLicense, suspect: Suspect, name: str, license_: str, evidence: tuple[Evidence, ...]
) -> Conflict:
    where = f"{suspect.evidence[0].path or suspect.evidence[0].origin}" if suspect.evidence else suspect.via
    bearer = "" if suspect.via == root else f" of {suspect.via}"
    stated = ", ".join(own.declared.ids) or "no licence"
    detail = f"{root} states {stated}, but {where}{bearer}{_POINTS}{name}{_UNDER}{license_}"
    return Conflict(kind="suspected-base", detail=detail, evidence=(*suspect.evidence, *evidence))


def pointed(detail: str) -> str:
    """What such a contradiction says that a hint points to."""
    return detail.rpartition(_POINTS)[2].partition(_UNDER)[0] or detail
