"""Each parser of what strangers write, as one function of bytes, with sound input to begin with."""

import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from scanner.collect.bills.read import read_bill
from scanner.collect.headers import pointer_kind, read_header
from scanner.collect.hub import client
from scanner.collect.hub.fields import read_files, read_info
from scanner.collect.hub.pages import next_link
from scanner.collect.hub.waiting import asked_pause
from scanner.collect.hub.wire import Answer
from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.errors import ModelscanError
from scanner.model.plain import to_plain
from scanner.model.result import Result
from scanner.model.snapshot import Repo, Snapshot
from scanner.runs.lock import files as locks
from scanner.text.card import parse_card
from scanner.text.licence_files import decode, make_text
from scanner.text.recipes import names_of, recipe, total_of
from tests.collect.headers.making import gguf, safetensors
from tests.fuzz import seeds
from tests.making import mit_text, repo
from tests.torture.judging import ENGINE

#: What stands where reading a repo stumbled over it: it must not come to that.
STUMBLED = "it holds something that could not be read"
_POLICY = load_policy()


class Parser(NamedTuple):
    """``read`` raises only what is a fault of ours."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def _judged(root: Repo) -> Result:
    [result] = assess([Snapshot(target=root.id, root=root)], _POLICY, ENGINE)
    json.dumps(to_plain(result), allow_nan=False)
    if result.error is not None and STUMBLED in result.error.message:
        raise AssertionError(result.error.message)
    return result


def card(data: bytes) -> Result:
    """A card read and judged, as a model's; its front matter as the API tells it, too."""
    read = parse_card(data)
    info: dict[str, Any] = {"gated": False, "disabled": False, "tags": [], "cardData": dict(read.data)}
    return _judged(repo("acme/model", card=read, info=info))


def licence_text(data: bytes) -> Result:
    """A licence text identified and judged."""
    return _judged(repo("acme/model", "license: mit", texts=(make_text("LICENSE", data),)))


def header(data: bytes) -> Result:
    """The first bytes of a weight file, and what they claim."""
    said = {"x_headers": {"m.gguf": read_header(data) or {}, "m.safetensors": read_header(data, whole=True) or {}}}
    pointer_kind(data)
    return _judged(repo("acme/model", "license: mit", info={"gated": False, "tags": [], **said}))


def answer(data: bytes) -> object:
    """An answer of the API, or a page of the tree, or a shard index."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    listed = value.get("siblings") if isinstance(value, dict) else value
    files, unread = read_files(listed)
    names_of(value), total_of(value)
    if not isinstance(value, dict):
        return None
    info, more = read_info(value)
    return _judged(repo("acme/model", "license: mit", info=info, files=files, unread=(*unread, *more)))


def bill(data: bytes) -> object:
    with suppress(ModelscanError):
        return read_bill(data, "bill")
    return None


def _in_file(data: bytes, name: str, read: Callable[[Path], object]) -> object:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        with suppress(ModelscanError):
            return read(path)
    return None


def policy(data: bytes) -> object:
    return _in_file(data, "own.yaml", lambda path: load_policy(str(path)))


def lock(data: bytes) -> object:
    return _in_file(data, "models.lock", locks.read)


def merge_recipe(data: bytes) -> object:
    with suppress(ValueError, RecursionError):
        return recipe(decode(data))
    return None


def http_headers(data: bytes) -> object:
    """Header values as a peer may send them."""
    words = data.decode("latin-1")
    named = dict.fromkeys(("retry-after", "ratelimit", "link", "content-range", "content-length"), words)
    found = Answer("http://hub", 206, named, b"")
    return (
        asked_pause(found),
        next_link(named),
        client._total(found),
        client._total(found._replace(status=200, truncated=True)),
    )


PARSERS: Mapping[str, Parser] = {
    "card": Parser(card, (seeds.CARD, seeds.PLAIN)),
    "text": Parser(licence_text, (mit_text().encode(), b"You may use it for research only.\n", seeds.CARD)),
    "header": Parser(
        header,
        (gguf({"general.license": "mit", "general.tags": ["a"]}), safetensors({"w": (2, 2)}, {"license": "mit"})),
    ),
    "answer": Parser(answer, (seeds.ANSWER,)),
    "bill": Parser(bill, seeds.BILLS),
    "policy": Parser(policy, (seeds.POLICY_FILE,)),
    "lock": Parser(lock, (seeds.LOCK,)),
    "recipe": Parser(merge_recipe, (seeds.RECIPE, seeds.ANSWER)),
    "http": Parser(http_headers, seeds.HEADERS),
}
