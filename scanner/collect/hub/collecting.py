"""Targets → snapshots, in order: many at once, each with its ancestors and datasets, every repo asked for once."""

from __future__ import annotations

import atexit
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.collect.hub.cache import Cache
from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.pool import Pool, Work
from scanner.collect.hub.repo import RepoJob
from scanner.model.snapshot import Problem, Repo, Snapshot, Unread

if TYPE_CHECKING:
    from scanner.collect.walk import NamedRepos
    from scanner.model.ids import RepoRef
    from scanner.model.target import Target
    from scanner.model.words import RepoType

#: Related repos of one target that are looked up; the rest is named as unread.
MAX_RELATED = 200
#: Targets under way, or done and not yet taken.
_AHEAD = 32
_REMEMBERED = 5000
#: Seconds that the end of the program may be held up by writing to the cache.
_SETTLE = 3.0
#: Saving to the cache comes after the requests of this many further targets.
_SAVE_AFTER = 2 * _AHEAD


Key = tuple["RepoType", str]


class Call:
    """What all targets of one call share."""

    def __init__(self, options: HubOptions) -> None:
        self.offline = options.is_offline()
        self.client = Client(options)
        self.cache = Cache(options.cache(), self.client.base, options.progress)
        self._pool = Pool(options.threads)
        self._jobs: OrderedDict[tuple[str, str, str | None], RepoJob] = OrderedDict()
        self._lock = threading.Lock()
        self.closed = False
        self._budget = options.budget
        self._until: dict[int, float] = {}
        self._saves = 0
        self._saved = threading.Condition()

    def submit(self, priority: int, work: Work) -> None:
        """Queues a request."""
        self._pool.submit(priority, work)

    def until(self, number: int) -> float:
        """When a target's time is over, on the monotonic clock; it begins with the first request."""
        with self._lock:
            return self._until.setdefault(number, time.monotonic() + self._budget)

    def later(self, priority: int, work: Work) -> None:
        """Queues what must be done before the end, after all requests."""
        with self._saved:
            self._saves += 1

        def save() -> None:
            try:
                work()
            finally:
                with self._saved:
                    self._saves -= 1
                    self._saved.notify_all()

        self._pool.submit(priority + _SAVE_AFTER, save)

    def settle(self) -> None:
        """Waits a little for what was to be done later: writing to the cache."""
        with self._saved:
            self._saved.wait_for(lambda: self._saves == 0 or self.closed, _SETTLE)

    def repo(self, repo_type: RepoType, repo_id: str, revision: str | None, *, target: bool, priority: int) -> RepoJob:
        """The job of a repo: the one under way or done, or a new one, started."""
        # A repo is read the same in every part that it plays; else what is read would hang on who asked first.
        key = (repo_type, repo_id.lower(), revision)
        with self._lock:
            if (job := self._jobs.get(key)) is not None:
                return job
            job = self._jobs[key] = RepoJob(self, repo_type, repo_id, revision, target=target, priority=priority)
            if len(self._jobs) > _REMEMBERED:
                self._jobs.popitem(last=False)
        job.start()
        return job

    def close(self) -> None:
        """Ends all work."""
        self.closed = True
        self._pool.close()
        self.client.close()


