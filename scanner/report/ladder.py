"""How open each model is, as steps of one ladder: from "not to be had here" to open science. No verdict.

The steps follow the difference that the literature makes between a gate, limited terms, open weights and the classes of
the Model Openness Framework; a step is reached only by what was found here, and doubt never climbs.
"""

from scanner.judge.openness.limits import DOUBT
from scanner.model.frozen import dataclass
from scanner.model.result import Openness, Result
from scanner.report.phrases import short

#: From the lowest; 0 stands below them for what is not known.
STEPS = (
    "not to be had here",
    "behind a gate",
    "downloadable, terms limit it",
    "open weights",
    "MOF class III, open model",
    "MOF class II, open tooling",
    "MOF class I, open science",
)
NOT_KNOWN = "not known"
_CLASSES = {"III": 5, "II": 6, "I": 7}
_MOF = {"none": "below class III", "unknown": "not settled"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: where the release stands by it, and what decides."""

    name: str
    stands: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A model's step (0: not known) with its name, and the measures behind it."""

    step: int
    name: str
    measures: tuple[Measure, ...]


def ladder(result: Result) -> Ladder | None:
    """A model's ladder; None for what is no model, or was not assessed."""
    if result.repo_type != "model" or result.error is not None or result.openness.mof_components is None:
        return None
    step = _step(result)
    return Ladder(step=step, name=STEPS[step - 1] if step else NOT_KNOWN, measures=_measures(result.openness))


def _step(result: Result) -> int:
    found, weights = result.openness, result.weights.status
    if weights not in ("available", "gated", "missing"):
        return 0
    if weights != "available":
        return 2 if weights == "gated" else 1
    if result.weights.gated is None and result.source != "local":
        return 0  # nobody said that there is no gate
    if found.osaid == "fails":
        return 3
    if found.osaid == "unknown" and DOUBT in _said(found, "OSAID"):
        return 0
    return _CLASSES.get(found.mof_class, 4)


def _measures(found: Openness) -> tuple[Measure, ...]:
    mof = _MOF.get(found.mof_class, f"class {found.mof_class}")
    parts = (
        Measure(name="Model Openness Framework", stands=mof, why=_said(found, "MOF")),
        Measure(name="Open Source AI Definition", stands=found.osaid, why=_said(found, "OSAID")),
        Measure(
            name="EU AI Act, Art. 53(2)", stands=f"exemption {found.eu_exemption}", why=_said(found, "EU exemption")
        ),
        Measure(name="European OSAI Index", stands="", why=_said(found, "OSAI Index")),
        Measure(name="EU AI Act, further", stands="", why=_said(found, "EU:")),
        Measure(name="Documentation", stands="", why=_said(found, "Documentation")),
    )
    return tuple(one for one in parts if one.stands or one.why)


def _said(found: Openness, measure: str) -> str:
    """The reasons of a measure, without its name before each."""
    told = [reason.partition(": ")[2] for reason in found.reasons or () if reason.startswith(measure)]
    return short("; ".join(told), 600)
