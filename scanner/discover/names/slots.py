"""Places that take an id, by their names: which variables, keys and arguments carry a model or a dataset."""

import re
from functools import lru_cache
from typing import Literal

from scanner.discover.names.tables import Call, tables
from scanner.model.frozen import dataclass
from scanner.model.words import ReferenceKind

#: What an argument is called that carries the id of what the call around it is named after, or a field of a type.
ID_NAMES = frozenset("id ids name repo repo_id source path ref pretrained uri model".split())
_OF_THE_HUB = re.compile(
    r"hugging_?face|hf[_-]hub|hf\.co|candle|safetensors|gguf|bumblebee|transformers|onnx|mlx|tokenizers", re.I
)
#: Types whose constants are ids by what they are called, and enumerations.
_HOLDS = re.compile(
    r"(?:.*_)?(?:(?:models|checkpoints|embedders|tokenizers|rerankers|repos)|model_(?:ids?|names?|repos?)"
    r"|models?_(?:registry|catalog|catalogue|zoo|constants|list|config|configs|spec|specs))"
)
_ENUMERATES = re.compile(
    r"(?:.*_)?(?:models?|llms?|embedders?|embeddings?|rerankers?|tokenizers?)"
    r"(?:_(?:type|kind|enum|option|choice|variant|version|size|preset|name|id)s?)?"
)
_ASKS = re.compile(r"_*(?:is|has|supports?|matches|contains|should|can|validate|verify)(?:_|[A-Z]|\Z)")
Kind = Literal["model", "dataset"]
Bare = Literal["no", "known", "any"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that takes an id, and what it accepts. ``loader``: the place itself is certain to load from the Hub."""

    kind: Kind = "model"
    bare: Bare = "no"
    loader: bool = False
    prefix: str | None = None
    aliases: str | None = None
    only_prefixed: bool = False
    provider: str | None = None
    outside: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names. ``provider`` is the closed API's, or the other host's."""

    id: str
    revision: str | None
    kind: ReferenceKind
    provider: str | None = None
    note: str | None = None


def loader_slot(loader: Call, kind: Kind) -> Slot:
    """The slot that a loader's argument is."""
    return Slot(
        kind=kind,
        bare="any" if loader.bare else "known",
        loader=True,
        prefix=loader.prefix,
        aliases=loader.aliases,
        only_prefixed=loader.only_prefixed,
        provider=loader.provider,
        outside=loader.outside,
    )


@lru_cache(maxsize=1 << 15)
def slot_of_name(name: str) -> Slot | None:
    """The slot that a variable, key or argument of this name is, by its words; None for names that carry no ids."""
    words = snake(name)
    names = tables().names
    provider = tables().provider_of_env.get(words)
    if provider:
        return Slot(provider=provider.id)
    if not words or len(words) > 60 or never_named(name):
        return None
    bare: Bare = "known" if names["bare"].match(words) else "no"
    if names["dataset"].match(words):
        return Slot(kind="dataset", bare=bare)
    if not names["model"].match(words):
        return None
    outside = next((one for word in words.split("_") if (one := tables().outside_of_word.get(word))), None)
    return Slot(bare="known", outside=outside.id if outside is not None else None)


@lru_cache(maxsize=1 << 15)
def slot_of_call(name: str) -> Slot | None:
    """The slot that the first text of a call by this name is, in a language other than Python."""
    words = snake(name)
    if len(words) > 60 or asks(name) or words in tables().sets["not_loaders"] or words in tables().sets["quiet"]:
        return None
    return Slot(bare="known") if tables().names["calls"].match(words) else None


@lru_cache(maxsize=1 << 12)
def slot_of_type(name: str, enum: bool) -> Slot | None:
    """The slot that a constant of a type by this name is; ``enum``: of an enumeration."""
    if enum and _ENUMERATES.fullmatch(snake(name)):
        return Slot()
    return Slot() if not never_named(name) and _HOLDS.fullmatch(snake(name)) else None


def of_the_hub(text: str) -> bool:
    """Whether a text speaks of the Hub or of a library for its models at all."""
    return _OF_THE_HUB.search(text) is not None


def asks(name: str) -> bool:
    """A function such as ``is_supported`` or ``hasVision`` asks about a name; it loads nothing."""
    return _ASKS.match(name) is not None


@lru_cache(maxsize=1 << 15)
def never_named(name: str) -> bool:
    """A name such as ``output_dir`` or ``hub_model_id``: what stands under it is not what is loaded."""
    return tables().names["never"].match(snake(name)) is not None


@lru_cache(maxsize=1 << 15)
def snake(name: str) -> str:
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name.strip().strip("-_"))
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
