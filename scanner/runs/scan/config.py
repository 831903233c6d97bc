"""What a tree says of how it wants to be scanned: ``modelscan.toml``, or ``[tool.modelscan]`` in ``pyproject.toml``."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.plain import PlainError, from_plain, nearest
from scanner.text.files import read_bounded
from scanner.text.patterns import spec

if TYPE_CHECKING:
    import pathspec

_MAX_BYTES = 1_000_000
_FILES: tuple[tuple[str, tuple[str, ...]], ...] = (("modelscan.toml", ()), ("pyproject.toml", ("tool", "modelscan")))


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPolicy:
    """A policy for part of a tree: ``path`` is a pattern as in ``.gitignore``, such as ``services/search/``."""

    path: str
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The settings as the file has them; ``path`` is TOML's ``[[path]]``, in order."""

    policy: str | None = None
    exclude: tuple[str, ...] = ()
    documentation: bool = True
    path: tuple[PathPolicy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanConfig:
    """The settings of a tree. ``exclude`` are patterns as in ``.gitignore``; the last of ``paths`` that fits a file
    gives its policy. ``file`` is where they stand (None: nowhere); the scanned tree lies at ``prefix`` below."""

    policy: str | None = None
    exclude: tuple[str, ...] = ()
    documentation: bool = True
    paths: tuple[PathPolicy, ...] = ()
    file: Path | None = None
    prefix: str = ""

    @property
    def base(self) -> Path:
        """The folder that policies are named from."""
        return self.file.parent if self.file is not None else Path()

    def policy_for(self, path: str) -> str | None:
        """The policy of a file of the tree; None is the default."""
        found = [one.policy for one in self.paths if _fits((one.path,), self.prefix + path)]
        return found[-1] if found else self.policy

    def excluded(self, path: str) -> bool:
        """Whether a file of the tree is left out."""
        return bool(self.exclude) and _fits(self.exclude, self.prefix + path)


def _fits(patterns: tuple[str, ...], path: str) -> bool:
    return bool(_spec(patterns).match_file(path))


@cache
def _spec(patterns: tuple[str, ...]) -> "pathspec.GitIgnoreSpec":
    return spec(patterns)


def load_config(root: Path) -> ScanConfig:
    """The settings for the tree at ``root``: its own, else those of the checkout that it lies in, else the defaults.

    Raises :class:`ModelscanError` when they cannot be used.
    """
    for folder in _folders(root):
        for name, keys in _FILES:
            path = folder / name
            if path.is_symlink() and (not keys or _speaks(path)):
                raise ModelscanError(f"{path} is a link, and links are not followed: put the settings themselves there")
            if path.is_file() and not path.is_symlink() and (table := _table(path, keys)) is not None:
                return _made(table, path, root)
    return ScanConfig()


def settings_moved(root: Path, config: ScanConfig, before: Callable[[Path, str], bytes | None]) -> bool:
    """Whether the settings are others than they were; ``before`` gives a file of a folder as it was."""
    folder = config.file.parent if config.file is not None else _folder(root)
    now = _Table(policy=config.policy, exclude=config.exclude, documentation=config.documentation, path=config.paths)
    for name, keys in _FILES:
        data = before(folder, name)
        try:
            table = _inner(data, keys) if data is not None else None
            if table is not None:
                return from_plain(_Table, table) != now
        except (ValueError, RecursionError):
            return True
    return now != _Table()


def _folder(root: Path) -> Path:
    return (root.parent if root.is_file() else root).resolve()


def _folders(root: Path) -> tuple[Path, ...]:
    """The tree, then the folders above it up to the top of its checkout."""
    start = _folder(root)
    above = (start, *start.parents)
    top = next((number for number, folder in enumerate(above) if (folder / ".git").exists()), 0)
    return above[: top + 1]


def checkout_top(root: Path) -> Path:
    """The top of the checkout that a tree lies in, or the tree itself."""
    return _folders(root)[-1]


def _table(path: Path, keys: tuple[str, ...]) -> object:
    try:
        data = read_bounded(path, _MAX_BYTES)
        if len(data) > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES:,} bytes")
        return _inner(data, keys)
    except (ValueError, RecursionError, OSError) as error:
        if not keys or _speaks(path):
            raise ModelscanError(f"{path} cannot be read: {error}") from error
        return None  # another tool's file; its own reader will say so


def _speaks(path: Path) -> bool:
    """Whether a file that is not ours alone, and cannot be read as a whole, speaks of settings for modelscan."""
    try:
        return b"tool.modelscan" in b"".join(read_bounded(path, 16 * _MAX_BYTES).split())
    except OSError:
        return False


def _inner(data: bytes, keys: tuple[str, ...]) -> object:
    if keys and keys[-1].encode() not in data:
        return None  # most trees have no settings, and reading another tool's costs what reading a card does
    import tomllib

    table: object = tomllib.loads(data.decode())
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _leads_somewhere(pattern: str, folder: Path) -> None:
    """Refuse a ``[[path]]`` that fits no file and looks mistyped: the default policy would hold in its place."""
    if not pattern.strip("/ ") or pattern.startswith(("!", "#")):
        raise ValueError(f"path '{pattern}' fits no file: give a pattern such as services/search/")
    anywhere = "/" not in pattern.rstrip("/")
    for part in pattern.strip("/").split("/"):
        if any(char in part for char in "*?[\\") or not folder.is_dir():
            return
        if not (folder / part).exists():
            near = nearest(part, (one.name for one in folder.iterdir()))
            if near and not (anywhere and any(folder.rglob(part))):
                raise ValueError(f"path '{pattern}' fits no file: there is no '{part}' in {folder}{near}")
            return
        folder = folder / part


def _made(table: object, path: Path, root: Path) -> ScanConfig:
    try:
        stated = from_plain(_Table, table)
        _spec(stated.exclude)
        for one in stated.path:
            _spec((one.path,))
            _leads_somewhere(one.path, path.parent)
    except (PlainError, ValueError) as error:
        raise ModelscanError(f"{path}: {error}") from error
    inner = _folder(root).relative_to(path.parent).as_posix()
    return ScanConfig(
        policy=stated.policy,
        exclude=stated.exclude,
        documentation=stated.documentation,
        paths=stated.path,
        file=path,
        prefix="" if inner == "." else f"{inner}/",
    )
