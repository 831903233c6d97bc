"""Pins: where a loader takes a revision, or an address names a branch, the commit that the Hub has today.

Only what needs no judgement: calls of libraries that are known to take ``revision`` (``pins`` in
``rules/loaders.yaml``), commands likewise, and addresses below ``resolve/main``. A variable, or a configuration whose
reader may know no revision, is left to a person.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scanner.discover.names.tables import tables
from scanner.discover.reference import Reference
from scanner.model.ids import RepoRef
from scanner.model.words import REPO_TYPES
from scanner.runs.fix.edits import Edit

_BRANCH = re.compile(r"/(?:resolve|raw|blob)/(?P<branch>main|master)(?=/)")
_MOVING = frozenset({"main", "master"})


def pinnable(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """References to repos of the Hub that say no revision; samples in documents are left as they are."""
    repos = (one for one in references if one.id and one.kind in REPO_TYPES)
    return tuple(one for one in repos if not (one.revision or one.documentation))


def target_of(reference: Reference) -> str:
    """What the Hub is asked for."""
    return str(RepoRef(reference.id or "", "dataset" if reference.kind == "dataset" else "model"))


def pin_edits(root: Path, references: Iterable[Reference], commits: Mapping[str, str]) -> Iterator[Edit]:
    """The edits that pin references to ``commits`` (by target)."""
    texts: dict[str, str] = {}
    for one in pinnable(references):
        commit = commits.get(target_of(one))
        if commit is None:
            continue
        if one.path not in texts:
            texts[one.path] = _text(root / one.path)
        yield from _edits(one, commit, texts[one.path])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _edits(one: Reference, commit: str, text: str) -> Iterator[Edit]:
    lines = text.split("\n")
    line = lines[one.line - 1] if one.line <= len(lines) else ""
    place = line.find(one.text, max(one.column - 2, 0))
    if place < 0:
        return
    address = _BRANCH.search(one.text)
    if address is not None:
        column = place + address.start("branch") + 1
        yield Edit(path=one.path, line=one.line, column=column, old=address["branch"], new=commit)
    elif one.path.endswith(".py"):
        yield from _in_call(one, commit, text, lines)
    else:
        yield from _in_command(one, commit, line, place)


def _in_command(one: Reference, commit: str, line: str, place: int) -> Iterator[Edit]:
    """``hf download org/name`` where the command stands on the same line, and says no revision yet."""
    command = next(
        (" ".join(c.words) for c in tables().loaders.commands if c.pin and " ".join(c.words) in line[:place]), None
    )
    if command is not None and one.how.startswith(command) and "--revision" not in line:
        quoted = line[place + len(one.text) : place + len(one.text) + 1] in {"'", '"'}
        old = one.text + (line[place + len(one.text)] if quoted else "")
        if line[place - 1 : place] in {" ", "=", "'", '"'} and "@" not in one.text and ":" not in one.text:
            yield Edit(path=one.path, line=one.line, column=place + 1, old=old, new=f"{old} --revision {commit}")


def _in_call(one: Reference, commit: str, text: str, lines: list[str]) -> Iterator[Edit]:
    """``AutoModel.from_pretrained("org/name")``, of a library that takes ``revision``."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    names = tables().loaders.pins
    imported = _imported(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        given = [*call.args, *(item.value for item in call.keywords)]
        here = any(
            isinstance(node, ast.Constant) and node.value == one.text and node.lineno == one.line for node in given
        )
        if not here or name not in names or _root(call.func, imported) not in names[name]:
            continue
        said = next((item.value for item in call.keywords if item.arg == "revision"), None)
        if said is None and all(item.arg for item in call.keywords):
            yield _after(given, one.path, f', revision="{commit}"', lines)
        elif isinstance(said, ast.Constant) and said.value in _MOVING:
            column = len(lines[said.lineno - 1].encode()[: said.col_offset].decode()) + 2
            yield Edit(path=one.path, line=said.lineno, column=column, old=said.value, new=commit)


def _after(given: list[ast.expr], path: str, new: str, lines: list[str]) -> Edit:
    """Behind the last argument of a call."""
    last = max(given, key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))
    line = last.end_lineno or last.lineno
    column = len(lines[line - 1].encode()[: last.end_col_offset].decode()) + 1
    return Edit(path=path, line=line, column=column, old="", new=new)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Which library each name of a file was imported from."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.update({alias.asname or alias.name: node.module.partition(".")[0] for alias in node.names})
        elif isinstance(node, ast.Import):
            found.update(
                {alias.asname or alias.name.partition(".")[0]: alias.name.partition(".")[0] for alias in node.names}
            )
    return found


def _root(function: ast.expr, imported: Mapping[str, str]) -> str:
    while isinstance(function, ast.Attribute):
        function = function.value
    return imported.get(function.id, "") if isinstance(function, ast.Name) else ""
