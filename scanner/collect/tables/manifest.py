"""What a folder of tables holds: ``manifest.jsonl``, a line for each crawl, part and end. Lines are only added.

A part counts from the moment that its line stands, so a crawl that was killed loses nothing that was told of and
repeats nothing: a file without a line, and a last line without its end, are as if they had never been.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.plain import PlainError, from_plain, to_plain
from scanner.text.files import read_bounded

FILE = "manifest.jsonl"
#: Version 2 has parts with what was read of repos beyond the list.
FORMAT, VERSION, _READABLE = "modelscan-table", 2, (1, 2)
_MAX_BYTES = 256 * 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl or import. ``query`` is what was asked for; ``since`` None: all of it, else only what changed after
    that moment. ``origin`` is the Hub's address or the imported file's name. ``texts`` says what its second pass
    reads."""

    number: int
    origin: str
    query: str
    started: str
    kinds: tuple[str, ...] = ("model",)
    since: str | None = None
    texts: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """One page's rows. ``path`` is None for a page that told nothing new; ``next`` is where to go on (None: the end of
    this kind)."""

    crawl: int
    kind: str
    path: str | None
    rows: int
    bytes: int = 0
    sha256: str = ""
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A crawl that came to its end. ``notes`` say what it cannot vouch for."""

    crawl: int
    ended: str
    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableManifest:
    """All that was written so far, in its order."""

    crawls: tuple[Crawl, ...] = ()
    parts: tuple[PagePart, ...] = ()
    ends: tuple[End, ...] = ()

    def until(self, crawl: int | None) -> TableManifest:
        """What had been written when a crawl came to its end; None: all."""
        if crawl is None:
            return self
        return TableManifest(
            crawls=tuple(one for one in self.crawls if one.number <= crawl),
            parts=tuple(one for one in self.parts if one.crawl <= crawl),
            ends=tuple(one for one in self.ends if one.crawl <= crawl),
        )

    @property
    def unfinished(self) -> Crawl | None:
        """The last crawl, when it did not come to its end."""
        ended = {one.crawl for one in self.ends}
        return self.crawls[-1] if self.crawls and self.crawls[-1].number not in ended else None

    def of(self, crawl: int, kind: str) -> tuple[PagePart, ...]:
        """A crawl's parts of a kind."""
        return tuple(part for part in self.parts if part.crawl == crawl and part.kind == kind)

    def last(self, query: str, *, whole: bool = False) -> Crawl | None:
        """The newest crawl of a query that came to its end; with ``whole``, of those that asked for all of it."""
        ended = {one.crawl for one in self.ends}
        found = [one for one in self.crawls if one.query == query and one.number in ended]
        return next((one for one in reversed(found) if not whole or one.since is None), None)


_KINDS: dict[str, type[Any]] = {"crawl": Crawl, "part": PagePart, "end": End}


def read(folder: Path) -> TableManifest:
    """The manifest of a folder. Raises :class:`ModelscanError` when there is none, or it is of another version."""
    path = folder / FILE
    try:
        data = read_bounded(path, _MAX_BYTES)
    except OSError as error:
        raise ModelscanError(
            f"{path} cannot be read ({error.strerror}): 'modelscan crawl --output' writes one"
        ) from None
    return _parsed(data[: _whole(data)], path)


def _whole(data: bytes) -> int:
    """How many bytes are whole lines: the last may have been cut off by a kill."""
    return data.rfind(b"\n") + 1


def _parsed(data: bytes, path: Path) -> TableManifest:
    found: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    head, *lines = data.split(b"\n")
    _check_head(head, path)
    for number, line in enumerate(lines, 2):
        if not line:
            continue
        try:
            ((kind, value),) = json.loads(line).items()
            found[kind].append(from_plain(_KINDS[kind], value))
        except (ValueError, KeyError, AttributeError, PlainError):
            raise ModelscanError(f"{path}:{number} is no line of a manifest: restore the file, or crawl anew") from None
    return TableManifest(crawls=tuple(found["crawl"]), parts=tuple(found["part"]), ends=tuple(found["end"]))


def _check_head(line: bytes, path: Path) -> None:
    try:
        head = json.loads(line)
        known = head["format"] == FORMAT
        version = head["version"]
    except (ValueError, KeyError, TypeError):
        known, version = False, None
    if not known:
        raise ModelscanError(f"{path} is no manifest of tables: 'modelscan crawl --output' writes one")
    if version not in _READABLE:
        raise ModelscanError(
            f"{path} is of version {version}, this modelscan reads {VERSION}: use the one that wrote it, or crawl anew"
        )


class Journal:
    """The manifest, open to be added to. Only within :func:`held`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        if not self._path.exists() or not _whole(self._path.read_bytes()):
            self._path.write_bytes(_line({"format": FORMAT, "version": VERSION}))
        self.manifest = read(folder)
        with self._path.open("r+b") as file:
            file.truncate(_whole(self._path.read_bytes()))
            # What is added may be of this version: an older modelscan must not take the rest for all.
            file.write(_line({"format": FORMAT, "version": VERSION}))

    def add(self, kind: str, one: Crawl | PagePart | End) -> None:
        """Add a line; on the disk when this returns. Raises :class:`OSError`."""
        with self._path.open("ab") as file:
            file.write(_line({kind: to_plain(one)}))
            file.flush()
            os.fsync(file.fileno())


def _line(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for writing. Raises :class:`ModelscanError` when another crawl does."""
    from scanner.text.files import locked

    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, wait=False) as mine:
        if not mine:
            raise ModelscanError(f"another crawl is writing to {folder}: wait for it, or name another --output")
        yield
