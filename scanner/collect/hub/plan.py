"""Which files of a repo are worth a request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scanner.collect.hub.bodies import Fetched
from scanner.collect.relations.code import CODE, is_code, needed_code
from scanner.knowledge.descriptions import DESCRIBED, described_in, is_description, told_anything
from scanner.knowledge.formats import formats
from scanner.knowledge.licence_names import licence_plan
from scanner.knowledge.lineage_places import is_recipe, recipes_wanted
from scanner.model.frozen import replace
from scanner.model.snapshot import CARD, File, Repo, Unread
from scanner.text.late import late
from scanner.text.maps import is_map
from scanner.text.recipes import NAMES, is_modelfile, names_of

GUESSES = (CARD, "LICENSE")
#: Files that a program left beside the weights and that may name what they were made from; kept under ``RECIPES``.
RECIPES = "x_recipes"
#: Small JSON files and the name under which their content stands in ``Repo.info``.
ADAPTER, CONFIG = "adapter_config.json", "config.json"
#: The weight file that most models have, of which the header is read.
TENSORS = "model.safetensors"
SHARDS = NAMES
#: The linked licence file that is not there.
NO_LINK = "x_no_link"
_INDEX = late(r"(?:[^/]+/){0,8}[^/]+\.(?:safetensors|bin|h5|msgpack|pdparams)\.index\.json")
#: Indexes of a model's parts, which may name code of the repo's own.
_PARTS = ("modules.json", "model_index.json")
#: What the headers of weight files say, by path.
HEADERS, POINTERS = "x_headers", "x_pointers"
_TENSORS = (".safetensors", ".sft")
_SHARD = late(r"(.*)-(\d{5})-of-(\d{5})(\.[A-Za-z0-9]+)")
#: An index larger than this is read only when the names of the shards do not already tell.
_LARGE_INDEX = 1024 * 1024


def guesses(repo_type: str, *, target: bool) -> tuple[str, ...]:
    """The files that nearly every repo has, asked for before its list is known; of a relative not the licence."""
    if not target:
        return (CARD, CONFIG, TENSORS) if repo_type == "model" else (CARD,)
    return (*GUESSES, CONFIG, TENSORS) if repo_type == "model" else GUESSES


def texts_wanted(repo: Repo) -> tuple[tuple[str, ...], tuple[Unread, ...]]:
    """The card and the licence-like files to read, and those that are only named."""
    if repo.files is None:
        return GUESSES if repo.repo_type == "model" else (CARD,), ()
    names = [file.path for file in repo.files]
    licences, beyond = licence_plan(names)
    return (*((CARD,) if CARD in names else ()), *licences), beyond


def json_wanted(repo: Repo) -> tuple[str, ...]:
    """The small files of data to read: the adapter's, the config, of which the API tells but a part, recipes that name
    a base, what its author describes to machines, and shard indexes in doubt."""
    files = {file.path: file for file in repo.files or ()}
    if repo.repo_type == "dataset":
        return described_in(files)
    wanted = [path for path in (ADAPTER, CONFIG) if path in files]
    wanted += [*recipes_wanted(files), *described_in(files)]
    indexes = [path for path in files if _INDEX.fullmatch(path)]
    wanted += [path for path in sorted(indexes)[:4] if _index_needed(files[path], files)]
    return tuple(wanted)


def code_wanted(repo: Repo, files: Mapping[str, object]) -> tuple[str, ...]:
    """The Python files that loading needs, by the API's part of the config or by what of ``files`` was fetched."""
    if not any(is_code(file.path) for file in repo.files or ()):
        return ()
    read = {path: data for path in (CONFIG, *_PARTS) if (data := _read(files.get(path))) is not None}
    told = {"x_config": read[CONFIG]} if CONFIG in read else {}
    recipes = {path: read[path] for path in _PARTS if path in read}
    return needed_code(replace(repo, info={**repo.info, **told, **({RECIPES: recipes} if recipes else {})}))


def _read(fetched: object) -> Any:
    try:
        return json.loads(fetched.data) if isinstance(fetched, Fetched) else None
    except (ValueError, RecursionError):
        return None


def headers_wanted(repo: Repo) -> tuple[str, ...]:
    """The weight files whose first bytes tell what nothing else does: one GGUF, one safetensors file that is no shard
    (its author may state terms and a base there), and what may be no more than a pointer, or has a size that only the
    list tells: no hash vouches for it."""
    if repo.repo_type != "model":
        return ()
    files = sorted(repo.files or (), key=lambda file: (file.path.count("/"), file.path))
    ggufs = [file.path for file in files if file.path.lower().endswith(".gguf") and _is_main(file.path)]
    tensors = [file.path for file in files if file.path.lower().endswith(_TENSORS) and not _SHARD.fullmatch(file.path)]
    unsure = sorted((file for file in files if file.sha256 is None and file.size), key=lambda file: file.size or 0)
    names = [file.path for file in unsure]
    weights = [path for path, one in zip(names, formats().filed(names), strict=True) if one.weights]
    return tuple(dict.fromkeys((*ggufs[:1], *tensors[:1], *weights[:2])))


def _is_main(path: str) -> bool:
    return "mmproj" not in path.lower() and "imatrix" not in path.lower()


def _index_needed(index: File, files: dict[str, File]) -> bool:
    return index.size is None or index.size <= _LARGE_INDEX or not _shards_complete(files)


def _shards_complete(files: dict[str, File]) -> bool:
    groups: dict[tuple[str, str, str], int] = {}
    for path in files:
        if shard := _SHARD.fullmatch(path):
            key = (shard[1], shard[3], shard[4])
            groups[key] = groups.get(key, 0) + 1
    return bool(groups) and all(count >= int(total) for (_, total, _), count in groups.items())


def is_data(path: str) -> bool:
    """Whether a file is read as data (JSON, YAML, a Modelfile, Python), no text."""
    written = path.endswith((".json", ".yml", ".yaml", ".sh")) or is_code(path)
    return (written and not is_map(path)) or is_modelfile(path) or is_description(path)


def key_of(path: str) -> str:
    """Where a JSON file's content stands in ``Repo.info``."""
    if is_recipe(path):
        return RECIPES
    if is_code(path):
        return CODE
    if is_description(path):
        return DESCRIBED
    return {ADAPTER: "x_adapter_config", CONFIG: "x_config"}.get(path, SHARDS)


def holds(repo: Repo, path: str) -> bool:
    """Whether a repo's ``info`` holds the content of this JSON file."""
    key = key_of(path)
    found = repo.info.get(key)
    return path in found if key in (SHARDS, RECIPES, CODE, DESCRIBED) and isinstance(found, dict) else key in repo.info


def misshapen(path: str, value: Any) -> str | None:
    """Why a JSON file is not what its name says, in words; None when it is."""
    if is_description(path) and not told_anything(path, value):
        return "nothing of it can be read"
    if is_recipe(path) or is_code(path) or is_description(path):
        return None
    if not isinstance(value, dict):
        return "it is no mapping"
    if path == ADAPTER:
        named = value.get("base_model_name_or_path")
        return None if named is None or isinstance(named, str) else "its base_model_name_or_path is no text"
    return "it names no shards" if path != CONFIG and not names_of(value) else None
