"""The walk over a repo's relatives, as far as they are known (the Hub, the catalog and a bundle all go by it), and
snapshots from what is known without a network: whatever can look an id up (a catalog, a table) serves alike."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, Protocol

from scanner.collect.relations import datasets, parents, sources
from scanner.model.ids import RepoRef
from scanner.model.snapshot import MAX_DEPTH, Repo, Snapshot, Unread
from scanner.model.target import Target
from scanner.model.words import RepoType


class NamedRepos(NamedTuple):
    """The repos that a repo names: its bases, and the data it was made from."""

    bases: tuple[RepoRef, ...] = ()
    data: tuple[RepoRef, ...] = ()


Find = Callable[[RepoRef], Repo | None]
_Seen = set[tuple[RepoType, str]]


def named_by(repo: Repo | None) -> NamedRepos:
    """What a repo names that the Hub could know; nothing while it was not read."""
    if repo is None or repo.problem is not None:
        return NamedRepos()
    if repo.repo_type == "dataset":
        return NamedRepos(data=tuple(RepoRef(ref.id, "dataset") for ref in sources(repo) if ref.id))
    bases = tuple(RepoRef(parent.id) for parent in parents(repo) if parent.valid)
    return NamedRepos(bases=bases, data=tuple(RepoRef(ref.id, "dataset") for ref in datasets(repo) if ref.id))


def relatives(root: Repo, find: Find, named: Callable[[Repo | None], NamedRepos] = named_by) -> tuple[RepoRef, ...]:
    """Breadth first: bases to the depth limit, nearest first and each once, as it was first spelled; after the root's
    own bases its data, and what that was made from."""
    seen: _Seen = {RepoRef(name, root.repo_type).key for name in (root.id, root.requested)}
    return tuple(_new(_walk(root, find, named, {*seen}), seen))


def _walk(root: Repo, find: Find, named: Callable[[Repo | None], NamedRepos], seen: _Seen) -> Iterator[RepoRef]:
    level, own = [root], named(root)
    for depth in range(MAX_DEPTH):
        bases = list(_new((ref for repo in level for ref in named(repo).bases), seen))
        yield from bases
        if depth == 0:
            yield from own.data
            yield from (source for ref in own.data for source in named(find(ref)).data)
        level = [repo for ref in bases if (repo := find(ref)) is not None]


def _new(refs: Iterator[RepoRef], seen: _Seen) -> Iterator[RepoRef]:
    for ref in refs:
        if ref.key not in seen:
            seen.add(ref.key)
            yield ref


#: An id that is not known → the repo with its problem.
Absent = Callable[[RepoType, str], Repo]


class Known(Protocol):
    """Facts of a day, by id."""

    def get(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The record of an id, whatever its case; None when there is none."""


class Listed(Known, Protocol):
    """The same where all that is known can be gone through."""

    def of_task(self, task: str) -> Iterable[Repo]:
        """Every model of a pipeline tag."""

    def ids(self) -> tuple[str, ...]:
        """Every model's id, sorted."""


def snapshot(known: Known, target: Target, absent: Absent, hinted: Absent | None = None) -> Snapshot:
    """A target with its ancestors and datasets. What is not known is there with its problem; ``hinted`` makes that of
    the target itself."""
    requested = target.id or target.text
    root = known.get(target.repo_type, requested) or (hinted or absent)(target.repo_type, requested)
    if target.revision and root.problem is None:
        root = _at_revision(root, target.revision)
    found = related(known, root, absent)
    if root.source != "catalog":
        # One that was read wholly is not capped as records of a day are: what was not read behind it must count.
        found = tuple(replace(repo, source=root.source) if repo.problem is None else repo for repo in found)
    return Snapshot(target=target.text, root=root, related=found)


def related(known: Known, root: Repo, absent: Absent) -> tuple[Repo, ...]:
    """The ancestors and datasets that a repo names; those that are not known with their problem."""

    def find(ref: RepoRef) -> Repo:
        return known.get(ref.repo_type, ref.id) or absent(ref.repo_type, ref.id)

    found = {ref.key: find(ref) for ref in relatives(root, find)}
    return tuple(found[key] for key in sorted(found))


def _at_revision(root: Repo, revision: str) -> Repo:
    """The record for a caller who named a revision: it cannot be told whether it is that one, and that is said."""
    if root.revision == revision:
        return replace(root, requested_revision=revision)
    reason = "the catalog knows the model as it was on a day, not this revision"
    unread = (*root.unread, Unread(what=f"revision {revision}", reason=reason))
    return replace(root, requested_revision=revision, unread=unread)
