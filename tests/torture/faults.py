"""Faults: what a Hub, a proxy or a wire may make of a sound answer, each with a trace to see it by."""

import copy
import gzip
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tests.hubserver import Hub
from tests.hubserver.server import Reply, Request

Change = Callable[[Reply, Random], Reply]
_OTHERS = ("/README.md", ".json", ".yml", ".gguf", ".safetensors")
#: Which requests are meant.
WHERE: Mapping[str, Callable[[str], bool]] = {
    "any": lambda path: True,
    "info": lambda path: path.startswith("/api/") and "/tree/" not in path,
    "model": lambda path: path.startswith("/api/models/") and "/tree/" not in path,
    "dataset": lambda path: path.startswith(("/api/datasets/", "/datasets/")),
    "tree": lambda path: "/tree/" in path,
    "card": lambda path: path.endswith("/README.md"),
    "text": lambda path: "/resolve/" in path and not path.endswith(_OTHERS),
    "json": lambda path: "/resolve/" in path and path.endswith((".json", ".yml")),
    "file": lambda path: "/resolve/" in path,
    "weights": lambda path: "/resolve/" in path and path.endswith((".gguf", ".safetensors")),
}
PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Your proxy asks who you are.</body></html>"


@dataclass(frozen=True)
class Fault:
    """``change`` is made to each ``every``-th answer of those at ``where`` (0: to all)."""

    name: str
    where: str
    every: int
    change: Change

    def __str__(self) -> str:
        return f"{self.name},{self.where},{self.every}"


class FaultyHub(Hub):
    """The loopback Hub with faults between it and whoever asks."""

    def __init__(self, *repos: Any, breaks: tuple[Fault, ...] = (), seed: int = 0, shuffled: bool = False) -> None:
        super().__init__(*repos)
        self.breaks = breaks
        self._random = Random(seed)
        self._shuffled = shuffled
        self._counts: dict[str, int] = {}

    def reply(self, request: Request) -> Reply:
        if self._shuffled:
            time.sleep(self._random.random() * 0.03)
        found = Reply(200, PAGE, {"Content-Type": "text/html"}) if request.path == "/login" else super().reply(request)
        for fault in self.breaks:
            if WHERE[fault.where](request.path) and self._hit(fault):
                found = fault.change(copy.deepcopy(found), self._random)
        return found

    def _hit(self, fault: Fault) -> bool:
        with self._lock:
            count = self._counts[str(fault)] = self._counts.get(str(fault), 0) + 1
        return not fault.every or count % fault.every == 0


def _status(status: int) -> Change:
    return lambda reply, _: Reply(status, b'{"error": "out of order"}', {"Content-Type": "application/json"})


def changed_body(make: Callable[[bytes, Random], bytes], **headers: str | None) -> Change:
    """Another body in an answer that is sound by itself."""

    def change(reply: Reply, random: Random) -> Reply:
        return replace(reply, body=make(reply.body, random), headers={**reply.headers, **headers})

    return change


def _json(value: str) -> Change:
    return lambda reply, _: Reply(200, value.encode(), {"Content-Type": "application/json"})


def field(name: str, make: Callable[[Any], Any]) -> Change:
    """One field of a JSON answer made into something else; DROP leaves it out."""

    def change(reply: Reply, random: Random) -> Reply:
        try:
            value = json.loads(reply.body)
        except ValueError:
            return reply
        if not isinstance(value, dict):
            return reply
        made = make(value.get(name))
        value = {key: item for key, item in value.items() if key != name}
        value |= {} if made is DROP else {name: made}
        return replace(reply, body=json.dumps(value).encode())

    return change


DROP = object()
ODD: Mapping[str, Any] = {
    "drop": DROP,
    "null": None,
    "seven": 7,
    "text": "x\u202e",
    "blank": "",
    "list": [1, None, {"a": []}],
    "mapping": {"x": {"y": 1}},
    "huge": 10**400,
    "deep": [[[[[[[[[[[[[["x"]]]]]]]]]]]]]],
}
#: A list or a mapping that is only emptied may be true; these are seen to be wrong by their shape.
FIELDS = ("gated", "tags", "siblings", "sha", "disabled", "baseModels", "safetensors")


