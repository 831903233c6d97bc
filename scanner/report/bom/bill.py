"""What a bill of materials says, before any format: items, what they come from, and what they were trained on.

``scanner.report.bom.gather`` makes it from Results; the writers make documents from it.
"""

from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.model.report import AuditMark
from scanner.model.result import FileOut, SettledCondition
from scanner.model.words import Gating
from scanner.report.bom import licences

Kind: TypeAlias = Literal["model", "dataset", "closed-api"]
Completeness: TypeAlias = Literal["complete", "noAssertion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """The licences of an item: ``declared`` and ``concluded`` are valid expressions, ``NONE`` or ``NOASSERTION``."""

    declared: str = licences.NOASSERTION
    concluded: str = licences.NOASSERTION
    terms: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    operator: str = "unstated"
    url: str | None = None
    name: str | None = None

    @property
    def unstated(self) -> str | None:
        """What to say of several declared licences that nothing joins; None where there is nothing to say."""
        if self.operator != "unstated" or len(self.terms) < 2:
            return None
        return "Several licences are declared without saying and/or; AND is the cautious reading."

    def note(self, ref: str) -> str:
        """What stands where a format wants the text of a licence without an SPDX id: this tool carries no texts."""
        named = f" The model's card calls it {self.name}." if self.name else ""
        where = f" The card links {self.url} for it." if self.url else ""
        return f"{ref}: the text is not carried in this document.{named}{where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestry:
    """From an item to an ancestor of it. ``changed`` says where licences differ, or why terms do not join."""

    ref: str
    relation: str
    depth: int
    origin: str
    changed: str = ""

    @property
    def note(self) -> str:
        told = f"{self.relation}, depth {self.depth}, named in {self.origin}"
        return f"{told}; {self.changed}" if self.changed else told


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLink:
    """Between a base and its own base (``descendantOf``), from a data set to the model whose outputs it holds
    (``generatedFrom``), or from a model to one that it learnt from (``learntFrom``)."""

    ref: str
    kind: Literal["descendantOf", "generatedFrom", "learntFrom"]
    to: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TreePlace:
    """Where a source tree names the item."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A model, a dataset or a closed API, its texts cleaned. ``error`` tells why it was not assessed; ``ancestors`` and
    ``datasets`` are None where nobody says. ``told`` are facts that its
    documentation tells, with the place. ``id`` is ``org/name``, ``group`` and ``name`` its parts."""

    ref: str
    kind: Kind
    id: str
    group: str | None
    name: str
    revision: str | None
    purl: str | None
    url: str | None
    created: str | None
    licensed: Licensed
    properties: tuple[tuple[str, str], ...]
    gated: Gating | bool | None = None
    task: str | None = None
    model_type: str | None = None
    architecture: str | None = None
    parameters: int | None = None
    bytes: int | None = None
    files: tuple[FileOut, ...] = ()
    limits: tuple[SettledCondition, ...] = ()
    places: tuple[TreePlace, ...] = ()
    ancestors: tuple[Ancestry, ...] | None = ()
    datasets: tuple[str, ...] | None = ()
    complete: Completeness = "noAssertion"
    description: str | None = None
    library: str | None = None
    told: tuple[tuple[str, str], ...] = ()
    error: str | None = None

    @property
    def unassessed(self) -> str:
        """The annotation on an item that could not be judged."""
        return f"Not assessed: {self.error}. Nothing in this document says that it may be used."

    @property
    def seen(self) -> tuple[tuple[str, str], ...]:
        """Where a source tree names the item, as properties."""
        return tuple(("modelscan:place", f"{place.path}:{place.line}") for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """One document. ``roots`` are the refs of what was judged, in the order given; ``digest`` is of all it says;
    ``links`` are between what was only named, or lead to a teacher; ``audit`` is the audit that it belongs to."""

    title: str
    tool_version: str
    created: str
    items: tuple[Item, ...]
    roots: tuple[str, ...]
    digest: str
    links: tuple[BillLink, ...] = ()
    audit: AuditMark | None = None

    @property
    def by_ref(self) -> dict[str, Item]:
        return {item.ref: item for item in self.items}

    @property
    def licence_refs(self) -> dict[str, Licensed]:
        """Every ``LicenseRef-`` in the bill, sorted, with what the first item that carries it says about it."""
        found: dict[str, Licensed] = {}
        for item in self.items:
            for ref in licences.references(f"{item.licensed.declared} {item.licensed.concluded}"):
                found.setdefault(ref, item.licensed)
        return dict(sorted(found.items()))
