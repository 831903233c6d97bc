"""Is this text the id of a repo on the Hub, or of a closed API's model? And the Hub's URLs in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from scanner.discover.tables import Provider, tables

Kind = Literal["model", "dataset"]
Bare = Literal["no", "known", "any"]

_SEGMENT = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}"
_TAIL = r"(?:@(?P<revision>[\w./~-]{1,120})|:(?P<tag>[\w./+-]{1,200}))?\Z"
_FULL = re.compile(rf"(?P<id>(?P<org>{_SEGMENT})/(?P<name>{_SEGMENT})){_TAIL}")
_BARE = re.compile(rf"(?P<id>{_SEGMENT}){_TAIL}")
_HUB_PREFIX = re.compile(
    r"(?:hf[-_]hub:|hf:(?!//)|huggingface:(?!//)(?:[\w-]+:)?|(?:huggingface|hosted_vllm|vllm|text-generation-inference)/(?=[^/]+/[^/]+$))"
)
_LONGEST = 300
_SIZES = re.compile(
    r"(?:tiny|base|small|medium|large-v[123]|large)(?:\.en)?|distil-(?:small\.en|medium\.en|large-v[23])"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that takes an id, and what it accepts. ``loader``: the place itself is certain to load from the Hub."""

    kind: Kind = "model"
    bare: Bare = "no"
    loader: bool = False
    prefix: str | None = None
    sizes: str | None = None
    only_prefixed: bool = False
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    id: str
    revision: str | None
    kind: Literal["model", "dataset", "closed-api"]
    provider: str | None = None
    note: str | None = None


def classify(text: str, slot: Slot) -> Found | None:
    """What ``text`` names when it stands in ``slot``; None for paths, placeholders and everything else."""
    text = text.strip()
    if not text or len(text) > _LONGEST or any(c in text for c in " \t\r\n\\"):
        return None
    if slot.provider is not None:
        return _of_provider(text, slot.provider)
    if "://" in text or text.startswith(("hf.co/", "huggingface.co/", "//")):
        return next((found for _, _, found in hub_urls(text)), None)
    if slot.kind == "model" and (closed := closed_model(text)):
        return closed
    return _hub(text, slot)


def _of_provider(text: str, provider: str) -> Found | None:
    if provider == "github":
        match = _FULL.match(text.split(":")[0])
        note = "torch.hub loads it from GitHub, not from the Hub: judge it by hand"
        return Found(match["id"], None, "model", "github", note) if match and not _placeholder(match["id"]) else None
    if not _is_model_name(text) or _placeholder(text) or text.startswith(("/", ".")):
        return None
    names = next(known for known in tables().providers if known.id == provider)
    if not names.org_names and not closed_model(text) and _FULL.match(text):
        return _hub(text, Slot())
    return Found(text, None, "closed-api", provider)


def _hub(text: str, slot: Slot) -> Found | None:
    plain = _HUB_PREFIX.sub("", text, count=1)
    if slot.only_prefixed and plain == text and not text.startswith("models/"):
        return None
    if slot.only_prefixed and text.startswith("models/"):
        plain = text[7:]
    kind: Kind = slot.kind
    if plain.startswith("datasets/") and plain.count("/") == 2:
        plain, kind = plain[9:], "dataset"
    match = _FULL.match(plain)
    if match:
        return Found(match["id"], match["revision"], kind) if is_hub_id(match["id"]) else None
    return _bare(plain, replace(slot, kind=kind))


def _bare(text: str, slot: Slot) -> Found | None:
    match = _BARE.match(text)
    if not match or (slot.bare == "no" and not slot.sizes):
        return None
    if slot.sizes:
        return Found(slot.sizes + text, None, slot.kind) if _SIZES.fullmatch(text) else None
    name = match["id"]
    if known_bare(name, slot.kind):
        return Found(name, match["revision"], slot.kind)
    if slot.bare != "any" or not _fit_for_bare(name, slot.kind):
        return None
    return Found((slot.prefix or "") + name, match["revision"], slot.kind)


