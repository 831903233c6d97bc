"""The decision facts that a policy decides, added to those that the snapshot alone tells."""

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, TypeVar

from scanner.judge.reading.own import OwnLicense
from scanner.judge.reading.read import Reading
from scanner.judge.terms.admission import admission
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.places import EU, expand
from scanner.model.facts import Decided, DecisionFacts
from scanner.model.license import NARROW, When
from scanner.model.policy import Admission, Curation, Policy, Use
from scanner.model.result import Conflict, ObligationOut, SettledCondition, cited

T = TypeVar("T", bound=str)
Confidence: TypeAlias = Literal["read", "secondary", "memory", "none"]
_CONFIDENCE: tuple[Confidence, ...] = ("read", "secondary", "memory", "none")
_SELL: tuple[Literal["allowed", "unknown", "forbidden"], ...] = ("allowed", "unknown", "forbidden")
_TRAIN: tuple[Literal["allowed", "duty", "unknown", "forbidden"], ...] = ("allowed", "duty", "unknown", "forbidden")
_COPYLEFT = ("source_offer", "same_license")
#: ``(how, conflict)`` of each ancestor whose terms the model's label drops.
Relabelled: TypeAlias = tuple[tuple[str, Conflict], ...]


def decide(
    reading: Reading,
    own: OwnLicense,
    terms: Settlement,
    relabelled: Relabelled,
    duties: tuple[ObligationOut, ...],
    policy: Policy,
    *,
    hinted: bool,
) -> dict[str, Any]:
    """The facts of a model or dataset that a policy has a word in."""
    return (
        _of_license(reading.facts, own, terms, relabelled, hinted=hinted)
        | Decided(admission=admission(terms.effective, terms.records, policy.licenses))
        | _of_terms(terms, duties)
        | of_policy(policy.licenses, policy.use)
    )


def _of_license(
    facts: DecisionFacts, own: OwnLicense, terms: Settlement, relabelled: Relabelled, *, hinted: bool
) -> Decided:
    records = [one.record for one in own.named]
    levels: list[Confidence] = [record.confidence if record is not None else "none" for record in records]
    how = {word for word, _ in relabelled}
    ancestors = [part.part.own for part in terms.parts[1:]]
    return Decided(
        license_stated=bool(own.named or own.text in ("unrecognised", "changed")) or facts.license_stated,
        license_recognised=bool(records) and None not in records,
        license_fixes_terms=bool(records) and all(record is not None and record.fixes_terms for record in records),
        license_confidence=max(levels, key=_CONFIDENCE.index, default="none"),
        license_text=own.text,
        license_concluded=concluded(terms, relabelled, hinted=hinted) != "NOASSERTION",
        license_several=any(conflict.kind == "several-declared" for conflict in own.conflicts),
        license_ids=terms.effective,
        license_families=tuple(sorted({record.family for record in terms.records})),
        license_all_osi=_all(terms, "osi_approved"),
        license_all_spdx=_all(terms, "spdx"),
        use_intended_narrower=True if own.claimed("intent") and not _narrow(terms) else _silent(facts),
        use_with_care=True if own.claimed("care") else _silent(facts),
        card_partly_unread=True if own.claimed("unread") else _silent(facts),
        license_curated=own.curated,
        curations=tuple(f"{one.model}: {one.said}" for one in curations(terms)),
        ancestors_licensed=all(not part.reasons for part in terms.parts[1:] if part.part.own is not None)
        if ancestors or own.curated
        else True,
        relabelled="proven" if "proven" in how else "unknown-terms" if how else "no",
    )


def _silent(facts: DecisionFacts) -> bool | None:
    """That the card says nothing of a thing; not known where it was not read. (The catalog has no cards, says so as a
    whole, and caps its verdicts.)"""
    return None if facts.card_present is None and facts.source != "catalog" else False


def _narrow(terms: Settlement) -> bool:
    """Whether the model's own terms are for research or non-commercial use alone: an intention adds nothing there."""
    return any(condition.term in NARROW for record in terms.parts[0].records for condition in record.conditions)


def curations(terms: Settlement) -> tuple[Curation, ...]:
    """What persons concluded of the repos whose terms govern."""
    read = (part.part.own for part in terms.parts)
    return tuple(own.curation for own in read if own is not None and own.curation is not None)


