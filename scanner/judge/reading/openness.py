"""Which components of the Model Openness Framework a repo shows. What it does not show is not found *here*."""

from datetime import date

from scanner.judge.reading.components import Look, Seen
from scanner.judge.reading.compute import Compute, read_compute
from scanner.knowledge.openness import Component, components, disclosures, unpaid
from scanner.model.fields import body, card_field, evidence_of, strings
from scanner.model.frozen import dataclass
from scanner.model.result import DatasetsSection, Disclosure, Evidence, WeightsSection
from scanner.model.snapshot import Json, Repo, Snapshot

_NO_WEIGHTS = WeightsSection(status="unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What lies open of a repo: its components (() for what is no model), what its documentation tells, and a word
    that nobody earns from it, what its training computed, and the days of its last change and of the reading."""

    components: tuple[Seen, ...] = ()
    told: tuple[Disclosure, ...] = ()
    unpaid: Evidence | None = None
    tasks: tuple[str, ...] = ()
    compute: Compute | None = None
    changed: str | None = None
    read_on: str | None = None


def read_openness(snapshot: Snapshot, weights: WeightsSection, data: DatasetsSection) -> Laid:
    """The components of a model, and what the documentation of a model or a dataset tells."""
    root = snapshot.root
    look = Look(snapshot, weights, data)
    told = tuple(look.told(one) for one in disclosures(root.repo_type))
    if root.repo_type != "model":
        return Laid(told=told)
    return Laid(
        components=tuple(look.at(one) for one in components()),
        told=told,
        unpaid=_unpaid(root),
        compute=read_compute(root, weights.parameters),
        changed=_day(root.info.get("lastModified")),
        read_on=_day(root.observed_at),
        tasks=tuple(strings(root.info.get("pipeline_tag") or card_field(root, "pipeline_tag")[0])),
    )


def of_data() -> tuple[Component, ...]:
    """The components that the data may show which a repo names, and no others do."""
    return tuple(one for one in components() if one.section in ("datasets", "data-cards"))


def read_of_data(snapshot: Snapshot, data: DatasetsSection, one: Component) -> Seen:
    """One of them."""
    return Look(snapshot, _NO_WEIGHTS, data).at(one)


def _day(value: Json) -> str | None:
    """The day of a moment; None for what is none."""
    try:
        return date.fromisoformat(value[:10]).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _unpaid(root: Repo) -> Evidence | None:
    """The first sentence by which the provider says that it earns nothing from the model."""
    said = body(root)
    found = unpaid().search(said) if "moneti" in said else None
    if found is None or root.card is None:
        return None
    line = root.card.body_line + said.count("\n", 0, found.start())
    return evidence_of(root, found[0][:200], root.card.path, line)