def known_bare(name: str, kind: Kind) -> bool:
    """A well-known id without an organisation, such as ``gpt2`` or ``imdb``."""
    return tables().known_bare[kind].match(name) is not None


def _fit_for_bare(name: str, kind: Kind) -> bool:
    sets, low = tables().sets, name.lower()
    if low in sets["not_bare"] or (kind == "dataset" and low in sets["builders"]):
        return False
    if low.startswith(("checkpoint-", "checkpoint_", "my-", "my_", "your", "./", "test_", "tmp", "output", "_")):
        return False
    return not _is_file(low) and len(name) > 2 and not name.isdigit() and not _placeholder(name)


#: ``apiVersion: serving.example.org/v1beta1``.
_API_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d+)?")
_FOLDER = re.compile(r"_(?:models?|dirs?|weights?|checkpoints?|ckpts?|outputs?|results?|data|cache)$")


@cache
def is_hub_id(text: str) -> bool:
    """``org/name`` as the Hub allows it, and neither a local path, a media type nor a placeholder."""
    org, _, name = text.partition("/")
    sets = tables().sets
    if (
        org.lower() in sets["not_organisations"]
        or _is_file(name.lower())
        or {text.lower(), name.lower()} & sets["image_repos"]
    ):
        return False
    if _FOLDER.search(org.lower()) or _API_VERSION.fullmatch(name):
        return False
    if len(org) < 2 or len(name) < 2 or "--" in text or ".." in text or org[0] in "_" or text[-1] in ".-":
        return False
    if not re.search("[A-Za-z]", org + name) or (name.isdigit() and org.isdigit()):
        return False
    return not _placeholder(text)


def _placeholder(text: str) -> bool:
    sets = tables().sets
    org, slash, name = text.lower().partition("/")
    if any(mark in text for mark in tables().loaders.placeholders.anywhere):
        return True
    return bool(slash) and (org in sets["organisations"] or name.split("@")[0].split(":")[0] in sets["names"])


def _is_file(name: str) -> bool:
    return name.endswith(tables().loaders.file_endings)


def closed_model(text: str) -> Found | None:
    """A closed API's model by its id, with or without a router's prefix (``openai/gpt-4o``, ``anthropic:claude-…``)."""
    provider = _closed_provider(text)
    return Found(text, None, "closed-api", provider.id) if provider else None


@cache
def _closed_provider(text: str) -> Provider | None:
    for pattern, provider in tables().provider_models:
        if pattern.match(text):
            return provider
    match = re.match(r"([a-z0-9_-]+)[/:](.+)", text)
    prefix = tables().provider_of_prefix.get(match[1]) if match else None
    if not match or prefix is None or _placeholder(match[2]) or match[2].startswith("/"):
        return None
    if prefix.any_prefix:
        return prefix if _is_model_name(match[2]) else None
    rest = re.sub(r"^(?:chat|messages|completion|responses|embedding|embeddings|text)[:/]", "", match[2])
    rest = re.sub(r":(?:free|beta|nitro|online|extended|thinking|floor)$", "", rest)
    return prefix if any(pattern.match(rest) for pattern, _ in tables().provider_models) else None


def _is_model_name(text: str) -> bool:
    return re.fullmatch(r"[\w.:@/+-]{2,200}", text) is not None and not _is_file(text.lower())


@cache
def _url_pattern() -> re.Pattern[str]:
    hosts = "|".join(re.escape(host) for host in sorted(tables().loaders.hub_hosts, key=len, reverse=True))
    stop = r"""[^\s"'`<>|\\^,;)(\]\[]"""
    return re.compile(
        rf"(?<![\w.-])(?:(?:(?:https?|oci|git\+https?)://(?:[^\s/@\"'<>]{{1,200}}@)?|git@|//)?(?P<host>{hosts})[/:]|(?P<scheme>hf|huggingface)://)"
        rf"(?P<path>{stop}{{2,400}})"
    )


