"""The AI Act's exemption for free and open-source models (Art. 53(2)), with the condition that decides."""

from scanner.judge.openness.limits import DOUBT, doubtful, limits
from scanner.judge.openness.mof import Rated, is_open
from scanner.judge.reading.openness import Laid
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.openness import ai_act, general_purpose
from scanner.model.result import WeightsSection
from scanner.model.words import Exemption

#: What remains due of a general-purpose model, by where the exemption stands.
_DUE = {"available": "remaining", "arguable": "remaining", "unavailable": "without"}


def exempted(
    laid: Laid, rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement
) -> tuple[Exemption, list[str]]:
    """Art. 53(2), with the condition that decides."""
    status, why = _systemic(laid) or _deciding(laid, rated, weights, terms)
    hardly = laid.tasks and not general_purpose(laid.tasks)
    about = f" (as {laid.tasks[0]} it is hardly a general-purpose model)" if hardly else ""
    due = None if hardly else _DUE.get(status)
    more = [f"EU: {ai_act()[due]}"] if due else []
    return status, [f"EU exemption {status}: {why}{about}", *more]


def _systemic(laid: Laid) -> tuple[Exemption, str] | None:
    """Compute that is surely beyond the presumption of systemic risk ends the exemption."""
    found = laid.compute
    if found is None or found.at_most or found.flop <= float(ai_act()["compute"]["systemic"]):
        return None
    return "unavailable", f"{found.said} is presumed to pose systemic risk (Art. 51(2))"


def _deciding(
    laid: Laid, rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement
) -> tuple[Exemption, str]:
    said = _of_terms(terms) or _of_weights(weights) or _of_release(rated, terms)
    if said is not None:
        return said
    if laid.unpaid is None:
        return "unknown", "whether the provider monetises the model is not said here (recital 103)"
    return "available", f"by the provider's word: {laid.unpaid.value}; if it poses no systemic risk"


def _of_terms(terms: Settlement) -> tuple[Exemption, str] | None:
    """What the terms decide; doubt about them leaves standing only what surely ends the exemption."""
    act, found = ai_act(), limits(terms)
    ends = [
        f"{name} {clause}: {act['unavailable'][term]}" for name, clause, term, _ in found if term in act["unavailable"]
    ]
    argued = [f"{name} {clause}: {act['arguable'][term]}" for name, clause, term, _ in found if term in act["arguable"]]
    if ends:
        return "unavailable", ends[0]
    if doubtful(terms):
        return "unknown", DOUBT
    return ("arguable", argued[0]) if argued else None


def _of_weights(weights: WeightsSection) -> tuple[Exemption, str] | None:
    if weights.status == "missing":
        return "unavailable", "no weights are publicly available here (Art. 53(2))"
    if weights.status == "gated":
        return "arguable", "the weights stand behind a gate, and must be publicly available (Art. 53(2))"
    if weights.status != "available":
        return "unknown", f"the weights are {weights.status}, and must be publicly available (Art. 53(2))"
    return None


def _of_release(rated: tuple[Rated, ...], terms: Settlement) -> tuple[Exemption, str] | None:
    if not all(is_open(record) for record in terms.records):
        return "unknown", "the licence is not known to be free and open-source"
    architecture = next(one for one in rated if one.seen.component.id == "model-architecture")
    if architecture.seen.state != "found":
        return "unknown", f"information on the architecture must be public (Art. 53(2)): {architecture.why_not}"
    return None
