"""Requests to the Hub: redirects, retries, waiting, and answers turned into data or a :class:`TargetError`."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from scanner.collect.hub import surroundings
from scanner.collect.hub.bodies import Fetched, misfit
from scanner.collect.hub.options import HubOptions, find_token
from scanner.collect.hub.paths import INFO_BOUND
from scanner.collect.hub.problems import refusal, spent, unreachable
from scanner.collect.hub.session import Session
from scanner.collect.hub.waiting import Patience
from scanner.collect.hub.wire import Answer, Direct, Wire, WireError, request_headers
from scanner.model.errors import Refused, TargetError
from scanner.text.clean import secretless

_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN = (408, 429, 500, 502, 503, 504)
_MAX_REDIRECTS = 5


class Unreadable(NamedTuple):
    """A file that is there, or may be, and was not to be had: why, in words; ``again`` when a second try may help;
    ``refused`` who refuses it."""

    reason: str
    again: bool = False
    refused: Refused | None = None


#: What came of asking for a file; None when there is none of that name.
Answered = Fetched | Unreadable | None


class Client:
    """One Hub. Safe to use from many threads; all share one sense of how busy the Hub is."""

    def __init__(self, options: HubOptions) -> None:
        self.base = options.base()
        self.token = find_token(options.token)
        self.stop = threading.Event()
        self._options = options
        self._patience = Patience(options, self.stop)
        self._lock = threading.Lock()
        self._wire: Wire | None = None
        self._budget = threading.local()

    @contextmanager
    def within(self, until: float) -> Iterator[None]:
        """What is asked in this thread must be answered by ``until`` (on the monotonic clock)."""
        self._budget.until = until
        try:
            yield
        finally:
            del self._budget.until

    def json(self, path: str, what: str, bound: int = INFO_BOUND) -> tuple[Any, Answer]:
        """The JSON at an API path. ``what`` names the thing asked for, for messages. Raises :class:`TargetError`."""
        for again in (True, False):
            asked = self._ours(path)
            answer = self._get(asked, bound, api=True)
            if answer.status != 200:
                error = refusal(answer, what, self.base, self.token is not None)
                # Led elsewhere, the answer is of what lies there.
                error.absent = error.absent and answer.url == self.url(asked)
                raise error
            try:
                return json.loads(answer.body), answer
            except (ValueError, RecursionError):
                if answer.truncated or not again:
                    break
        said = "a web page" if _is_html(answer) else "no JSON" if not answer.truncated else "more than can be read"
        raise TargetError("bad_data", f"{self.base} answered {said} for {what}: check that --hub names a Hub")

    def file(self, path: str, bound: int, size: int | None = None, commit: str | None = None) -> Answered:
        """A file of a repo at a ``commit``, listed with ``size`` bytes; None when the Hub says that there is none of
        that name. A body that is not that file, whole and as it is, is asked for once more."""
        return _asked(lambda: self._file(path, bound, size, commit))

    def start_of(self, path: str, bound: int) -> Answered:
        """The first ``bound`` bytes of a file; a server that sends all of it is cut off there. Fewer are asked for once
        more."""
        return _asked(lambda: self._start_of(path, bound))

    def _start_of(self, path: str, bound: int) -> Answered:
        answer = self._get(path, bound, api=False, start=True)
        if answer.status in (200, 206):
            total = _total(answer)
            wanted = min(bound, total) if answer.status == 206 and total is not None else len(answer.body)
            if len(answer.body) != wanted:
                return Unreadable(f"{len(answer.body)} bytes came of the {wanted} that were asked for", again=True)
            cut = answer.truncated or (answer.status == 206 and (total is None or total > len(answer.body)))
            return Fetched(answer.body, cut, answer.headers.get("x-repo-commit"), False, total)
        return self._refused(answer)

    def _file(self, path: str, bound: int, size: int | None, commit: str | None) -> Answered:
        answer = self._get(path, bound, api=False)
        if answer.status == 200:
            measured = "content-length" in answer.headers or "chunked" in answer.headers.get("transfer-encoding", "")
            found = Fetched(answer.body, answer.truncated, answer.headers.get("x-repo-commit"), measured)
            wrong = misfit(answer, found, path, size, commit)
            return Unreadable(wrong, again=True) if wrong else found
        return self._refused(answer)

    def _refused(self, answer: Answer) -> Unreadable | None:
        if answer.status == 404 and answer.headers.get("x-error-code") == "EntryNotFound":
            return None
        error = refusal(answer, "this file", self.base, self.token is not None)
        return Unreadable(str(error), refused=error.refused)

    def head(self, path: str) -> Answer:
        """The status and headers of a path, redirects not followed. Raises :class:`TargetError`."""
        return self._patient(self.url(path), 0)

    def close(self) -> None:
        """Stops waiting and closes idle connections; requests under way end by themselves."""
        self.stop.set()
        if self._wire is not None:
            self._wire.close()

    def url(self, path: str) -> str:
        """The whole address of a path or of a link that the Hub gave: always at the configured endpoint."""
        if path.startswith(surroundings.DEFAULT_ENDPOINT + "/"):
            path = path.removeprefix(surroundings.DEFAULT_ENDPOINT)
        return path if "://" in path else self.base + path

    def _ours(self, link: str) -> str:
        """A link to the next page, at the configured endpoint whichever Hub it names: nobody else is asked."""
        if "://" not in link or self._is_own(link):
            return link
        parts = urlsplit(link)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def _get(self, path: str, bound: int, *, api: bool, start: bool = False) -> Answer:
        """Follows redirects; keeps the first ``X-Repo-Commit`` on the way."""
        url = self.url(path)
        commit = None
        for _ in range(_MAX_REDIRECTS):
            answer = self._patient(url, bound, start)
            commit = commit or answer.headers.get("x-repo-commit")
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                headers = {**answer.headers, "x-repo-commit": commit} if commit else answer.headers
                return answer._replace(headers=headers)
            url = self._redirected(url, answer.headers["location"], api)
        raise TargetError("bad_data", f"{self.base} redirects without end: try again, or report it to the Hub")

    def _redirected(self, url: str, location: str, api: bool) -> str:
        try:
            target = self.url(urljoin(url, location)) if "://" in location else urljoin(url, self._prefixed(location))
            parts = urlsplit(target)
            _ = parts.port
        except ValueError:
            raise TargetError("bad_data", f"{self.base} redirects to what is no address: check --hub") from None
        away = not self._is_own(target)
        if parts.scheme not in ("http", "https") or (away and (api or not self._may_leave_to(parts.scheme))):
            raise TargetError(
                "bad_data", f"{self.base} redirects to {secretless(target)[:80]!r}, which is not followed: check --hub"
            )
        return target

    def _prefixed(self, location: str) -> str:
        """A mirror below a path may pass on the Hub's redirects as they are, without that path."""
        prefix = urlsplit(self.base).path
        return prefix + location if prefix and _is_bare(location, prefix) else location

    def _may_leave_to(self, scheme: str) -> bool:
        return scheme == "https" or self.base.startswith("http://")

    def _is_own(self, url: str) -> bool:
        here, there = urlsplit(self.base), urlsplit(url)
        return (here.scheme, here.netloc.lower()) == (there.scheme, there.netloc.lower())

    def _headers(self, url: str, first: int | None) -> dict[str, str]:
        said = request_headers(self.token if self._is_own(url) else None)
        return said if first is None else {**said, "Range": f"bytes=0-{first - 1}"}

    def _patient(self, url: str, bound: int, start: bool = False) -> Answer:
        """One GET, asked again while that may help. Raises :class:`TargetError`."""
        waited = 0.0
        attempt = 0
        until = time.monotonic() + self._patience.deadline()
        while True:
            waited += self._paced(url)
            self._patience.pause_for_others()
            try:
                answer = self._once(url, bound, attempt, start, self._left(until + waited))
                self._told(url, answer)
                if answer.status not in _AGAIN:
                    self._patience.answered()
                    return answer
                waited += self._patience.after_answer(answer, attempt, waited)
            except WireError as error:
                waited += self._patience.after_failure(error, attempt, waited)
            attempt += 1

    def _paced(self, url: str) -> float:
        """Wait for the quota; for how long, in seconds."""
        pace, begun = self._options.pace, time.monotonic()
        if pace is not None and self._is_own(url):
            pace.wait(url.removeprefix(self.base))
        return time.monotonic() - begun if pace is not None else 0.0

    def _told(self, url: str, answer: Answer) -> None:
        if self._options.pace is not None and self._is_own(url):
            self._options.pace.told(url.removeprefix(self.base), answer.headers)

    def _left(self, until: float) -> float:
        """Seconds for the next try. Raises :class:`TargetError` when the target has used up its time."""
        now = time.monotonic()
        budget = getattr(self._budget, "until", None)
        if budget is not None and budget <= now:
            raise spent(self.base, self._options.budget)
        return max(0.0, min(until, budget or until) - now)

    def _once(self, url: str, bound: int, attempt: int, start: bool, left: float) -> Answer:
        if self.stop.is_set():
            raise unreachable(self.base, "stopped")
        if attempt == 0 and (answer := self._asked_already(url)) is not None:
            return answer
        wire, headers = self._way(), self._headers(url, bound if start else None)
        try:
            return wire.get(url, headers, bound, left)
        except WireError as error:
            if error.kind != "tls" or isinstance(wire, Session):
                raise
        # The session may know a certificate store that the plain connection does not.
        with self._lock:
            self._wire = Session(self._options.timeout)
        return self._wire.get(url, headers, bound, left)

    def _asked_already(self, url: str) -> Answer | None:
        begun = self._options.prefetched
        ahead = begun.take(url, self.token) if begun is not None else None
        return ahead.answer() if ahead is not None else None

    def _way(self) -> Wire:
        with self._lock:
            if self._wire is None:
                begun = self._options.prefetched
                kind = Direct if surroundings.plain() else Session
                self._wire = (begun.wire() if begun is not None else None) or kind(self._options.timeout)
            return self._wire


def _asked(ask: Callable[[], Answered]) -> Answered:
    """What comes of asking for a file; where that may help, of asking once more."""
    try:
        outcome = ask()
        return ask() if isinstance(outcome, Unreadable) and outcome.again else outcome
    except TargetError as error:
        return Unreadable(str(error))


def _total(answer: Answer) -> int | None:
    """The length of the whole file that an answer begins: ``Content-Range: bytes 0-65535/900000000``, else the body's
    own; None where that is not told."""
    if answer.status == 206:
        told = answer.headers.get("content-range", "").rpartition("/")[2]
    else:
        told = answer.headers.get("content-length", "") if answer.truncated else str(len(answer.body))
    return int(told) if told.isdigit() and len(told) < 20 else None


def _is_bare(location: str, prefix: str) -> bool:
    return location.startswith("/") and not location.startswith(("//", f"{prefix}/"))


def _is_html(answer: Answer) -> bool:
    return "html" in answer.headers.get("content-type", "") or answer.body[:200].lstrip()[:1] == b"<"
