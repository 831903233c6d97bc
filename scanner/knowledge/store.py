"""``rules/`` read once and kept: every YAML file as plain data, compiled into one JSON file beside them.

The folder is the only registry. The compiled copy is keyed by each file's path, size and time of change, as Python
keys its own ``__pycache__``, so an edited file is seen at once; it is only ever a copy, and losing it costs ~0.2 s.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import accumulate, pairwise
from math import inf
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from scanner.knowledge.resources import rules_dir, yaml_files
from scanner.model.errors import KnowledgeError
from scanner.model.plain import PlainError, from_plain
from scanner.model.snapshot import Json

T = TypeVar("T")

#: Raised whenever what is compiled, or how, changes.
_FORMAT = "3"


class Files(Mapping[str, Json]):
    """Files by name, each decoded when it is asked for: a command needs few of them."""

    def __init__(self, encoded: Mapping[str, bytes | memoryview]) -> None:
        self._encoded = encoded
        self._decoded: dict[str, Json] = {}
        self._below: dict[str, Files] = {}

    def __getitem__(self, name: str) -> Json:
        if name not in self._decoded:
            self._decoded[name] = json.loads(bytes(self._encoded[name]))
        return self._decoded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._encoded

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)

    def below(self, folder: str) -> "Files":
        """The files whose names begin so."""
        if folder not in self._below:
            self._below[folder] = Files({name: one for name, one in self._encoded.items() if name.startswith(folder)})
        return self._below[folder]


#: What this process has read of each folder already, with the key that it was read under.
_remembered: dict[Path, tuple[str, Files]] = {}


def plain_files(folder: Path) -> Files:
    """Every YAML file below ``folder`` as plain data, by its path relative to it, in path order.

    What ships is looked at once a process, another folder each time. Raises :class:`KnowledgeError` naming the file
    and line of one that cannot be read.
    """
    if folder in _remembered and folder == rules_dir():
        return _remembered[folder][1]
    files = yaml_files(str(folder))
    key = _key(files)
    if folder not in _remembered or _remembered[folder][0] != key:
        _remembered[folder] = key, Files(_encoded(folder, key, [name for name, _ in files]))
    return _remembered[folder][1]


def derived(folder: Path, name: str, make: Callable[[], Json], code: Path) -> Json:
    """What ``make`` makes of a folder's files, as plain data: kept beside the compiled files.

    Made anew when a file of the folder changes, or a module beside ``code``, whose work it is.
    """
    plain_files(folder)
    return _compiled(folder, name, _key([(_remembered[folder][0], ""), *_modules(code.parent)]), make)


@cache
def _modules(folder: Path) -> tuple[tuple[str, str], ...]:
    """The code of a folder by name and time of change, looked at once a process."""
    found = ((entry.name, str(entry.stat().st_mtime_ns)) for entry in os.scandir(folder) if entry.name.endswith(".py"))
    return tuple(sorted(found))


def _encoded(folder: Path, key: str, names: list[str]) -> Mapping[str, bytes | memoryview]:
    """Each file as JSON; kept so."""
    for place in _places(folder, "knowledge"):
        if cut := _cut(*_read_compiled(place, key), len(names)):
            return dict(zip(names, cut, strict=True))
    made = {name: json.dumps(read_yaml(folder / name)).encode() for name in names}
    sizes = json.dumps([len(one) for one in made.values()]).encode()
    _write_compiled(folder, "knowledge", key, b"\n".join([sizes, *made.values()]))
    return made


def _cut(kept: bytes, start: int, count: int) -> list[memoryview]:
    """The files one behind the other, by their sizes in the first line; none where they are not all there. They stay
    where they lie: most are never looked at."""
    first = kept.find(b"\n", start) + 1
    ends = [*accumulate((size + 1 for size in json.loads(kept[start:first] or b"[]")), initial=first)]
    whole = ends[-1] == len(kept) + 1 and len(ends) == count + 1
    return [memoryview(kept)[begin : end - 1] for begin, end in pairwise(ends)] if whole else []


def _compiled(folder: Path, name: str, key: str, make: Callable[[], Json]) -> Json:
    for place in _places(folder, name):
        kept, start = _read_compiled(place, key)
        with suppress(ValueError):
            return json.loads(kept[start:])
    made = make()
    _write_compiled(folder, name, key, json.dumps(made).encode())
    return made


def read_yaml(path: Path) -> Json:
    """One YAML file, strictly. Raises :class:`KnowledgeError` with file and line."""
    return _load(path)[0]


def build(kind: type[T], data: Json, path: Path) -> T:
    """A file's data as a ``kind``. Raises :class:`KnowledgeError` with the line of the offending key."""
    try:
        return from_plain(kind, data)
    except PlainError as error:
        raise refused(path, error) from error


def shipped(name: str) -> Mapping[str, Json]:
    """The data of a file that ships, by its path below ``rules/``."""
    found: Mapping[str, Json] = plain_files(rules_dir())[name]
    return found


def records(kind: type[T], name: str, key: str) -> tuple[T, ...]:
    """The records that stand under a key of what ships, in the file of that name or in each below that folder."""
    files = plain_files(rules_dir()).below(name).items()
    return tuple(build(kind, one, rules_dir() / file) for file, data in files for one in data.get(key) or ())


def refused(path: Path, error: PlainError) -> KnowledgeError:
    """The error with the file and the line of the key that it is about; all that were found, in the file's order, and
    behind them what is about the whole file."""
    lines = _load(path)[1] if path.is_file() else {}
    found = sorted(((_line(lines, one) or inf, str(one)) for one in (error, *error.others)), key=itemgetter(0))
    return KnowledgeError(*(f"{path}{'' if line == inf else f':{line}'}: {said}" for line, said in found))


def _line(lines: Mapping[tuple[str | int, ...], int], error: PlainError) -> int:
    """The line that it is about; 0 where the file tells none."""
    ends = range(len(error.path), 0, -1)
    return next((lines[error.path[:end]] for end in ends if error.path[:end] in lines), 0)


def _load(path: Path) -> tuple[Json, Mapping[tuple[str | int, ...], int]]:
    from scanner.text.files import read_bounded
    from scanner.text.yaml import MAX_BYTES, YamlError, load_strict

    try:
        loaded = load_strict(read_bounded(path, MAX_BYTES).decode("utf-8"))
    except YamlError as error:
        raise KnowledgeError(f"{path}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise KnowledgeError(f"{path}: cannot be read ({why}); check the file and its permissions") from error
    return loaded.data, loaded.lines


def _key(files: Sequence[tuple[str, str]]) -> str:
    return hashlib.sha256(repr((_FORMAT, files)).encode()).hexdigest()


def _places(folder: Path, name: str) -> tuple[Path, ...]:
    cache = Path(
        os.environ.get("MODELSCAN_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "modelscan"
    )
    whose = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return folder / "__pycache__" / f"{name}.json", cache.expanduser() / f"{name}-{whose}.json"


def _read_compiled(place: Path, key: str) -> tuple[bytes, int]:
    """What was kept under this key, and where in it that begins; nothing where nothing was."""
    head = f"{key}\n".encode()
    try:
        kept = place.read_bytes()
    except OSError:
        return b"", 0
    return (kept, len(head)) if kept.startswith(head) else (b"", 0)


def _write_compiled(folder: Path, name: str, key: str, made: bytes) -> None:
    from scanner.text.files import write_whole

    for place in _places(folder, name):
        try:
            write_whole(place, [f"{key}\n".encode(), made])
        except OSError:
            continue
        return
