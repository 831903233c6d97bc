"""The Hub's lists, page by page, within the quota that its answers tell of: repos, and the files of one with sizes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from scanner.collect.hub.client import Client
from scanner.collect.hub.fields import read_files
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.paths import COMMON_FIELDS, INFO_BOUND, PAGE_BOUND
from scanner.collect.hub.waiting import rate_limit
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.snapshot import File, Repo, Unread
from scanner.text.late import late

_NEXT = late(r'<([^>]{1,4000})>\s*;[^,]*rel="?next"?')
#: Requests to the API in a window of so many seconds, by plan (the Hub's documentation, September 2025).
WINDOW = 300.0
PLANS: Mapping[str, int] = {"anonymous": 500, "free": 1_000, "pro": 2_500, "team": 3_000, "enterprise": 6_000}
#: And for files (the resolver).
FILES: Mapping[str, int] = {"anonymous": 3_000, "free": 5_000, "pro": 12_000, "team": 20_000, "enterprise": 50_000}

#: What a list of models is asked to tell of each beside that.
_OF_MODELS = ("baseModels", "config", "gguf", "library_name", "pipeline_tag", "safetensors", "siblings")


class Page(NamedTuple):
    """A page: what it lists, and the link to the next one (None: it was the last)."""

    rows: list[Any]
    next: str | None


def next_link(headers: Mapping[str, str]) -> str | None:
    """The link to the next page that an answer gives."""
    found = _NEXT.search(headers.get("link", ""))
    return found[1] if found else None


class Limiter:
    """Keeps to the quota: as the answers tell it, else ``quota`` requests in a window of ``window`` seconds."""

    def __init__(self, quota: int, stop: threading.Event, window: float = WINDOW, say: Callable[[str], None] = print):
        self._quota, self._window, self._stop, self._say = quota, window, stop, say
        self._left = quota
        self._until = time.monotonic() + window
        self._told = False
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Returns when one more request may be sent; whoever comes meanwhile waits as well."""
        with self._lock:
            now = time.monotonic()
            if self._left <= 0 and now < self._until:
                self._say(f"the quota is used up: going on in {self._until - now:.0f} s")
                self._stop.wait(self._until - now)
            if self._left <= 0 or now >= self._until:
                self._left, self._until, self._told = self._quota, time.monotonic() + self._window, False
            self._left -= 1

    def told(self, headers: Mapping[str, str]) -> None:
        """Believes the ``RateLimit`` header of an answer: the first of a window on when it ends (in whole seconds, the
        later the coarser), all on how many are left, the fewest, for answers come in any order."""
        if (said := rate_limit(headers)) is None:
            return
        with self._lock:
            if self._told:
                self._left = min(self._left, said.left)
            else:
                self._left, self._told = said.left, True
                self._until = time.monotonic() + said.reset + 0.2


class Pace:
    """The quotas of the API and of files, which are counted apart; for a client that many threads share."""

    def __init__(self, api: Limiter, files: Limiter) -> None:
        self._api, self._files = api, files

    def wait(self, path: str) -> None:
        """Returns when one more request for this path may be sent."""
        self._of(path).wait()

    def told(self, path: str, headers: Mapping[str, str]) -> None:
        """Believes what an answer tells of the quota that it counts against."""
        self._of(path).told(headers)

    def _of(self, path: str) -> Limiter:
        return self._api if path.startswith("/api/") else self._files


def page(client: Client, link: str, what: str, limiter: Limiter | None = None, bound: int = PAGE_BOUND) -> Page:
    """One page of a list. Raises :class:`TargetError`: ``bad_data`` also for a cursor that the Hub does not take."""
    if limiter is not None:
        limiter.wait()
    rows, answer = client.json(link, what, bound)
    if limiter is not None:
        limiter.told(answer.headers)
    if not isinstance(rows, list):
        raise TargetError("bad_data", f"{client.base} sent no list for {what}: check that --hub names a Hub")
    return Page(rows, next_link(answer.headers))


def list_link(kind: str, asked: Mapping[str, str | tuple[str, ...]], sort: str, limit: int = 1000) -> str:
    """Where a list begins. By the moment of making (``createdAt``) no row moves from page to page while one reads."""
    fields = (*COMMON_FIELDS, *(_OF_MODELS if kind == "model" else ()))
    query = urlencode({**asked, "sort": sort, "direction": "-1", "limit": str(limit), "expand": fields}, doseq=True)
    return f"/api/{kind}s?{query}"


def one_link(kind: str, repo_id: str) -> str:
    """Where a single repo is told of in the same fields."""
    fields = (*COMMON_FIELDS, *(_OF_MODELS if kind == "model" else ()))
    return f"/api/{kind}s/{quote(repo_id)}?{urlencode({'expand': fields}, doseq=True)}"


_MAX_PAGES = 50


class Listing(NamedTuple):
    """``files`` is None when no page could be read."""

    files: tuple[File, ...] | None
    unread: tuple[Unread, ...]


def list_files(client: Client, repo: Repo, revision: str) -> Listing:
    """Follows the tree's pages at the repo's commit (else at ``revision``); never raises."""
    at = quote(repo.revision or revision, safe="")
    link = f"/api/{repo.repo_type}s/{quote(repo.id)}/tree/{at}?recursive=true"
    try:
        rows, whole = _listed(client, link, f"the files of {repo.repo_type} {repo.id}", _MAX_PAGES)
    except TargetError as error:
        return Listing(None, (Unread(what="api:tree", reason=str(error)),))
    files, more = read_files(rows)
    cut = Unread(what="api:tree", reason=f"only the first {len(rows)} files were listed")
    return Listing(files, tuple(more) if whole else (cut, *more))


def _listed(client: Client, link: str | None, what: str, most: int) -> tuple[list[Any], bool]:
    """The rows of so many pages of a list, and whether that is all of it. Raises :class:`TargetError`."""
    rows: list[Any] = []
    for _ in range(most):
        if link is None:
            break
        one = page(client, link, what, bound=INFO_BOUND)
        rows += one.rows
        link = one.next
    return rows, link is None


_MOST_PAGES = 1000


def list_models(organisation: str, options: HubOptions) -> tuple[str, ...]:
    """The ids of an organisation's (or a person's) models, sorted; () when it has none that this token may see.

    Raises :class:`TargetError` when the Hub cannot be asked, :class:`ModelscanError` offline.
    """
    if options.is_offline():
        raise ModelscanError(f"--org {organisation} asks the Hub: run it without --offline")
    link = f"/api/models?author={quote(organisation, safe='')}&limit=1000"
    rows, _ = _listed(Client(options), link, f"the models of {organisation}", _MOST_PAGES)
    found = (name for name in _ids(rows) if name.lower().startswith(f"{organisation.lower()}/"))
    return tuple(sorted(set(found), key=str.lower))


def _ids(rows: list[Any]) -> list[str]:
    named = (row.get("id") for row in rows if isinstance(row, dict))
    return [name for name in named if isinstance(name, str)]
