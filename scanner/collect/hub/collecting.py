"""Targets → snapshots, in order: many at once, each with its ancestors and datasets, every repo asked for once."""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.collect.hub.call import Call, Pool
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.repo import RepoReader
from scanner.model.snapshot import Repo, Snapshot, Unread

if TYPE_CHECKING:
    from scanner.collect.walk import NamedRepos
    from scanner.model.ids import RepoRef
    from scanner.model.target import Target
    from scanner.model.words import RepoType

#: Related repos of one target that are looked up; the rest is named as unread.
MAX_RELATED = 200
#: Targets under way, or done and not yet taken; and repos.
_TARGETS, _READERS = 32, 64
_REMEMBERED = 5000


class Repos:
    """The repos of one call, each read once, whoever names it."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._pool = Pool(_READERS)
        self._lock = threading.Lock()
        self._readers: OrderedDict[tuple[str, str, str | None], RepoReader] = OrderedDict()

    def ask(self, repo_type: RepoType, repo_id: str, revision: str | None, *, target: bool, number: int) -> RepoReader:
        """The reader of a repo: the one under way or done, or a new one, started."""
        # A repo is read the same in every part that it plays; else what is read would hang on who asked first.
        key = (repo_type, repo_id.lower(), revision)
        with self._lock:
            if (reader := self._readers.get(key)) is not None:
                return reader
            reader = self._readers[key] = RepoReader(
                self._call, repo_type, repo_id, revision, target=target, number=number
            )
            if len(self._readers) > _REMEMBERED:
                self._readers.popitem(last=False)
        self._pool.submit(number, reader.read)
        return reader

    def close(self) -> None:
        """Ends all work."""
        self._pool.close()
        self._call.close()


class _Family:
    """One target: the root, and what it leads to, until nothing is left to look up."""

    def __init__(self, repos: Repos, target: Target, number: int) -> None:
        self._repos = repos
        self._target = target
        self._number = number
        self._readers: dict[tuple[RepoType, str], RepoReader] = {}
        self._named: dict[int, tuple[Repo, NamedRepos]] = {}
        self._root = repos.ask(target.repo_type, target.id or "", target.revision, target=True, number=number)

    def snapshot(self) -> Snapshot:
        """The target with all that is related to it; what goes wrong here is a problem of this target alone."""
        try:
            return self._snapshot()
        except Exception as error:
            from scanner.model.target import unforeseen

            return unforeseen(self._target, error)

    def _snapshot(self) -> Snapshot:
        while True:
            # Asked before looking at what they name: one that ends in between has named nothing yet that was seen.
            pending = [
                one for reader in (self._root, *self._readers.values()) for one in reader.steps if not one.done()
            ]
            known = self._relatives()
            if not (new := [ref for ref in known[:MAX_RELATED] if ref.key not in self._readers]):
                if not pending:
                    return self._ended(known[:MAX_RELATED], known[MAX_RELATED:])
                wait(pending, return_when=FIRST_COMPLETED)
            for ref in new:
                self._readers[ref.key] = self._repos.ask(ref.repo_type, ref.id, None, target=False, number=self._number)

    def _relatives(self) -> tuple[RepoRef, ...]:
        """The related repos that are known by now."""
        from scanner.collect.walk import relatives

        root = self._root.found()
        return relatives(root, self._find, self._named_by) if root is not None and root.problem is None else ()

    def _find(self, ref: RepoRef) -> Repo | None:
        reader = self._readers.get(ref.key)
        return reader.found() if reader is not None else None

    def _named_by(self, repo: Repo | None) -> NamedRepos:
        """What a repo names, read once for each state that it was seen in."""
        from scanner.collect.walk import named_by

        known = self._named.get(id(repo))
        if repo is None or known is not None:
            return known[1] if known is not None else named_by(None)
        self._named[id(repo)] = repo, named_by(repo)
        return self._named[id(repo)][1]

    def _ended(self, related: Sequence[RepoRef], beyond: Sequence[RepoRef]) -> Snapshot:
        """Who asked first for a repo, and how he spelled it, must not show in what is told of it."""
        root = self._root.whole.result()
        root = root if self._target.id is None else replace(root, requested=self._target.id)
        if beyond:
            reason = f"not looked up: the model names more than {MAX_RELATED} related repos"
            more = tuple(Unread(what=f"{ref.repo_type} {ref.id}", reason=reason) for ref in beyond)
            root = replace(root, unread=(*root.unread, *more))
        found = [replace(self._readers[ref.key].whole.result(), requested=ref.id) for ref in related]
        ordered = tuple(sorted(found, key=lambda repo: (repo.repo_type, repo.id, repo.requested)))
        return Snapshot(target=self._target.text, root=root, related=ordered)


class Collection:
    """Snapshots on their way; iterate for them in the order of the targets."""

    def __init__(self, targets: Iterable[Target], options: HubOptions) -> None:
        self._call = Call(options)
        self._repos = Repos(self._call)
        self._pool = Pool(_TARGETS)
        self._targets = enumerate(targets)
        self._under_way: deque[Future[Snapshot]] = deque()
        # Whoever takes only as many snapshots as there are targets never comes to the end of the iteration.
        atexit.register(self._call.settle)
        self._fill()

    def _fill(self) -> None:
        """Keeps some targets under way; called by whoever takes the snapshots."""
        while len(self._under_way) < _TARGETS:
            number, target = next(self._targets, (0, None))
            if target is None:
                return
            self._under_way.append(self._pool.submit(number, _Family(self._repos, target, number).snapshot))

    def waits(self) -> bool:
        """Whether a target that is under way is not yet collected."""
        return not all(one.done() for one in self._under_way)

    def __iter__(self) -> Iterator[Snapshot]:
        while self._under_way:
            snapshot = _taken(self._under_way.popleft())
            self._fill()
            yield snapshot

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._call.settle()
        self.close()

    def close(self) -> None:
        """Ends all work; what was not yet collected is lost."""
        atexit.unregister(self._call.settle)
        self._pool.close()
        self._repos.close()


def _taken(future: Future[Snapshot]) -> Snapshot:
    """The snapshot, waited for with a limit, so that Ctrl-C is heard on every system."""
    while True:
        try:
            return future.result(0.5)
        except TimeoutError:
            continue
