"""Effective terms: the model's own licences and those of its ancestors, settled together against the stated use.

Terms join by union: every condition and duty of every part stays, with the repo, licence and clause it came by; the
strictest therefore wins, in any order, and adding a part never removes a condition. A part that was not read, or whose
terms are not surely known, makes the whole unknown unless something else already forbids it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.judge.reading.lineage import Node
from scanner.judge.reading.own import OwnLicense
from scanner.judge.terms.settle import Model, Three, met, owed
from scanner.judge.terms.wording import worded
from scanner.knowledge.licenses import FREE
from scanner.model.license import Condition, License
from scanner.model.policy import Use
from scanner.model.result import (
    BasisOut,
    CommercialSection,
    Conflict,
    Evidence,
    ObligationOut,
    SettledCondition,
)
from scanner.model.snapshot import Json
from scanner.model.words import Commercial


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A repo whose terms govern: the model itself, or an ancestor. ``own`` is None when it was not read."""

    repo_id: str
    own: OwnLicense | None
    evidence: tuple[Evidence, ...] = ()
    problem: str | None = None

    @property
    def records(self) -> Iterator[License]:
        if self.own is not None:
            yield from (named.record for named in self.own.terms if named.record is not None)


def parts(root_id: str, root: OwnLicense, nodes: Iterable[tuple[Node, OwnLicense | None]]) -> tuple[Part, ...]:
    """The model and its ancestors, nearest first."""
    own = Part(repo_id=root_id, own=root, evidence=tuple(named.evidence for named in root.terms))
    return (own, *(_ancestor(node, license_) for node, license_ in nodes))


def _ancestor(node: Node, own: OwnLicense | None) -> Part:
    problem = (
        node.repo.problem.message if node.repo is not None and node.repo.problem is not None else "it was not read"
    )
    evidence = node.evidence + tuple(named.evidence for named in own.terms) if own is not None else node.evidence
    return Part(repo_id=node.id, own=own, evidence=evidence, problem=None if own is not None else problem)


def effective_ids(found: Iterable[Part]) -> tuple[str, ...]:
    """Sorted ids of all effective licences; ``unknown`` stands for every part without one."""
    ids: set[str] = set()
    for part in found:
        named = {one.id for one in part.own.terms} if part.own is not None else set()
        ids |= named or {"unknown"}
    return tuple(sorted(ids))


def settle(
    found: tuple[Part, ...], use: Use, modality: Model, terms: Json, doubts: tuple[str, ...] = ()
) -> CommercialSection:
    """The commercial-use section: every condition settled, the status, and why. ``doubts`` are reasons why the parts
    may not be all."""
    conditions = tuple(_conditions(found, use, modality, terms))
    unknown = [reason for part in found if (reason := _unknown(part)) is not None]
    unknown += doubts
    status = _status(conditions, bool(unknown))
    return CommercialSection(status=status, conditions=conditions, reasons=tuple(_reasons(status, conditions, unknown)))


def _unknown(part: Part) -> str | None:
    if part.own is None:
        return f"the base model {part.repo_id} could not be read: {part.problem}"
    return part.own.unknown


def _conditions(found: tuple[Part, ...], use: Use, modality: Model, terms: Json) -> Iterator[SettledCondition]:
    seen: set[tuple[str, str, str, object]] = set()
    for part in found:
        for record in part.records:
            for condition in record.conditions:
                key = (record.id, condition.term, condition.clause, condition.value)
                if key not in seen:
                    seen.add(key)
                    yield _settled(condition, record, part, met(condition, record, use, modality), terms)


def _settled(condition: Condition, record: License, part: Part, answer: Three, terms: Json) -> SettledCondition:
    basis = condition.basis
    words = worded(condition, record, terms)
    return SettledCondition(
        term=condition.term,
        effect=condition.effect,
        basis=BasisOut(entity=basis.entity, metric=basis.metric, as_of=basis.as_of) if basis else BasisOut(),
        value=condition.value,
        met=answer,
        license=record.id,
        clause=condition.clause,
        from_=part.repo_id,
        text=condition.text,
        question=words.question,
        if_yes=words.if_yes,
        if_no=words.if_no,
    )


def _status(conditions: Iterable[SettledCondition], unknown: bool) -> Commercial:
    answers = {condition.met for condition in conditions if condition.effect != "duty"}
    if False in answers:
        return "forbidden"
    return "unknown" if unknown else "conditional" if None in answers else "allowed"


def _reasons(status: Commercial, conditions: Iterable[SettledCondition], unknown: list[str]) -> Iterator[str]:
    wanted = {"forbidden": False, "conditional": None}
    for condition in conditions:
        if status in wanted and condition.met is wanted[status] and condition.effect != "duty":
            yield f"{condition.term}: {condition.text} ({condition.license} {condition.clause}, from {condition.from_})"
    yield from dict.fromkeys(unknown)


def obligations(found: tuple[Part, ...], use: Use) -> tuple[ObligationOut, ...]:
    """Every duty of every part, once for each licence, with whether the stated use triggers it."""
    made: dict[tuple[str, str], ObligationOut] = {}
    for part in found:
        for record in part.records:
            for duty in record.obligations:
                made.setdefault(
                    (record.id, duty.id),
                    ObligationOut(
                        id=duty.id,
                        text=duty.text,
                        license=record.id,
                        clause=duty.clause,
                        from_=part.repo_id,
                        applies=owed(duty, record, use),
                        kind=duty.kind,
                    ),
                )
    return tuple(made.values())


def relabelling(found: tuple[Part, ...]) -> tuple[tuple[str, Conflict], ...]:
    """``(how, conflict)`` for each ancestor whose terms the model's own declaration drops.

    ``proven``: the ancestor's terms are known and the declared ones lack them. ``unknown-terms``: a permissive label
    over a custom licence whose terms are not known here. Judged by terms, never by names: MIT over Apache is no breach.
    """
    own = found[0]
    declared = tuple(own.records)
    if own.own is None or not own.own.declared.licenses or own.own.curation is not None:
        return ()
    return tuple(said for part in found[1:] for said in _relabelled(own, declared, part))


def _relabelled(own: Part, declared: tuple[License, ...], part: Part) -> Iterator[tuple[str, Conflict]]:
    if part.own is None:
        return
    for named in part.own.terms:
        if named.record is None or not named.record.fixes_terms:
            if all(record.family in FREE for record in declared) and named.id not in ("other", "unknown"):
                yield "unknown-terms", _conflict(own, part, f"{named.id}, whose terms are not known here")
        elif drops(declared, named.record):
            yield "proven", _conflict(own, part, named.id)


def drops(declared: tuple[License, ...], parent: License) -> bool:
    """Whether the declared licences lack a condition of the parent's, or may not follow it at all."""
    if not declared or any(record.id == parent.id or not record.fixes_terms for record in declared):
        return False
    kept = {condition.term for record in declared for condition in record.conditions}
    asked = {condition.term for condition in parent.conditions if condition.effect != "duty"}
    same = parent.derivatives.license == "same" and all(record.family in FREE for record in declared)
    bound = parent.derivatives.license == "restricted" and all(record.family in FREE for record in declared)
    return bool(asked - kept) or same or bound


def _conflict(own: Part, part: Part, what: str) -> Conflict:
    assert own.own is not None
    detail = f"{own.repo_id} is declared {', '.join(own.own.declared.ids)}, but its base {part.repo_id} is under {what}"
    return Conflict(kind="declared-vs-base", detail=detail, evidence=own.evidence + part.evidence)
