"""What rows of one key say, read once: keys have classes, told apart by what was read and not by who says it.

Everything is read by the functions that read one model; nothing here knows what a licence or a weight file is.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import field
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from scanner.collect.relations import datasets, left_out, parents
from scanner.judge.columns.codes import Known, Lists, Numbers
from scanner.judge.columns.naming import placed
from scanner.judge.openness.mof import counted
from scanner.judge.reading.access import read_access
from scanner.judge.reading.components import Seen
from scanner.judge.reading.datasets import DatasetsRead
from scanner.judge.reading.facts import of_itself, on_disk, unsaid
from scanner.judge.reading.made import needs_base
from scanner.judge.reading.openness import Laid, read_openness
from scanner.judge.reading.own import OwnLicense
from scanner.judge.reading.profile import modality
from scanner.judge.reading.teachers import taught
from scanner.judge.reading.weights import WeightsRead
from scanner.judge.terms.parts import is_bare
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import DecisionFacts
from scanner.model.fields import tags
from scanner.model.frozen import dataclass, replace
from scanner.model.result import DatasetsSection, WeightsSection
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.words import Modality, Relation, Source

T = TypeVar("T")
_NO_DATA = DatasetsRead(section=DatasetsSection(status="unknown"), non_commercial=None)
NO_WEIGHTS = WeightsSection(status="unknown")
#: The id of a repo that stands for all of its class; nobody is named so.
NOBODY = "-/-"
#: The class of what could not be read at all.
STUMBLED = -1


class Classes(Generic[T]):
    """Numbered classes: ``of`` gives the number of a key, making the class where the key is new. Two keys whose classes
    have the same essence share a number."""

    def __init__(self, essence: Callable[[T], Hashable]) -> None:
        self._essence = essence
        self._keys: dict[Hashable, int] = {}
        self._numbers: dict[Hashable, int] = {}
        self.made: list[T] = []

    def of(self, key: Hashable, make: Callable[[], T], *, apart: bool = False) -> int:
        """The number of a key; :data:`STUMBLED` where making its class failed. ``apart``: whatever its essence, the
        class is this key's alone."""
        found = self._keys.get(key)
        if found is None:
            try:
                found = self.add(make(), apart=apart)
            except Exception:  # whatever one repo holds, the others are read (as judge/evaluate has it)
                found = STUMBLED
            self._keys[key] = found
        return found

    def since(self, number: int) -> list[T]:
        """The classes made from a number on."""
        return self.made[number:]

    def knows(self, key: Hashable) -> bool:
        """Whether a key has its number."""
        return key in self._keys

    def add(self, one: T, *, apart: bool = False) -> int:
        """The number of a class by its essence."""
        number = len(self.made) if apart else self._numbers.setdefault(self._essence(one), len(self.made))
        if number == len(self.made):
            self.made.append(one)
        return number


class Link(NamedTuple):
    """A base that a repo names, or hints at."""

    id: str
    relation: Relation
    stated: bool
    valid: bool
    family: str | None


class Shape(NamedTuple):
    """What repos say of their bases that name them in one way: each link with the place of its id in what the repo
    names, or -1 where it is the link's own; ``disk`` that they name a folder on somebody's disk, ``more`` that they
    name more than are followed."""

    links: tuple[tuple[int, Link], ...] = ()
    disk: bool = False
    more: bool = False


class Named(NamedTuple):
    """The data that repos name in one way: places of ids, or what is named itself. ``quiet`` is a repo that tells as
    much of its data, and nothing else."""

    names: tuple[int | tuple[str | None, str], ...]
    quiet: Repo


