"""What a text names: where it stands in a place that takes ids, or by its shape alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from scanner.discover.names.closed import closed_model, of_provider
from scanner.discover.names.hubid import (
    BARE,
    FULL,
    WEIGHTS,
    fit_for_bare,
    is_file_name,
    is_hub_id,
    is_sure_id,
    known_bare,
)
from scanner.discover.names.outside import of_outside, outside_model, shaped_outside, spoken_of
from scanner.discover.names.slots import Found, Kind, Slot
from scanner.discover.names.tables import tables
from scanner.discover.names.urls import hub_urls

_LONGEST = 300
#: What a list with commas or pluses may hold, each perhaps behind ``name=``.
_PIECE = re.compile(r"(?:[\w.-]+=)?(?P<value>[^,;+\s]+)")
#: ``gpt-4o``, ``claude-3-5-sonnet``; neither ``command-r`` nor ``o1``, which are words elsewhere too.
_VERSIONED = re.compile(r"(?=[^\d]*\d)[\w.:/@]+-[\w.:/@-]+\Z")
#: ``llama3.1-8b``: an open model as some server calls it.
_SIZED = re.compile(r"\d[bB](?![A-Za-z0-9])")
#: ``served-name:org/name``.
_ALIAS = re.compile(r"[A-Za-z][\w.-]*:(?=[A-Za-z])")
#: What nothing but an id of the Hub stands behind.
_SURE_PREFIX = re.compile(r"(?:huggingface|hf|hf[-_]hub):|hosted_vllm/")
#: One part of a list with commas, and the key before it.
_PART = re.compile(
    r"(?:(?<=,)|(?<=\A))(?:base_model:(?:\w+:)?|(?P<key>pretrained|(?:base_)?model(?:_(?:name|id|path|name_or_path))?|tokenizer|peft)=)?(?P<value>[^,]+)"
)


@cache
def _hub_prefix() -> re.Pattern[str]:
    """What a router or a library puts before an id of the Hub."""
    names = "|".join(map(re.escape, tables().loaders.routers))
    return re.compile(
        rf"\A(?:hf[-_]hub:|hf:(?!//)|huggingface:(?!//)(?:[\w-]+:)?|(?:{names})/(?=[^/]+/[^/]+$)|(?:{names}):(?=[^/:]+/[^/]+$))"
    )


def classify(text: str, slot: Slot) -> Found | None:
    """What ``text`` names when it stands in ``slot``; None for paths, placeholders and everything else."""
    text = text.strip()
    if not text or len(text) > _LONGEST or any(c in text for c in " \t\r\n\\"):
        return None
    if slot.provider is not None:
        return of_provider(text, slot.provider)
    if "://" in text or text.startswith(("hf.co/", "huggingface.co/", "//")):
        found = next((found for _, _, found in hub_urls(text)), None) or outside_model(text)
        return of_outside(text, slot.outside) if found is None and slot.outside is not None else found
    if slot.outside is not None:
        return _elsewhere(text, slot) or closed_model(text)
    if slot.kind == "model" and (other := closed_model(text) or outside_model(text)):
        return other
    found = _hub(text, slot)
    return shaped_outside(text) if found is None and slot.kind == "model" and "/" not in text else found


def named(text: str, slot: Slot, low: str = "") -> list[tuple[int, str, Found]]:
    """``(offset, text, found)`` for what a text names in ``slot``: itself, or each of a list's items.

    ``low``: the text around it in lower case, which may speak of another host whose name this is.
    """
    found = classify(text, slot)
    spoken = low and "/" not in text and slot.kind == "model" and not slot.loader and not is_file_name(text.lower())
    if found is None and spoken and (host := spoken_of(text, low)):
        found = classify(text, replace(slot, outside=host))
    if found is not None:
        return [(0, text, found)]
    if "/" not in text or len(text) > _LONGEST * 20 or not re.search(r"[,;+=\s]", text):
        return []
    alone = replace(slot, bare="no", prefix=None)
    pieces = [(match.start("value"), match["value"]) for match in _PIECE.finditer(text)]
    every = [(offset, piece, classify(piece, alone)) for offset, piece in pieces if "/" in piece]
    told = [(offset, piece, one) for offset, piece, one in every if one is not None]
    listed = len(told) == len(pieces) or re.search(r"[,;+=]", text)
    return told if listed else []  # between blanks alone only ids may stand


def _elsewhere(text: str, slot: Slot) -> Found | None:
    """What a loader of another host is handed: some of them take the Hub's ids as well."""
    assert slot.outside is not None
    host = tables().outside[slot.outside]
    plain = _hub_prefix().sub("", text, count=1)
    full = FULL.match(plain)
    if full and (plain != text or host.hub_ids) and is_hub_id(full["id"]):
        return Found(full["id"], full["revision"], slot.kind)
    for prefix in host.prefixes:
        text = text.removeprefix(prefix + "/")
    return of_outside(text, slot.outside)


