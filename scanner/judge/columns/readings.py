"""What rows of one key say, read once: keys have classes, told apart by what was read and not by who says it.

Everything is read by the functions that read one model; nothing here knows what a licence or a weight file is.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import field
from typing import Any, Generic, NamedTuple, TypeVar

from scanner.collect.relations import datasets, parents
from scanner.collect.tables.rows import repo_of
from scanner.judge.columns.keys import COLUMNS, Keyer
from scanner.judge.openness.mof import counted
from scanner.judge.reading.datasets import DatasetsRead
from scanner.judge.reading.facts import draw, on_disk, unsaid
from scanner.judge.reading.made import carries_terms, needs_base
from scanner.judge.reading.openness import Laid, read_openness
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.profile import modality
from scanner.judge.reading.teachers import taught
from scanner.judge.reading.weights import read_weights
from scanner.judge.terms.parts import is_bare
from scanner.judge.terms.settle import Model
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import dataclass, replace
from scanner.model.result import DatasetsSection, WeightsSection
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.words import Relation, Source

T = TypeVar("T")
_NO_DATA = DatasetsRead(section=DatasetsSection(status="unknown"), non_commercial=None)
_NO_WEIGHTS = WeightsSection(status="unknown")
#: The id of a repo that stands for all of its class; nobody is named so.
_NOBODY = "-/-"
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


class Bases(NamedTuple):
    """What a repo says of its bases; ``disk`` that it names a folder on somebody's disk."""

    links: tuple[Link, ...] = ()
    disk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Itself:
    """What a repo says of its files and its access."""

    facts: DecisionFacts
    weights: WeightsSection
    modality: Model
    needs_base: bool
    silent: bool | None
    source: Source


class Shows(NamedTuple):
    """What lies open of a repo with such weights, and a ``root`` of which it does."""

    laid: Laid
    essence: Hashable
    weights: WeightsSection
    root: Repo


class Named(NamedTuple):
    """The data that a repo names, as it is named; ``quiet`` is a repo that tells as much of its data, and nothing
    else."""

    names: tuple[tuple[str | None, str], ...]
    quiet: Repo


class Numbers(NamedTuple):
    """A row by the numbers of its classes; ``family`` is that which its name spells. ``carries``: it is a mechanical
    conversion without a licence of its own."""

    own: int
    itself: int
    shown: int
    bases: int
    data: int
    taught: int
    family: str | None
    carries: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The classes of all rows that were taken. ``concluded`` are the lower-cased ids that a policy's curations name:
    ``named`` tells which licence is theirs, and of which revision."""

    licenses: Licenses
    keyer: Keyer
    concluded: frozenset[str] = frozenset()
    named: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    own: Classes[OwnLicense] = field(default_factory=lambda: Classes(essence))
    itself: Classes[Itself] = field(default_factory=lambda: Classes(_itself_essence))
    shown: Classes[Shows] = field(default_factory=lambda: Classes(lambda one: (one.essence, one.weights.status)))
    bases: Classes[Bases] = field(default_factory=lambda: Classes(lambda one: one))
    data: Classes[Named] = field(default_factory=lambda: Classes(_data_essence))
    taught: Classes[tuple[str, ...]] = field(default_factory=lambda: Classes(lambda one: one))

    def take(self, row: Sequence[Any], more: Mapping[str, Any] | None = None) -> Numbers:
        """A model's row by its classes. ``more`` are columns that no key knows: then it is read for itself."""
        keys = self.keyer.keys(row) if more is None else self.keyer.alone(row[0])
        kept: list[Repo] = []

        def repo() -> Repo:
            if not kept:
                kept.append(repo_made(row, more))
            return kept[0]

        own, carries = self._own(keys.own, row[0], repo)
        itself = self.itself.of(keys.itself, lambda: read_itself(repo()))
        weights = self.itself.made[itself].weights if itself != STUMBLED else _NO_WEIGHTS
        shown = keys.shown, weights.status
        return Numbers(
            own=own,
            itself=itself,
            shown=self.shown.of(shown, lambda: read_shown(repo(), weights, self.licenses)),
            bases=self.bases.of(keys.bases, lambda: read_bases(repo())),
            data=self.data.of(keys.data, lambda: read_named(repo())),
            taught=self.taught.of(keys.taught, lambda: read_taught(repo())),
            family=keys.family,
            carries=carries,
        )

    def take_repo(self, repo: Repo) -> Numbers:
        """The same of a repo that is at hand, as others name it: itself it is judged alone."""
        key = repo.source, repo.id, repo.revision
        own, carries = self._own(key, repo.id, lambda: repo)
        return Numbers(
            own=own,
            itself=STUMBLED,
            shown=STUMBLED,
            bases=self.bases.of(key, lambda: read_bases(repo)),
            data=STUMBLED,
            taught=STUMBLED,
            family=self.keyer.family(repo.id),
            carries=carries,
        )

    def _own(self, key: Hashable, name: str, repo: Callable[[], Repo]) -> tuple[int, bool]:
        """The class of a repo's own licence, and whether it is a mechanical conversion without one."""
        apart = name.lower() in self.concluded
        own = self.own.of(key, lambda: own_license(repo(), self.licenses), apart=apart)
        if apart and own != STUMBLED:
            self.named[own] = repo().id, repo().revision
        return own, own != STUMBLED and is_bare(self.own.made[own]) and carries_terms(repo())


