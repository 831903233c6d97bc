"""The Hub's answers, believed field by field: what has the right type and a sane size is kept, the rest is named."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scanner.model.ids import is_hex
from scanner.model.snapshot import File, Unread

MAX_LISTED = 100_000
_MAX_TEXT = 20_000
#: Bulk of which nothing is read: of answers, and of a config the names of the classes that a model tells apart.
DROPPED = frozenset(
    "verifyToken widgetData widget chat_template id2label label2id label_names label_descriptions".split()
)

Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 1000


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _gate(value: Any) -> bool:
    return isinstance(value, bool) or value in ("auto", "manual")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _either(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _bases(value: Any) -> bool:
    """``{"relation": r, "models": [{"id": ...}]}``, a list of such, or a list of ids."""
    if isinstance(value, list):
        return all(isinstance(item, str) or (isinstance(item, dict) and _bases(item)) for item in value)
    models = value.get("models", [value]) if isinstance(value, dict) else None
    return isinstance(models, list) and all(
        isinstance(model, str) or (isinstance(model, dict) and isinstance(model.get("id"), str)) for model in models
    )


#: The fields of an answer that are kept, and what each must be.
FIELDS: Mapping[str, tuple[Check, str]] = {
    "id": (_text, "text"),
    "author": (_text, "text"),
    "sha": (_text, "text"),
    "createdAt": (_text, "text"),
    "lastModified": (_text, "text"),
    "pipeline_tag": (_text, "text"),
    "library_name": (_text, "text"),
    "gated": (_gate, "false, auto or manual"),
    "private": (_flag, "true or false"),
    "disabled": (_flag, "true or false"),
    "downloads": (_count, "a count"),
    "downloadsAllTime": (_count, "a count"),
    "likes": (_count, "a count"),
    "usedStorage": (_count, "a count"),
    "tags": (_texts, "a list of texts"),
    "cardData": (_mapping, "a mapping"),
    "config": (_mapping, "a mapping"),
    "transformersInfo": (_mapping, "a mapping"),
    "safetensors": (_mapping, "a mapping"),
    "gguf": (_mapping, "a mapping"),
    "baseModels": (_bases, "a list of models"),
    "model-index": (_either, "a list"),
    "evalResults": (_either, "a list"),
}


#: Fields that the Hub never leaves out of an answer that was to hold them: their silence tells nothing.
ALWAYS = ("gated", "disabled", "tags")
#: Fields in which terms and bases stand: what is cut off them is unread.
_TELLING = ("tags", "cardData", "baseModels")
_RESULTS = "model-index"
_NODES, _DEPTH = 20_000, 12


def read_info(answer: Any) -> tuple[dict[str, Any], list[Unread]]:
    """The known fields of an API answer, bounded, and what is unread: left out for being of the wrong type, or not
    there though the Hub always has it. Any other field that is null is as one that is absent."""
    info: dict[str, Any] = {}
    unread: list[Unread] = []
    for name in FIELDS:
        value = answer.get(name)
        if value is not None:
            believe(name, value, info, unread)
        elif name in ALWAYS:
            unread.append(Unread(what=f"api:{name}", reason="the Hub's answer does not have it"))
    return info, unread


def without_tags(info: dict[str, Any]) -> list[Unread]:
    """The tags as unread where there are none though the Hub would have made one of the licence that the card
    states."""
    card = info.get("cardData")
    stated = card.get("license") if isinstance(card, dict) else None
    if info.get("tags") != [] or not isinstance(stated, str) or not stated.strip():
        return []
    return [Unread(what="api:tags", reason="empty, though the Hub makes one of the licence that a card states")]


def believe(name: str, value: Any, info: dict[str, Any], unread: list[Unread]) -> None:
    """Take a field's value into ``info`` if it is what it must be, else into ``unread``."""
    check, wanted = FIELDS[name]
    if not check(value):
        unread.append(Unread(what=f"api:{name}", reason=f"the Hub sent {_kind(value)} where {wanted} was expected"))
        return
    info[name], cut = _kept(value)
    if cut and name in _TELLING:
        unread.append(Unread(what=f"api:{name}", reason="longer than is read"))


