"""Reading a folder that is not trusted: bounded, in a fixed order, never through links that lead out of it."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from scanner.model.frozen import dataclass
from scanner.model.ids import is_hex
from scanner.model.snapshot import File, Unread

MAX_FILES = 50_000
MAX_DEPTH = 32
#: A text longer than this is not read at all; its hash would need all of it.
MAX_HASHED = 64 * 1024 * 1024
_SKIPPED = frozenset({".git", ".cache", "__pycache__", ".venv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderListing:
    """The files of a folder, sorted by path, and what was not followed or not listed."""

    files: tuple[File, ...]
    unread: tuple[Unread, ...]


class Folder:
    """A folder, and for a snapshot of the Hub's cache the ``blobs`` folder that its links lead to."""

    def __init__(self, root: Path, blobs: Path | None = None) -> None:
        self.root = root.resolve()
        self._inside = [self.root, *([blobs.resolve()] if blobs else [])]

    def listing(self) -> FolderListing:
        """All files with their sizes, up to ``MAX_FILES``."""
        files: list[File] = []
        unread: list[Unread] = []
        for path in self._walk(self.root, 0, unread):
            if len(files) == MAX_FILES:
                unread.append(Unread(what="siblings", reason=f"more than {MAX_FILES:,} files; the rest is not listed"))
                break
            self._add(path, files, unread)
        return FolderListing(files=tuple(sorted(files, key=lambda file: file.path)), unread=tuple(unread))

    def read(self, path: str, limit: int) -> tuple[bytes, bool] | None:
        """The first ``limit`` bytes and whether there is more; None when there is no such regular file inside."""
        target = self._target(self.root / path)
        if target is None:
            return None
        try:
            with target.open("rb") as stream:
                data = stream.read(limit + 1)
        except OSError:
            return None
        return data[:limit], len(data) > limit

    def sha256(self, path: str) -> str | None:
        """The hash of all of a file; None when it cannot be read or is longer than ``MAX_HASHED``."""
        target = self._target(self.root / path)
        try:
            if target is None or target.stat().st_size > MAX_HASHED:
                return None
            with target.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None

    def _walk(self, folder: Path, depth: int, unread: list[Unread]) -> Iterator[Path]:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            unread.append(Unread(what=self._name(folder) or "siblings", reason=error.strerror or "cannot be read"))
            return
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
            elif entry.name not in _SKIPPED and depth < MAX_DEPTH:
                yield from self._walk(Path(entry.path), depth + 1, unread)

    def _add(self, path: Path, files: list[File], unread: list[Unread]) -> None:
        name, target = self._name(path), self._target(path)
        if target is None:
            unread.append(
                Unread(what=name, reason="no regular file inside the folder (a link that leads out, a device)")
            )
            return
        blob = target.name if target.parent in self._inside[1:] and is_hex(target.name, 64) else None
        files.append(File(path=name, size=target.stat().st_size, sha256=blob))

    def _target(self, path: Path) -> Path | None:
        try:
            target = path.resolve(strict=True)
            regular = stat.S_ISREG(target.stat().st_mode)
        except (OSError, RuntimeError, ValueError):
            return None
        return target if regular and any(target.is_relative_to(base) for base in self._inside) else None

    def _name(self, path: Path) -> str:
        name = path.relative_to(self.root).as_posix()
        return "" if name == "." else name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
