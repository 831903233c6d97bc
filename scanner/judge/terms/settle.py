"""Settling a licence's conditions and duties against a stated use.

Every test is three-valued: True (met), False (failed), None (nothing stated settles it). A condition that does not bite
in the stated use (its ``when`` is false) is met.
"""

from collections.abc import Iterable
from typing import TypeAlias

from scanner.knowledge.licenses import fold
from scanner.knowledge.places import expand
from scanner.knowledge.vocabulary import ENTITIES, FIELDS
from scanner.model.license import NARROW, Basis, Condition, Duty, License, When
from scanner.model.policy import Figure, Use
from scanner.model.words import Modality

Three: TypeAlias = bool | None


def both(*values: Three) -> Three:
    """Three-valued *and*."""
    return False if False in values else None if None in values else True


def either(*values: Three) -> Three:
    """Three-valued *or*."""
    return True if True in values else None if None in values else False


def negate(value: Three) -> Three:
    """Three-valued *not*."""
    return None if value is None else not value


def bites(when: When, use: Use) -> Three:
    """Whether a condition or duty with this ``when`` concerns the stated use."""
    shipped, hosted = _delivered(use, "shipped"), _delivered(use, "hosted")
    answers: dict[When, Three] = {
        "always": True,
        "commercial": _commercial(use),
        "distributed": shipped,
        "hosted": hosted,
        "distributed_or_hosted": either(shipped, hosted),
        "modified": use.modifies,
        "modified_and_distributed": both(use.modifies, shipped),
        "modified_and_hosted": both(use.modifies, hosted),
        "modified_and_distributed_or_hosted": both(use.modifies, either(shipped, hosted)),
        "outputs_published": None,
        "trained_on_outputs": use.trains_on_outputs,
    }
    return answers[when]


def met(condition: Condition, license_: License, use: Use, modality: Modality) -> Three:
    """Whether the stated use meets a condition of a licence on a model of this modality."""
    concerned = both(bites(condition.when, use), _of_modality(condition, modality))
    if concerned is False:
        return True
    answer = None if condition.open else _test(condition, license_, use)
    return answer if concerned or answer else None


def applies(duty: Duty, use: Use) -> Three:
    """Whether a duty applies to the stated use; None where it is not stated, or unsettled in law."""
    answer = bites(duty.when, use)
    return None if duty.unsettled and answer is not False else answer


def owed(duty: Duty, license_: License, use: Use) -> Three:
    """Whether a duty applies, also where a threshold of the same clause decides it."""
    tied = [one for one in license_.conditions if one.effect == "duty" and one.clause == duty.clause]
    if not tied or bites(duty.when, use) is not True:
        return applies(duty, use)
    return negate(both(*(met(one, license_, use, "unknown") for one in tied)))


def _of_modality(condition: Condition, modality: Modality) -> Three:
    if condition.only_if is None:
        return True
    return None if modality == "unknown" else modality == condition.only_if


def _test(condition: Condition, license_: License, use: Use) -> Three:
    if condition.term in NARROW:
        return _purpose(condition.term, use)
    if condition.term == "user_threshold":
        return _users(condition, use)
    if condition.term == "revenue_threshold":
        return _revenue(condition, use)
    if condition.term == "territory":
        return _territory(condition, use)
    if condition.term == "field_of_use":
        return _field(condition, license_, use)
    if condition.term in ("use_restrictions", "registration"):
        return _recorded(condition, license_, use)
    return _situation(condition, use)


def _field(condition: Condition, license_: License, use: Use) -> Three:
    stated = set(use.fields or ())
    if stated & set(_values(condition)):
        return False
    if use.fields is not None and stated <= FIELDS:
        return True
    # Unstated, or in words that no licence uses ("healthcare" may be medical advice). Whoever has read and accepted
    # the licence's whole list of banned uses has read this field's ban with it.
    return _recorded(condition, license_, use)


def _delivered(use: Use, how: str) -> Three:
    return None if use.delivery is None else use.delivery == how


def _commercial(use: Use) -> Three:
    """Whether the purpose is commercial; an evaluation may be either."""
    return None if use.purpose in (None, "evaluation") else use.purpose == "commercial"


def _purpose(term: str, use: Use) -> Three:
    if term == "non_commercial":
        return negate(_commercial(use))
    own = "research" if term == "research_only" else "evaluation"
    if use.purpose == own:
        return True
    return False if use.purpose == "commercial" else None


