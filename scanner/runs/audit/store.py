"""A folder of objects named by the sha256 of their canonical JSON: written once, never changed, checked when read."""

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import Any, TypeVar

from scanner.model.errors import ModelscanError
from scanner.model.plain import PlainError, from_plain, to_plain
from scanner.text.files import write_whole

T = TypeVar("T")
_MAX_BYTES = 1024**3


def canonical(value: Any) -> bytes:
    """The one JSON of a value: sorted keys, no white space, ASCII."""
    return json.dumps(to_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def replace_file(path: Path, data: bytes, *, settle: bool = True) -> None:
    """Write a file whole or not at all, and with ``settle`` wait until it is on the disk.

    Raises :class:`ModelscanError`; what stood there before is unchanged.
    """
    try:
        write_whole(path, data, settle=settle)
    except OSError as error:
        raise ModelscanError(
            f"{path} could not be written ({error.strerror}); what stood there before is unchanged: make room and run "
            "again, what was fetched is kept"
        ) from error


class Store:
    """Objects below ``folder/objects``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, digest: str) -> Path:
        """Where an object lies."""
        return self.folder / "objects" / digest[:2] / f"{digest[2:]}.json.gz"

    def put(self, value: Any) -> str:
        """Keep a value; its sha256. What is there already is not written again."""
        data = canonical(value)
        digest = hashlib.sha256(data).hexdigest()
        path = self.place(digest)
        if not path.exists():
            replace_file(path, gzip.compress(data, compresslevel=6, mtime=0), settle=False)
        return digest

    def get(self, kind: type[T], digest: str) -> T:
        """A value back as a ``kind``. Raises :class:`ModelscanError` when it is missing, damaged or edited."""
        path = self.place(digest)
        try:
            with gzip.open(path) as file:
                data = file.read(_MAX_BYTES)
        except (OSError, EOFError, ValueError) as error:
            raise ModelscanError(f"{path}: cannot be read ({error}): restore the audit folder from a copy") from None
        if hashlib.sha256(data).hexdigest() != digest:
            raise ModelscanError(f"{path}: is not what was stored: restore the audit folder from a copy")
        try:
            return from_plain(kind, json.loads(data))
        except (ValueError, PlainError) as error:
            raise ModelscanError(
                f"{path}: this modelscan cannot read it ({error}): use the version that wrote it, or a newer one"
            ) from None

    def drop(self, digest: str) -> None:
        """Forget an object that cannot be read, so that it is written anew."""
        self.place(digest).unlink(missing_ok=True)

    def settle(self) -> None:
        """Wait until everything stored is on the disk: a manifest must not stand before what it names."""
        os.sync()

    def has(self, digest: str) -> bool:
        """Whether an object is there."""
        return self.place(digest).exists()