def _hub(text: str, slot: Slot) -> Found | None:
    plain = _hub_prefix().sub("", text, count=1)
    rooted = text.startswith(("models/", "datasets/", "huggingface/"))
    if slot.only_prefixed and plain == text and not rooted:
        return None
    if slot.only_prefixed and not text.startswith("datasets/"):
        plain = plain.removeprefix("models/").removeprefix("huggingface/")
    kind: Kind = slot.kind
    if plain.startswith("datasets/") and (plain.count("/") == 2 or slot.only_prefixed):
        plain, kind = plain[9:], "dataset"
    if slot.only_prefixed or (plain != text and text.startswith("hf:")):
        plain = "/".join(plain.split("/")[:2])  # a file of a repo
    match = FULL.match(plain if plain.count("/") < 2 else _repo_of(plain))
    if match:
        sure = is_sure_id(match["id"]) if slot.loader else is_hub_id(match["id"])
        return Found(match["id"], match["revision"], kind) if sure else None
    return _bare(plain, replace(slot, kind=kind))


def _repo_of(path: str) -> str:
    """The id in ``org/name/`` and ``org/name/file``, where the organisation is known on the Hub: others are folders."""
    org, name, rest = path.split("/", 2)
    return f"{org}/{name}" if org.lower() in tables().hub_organisations and rest[:1] != "/" else path


def _bare(text: str, slot: Slot) -> Found | None:
    match = BARE.match(text)
    if slot.aliases is not None:
        known = tables().loaders.aliases[slot.aliases].get(text)
        return Found(known, None, slot.kind) if known else None
    if not match or slot.bare == "no":
        return None
    name = match["id"]
    if known_bare(name, slot.kind):
        return Found(name, match["revision"], slot.kind)
    if slot.bare != "any" or not fit_for_bare(name, slot.kind):
        return None
    if slot.kind == "model" and slot.prefix is None and not tables().evident_names.match(name):
        return None  # Models without an organisation are a closed list by now: another name is a folder's.
    return Found((slot.prefix or "") + name, match["revision"], slot.kind)


@lru_cache(maxsize=1 << 16)
def evident(text: str) -> Found | None:
    """What ``text`` names by its shape alone, whatever it is given to: ``Qwen/Qwen3-8B``, ``gpt-4o-mini``.

    Code hosts share ``org/name``: only names that carry a size or a weights format, and organisations that hold
    nothing but models, count. Of closed APIs' models those with a version in the name.
    """
    if len(text) > _LONGEST or not text.isascii() or " " in text:
        return None
    if "://" in text:
        return outside_model(text)  # ollama://llama3.2
    closed = closed_model(text)
    if closed is not None:
        sized = "/" not in text and _SIZED.search(text)
        return closed if _VERSIONED.match(text) and not sized else None
    plain = _hub_prefix().sub("", text, count=1)
    full = FULL.match(_repo_of(plain) if plain.count("/") > 1 and plain.endswith(WEIGHTS) else plain)
    if full is None or not is_hub_id(full["id"]):
        return None
    known = tables().evident_organisations
    if plain != text and _SURE_PREFIX.match(text):
        return Found(full["id"], full["revision"], "model")
    if full["org"].lower() in known or tables().evident_names.match(full["name"]):
        return Found(full["id"], full["revision"], "model")
    return None


def told(text: str) -> Iterator[tuple[int, str, Found]]:
    """``(offset, text, found)`` for what a text names by its shape: alone, in a list with commas, or as in
    ``pretrained=org/name,dtype=float``.
    """
    if "/" not in text and "-" not in text:
        return
    for part in _PART.finditer(text) if " " not in text else ():
        value, start = part["value"], part.start("value")
        found = classify(value, Slot(bare="known")) if part["key"] else evident(value)
        alias = _ALIAS.match(value) if found is None else None
        if alias is not None:
            value, start = value[alias.end() :], start + alias.end()
            found = evident(value)
        if found is not None:
            yield start, value, found