class _TargetJob:
    """One target: the root, and what it leads to, until nothing is left to look up."""

    def __init__(self, run: Call, target: Target, number: int, finished: Callable[[int, Snapshot], None]) -> None:
        self._run = run
        self._target = target
        self._number = number
        self._finished = finished
        self._lock = threading.RLock()
        self._jobs: dict[Key, RepoJob] = {}
        self._named: dict[int, tuple[Repo, NamedRepos]] = {}
        self._over = False
        self._root: RepoJob | None = None

    def start(self) -> None:
        target = self._target
        self._root = self._run.repo(
            target.repo_type, target.id or "", target.revision, target=True, priority=self._number
        )
        self._root.follow(self._advance)

    def _advance(self) -> None:
        """Called whenever more is known: asks for what is now known to be related, or ends."""
        try:
            self._step()
        except Exception as error:
            words = f"{self._target.text} could not be collected ({type(error).__name__}: {error}): please report this"
            name = self._target.id or self._target.text
            problem = Problem(kind="bad_data", message=words)
            self._end(Repo(id=name, repo_type=self._target.repo_type, requested=name, problem=problem), [], [])

    def _step(self) -> None:
        with self._lock:
            if self._over or self._root is None or self._root.repo is None:
                return
            # Asked before looking at what they name: a job that ends in between has named nothing yet that was seen.
            root_done, ended = self._root.done, {key for key, job in self._jobs.items() if job.done}
            known = self._relatives()
            wanted, beyond = known[:MAX_RELATED], known[MAX_RELATED:]
            new = [ref for ref in wanted if ref.key not in self._jobs]
            for ref in new:
                self._jobs[ref.key] = self._run.repo(ref.repo_type, ref.id, None, target=False, priority=self._number)
            related = [(ref, self._jobs[ref.key].repo) for ref in wanted]
            complete = not new and root_done and all(ref.key in ended for ref in wanted)
            root = self._root.repo
        for ref in new:
            self._jobs[ref.key].follow(self._advance)
        if complete:
            # Who asked first, and how he spelled it, must not show in what is told of it.
            asked = root if self._target.id is None else replace(root, requested=self._target.id)
            found = [replace(repo, requested=ref.id) for ref, repo in related if repo is not None]
            self._end(asked, found, beyond)

    def _relatives(self) -> tuple[RepoRef, ...]:
        """The related repos that are known by now."""
        from scanner.collect.walk import relatives

        root = self._root.repo if self._root is not None else None
        return relatives(root, self._find, self._named_by) if root is not None and root.problem is None else ()

    def _find(self, ref: RepoRef) -> Repo | None:
        job = self._jobs.get(ref.key)
        return job.repo if job is not None else None

    def _named_by(self, repo: Repo | None) -> NamedRepos:
        """What a repo names, read once for each state that it was seen in."""
        from scanner.collect.walk import named_by

        known = self._named.get(id(repo))
        if repo is None or known is not None:
            return known[1] if known is not None else named_by(None)
        self._named[id(repo)] = repo, named_by(repo)
        return self._named[id(repo)][1]

    def _end(self, root: Repo, related: list[Repo], beyond: Sequence[RepoRef]) -> None:
        with self._lock:
            if self._over:
                return
            self._over = True
        if beyond:
            reason = f"not looked up: the model names more than {MAX_RELATED} related repos"
            more = tuple(Unread(what=f"{ref.repo_type} {ref.id}", reason=reason) for ref in beyond)
            root = replace(root, unread=(*root.unread, *more))
        ordered = tuple(sorted(related, key=lambda repo: (repo.repo_type, repo.id, repo.requested)))
        self._finished(self._number, Snapshot(target=self._target.text, root=root, related=ordered))


class Collection:
    """Snapshots on their way; iterate for them in the order of the targets."""

    def __init__(self, targets: Iterable[Target], options: HubOptions) -> None:
        self._run = Call(options)
        self._targets = enumerate(targets)
        self._order: deque[int] = deque()
        self._ready: dict[int, Snapshot] = {}
        self._changed = threading.Condition()
        # Whoever takes only as many snapshots as there are targets never comes to the end of the iteration.
        atexit.register(self._run.settle)
        self._fill()

    def _fill(self) -> None:
        """Keeps some targets under way; called by whoever takes the snapshots."""
        while len(self._order) < _AHEAD:
            number, target = next(self._targets, (0, None))
            if target is None:
                return
            self._order.append(number)
            _TargetJob(self._run, target, number, self._done).start()

    def _done(self, number: int, snapshot: Snapshot) -> None:
        with self._changed:
            self._ready[number] = snapshot
            self._changed.notify_all()

    def __iter__(self) -> Iterator[Snapshot]:
        while self._order:
            number = self._order[0]
            with self._changed:
                # With a limit, so that Ctrl-C is heard on every system.
                while number not in self._ready:
                    self._changed.wait(0.5)
                snapshot = self._ready.pop(number)
            self._order.popleft()
            self._fill()
            yield snapshot

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._run.settle()
        self.close()

    def close(self) -> None:
        """Ends all work; what was not yet collected is lost."""
        atexit.unregister(self._run.settle)
        self._run.close()
