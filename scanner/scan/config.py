"""What a tree says of how it wants to be scanned: ``modelscan.toml``, or ``[tool.modelscan]`` in ``pyproject.toml``."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from scanner.errors import ModelscanError
from scanner.model.plain import PlainError, from_plain

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPolicy:
    """A policy for part of a tree: ``path`` is a pattern such as ``services/search/**``, relative to the tree."""

    path: str
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanConfig:
    """The settings of a tree. ``exclude`` are patterns; the last of ``paths`` that fits a file gives its policy."""

    policy: str | None = None
    exclude: tuple[str, ...] = ()
    documentation: bool = False
    paths: tuple[PathPolicy, ...] = ()
    base: str = ""

    def policy_for(self, path: str) -> str | None:
        """The policy of a file; None is the default."""
        found = [one.policy for one in self.paths if matches(path, one.path)]
        return found[-1] if found else self.policy

    def excluded(self, path: str) -> bool:
        return any(matches(path, pattern) for pattern in self.exclude)


def matches(path: str, pattern: str) -> bool:
    """Whether a path fits a pattern; a folder's name stands for all below it."""
    bare = pattern.rstrip("/")
    return fnmatch(path, bare) or fnmatch(path, f"{bare.removesuffix('/**')}/*")


def load_config(root: Path) -> ScanConfig:
    """The settings of the tree at ``root``; the defaults when it states none. Raises :class:`ModelscanError`."""
    for name, keys in (("modelscan.toml", ()), ("pyproject.toml", ("tool", "modelscan"))):
        path = root / name
        if path.is_file():
            table = _table(path, keys)
            if table is not None:
                return _made(table, path)
    return ScanConfig()


def _table(path: Path, keys: tuple[str, ...]) -> object:
    try:
        data: object = tomllib.loads(path.read_bytes()[:_MAX_BYTES].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        if not keys:
            raise ModelscanError(f"{path} cannot be read: {error}") from error
        return None  # another tool's file; its own reader will say so
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _made(table: object, path: Path) -> ScanConfig:
    plain = dict(table) if isinstance(table, dict) else table
    if isinstance(plain, dict):
        plain["paths"] = plain.pop("path", plain.pop("paths", ()))
        plain["base"] = str(path.parent)
    try:
        return from_plain(ScanConfig, plain)
    except PlainError as error:
        raise ModelscanError(f"{path}: {error}") from error
