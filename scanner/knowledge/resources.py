"""Where the files that ship beside the code lie (``rules/`` and ``templates/``), and every YAML file below a folder of
knowledge, with its size and time of change.

A wheel carries them under ``scanner/data``; a checkout (and an editable install) has them at its root, where a change
is seen at once. Asked for before the first requests leave: it imports little, ``pathlib`` where a path is wanted.
"""
# ruff: noqa: PTH112, PTH118, PTH120

from __future__ import annotations

import os
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@cache
def _base() -> str:
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    shipped = os.path.join(package, "data")
    return shipped if os.path.isdir(shipped) else os.path.dirname(package)


def rules_path() -> str:
    """Where :func:`rules_dir` is."""
    return os.path.join(_base(), "rules")


@cache
def rules_dir() -> Path:
    """The folder of rule, licence, term and policy files, and of the catalog."""
    from pathlib import Path

    return Path(rules_path())


@cache
def templates_dir() -> Path:
    """The folder of report templates."""
    from pathlib import Path

    return Path(_base(), "templates")


#: What was looked at ahead, until it is asked for.
_ahead: dict[str, list[tuple[str, str]]] = {}


def look_ahead(folder: str) -> None:
    """Look at a folder before other threads run: each of its hundreds of files would give way to them."""
    try:
        _ahead[folder] = [*_below(folder, "")]
    except OSError:
        return  # whoever needs it says so


def yaml_files(folder: str) -> list[tuple[str, str]]:
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
