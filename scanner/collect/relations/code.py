"""Files without which a repo cannot be loaded: the Python files that a config's ``auto_map`` names, a data set's
script; and what speaks of its parts: what the script left (``dataset_infos.json``), cards of folders."""

from collections.abc import Collection, Iterator

from scanner.knowledge.page_names import is_page
from scanner.knowledge.patterns import recorded
from scanner.model.fields import config, mapping, strings
from scanner.model.snapshot import Json, Repo

#: Under which name what they say stands in ``Repo.info``, by path.
CODE = "x_code"
_MOST = 8
#: Code by its name alone: its head tells its author's terms wherever it is loaded from.
_OWN_CODE, _MOST_CALLED = recorded("code-of-model"), 3
_INFOS = "dataset_infos.json"
#: The card of a part of a data set, and the files by which a folder holds data.
_CARD = "/README.md"
_DATA = (".parquet", ".arrow", ".csv", ".tsv", ".json", ".jsonl", ".gz", ".zst", ".zip", ".tar", ".txt")


def is_code(path: str) -> bool:
    """Whether a file is such code by its name, or speaks of a part of a data set."""
    return path.endswith(".py") or path == _INFOS or (path.endswith(_CARD) and not is_page(path))


def needed_code(repo: Repo) -> tuple[str, ...]:
    """Their paths, as far as they lie in the repo."""
    paths = {file.path for file in repo.files or () if is_code(file.path)}
    if not paths:
        return ()
    found = _of_data(repo, paths) if repo.repo_type == "dataset" else [*_mapped(repo), *_called(paths)]
    return tuple(dict.fromkeys(path for path in found if path in paths))[:_MOST]


def _called(paths: Collection[str]) -> list[str]:
    """What is called as a model's own code is, whether or not its config names it; a few."""
    return sorted(path for path in paths if "/" not in path and _OWN_CODE.search(path))[:_MOST_CALLED]


def _of_data(repo: Repo, paths: Collection[str]) -> Iterator[str]:
    """Those of a data set: what bears its name and what that left, cards of folders that hold some of its data, other
    code at its root."""
    yield from (f"{repo.id.rpartition('/')[2]}.py", _INFOS)
    held = [file.path for file in repo.files or () if file.path.lower().endswith(_DATA)]
    cards = sorted(path for path in paths if path.endswith(_CARD))[:_MOST]
    yield from (path for path in cards if any(one.startswith(path.removesuffix("README.md")) for one in held))
    yield from sorted(path for path in paths if "/" not in path)


def _mapped(repo: Repo) -> Iterator[str]:
    """Those of a model: what ``auto_map`` names, and modules and parts of pipelines that are the repo's own."""
    own = {repo.id.lower(), repo.requested.lower()}
    told = config(repo)
    for one in (told, mapping(told.get("tokenizer_config"))):
        yield from (_path(name) for owner, name in mapped_classes(one) if not owner or owner.lower() in own)
    recipes = mapping(repo.info.get("x_recipes"))
    modules = recipes.get("modules.json")
    yield from (_path(str(mapping(one).get("type"))) for one in (modules if isinstance(modules, list) else ()))
    for part, kind in mapping(recipes.get("model_index.json")).items():  # ["pipeline_x", "X"], of a part in its folder
        if isinstance(kind, (list, tuple)) and len(kind) == 2 and isinstance(kind[0], str):
            yield f"{kind[0]}.py" if part == "_class_name" else f"{part}/{kind[0]}.py"


def mapped_classes(config: Json) -> Iterator[tuple[str, str]]:
    """The classes of ``auto_map``, each with the repo that it is another's of: ``{"AutoModel": "modeling_x.XModel"}``,
    ``"acme/other--modeling_x.XModel"``. A tokenizer has two such values, of which one may be null."""
    for value in mapping(mapping(config).get("auto_map")).values():
        for text in strings(value):
            owner, parted, name = text.rpartition("--")
            yield owner if parted else "", name


def _path(name: str) -> str:
    return f"{name.rpartition('.')[0].replace('.', '/')}.py"
