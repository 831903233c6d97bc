"""Which files of a tree are read: what git ignores and generated folders are left out, and said so."""

import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from posixpath import basename

from scanner.discover import git
from scanner.discover.reference import DiscoverOptions
from scanner.model.frozen import dataclass
from scanner.model.report import Skipped
from scanner.text.files import read_bounded
from scanner.text.patterns import spec

_FOLDERS = frozenset(
    ".git .hg .svn .bzr node_modules bower_components __pycache__ .venv .tox .nox .eggs .mypy_cache .ruff_cache .pytest_cache"  # noqa: E501
    " .ipynb_checkpoints .terraform .next .nuxt .svelte-kit .gradle .idea .cache .hypothesis .parcel-cache .turbo"
    " .modelscan modelscan-audit".split()  # what an audit keeps and writes, where nobody says another place
)
_FILES = frozenset(
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml poetry.lock uv.lock pdm.lock pixi.lock Cargo.lock"
    " composer.lock Gemfile.lock Pipfile.lock flake.lock bun.lock models.lock conda-lock.yml .gitignore"
    " modelscan-waivers.yaml modelscan-baseline.yaml".split()
)
_ENDINGS = (".min.js", ".min.mjs", ".bundle.js", ".map", ".lock")
_GIT_SECONDS = 120
_GITIGNORE_BYTES = 1_000_000


@dataclass
class Walk:
    """What a walk gathered. ``ignored`` counts by the reason shown."""

    files: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)

    def said(self) -> tuple[str, ...]:
        """The default ignores that applied, each with how often."""
        return tuple(f"{reason} ({count})" for reason, count in sorted(self.ignored.items()))


def walk(root: Path, options: DiscoverOptions) -> Walk:
    """The files below ``root`` as relative POSIX paths, sorted; links are never followed."""
    found = Walk()
    if root.is_file():
        found.files.append(root.name)
        return found
    listed = _from_git(root, found) if options.default_ignores else None
    for path in listed if listed is not None else _from_disk(root, found, options):
        if options.default_ignores and _ignored(path, found):
            continue
        found.files.append(path)
    found.files.sort()
    return found


def _ignored(path: str, found: Walk) -> bool:
    folder = next((part for part in path.split("/")[:-1] if part in _FOLDERS), None)
    name = basename(path)
    if folder is not None:
        found.ignored[f"{folder}/"] += 1
    elif name in _FILES:
        found.ignored[name] += 1
    elif name.endswith(_ENDINGS):
        found.ignored["*" + next(ending for ending in _ENDINGS if name.endswith(ending))] += 1
    else:
        return False
    return True


def _from_git(root: Path, found: Walk) -> list[str] | None:
    """Tracked and untracked files that ``.gitignore`` lets through; None outside a git checkout."""
    if not _in_checkout(root):
        return None
    listed = _git(root, "ls-files", "-cot", "--exclude-standard", "-z", "--", ".")  # a tag before each path
    if not listed:
        return None
    absent = {path[2:] for path in listed if path.startswith("S ") and not os.path.lexists(root / path[2:])}
    found.skipped += [Skipped(path=path, reason="not checked out (a sparse checkout)") for path in absent]
    hidden = _git(root, "ls-files", "-oi", "--exclude-standard", "--directory", "-z", "--", ".") or []
    if hidden:
        found.ignored[".gitignore"] += len(hidden)
    paths = {path[2:] for path in listed} - absent
    return sorted(path for path in paths if _plain_file(root, path, found))


def _in_checkout(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def _plain_file(root: Path, path: str, found: Walk) -> bool:
    """A file on disk that no link leads to; git lists links and submodules too."""
    place = root / path
    try:
        if place.is_symlink() or any(
            parent.is_symlink() for parent in place.parents if parent != root and root in parent.parents
        ):
            found.skipped.append(Skipped(path=path, reason="symbolic link: not followed"))
            return False
        if place.is_file():
            return True
        if place.is_dir():
            reason = "a repository of its own (a submodule, or a clone): scan it apart"
            found.skipped.append(Skipped(path=path.rstrip("/"), reason=reason))
        return False
    except OSError as error:
        found.skipped.append(Skipped(path=path, reason=f"cannot be read: {error.strerror}"))
        return False


def _git(root: Path, *words: str) -> list[str] | None:
    """The paths that git prints; None when it refuses."""
    try:
        done = git.run(root, *words, seconds=_GIT_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return None
    return [os.fsdecode(path) for path in done.stdout.split(b"\0") if path] if done.returncode == 0 else None


def _from_disk(root: Path, found: Walk, options: DiscoverOptions) -> Iterator[str]:
    """Walk the folders; ``.gitignore`` files count as they do for git."""
    stack: list[tuple[str, tuple[tuple[str, object], ...]]] = [("", ())]
    while stack:
        folder, specs = stack.pop()
        try:
            with os.scandir(root / folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            found.skipped.append(Skipped(path=folder or ".", reason=f"cannot be listed: {error.strerror}"))
            continue
        if options.default_ignores and any(entry.name == ".gitignore" for entry in entries):
            specs = (*specs, (folder, _spec(root, f"{folder}/.gitignore".lstrip("/"), found)))
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            kept = _entry(entry, path, specs, found, options)
            if kept == "folder":
                stack.append((path, specs))
            elif kept == "file":
                yield path


def _entry(
    entry: os.DirEntry[str], path: str, specs: Iterable[tuple[str, object]], found: Walk, options: DiscoverOptions
) -> str:
    """``folder``, ``file`` or nothing for what is left out, with the reason noted."""
    if entry.is_symlink():
        found.skipped.append(Skipped(path=path, reason="symbolic link: not followed"))
        return ""
    folder = entry.is_dir(follow_symlinks=False)
    if options.default_ignores:
        if folder and (entry.name in _FOLDERS or os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))):  # noqa: PTH110, PTH118  # noqa: E501
            found.ignored[f"{entry.name}/"] += 1
            return ""
        if _by_gitignore(path + ("/" if folder else ""), specs):
            found.ignored[".gitignore"] += 1
            return ""
    if folder:
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else ""


def _spec(root: Path, path: str, found: Walk) -> object:
    """The patterns of a ``.gitignore``; none, which is said, when they cannot be used. Git follows no link there."""
    try:
        if (root / path).is_symlink():
            raise ValueError("symbolic link: not followed")
        data = read_bounded(root / path, _GITIGNORE_BYTES)
        if len(data) > _GITIGNORE_BYTES:
            raise ValueError("too large")
        return spec(data.decode("utf-8", "replace").splitlines())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        found.skipped.append(Skipped(path=path, reason=f"its patterns were not used: {reason}"))
        return spec(())


def _by_gitignore(path: str, specs: Iterable[tuple[str, object]]) -> bool:
    """The nearest ``.gitignore`` that says anything decides."""
    decided = False
    for folder, patterns in specs:
        inner = path[len(folder) + 1 :] if folder else path
        include = patterns.check_file(inner).include  # type: ignore[attr-defined]
        if include is not None:
            decided = include
    return decided
