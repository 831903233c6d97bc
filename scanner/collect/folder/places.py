"""Places that hold more, or less, than one repo: the root of a Hub cache, and a single weight file."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scanner.knowledge.formats import formats
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef, is_hex
from scanner.model.snapshot import Json
from scanner.model.words import RepoType

#: What is looked through for a file of the same content.
_MAX_BLOBS = 100_000
_MAX_ENTRIES = 5_000
_MAX_BYTES = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


class SameFile(NamedTuple):
    """A repo that is known to hold a file of this very content, and where that is known from."""

    repo_type: RepoType
    id: str
    revision: str | None
    path: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlaces:
    """Where known files are looked for: a lock, the Hub's cache, our own cache."""

    lock: Path
    hub_cache: Path
    own_cache: Path


def cached_repos(folder: Path) -> tuple[str, ...]:
    """The repos of a Hub cache by its root (or by the folder ``hub`` in it), as paths; () when it is no such root.

    Of a repo without ``refs/main`` each snapshot is one. Links are not followed.
    """
    if RepoRef.of_cache(folder.name):
        return ()
    found = tuple(_repos(folder)) or tuple(_repos(folder / "hub"))
    return tuple(path for repo in found for path in _snapshots(repo))


def _repos(root: Path) -> Iterator[Path]:
    yield from (root / name for name in _folders(root) if RepoRef.of_cache(name))


def _folders(folder: Path) -> list[str]:
    """The names of the folders in a folder, sorted; links to folders are none."""
    try:
        with os.scandir(folder) as entries:
            return sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _snapshots(repo: Path) -> Iterator[str]:
    """The repo itself where it tells which snapshot is meant, else each of them; one that holds none is left out."""
    kept = _folders(repo / "snapshots")
    try:
        main = (repo / "refs" / "main").read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        main = ""
    if main in kept or len(kept) == 1:
        yield str(repo)
    else:
        yield from (str(repo / "snapshots" / name) for name in kept)


def is_weight_file(path: Path) -> bool:
    """Whether a file's name is one of weights."""
    return formats().filed([path.name])[0].weights


def same_file(path: Path, known: KnownPlaces) -> SameFile | None:
    """A repo that is known to hold this very file: by its place in a Hub cache, else by its sha256.

    The file is hashed only where one of its size is known. Never raises.
    """
    try:
        size = path.stat().st_size
        if (placed := _placed(path)) is not None:
            return placed
        candidates = [one for one in _candidates(size, known) if one[0]]
        digest = sha256_of(path) if candidates else ""
    except OSError:
        return None
    return next((found for sha256, found in candidates if sha256 == digest), None)


def _placed(path: Path) -> SameFile | None:
    """A file in a snapshot of a Hub cache says by its place whose it is."""
    parts = path.absolute().parts
    for index in range(len(parts) - 4, -1, -1):
        named = RepoRef.of_cache(parts[index])
        if named and parts[index + 1] == "snapshots":
            revision = parts[index + 2] if is_hex(parts[index + 2], 40) else None
            below = "/".join(parts[index + 3 :])
            return SameFile(named.repo_type, named.id, revision, below, "its place in a Hub cache")
    return None


def _candidates(size: int, known: KnownPlaces) -> Iterator[tuple[str, SameFile]]:
    """``(sha256, whose)`` of known files of this size."""
    yield from _of_lock(size, known.lock)
    yield from _of_hub_cache(size, known.hub_cache)
    yield from _of_own_cache(size, known.own_cache)


def _json(path: Path) -> Json:
    try:
        return json.loads(path.read_bytes()) if path.stat().st_size <= _MAX_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None


def _of_lock(size: int, path: Path) -> Iterator[tuple[str, SameFile]]:
    data = _json(path)
    entries = data.get("models") if isinstance(data, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield from _listed(entry, entry.get("type"), size, path.name)


def _listed(repo: dict[str, Json], kind: Json, size: int, where: str) -> Iterator[tuple[str, SameFile]]:
    """The files of a locked or cached repo that have this size."""
    repo_type: RepoType = "dataset" if kind == "dataset" else "model"
    revision = repo.get("revision") if isinstance(repo.get("revision"), str) else None
    files = repo.get("files")
    for file in files if isinstance(files, list) else ():
        if isinstance(file, dict) and file.get("size") == size and isinstance(file.get("sha256"), str):
            name = str(file.get("path"))
            yield file["sha256"], SameFile(repo_type, str(repo.get("id")), revision, name, where)


def _of_hub_cache(size: int, root: Path) -> Iterator[tuple[str, SameFile]]:
    left = _MAX_BLOBS
    for repo in _repos(root):
        named = RepoRef.of_cache(repo.name)
        try:
            blobs = [one for one in os.scandir(repo / "blobs") if is_hex(one.name, 64)]
        except OSError:
            continue
        left -= len(blobs)
        if left < 0 or named is None:
            return
        for blob in blobs:
            if blob.is_file(follow_symlinks=False) and blob.stat(follow_symlinks=False).st_size == size:
                yield blob.name, SameFile(named.repo_type, named.id, None, "a file", "the Hub's cache")


def _of_own_cache(size: int, root: Path) -> Iterator[tuple[str, SameFile]]:
    marks = (f'"size":{size},'.encode(), f'"size":{size}}}'.encode())
    for number, path in enumerate(root.rglob("*.json") if root.is_dir() else ()):
        if number >= _MAX_ENTRIES:
            return
        try:
            raw = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else b""
        except OSError:
            continue
        data = _json(path) if any(mark in raw for mark in marks) else None
        if isinstance(data, dict):
            yield from _listed(data, data.get("repo_type"), size, "the cache of earlier checks")


def sha256_of(path: Path) -> str:
    """The hash of all of a file. Raises :class:`OSError`."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()