def _situation(condition: Condition, use: Use) -> Three:
    """Terms that forbid something a use does or does not do."""
    does: dict[str, Three] = {
        "no_derivatives": use.modifies,
        "no_redistribution": _delivered(use, "shipped"),
        "no_hosting": _delivered(use, "hosted"),
        "no_output_training": use.trains_on_outputs,
        "no_commercial_outputs": _commercial(use),
        # With whom it competes is another question: only that it competes with nobody answers for every licensor.
        "no_competing_use": False if use.competes is False else None,
    }
    if condition.term not in does:
        return None
    # A `when` that says more than the term ("modified and shipped") is the situation that the text forbids.
    situation = does[condition.term]
    return negate(situation if condition.when == "always" else both(situation, bites(condition.when, use)))


def _recorded(condition: Condition, license_: License, use: Use) -> Three:
    recorded = use.registered_with if condition.term == "registration" else use.accepts_use_restrictions
    folded = {fold(name) for name in recorded}
    names = {fold(name) for name in (license_.id, license_.hub_key or license_.id, *license_.aliases)}
    return True if "all" in folded or names & folded else None


def _users(condition: Condition, use: Use) -> Three:
    limit = condition.value
    metric = condition.basis.metric if condition.basis else None
    if not isinstance(limit, int) or use.monthly_active_users is None:
        return None
    below, above = _compare(condition.basis, use.monthly_active_users, limit - condition.at_least)
    if metric in (None, "monthly_active_users"):
        return True if below else False if above else None
    # Fewer people in a month means fewer in a day; the reverse does not follow, nor anything about visits.
    return True if metric == "daily_active_users" and below else None


def _revenue(condition: Condition, use: Use) -> Three:
    limit = condition.value
    metric = condition.basis.metric if condition.basis else None
    if not isinstance(limit, int) or use.annual_revenue_usd is None:
        return None
    limit -= condition.at_least
    below, above = _compare(condition.basis, use.annual_revenue_usd, limit)
    if metric in (None, "annual_revenue_usd"):
        return True if below else False if above else None
    if metric == "monthly_revenue_usd":
        return True if below else False if _compare(condition.basis, use.annual_revenue_usd, 12 * limit)[1] else None
    # Revenue of one product or service is at most the whole.
    return True if below else None


def _compare(basis: Basis | None, figures: Iterable[Figure], limit: int) -> tuple[bool, bool]:
    """``(surely at or below, surely above)`` the limit, by the figures that speak of its date."""
    speaking = [figure for figure in figures if _same_date(basis, figure)]
    below = any(figure.value <= limit and _rank(figure) >= _needed(basis) for figure in speaking)
    above = any(figure.value > limit and _covers(figure, basis) for figure in speaking)
    return below, above


def _same_date(basis: Basis | None, figure: Figure) -> bool:
    wanted = basis.as_of if basis else None
    return figure.as_of is None or (figure.as_of[:7] == wanted[:7] if wanted else False)


def _rank(figure: Figure) -> int:
    return (
        len(ENTITIES) if figure.entity is None else ENTITIES.index(figure.entity) if figure.entity in ENTITIES else -1
    )


def _needed(basis: Basis | None) -> int:
    entity = basis.entity if basis else None
    return ENTITIES.index(entity) if entity in ENTITIES else len(ENTITIES) - 1


def _covers(figure: Figure, basis: Basis | None) -> bool:
    """Whether a figure above the limit shows that the entity asked about is above it too."""
    return figure.entity is None or 0 <= _rank(figure) <= _needed(basis)


def _territory(condition: Condition, use: Use) -> Three:
    """By where the licensee sits (metric ``domicile``), by where it is used (``place_of_use``), or by either."""
    metric = condition.basis.metric if condition.basis else None
    domicile = None if use.domicile is None else (use.domicile,)
    asked = {"domicile": (domicile,), "place_of_use": (use.territories,)}.get(metric or "", (domicile, use.territories))
    excluded = expand(_values(condition))
    return both(*(None if stated is None else _outside(expand(stated), excluded) for stated in asked))


def _outside(stated: frozenset[str], excluded: frozenset[str]) -> bool:
    return not (stated & excluded or ("WORLD" in stated and excluded))


def _values(condition: Condition) -> tuple[str, ...]:
    return condition.value if isinstance(condition.value, tuple) else ()
