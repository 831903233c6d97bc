"""The walk over a repo's relatives, as far as they are known: the Hub, the catalog and a bundle all go by it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scanner.collect.relations import datasets, parents, sources
from scanner.model.ids import RepoRef
from scanner.model.snapshot import MAX_DEPTH, Repo
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
