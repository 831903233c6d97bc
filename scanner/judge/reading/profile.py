"""Facts for choosing between models: size, memory, age, community signals. They decide nothing."""

from typing import Literal

from scanner.judge.reading.weights import WeightsRead
from scanner.knowledge.openness import silence
from scanner.knowledge.patterns import listed
from scanner.model.fields import config, mapping, strings, tags
from scanner.model.result import MemoryGb, Profile, WeightsSection
from scanner.model.snapshot import Card, Json, Repo
from scanner.text.markdown import without_comments

#: Sub-configs of what sees or hears.
SENSES = frozenset(("vision_config", "audio_config", "visual"))
#: Bytes a parameter takes in each number format.
_BYTES = {"float32": 4.0, "bfloat16": 2.0, "int8": 1.0, "int4": 0.5}


def profile(repo: Repo, weights: WeightsRead) -> Profile:
    """The profile section of a model; whether it may be fine-tuned, only a policy tells."""
    section = weights.section
    return Profile(
        parameters=section.parameters,
        memory_gb=_memory(section),
        formats=section.formats,
        library=_word(repo.info.get("library_name")),
        created=_word(repo.info.get("createdAt")),
        last_modified=_word(repo.info.get("lastModified")),
        downloads_30d=_count(repo.info.get("downloads")),
        likes=_count(repo.info.get("likes")),
        self_hostable=_self_hostable(section, repo),
        task=_word(repo.info.get("pipeline_tag")),
        architecture=next(iter(strings(config(repo).get("architectures"))), None),
        model_type=_word(config(repo).get("model_type")),
    )


def _memory(section: WeightsSection) -> MemoryGb:
    weights = round(section.bytes / 1e9, 2) if section.bytes else None
    count = section.parameters
    by_format = {name: round(count * size / 1e9, 2) for name, size in _BYTES.items()} if count else {}
    return MemoryGb(weights=weights, by_format=by_format)


def _self_hostable(section: WeightsSection, repo: Repo) -> bool | None:
    """Whether the weights can be fetched and run on one's own machines at all (terms apart)."""
    if repo.info.get("disabled") is True or section.status == "missing":
        return False
    return None if section.status == "unknown" else True


def modality(repo: Repo) -> Literal["text", "multimodal", "other", "unknown"]:
    """What goes in and out, by pipeline tag, else by the config's own sub-configs."""
    tag = repo.info.get("pipeline_tag")
    if tag in listed("multimodal-tasks"):
        return "multimodal"
    if not SENSES.isdisjoint(config(repo)):
        return "multimodal"
    if tag in listed("text-tasks"):
        return "text"
    return "other" if isinstance(tag, str) else "unknown"


def substantial(card: Card) -> bool:
    """Whether the card's body says something of its own, beyond the template's questions."""
    return len(silence().unfilled.sub("", without_comments(card.body)).strip()) >= 200


def custom_code(repo: Repo) -> bool | None:
    """Whether loading runs code from the repo: an ``auto_map`` in its config, or a ``custom_code`` tag. A folder has no
    tags: its config tells, or that it holds no code."""
    if "custom_code" in tags(repo) or "auto_map" in config(repo):
        return True
    return False if "tags" in repo.info or (repo.source == "local" and _codeless(repo)) else None


def _codeless(repo: Repo) -> bool:
    return "config" in repo.info or (
        repo.files is not None and not any(file.path.endswith(".py") for file in repo.files)
    )


def code_files(repo: Repo) -> tuple[str, ...]:
    """The Python files that loading would run: those of ``auto_map``, another repo's as ``org/name: file.py``."""
    named = {text for value in mapping(config(repo).get("auto_map")).values() for text in strings(value)}
    return tuple(sorted({_module(text) for text in named}))[:50]


def _module(text: str) -> str:
    """``org/name--modeling_x.XModel`` is a class of a file of that repo."""
    whose, _, name = text[:300].rpartition("--")
    file = f"{name.rpartition('.')[0].replace('.', '/') or name}.py"
    return f"{whose}: {file}" if whose else file


def _word(value: Json) -> str | None:
    return value[:200] if isinstance(value, str) and value else None


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