def each_entry(key: str, value: Any) -> Callable[[Any], Any]:
    return lambda files: [{**file, key: value} for file in files or []]


def of_every(name: str, change: Change, places: str, counts: tuple[int, ...] = (0,)) -> list[Fault]:
    return [Fault(name, where, count, change) for where in places.split() for count in counts]


def all_faults() -> list[Fault]:
    """Some five hundred, in a fixed order."""
    found: list[Fault] = []
    for status in (204, 304, 400, 401, 403, 404, 410, 418, 451, 500, 502, 503):
        found += of_every(f"status{status}", _status(status), "info model dataset card text json tree", (0, 3))
    bodies: Mapping[str, Change] = {
        "half": changed_body(lambda body, _: body[: len(body) // 2]),
        "most": changed_body(lambda body, _: body[: int(len(body) * 0.93)]),
        "second-half": changed_body(lambda body, _: body[len(body) // 2 :]),
        "doubled": changed_body(lambda body, _: body * 2),
        "one-more": changed_body(lambda body, _: body + b"\n"),
        "empty": changed_body(lambda body, _: b""),
        "page": changed_body(lambda body, _: PAGE, **{"Content-Type": "text/html"}),
        "page-as-text": changed_body(lambda body, _: PAGE),
        "gzip": changed_body(lambda body, _: gzip.compress(body), **{"Content-Encoding": "gzip"}),
        "gzip-said": changed_body(lambda body, _: body, **{"Content-Encoding": "gzip"}),
        "utf-16": changed_body(lambda body, _: body.decode("utf-8", "replace").encode("utf-16")),
        "nul": changed_body(lambda body, _: body.replace(b"e", b"\0e")),
        "unmeasured-half": lambda reply, _: replace(
            reply, headers={**reply.headers, "Content-Length": None}, cut=len(reply.body) // 2
        ),
        "cut": lambda reply, _: replace(reply, cut=len(reply.body) // 2),
        "cut-at-once": lambda reply, _: replace(reply, cut=0),
        "length-short": lambda reply, _: replace(
            reply, headers={**reply.headers, "Content-Length": str(len(reply.body) // 2)}, cut=len(reply.body)
        ),
        "length-odd": lambda reply, _: replace(
            reply, headers={**reply.headers, "Content-Length": "many"}, cut=len(reply.body)
        ),
        "page-404": lambda reply, _: Reply(404, PAGE, {"Content-Type": "text/html"}),
        "elsewhere": lambda reply, _: Reply(302, b"", {"Location": "http://127.0.0.1:9/login"}),
        "round": lambda reply, _: Reply(302, b"", {"Location": "/api/models/round?again"}),
    }
    for name, change in bodies.items():
        found += of_every(name, change, "info card text json any", (0, 2, 3))
    for value in ("null", "[]", "{}", '"x"', "NaN", "[{}]", "7", "[" * 100_000):
        found += of_every(f"json {value[:6]}", _json(value), "info json dataset tree")
    for name in FIELDS:
        for kind, odd in ODD.items():
            if (name, kind) not in (("baseModels", "drop"), ("baseModels", "null"), ("safetensors", "drop")):
                found += of_every(f"{name}={kind}", field(name, lambda _, odd=odd: odd), "info")
    found += of_every("siblings=emptied", field("siblings", lambda _: []), "model")
    for kind in ("null", "seven", "list", "huge"):
        found += of_every(f"rfilename={kind}", field("siblings", each_entry("rfilename", ODD[kind])), "info")
        found += of_every(f"size={kind}", field("siblings", each_entry("size", ODD[kind])), "info")
    for kind in ("seven", "text", "list"):
        found += of_every(f"cardData={kind}", field("cardData", lambda _, kind=kind: ODD[kind]), "info")
    return found
