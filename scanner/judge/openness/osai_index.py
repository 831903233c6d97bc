"""The European Open Source AI Index: which of its criteria a repository's metadata settles, and how."""

from collections.abc import Iterator

from scanner.judge.openness.mof import Rated
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.openness import osai_index
from scanner.model.result import WeightsSection
from scanner.model.words import Osaid


def indexed(rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement, osaid: Osaid) -> str:
    """One sentence; what is only claimed, not read, or not found here settles nothing."""
    told = [*_shown(rated, weights), *_licence(terms, osaid)]
    said = f": {'; '.join(told)}" if told else ""
    return f"OSAI Index: {len(told)} of {osai_index()['criteria']} criteria settled here{said}"


def _shown(rated: tuple[Rated, ...], weights: WeightsSection) -> Iterator[str]:
    found = {one.seen.component.id for one in rated if one.seen.state == "found"}
    for criterion, component in osai_index()["shown"].items():
        if component == "model-parameters-final":
            if said := {"available": "open", "gated": "partial at least", "missing": "closed"}.get(weights.status):
                # Where nobody said that there is no gate there may be one.
                yield f"{criterion} {'partial at least' if said == 'open' and weights.gated is None else said}"
        elif component in found:
            yield f"{criterion} partial at least"


def _licence(terms: Settlement, osaid: Osaid) -> Iterator[str]:
    """Terms that withhold a freedom are closed; OSI's own are partial: those of data and code are unknown."""
    if osaid == "fails" and "unknown" not in terms.effective:
        yield "licence closed"
    elif terms.records and all(record.osi_approved for record in terms.records) and "unknown" not in terms.effective:
        yield "licence partial at least"
