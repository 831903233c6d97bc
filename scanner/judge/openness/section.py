"""The openness section of a result, and the facts that rules may ask of it."""

from scanner.judge.openness.duties import duties
from scanner.judge.openness.exemption import exempted
from scanner.judge.openness.mof import Rated, rated_by, reached
from scanner.judge.openness.osai_index import indexed
from scanner.judge.openness.osaid import defined
from scanner.judge.reading.openness import Laid
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import Decided
from scanner.model.frozen import replace
from scanner.model.result import Disclosure, Evidence, LicenseFile, MofComponent, Openness, WeightsSection


def openness(
    laid: Laid, files: tuple[LicenseFile, ...], weights: WeightsSection, terms: Settlement, known: Licenses
) -> Openness:
    """The section of a model; the empty one for what is no model."""
    told = laid.told
    if not laid.components:
        return Openness(disclosures=told, reasons=_summed(told)) if told else Openness()
    rated = tuple(rated_by(seen, files, terms, known) for seen in laid.components)
    found, said = _classed(laid, rated, weights, terms)
    mof, osi, exempt = said
    return replace(
        found,
        mof_components=tuple(_shown(one) for one in rated),
        disclosures=told,
        reasons=(*mof, *osi, indexed(rated, weights, terms, found.osaid), *exempt, *duties(laid, told), *_summed(told)),
    )


def classes(laid: Laid, rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement) -> Openness:
    """The same as far as facts hang on it: the classes that are reached, without components and reasons. Of what is
    ``rated`` its state counts, and whether it is met."""
    return _classed(laid, rated, weights, terms)[0] if laid.components else Openness()


def _classed(
    laid: Laid, rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement
) -> tuple[Openness, tuple[list[str], list[str], list[str]]]:
    mof, said = reached(rated)
    osi, why = defined(rated, weights, terms)
    exempt, because = exempted(laid, rated, weights, terms)
    return Openness(mof_class=mof, osaid=osi, eu_exemption=exempt), (said, why, because)


def _summed(told: tuple[Disclosure, ...]) -> tuple[str, ...]:
    """How much of what is asked is told, and what is not found here."""
    here = sum(one.state in ("found", "claimed") for one in told)
    lacking = ", ".join(one.name.lower() for one in told if one.state == "not_found")
    unread = sum(one.state == "unknown" for one in told)
    parts = [
        f"{here} of {len(told)} told",
        f"not found here: {lacking}" if lacking else "",
        f"{unread} not read" if unread else "",
    ]
    return (f"Documentation: {'; '.join(part for part in parts if part)}",)


def _shown(one: Rated) -> MofComponent:
    component = one.seen.component
    return MofComponent(
        id=component.id,
        name=component.name,
        class_=component.class_,
        required=component.required,
        state=one.seen.state,
        license=one.license,
        counts=one.counts,
        evidence=one.seen.evidence,
    )


def openness_facts(laid: Laid, found: Openness) -> Decided:
    """The facts of openness; None where they could not be told."""
    states = {one.component.id: one.state for one in laid.components}
    return Decided(
        mof_class=found.mof_class if found.mof_class != "unknown" else None,
        osaid=found.osaid if found.osaid != "unknown" else None,
        eu_exemption=found.eu_exemption if found.eu_exemption != "unknown" else None,
        training_data_told=_told(states.get("datasets", "unknown"), states.get("data-card", "unknown")),
        evaluation_reported=_told(states.get("evaluation-results", "unknown")),
        training_code_told=_told(states.get("training-code", "unknown")),
    )


def _told(*states: str) -> bool | None:
    if any(state in ("found", "claimed") for state in states):
        return True
    return None if "unknown" in states else False


def shown_openness(laid: Laid) -> tuple[Evidence, ...]:
    """The evidence of the components that were found or claimed."""
    return tuple(evidence for one in laid.components for evidence in one.evidence[:1])
