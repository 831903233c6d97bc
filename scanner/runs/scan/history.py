"""A tree as it was at a commit: its files read from git's own store and written below a folder. Nothing is run that the
tree names: no filters, no hooks, no links followed."""

import os
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO

from scanner.discover import git
from scanner.discover.kinds import kind_of
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass

_TIMEOUT = 300
#: Files larger than this are not read by discovery either.
_MAX_BYTES = 100_000_000
#: Of so many files the changed lines are looked up.
_MAX_DIFFS = 200
#: Of the tree at a commit everything is committed: what git would ignore is there on purpose.
_NOT_WRITTEN = (".gitignore",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blob:
    name: str
    path: str


def base_commit(root: Path, base: str) -> str | None:
    """The commit that a change started from: where ``base`` and the checked-out commit part. None before the first
    commit. Raises :class:`ModelscanError` when git does not know it."""
    root = root.parent if root.is_file() else root
    if _git(root, "rev-parse", "--git-dir") is None:
        raise ModelscanError(f"--diff {base}: {root} is in no checkout that git will read; run 'git -C {root} status'")
    if base == "HEAD" and _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None
    asked = f"{base}^{{commit}}"
    if base.startswith("-") or (commit := _git(root, "rev-parse", "--verify", "--quiet", asked)) is None:
        raise ModelscanError(
            f"--diff {base}: git knows no such commit here; a shallow clone lacks its base: fetch it (git fetch "
            "--unshallow; fetch-depth: 0 in a workflow) or name another"
        )
    parted = _git(root, "merge-base", commit, "HEAD")
    if parted is None:
        raise ModelscanError(
            f"--diff {base}: git sees no common history with HEAD; a shallow clone lacks it: fetch more (git fetch "
            "--unshallow; fetch-depth: 0 in a workflow)"
        )
    return parted


def unpack(root: Path, commit: str, folder: Path) -> None:
    """Write the part of the commit's tree that lies at ``root`` (a folder, or one file) below ``folder``."""
    start, only = (root.parent, root.name) if root.is_file() else (root, None)
    blobs = [blob for blob in _blobs(start, commit) if only in (None, blob.path)]
    sizes = _sizes(start, blobs)
    with subprocess.Popen(
        git.command(start, "cat-file", "--batch"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=git.environment(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for blob in blobs:
            if sizes[blob.name] > _MAX_BYTES:
                continue
            process.stdin.write(f"{blob.name}\n".encode())
            process.stdin.flush()
            _write(folder, blob.path, _content(process.stdout, start))
        process.stdin.close()


def unchanged(root: Path, commit: str) -> bool:
    """Whether the tree stands as it was committed, with nothing beside it."""
    start = root.parent if root.is_file() else root
    same = _git(start, "diff", "--quiet", "--no-ext-diff", "--ignore-submodules", commit, "--", ".") is not None
    return same and not _git(start, "ls-files", "-o", "--exclude-standard", "--", ".")


def changed_lines(root: Path, commit: str | None, paths: Iterable[str]) -> dict[str, frozenset[int]]:
    """The new and changed lines (from 1) of those of ``paths`` that the commit has; a file that it lacks is new."""
    start = root.parent if root.is_file() else root
    options = ("--unified=0", "--no-color", "--no-ext-diff", "--no-textconv")
    found: dict[str, frozenset[int]] = {}
    for path in sorted(set(paths))[:_MAX_DIFFS]:
        if commit and _needed(start, "ls-tree", "-z", commit, "--", f"./{path}"):
            hunks = _needed(start, "diff", *options, commit, "--", f":(literal){path}")
            found[path] = frozenset(_new_lines(hunks))
    return found


def text_at(folder: Path, commit: str, name: str) -> bytes | None:
    """A file of ``folder`` as it was at the commit; None when there was none."""
    if not _needed(folder, "ls-tree", "-z", commit, "--", f"./{name}"):
        return None
    return _needed(folder, "cat-file", "blob", f"{commit}:./{name}").encode("utf-8", "surrogateescape")


def top_prefix(root: Path) -> str:
    """Where the tree lies in its checkout, with a slash at its end: code hosts name files from there."""
    prefix = _git(root.parent if root.is_file() else root, "rev-parse", "--show-prefix")
    return prefix or ""


def _new_lines(hunks: str) -> Iterator[int]:
    for line in hunks.splitlines():
        if line.startswith("@@ "):
            start, _, count = line.split(" +", 1)[1].split(" ", 1)[0].partition(",")
            yield from range(int(start), int(start) + int(count or 1))


def _blobs(root: Path, commit: str) -> Iterator[_Blob]:
    """The files of the tree below ``root``: links and submodules are none."""
    for line in _needed(root, "ls-tree", "-r", "-z", commit).split("\0"):
        head, _, path = line.partition("\t")
        mode, _, name = head.split() if head else ("", "", "")
        if mode in ("100644", "100755") and _may_be_read(path):
            yield _Blob(name=name, path=path)


def _sizes(root: Path, blobs: Iterable[_Blob]) -> dict[str, int]:
    """The bytes of each file, by its name in git's store: asked first, so that none is read that is too large."""
    names = "".join(f"{blob.name}\n" for blob in blobs)
    listed = _run(root, ("cat-file", "--batch-check=%(objectname) %(objectsize)"), {}, names.encode())
    rows = [line.split() for line in os.fsdecode(listed.stdout).splitlines()]
    if listed.returncode != 0 or any(len(row) != 2 or not row[1].isdigit() for row in rows):
        raise _lacking(root)
    return {name: int(size) for name, size in rows}


def _may_be_read(path: str) -> bool:
    """Whether discovery would look into it: by its name, or by its first line when it has no ending."""
    return kind_of(path) is not None or "." not in path.rpartition("/")[2].lstrip(".")


def _content(pipe: IO[bytes], root: Path) -> bytes:
    head = pipe.readline().split()
    if len(head) != 3:
        raise _lacking(root)
    data = pipe.read(int(head[2]))
    pipe.read(1)
    return data


def _write(folder: Path, path: str, data: bytes) -> None:
    parts = path.split("/")
    if parts[-1] in _NOT_WRITTEN or any(_unsafe(part) for part in parts):
        return
    place = folder.joinpath(*parts)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    except OSError:
        return  # a name that this system cannot hold: its references count as new, which errs on the safe side


def _unsafe(part: str) -> bool:
    return (
        part in ("", ".", "..") or part.lower() == ".git" or (os.name == "nt" and any(c in part for c in '\\:<>"|?*'))
    )


def _git(root: Path, *words: str) -> str | None:
    """What git prints; None when it refuses."""
    done = _run(root, words, _without_filters(root) if words[0] == "diff" else {})
    return _printed(done) if done.returncode == 0 else None


def _needed(root: Path, *words: str) -> str:
    """What git prints of a commit that it knows. Raises :class:`ModelscanError` when it cannot: nothing of the base may
    count as absent because this clone does not hold it."""
    if (said := _git(root, *words)) is None:
        raise _lacking(root)
    return said


def _lacking(root: Path) -> ModelscanError:
    return ModelscanError(
        f"--diff: this clone does not hold all of the base (a partial clone, or a damaged one): fetch the rest with "
        f"'git -C {shlex.quote(str(root))} fetch --refetch --no-filter', or check out without a filter"
    )


def _printed(done: "subprocess.CompletedProcess[bytes]") -> str:
    return os.fsdecode(done.stdout).rstrip("\n")


@cache
def _without_filters(root: Path) -> dict[str, str]:
    """Settings that switch off each filter that git's configuration names: they are programs, which git would run on
    files that the tree's ``.gitattributes`` chooses."""
    done = _run(root, ("config", "--name-only", "-z", "--get-regexp", r"^filter\..*\.(clean|smudge|process)$"), {})
    listed = _printed(done) if done.returncode == 0 else ""
    names = sorted({name for name in listed.split("\0") if name})
    return dict.fromkeys(names, "") | {f"{name.rpartition('.')[0]}.required": "false" for name in names}


def _run(
    root: Path, words: tuple[str, ...], settings: Mapping[str, str], given: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    try:
        return git.run(root, *words, settings=settings, given=given, seconds=_TIMEOUT)
    except (OSError, subprocess.SubprocessError) as error:
        raise ModelscanError(f"git could not be run ({error}): --diff needs git") from error
