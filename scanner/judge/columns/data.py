"""The data that rows name, as classes: what each named dataset is, and what several of them come to."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from scanner.collect.relations import datasets, sources
from scanner.judge.columns.readings import Classes, Named, Shows, essence, read_taught
from scanner.judge.reading.datasets import DatasetsRead, read_datasets
from scanner.judge.reading.facts import of_data
from scanner.judge.reading.openness import Laid, read_openness
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


class _Set(NamedTuple):
    """A named dataset: as it is named, and the repos that stand behind the name."""

    name: str
    repos: tuple[Repo, ...]


class Data(NamedTuple):
    """What named data comes to: ``facts`` of it, its teachers, and what else the openness of a model asks of it."""

    facts: DecisionFacts
    teachers: tuple[str, ...]
    read: DatasetsRead
    repos: tuple[Repo, ...]


class DataClasses:
    """Classes of what rows name; each named dataset is looked up once."""

    def __init__(self, named: list[Named], find: Find, licenses: Licenses) -> None:
        self._named, self._find, self._licenses = named, find, licenses
        self._sets: dict[str, int] = {}
        self._kinds: dict[Hashable, int] = {}
        self._made: list[_Set] = []
        self._known: dict[int, int] = {}
        self._essences: dict[int, Hashable] = {}
        self.data: Classes[Data] = Classes(_essence)

    def of(self, number: int) -> int:
        """The class of what is named so; STUMBLED where it could not be read."""
        if number not in self._known:
            named = self._named[number]
            kinds = frozenset(self._kind(repo_id, text) for repo_id, text in named.names)
            quiet = tuple(sorted(named.quiet.info)), bool(named.quiet.unread)
            self._known[number] = self.data.of((kinds, quiet), lambda: self._read(named.quiet, kinds))
        return self._known[number]

    def opened(self, shows: Shows, number: int) -> Laid:
        """What lies open of a repo that names this data."""
        one = self.data.made[number]
        if not one.read.section.items:
            return shows.laid
        snapshot = Snapshot(target="", root=shows.root, related=one.repos)
        return read_openness(snapshot, shows.weights, one.read.section)

    def _kind(self, repo_id: str | None, text: str) -> int:
        """A named dataset by all that is known of it."""
        name = repo_id or text
        if name not in self._sets:
            repos = self._behind(repo_id) if repo_id is not None else ()
            audit = audit_of(name, *((repos[0].id, repos[0].requested) if repos else ()))
            known = tuple(one.id for one, _ in set_known(name))
            key = (tuple(map(self._told, repos)), audit.id if audit else None, known, repo_id is None)
            self._sets[name] = self._kinds.setdefault(key, len(self._made))
            if self._sets[name] == len(self._made):
                self._made.append(_Set(name, repos))
        return self._sets[name]

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
        return essence(own), gating(repo), read_taught(repo), repo.source, unread, repo.card is not None and repo.id

    def _read(self, quiet: Repo, kinds: frozenset[int]) -> Data:
        sets = [self._made[one] for one in sorted(kinds)]
        names = [one.name for one in sets]
        root = replace(quiet, info={**quiet.info, "cardData": {"datasets": names}}) if names else quiet
        repos = tuple({(one.repo_type, one.id): one for each in sets for one in each.repos}.values())
        snapshot = Snapshot(target="", root=root, related=repos)
        read = read_datasets(snapshot, self._licenses)
        teachers = tuple(sorted({one.teacher.id for one in taught(snapshot)}))
        assert len(datasets(root)) == len(names), names
        return Data(DecisionFacts(**of_data(read)), teachers, read, repos)


def _essence(one: Data) -> Hashable:
    items = frozenset((item.status, item.license, _is_read(item.id, one)) for item in one.read.section.items or ())
    return one.facts, one.teachers, items, one.read.section.complete


def _is_read(name: str, one: Data) -> Hashable:
    found = next((repo for repo in one.repos if name.lower() in (repo.id.lower(), repo.requested.lower())), None)
    return found is not None and found.problem is None, found.card is not None if found is not None else False
