"""Which files of a repo are worth a request."""

from __future__ import annotations

import re
from typing import Any

from scanner.model.snapshot import File, Repo, Unread
from scanner.text.licence_files import MAX_FILES, licence_like
from scanner.text.recipes import is_recipe

CARD = "README.md"
GUESSES = (CARD, "LICENSE")
#: Files that a program left beside the weights and that may name what they were made from; kept under ``RECIPES``.
RECIPES = "x_recipes"
_MAX_RECIPES = 6
#: Small JSON files and the name under which their content stands in ``Repo.info``.
ADAPTER, CONFIG = "adapter_config.json", "config.json"
SHARDS = "x_shard_index"
_INDEX = re.compile(r"[^/]+\.(?:safetensors|bin)\.index\.json")
_SHARD = re.compile(r"(.*)-(\d{5})-of-(\d{5})(\.[A-Za-z0-9]+)")
#: An index larger than this is read only when the names of the shards do not already tell.
_LARGE_INDEX = 1024 * 1024


def guesses(repo_type: str, *, full: bool) -> tuple[str, ...]:
    """The files that nearly every repo has, asked for before its list is known."""
    if not full:
        return (CARD,)
    return (*GUESSES, CONFIG) if repo_type == "model" else GUESSES


def texts_wanted(repo: Repo) -> tuple[tuple[str, ...], tuple[Unread, ...]]:
    """The card and the licence-like files to read, and those beyond the number that is read."""
    if repo.files is None:
        return GUESSES, ()
    names = [file.path for file in repo.files]
    licences = licence_like(names)
    card = (CARD,) if CARD in names else ()
    reason = f"not read: the repo has more than {MAX_FILES} licence-like files"
    return (*card, *licences[:MAX_FILES]), tuple(Unread(what=path, reason=reason) for path in licences[MAX_FILES:])


def json_wanted(repo: Repo) -> tuple[str, ...]:
    """The small files of data to read: the adapter's, the config where the API's part of it leaves something open,
    recipes that name a base, and shard indexes in doubt."""
    files = {file.path: file for file in repo.files or ()}
    wanted = [ADAPTER] if ADAPTER in files else []
    if CONFIG in files and not (repo.info.get("config") and _base_stated(repo)):
        wanted.append(CONFIG)
    wanted += sorted(path for path in files if is_recipe(path))[:_MAX_RECIPES]
    indexes = [path for path in files if _INDEX.fullmatch(path)]
    wanted += [path for path in sorted(indexes)[:4] if _index_needed(files[path], files)]
    return tuple(wanted)


def _base_stated(repo: Repo) -> bool:
    """Whether the API's answer names a base model: then the config's path of one tells nothing new."""
    data = repo.info.get("cardData")
    tagged = any(tag.startswith("base_model:") for tag in repo.info.get("tags") or ())
    return bool(tagged or repo.info.get("baseModels") or (isinstance(data, dict) and data.get("base_model")))


def _index_needed(index: File, files: dict[str, File]) -> bool:
    return index.size is None or index.size <= _LARGE_INDEX or not _shards_complete(files)


def _shards_complete(files: dict[str, File]) -> bool:
    groups: dict[tuple[str, str, str], int] = {}
    for path in files:
        if shard := _SHARD.fullmatch(path):
            key = (shard[1], shard[3], shard[4])
            groups[key] = groups.get(key, 0) + 1
    return bool(groups) and all(count >= int(total) for (_, total, _), count in groups.items())


def key_of(path: str) -> str:
    """Where a JSON file's content stands in ``Repo.info``."""
    if is_recipe(path):
        return RECIPES
    return {ADAPTER: "x_adapter_config", CONFIG: "x_config"}.get(path, SHARDS)


def shards_named(index: Any) -> list[str]:
    """The file names in a shard index."""
    weights = index.get("weight_map") if isinstance(index, dict) else None
    names = weights.values() if isinstance(weights, dict) else ()
    return sorted({name for name in names if isinstance(name, str) and len(name) <= 300})[:10_000]