def _kept(value: Any) -> tuple[Any, bool]:
    """A value bounded, and whether some of it was cut off; a card's results, which may be long, come last and are not
    missed."""
    results = value.get(_RESULTS) if isinstance(value, dict) else None
    if results is None:
        return bounded(value)
    kept, cut = bounded({key: item for key, item in value.items() if key != _RESULTS})
    return {**kept, _RESULTS: bounded(results)[0]}, cut


def bounded(value: Any, nodes: int = _NODES) -> tuple[Any, bool]:
    """``value`` with at most ``nodes`` values and a bounded depth, long texts cut, unread bulk left out; and whether
    values were cut off."""
    left = [nodes]
    return _bounded(value, _DEPTH, left), left[0] <= 0


def _bounded(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if isinstance(value, str):
        return sound(value[:_MAX_TEXT])
    if isinstance(value, dict):
        if depth <= 0:
            return {}
        kept = ((key, item) for key, item in value.items() if key not in DROPPED and len(key) <= 500)
        return {sound(key): _bounded(item, depth - 1, left) for key, item in kept if left[0] > 0}
    if isinstance(value, list):
        return [_bounded(item, depth - 1, left) for item in value if left[0] > 0] if depth > 0 else []
    return value if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)) else None


def sound(text: str) -> str:
    """``text`` without lone surrogates, which no file or terminal can take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _kind(value: Any) -> str:
    names = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    return names.get(type(value), "something else")


def read_files(listed: Any) -> tuple[tuple[File, ...] | None, list[Unread]]:
    """The file list from ``siblings`` or a page of the tree; None when there is none."""
    if listed is None:
        return None, []
    if not isinstance(listed, list):
        return None, [Unread(what="api:siblings", reason=f"the Hub sent {_kind(listed)} where a list was expected")]
    files = _agreed(tuple(_files(listed[:MAX_LISTED])))
    unread = []
    if odd := sum(1 for item in listed if not _is_entry(item)):
        return None, [Unread(what="api:siblings", reason=f"the Hub sent {odd} files without a name")]
    if odd := sum(1 for file in files if not _is_canonical(file.path)):
        unread.append(Unread(what="api:siblings", reason=f"the Hub lists {odd} files by no path of a repo's"))
    if len(listed) > MAX_LISTED:
        unread.append(Unread(what="api:siblings", reason=f"more than {MAX_LISTED} files; the rest were not read"))
    return files, unread


def _is_canonical(path: str) -> bool:
    """Whether a path is written as the Hub writes it: it is compared, letter by letter, with the names that matter."""
    return "\\" not in path and {"", ".", ".."}.isdisjoint(path.split("/"))


def _agreed(files: tuple[File, ...]) -> tuple[File, ...]:
    """Each file once; of one that is listed twice, differently, only the name is known."""
    by_path: dict[str, File] = {}
    for file in files:
        known = by_path.setdefault(file.path, file)
        if known != file:
            by_path[file.path] = File(path=file.path)
    return files if len(by_path) == len(files) else tuple(by_path.values())


def _is_entry(item: Any) -> bool:
    path = item.get("rfilename", item.get("path")) if isinstance(item, dict) else None
    return isinstance(path, str) and 0 < len(path) <= 4096


def _files(listed: list[Any]) -> Iterator[File]:
    for item in listed:
        if _is_entry(item) and item.get("type", "file") == "file":
            path = item.get("rfilename", item.get("path"))
            yield File(path=sound(path), size=_size(item), sha256=_sha256(item.get("lfs")))


def _size(item: dict[str, Any]) -> int | None:
    """The size, where all that tells it agrees."""
    lfs = item.get("lfs")
    told = [item.get("size"), lfs.get("size") if isinstance(lfs, dict) else None]
    sizes = [size for size in told if size is not None]
    return sizes[0] if sizes and _count(sizes[0]) and all(size == sizes[0] for size in sizes) else None


def _sha256(lfs: Any) -> str | None:
    found = lfs.get("sha256", lfs.get("oid")) if isinstance(lfs, dict) else None
    return found if is_hex(found, 64) else None
