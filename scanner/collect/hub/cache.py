"""The cache on disk: one JSON file a repo and commit, and which commit a branch was last seen at.

A broken entry counts as none, and a cache that cannot be written is said once and done without.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect.hub.surroundings import repo_folder, safe_name
from scanner.model.ids import is_hex
from scanner.text.files import write_whole

if TYPE_CHECKING:
    from scanner.model.snapshot import Repo

_MAX_ENTRY = 64 * 1024 * 1024


class Cache:
    """Entries of one Hub."""

    def __init__(self, folder: Path, base: str, progress: Callable[[str], None]) -> None:
        self._folder = folder
        self._base = base
        self._progress = progress
        self._said = threading.Event()

    def ref(self, repo_type: str, repo_id: str, revision: str | None) -> str | None:
        """The commit at which a revision (None: the default branch) was last seen."""
        path = self._path(repo_type, repo_id) / "refs" / safe_name(revision or "main")
        try:
            sha = path.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
        return sha if is_hex(sha, 40) else None

    def load(self, repo_type: str, repo_id: str, sha: str) -> Repo | None:
        """The repo as it was collected at a commit; None when it was not, or the entry is broken."""
        path = self._path(repo_type, repo_id) / f"{sha}.json"
        try:
            if path.stat().st_size > _MAX_ENTRY:
                return None
            data = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        from scanner.collect.kept import kept
        from scanner.model.plain import PlainError

        try:
            repo = kept(data)
        except (PlainError, TypeError):
            return None
        return repo if repo.revision == sha and repo.repo_type == repo_type else None

    def save(self, repo: Repo) -> None:
        """Keeps a repo under the id by which it was asked for."""
        if repo.revision is None:
            return
        from scanner.model.plain import to_plain

        folder = self._path(repo.repo_type, repo.requested)
        data = json.dumps(to_plain(repo), ensure_ascii=False, separators=(",", ":"))
        self._write(folder / f"{repo.revision}.json", data)

    def save_ref(self, repo_type: str, repo_id: str, revision: str | None, sha: str) -> None:
        """Remembers at which commit a revision stands."""
        if self.ref(repo_type, repo_id, revision) != sha:
            self._write(self._path(repo_type, repo_id) / "refs" / safe_name(revision or "main"), sha)

    def _path(self, repo_type: str, repo_id: str) -> Path:
        return Path(repo_folder(str(self._folder), self._base, repo_type, repo_id))

    def _write(self, path: Path, data: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, data.encode("utf-8", "surrogatepass"))
        except (OSError, ValueError) as error:
            if not self._said.is_set():
                self._said.set()
                self._progress(f"the cache {self._folder} cannot be written ({error}): going on without it")
