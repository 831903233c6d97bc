"""Edits of files, made in memory first: what a person sees is what is written."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from scanner.discover.python.tree import parses
from scanner.model.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Edit:
    """``old`` at ``line`` and ``column`` (both from 1, in characters) of a file becomes ``new``."""

    path: str
    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    path: str
    before: str
    after: str


def mend(root: Path, edits: Iterable[Edit]) -> tuple[Mended, ...]:
    """The files as the edits leave them. An edit whose place does not read as it says, or that breaks a Python file
    that parsed before, is left out: the file has moved on, or the mend was none."""
    by_path: dict[str, list[Edit]] = {}
    for edit in sorted(set(edits)):
        by_path.setdefault(edit.path, []).append(edit)
    found = [_mended(root, path, some) for path, some in by_path.items()]
    return tuple(one for one in found if one is not None and one.before != one.after)


def _mended(root: Path, path: str, edits: list[Edit]) -> Mended | None:
    try:
        before = (root / path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    lines = before.split("\n")
    for edit in reversed(edits):  # from the end, so that columns before it stay
        place = edit.column - 1
        if edit.line <= len(lines) and lines[edit.line - 1].startswith(edit.old, place):
            line = lines[edit.line - 1]
            lines[edit.line - 1] = line[:place] + edit.new + line[place + len(edit.old) :]
    after = "\n".join(lines)
    return (
        None
        if path.endswith(".py") and parses(before) and not parses(after)
        else Mended(path=path, before=before, after=after)
    )


def diff_of(mended: Mended) -> str:
    """A unified diff, as ``git apply`` takes it."""
    before, after = mended.before.splitlines(keepends=True), mended.after.splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, f"a/{mended.path}", f"b/{mended.path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
