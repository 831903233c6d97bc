"""Is this text the id of a repo on the Hub? Paths, placeholders, media types and images look much like one."""

import re
from functools import lru_cache

from scanner.discover.names.slots import Kind
from scanner.discover.names.tables import tables
from scanner.model.ids import PART, is_repo_id

_TAIL = r"(?:@(?P<revision>[\w./~-]{1,120})|:(?P<tag>[\w./+-]{1,200}))?\Z"
#: ``org/name`` and ``name``, each with ``@revision`` or a tag such as ``:Q4_K_M``.
FULL = re.compile(rf"(?P<id>(?P<org>{PART})/(?P<name>{PART})){_TAIL}")
BARE = re.compile(rf"(?P<id>{PART}){_TAIL}")
#: What files of weights end in.
WEIGHTS = (".gguf", ".onnx", ".safetensors", ".bin", ".pt", ".ckpt", ".mlmodelc")
#: ``apiVersion: serving.example.org/v1beta1``.
_API_VERSION = re.compile(r"v\d+(?:(?:alpha|beta)\d+)?")
_FOLDER = re.compile(r"_(?:files?|models?|dirs?|weights?|checkpoints?|ckpts?|outputs?|results?|data|cache)$")


@lru_cache(maxsize=1 << 16)
def is_hub_id(text: str) -> bool:
    """``org/name`` as the Hub allows it, and neither a local path, a media type nor a placeholder."""
    org, _, name = text.partition("/")
    sets = tables().sets
    if (
        org.lower() in sets["not_organisations"]
        or is_file_name(name.lower())
        or {text.lower(), name.lower()} & sets["image_repos"]
    ):
        return False
    if _FOLDER.search(org.lower()) or _API_VERSION.fullmatch(name):
        return False
    if len(org) < 2 or len(name) < 2 or not is_repo_id(text) or org[0] == "_":
        return False
    if not re.search("[A-Za-z]", org + name) or name.isdigit():
        return False
    return not is_placeholder(text)


def is_sure_id(text: str) -> bool:
    """The same where a loader or an address says that it is one: then a name may end like code, as ``llama.cpp``."""
    name = text.lower()
    ending = next((end for end in tables().loaders.repo_endings if name.endswith(end)), None)
    return is_hub_id(text) or (ending is not None and is_hub_id(text[: -len(ending)] + "-code"))


def is_placeholder(text: str) -> bool:
    """``your-org/model``, ``<name>`` and their like."""
    sets = tables().sets
    org, slash, name = text.lower().partition("/")
    if any(mark in text for mark in tables().loaders.placeholders.anywhere):
        return True
    return bool(slash) and (org in sets["organisations"] or name.split("@")[0].split(":")[0] in sets["names"])


def is_file_name(name: str) -> bool:
    """By its ending, in lower case."""
    return name.endswith(tables().loaders.file_endings)


def known_bare(name: str, kind: Kind) -> bool:
    """A well-known id without an organisation, such as ``gpt2`` or ``imdb``."""
    return tables().known_bare[kind].match(name) is not None


def fit_for_bare(name: str, kind: Kind) -> bool:
    """A name that a loader may take for an id without an organisation; not the words for local things."""
    sets, low = tables().sets, name.lower()
    if low in sets["not_bare"] or (kind == "dataset" and low in sets["builders"]):
        return False
    if low.startswith(("checkpoint-", "checkpoint_", "my-", "my_", "your", "./", "test_", "tmp", "output", "_")):
        return False
    return not is_file_name(low) and len(name) > 2 and not name.isdigit() and not is_placeholder(name)
