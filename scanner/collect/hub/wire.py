"""One GET over HTTP, bounded in bytes and time, without redirects or retries.

``Direct`` keeps a few connections open and costs a tenth of importing huggingface-hub's session. ``Session`` goes
through that session; it is used wherever the user's surroundings are not plain: a proxy, a client set by the program
that embeds modelscan, or a certificate that only the session's store knows.
"""

import io
import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

from scanner import __version__
from scanner.collect.hub import surroundings
from scanner.collect.hub.reaching import ResolveError, connected

_CHUNK = 64 * 1024
#: Clocks do not agree to the last digit: a wait that ends so many seconds before its time has ended in time.
_INSTANT = 0.01


def request_headers(token: str | None) -> dict[str, str]:
    """What every request says; ``token`` only ever for the configured Hub itself.

    huggingface-hub's own ``build_hf_headers`` is not used: it asks the Hub for ``/api/agent-harnesses`` on the way.
    """
    said = {"User-Agent": f"modelscan/{__version__}", "Accept-Encoding": "identity"}
    return {**said, "Authorization": f"Bearer {token}"} if token else said


class Answer(NamedTuple):
    """A response; header names are in lower case. ``truncated`` when more than the bound was on offer."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    truncated: bool = False


class WireError(Exception):
    """No whole answer: ``kind`` is ``connect``, ``resolve``, ``timeout`` (nothing came), ``slow`` (not all of it by the
    deadline), ``cut`` or ``tls``."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class Wire(Protocol):
    """What both ways have in common."""

    def get(self, url: str, headers: Mapping[str, str], bound: int, deadline: float) -> Answer:
        """The answer to one GET, at most ``bound`` bytes of it (none: a HEAD), all of it within ``deadline`` seconds,
        whatever the peer does. Raises :class:`WireError`."""

    def close(self) -> None:
        """Closes what is idle."""


class Direct:
    """The standard library's HTTP with connections kept open; safe to use from many threads."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = {}
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None

    def get(self, url: str, headers: Mapping[str, str], bound: int, deadline: float) -> Answer:
        parts = urlsplit(url)
        limit = _Limit(time.monotonic() + deadline, min(self._timeout, deadline))
        connection = self._take(parts)
        reused = connection is not None
        try:
            return self._exchange(connection or self._open(parts), parts, url, headers, bound, limit)
        except WireError as error:
            if not reused or error.kind != "cut":
                raise
        # The server had closed a connection that lay idle: that is no failure.
        return self._exchange(self._open(parts), parts, url, headers, bound, limit)

    def warm(self, endpoint: str) -> None:
        """Opens a connection ahead of its use; failures show up when it is used."""
        parts = urlsplit(endpoint)
        connection = self._open(parts)
        try:
            connection.connect()
            self._keep(parts, connection)
        except OSError:
            connection.close()

    def close(self) -> None:
        with self._lock:
            idle = [connection for group in self._idle.values() for connection in group]
            self._idle.clear()
        for connection in idle:
            connection.close()

    def _take(self, parts: SplitResult) -> HTTPConnection | None:
        with self._lock:
            idle = self._idle.get((parts.scheme, parts.netloc))
            return idle.pop() if idle else None

    def _keep(self, parts: SplitResult, connection: HTTPConnection) -> None:
        with self._lock:
            self._idle.setdefault((parts.scheme, parts.netloc), []).append(connection)

    def _open(self, parts: SplitResult) -> HTTPConnection:
        if parts.scheme == "http":
            return HTTPConnection(parts.netloc, timeout=self._timeout)
        with self._lock:
            self._tls = self._tls or trusted()
        return HTTPSConnection(parts.netloc, timeout=self._timeout, context=self._tls)

    def _exchange(
        self,
        connection: HTTPConnection,
        parts: SplitResult,
        url: str,
        headers: Mapping[str, str],
        bound: int,
        limit: "_Limit",
    ) -> Answer:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            limit.hold(connection)
            connection.request("GET" if bound else "HEAD", target, headers=dict(headers))
            response = connection.getresponse()
            body, truncated = _read(response, bound)
            answer = Answer(url, response.status, _headers(response), body, truncated)
        except Exception as error:
            connection.close()
            raise _wire_error(error) from None
        if truncated or response.will_close or not response.isclosed():
            connection.close()
        else:
            self._keep(parts, connection)
        return answer


def _headers(response: HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


class _Limit:
    """Until when a request must be answered, and how long it may wait for the next byte."""

    def __init__(self, until: float, timeout: float) -> None:
        self.until = until
        self.timeout = timeout

    def left(self) -> float:
        """Seconds for the next wait. Raises :class:`WireError` when the time is over."""
        left = self.until - time.monotonic()
        if left < _INSTANT:
            raise WireError("slow", "its answer did not come in whole within the time that a request may take")
        return min(self.timeout, left)

    def hold(self, connection: HTTPConnection) -> None:
        """Bounds a connection's every wait: for its host's addresses and for each of them, in the headers (and however
        many "100 Continue") as in the body."""
        connection.timeout = self.left()
        connection._create_connection = self._connected  # type: ignore[attr-defined]
        if connection.sock is not None:
            connection.sock.settimeout(connection.timeout)
        connection.response_class = partial(_TimedResponse, limit=self)  # type: ignore[assignment]

    def _connected(self, address: tuple[str, int], *_: Any) -> socket.socket:
        return connected(address, self.left)


class _TimedResponse(HTTPResponse):
    """A response that is read from the socket within a limit."""

    def __init__(self, sock: socket.socket, *args: Any, limit: "_Limit", **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_Timed(sock, limit))


class _Timed(io.RawIOBase):
    """A socket's bytes; each read waits no longer than the limit leaves."""

    def __init__(self, sock: socket.socket, limit: "_Limit") -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._limit = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._limit.left())
        try:
            return self._raw.readinto(buffer)
        except TimeoutError:
            self._limit.left()
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()


def _read(response: HTTPResponse, bound: int) -> tuple[bytes, bool]:
    found = bytearray()
    while chunk := response.read(min(_CHUNK, bound + 1 - len(found))):
        found += chunk
        if len(found) > bound:
            return bytes(found[:bound]), True
    if response.length:
        raise WireError("cut", f"the answer broke off {response.length} bytes early")
    return bytes(found), False


def _wire_error(error: Exception) -> WireError:
    words = str(error) or type(error).__name__
    match error:
        case WireError():
            return error
        case ssl.SSLCertVerificationError():
            return WireError("tls", f"its certificate is not trusted ({error.verify_message})")
        case TimeoutError():
            return WireError("timeout", "no answer in time")
        case ConnectionResetError() | BrokenPipeError() | ssl.SSLEOFError() | HTTPException():
            return WireError("cut", f"the connection broke off ({words})")
        case ResolveError():
            return WireError("resolve", words)
        case OSError():
            return WireError("connect", error.strerror or words)
    return WireError("connect", words)


def trusted() -> ssl.SSLContext:
    """Whose certificates count. Raises :class:`WireError` when those that are named cannot be read."""
    named = surroundings.named_certificates()
    if named is None:
        return ssl.create_default_context()
    inside = os.path.isdir(named)  # noqa: PTH112
    try:
        return ssl.create_default_context(cafile=None if inside else named, capath=named if inside else None)
    except OSError as error:
        raise WireError("connect", f"the certificates in {named} cannot be read: {error.strerror or error}") from None
