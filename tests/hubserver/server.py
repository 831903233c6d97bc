"""The server: routes of the Hub's API, counted and logged, with faults that a test asks for."""

from __future__ import annotations

import itertools
import json
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hubserver.store import FakeRepo

PAGE = 1000


@dataclass
class Request:
    """What arrived."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]

    @property
    def token(self) -> str | None:
        return self.headers.get("authorization", "").removeprefix("Bearer ") or None


@dataclass
class Reply:
    """What is sent; a header that is None is left out. ``cut`` closes the connection after so many bytes, ``drip``
    waits that long between pieces."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str | None] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0


Fault = Callable[[Request], Reply | None]


def json_reply(value: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json; charset=utf-8", **named})


def error(status: int, code: str | None, message: str) -> Reply:
    headers = {"X_Error_Message": message, **({"X_Error_Code": code} if code else {})}
    return json_reply({"error": message}, status, **headers)


class Hub:
    """A Hub on loopback; use it in ``with``. ``requests`` is what arrived, ``count`` says how often a path did."""

    def __init__(self, *repos: FakeRepo, delay: float = 0.0, port: int = 0, token: str = "hf_good") -> None:
        self.repos: dict[tuple[str, str], FakeRepo] = {}
        self.renamed: dict[tuple[str, str], str] = {}
        self.delay = delay
        self.token = token
        self.faults: list[tuple[re.Pattern[str], Fault]] = []
        self.requests: list[Request] = []
        #: Whether parts of files are served by Range.
        self.ranges = True
        self.cdn: Hub | None = None
        self.page = PAGE
        self.connections = 0
        self._lock = threading.Lock()
        for repo in repos:
            self.add(repo)
        self.server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def add(self, repo: FakeRepo) -> FakeRepo:
        self.repos[repo.kind, repo.id.lower()] = repo
        return repo

    def rename(self, old: str, new: str, kind: str = "model") -> None:
        self.renamed[kind, old.lower()] = new

    def fault(self, pattern: str, *replies: Reply | Fault, always: bool = False) -> None:
        """Requests whose path fits ``pattern`` get these replies in turn (the last for ever if ``always``)."""
        left = itertools.chain(replies, itertools.repeat(replies[-1])) if always else iter(replies)

        def take(request: Request) -> Reply | None:
            with self._lock:
                reply = next(left, None)
            return reply(request) if callable(reply) else reply

        self.faults.append((re.compile(pattern), take))

    def count(self, pattern: str = "") -> int:
        with self._lock:
            return sum(1 for request in self.requests if re.search(pattern, request.path))

    def paths(self) -> Counter[str]:
        with self._lock:
            return Counter(request.path for request in self.requests)

    def forget(self) -> None:
        with self._lock:
            self.requests.clear()

    def __enter__(self) -> Hub:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @contextmanager
    def down(self) -> Iterator[None]:
        """Connections are accepted and closed at once."""
        self.server.dead = True
        try:
            yield
        finally:
            self.server.dead = False

    def reply(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
        if self.delay:
            time.sleep(self.delay)
        for pattern, fault in self.faults:
            if pattern.search(request.path) and (found := fault(request)) is not None:
                return found
        return self._route(request)

    def _route(self, request: Request) -> Reply:
        path = request.path
        if path == "/api/agent-harnesses":
            return json_reply([])
        if path.startswith("/cdn/"):
            return self._cdn(path)
        if found := re.fullmatch(r"/api/(model|dataset)s", path):
            return self._list(found[1], request)
        if found := re.fullmatch(r"/api/(model|dataset)s/((?:[^/]+/)?[^/]+?)(?:/(revision|tree)/([^/]+))?", path):
            return self._api(found[1], unquote(found[2]), found[3], unquote(found[4] or ""), request)
        if found := re.fullmatch(r"/(datasets/)?((?:[^/]+/)?[^/]+)/(?:resolve|raw)/([^/]+)/(.+)", path):
            kind = "dataset" if found[1] else "model"
            return self._resolve(kind, unquote(found[2]), unquote(found[3]), unquote(found[4]), request)
        return error(404, None, "Sorry, we can't find the page you are looking for.")

    def _find(self, kind: str, repo_id: str, request: Request) -> FakeRepo | Reply:
        if (new := self.renamed.get((kind, repo_id.lower()))) is not None:
            return self._moved(request, repo_id, new)
        repo = self.repos.get((kind, repo_id.lower()))
        if request.token and request.token != self.token:
            return error(401, None, "Invalid credentials in Authorization header")
        if repo is None or (repo.private and not request.token):
            if request.token:
                return error(404, "RepoNotFound", "Repository not found")
            return error(401, "RepoNotFound", "Invalid username or password.")
        return repo if repo.id == repo_id else self._moved(request, repo_id, repo.id)

    def _moved(self, request: Request, old: str, new: str) -> Reply:
        query = "&".join(f"{name}={value}" for name, values in request.query.items() for value in values)
        there = request.path.replace(old, new, 1) + (f"?{query}" if query else "")
        return Reply(307, b"Temporary Redirect", {"Location": there})

    def _api(self, kind: str, repo_id: str, verb: str | None, revision: str, request: Request) -> Reply:
        repo = self._find(kind, repo_id, request)
        if isinstance(repo, Reply):
            return repo
        if revision and not repo.has(revision):
            return error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if verb == "tree":
            return self._tree(repo, request)
        return json_reply(repo.info("blobs" in request.query, request.query.get("expand", [])))

    def _tree(self, repo: FakeRepo, request: Request) -> Reply:
        start = int(request.query.get("cursor", ["0"])[0])
        paths = list(repo.files)[start : start + self.page]
        entries = [
            {"type": "file", "path": path, "size": repo.size(path), "oid": "0" * 40, **_in_tree(repo.lfs(path))}
            for path in paths
        ]
        reply = json_reply(entries)
        if start + self.page < len(repo.files):
            # The real Hub names itself in its links, whatever mirror was asked.
            link = f"https://huggingface.co{request.path}?recursive=true&cursor={start + self.page}"
            reply.headers["Link"] = f'<{link}>; rel="next"'
        return reply

    def _list(self, kind: str, request: Request) -> Reply:
        start = int(request.query.get("cursor", ["0"])[0])
        limit = min(int(request.query.get("limit", ["1000"])[0]), 1000)
        author = request.query.get("author", [None])[0]
        listed = [repo for repo in self.repos.values() if repo.kind == kind and not repo.private]
        found = [repo for repo in listed if author in (None, repo.id.split("/")[0])]
        reply = json_reply([repo.info(False, request.query.get("expand", [])) for repo in found[start : start + limit]])
        if start + limit < len(found):
            rest = "&".join(f"{n}={v}" for n, values in request.query.items() if n != "cursor" for v in values)
            reply.headers["Link"] = f'<https://huggingface.co{request.path}?{rest}&cursor={start + limit}>; rel="next"'
        return reply

    def _resolve(self, kind: str, repo_id: str, revision: str, path: str, request: Request) -> Reply:
        repo = self._find(kind, repo_id, request)
        if isinstance(repo, Reply):
            return repo
        if not repo.has(revision):
            return error(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if repo.disabled:
            return error(403, None, "Access to this resource is disabled.")
        # A gate stands before the files, not before the card.
        shut = repo.gated and path not in ("README.md", ".gitattributes")
        if shut and not request.token:
            return error(401, "GatedRepo", f"Access to model {repo.id} is restricted. Please log in.")
        if shut and repo.gated == "manual":
            return error(403, "GatedRepo", f"Access to model {repo.id} is restricted and you are not in the list.")
        found = repo.content(path, revision)
        if found is None:
            return error(404, "EntryNotFound", "Entry not found")
        headers = {"ETag": '"0123"', "X-Repo-Commit": found[1]}
        if self.cdn is not None:
            where = f"{self.cdn.url}/cdn/{kind}/{repo.id}/{revision}/{path}"
            return Reply(302, b"Found", {**headers, "Location": where})
        headers["Content-Type"] = "text/plain; charset=utf-8"
        end = re.fullmatch(r"bytes=0-(\d+)", request.headers.get("range", "")) if self.ranges else None
        if end is None:
            return Reply(200, found[0], headers)
        size = len(found[0]) if path in repo.newer else repo.size(path)
        part = found[0][: int(end[1]) + 1].ljust(min(int(end[1]) + 1, size), b"\0")
        return Reply(206, part, {**headers, "Content-Range": f"bytes 0-{len(part) - 1}/{size}"})

    def _cdn(self, path: str) -> Reply:
        _, _, kind, org, name, revision, file = path.split("/", 6)
        found = self.repos[kind, f"{org}/{name}".lower()].content(file, revision)
        return Reply(200, found[0]) if found else Reply(404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], hub: Hub) -> None:
        self.hub = hub
        self.dead = False
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.hub.connections += 1
        if self.dead:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 60
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.hub.reply(Request(parts.path, parse_qs(parts.query, keep_blank_values=True), headers))
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        if self.command == "HEAD":
            return
        if reply.drip:
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(reply.drip)
        else:
            self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def _in_tree(lfs: dict[str, Any]) -> dict[str, Any]:
    """A large file as the tree tells it: its hash is an ``oid`` there."""
    return {
        key: {"oid": value["sha256"], "size": value["size"], "pointerSize": value["pointerSize"]}
        for key, value in lfs.items()
    }
