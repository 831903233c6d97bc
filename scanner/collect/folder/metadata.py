"""What the Hub's API would say of the files of a local folder: configuration, shards, parameters; and what the weight
files among them say of themselves: their headers, and pointers that stand in for them."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scanner.collect.folder.folder import Folder
from scanner.collect.headers import POINTER_BOUND, pointer_kind, read_header
from scanner.collect.relations.code import CODE
from scanner.knowledge.descriptions import DESCRIBED, described_in
from scanner.knowledge.formats import formats
from scanner.knowledge.lineage_places import config_keys, may_name_a_base, recipes_wanted
from scanner.knowledge.patterns import listed, recorded
from scanner.model.snapshot import Card, File, Json
from scanner.text.licence_files import decode
from scanner.text.licence_keys import licences_told
from scanner.text.recipes import NAMES, TOTALS, data_of, names_of, total_of

#: Keys of a config that speak of the grant.
_SPEAKS = recorded("key-speaks")
MAX_JSON = 16 * 1024 * 1024
_MAX_RECIPE = 512 * 1024
_CONFIG_PARTS = ("auto_map", "quantization_config", "text_config", "vision_config", "audio_config")
_ADAPTER_KEYS = ("base_model_name_or_path", "peft_type", "task_type", "revision", "license")


def info_of(folder: Folder, files: tuple[File, ...], card: Card | None) -> dict[str, Json]:
    """What the Hub's API would say of these files, under its own names."""
    paths = [file.path for file in files]
    indexes = {path: _object(folder, path) for path in paths if path.endswith(".index.json")}
    sharded = {path: index for path, index in indexes.items() if isinstance((index or {}).get("weight_map"), dict)}
    said = weights_said(folder, files)
    info: dict[str, Json] = {
        "library_name": _word(card, "library_name"),
        "pipeline_tag": _word(card, "pipeline_tag"),
        "config": _config(_object(folder, "config.json")) if "config.json" in paths else None,
        "x_recipes": _recipes(folder, paths) or None,
        DESCRIBED: _read(folder, described_in(paths)) or None,
        "x_adapter_config": _adapter(folder) if "adapter_config.json" in paths else None,
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


def _config(config: Mapping[str, Json] | None) -> dict[str, Json] | None:
    if config is None:
        return None
    named = config_keys()
    picked = {
        key: config[key]
        for key in (*listed("config-scalars"), *named)
        if isinstance(config.get(key), (str, int, float))
    }
    picked |= {key: one for key, one in config.items() if isinstance(one, str) and may_name_a_base(key)}
    picked |= {key: one for key, one in config.items() if isinstance(one, (str, bool)) and _SPEAKS.search(key)}
    if told := licences_told(config):
        picked["license"] = [*told]
    architectures = config.get("architectures")
    if isinstance(architectures, list):
        picked["architectures"] = [name for name in architectures if isinstance(name, str)][:50]
    for key in dict.fromkeys((*_CONFIG_PARTS, *(name.partition(".")[0] for name in named))):
        if isinstance(config.get(key), dict):
            parts = list(config[key].items())[:50]
            picked[key] = {name: value for name, value in parts if _is_simple(value)}
    return picked


def _is_simple(value: Json) -> bool:
    """Whether a value is a word or a number, or (a tokenizer's ``auto_map``) a few of them."""
    if isinstance(value, list):
        return len(value) <= 10 and all(item is None or isinstance(item, str) for item in value)
    return isinstance(value, (str, int, float))


def _adapter(folder: Folder) -> dict[str, Json]:
    config = _object(folder, "adapter_config.json") or {}
    return {key: config[key] for key in _ADAPTER_KEYS if isinstance(config.get(key), str)}


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
