"""Closed APIs: which provider a model's name belongs to, by the files under ``rules/providers/``."""

import re
from functools import lru_cache

from scanner.discover.names.hubid import FULL, is_file_name, is_hub_id, is_placeholder
from scanner.discover.names.slots import Found
from scanner.discover.names.tables import Provider, tables


def closed_model(text: str) -> Found | None:
    """A closed API's model by its id, with or without a router's prefix (``openai/gpt-4o``, ``anthropic:claude-…``)."""
    provider = _closed_provider(text)
    return Found(_own_name(text), None, "closed-api", provider.id) if provider else None


def _own_name(text: str) -> str:
    """The model in ``arn:aws:bedrock:…:foundation-model/anthropic.claude-…`` and in ``openai:gpt-4o``."""
    text = text.partition("foundation-model/")[2] or text
    prefix, colon, name = text.partition(":")
    return name if colon and prefix in tables().provider_of_prefix else text


@lru_cache(maxsize=1 << 16)
def _closed_provider(text: str) -> Provider | None:
    for pattern, provider in tables().provider_models:
        if pattern.match(text):
            return provider
    match = re.match(r"([a-z0-9_-]+)[/:](.+)", text)
    prefix = tables().provider_of_prefix.get(match[1]) if match else None
    if not match or prefix is None or is_placeholder(match[2]) or match[2].startswith("/"):
        return None
    if prefix.any_prefix:
        return prefix if _is_model_name(match[2]) else None
    rest = re.sub(r"^(?:chat|messages|completion|responses|embedding|embeddings|text)[:/]", "", match[2])
    rest = re.sub(r":(?:free|beta|nitro|online|extended|thinking|floor)$", "", rest)
    return prefix if any(pattern.match(rest) for pattern, _ in tables().provider_models) else None


def _is_model_name(text: str) -> bool:
    return re.fullmatch(r"[\w.:@/+-]{2,200}", text) is not None and not is_file_name(text.lower())


def of_provider(text: str, provider: str) -> Found | None:
    """What ``text`` names when it is given to a client of ``provider``: its model, or one of the Hub that it serves."""
    if not _is_model_name(text) or is_placeholder(text) or text.startswith(("/", ".")):
        return None
    versioned = re.fullmatch(r"([\w.-]+/[\w.-]+):([0-9a-f]{40,64})", text)
    if versioned is not None:
        return Found(versioned[1], versioned[2], "closed-api", provider)
    names = tables().provider[provider]
    if closed_model(text) is None:
        full = FULL.match(text)
        if not names.org_names and full:
            return Found(full["id"], full["revision"], "model") if is_hub_id(full["id"]) else None
        if names.org_names and not re.search(r"[/\d]", text):
            return None
    return Found(_own_name(text), None, "closed-api", provider)
