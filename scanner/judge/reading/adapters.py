"""Which weight files are adapters: by the names that libraries write, the configuration beside them, their headers, and
what the card or the tags state. Never by a part of a name."""

import re
from collections.abc import Collection, Iterable

from scanner.model.fields import strings
from scanner.model.snapshot import Repo

#: Tags and libraries by which a repo states that it is an adapter.
_STATED = frozenset(
    "lora peft qlora dora lycoris locon loha lokr ia3 adapter adapters adapter-transformers lora-adapter".split()
)
#: What libraries call a whole model.
_WHOLE = re.compile(
    r"(?:.*/)?(?:(?:pytorch_|tf_|flax_|diffusion_pytorch_)?model(?:[-.]\S*)?|consolidated\S*)"
    r"\.(?:safetensors|bin|h5|msgpack|pth|pt)",
    re.DOTALL,
)
_CONFIGS = ("config.json", "params.json", "model_index.json", "open_clip_config.json")


def adapters(repo: Repo, weights: Iterable[str], partial: Collection[str], listed: Collection[str]) -> frozenset[str]:
    """Those of the weight files that do nothing without a base; ``partial`` are so by their format already."""
    paths = tuple(weights)
    if _related(repo) or (_stated(repo) and not _whole(paths, listed)):
        return frozenset(paths)
    headers = repo.info.get("x_headers")
    read = headers if isinstance(headers, dict) else {}
    return frozenset(
        path
        for path in paths
        if path in partial
        or (_beside(path, "adapter_config.json") in listed and not _WHOLE.fullmatch(path.lower()))
        or (isinstance(read.get(path), dict) and read[path].get("adapter") is True)
    )


def _beside(path: str, name: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{name}"


def _related(repo: Repo) -> bool:
    """Whether the card or the Hub says that the relation to the base is that of an adapter."""
    data = repo.card.data if repo.card is not None else repo.info.get("cardData")
    stated = data.get("base_model_relation") if isinstance(data, dict) else None
    return stated == "adapter" or any(tag.startswith("base_model:adapter:") for tag in strings(repo.info.get("tags")))


def _stated(repo: Repo) -> bool:
    data = repo.card.data if repo.card is not None else repo.info.get("cardData")
    card = data if isinstance(data, dict) else {}
    words = (
        *strings(repo.info.get("tags")),
        *strings(repo.info.get("library_name")),
        *strings(card.get("tags")),
        *strings(card.get("library_name")),
    )
    return any(word.lower() in _STATED for word in words)


def _whole(paths: Iterable[str], listed: Collection[str]) -> bool:
    """Whether the files look like a whole model: named as libraries name one, its configuration in the list."""
    return any(name in listed for name in _CONFIGS) and any(_WHOLE.fullmatch(path.lower()) for path in paths)
