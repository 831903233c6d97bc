"""How a command finds its policy, the one place for it: what the command line says; else what the lock says that it
works from; else what the settings say of the tree that it reads, or of the working directory; else the default."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.knowledge.policy import DEFAULT, chosen, is_built_in
from scanner.model.errors import ModelscanError, PolicyError
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.runs.scan.config import ScanConfig, load_config

if TYPE_CHECKING:
    from scanner.runs.lock.types import Lock, LockedPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPolicy:
    """A policy as it is named: the name or a file's path (None: the default), another's ``use`` in place of its own,
    and the file that names it (None: the command line, or nobody)."""

    name: str | None = None
    use: str | None = None
    by: Path | None = None

    @property
    def ships(self) -> bool:
        """Whether no file of anybody's own need be read."""
        return all(is_built_in(one) for one in (self.name, self.use) if one is not None)

    def load(self) -> Policy:
        """Raises :class:`PolicyError`, which names the file that asked for it."""
        try:
            return chosen(self.name, self.use)
        except PolicyError as error:
            if self.by is None or self.name is None or Path(self.name).is_file():
                raise
            raise PolicyError(f"{self.by}: {error} (or give --policy)") from error

    def locked(self, policy: Policy, folder: Path) -> "LockedPolicy":
        """What a lock in this folder records of it, once it has judged."""
        from scanner.runs.lock.types import LockedPolicy

        return LockedPolicy(
            name=policy.name, sha256=policy.sha256, source=_from(self.name, folder), use=_from(self.use, folder)
        )


def named(stated: str | None, use: str | None, tree: Path | None = None, locks: Iterable[Path] = ()) -> NamedPolicy:
    """The policy to judge by: ``stated`` and ``use`` are the command line's. Raises :class:`ModelscanError`."""
    if stated is not None:
        return NamedPolicy(name=stated, use=use)
    found = _of_locks(tuple(locks)) or of_settings(load_config(tree or Path()))
    return replace(found, use=use or found.use)


def of_settings(config: ScanConfig, use: str | None = None) -> NamedPolicy:
    """The policy that settings name for the whole of their tree."""
    if config.policy is None:
        return NamedPolicy(use=use)
    by = Path(os.path.relpath(config.base)) / config.file.name if config.file else None
    return NamedPolicy(name=_placed(config.policy, config.base), use=use, by=by)


def of_lock(lock: "Lock", path: Path) -> NamedPolicy:
    """The policy that a lock was judged by."""
    source, use = lock.policy.source or DEFAULT, lock.policy.use
    return NamedPolicy(name=_placed(source, path.parent), use=use and _placed(use, path.parent), by=path)


def _of_locks(paths: tuple[Path, ...]) -> NamedPolicy | None:
    """The one policy of all locks. Raises :class:`ModelscanError` where they name several."""
    if not paths:
        return None
    from scanner.runs.lock.files import read

    found = [(path, of_lock(read(path), path)) for path in paths]
    for path, other in found[1:]:
        first = found[0][1]
        if (other.name, other.use) != (first.name, first.use):
            raise ModelscanError(
                f"{found[0][0]} was judged by {_told(first)} and {path} by {_told(other)}: say with --policy which one "
                "is to judge all"
            )
    return found[0][1]


def _told(one: NamedPolicy) -> str:
    return f"{one.name} for {one.use}" if one.use else str(one.name)


def _placed(name: str, folder: Path) -> str:
    """A policy named from a folder, as it is named from here; what is no file there stays as it is written."""
    if is_built_in(name) or not (folder / Path(name).expanduser()).is_file():
        return name
    return os.path.relpath(folder / Path(name).expanduser()).replace(os.sep, "/")


def _from(name: str | None, folder: Path) -> str | None:
    """A policy named from here, as it is named from a folder."""
    if name is None or is_built_in(name) or Path(name).is_absolute() or not Path(name).expanduser().is_file():
        return name
    return os.path.relpath(Path(name).expanduser(), folder).replace(os.sep, "/")
