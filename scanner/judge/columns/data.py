"""The data that rows name, as classes: what each named dataset is, and what several of them come to."""

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import numpy as np

from scanner.collect.relations import datasets, sources
from scanner.judge.columns.codes import Known, Numbers, distinct, filled, grouped, listed
from scanner.judge.columns.readings import (
    NOBODY,
    STUMBLED,
    Classes,
    Named,
    Readings,
    Shows,
    essence,
    read_taught,
    seen_essence,
)
from scanner.judge.reading.components import Seen
from scanner.judge.reading.datasets import DatasetsRead, read_datasets
from scanner.judge.reading.facts import of_data as data_facts
from scanner.judge.reading.openness import Laid, of_data, read_of_data
from scanner.judge.reading.own import own_license
from scanner.judge.reading.teachers import taught
from scanner.judge.reading.weights import gating
from scanner.knowledge.audits import audit_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.teachers import set_known
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import replace
from scanner.model.snapshot import Repo, Snapshot

#: The record of a dataset; what nobody knows is there with its problem.
Find = Callable[[str], Repo]


#: A model that shows nothing, and was read wholly.
_BARE = Repo(id=NOBODY, repo_type="model", requested=NOBODY, files=())
#: A model that says nothing of its data.
_QUIET = Repo(id=NOBODY, repo_type="model", requested=NOBODY, source="catalog", info={"cardData": {}, "tags": []})


class _Set(NamedTuple):
    """A named dataset: as it is named, and the repos that stand behind the name."""

    name: str
    repos: tuple[Repo, ...]


class Data(NamedTuple):
    """What named data comes to: ``facts`` of it, its teachers, and what the openness of a model asks of it."""

    facts: DecisionFacts
    teachers: tuple[str, ...]
    read: DatasetsRead
    repos: tuple[Repo, ...]
    opens: Hashable


