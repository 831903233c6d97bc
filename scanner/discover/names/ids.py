"""What a text names: where it stands in a place that takes ids, or by its shape alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from scanner.discover.names.closed import closed_model, of_provider
from scanner.discover.names.hubid import BARE, FULL, fit_for_bare, is_hub_id, known_bare
from scanner.discover.names.slots import Found, Kind, Slot
from scanner.discover.names.tables import tables
from scanner.discover.names.urls import hub_urls

_HUB_PREFIX = re.compile(
    r"(?:hf[-_]hub:|hf:(?!//)|huggingface:(?!//)(?:[\w-]+:)?|(?:huggingface|hosted_vllm|vllm|text-generation-inference)/(?=[^/]+/[^/]+$))"
)
_LONGEST = 300
_SIZES = re.compile(
    r"(?:tiny|base|small|medium|large-v[123]|large)(?:\.en)?|distil-(?:small\.en|medium\.en|large-v[23])"
)
#: ``gpt-4o``, ``claude-3-5-sonnet``; neither ``command-r`` nor ``o1``, which are words elsewhere too.
_VERSIONED = re.compile(r"(?=[^\d]*\d)[\w.:/@]+-[\w.:/@-]+\Z")
#: ``llama3.1-8b``: an open model as some server calls it.
_SIZED = re.compile(r"\d[bB](?![A-Za-z0-9])")
#: ``served-name:org/name``.
_ALIAS = re.compile(r"[A-Za-z][\w.-]*:(?=[A-Za-z])")
#: One part of a list with commas, and the key before it.
_PART = re.compile(
    r"(?:(?<=,)|(?<=\A))(?:base_model:(?:\w+:)?|(?P<key>pretrained|(?:base_)?model(?:_(?:name|id|path|name_or_path))?|tokenizer|peft)=)?(?P<value>[^,]+)"
)


def classify(text: str, slot: Slot) -> Found | None:
    """What ``text`` names when it stands in ``slot``; None for paths, placeholders and everything else."""
    text = text.strip()
    if not text or len(text) > _LONGEST or any(c in text for c in " \t\r\n\\"):
        return None
    if slot.provider is not None:
        return of_provider(text, slot.provider)
    if "://" in text or text.startswith(("hf.co/", "huggingface.co/", "//")):
        return next((found for _, _, found in hub_urls(text)), None)
    if slot.kind == "model" and (closed := closed_model(text)):
        return closed
    return _hub(text, slot)


def _hub(text: str, slot: Slot) -> Found | None:
    plain = _HUB_PREFIX.sub("", text, count=1)
    if slot.only_prefixed and plain == text and not text.startswith("models/"):
        return None
    if slot.only_prefixed and text.startswith("models/"):
        plain = text[7:]
    kind: Kind = slot.kind
    if plain.startswith("datasets/") and plain.count("/") == 2 and (slot.loader or slot.kind == "model"):
        plain, kind = plain[9:], "dataset"
    match = FULL.match(plain)
    if match:
        return Found(match["id"], match["revision"], kind) if is_hub_id(match["id"]) else None
    return _bare(plain, replace(slot, kind=kind))


def _bare(text: str, slot: Slot) -> Found | None:
    match = BARE.match(text)
    if not match or (slot.bare == "no" and not slot.sizes):
        return None
    if slot.sizes:
        return Found(slot.sizes + text, None, slot.kind) if _SIZES.fullmatch(text) else None
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
    closed = closed_model(text)
    if closed is not None:
        sized = "/" not in text and _SIZED.search(text)
        return closed if _VERSIONED.match(text) and not sized else None
    full = FULL.match(_HUB_PREFIX.sub("", text, count=1))
    if full is None or not is_hub_id(full["id"]):
        return None
    known = tables().evident_organisations
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
