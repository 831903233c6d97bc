"""Past audits in a folder: a manifest each, over shared objects. A manifest appears last and whole, so a run that is
killed leaves the audits before it as they were, and the next run goes on with what it had stored."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from scanner.model.errors import ModelscanError
from scanner.model.plain import PlainError, from_plain, known_version, to_plain
from scanner.model.report import by_verdict
from scanner.model.snapshot import Snapshot
from scanner.runs.audit.store import Store, replace_file
from scanner.runs.audit.types import AUDIT_VERSION, Inventory, Manifest, Quarter, Seal
from scanner.text.files import locked

DEFAULT = ".modelscan/audits"
_MAX_MANIFEST = 1024**3


def written(manifest: Manifest) -> bytes:
    """The bytes of a manifest's file."""
    return (json.dumps(to_plain(manifest), indent=1, sort_keys=True) + "\n").encode()


def seal(manifest: Manifest) -> Seal:
    """What tells this audit from every other."""
    digest = hashlib.sha256(written(manifest)).hexdigest()
    return Seal(as_of=manifest.as_of, manifest=digest, inventory=manifest.inventory)


def holding(folder: Path) -> Path:
    """Where the audits lie: in the folder itself, or in the one below it that has some, as in an unpacked artifact."""
    below = {path.parent for path in folder.rglob("*.audit.json")}
    return below.pop() if folder not in below and len(below) == 1 else folder


class History:
    """The audits below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder)

    def audits(self, before: str | None = None) -> list[Path]:
        """The manifests, oldest first; with ``before`` only those dated earlier than this moment."""
        found = sorted(self.folder.glob("*.audit.json"), key=lambda path: path.name)
        return [path for path in found if before is None or path.name < _stamp(before)]

    def before(self, as_of: str, since: str = "LAST") -> Manifest | None:
        """The audit to compare with: ``LAST``, a date (the last audit up to its end), or a manifest's file.

        None when there is none and ``LAST`` was asked for. Raises :class:`ModelscanError`.
        """
        if since.upper() == "LAST":
            found = self.audits(as_of)
            return read(found[-1]) if found else None
        if Path(since).is_file():
            return read(Path(since))
        try:
            day = date.fromisoformat(since).isoformat()
        except ValueError:
            raise ModelscanError(
                f"--since {since}: give LAST, a date as YYYY-MM-DD, or the file of an earlier audit"
            ) from None
        found = [path for path in self.audits(as_of) if path.name[:8] <= day.replace("-", "")]
        if not found:
            raise ModelscanError(f"--since {since}: {self.folder} holds no audit up to that day")
        return read(found[-1])

    def trend(self, as_of: str) -> tuple[Quarter, ...]:
        """The counts of every earlier audit, oldest first."""
        return tuple(Quarter(as_of=one.as_of, counts=one.counts) for one in map(read, self.audits(as_of)[-40:]))

    def inventory(self, manifest: Manifest) -> Inventory:
        """What that audit was over."""
        return self.store.get(Inventory, manifest.inventory)

    def keep(self, manifest: Manifest) -> Path:
        """Add an audit. One of the same moment and content is the same audit; one that differs gets a number."""
        self.store.settle()
        with locked(self.folder):  # another audit may end at the same moment
            return self._kept(_stamp(manifest.as_of), written(manifest))

    def _kept(self, name: str, data: bytes) -> Path:
        number = 1
        while True:
            path = self.folder / f"{name}{f'-{number}' if number > 1 else ''}.audit.json"
            if not path.exists():
                replace_file(path, data)
                return path
            if path.read_bytes() == data:
                return path
            number += 1


def _stamp(as_of: str) -> str:
    """``2026-11-23T09:00:00Z`` as a name that sorts: ``20261123T090000Z``."""
    return as_of.replace("-", "").replace(":", "")


def read(path: Path) -> Manifest:
    """A manifest, brought up to this version. Raises :class:`ModelscanError`."""
    try:
        if path.stat().st_size > _MAX_MANIFEST:
            raise ModelscanError(f"{path}: is too large to be an audit's manifest: name a *.audit.json")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise ModelscanError(f"{path} cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise ModelscanError(f"{path}: is no manifest of an audit: name a *.audit.json of the history") from None
    other = f"{path}: is no manifest of an audit (no audit_version): name a *.audit.json"
    version = known_version(data, "audit_version", AUDIT_VERSION, other)
    for old in range(version, AUDIT_VERSION):
        data = _MIGRATIONS[old](data)
    try:
        return from_plain(Manifest, data)
    except PlainError as error:
        raise ModelscanError(f"{path}: {error}: it was edited by hand; restore it from a copy") from None


def _from_1(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 kept one verdict a row (no waivers were known to audits) and did not count them."""
    rows = [{**row, "raw": row["verdict"]} for row in data["rows"]]
    counts = by_verdict(row["verdict"] for row in rows)
    nobody, nothing = (hashlib.sha256(text).hexdigest() for text in (b"[]", b"{}"))
    new = {"counts": {"models": len(rows), **counts}, "rules": "", "waivers": nobody}
    return {**data, **new, "rows": rows, "standing": nothing, "audit_version": 2}


_MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}


class RunJournal:
    """What a run has stored so far, a line each, so that one that was killed goes on where it stopped.

    ``key`` says which run it is: a journal of another inventory, Hub or day is not gone on with.
    """

    def __init__(self, history: History, key: str) -> None:
        self._path = history.folder / "unfinished.jsonl"
        self._store = history.store
        self._key = key
        self.done = self._read()

    def _read(self) -> dict[str, str]:
        lines = list(_lines(self._path))
        if not lines or lines[0].get("run") != self._key:
            replace_file(self._path, json.dumps({"run": self._key}).encode() + b"\n")
            return {}
        rows = ((line.get("target"), line.get("object")) for line in lines[1:])
        kept = {str(target): str(digest) for target, digest in rows if isinstance(digest, str)}
        self._rewrite(kept)
        return {target: digest for target, digest in kept.items() if self._whole(digest)}

    def _whole(self, digest: str) -> bool:
        """Whether an object can be read; one that a power cut left half written is dropped and fetched again."""
        try:
            self._store.get(Snapshot, digest)
        except ModelscanError:
            self._store.drop(digest)
            return False
        return True

    def _rewrite(self, kept: Mapping[str, str]) -> None:
        """Without a last line that was cut short."""
        rows = ({"target": target, "object": digest} for target, digest in kept.items())
        text = "".join(json.dumps(row) + "\n" for row in ({"run": self._key}, *rows))
        replace_file(self._path, text.encode())

    def add(self, target: str, snapshot: Snapshot) -> str:
        """Keep a snapshot and note it."""
        digest = self._store.put(snapshot)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"target": target, "object": digest}) + "\n")
        return digest

    def get(self, target: str) -> Snapshot | None:
        """A snapshot that this run, or the killed one before it, stored."""
        digest = self.done.get(target)
        return self._store.get(Snapshot, digest) if digest is not None else None

    def close(self) -> None:
        """The audit is complete."""
        self._path.unlink(missing_ok=True)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value
