"""The header of a safetensors file: eight bytes of length and a JSON object, read from the file's first bytes."""

import json
from collections.abc import Mapping

from scanner.knowledge.patterns import recorded
from scanner.model.snapshot import Json
from scanner.text.late import late

#: The library itself refuses longer headers.
_MAX_HEADER = 100_000_000
_MAX_TEXT = 2000
_MAX_NOTES = 20
_SPEC = "modelspec."
#: Keys that name the licence, the surest first; a base; and those under which words on use stand.
_LICENSES = (_SPEC + "license", "license", "licence", "License", "license_id", "general.license")
_BASES = (
    "ss_sd_model_name", "base_model", "base_model_id", "base_model_name_or_path", "finetuned_from",
    "general.base_model",
)  # fmt: skip
_NOTES = recorded("header-notes")
#: Tensors of adapters as PEFT, diffusers, kohya and LyCORIS name them.
_ADAPTER = late(
    r"lora_[abAB]\b|lora_(?:up|down|mid|A|B|embedding)|\.hada_w|\.lokr_w|\.ia3_|oft_blocks|\.lora\.|lora_linear"
)
_METADATA = late(r'\s*\{\s*"__metadata__"\s*:\s*')


def read(data: bytes, whole: bool = False) -> dict[str, Json] | None:
    """What a safetensors file says of itself; None when the bytes are none. ``whole``: ``data`` is all of the file."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 10 or not 2 <= length <= _MAX_HEADER or data[8:9] not in (b"{", b" "):
        return None
    text = data[8 : 8 + length].decode("utf-8", "replace")
    if len(data) < 8 + length:
        return None if whole else {"format": "safetensors", **_stated(_front(text)), "truncated": True}
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict):
        return None
    stated = header.pop("__metadata__", None)
    tensors = {name: one for name, one in header.items() if isinstance(one, dict)}
    said = {"format": "safetensors", **_stated(stated), **_counted(tensors, 8 + length)}
    if tensors and "adapter" not in said:
        said["adapter"] = sum(_ADAPTER.search(name) is not None for name in tensors) * 2 > len(tensors)
    return said


def _front(text: str) -> Json:
    """The metadata of a header that is cut short; they mostly stand first."""
    start = _METADATA.match(text)
    if start is None:
        return None
    try:
        return json.JSONDecoder().raw_decode(text, start.end())[0]
    except (ValueError, RecursionError):
        return None


def _stated(metadata: Json) -> dict[str, Json]:
    """What trainers write: the model specification's keys, and those of kohya's scripts."""
    if not isinstance(metadata, dict):
        return {}
    given = {key: value[:_MAX_TEXT] for key, value in metadata.items() if isinstance(value, str) and value}
    said: dict[str, Json] = {
        "license": next((given[key] for key in _LICENSES if key in given), None),
        "notes": notes({key: value for key, value in given.items() if key not in _LICENSES}),
        "name": given.get(_SPEC + "title") or given.get("ss_output_name"),
        "author": given.get(_SPEC + "author"),
        "architecture": given.get(_SPEC + "architecture"),
        "base_version": given.get("ss_base_model_version"),
        "base_models": [base] if (base := next((given[key] for key in _BASES if key in given), None)) else None,
        "adapter": True if _is_adapter(given) else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def notes(given: Mapping[str, Json]) -> dict[str, Json] | None:
    """The texts under keys that speak of use, to a bound; None where there is none."""
    found = [one for one in given.items() if _NOTES.search(one[0]) and isinstance(one[1], str)]
    return dict(found[:_MAX_NOTES]) or None


def _is_adapter(given: Mapping[str, str]) -> bool:
    architecture = given.get(_SPEC + "architecture", "").lower()
    return "ss_network_module" in given or "lora_adapter_metadata" in given or "/" in architecture


def _counted(tensors: Mapping[str, Mapping[str, Json]], start: int) -> dict[str, Json]:
    """Parameters by number format, and the bytes that the file must have."""
    dtypes: dict[str, int] = {}
    end = 0
    for one in tensors.values():
        if isinstance(one.get("dtype"), str):
            dtypes[one["dtype"][:20]] = dtypes.get(one["dtype"][:20], 0) + _size(one.get("shape"))
        offsets = one.get("data_offsets")
        if isinstance(offsets, list) and len(offsets) == 2 and isinstance(offsets[1], int):
            end = max(end, min(offsets[1], 2**62))
    if not dtypes:
        return {}
    most = max(sorted(dtypes), key=lambda name: dtypes[name])
    return {
        "parameters": sum(dtypes.values()),
        "dtypes": dict(sorted(dtypes.items())),
        "dtype": most,
        "bytes": start + end,
    }


def _size(shape: Json) -> int:
    size = 1
    for length in shape if isinstance(shape, list) and len(shape) <= 16 else [0]:
        size *= length if isinstance(length, int) and 0 <= length < 2**40 else 0
    return min(size, 2**60)