class Namings:
    """What rows name, each once: the ``shape`` is the number of what was read, of the way of naming; the ids in its
    places are numbers among ``names``."""

    def __init__(self) -> None:
        self.fill(np.empty(0, np.int32), Lists.none(0), pa.array([], pa.string()))

    def fill(self, shape: Numbers, named: Lists, names: pa.StringArray) -> None:
        """Hold these, in place of what was held."""
        self.shape, self.named, self.names = shape, named, names
        self._begins = np.cumsum(named.counts) - named.counts

    def __len__(self) -> int:
        return len(self.shape)

    def ids(self, number: int) -> list[str]:
        """The ids that are named."""
        begin, count = int(self._begins[number]), int(self.named.counts[number])
        return [self.names[at].as_py() for at in self.named.values[begin : begin + count].tolist()]

    def told(self, places: Sequence[Sequence[int]]) -> tuple[Lists, Numbers]:
        """For each of them what ``places`` tells of its shape, one after the other, as places among all that it tells;
        and of each the number of the name in that place, -1 where there is none."""
        sizes = np.asarray([len(one) for one in places], np.int64)
        flat = np.asarray([place for one in places for place in one], np.int64)
        told = Lists(sizes, np.arange(len(flat), dtype=np.int32)).at(self.shape)
        place = flat[told.values]
        begins = np.repeat(self._begins, told.counts)
        return told, np.where(place < 0, -1, np.append(self.named.values, -1)[np.where(place < 0, -1, begins + place)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """What a repo says of its files and its access."""

    facts: DecisionFacts
    weights: WeightsSection
    modality: Modality
    needs_base: bool
    silent: bool | None
    source: Source


class Shows(NamedTuple):
    """What lies open of a repo with such weights, and a ``root`` of which it does."""

    laid: Laid
    essence: Hashable
    weights: WeightsSection
    root: Repo


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The classes of all rows that were taken. ``named`` tells of an own licence that a policy's curation names which
    repo's it is, and of which revision."""

    licenses: Licenses
    named: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    own: Classes[OwnLicense] = field(default_factory=lambda: Classes(essence))
    itself: Classes[Itself] = field(default_factory=lambda: Classes(_itself_essence))
    shown: Classes[Shows] = field(default_factory=lambda: Classes(lambda one: (one.essence, one.weights.status)))
    shapes: Classes[Shape] = field(default_factory=lambda: Classes(lambda one: one))
    sets: Classes[Named] = field(default_factory=lambda: Classes(_data_essence))
    taught: Classes[tuple[str, ...]] = field(default_factory=lambda: Classes(lambda one: one))
    families: Known[str | None] = field(default_factory=lambda: Known([None]))
    bases: Namings = field(default_factory=Namings)
    data: Namings = field(default_factory=Namings)

    def links(self, bases: int) -> Iterator[Link]:
        """What rows say of their bases that name them so."""
        ids = self.bases.ids(bases)
        for place, link in self.shapes.made[self.bases.shape[bases]].links:
            yield link if place < 0 else link._replace(id=ids[place])


def read_itself(root: Repo, weights: WeightsRead) -> Itself:
    """What a repo says of itself, whose weights were read, its licence, bases and data apart."""
    return Itself(
        facts=DecisionFacts(**of_itself(root, read_access(root), weights)),
        weights=weights.section,
        modality=modality(root),
        needs_base=needs_base(root, weights) is not None,
        silent=unsaid(root),
        source=root.source,
    )


def read_shown(root: Repo, weights: WeightsSection, licenses: Licenses) -> Shows:
    """What lies open of a repo, its data apart."""
    laid = read_openness(Snapshot(target="", root=root), weights, _NO_DATA.section)
    return Shows(laid, laid_essence(laid, licenses), weights, root)


def read_bases(repo: Repo, ids: tuple[str, ...] = ()) -> Shape:
    """The bases that a repo names or hints at, but for what its own name, or those of its files, spell."""
    nameless = replace(repo, id=NOBODY, requested=NOBODY, files=None)
    links = [
        Link(one.id, one.relation, one.strength == "stated", one.valid, one.family.id if one.family else None)
        for one in parents(nameless)
    ]
    places = placed((one.id for one in links), ids)
    shown = (link if place < 0 else link._replace(id="") for place, link in zip(places, links, strict=True))
    return Shape(
        tuple(zip(placed((one.id for one in links), ids), shown, strict=True)),
        on_disk(nameless),
        left_out(nameless) > 0,
    )


def read_named(repo: Repo, ids: tuple[str, ...] = ()) -> Named:
    """The data that a repo names."""
    info = {name: repo.info[name] for name in ("cardData", "tags") if name in repo.info}
    if isinstance(info.get("cardData"), dict):
        info["cardData"] = {}
    if "tags" in info:
        info["tags"] = []
    unread = tuple(one for one in repo.unread if one.what == "cardData")
    quiet = Repo(id=NOBODY, repo_type="model", requested=NOBODY, source=repo.source, info=info, unread=unread)
    found = datasets(repo)
    places = placed((one.id or "" for one in found), ids)
    return Named(tuple((one.id, one.text) if at < 0 else at for at, one in zip(places, found, strict=True)), quiet)


def read_taught(repo: Repo) -> tuple[str, ...]:
    """The teachers that a repo's tags and name tell of, by their ids."""
    told = [tag for tag in tags(repo) if not tag.startswith("dataset:")]
    bare = Repo(id=repo.id, repo_type=repo.repo_type, requested=repo.id, info={"tags": told})
    return tuple(sorted({one.teacher.id for one in taught(Snapshot(target="", root=bare))}))


def essence(own: OwnLicense) -> Hashable:
    """A licence as read, without where and by whom it was said."""
    return (
        bears(own),
        own.text,
        tuple(sorted({one.kind for one in own.conflicts})),
        tuple(sorted({(one.kind, one.says, one.scope) for one in own.claims})),
        bool(own.declared.licenses),
        tuple((one.id, one.match, one.scope, one.nearest, one.text_sha256) for one in own.files),
    )


def bears(own: OwnLicense) -> Hashable:
    """What of a licence counts for what is made from the repo."""
    named = tuple((one.id, one.unsure is not None, one.record) for one in own.named)
    return own.terms, named, bool(own.doubts), bool(own.unread), is_bare(own), own.curated


def laid_essence(laid: Laid, licenses: Licenses) -> Hashable:
    """What lies open, without where it was seen."""
    return tuple(seen_essence(one, licenses) for one in laid.components), laid.unpaid is not None


def seen_essence(one: Seen, licenses: Licenses) -> Hashable:
    """A component as far as it counts: of licences of its own what they make of it."""
    return one.component.id, one.state, counted(one, licenses) if one.licenses else None, one.whole


def _itself_essence(one: Itself) -> Hashable:
    return one.facts, one.weights.status, one.modality, one.needs_base, one.silent, one.source


def _data_essence(one: Named) -> Hashable:
    return one.names, tuple(sorted(one.quiet.info)), bool(one.quiet.unread)
