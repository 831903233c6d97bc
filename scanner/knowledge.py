"""``rules/`` read once and kept: every YAML file as plain data, compiled into one JSON file beside them.

The folder is the only registry. The compiled copy is keyed by each file's path, size and time of change, as Python
keys its own ``__pycache__``, so an edited file is seen at once; it is only ever a copy, and losing it costs ~0.2 s.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from scanner.errors import KnowledgeError
from scanner.model.plain import PlainError, from_plain
from scanner.model.snapshot import Json

T = TypeVar("T")

#: Raised whenever what is compiled, or how, changes.
_FORMAT = "1"


def plain_files(folder: Path) -> Mapping[str, Json]:
    """Every YAML file below ``folder`` as plain data, by its path relative to it, in path order.

    Raises :class:`KnowledgeError` naming the file and line of one that cannot be read.
    """
    files = list(_yaml_files(str(folder), ""))
    key = _key(files)
    for place in _places(folder):
        found = _read_compiled(place, key)
        if found is not None:
            return found
    made = {name: read_yaml(folder / name) for name, _ in files}
    _write_compiled(folder, key, made)
    return made


def read_yaml(path: Path) -> Json:
    """One YAML file, strictly. Raises :class:`KnowledgeError` with file and line."""
    return _load(path)[0]


def build(kind: type[T], data: Json, path: Path) -> T:
    """A file's data as a ``kind``. Raises :class:`KnowledgeError` with the line of the offending key."""
    try:
        return from_plain(kind, data)
    except PlainError as error:
        raise KnowledgeError(f"{path}{_line(path, error)}: {error}") from error


def _line(path: Path, error: PlainError) -> str:
    lines = _load(path)[1] if path.is_file() else {}
    for end in range(len(error.path), 0, -1):
        if error.path[:end] in lines:
            return f":{lines[error.path[:end]]}"
    return ""


def _load(path: Path) -> tuple[Json, Mapping[tuple[str | int, ...], int]]:
    from scanner.text.yaml import YamlError, load_strict

    try:
        loaded = load_strict(path.read_text(encoding="utf-8"))
    except YamlError as error:
        raise KnowledgeError(f"{path}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read ({error}); check the file and its permissions") from error
    return loaded.data, loaded.lines


def _yaml_files(folder: str, base: str) -> Iterator[tuple[str, str]]:
    """``(relative path, size and time of change)`` of each YAML file, in path order."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".yaml"):
            stat = entry.stat()
            yield base + entry.name, f"{stat.st_size}.{stat.st_mtime_ns}"
        elif entry.is_dir() and not entry.name.startswith((".", "__")):
            yield from _yaml_files(entry.path, f"{base}{entry.name}/")


def _key(files: list[tuple[str, str]]) -> str:
    return hashlib.sha256(repr((_FORMAT, files)).encode()).hexdigest()


def _places(folder: Path) -> tuple[Path, ...]:
    cache = Path(
        os.environ.get("MODELSCAN_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "modelscan"
    )
    named = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return folder / "__pycache__" / "knowledge.json", cache.expanduser() / f"knowledge-{named}.json"


def _read_compiled(place: Path, key: str) -> Mapping[str, Json] | None:
    try:
        with place.open(encoding="utf-8") as file:
            if file.readline().strip() != key:
                return None
            files: Mapping[str, Json] = json.load(file)
            return files
    except (OSError, ValueError):
        return None


def _write_compiled(folder: Path, key: str, made: Mapping[str, Json]) -> None:
    for place in _places(folder):
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f".{place.name}.{os.getpid()}")
            temporary.write_text(f"{key}\n{json.dumps(made)}", encoding="utf-8")
            temporary.replace(place)
        except OSError:
            continue
        return
