"""The header of a GGUF file, read from its first bytes: bounded in time and memory, whatever it claims.

The ``gguf`` package maps whole files and needs NumPy; facts about licence and origin stand in the first kilobytes.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from scanner.collect.headers.safetensors import notes
from scanner.model.snapshot import Json

_MAX_KEYS = 4096
_MAX_TENSORS = 200_000
_MAX_KEY = 300
_MAX_TEXT = 2000
_MAX_BASES = 50
_STRING, _ARRAY = 8, 9
#: struct code of each scalar type.
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_SOURCES = ("source.huggingface.repository", "source.repo_url", "source.url")
_LICENCE = ("license", "license.name", "license.link")
_PLAIN = ("license", "name", "author", "organization", "architecture", "type", "basename", "size_label")


class _ShortError(Exception):
    """The bytes at hand end before the header does, or it claims what cannot be."""


class _Reader:
    """A place in the bytes; ``order`` is ``<`` or ``>``, ``counts`` the struct code of a length."""

    def __init__(self, data: bytes, order: str, counts: str) -> None:
        self.data, self.at, self.order, self.counts = data, 8, order, counts

    def take(self, length: int) -> bytes:
        if length < 0 or length > len(self.data) - self.at:
            raise _ShortError
        self.at += length
        return self.data[self.at - length : self.at]

    def scalar(self, code: str) -> Any:
        kind = self.order + code
        return struct.unpack(kind, self.take(struct.calcsize(kind)))[0]

    def count(self) -> int:
        found: int = self.scalar(self.counts)
        return found

    def text(self) -> str:
        return self.take(self.count()).decode("utf-8", "replace")

    def value(self, kind: int) -> Json:
        """A value; of arrays only lists of short texts are kept."""
        if kind == _STRING:
            return self.text()[:_MAX_TEXT]
        if kind == _ARRAY:
            return self._array()
        if kind not in _SCALARS:
            raise _ShortError
        return self.scalar(_SCALARS[kind])

    def _array(self) -> Json:
        kind, length = self.scalar("I"), self.count()
        if kind in _SCALARS:
            self.take(struct.calcsize(self.order + _SCALARS[kind]) * length)
            return None
        if kind != _STRING:
            raise _ShortError
        kept = []
        for number in range(min(length, len(self.data))):
            text = self.text()
            if number < _MAX_BASES:
                kept.append(text[:_MAX_KEY])
        return kept


class _Read(NamedTuple):
    pairs: Mapping[str, Json]
    parameters: int | None
    truncated: bool


def read(data: bytes) -> dict[str, Json] | None:
    """What a GGUF says of itself; None when the bytes are no GGUF."""
    reader = _opened(data)
    if reader is None:
        return None
    found = _read(reader)
    general = {key.removeprefix("general."): value for key, value in found.pairs.items() if key.startswith("general.")}
    said: dict[str, Json] = {"format": "gguf"}
    said |= {key: general[key] for key in _PLAIN if isinstance(general.get(key), str) and general[key]}
    said |= _texts(
        license_name=general.get("license.name"),
        license_link=general.get("license.link"),
        source=next((general[key] for key in _SOURCES if general.get(key)), None),
    )
    said |= {"notes": told} if (told := notes({key: general[key] for key in general if key not in _LICENCE})) else {}
    said |= {"base_models": bases} if (bases := list(_bases(general))) else {}
    said |= {"parameters": found.parameters} if found.parameters else {}
    said |= {"parts": parts} if (parts := _parts(found.pairs)) else {}
    said |= {"adapter": general["type"] == "adapter"} if isinstance(general.get("type"), str) else {}
    return said | ({"truncated": True} if found.truncated else {})


def _texts(**values: Json) -> dict[str, Json]:
    return {key: value for key, value in values.items() if isinstance(value, str) and value}


def _opened(data: bytes) -> _Reader | None:
    if len(data) < 8 or data[:4] != b"GGUF":
        return None
    little, big = (struct.unpack(f"{order}I", data[4:8])[0] for order in "<>")
    version, order = (little, "<") if little < 2**16 else (big, ">")
    return _Reader(data, order, "I" if version == 1 else "Q") if 1 <= version < 100 else None


def _read(reader: _Reader) -> _Read:
    pairs: dict[str, Json] = {}
    try:
        tensors, keys = reader.count(), reader.count()
        if keys > _MAX_KEYS or tensors > _MAX_TENSORS:
            raise _ShortError
        for _ in range(keys):
            key = reader.text()[:_MAX_KEY]
            pairs[key] = reader.value(reader.scalar("I"))
        return _Read(pairs, sum(_sizes(reader, tensors)), False)
    except _ShortError:
        return _Read(pairs, None, True)


def _sizes(reader: _Reader, tensors: int) -> Iterator[int]:
    """How many numbers each tensor holds."""
    for _ in range(tensors):
        reader.text()
        dimensions = reader.scalar("I")
        if dimensions > 8:
            raise _ShortError
        size = 1
        for _ in range(dimensions):
            size *= reader.count()
        reader.take(4 + 8)
        yield min(size, 2**60)


def _bases(general: Mapping[str, Json]) -> Iterator[str]:
    count = general.get("base_model.count")
    for number in range(min(count, _MAX_BASES) if isinstance(count, int) else 0):
        said = [general.get(f"base_model.{number}.{key}") for key in ("repo_url", "url", "name")]
        found = next((text for text in said if isinstance(text, str) and text), None)
        if found:
            yield found


def _parts(pairs: Mapping[str, Json]) -> list[int] | None:
    which, total = pairs.get("split.no"), pairs.get("split.count")
    return [which, total] if isinstance(which, int) and isinstance(total, int) and total > 1 else None
