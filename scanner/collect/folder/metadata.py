"""What the Hub's API would say of the files of a local folder: configuration, shards, parameters."""

import json
from collections.abc import Mapping

from scanner.collect.folder.folder import Folder
from scanner.model.snapshot import Card, File, Json
from scanner.text.licence_files import decode
from scanner.text.recipes import is_recipe, recipe

MAX_JSON = 16 * 1024 * 1024
MAX_HEADERS = 256
_MAX_RECIPE = 512 * 1024
_CONFIG_SCALARS = (
    "model_type",
    "torch_dtype",
    "dtype",
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "vocab_size",
    "tie_word_embeddings",
    "_name_or_path",
)
_CONFIG_PARTS = ("auto_map", "quantization_config", "text_config", "vision_config", "audio_config")
_ADAPTER_KEYS = ("base_model_name_or_path", "peft_type", "task_type", "revision")


def info_of(folder: Folder, files: tuple[File, ...], card: Card | None) -> dict[str, Json]:
    """What the Hub's API would say of these files, under its own names."""
    paths = [file.path for file in files]
    indexes = {path: _sharded(folder, path) for path in paths if path.endswith(".index.json")}
    info: dict[str, Json] = {
        "library_name": _word(card, "library_name"),
        "pipeline_tag": _word(card, "pipeline_tag"),
        "config": _config(_object(folder, "config.json")) if "config.json" in paths else None,
        "x_recipes": _recipes(folder, paths) or None,
        "x_adapter_config": _adapter(folder) if "adapter_config.json" in paths else None,
        "x_shard_index": {path: names for path, names in indexes.items() if names is not None} or None,
        "safetensors": _safetensors(folder, paths),
    }
    return {key: value for key, value in info.items() if value is not None}


def _recipes(folder: Folder, paths: list[str]) -> dict[str, Json]:
    """Files of the folder itself that may name what the weights were made from."""
    found = {path: folder.read(path, _MAX_RECIPE) for path in [path for path in paths if is_recipe(path)][:6]}
    return {
        path: data for path, read in found.items() if read is not None and (data := _parsed(path, read[0])) is not None
    }


def _parsed(path: str, data: bytes) -> Json:
    try:
        return json.loads(data) if path.endswith(".json") else recipe(decode(data))
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
    picked = {key: config[key] for key in _CONFIG_SCALARS if isinstance(config.get(key), (str, int, float))}
    architectures = config.get("architectures")
    if isinstance(architectures, list):
        picked["architectures"] = [name for name in architectures if isinstance(name, str)][:50]
    for key in _CONFIG_PARTS:
        if isinstance(config.get(key), dict):
            parts = list(config[key].items())[:50]
            picked[key] = {name: value for name, value in parts if isinstance(value, (str, int, float))}
    return picked


def _adapter(folder: Folder) -> dict[str, Json]:
    config = _object(folder, "adapter_config.json") or {}
    return {key: config[key] for key in _ADAPTER_KEYS if isinstance(config.get(key), str)}


def _sharded(folder: Folder, path: str) -> list[str] | None:
    """The files that a shard index names, as written (relative to the index); None when it is no shard index."""
    weights = (_object(folder, path) or {}).get("weight_map")
    if not isinstance(weights, dict):
        return None
    return sorted({name for name in weights.values() if isinstance(name, str)})


def _safetensors(folder: Folder, paths: list[str]) -> dict[str, Json] | None:
    """Parameters by number format, summed over the headers of all safetensors files; None when one cannot be read."""
    found = [path for path in paths if path.endswith(".safetensors")]
    totals: dict[str, int] = {}
    for path in found if len(found) <= MAX_HEADERS else ():
        header = _header(folder, path)
        if header is None:
            return None
        for tensor in header.values():
            if isinstance(tensor, dict) and isinstance(tensor.get("dtype"), str):
                totals[tensor["dtype"]] = totals.get(tensor["dtype"], 0) + _size(tensor.get("shape"))
    return {"parameters": dict(sorted(totals.items())), "total": sum(totals.values())} if totals else None


def _header(folder: Folder, path: str) -> Mapping[str, Json] | None:
    start = folder.read(path, 8)
    length = int.from_bytes(start[0], "little") if start and len(start[0]) == 8 else 0
    read = folder.read(path, 8 + length) if 2 <= length <= MAX_JSON else None
    try:
        header = json.loads(read[0][8:]) if read else None
    except (ValueError, RecursionError):
        return None
    return (
        {name: value for name, value in header.items() if name != "__metadata__"} if isinstance(header, dict) else None
    )


def _size(shape: Json) -> int:
    size = 1
    for length in shape if isinstance(shape, list) and len(shape) <= 16 else [0]:
        size *= length if isinstance(length, int) and 0 <= length < 2**40 else 0
    return min(size, 2**60)
