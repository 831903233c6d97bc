"""What the weight files of a local folder say of themselves: their headers, and pointers that stand in for them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scanner.collect.folder.folder import Folder
from scanner.collect.headers import POINTER_BOUND, pointer_kind, read_header
from scanner.knowledge.formats import formats
from scanner.model.snapshot import File, Json

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
