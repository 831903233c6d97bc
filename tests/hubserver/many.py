"""A Hub of generated repos whose list goes by cursors and keeps a quota, with the faults of a long crawl."""

from __future__ import annotations

import json
import random
import threading
import time
from typing import Any

from tests.hubserver.server import Hub, Reply, Request, error, json_reply

_LICENCES = ("apache-2.0", "mit", "other", None, "llama3.1", "cc-by-nc-4.0", "openrail", "gemma", ["mit", "apache-2.0"])


def made(count: int, kind: str = "model", seed: int = 7) -> list[dict[str, Any]]:
    """``count`` answers of a list, newest first; a third names a base among the older ones. The same seed, the same."""
    rnd = random.Random(seed)
    return [_one(number, count, kind, rnd) for number in range(count)]


def _one(number: int, count: int, kind: str, rnd: random.Random) -> dict[str, Any]:
    licence = rnd.choice(_LICENCES)
    data: dict[str, Any] = {"license": licence} if licence else {}
    row: dict[str, Any] = {
        "_id": f"{number:024x}",
        "id": f"org{number % 97}/{kind}-{number}",
        "author": f"org{number % 97}",
        "sha": f"{number:040x}",
        "private": False,
        "disabled": False,
        "gated": rnd.choice([False] * 9 + ["auto"]),
        "downloads": rnd.randrange(100_000),
        "likes": rnd.randrange(1000),
        "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(1_760_000_000 - number * 60)),
        "lastModified": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(1_760_000_000 - number * 60)),
        "tags": ["transformers", *([f"license:{licence}"] if isinstance(licence, str) else [])],
        "cardData": data,
    }
    if kind == "model":
        row |= {"pipeline_tag": "text-generation", "library_name": "transformers"}
        row["safetensors"] = {"parameters": {"BF16": 10**9}, "total": 10**9}
        row["siblings"] = [{"rfilename": name} for name in ("README.md", "config.json", "model.safetensors")]
        if rnd.random() < 0.3 and number + 1 < count:
            base = f"org{(other := rnd.randrange(number + 1, count)) % 97}/model-{other}"
            data["base_model"] = base
            row["tags"] += [f"base_model:{base}", f"base_model:finetune:{base}"]
            row["baseModels"] = {"relation": "finetune", "models": [{"id": base}]}
    return row


class ManyHub(Hub):
    """Lists ``rows`` by cursor. ``quota`` requests in ``window`` seconds, then 429; ``bad`` of the requests fail in
    each of three ways: 503, 429, a body cut short."""

    def __init__(
        self, rows: dict[str, list[dict[str, Any]]], *, quota: int = 10**9, window: float = 300.0, bad: float = 0.0
    ) -> None:
        super().__init__()
        self.rows, self.quota, self.window, self.bad = rows, quota, window, bad
        self.served = self.refused = 0
        self._begun, self._used = time.monotonic(), 0
        self._random = random.Random(3)
        self._listed: dict[str, list[dict[str, Any]]] = {}
        self._quota_lock = threading.Lock()

    def _list(self, kind: str, request: Request) -> Reply:
        with self._quota_lock:
            left, reset = self._take()
        limit = {"RateLimit": f'"api";r={max(left, 0)};t={max(1, round(reset))}', "RateLimit-Policy": '"api";q=1;w=1'}
        if left < 0:
            self.refused += 1
            return Reply(429, b"{}", {"Content-Type": "application/json", **limit})
        drawn = self._random.random()
        if drawn < self.bad:
            return error(503, None, "Service Unavailable")
        if drawn < 2 * self.bad:
            return Reply(429, b"{}", {"Retry-After": "0"})
        reply = self._page(kind, request)
        reply.headers |= limit
        if drawn < 3 * self.bad:
            reply.cut = len(reply.body) // 2
        else:
            self.served += 1
        return reply

    def _take(self) -> tuple[int, float]:
        now = time.monotonic()
        if now - self._begun >= self.window:
            self._begun, self._used = now, 0
        self._used += 1
        return self.quota - self._used, self.window - (now - self._begun)

    def _page(self, kind: str, request: Request) -> Reply:
        query = request.query
        found = self._found(kind, query)
        start = int(query.get("cursor", ["0"])[0])
        limit = min(int(query.get("limit", ["1000"])[0]), 1000)
        reply = json_reply(found[start : start + limit])
        if start + limit < len(found):
            rest = "&".join(f"{name}={value}" for name, values in query.items() if name != "cursor" for value in values)
            link = f"https://huggingface.co{request.path}?{rest}&cursor={start + limit}"
            reply.headers["Link"] = f'<{link}>; rel="next"'
        return reply

    def _found(self, kind: str, query: dict[str, list[str]]) -> list[dict[str, Any]]:
        """The rows of a list in its order, made once while its rows stay the same ones."""
        asked = json.dumps([kind, len(self.rows.get(kind, [])), {**query, "cursor": None}], sort_keys=True)
        if "cursor" not in query or asked not in self._listed:
            key = query.get("sort", ["createdAt"])[0]
            rows = [row for row in self.rows.get(kind, []) if self._asked(row, query)]
            self._listed[asked] = sorted(rows, key=lambda row: (row.get(key, ""), row["id"]), reverse=True)
        return self._listed[asked]

    def _asked(self, row: dict[str, Any], query: dict[str, list[str]]) -> bool:
        author = query.get("author", [row["author"]])[0]
        tags = query.get("filter", [])
        search = query.get("search", [""])[0]
        return row["author"] == author and set(tags) <= set(row["tags"]) and search in row["id"]
