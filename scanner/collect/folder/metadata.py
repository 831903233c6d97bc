"""What the Hub's API would say of the files of a local folder: configuration, shards, parameters; and what the weight
files among them say of themselves: their headers, and pointers that stand in for them."""

import json
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from scanner.collect.folder.folder import Folder
from scanner.collect.headers import POINTER_BOUND, pointer_kind, read_header
from scanner.collect.hub.fields import bounded
from scanner.collect.relations.code import CODE
from scanner.knowledge.descriptions import DESCRIBED, described_in
from scanner.knowledge.formats import formats
from scanner.knowledge.lineage_places import recipes_wanted
from scanner.model.snapshot import Card, File, Json, Unread
from scanner.text.licence_files import decode
from scanner.text.recipes import NAMES, TOTALS, data_of, names_of, total_of

MAX_JSON = 16 * 1024 * 1024
_MAX_RECIPE = 512 * 1024
#: Configurations, and where the Hub's API, or what is collected from it, has them.
_CONFIGS = {"config.json": "config", "adapter_config.json": "x_adapter_config"}


def info_of(folder: Folder, files: tuple[File, ...], card: Card | None) -> dict[str, Json]:
    """What the Hub's API would say of these files, under its own names, their configurations apart."""
    paths = [file.path for file in files]
    indexes = {path: _object(folder, path) for path in paths if path.endswith(".index.json")}
    sharded = {path: index for path, index in indexes.items() if isinstance((index or {}).get("weight_map"), dict)}
    said = weights_said(folder, files)
    info: dict[str, Json] = {
        "library_name": _word(card, "library_name"),
        "pipeline_tag": _word(card, "pipeline_tag"),
        "x_recipes": _recipes(folder, paths) or None,
        DESCRIBED: _read(folder, described_in(paths)) or None,
        NAMES: {path: names_of(index) for path, index in sharded.items()} or None,
        TOTALS: {path: total for path, index in sharded.items() if (total := total_of(index)) is not None} or None,
        "x_headers": dict(said.headers) or None,
        "x_pointers": dict(said.pointers) or None,
        **parameters_said(said),
    }
    return {key: value for key, value in info.items() if value is not None}


def _recipes(folder: Folder, paths: list[str]) -> dict[str, Json]:
    """Files of the folder itself that may name what the weights were made from."""
    return _read(folder, recipes_wanted(paths))


def configs_said(folder: Folder, paths: Container[str]) -> tuple[dict[str, Json], list[Unread]]:
    """The folder's configurations, and those that could not be read whole."""
    found: dict[str, Json] = {}
    unread = []
    for path in [path for path in _CONFIGS if path in paths]:
        found[_CONFIGS[path]], cut = bounded(_object(folder, path))
        if cut or found[_CONFIGS[path]] is None:
            unread.append(Unread(what=path, reason="it is no mapping in JSON, or longer than is read"))
    return {key: one for key, one in found.items() if one is not None}, unread


def code_said(folder: Folder, paths: Iterable[str]) -> dict[str, Json]:
    """What Python files of the folder say of their terms."""
    found = _read(folder, paths)
    return {CODE: found} if found else {}


def _read(folder: Folder, paths: Iterable[str]) -> dict[str, Json]:
    found = {path: folder.read(path, _MAX_RECIPE) for path in paths}
    return {
        path: data for path, read in found.items() if read is not None and (data := _parsed(path, read[0])) is not None
    }


def _parsed(path: str, data: bytes) -> Json:
    try:
        return data_of(path, decode(data))
    except (ValueError, RecursionError):
        return None


def _word(card: Card | None, key: str) -> str | None:
    value = card.data.get(key) if card else None
    return value if isinstance(value, str) else None


def _object(folder: Folder, path: str) -> Mapping[str, Json] | None:
    read = folder.read(path, MAX_JSON)
    if read is None or read[1]:
        return None
    try:
        value = json.loads(read[0])
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


#: How many headers are read, and how much of each: a GGUF's vocabulary stands in its header.
MAX_HEADERS = 256
_MAX_GGUF = 16
_MAX_BYTES = 16 * 1024 * 1024
_FIRST = 1024 * 1024


class HeadersSaid(NamedTuple):
    """``headers`` and ``pointers`` by path; ``unread``: some safetensors file has no header that could be read."""

    headers: Mapping[str, Mapping[str, Json]]
    pointers: Mapping[str, str]
    unread: bool


def weights_said(folder: Folder, files: tuple[File, ...]) -> HeadersSaid:
    """Reads the first bytes of what is named like weights."""
    filed = formats().filed(file.path for file in files)
    named = [file for file, one in zip(files, filed, strict=True) if one.weights]
    pointers = _pointers(folder, named)
    tensors = [one.path for one in named if one.path not in pointers and one.path.lower().endswith(_TENSORS)]
    ggufs = [one.path for one in named if one.path not in pointers and one.path.lower().endswith(".gguf")]
    wanted = [*(tensors if len(tensors) <= MAX_HEADERS else ()), *ggufs[:_MAX_GGUF]]
    headers = {path: header for path in wanted if (header := _header(folder, path)) is not None}
    return HeadersSaid(headers, pointers, any(path not in headers for path in tensors))


_TENSORS = (".safetensors", ".sft")


def _pointers(folder: Folder, files: Iterable[File]) -> dict[str, str]:
    found = {}
    for file in files:
        if file.size and file.size < POINTER_BOUND and (read := folder.read(file.path, POINTER_BOUND)) is not None:
            kind = pointer_kind(read[0])
            if kind is not None:
                found[file.path] = kind
    return found


def _header(folder: Folder, path: str) -> Mapping[str, Json] | None:
    """The header in the first bytes; where they do not hold all of it, in more of them."""
    read = folder.read(path, _FIRST)
    if read is None:
        return None
    header = read_header(read[0], whole=not read[1])
    if header is not None and header.get("truncated") and read[1]:
        more = folder.read(path, _MAX_BYTES)
        header = read_header(more[0], whole=not more[1]) if more is not None else header
    return header


def parameters_said(said: HeadersSaid) -> dict[str, Json]:
    """The API's fields of these headers: ``safetensors`` over all files, ``gguf`` of the first."""
    dtypes: dict[str, int] = {}
    for header in said.headers.values():
        for dtype, count in (header.get("dtypes") or {}).items():
            dtypes[dtype] = dtypes.get(dtype, 0) + count
    found: dict[str, Json] = {}
    if dtypes and not said.unread:
        found["safetensors"] = {"parameters": dict(sorted(dtypes.items())), "total": sum(dtypes.values())}
    ggufs = [one for _, one in sorted(said.headers.items()) if one["format"] == "gguf" and one.get("parameters")]
    if ggufs and "parts" not in ggufs[0] and ggufs[0].get("type", "model") == "model":
        found["gguf"] = {"total": ggufs[0]["parameters"], "architecture": ggufs[0].get("architecture")}
    return found
