"""A loopback stand-in for the comments API of a code host."""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghs_good"


@dataclass
class Forge:
    """One pull request's comments; use it in ``with``. ``answers`` maps a method to the status that it gets instead."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> "Forge":
        forge = self

        class Handler(_Handler):
            held = forge

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def add(self, body: str) -> dict[str, Any]:
        self.comments.append({"id": 1000 + len(self.comments), "body": body, "user": {"login": "someone"}})
        return self.comments[-1]

    def methods(self) -> list[str]:
        return [method for method, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    held: Forge
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.held.asked.append((self.command, self.path))
        status = self.held.answers.get(self.command)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            status = 401
        answer = {"message": "no"} if status else self._answer(json.loads(sent) if sent else {})
        data = json.dumps(answer).encode()
        made = 201 if self.command == "POST" else 200
        self.send_response(status or (made if answer is not None else 404))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _answer(self, sent: dict[str, Any]) -> Any:
        parts = urlsplit(self.path)
        if self.command == "PATCH":
            found = re.fullmatch(r"/repos/o/r/issues/comments/(\d+)", parts.path)
            mine = [one for one in self.held.comments if found and one["id"] == int(found[1])]
            if len(sent["body"]) > 65_536 or not mine:
                return None
            mine[0]["body"] = sent["body"]
            return mine[0]
        if parts.path != "/repos/o/r/issues/7/comments":
            return None
        if self.command == "POST":
            return self.held.add(sent["body"]) if len(sent["body"]) <= 65_536 else None
        query = parse_qs(parts.query)
        size, page = int(query.get("per_page", ["30"])[0]), int(query.get("page", ["1"])[0])
        return self.held.comments[(page - 1) * size : page * size]

    do_GET = do_POST = do_PATCH = _serve  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Quiet."""
