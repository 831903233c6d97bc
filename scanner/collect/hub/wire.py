"""One GET over HTTP, bounded in bytes and time, without redirects or retries.

``Direct`` keeps a few connections open and costs a tenth of importing huggingface-hub's session. ``Session`` goes
through that session; it is used wherever the user's surroundings are not plain: a proxy, a client set by the program
that embeds modelscan, or a certificate that only the session's store knows.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

from scanner import __version__
from scanner.collect.hub import surroundings

_CHUNK = 64 * 1024


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
    """No whole answer: ``kind`` is ``connect``, ``resolve``, ``timeout``, ``cut`` or ``tls``."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


class Wire(Protocol):
    """What both ways have in common."""

    def get(self, url: str, headers: Mapping[str, str], bound: int) -> Answer:
        """The answer to one GET, at most ``bound`` bytes of it (none: a HEAD). Raises :class:`WireError`."""

    def close(self) -> None:
        """Closes what is idle."""


class Direct:
    """The standard library's HTTP with connections kept open; safe to use from many threads."""

    def __init__(self, timeout: float, deadline: float) -> None:
        self._timeout = timeout
        self._deadline = deadline
        self._idle: dict[tuple[str, str], list[HTTPConnection]] = {}
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None

    def get(self, url: str, headers: Mapping[str, str], bound: int) -> Answer:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = self._take(parts)
        reused = connection is not None
        try:
            return self._exchange(connection or self._open(parts), parts, url, target, headers, bound)
        except WireError as error:
            if not reused or error.kind != "cut":
                raise
        # The server had closed a connection that lay idle: that is no failure.
        return self._exchange(self._open(parts), parts, url, target, headers, bound)

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
            surroundings.trust_named()
            self._tls = self._tls or ssl.create_default_context()
        return HTTPSConnection(parts.netloc, timeout=self._timeout, context=self._tls)

    def _exchange(
        self,
        connection: HTTPConnection,
        parts: SplitResult,
        url: str,
        target: str,
        headers: Mapping[str, str],
        bound: int,
    ) -> Answer:
        try:
            connection.request("GET" if bound else "HEAD", target, headers=dict(headers))
            response = connection.getresponse()
            body, truncated = _read(response, bound, time.monotonic() + self._deadline)
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


def _read(response: HTTPResponse, bound: int, until: float) -> tuple[bytes, bool]:
    found = bytearray()
    while chunk := response.read(min(_CHUNK, bound + 1 - len(found))):
        found += chunk
        if len(found) > bound:
            return bytes(found[:bound]), True
        if time.monotonic() > until:
            raise WireError("timeout", "the answer trickled in too slowly")
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
        case OSError() if type(error).__name__ == "gaierror":
            return WireError("resolve", "its host name does not resolve")
        case OSError():
            return WireError("connect", error.strerror or words)
    return WireError("connect", words)


class Session:
    """huggingface-hub's own session: its proxies, certificates and client factory."""

    def __init__(self, timeout: float, deadline: float) -> None:
        from huggingface_hub.utils import get_session  # type: ignore[attr-defined]

        surroundings.trust_named()
        self._client = get_session()
        self._timeout = timeout
        self._deadline = deadline

    def get(self, url: str, headers: Mapping[str, str], bound: int) -> Answer:
        import httpx2

        until = time.monotonic() + self._deadline
        try:
            with self._client.stream(
                "GET" if bound else "HEAD", url, headers=dict(headers), follow_redirects=False, timeout=self._timeout
            ) as response:
                found = bytearray()
                for chunk in response.iter_bytes(_CHUNK):
                    found += chunk
                    if len(found) > bound:
                        break
                    if time.monotonic() > until:
                        raise WireError("timeout", "the answer trickled in too slowly")
                named = {name.lower(): value for name, value in response.headers.items()}
                return Answer(url, response.status_code, named, bytes(found[:bound]), len(found) > bound)
        except httpx2.TimeoutException:
            raise WireError("timeout", "no answer in time") from None
        except (httpx2.RemoteProtocolError, httpx2.ReadError) as error:
            raise WireError("cut", f"the connection broke off ({error})") from None
        except (httpx2.HTTPError, OSError) as error:
            kind = "tls" if "CERTIFICATE_VERIFY" in str(error) else "connect"
            raise WireError(kind, str(error) or type(error).__name__) from None

    def close(self) -> None:
        """The session is shared with the rest of the program and stays open."""
