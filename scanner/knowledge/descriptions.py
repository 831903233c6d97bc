"""Small files in which an author describes a model, or its terms, to machines: by their names, which are a record of
``rules/patterns.yaml``."""

from collections.abc import Iterable
from functools import lru_cache

from scanner.knowledge.patterns import recorded
from scanner.model.snapshot import Json
from scanner.text.maps import is_map

#: Under which name what they say stands in ``Repo.info``, by path.
DESCRIBED = "x_described"
_NAMES = recorded("describes-model")
_MOST = 8


@lru_cache(maxsize=4096)
def is_description(path: str) -> bool:
    """Whether a file is such a one by its path; what a map of licences is called as is none."""
    data = "/" not in path and path.lower().endswith((".json", ".yaml", ".yml", ".civitai.info"))
    return data and not is_map(path) and _NAMES.search(path) is not None


def described_in(paths: Iterable[str]) -> tuple[str, ...]:
    """Those among some paths, to a bound."""
    return tuple(sorted(filter(is_description, paths))[:_MOST])


def told_anything(path: str, data: Json) -> bool:
    """Whether what was read of such a file is what its name says: of broken YAML nothing is left, or a text."""
    return path.endswith(".json") or (isinstance(data, dict) and bool(data))
