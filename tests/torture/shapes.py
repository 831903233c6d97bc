"""Faults of other shapes: what caches, mirrors, sign-in pages and half-done uploads make of a sound answer."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from tests.hubserver.server import Reply
from tests.torture.faults import DROP, ODD, Change, Fault, all_faults, changed_body, each_entry, field, of_every

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"7" * 64 + b"\nsize 4912\n"
XHTML = b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>Who are you?</body></html>'
ELSEWHERE = "e" * 40


def every_fault() -> list[Fault]:
    """All that are known, in a fixed order."""
    return [*all_faults(), *_bodies(), *_answers(), *_lists(), *_ways(), *_weights()]


def named(text: str) -> Fault:
    """The fault of a printed line."""
    return next(fault for fault in every_fault() if str(fault) == text)


def pairs(faults: list[Fault], random: Random, count: int) -> list[tuple[Fault, ...]]:
    """Two at once."""
    return [tuple(random.sample(faults, 2)) for _ in range(count)]


def _as_long(body: bytes, made: bytes) -> bytes:
    """``made``, filled up or cut to the length of ``body``: no length tells that it came in its place."""
    return made[: len(body)].ljust(len(body), b"\n")


def _bodies() -> list[Fault]:
    """Files that arrive as something else."""
    typed = {"Content-Type": "text/html; charset=utf-8"}
    bodies: Mapping[str, Change] = {
        "pointer": changed_body(lambda body, _: POINTER),
        "pointer-filled": changed_body(lambda body, _: _as_long(body, POINTER)),
        "xhtml": changed_body(lambda body, _: XHTML, **typed),
        "xhtml-filled": changed_body(lambda body, _: _as_long(body, XHTML), **typed),
        "zeros": changed_body(lambda body, _: b"\0" * len(body)),
        "zeros-at-the-end": changed_body(lambda body, _: body[: len(body) // 2].ljust(len(body), b"\0")),
        "blanks": changed_body(lambda body, _: b" " * len(body)),
        "words-of-another": changed_body(
            lambda body, _: _as_long(body, b"MIT License\n"), **{"X-Repo-Commit": ELSEWHERE}
        ),
        "commit-of-another": changed_body(lambda body, _: body, **{"X-Repo-Commit": ELSEWHERE}),
        "gzip-unsaid": changed_body(lambda body, _: gzip.compress(body)),
        "br-said": changed_body(lambda body, _: body, **{"Content-Encoding": "br"}),
        "latin": changed_body(lambda body, _: body.decode("utf-8", "replace").encode("latin-1", "replace") + b"\xe9"),
        "utf-16-unmarked": changed_body(lambda body, _: body.decode("utf-8", "replace").encode("utf-16-be")),
        "upper": changed_body(lambda body, _: body.swapcase() + b" "),
        "part": lambda reply, _: replace(reply, status=206, body=reply.body[: len(reply.body) // 2]),
        "part-of-all": lambda reply, _: replace(reply, status=206),
        "of-others": lambda reply, _: replace(reply, status=203, body=_as_long(reply.body, b"MIT License\n")),
        "none-of-it": lambda reply, _: Reply(200, b"", {"Content-Length": None}, cut=0),
    }
    return [one for name, change in bodies.items() for one in of_every(name, change, "card text json", (0, 2))]


def _answers() -> list[Fault]:
    """The API's answers with one part made odd, or as a whole out of order."""
    found: list[Fault] = []
    for name in ("license", "base_model", "datasets", "tags", "license_name", "extra_gated_prompt"):
        for kind in ("null", "seven", "list", "mapping", "text", "deep", "blank"):
            found += of_every(f"cardData.{name}={kind}", field("cardData", _with(name, ODD[kind])), "info")
    for name in ("private", "id", "library_name", "config", "lastModified", "pipeline_tag", "gguf"):
        found += [
            one
            for kind, odd in ODD.items()
            for one in of_every(f"{name}={kind}", field(name, lambda _, odd=odd: odd), "info")
        ]
    found += of_every("id=another's", field("id", lambda _: "oat/free"), "info")
    found += of_every("sha=another's", field("sha", lambda _: ELSEWHERE), "info", (0, 2))
    bodies: Mapping[str, Callable[[bytes, Random], bytes]] = {
        "marked": lambda body, _: b"\xef\xbb\xbf" + body,
        "garbage-after": lambda body, _: body + b"\n<!-- cached -->",
        "keys-again": lambda body, _: body.rstrip()[:-1] + b', "siblings": [], "tags": [], "gated": null}',
        "callback": lambda body, _: b"jsonp(" + body + b");",
        "single-quotes": lambda body, _: body.replace(b'"', b"'"),
        "list-of-it": lambda body, _: b"[" + body + b"]",
        "of-half-the-keys": _half_the_keys,
    }
    for name, make in bodies.items():
        found += of_every(name, changed_body(make), "model dataset json", (0, 2))
    return found


def _with(name: str, odd: Any) -> Callable[[Any], Any]:
    return lambda data: {**(data if isinstance(data, dict) else {}), name: odd}


def _half_the_keys(body: bytes, random: Random) -> bytes:
    """Those that the Hub always tells are among the lost."""
    try:
        value = json.loads(body)
    except ValueError:
        return body
    if not isinstance(value, dict):
        return body
    kept = {key: item for key, item in value.items() if key not in ("gated", "tags", "siblings", "cardData")}
    return json.dumps(kept).encode()


