"""Collecting one repo: its metadata, card, licence texts and small JSON files, pinned to one commit.

Two steps, each of requests side by side: first the metadata and, without waiting for it, the files nearly every repo
has (the *head*); then what the file list shows is still wanted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any

from scanner.collect.hub import plan
from scanner.collect.hub.assemble import Outcome, ReadCard, ReadHeader, assemble, read_start
from scanner.collect.hub.bodies import Fetched
from scanner.collect.hub.call import Call
from scanner.collect.hub.fields import read_files, read_info, without_tags
from scanner.collect.hub.pages import list_files
from scanner.collect.hub.paths import CARD_BOUND, JSON_BOUND, TEXT_BOUND, file_path, info_path
from scanner.collect.relations.linked import LinkedFile, is_linked, linked_files, place_of, unread_documents
from scanner.model.clock import stamp
from scanner.model.errors import ProblemKind, TargetError
from scanner.model.ids import is_hex, is_repo_id
from scanner.model.snapshot import CARD, Card, Problem, Repo, Text, Unread

if TYPE_CHECKING:
    from scanner.model.words import RepoType

#: Files that were asked for, by path.
Asked = dict[str, Future[Outcome]]
_Sizes = Mapping[str, int | None]


class RepoReader:
    """Reads one repo. ``head`` is there as soon as its metadata is, ``page`` as soon as its card is, for what they
    name; ``whole`` is all of it. None fails: a repo that cannot be read has a ``problem``."""

    def __init__(
        self, call: Call, repo_type: RepoType, repo_id: str, revision: str | None, *, target: bool, number: int
    ) -> None:
        self.head: Future[Repo] = Future()
        self.page: Future[Repo] = Future()
        self.whole: Future[Repo] = Future()
        self.steps = (self.head, self.page, self.whole)
        self._call = call
        self._repo_type = repo_type
        self._requested = repo_id
        self._revision = revision
        self._target = target
        self._number = number
        self._listed = True
        self._stored: Repo | None = None
        self._files: dict[str, Outcome] = {}
        self._fetched = False

    def found(self) -> Repo | None:
        """As much of the repo as is there by now."""
        return next((one.result() for one in reversed(self.steps) if one.done()), None)

    def read(self) -> None:
        """Reads it; what is wanted goes out side by side."""
        try:
            repo = self._read()
        except TargetError as error:
            repo = self._failed(error.kind, str(error), error)
        except Exception as error:
            words = f"{self._what()} could not be read ({type(error).__name__}: {error}): please report this"
            repo = self._failed("bad_data", words)
        for step in reversed(self.steps):
            if not step.done():
                step.set_result(repo)

    def _read(self) -> Repo:
        if self._repo_type == "closed-api" or not is_repo_id(self._requested):
            raise TargetError("bad_id", f"{self._requested[:100]!r} is no id that the Hub could know: give org/name")
        return self._from_cache() or self._live()

    def _from_cache(self) -> Repo | None:
        """From the cache alone, where that is enough or asked for."""
        pinned = self._revision if self._revision and is_hex(self._revision, 40) else None
        sha = pinned or self._call.cache.ref(self._repo_type, self._requested, self._revision)
        stored = self._stored = self._call.cache.load(self._repo_type, self._requested, sha) if sha else None
        if stored is None:
            if self._call.offline:
                raise TargetError("offline", f"{self._what()} is not in the cache: check it once without --offline")
            return None
        missing = self._missing(stored)
        if self._call.offline:
            told = {item.what for item in stored.unread}
            reason = "not in the cache: check the repo once without --offline"
            more = [Unread(what=path, reason=reason) for path in missing if path not in told]
            stored = dataclasses.replace(stored, unread=(*stored.unread, *more))
        elif not pinned or missing or _in_doubt(stored):
            return None
        return dataclasses.replace(stored, source="cache", requested_revision=self._revision)

    def _live(self) -> Repo:
        guesses = () if self._stored is not None else plan.guesses(self._repo_type, target=self._target)
        metadata, at = self._call.ask(self._number, self._ask), self._revision or "main"
        files = self._files_of([path for path in guesses if path != plan.TENSORS], at, {})
        # Weights lie with another server: nothing else waits for their header.
        header = self._files_of([path for path in guesses if path == plan.TENSORS], at, {}, (plan.TENSORS,))
        head = self._head(metadata.result())
        self.head.set_result(head)
        self._take(files)
        self._same_commit(head)
        # An empty list may be a broken one, and bodies are held against the sizes: the tree tells both again.
        if self._listed and (not head.files or any(file.size is None for file in head.files)):
            self.page.set_result(self._whole(head, ()))
            head = self._call.ask(self._number, partial(self._listing, head)).result()
        self._forget_other_commits(head, guesses)
        self._take_missing(head, header)
        if header:
            self._see_page(head)
            self._take(header)
            self._forget_other_commits(head, header)
            self._take_missing(head, {})
        return self._ended(head)

    def _take_missing(self, head: Repo, under_way: Asked) -> None:
        """Asks for what is wanted and takes it; twice, where only the card tells that there is more."""
        while missing := [path for path in self._missing(head) if path not in under_way]:
            self._see_page(head)
            at, headers = head.revision or self._revision or "main", plan.headers_wanted(head)
            self._take(self._files_of(missing, at, _sizes(head), headers))

    def _see_page(self, head: Repo) -> None:
        if not self.page.done():
            self.page.set_result(self._whole(head, ()))

    def _ended(self, head: Repo) -> Repo:
        repo = self._whole(head, (*plan.texts_wanted(head)[1], *unread_documents(self._linked(head))))
        if self._stored is None or self._fetched or self._stored.files != repo.files:
            self._call.later(self._number, lambda: self._call.cache.save(repo))
        self._stored = None
        self._files.clear()
        return repo

    # -- its metadata

    def _ask(self) -> dict[str, Any]:
        """The metadata; without the list where a dataset's is longer than can be read."""
        try:
            return self._mapping()
        except TargetError as error:
            if self._repo_type != "dataset" or error.kind != "bad_data":
                raise
            self._listed = False
            return self._mapping()

    def _mapping(self) -> dict[str, Any]:
        path = info_path(self._repo_type, self._requested, self._revision, listed=self._listed)
        answer, _ = self._call.client.json(path, self._what())
        if not isinstance(answer, dict) or not answer:
            said = f"{self._call.client.base} sent no mapping for {self._what()}: check that --hub names a Hub"
            raise TargetError("bad_data", said)
        return answer

    def _head(self, answer: dict[str, Any]) -> Repo:
        info, unread = read_info(answer)
        unread += without_tags(info)
        files, unlisted = read_files(answer.get("siblings"))
        if not self._listed:
            unread.append(Unread(what="api:siblings", reason="longer than can be read"))
        sha = info.get("sha", "")
        if not is_hex(sha, 40):
            unread.append(Unread(what="api:sha", reason="the Hub named no commit, so nothing is pinned"))
        spelled = info.get("id", "")
        return Repo(
            id=spelled if is_repo_id(spelled) else self._requested,
            repo_type=self._repo_type,
            requested=self._requested,
            revision=sha if is_hex(sha, 40) else None,
            requested_revision=self._revision,
            observed_at=stamp(),
            info={**info, **self._asked()},
            files=files,
            unread=(*unread, *unlisted),
        )

    def _same_commit(self, head: Repo) -> None:
        """What the cache holds counts for the commit that the Hub names, and for no other."""
        if not head.revision:
            self._stored = None
            return
        self._call.cache.save_ref(self._repo_type, self._requested, self._revision, head.revision)
        if self._stored is None or self._stored.revision != head.revision:
            self._stored = self._call.cache.load(self._repo_type, self._requested, head.revision)

    def _listing(self, head: Repo) -> Repo:
        """The file list with sizes; when it cannot be had, the names alone stay, and what is missing is named."""
        listing = list_files(self._call.client, head, self._revision or "main")
        files = head.files if listing.files is None else listing.files
        # What the tree lists whole need not be read from the metadata as well.
        before = [item for item in head.unread if listing.files is None or item.what != "api:siblings"]
        unread = [*before, *listing.unread]
        listed = {file.path for file in files or ()}
        if lost := sum(1 for file in head.files or () if file.path not in listed):
            unread.append(Unread(what="api:tree", reason=f"it lacks {lost} files that the metadata name"))
        if bare := sum(1 for file in files or () if file.size is None):
            unread.append(Unread(what="api:siblings.size", reason=f"the Hub lists {bare} files without their size"))
        return dataclasses.replace(head, files=files, unread=tuple(unread))

    # -- its files

    def _forget_other_commits(self, head: Repo, guessed: Iterable[str]) -> None:
        """A file that was guessed at the branch may be of a commit after the one that the metadata names, or not be
        whole; and before the list was there nothing told which of those that did not come are worth a second try."""
        sizes = _sizes(head)
        for path, outcome in [(path, self._files[path]) for path in guessed if path in self._files]:
            file = outcome.file if isinstance(outcome, ReadCard) else outcome
            if isinstance(file, ReadHeader):
                other = head.revision and file.commit not in (None, head.revision)
                again = bool(other) or (None not in (file.total, size := sizes.get(path)) and file.total != size)
            elif isinstance(file, Fetched):
                other = head.revision and file.commit not in (None, head.revision)
                again = other or not file.whole(sizes.get(path))
            else:
                again = path in sizes and (file is None or file.again)
            if again:
                del self._files[path]

    def _wanted(self, repo: Repo) -> tuple[str, ...]:
        # An ancestor is read as wholly as a target: its prose and its texts reach its child, and no verdict hangs on
        # what else was asked for.
        others = (one.at for one in self._linked(repo) if one.read)
        code = plan.code_wanted(repo, self._files)
        wanted = (*plan.texts_wanted(repo)[0], *others, *plan.json_wanted(repo), *code, *plan.headers_wanted(repo))
        return tuple(dict.fromkeys(wanted))

    def _linked(self, repo: Repo) -> tuple[LinkedFile, ...]:
        """The files that the card leads to for its terms, where that is known by now."""
        read = self._files.get(CARD)
        card = read.card if isinstance(read, ReadCard) else self._stored.card if self._stored else None
        return linked_files(repo if card is None else dataclasses.replace(repo, card=card))

    def _missing(self, repo: Repo) -> tuple[str, ...]:
        """What is wanted and neither fetched in this run nor in the cache."""
        stored, sizes = self._stored, _sizes(repo)
        have = {text.path for text in stored.texts if _kept(text, sizes, TEXT_BOUND)} if stored else set()
        if stored is not None:
            have |= {CARD} if stored.card and _kept(stored.card, sizes, CARD_BOUND) else set()
            data = (*plan.json_wanted(repo), *plan.code_wanted(stored, self._files))
            have |= {path for path in data if plan.holds(stored, path)}
            have |= {path for path, said in stored.info.get(plan.HEADERS, {}).items() if "unread" not in said}
            have |= {stored.info.get(plan.NO_LINK, "")}
        return tuple(path for path in self._wanted(repo) if path not in have and path not in self._files)

    def _whole(self, head: Repo, beyond: tuple[Unread, ...]) -> Repo:
        # What was guessed and is not wanted is left out: what a repo holds must not hang on who asked for it first.
        wanted = self._wanted(head)
        files = {path: found for path, found in self._files.items() if path in wanted or _counts_unasked(path, found)}
        return assemble(head, self._stored, files, beyond)

    def _files_of(self, paths: Iterable[str], revision: str, sizes: _Sizes, headers: Collection[str] = ()) -> Asked:
        """Asks for files, listed with ``sizes``; of those in ``headers`` the first bytes."""
        asked: Asked = {}
        for path in paths:
            place = self._place(path, revision)
            size, commit = sizes.get(path), revision if is_hex(revision, 40) and not is_linked(path) else None
            get = (
                partial(self._header, place, size)
                if path in headers
                else partial(self._file, path, place, size, commit)
            )
            asked[path] = self._call.ask(self._number, get)
        return asked

    def _place(self, path: str, revision: str) -> str:
        if is_linked(path):
            return place_of(path)
        return file_path(self._repo_type, self._requested, revision, path)

    def _take(self, asked: Asked) -> None:
        for path, outcome in asked.items():
            self._files[path] = outcome.result()
            self._fetched = True

    def _header(self, place: str, size: int | None) -> Outcome:
        from scanner.collect.headers import HEADER_BOUND

        return read_start(self._call.client.start_of(place, HEADER_BOUND), size)

    def _file(self, path: str, place: str, size: int | None, commit: str | None) -> Outcome:
        bound = CARD_BOUND if path == CARD else JSON_BOUND if path.endswith(".json") else TEXT_BOUND
        outcome = self._call.client.file(place, bound, size, commit)
        if isinstance(outcome, Fetched) and path == CARD:
            # YAML is dear to import: by now the first answers are there.
            from scanner.text.card import parse_card

            return ReadCard(parse_card(outcome.data, CARD_BOUND, outcome.truncated), outcome)
        return outcome

    # -- and what else is told of it

    def _failed(self, kind: ProblemKind, message: str, error: TargetError | None = None) -> Repo:
        told = {} if error is None else {"absent": error.absent, "private": error.private}
        return Repo(
            id=self._requested,
            repo_type=self._repo_type,
            requested=self._requested,
            requested_revision=self._revision,
            source="cache" if self._call.offline else "hub",
            observed_at=stamp(),
            info=self._asked(),
            problem=Problem(kind=kind, message=message, refused=error.refused if error is not None else None, **told),
        )

    def _asked(self) -> dict[str, Any]:
        """How it was asked for: whether with a token."""
        return {} if self._call.offline else {"x_token": self._call.client.token is not None}

    def _what(self) -> str:
        at = f" at revision {self._revision}" if self._revision else ""
        return f"{self._repo_type} {self._requested}{at}"


def _counts_unasked(path: str, found: Outcome) -> bool:
    """Whether a file that was guessed counts though the list does not ask for it: a text that is there all the same."""
    return not plan.is_data(path) and not isinstance(found, ReadHeader)


def _in_doubt(stored: Repo) -> bool:
    """Whether the Hub's own answer was not read whole when the entry was made: then it is asked for once more."""
    return any(item.what.startswith("api:") for item in stored.unread)


def _kept(read: Text | Card, sizes: _Sizes, bound: int) -> bool:
    """Whether what the cache holds of a file is all that can be read of it; what had holes is asked for anew."""
    return not read.truncated or (sizes.get(read.path) or 0) > bound


def _sizes(repo: Repo) -> _Sizes:
    """The files that a list names, with their sizes in bytes where it tells them."""
    return {file.path: file.size for file in repo.files or ()}