def hub_urls(text: str) -> Iterator[tuple[int, str, Found]]:
    """``(offset, text, found)`` for each URL of a model or dataset on the Hub; not its pages, spaces or pictures."""
    for match in _url_pattern().finditer(text):
        path = re.split(r"[?#]", match["path"])[0].rstrip(".:*_!/")
        found = _by_path(path.split("/"), match["scheme"] is not None)
        if found:
            yield match.start(), match.group().rstrip(".:*_!"), found


def _by_path(parts: list[str], scheme: bool) -> Found | None:
    parts = _without_api(parts)
    if parts[0] == "datasets":
        return _dataset_path(parts[1:])
    if parts[0] == "models" and scheme:
        parts = parts[1:]
    if not parts or parts[0].lower() in tables().sets["reserved"]:
        return None
    return _repo_path(parts, "model")


def _without_api(parts: list[str]) -> list[str]:
    if parts[0] == "api" and len(parts) > 2 and parts[1] in {"models", "datasets"}:
        return parts[2:] if parts[1] == "models" else parts[1:]
    if parts[0] == "models" and len(parts) > 1:
        return parts[1:]
    if parts[0] == "pipeline" and len(parts) > 3:
        return parts[2:]
    return parts[2:] if parts[0] == "hf-inference" and len(parts) > 3 else parts


def _dataset_path(parts: list[str]) -> Found | None:
    return _repo_path(parts, "dataset") if parts and parts[0] else None


_VIEWS = {"resolve", "tree", "blob", "raw"}
_PAGES = {"models", "datasets", "spaces", "collections", "activity", "followers", "following", "discussions", "papers"}


def _repo_path(parts: list[str], kind: Kind) -> Found | None:
    first = _BARE.match(parts[0])
    if first is None:
        return None
    alone = len(parts) == 1 or parts[1] in _VIEWS
    if alone or known_bare(first["id"], kind):
        return _canonical(parts, first, kind, alone)
    match = _FULL.match(parts[0] + "/" + parts[1])
    if not match or parts[1] in _PAGES or "discussions" in parts[2:3] or not is_hub_id(_plain(match["id"])):
        return None
    return Found(_plain(match["id"]), match["revision"] or _view(parts[2:]), kind)


def _canonical(parts: list[str], first: re.Match[str], kind: Kind, alone: bool) -> Found | None:
    """An id without an organisation: a known one, any dataset's, or any that files are read from."""
    name = first["id"]
    if not known_bare(name, kind) and ((len(parts) == 1 and kind == "model") or not _fit_for_bare(name, kind)):
        return None
    return Found(name, first["revision"] or (_view(parts[1:]) if alone else None), kind)


def _plain(text: str) -> str:
    return text.removesuffix(".git")


def _view(parts: list[str]) -> str | None:
    """The revision in ``resolve/<revision>/…``; the default branch pins nothing."""
    pinned = len(parts) > 1 and parts[0] in _VIEWS and parts[1] not in {"main", "master"}
    return parts[1] if pinned and re.fullmatch(r"[\w.%~-]{1,120}", parts[1]) else None


@cache
def slot_of_name(name: str) -> Slot | None:
    """The slot that a variable, key or argument of this name is, by its words; None for names that carry no ids."""
    words = snake(name)
    names = tables().names
    provider = tables().provider_of_env.get(words)
    if provider:
        return Slot(provider=provider.id)
    if not words or len(words) > 60 or names["never"].match(words):
        return None
    bare: Bare = "known" if names["bare"].match(words) else "no"
    if names["dataset"].match(words):
        return Slot(kind="dataset", bare=bare)
    return Slot(bare="known") if names["model"].match(words) else None


@cache
def snake(name: str) -> str:
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name.strip().strip("-_"))
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