def concluded(terms: Settlement, relabelled: Relabelled, *, hinted: bool = False) -> str:
    """The SPDX expression that all evidence of the model itself supports, or a person concluded; ``NOASSERTION`` while
    any of it is in doubt, and over a base whose terms its label drops, or may (``hinted``): there the label is a claim
    and no conclusion."""
    own = terms.parts[0]
    read = own.part.own
    doubted = read is not None and not read.curated and bool(read.conflicts or read.text == "unread")
    disputed = relabelled or hinted or doubted
    if own.taken is None or own.reasons or disputed or own.taken.terms.op == "unstated":
        return "NOASSERTION"
    names = {named.id: named.record.expression for named in own.named if named.record is not None}
    return own.taken.terms.written(lambda one: names[one])


def _all(terms: Settlement, attribute: str) -> bool | None:
    """Whether every effective licence has a property; unknown while some licence is, unless one already lacks it."""
    known = all(getattr(record, attribute) for record in terms.records)
    complete = "unknown" not in terms.effective and all(
        len(part.records) == len(part.named) > 0 for part in terms.parts
    )
    return known if complete or not known else None


def _of_terms(terms: Settlement, duties: tuple[ObligationOut, ...]) -> Decided:
    conditions = [condition for condition in terms.commercial.conditions if condition.withholds]
    status = terms.commercial.status
    return Decided(
        # "unknown" is no value that a rule could compare with: left out, it makes the rule's answer unknown.
        commercial_use=status if status != "unknown" else None,
        terms_failed=tuple(sorted({c.term for c in conditions if c.met is False})),
        terms_open=tuple(sorted({c.term for c in conditions if c.met is None})),
        failed_clauses=_carried([c for c in conditions if c.met is False]),
        open_clauses=_carried([c for c in conditions if c.met is None]),
        restriction_clauses=_cited(c for c in conditions if c.met is None and c.term == "use_restrictions"),
        service_clauses=_copyleft(terms, "hosted"),
        network_clauses=_copyleft(terms, "modified_and_hosted", "modified_and_distributed_or_hosted"),
        duties_open=any(duty.applies is None for duty in duties),
        outputs_commercial=_strictest(terms, [one.outputs.commercial for one in terms.records], _SELL),
        outputs_training=_strictest(terms, [one.outputs.train_models for one in terms.records], _TRAIN),
    )


def _copyleft(terms: Settlement, *when: When) -> tuple[str, ...]:
    """The licences and clauses whose copyleft bites then."""
    asked = ((record.id, duty) for record in terms.records for duty in record.obligations if duty.when in when)
    return tuple(sorted({cited(name, duty.clause) for name, duty in asked if duty.kind in _COPYLEFT}))


def _carried(conditions: list[SettledCondition]) -> tuple[str, ...]:
    """Each term with the licences and clauses that carry it, so that a message blames no other."""
    terms = sorted({one.term for one in conditions})
    by_term = {term: _cited(one for one in conditions if one.term == term) for term in terms}
    return tuple(f"{term} ({'; '.join(clauses)})" for term, clauses in by_term.items())


def _cited(conditions: Iterable[SettledCondition]) -> tuple[str, ...]:
    """The licences and clauses that set conditions, each once."""
    return tuple(sorted({cited(one.license, one.clause) for one in conditions}))


def _strictest(terms: Settlement, values: list[T], order: tuple[T, ...]) -> T:
    """The strictest of what all parts say of outputs; at least ``unknown`` while a part is in doubt."""
    unknown = order[-2]
    doubtful = not values or any(part.reasons for part in terms.parts)
    return max([*values, *([unknown] if doubtful else [])], key=order.index)


def of_policy(lists: Admission, use: Use) -> Decided:
    """The facts that are the policy's alone, whatever is judged."""
    return Decided(
        allow_list=bool(lists.allow),
        deny_list=bool(lists.deny),
        review_list=bool(lists.review),
        purpose=use.purpose or "unstated",
        delivery=use.delivery or "unstated",
        modifies=use.modifies,
        trains_on_outputs=use.trains_on_outputs,
        used_in_eu=_used_in_eu(use),
    )


def _used_in_eu(use: Use) -> Literal["yes", "no", "unstated"]:
    stated = expand((*(use.territories or ()), *((use.domicile,) if use.domicile else ())))
    if stated & EU or "WORLD" in stated:
        return "yes"
    return "no" if use.territories is not None and use.domicile is not None else "unstated"
