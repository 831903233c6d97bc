"""Small headers, made byte by byte."""

import json
import struct
from typing import Any


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def gguf(pairs: dict[str, Any], tensors: dict[str, tuple[int, ...]] | None = None, version: int = 3) -> bytes:
    """A GGUF header with strings, integers and lists of strings."""
    named = tensors or {}
    data = b"GGUF" + struct.pack("<IQQ", version, len(named), len(pairs))
    for key, value in pairs.items():
        data += text(key)
        if isinstance(value, str):
            data += struct.pack("<I", 8) + text(value)
        elif isinstance(value, list):
            data += struct.pack("<IIQ", 9, 8, len(value)) + b"".join(text(item) for item in value)
        else:
            data += struct.pack("<II", 4, value)
    for name, shape in named.items():
        data += text(name) + struct.pack("<I", len(shape)) + b"".join(struct.pack("<Q", size) for size in shape)
        data += struct.pack("<IQ", 0, 0)
    return data


def safetensors(tensors: dict[str, tuple[int, ...]], metadata: dict[str, str] | None = None) -> bytes:
    """A whole safetensors file of 32-bit floats."""
    header: dict[str, Any] = {"__metadata__": metadata} if metadata else {}
    end = 0
    for name, shape in tensors.items():
        size = 4
        for length in shape:
            size *= length
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [end, end + size]}
        end += size
    data = json.dumps(header).encode()
    return struct.pack("<Q", len(data)) + data + bytes(end)
