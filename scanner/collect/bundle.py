"""The evidence bundle: snapshots in one checksummed file, to judge from anywhere and to keep for an auditor.

A gzip file of JSON lines: a head with the sha256 and length of all that follows, then every repo once, then the
snapshots by the numbers of their repos. The same snapshots always give the same bytes. One that was cut short or
edited is refused whole.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from scanner.collect.kept import kept
from scanner.collect.walk import relatives
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef
from scanner.model.plain import PlainError, from_plain, to_plain
from scanner.model.snapshot import SCHEMA_VERSION, Repo, Snapshot
from scanner.model.target import Target
from scanner.model.words import RepoType
from scanner.text.files import read_bounded

FORMAT = "modelscan-bundle"
VERSION = 1
_GZIP = 31
_MAX_BYTES = 2 * 1024**3
_SHORT_SHA = re.compile(r"[0-9a-f]{7,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    format: str
    version: int
    schema_version: str
    sha256: str
    bytes: int
    repos: int
    snapshots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A snapshot by the numbers of its repos."""

    target: str
    root: int
    related: tuple[int, ...] = ()


def pack(snapshots: Iterable[Snapshot]) -> bytes:
    """The file's bytes, snapshots in order of type, id and revision."""
    ordered = sorted(snapshots, key=lambda one: (one.root.repo_type, one.root.requested.lower(), one.target))
    numbers: dict[str, int] = {}
    lines = [_line(snapshot, numbers) for snapshot in ordered]
    body = "".join(f"{text}\n" for text in [*numbers, *lines]).encode("utf-8", "backslashreplace")
    head = _Head(
        format=FORMAT,
        version=VERSION,
        schema_version=SCHEMA_VERSION,
        sha256=hashlib.sha256(body).hexdigest(),
        bytes=len(body),
        repos=len(numbers),
        snapshots=len(lines),
    )
    return _compressed(_json(head).encode() + b"\n" + body)


def _line(snapshot: Snapshot, numbers: dict[str, int]) -> str:
    def number(repo: Repo) -> int:
        return numbers.setdefault(_json(repo), len(numbers))

    return _json(
        _Line(target=snapshot.target, root=number(snapshot.root), related=tuple(map(number, snapshot.related)))
    )


def _json(value: Any) -> str:
    return json.dumps(to_plain(value), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _compressed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    made = bytearray(packer.compress(data) + packer.flush())
    # The operating system that gzip notes in its head is nobody's business: 255 is "unknown".
    made[9] = 255
    return bytes(made)


class Bundle:
    """The snapshots of a bundle, each repo marked as coming from one."""

    def __init__(self, snapshots: Iterable[Snapshot]) -> None:
        self.snapshots = tuple(_marked(one) for one in snapshots)
        self._repos: dict[tuple[str, str], Repo] = {}
        for snapshot in self.snapshots:
            for repo in (*snapshot.related, snapshot.root):
                for name in (repo.requested, repo.id):
                    self._repos.setdefault((repo.repo_type, name.lower()), repo)

    @classmethod
    def open(cls, path: Path) -> "Bundle":
        """A bundle file. Raises :class:`ModelscanError` unless it is whole and unchanged."""
        try:
            packed = read_bounded(path, _MAX_BYTES)
        except OSError as error:
            raise ModelscanError(f"{path} cannot be read ({error.strerror}): 'modelscan bundle' writes one") from None
        return cls(_unpack(packed, path))

    def snapshot(self, target: Target) -> Snapshot | None:
        """The snapshot of a target, at the revision that the target names; None when the bundle has none."""
        found = [one for one in self.snapshots if _names(one.root, target) and _at(one.root, target.revision)]
        if not found:
            return None
        as_asked = [one for one in found if one.root.requested_revision == target.revision]
        if target.revision is None and not as_asked and len({one.root.revision for one in found}) > 1:
            return None
        chosen = (as_asked or found)[0]
        root = replace(chosen.root, requested=target.id or chosen.root.requested, requested_revision=target.revision)
        return replace(chosen, target=target.text, root=root)

    def repo(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """Any repo of the bundle by its present or requested name."""
        return self._repos.get((repo_type, repo_id.lower()))

    def related(self, root: Repo) -> tuple[Repo, ...]:
        """The ancestors and datasets of a repo, as far as the bundle has them."""
        found = {ref.key: self._find(ref) for ref in relatives(root, self._find)}
        return tuple(repo for _, repo in sorted(found.items()) if repo is not None)

    def _find(self, ref: RepoRef) -> Repo | None:
        return self.repo(ref.repo_type, ref.id)


def _marked(snapshot: Snapshot) -> Snapshot:
    return replace(
        snapshot,
        root=replace(snapshot.root, source="bundle"),
        related=tuple(replace(repo, source="bundle") for repo in snapshot.related),
    )


def _names(root: Repo, target: Target) -> bool:
    wanted = (target.id or "").lower()
    return root.repo_type == target.repo_type and wanted in (root.id.lower(), root.requested.lower())


def _at(root: Repo, revision: str | None) -> bool:
    if revision is None or revision == root.requested_revision:
        return True
    return bool(_SHORT_SHA.fullmatch(revision)) and (root.revision or "").startswith(revision)


def _unpack(packed: bytes, path: Path) -> list[Snapshot]:
    data = _decompressed(packed, path)
    first, _, body = data.partition(b"\n")
    head = _head(first, path)
    if len(body) != head.bytes or hashlib.sha256(body).hexdigest() != head.sha256:
        _refuse(path, "it is not what was written (its checksum differs)")
    lines = body.decode("utf-8").rstrip("\n").split("\n")
    try:
        repos = [kept(json.loads(text)) for text in lines[: head.repos]]
        found = [from_plain(_Line, json.loads(text)) for text in lines[head.repos :]]
        return [
            Snapshot(target=one.target, root=repos[one.root], related=tuple(repos[n] for n in one.related))
            for one in found
        ]
    except (PlainError, ValueError, IndexError, TypeError, RecursionError):
        _refuse(path, "its content does not fit this modelscan")


def _decompressed(packed: bytes, path: Path) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        data = unpacker.decompress(packed, _MAX_BYTES)
    except zlib.error:
        _refuse(path, "it is no bundle, or damaged")
    if not unpacker.eof or unpacker.unused_data:
        _refuse(path, "it was cut short or added to, or is too large")
    return data


def _head(first: bytes, path: Path) -> _Head:
    try:
        data = json.loads(first)
        if data["format"] == FORMAT and data["version"] > VERSION:
            raise ModelscanError(f"{path} is a bundle of version {data['version']}: upgrade modelscan to read it")
        head = from_plain(_Head, data)
    except (ValueError, TypeError, KeyError, RecursionError):
        _refuse(path, "it is no bundle")
    if head.format != FORMAT or head.schema_version != SCHEMA_VERSION:
        _refuse(path, f"it is no bundle of schema {SCHEMA_VERSION}")
    return head


def _refuse(path: Path, why: str) -> NoReturn:
    raise ModelscanError(f"{path} is refused whole: {why}; copy it again, or write it anew with 'modelscan bundle'")