class DataClasses:
    """Classes of what rows name; each named dataset is looked up once."""

    def __init__(self, readings: Readings, find: Find, licenses: Licenses) -> None:
        self._readings, self._find, self._licenses = readings, find, licenses
        #: What listed datasets say, by name, where those of one number say the same.
        self.listed: Mapping[str, int] = {}
        self._sets: dict[str, int] = {}
        self._kinds: dict[Hashable, int] = {}
        self._alike: dict[Hashable, int] = {}
        self._made: list[_Set] = []
        self._seen: dict[Hashable, Seen] = {}
        self.data: Classes[Data] = Classes(lambda one: (one.facts, one.teachers, one.opens))

    def names(self) -> list[str]:
        """The ids of all data that is named."""
        readings = self._readings
        own = {one[0] for named in readings.sets.made for one in named.names if not isinstance(one, int) and one[0]}
        return sorted(own.union(readings.data.names.to_pylist()))

    def all(self) -> Numbers:
        """The class of all that is named; STUMBLED where it could not be read. Of those that name the same kinds in
        ways that say as much one is read."""
        made = self._readings.sets.made
        names = [[at if isinstance(at, int) else -1 for at in one.names] for one in made]
        told, name = self._readings.data.told(names)
        own = [STUMBLED if isinstance(at, int) else self._kind(*at) for one in made for at in one.names]
        kinds = np.where(name < 0, np.asarray(own, np.int32)[told.values], self._kinds_of(name))
        quiet = Known[Hashable]()
        says = [quiet.of(_quiet(one)) for one in made]
        pairs = distinct(told.rows() << 32 | kinds + 1)  # STUMBLED is one of them
        row, kind = pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32) - 1
        shape = self._readings.data.shape
        groups = grouped(listed(row, kind, len(shape)), filled(says, len(says))[shape])
        bounds = np.searchsorted(row, np.r_[groups.first, groups.first + 1]).reshape(2, -1).T.tolist()
        firsts = zip(groups.first.tolist(), bounds, strict=True)
        return filled((self._of(made[shape[at]], kind[slice(*b)].tolist()) for at, b in firsts), len(groups))[
            groups.number
        ]

    def _kinds_of(self, name: Numbers) -> Numbers:
        """The kinds of names, by number."""
        known = [self._kind(one) for one in self._readings.data.names.to_pylist()]
        return filled((*known, STUMBLED), len(known) + 1)[name]

    def _of(self, named: Named, kinds: list[int]) -> int:
        """The class of data of some kinds."""
        if STUMBLED in kinds:
            return STUMBLED
        met = frozenset(kinds)
        return self.data.of((met, *_quiet(named)), lambda: self._read(named.quiet, met))

    def opened(self, shows: Shows, number: int) -> Laid:
        """What lies open of a repo that names this data."""
        data = self.data.made[number]
        if not data.read.section.items:
            return shows.laid
        seen = {one.id: one for one in of_data()}
        return replace(
            shows.laid,
            components=tuple(
                self._opened(shows, data, one) if one.component.id in seen else one for one in shows.laid.components
            ),
        )

    def _opened(self, shows: Shows, data: Data, without: Seen) -> Seen:
        """A component with the data, of a repo that shows so much of it without."""
        key = seen_essence(without, self._licenses), data.opens
        if key not in self._seen:
            snapshot = Snapshot(target="", root=shows.root, related=data.repos)
            self._seen[key] = read_of_data(snapshot, data.read.section, without.component)
        return self._seen[key]

    def _kind(self, repo_id: str | None, text: str = "") -> int:
        """A named dataset by all that is known of it; STUMBLED where it could not be read."""
        name = repo_id or text
        if name not in self._sets:
            try:
                self._sets[name] = self._known(repo_id, name)
            except Exception:  # whatever one repo holds, the others are read (as judge/evaluate has it)
                self._sets[name] = STUMBLED
        return self._sets[name]

    def _known(self, repo_id: str | None, name: str) -> int:
        said: Hashable = self.listed.get(repo_id) if repo_id is not None else None
        repos = self._behind(repo_id) if repo_id is not None and said is None else ()
        audit = audit_of(name, *((repos[0].id, repos[0].requested) if repos else ()))
        known = tuple(one.id for one, _ in set_known(name))
        key = (tuple(map(self._told, repos)) or said, audit.id if audit else None, known, repo_id is None)
        if key not in self._kinds:
            behind = self._behind(repo_id) if repo_id is not None else ()
            self._kinds[key] = self._like(_Set(name, behind))
        return self._kinds[key]

    def _like(self, one: _Set) -> int:
        """The number of a dataset; those share it that alone come to the same: beside others they do too."""
        self._made.append(one)
        number = len(self._made) - 1
        alone = self._read(_QUIET, frozenset((number,)))
        found = self._alike.setdefault((alone.facts, alone.teachers, alone.opens), number)
        if found != number:
            self._made.pop()
        return found

    def _behind(self, repo_id: str) -> tuple[Repo, ...]:
        root = self._find(repo_id)
        made_from = sources(root) if root.problem is None else ()
        return (root, *(self._find(one.id) for one in made_from if one.id))

    def _told(self, repo: Repo) -> Hashable:
        """What a dataset's record says, without who says it."""
        if repo.problem is not None:
            return repo.problem.kind, repo.problem.absent, repo.problem.private
        own = own_license(repo, self._licenses)
        unread = tuple(one.what for one in repo.unread)
        said = essence(own), own.declared.values
        return said, gating(repo), read_taught(repo), repo.source, unread, repo.card is not None and repo.id

    def _read(self, quiet: Repo, kinds: frozenset[int]) -> Data:
        sets = [self._made[one] for one in sorted(kinds)]
        names = [one.name for one in sets]
        root = replace(quiet, info={**quiet.info, "cardData": {"datasets": names}}) if names else quiet
        repos = tuple({(one.repo_type, one.id): one for each in sets for one in each.repos}.values())
        snapshot = Snapshot(target="", root=root, related=repos)
        read = read_datasets(snapshot, self._licenses)
        teachers = tuple(sorted({one.teacher.id for one in taught(snapshot)}))
        assert len(datasets(root)) == len(names), names
        return Data(DecisionFacts(**data_facts(read)), teachers, read, repos, self._opens(read, repos))

    def _opens(self, read: DatasetsRead, repos: tuple[Repo, ...]) -> Hashable:
        """What the openness of a model asks of its data: what it makes of one that shows nothing else."""
        snapshot = Snapshot(target="", root=_BARE, related=repos)
        return tuple(seen_essence(read_of_data(snapshot, read.section, one), self._licenses) for one in of_data())


def _quiet(named: Named) -> tuple[Hashable, bool]:
    """What a repo says of its data beside names."""
    return tuple(sorted(named.quiet.info)), bool(named.quiet.unread)
