"""A catalog's file, written: one form for the bundled catalog and a company's own (see ``collect/catalog``)."""

import json
import zlib
from collections.abc import Iterable, Sequence

from scanner.collect.catalog import MAGIC, block_of

#: Records that one block holds, about: a look-up unpacks one block.
_IN_BLOCK = 70


def pack(lines: Iterable[tuple[str, str]], sources: Sequence[str], models: int, blocks: int | None = None) -> bytes:
    """The bytes of a catalog: magic, length and header as JSON, then the blocks. ``lines`` are keys (lower-cased ids,
    ``datasets/`` before those of datasets) with their JSON, in order; ``models`` how many of them are models."""
    listed = list(lines)
    count = blocks or max(1, len(listed) // _IN_BLOCK)
    texts: list[list[str]] = [[] for _ in range(count)]
    for key, line in listed:
        texts[block_of(key, count)].append(f"{key}\t{line}\n")
    squeezed = [zlib.compress("".join(block).encode(), 9) for block in texts]
    header = {"sources": list(sources), "models": models, "sizes": [len(block) for block in squeezed]}
    head = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    return MAGIC + len(head).to_bytes(4, "big") + head + b"".join(squeezed)
