"""Collecting one repo: its metadata, card, licence texts and small JSON files, pinned to one commit.

Two steps, each of requests side by side: first the metadata and, without waiting for it, the two files nearly every
repo has (the *head*); then what the file list shows is still wanted.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scanner.collect.hub import plan
from scanner.collect.hub.assemble import Outcome, ReadCard, ReadHeader, assemble
from scanner.collect.hub.client import Fetched
from scanner.collect.hub.fields import SHA, read_files, read_info
from scanner.collect.hub.listing import list_files
from scanner.collect.hub.paths import CARD_BOUND, JSON_BOUND, TEXT_BOUND, file_path, info_path
from scanner.model.clock import stamp
from scanner.model.errors import ProblemKind, Refused, TargetError
from scanner.model.ids import is_repo_id
from scanner.model.snapshot import Problem, Repo, Unread

if TYPE_CHECKING:
    from scanner.collect.hub.collecting import Call
    from scanner.model.words import RepoType


class RepoJob:
    """One repo on its way. ``repo`` is None, then the head, then (``done``) the whole; listeners hear of both."""

    def __init__(
        self, run: Call, repo_type: RepoType, repo_id: str, revision: str | None, *, target: bool, priority: int
    ) -> None:
        self.run = run
        self.repo_type = repo_type
        self.requested = repo_id
        self.revision = revision
        self.target = target
        self.listed = True
        self.priority = priority
        self.repo: Repo | None = None
        self.done = False
        self.version = 0
        self._base: Repo | None = None
        self._listeners: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self._files: dict[str, Outcome] = {}
        self._stored: Repo | None = None
        self._fresh = False

    # -- being followed

    def follow(self, listener: Callable[[], None]) -> None:
        """``listener`` is called at the head and when done; at once if that has come to pass."""
        with self._lock:
            known = self.repo is not None
            if not self.done:
                self._listeners.append(listener)
        if known:
            listener()

    def _publish(self, repo: Repo, *, done: bool) -> None:
        with self._lock:
            self.repo, self.done = repo, done
            self.version += 1
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    # -- step 1: the head

    def start(self) -> None:
        """Sends the first requests, or answers from the cache alone where that is enough or asked for."""
        if self.repo_type == "closed-api" or not is_repo_id(self.requested):
            self._fail("bad_id", f"{self.requested[:100]!r} is no id that the Hub could know: give org/name")
            return
        pinned = self.revision if self.revision and SHA.fullmatch(self.revision) else None
        sha = pinned or self.run.cache.ref(self.repo_type, self.requested, self.revision)
        self._stored = self.run.cache.load(self.repo_type, self.requested, sha) if sha else None
        if self.run.offline:
            self._from_cache(sha)
        elif pinned and self._stored is not None and not self._missing(self._stored) and not _in_doubt(self._stored):
            self._publish(
                dataclasses.replace(self._stored, source="cache", requested_revision=self.revision), done=True
            )
        else:
            guesses = () if self._stored is not None else plan.guesses(self.repo_type, target=self.target)
            self._together(
                [self._head, *(self._getter(path, self.revision or "main") for path in guesses)], self._headed
            )

    def _from_cache(self, sha: str | None) -> None:
        if self._stored is None:
            self._fail("offline", f"{self._what()} is not in the cache: check it once without --offline")
            return
        told = {item.what for item in self._stored.unread}
        reason = "not in the cache: check the repo once without --offline"
        missing = tuple(Unread(what=path, reason=reason) for path in self._missing(self._stored) if path not in told)
        stored = self._stored
        self._publish(
            dataclasses.replace(
                stored, source="cache", requested_revision=self.revision, unread=(*stored.unread, *missing)
            ),
            done=True,
        )

    def _head(self) -> None:
        try:
            self._base = self._read(self._ask())
            self._publish(self._base, done=False)
        except TargetError as error:
            self._fail(error.kind, str(error), absent=error.absent, refused=error.refused)

    def _ask(self) -> dict[str, Any]:
        """The metadata; without the list where a dataset's is longer than can be read."""
        try:
            return self._mapping()
        except TargetError as error:
            if self.repo_type != "dataset" or error.kind != "bad_data":
                raise
            self.listed = False
            return self._mapping()

    def _mapping(self) -> dict[str, Any]:
        path = info_path(self.repo_type, self.requested, self.revision, listed=self.listed)
        answer, _ = self.run.client.json(path, self._what())
        if not isinstance(answer, dict) or not answer:
            said = f"{self.run.client.base} sent no mapping for {self._what()}: check that --hub names a Hub"
            raise TargetError("bad_data", said)
        return answer

    def _read(self, answer: dict[str, Any]) -> Repo:
        info, unread = read_info(answer)
        files, unlisted = read_files(answer.get("siblings"))
        if not self.listed:
            unread.append(Unread(what="api:siblings", reason="longer than can be read"))
        sha = info.get("sha", "")
        if not SHA.fullmatch(sha):
            unread.append(Unread(what="api:sha", reason="the Hub named no commit, so nothing is pinned"))
        spelled = info.get("id", "")
        return Repo(
            id=spelled if is_repo_id(spelled) else self.requested,
            repo_type=self.repo_type,
            requested=self.requested,
            revision=sha if SHA.fullmatch(sha) else None,
            requested_revision=self.revision,
            observed_at=stamp(),
            info={**info, **self._asked()},
            files=files,
            unread=(*unread, *unlisted),
        )

    # -- step 2: the rest

    def _headed(self) -> None:
        head = self._base
        if self.done or head is None:
            return
        # An empty list may be a broken one, and bodies are held against the sizes: the tree tells both again.
        doubtful = not head.files or any(file.size is None for file in head.files)
        if self.listed and doubtful:
            self._together([self._list_files], self._settled)
        else:
            self._settled()

    def _settled(self) -> None:
        """The head is as good as it gets: asks for what it shows to be wanted."""
        head = self._base
        if head is None or self.done:
            return
        if head.revision:
            self.run.cache.save_ref(self.repo_type, self.requested, self.revision, head.revision)
            if self._stored is None or self._stored.revision != head.revision:
                self._stored = self.run.cache.load(self.repo_type, self.requested, head.revision)
        else:
            self._stored = None
        self._forget_other_commits(head)
        at = head.revision or self.revision or "main"
        headers = plan.headers_wanted(head)
        steps = [(self._header_getter if path in headers else self._getter)(path, at) for path in self._missing(head)]
        if steps:
            self._publish(self._whole(head, ()), done=False)
            self._together(steps, self._finish)
        else:
            self._finish()

    def _list_files(self) -> None:
        """The file list with sizes; when it cannot be had, the names alone stay, and what is missing is named."""
        head = self._base
        if head is None:
            return
        listing = list_files(self.run.client, head, self.revision or "main")
        files = head.files if listing.files is None else listing.files
        # What the tree lists whole need not be read from the metadata as well.
        before = [item for item in head.unread if listing.files is None or item.what != "api:siblings"]
        unread = [*before, *listing.unread]
        if bare := sum(1 for file in files or () if file.size is None):
            unread.append(Unread(what="api:siblings.size", reason=f"the Hub lists {bare} files without their size"))
        with self._lock:
            self._base = dataclasses.replace(head, files=files, unread=tuple(unread))

    def _forget_other_commits(self, head: Repo) -> None:
        """A file that was guessed at the branch may be of a commit after the one that the metadata names, or not be
        whole; and before the list was there nothing told which of those that did not come are worth a second try."""
        sizes = _sizes(head)
        for path, outcome in list(self._files.items()):
            file = outcome.file if isinstance(outcome, ReadCard) else outcome
            if isinstance(file, ReadHeader):
                continue
            if isinstance(file, Fetched):
                other = head.revision and file.commit not in (None, head.revision)
                again = other or not file.whole(sizes.get(path))
            else:
                again = path in sizes and (file is None or file.again)
            if again:
                del self._files[path]

    def _wanted(self, repo: Repo) -> tuple[str, ...]:
        # An ancestor is read as wholly as a target: its prose and its texts reach its child, and no verdict hangs on
        # what else was asked for.
        return (*plan.texts_wanted(repo)[0], *plan.json_wanted(repo), *plan.headers_wanted(repo))

    def _missing(self, repo: Repo) -> tuple[str, ...]:
        """What is wanted and neither fetched in this run nor in the cache."""
        stored = self._stored
        have = {text.path for text in stored.texts} if stored else set()
        if stored is not None:
            have |= {plan.CARD} if stored.card else set()
            have |= {path for path in plan.json_wanted(repo) if plan.holds(stored, path)}
            have |= {path for path, said in stored.info.get(plan.HEADERS, {}).items() if "unread" not in said}
        return tuple(path for path in self._wanted(repo) if path not in have and path not in self._files)

    def _finish(self) -> None:
        head = self._base
        if head is None or self.done:
            return
        repo = self._whole(head, plan.texts_wanted(head)[1])
        stored, self._stored = self._stored, None
        self._files.clear()
        self._publish(repo, done=True)
        if stored is None or self._fresh or stored.files != repo.files:
            self.run.later(self.priority, lambda: self.run.cache.save(repo))

    def _whole(self, head: Repo, beyond: tuple[Unread, ...]) -> Repo:
        # What was guessed and is not wanted is left out: what a repo holds must not hang on who asked for it first.
        wanted = self._wanted(head)
        with self._lock:
            files = {path: found for path, found in self._files.items() if path in wanted or not plan.is_data(path)}
        return assemble(head, self._stored, files, beyond)

    # -- the parts of both steps

    def _header_getter(self, path: str, revision: str) -> Callable[[], None]:
        def get() -> None:
            from scanner.collect.headers import HEADER_BOUND, pointer_kind, read_header

            place = file_path(self.repo_type, self.requested, revision, path)
            found = self.run.client.start_of(place, HEADER_BOUND)
            if isinstance(found, Fetched):
                said = read_header(found.data, whole=not found.truncated) or {}
                outcome = ReadHeader(said, pointer_kind(found.data))
            else:
                reason = found.reason if found is not None else "listed, but the Hub has no such file"
                refused = found.refused if found is not None else None
                outcome = ReadHeader({"unread": reason, **({"refused": refused} if refused else {})})
            with self._lock:
                self._files[path] = outcome
                self._fresh = True

        return get

    def _getter(self, path: str, revision: str) -> Callable[[], None]:
        bound = CARD_BOUND if path == plan.CARD else JSON_BOUND if path.endswith(".json") else TEXT_BOUND

        def get() -> None:
            size = _sizes(self._base).get(path)
            place = file_path(self.repo_type, self.requested, revision, path)
            outcome: Outcome = self.run.client.file(place, bound, size)
            if isinstance(outcome, Fetched) and path == plan.CARD:
                # YAML is dear to import: by now the first answers are there.
                from scanner.text.card import parse_card

                outcome = ReadCard(parse_card(outcome.data, CARD_BOUND, outcome.truncated), outcome)
            with self._lock:
                self._files[path] = outcome
                self._fresh = True

        return get

    def _together(self, steps: list[Callable[[], None]], then: Callable[[], None]) -> None:
        """Runs some steps side by side, and what comes after them in the thread that ends last."""
        left = [len(steps)]

        def run(step: Callable[[], None]) -> None:
            try:
                with self.run.client.within(self.run.until(self.priority)):
                    step()
                with self._lock:
                    left[0] -= 1
                    last = left[0] == 0
                if last:
                    then()
            except Exception as error:
                self._fail(
                    "bad_data",
                    f"{self._what()} could not be read ({type(error).__name__}: {error}): please report this",
                )

        for step in steps:
            self.run.submit(self.priority, lambda step=step: run(step))  # type: ignore[misc]

    def _fail(self, kind: ProblemKind, message: str, *, absent: bool = False, refused: Refused | None = None) -> None:
        problem = Problem(kind=kind, message=message, absent=absent, refused=refused)
        self._publish(
            Repo(
                id=self.requested,
                repo_type=self.repo_type,
                requested=self.requested,
                requested_revision=self.revision,
                source="cache" if self.run.offline else "hub",
                observed_at=stamp(),
                info=self._asked(),
                problem=problem,
            ),
            done=True,
        )

    def _asked(self) -> dict[str, Any]:
        """How it was asked for: whether with a token."""
        return {} if self.run.offline else {"x_token": self.run.client.token is not None}

    def _what(self) -> str:
        at = f" at revision {self.revision}" if self.revision else ""
        return f"{self.repo_type} {self.requested}{at}"


def _in_doubt(stored: Repo) -> bool:
    """Whether the Hub's own answer was not read whole when the entry was made: then it is asked for once more."""
    return any(item.what.startswith("api:") for item in stored.unread)


def _sizes(repo: Repo | None) -> dict[str, int | None]:
    """The files that a list names, with their sizes in bytes where it tells them."""
    return {file.path: file.size for file in (repo.files or () if repo else ())}
