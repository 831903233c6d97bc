"""Files without which a repo cannot be loaded: the Python files that a config's ``auto_map`` names, a data set's script
and what it left (``dataset_infos.json``)."""

from collections.abc import Iterator

from scanner.model.fields import mapping, strings
from scanner.model.snapshot import Json, Repo

#: Under which name what they say stands in ``Repo.info``, by path.
CODE = "x_code"
_MOST = 6
_INFOS = "dataset_infos.json"


def is_code(path: str) -> bool:
    """Whether a file is such code by its name."""
    return path.endswith(".py") or path == _INFOS


def needed_code(repo: Repo) -> tuple[str, ...]:
    """Their paths, as far as they lie in the repo."""
    paths = {file.path for file in repo.files or () if is_code(file.path)}
    if not paths:
        return ()
    found = sorted(path for path in paths if "/" not in path) if repo.repo_type == "dataset" else _mapped(repo)
    return tuple(dict.fromkeys(path for path in found if path in paths))[:_MOST]


def _mapped(repo: Repo) -> Iterator[str]:
    """``{"AutoModel": "modeling_x.XModel"}``; a tokenizer has two such values, of which one may be null."""
    for key in ("x_config", "config"):
        config = mapping(repo.info.get(key))
        for told in (config, mapping(config.get("tokenizer_config"))):
            for value in mapping(told.get("auto_map")).values():
                yield from map(_path, strings(value))


def _path(name: Json) -> str:
    """The file of a class; one of another repo (``acme/other--modeling_x.XModel``) is none of this one's."""
    return "" if "--" in name else f"{name.rpartition('.')[0].replace('.', '/')}.py"
