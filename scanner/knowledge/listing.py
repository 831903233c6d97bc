"""What lies below a folder of knowledge: every YAML file with its size and time of change. Imports little."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: What was looked at ahead, until it is asked for.
_ahead: dict[str, list[tuple[str, str]]] = {}


def look_ahead(folder: str) -> None:
    """Look at a folder before other threads run: each of its hundreds of files would give way to them."""
    try:
        _ahead[folder] = [*_below(folder, "")]
    except OSError:
        return  # whoever needs it says so


def files(folder: str) -> list[tuple[str, str]]:
    """``(relative path, size and time of change)`` of each YAML file, in path order. Raises OSError."""
    return _ahead.pop(folder, None) or [*_below(folder, "")]


def _below(folder: str, base: str) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".yaml"):
            stat = entry.stat()
            yield base + entry.name, f"{stat.st_size}.{stat.st_mtime_ns}"
        elif entry.is_dir() and not entry.name.startswith((".", "__")):
            yield from _below(entry.path, f"{base}{entry.name}/")
