"""``rules/lineage-forms/places.yaml``: keys, files and parts of a config that name a base."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache, cached_property, lru_cache
from typing import Literal, TypeAlias

from scanner.knowledge.store import records, shipped
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json
from scanner.model.words import Relation
from scanner.text.precompiled import pattern_of

#: ``stated``: the repo says that this is its base. ``hinted``: a name, a folder or free prose points to it.
Strength: TypeAlias = Literal["stated", "hinted"]
_MAX_RECIPES = 12
_FILE = "lineage-forms/places.yaml"


@dataclass(frozen=True)
class BaseKey:
    """What a front-matter key says of the base that it names."""

    relation: Relation
    strength: Strength


@dataclass(frozen=True)
class BaseFile:
    """A kind of file that names a base, by its path; ``keys`` lead to the name, the surest first."""

    id: str
    says: str
    names: str
    relation: Relation
    strength: Strength
    keys: tuple[str, ...]
    kind: str = ""
    fires: tuple[Mapping[str, Json], ...] = ()
    not_: tuple[Mapping[str, Json], ...] = field(default=(), metadata={"json": "not"})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return pattern_of(self.names)


@lru_cache(maxsize=1024)
def fold_key(key: str) -> str:
    """A key as it is looked up: lower case, underscores."""
    return re.sub(r"[\s-]+", "_", key.strip().lower())


@cache
def base_keys() -> Mapping[str, BaseKey]:
    """The front-matter keys that name a base, folded."""
    groups = shipped(_FILE)["keys"]
    return {key: BaseKey(one["relation"], one["strength"]) for one in groups for key in one["keys"]}


@cache
def base_files() -> tuple[BaseFile, ...]:
    """Every kind of file that names a base."""
    return records(BaseFile, _FILE, "files")


@lru_cache(maxsize=4096)
def base_file(path: str) -> BaseFile | None:
    """The kind of a file by its path, where it is one."""
    low = path.lower()
    if not low.endswith((".json", ".yaml", ".yml", ".sh", "modelfile")):
        return None
    return next((one for one in base_files() if one.pattern.fullmatch(low)), None)


def is_recipe(path: str) -> bool:
    """Whether a file names what the weights were made from, or may."""
    return base_file(path) is not None


def recipes_wanted(paths: Iterable[str]) -> list[str]:
    """Those that are read: what states a base first; of what only hints at one not more than so many."""
    return sorted(filter(is_recipe, paths), key=lambda path: (not states_base(path), path))[:_MAX_RECIPES]


def states_base(path: str) -> bool:
    """Whether what such a file names counts as stated: then it is needed."""
    found = base_file(path)
    return found is not None and found.strength == "stated"


@cache
def config_keys() -> tuple[str, ...]:
    """The keys of a config that name what it, or a part of it, was loaded from."""
    return tuple(shipped(_FILE)["config"])


@cache
def data_keys() -> tuple[str, ...]:
    """The keys of what sets a training under which its data stand."""
    return tuple(shipped(_FILE)["data"])


@cache
def _config_like() -> tuple[re.Pattern[str], re.Pattern[str]]:
    told = shipped(_FILE)["config_like"]
    return re.compile(told["keys"]), re.compile(told["never"])


def may_name_a_base(key: str) -> bool:
    """Whether what stands under a key of a config is what it was made from, where it is an id with its owner."""
    found, never = _config_like()
    folded = fold_key(key)
    return found.search(folded) is not None and never.search(folded) is None


def leading_to(data: Json, key: str) -> Json:
    """What stands under a key, or under a path of keys joined by dots; None without."""
    if isinstance(data, (dict, Mapping)) and key in data:
        return data[key]
    for part in key.split("."):
        if not isinstance(data, (dict, Mapping)):
            return None
        data = data.get(part)
    return data