def _lists() -> list[Fault]:
    """Lists of files that lie about names and sizes, stop, or go round."""
    entries: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "dotted": lambda file: {**file, "rfilename": "./" + file["rfilename"]},
        "folded": lambda file: {**file, "rfilename": file["rfilename"].lower()},
        "backslash": lambda file: {**file, "rfilename": file["rfilename"].replace("/", "\\")},
        "invisible": lambda file: {**file, "rfilename": file["rfilename"] + "\u200b"},
        "size=seven-unvouched": lambda file: {**_unvouched(file), "size": 7},
        "size=huge-unvouched": lambda file: {**_unvouched(file), "size": 9_000_000_000},
        "size=doubled": lambda file: {**file, "size": 2 * (file.get("size") or 0) + 1},
        "size=negative": lambda file: {**file, "size": -5},
        "size=float": lambda file: {**file, "size": 1e9},
        "size=words": lambda file: {**file, "size": "9 GB"},
        "lfs=list": lambda file: {**file, "lfs": []},
        "lfs=true": lambda file: {**file, "lfs": True},
        "lfs.size=other": lambda file: {**file, "lfs": {"size": 5, "sha256": "0" * 64}},
        "nothing": lambda file: {},
        "as-words": lambda file: file["rfilename"],
    }
    found: list[Fault] = []
    for name, make in entries.items():
        found += of_every(f"siblings {name}", field("siblings", _made(make)), "info")
    found += of_every("siblings twice", field("siblings", lambda files: [*(files or []), *(files or [])]), "info")
    again = each_entry("size", 1)
    found += of_every(
        "siblings twice, sizes apart", field("siblings", lambda files: [*(files or []), *again(files)]), "info"
    )
    cased = _made(lambda file: {**file, "rfilename": file["rfilename"].swapcase()})
    found += of_every("siblings in two cases", field("siblings", lambda files: [*cased(files), *(files or [])]), "info")
    pages: Mapping[str, Change] = {
        "empty page": changed_body(lambda body, _: b"[]"),
        "page of folders": changed_body(lambda body, _: b'[{"type": "directory", "path": "a"}]'),
        "page half": changed_body(_half_page),
        "last page": lambda reply, _: replace(reply, headers={**reply.headers, "Link": None}),
        "same page": lambda reply, _: replace(
            reply, headers={**reply.headers, "Link": '</api/models/x/y/tree/a>; rel="next"'}
        ),
        "page elsewhere": lambda reply, _: replace(
            reply, headers={**reply.headers, "Link": '<http://127.0.0.1:9/x>; rel="next"'}
        ),
    }
    for name, change in pages.items():
        found += of_every(name, change, "tree", (0, 2, 3))
    return found


def _made(make: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    return lambda files: [make(file) for file in files or []]


def _unvouched(file: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in file.items() if key != "lfs"}


def _half_page(body: bytes, _: Random) -> bytes:
    listed = json.loads(body)
    return json.dumps(listed[: len(listed) // 2]).encode() if isinstance(listed, list) else body


def _ways() -> list[Fault]:
    """Ways that lead elsewhere, and refusals in the Hub's own words."""
    places = {
        "login": "/login?next=%2F",
        "top": "/",
        "another": "/oat/free/resolve/main/LICENSE",
        "another-card": "/oat/free/resolve/main/README.md",
        "another-answer": "/api/models/oat/free?blobs=true",
        "nobody": "/api/models/no/body",
    }
    found: list[Fault] = []
    for status in (301, 302, 303, 307, 308):
        for name, place in places.items():
            found += of_every(
                f"{status}-{name}", _to(status, place), "card text json" if "answer" not in name else "info"
            )
    found += of_every("307-nobody", _to(307, places["nobody"]), "info")
    for status, code in ((401, "GatedRepo"), (403, "GatedRepo"), (404, "RevisionNotFound")):
        found += of_every(f"{status}-{code}", _refused(status, code), "info card text json", (0, 2))
    # The Hub says so of a repo that is private, too.
    found += of_every("401-RepoNotFound", _refused(401, "RepoNotFound"), "info dataset card text json", (0, 2))
    found += of_every("404-EntryNotFound", _refused(404, "EntryNotFound"), "info card text json")
    return found


def _to(status: int, place: str) -> Change:
    return lambda reply, _: Reply(status, b"", {"Location": place})


def _refused(status: int, code: str) -> Change:
    return lambda reply, _: Reply(status, b"{}", {"X-Error-Code": code, "Content-Type": "application/json"})


def _weights() -> list[Fault]:
    """The first bytes of weight files."""
    ranges = {"lied": "bytes 0-7/8", "odd": "bytes many", "other": "bytes 100-200/300"}
    found: list[Fault] = []
    for name, said in ranges.items():
        found += of_every(f"range-{name}", changed_body(lambda body, _: body, **{"Content-Range": said}), "weights")
    bodies: Mapping[str, Change] = {
        "half": changed_body(lambda body, _: body[: len(body) // 2]),
        "start": changed_body(lambda body, _: body[:4]),
        "zeros": changed_body(lambda body, _: b"\0" * len(body)),
        "pointer": changed_body(lambda body, _: POINTER),
        "page": changed_body(lambda body, _: XHTML),
        "gzip": changed_body(lambda body, _: gzip.compress(body)),
        "empty": changed_body(lambda body, _: b""),
        "not-found": lambda reply, _: Reply(404, b"", {}),
        "not-satisfied": lambda reply, _: Reply(416, b"", {}),
        "busy": lambda reply, _: Reply(503, b"", {}),
        "forbidden": lambda reply, _: Reply(403, b"", {}),
        "away": _to(302, "http://127.0.0.1:9/x"),
    }
    for name, change in bodies.items():
        found += of_every(name, change, "weights")
    return found


__all__ = ["DROP", "ELSEWHERE", "POINTER", "every_fault", "named", "pairs"]