def repo_made(row: Sequence[Any], more: Mapping[str, Any] | None = None, repo_type: str = "model") -> Repo:
    """The repo of a row that is given by the values of :data:`COLUMNS`."""
    values = dict(zip(COLUMNS, row, strict=True))
    values["unread"] = [{"what": what, "reason": ""} for what in values["unread"]]
    return repo_of({**values, "repo_type": repo_type, "observed": "", **(more or {})}, values["id"], "")


def read_itself(root: Repo) -> Itself:
    """What a repo says of itself, its licence, bases and data apart."""
    weights = read_weights(root)
    return Itself(
        facts=draw(root, weights, _NO_DATA, ()),
        weights=weights.section,
        modality=modality(root),
        needs_base=needs_base(root) is not None,
        silent=unsaid(root),
        source=root.source,
    )


def read_shown(root: Repo, weights: WeightsSection, licenses: Licenses) -> Shows:
    """What lies open of a repo, its data apart."""
    laid = read_openness(Snapshot(target="", root=root), weights, _NO_DATA.section)
    return Shows(laid, laid_essence(laid, licenses), weights, root)


def read_bases(repo: Repo) -> Bases:
    """The bases that a repo names or hints at, but for what its own name spells."""
    nameless = replace(repo, id=_NOBODY, requested=_NOBODY)
    links = tuple(
        Link(one.id, one.relation, one.strength == "stated", one.valid, one.family.id if one.family else None)
        for one in parents(nameless)
    )
    return Bases(links, on_disk(nameless))


def read_named(repo: Repo) -> Named:
    """The data that a repo names."""
    info = {name: repo.info[name] for name in ("cardData", "tags") if name in repo.info}
    if isinstance(info.get("cardData"), dict):
        info["cardData"] = {}
    if "tags" in info:
        info["tags"] = []
    unread = tuple(one for one in repo.unread if one.what == "cardData")
    quiet = Repo(id=_NOBODY, repo_type="model", requested=_NOBODY, source=repo.source, info=info, unread=unread)
    return Named(tuple((one.id, one.text) for one in datasets(repo)), quiet)


def read_taught(repo: Repo) -> tuple[str, ...]:
    """The teachers that a repo's tags and name tell of, by their ids."""
    tags = [tag for tag in repo.info.get("tags") or () if not tag.startswith("dataset:")]
    bare = Repo(id=repo.id, repo_type=repo.repo_type, requested=repo.id, info={"tags": tags})
    return tuple(sorted({one.teacher.id for one in taught(Snapshot(target="", root=bare))}))


def essence(own: OwnLicense) -> Hashable:
    """A licence as read, without where and by whom it was said."""
    return (
        own.terms,
        tuple((one.id, one.unsure is not None, one.record) for one in own.named),
        bool(own.doubts), bool(own.unread), own.text, own.curated,
        tuple(sorted({one.kind for one in own.conflicts})),
        tuple(sorted({(one.kind, one.says, one.scope) for one in own.claims})),
        own.declared.ids, own.declared.values,
        tuple((one.id, one.match, one.scope, one.nearest, one.text_sha256) for one in own.files),
    )  # fmt: skip


def laid_essence(laid: Laid, licenses: Licenses) -> Hashable:
    """What lies open, without where it was seen; of licences of its own what they make of it."""
    seen = (
        (one.component.id, one.state, counted(one, licenses) if one.licenses else None, one.whole)
        for one in laid.components
    )
    return tuple(seen), laid.unpaid is not None


def _itself_essence(one: Itself) -> Hashable:
    return one.facts, one.weights.status, one.modality, one.needs_base, one.silent, one.source


def _data_essence(one: Named) -> Hashable:
    return one.names, tuple(sorted(one.quiet.info)), bool(one.quiet.unread)
