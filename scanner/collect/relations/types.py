"""What the ways of naming a relative come to."""

from scanner.collect.relations.families import Family
from scanner.knowledge.lineage_places import Strength
from scanner.model.frozen import dataclass
from scanner.model.result import Evidence
from scanner.model.words import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A base model that a repo names. ``id`` is as written; ``valid`` tells whether the Hub could know it by that.

    A hint may name no repo but a ``family`` that is known by its spelling.
    """

    id: str
    relation: Relation
    origin: str
    valid: bool
    strength: Strength = "stated"
    family: Family | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRef:
    """A dataset that a card names: ``id`` if it is one that the Hub could know, else None and only ``text``; ``hinted``
    where a training was set to it, which counts where there is such a data set."""

    text: str
    id: str | None
    evidence: tuple[Evidence, ...] = ()
    hinted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseClaim:
    """One place that names a base: an id, a family, or (``path``) a folder on somebody's disk, which is neither."""

    text: str
    id: str | None
    relation: Relation
    origin: str
    evidence: Evidence
    strength: Strength = "stated"
    family: Family | None = None
    path: bool = False
