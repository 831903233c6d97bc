"""References in notebooks, cell by cell, at the lines of the ``.ipynb`` file itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from scanner.discover.config.leaves import LeavesError, json_leaves
from scanner.discover.kinds import kind_of
from scanner.model.frozen import dataclass

_MAGIC = re.compile(r"^(\s*)([%!]|\?\w)(.*)$")


@dataclass(slots=True)
class Cell:
    """A cell's text, and the line of the file on which each of its lines stands."""

    kind: str = "code"
    lines: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def place(self, line: int) -> int:
        """The line of the file for a line of the cell (both from 1)."""
        return self.places[min(max(line, 1), len(self.places)) - 1]


def cells(text: str) -> Iterator[Cell]:
    """The cells of a notebook. Raises :class:`LeavesError` on what is no notebook."""
    found: dict[tuple[object, ...], Cell] = {}
    for leaf in json_leaves(text):
        at = next((i for i, key in enumerate(leaf.path) if key == "cells"), None)
        if leaf.key or at is None or len(leaf.path) < at + 3:
            continue
        cell = found.setdefault(leaf.path[: at + 2], Cell())
        key = leaf.path[at + 2]
        if key == "cell_type":
            cell.kind = leaf.value
        elif key in {"source", "input"}:
            _append(cell, leaf.value, leaf.line)
    if not found:
        raise LeavesError("no cells")
    yield from (cell for cell in found.values() if cell.places)


def _append(cell: Cell, text: str, line: int) -> None:
    """Add one JSON string, which may hold several lines and goes on where the last one did not end."""
    parts = text.split("\n")
    if cell.lines and cell.lines[-1] == "" and len(cell.lines) > 1:
        cell.lines.pop()
        cell.places.pop()
    cell.lines.extend(parts)
    cell.places.extend([line] * len(parts))


def joined(parts: Iterable[Cell]) -> Cell:
    """Several cells as one text, in which names keep their values from cell to cell."""
    whole = Cell()
    for part in parts:
        whole.lines += part.lines
        whole.places += part.places
    return whole


def read_cell(cell: Cell, other: Callable[[str, str], None]) -> Cell | None:
    """Hand what a code cell holds in other languages to ``other`` (kind and text), with lines kept in place; its
    Python, if it holds any.
    """
    first = cell.lines[0].strip() if cell.lines else ""
    if re.match(r"%%(?:bash|sh|shell|script\b)", first):
        other("shell", "\n" + "\n".join(cell.lines[1:]))
        return None
    if first.startswith("%%sql"):
        other("native", "\n" + "\n".join(cell.lines[1:]))
        return None
    if first.startswith("%%writefile") and (kind := kind_of(first.split()[-1]) or "shell") != "python":
        other(kind, "\n" + "\n".join(cell.lines[1:]))
        return None
    code, commands = [], []
    going_on = False
    for line in cell.lines:
        match = _MAGIC.match(line)
        taken = match[3] if match else line if going_on else None
        code.append(line if taken is None else f"{match[1]}pass" if match else "")
        commands.append(taken or "")
        going_on = taken is not None and line.rstrip().endswith("\\")
    if code and code[0].strip().startswith("%%"):
        code[0] = "pass"
    if any(commands):
        other("shell", "\n".join(commands))
    return Cell(lines=code, places=cell.places)
