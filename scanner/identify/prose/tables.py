"""Tables of HTML with a head, written as those of Markdown, so that they are read by their rows and columns.

A table that lays out a page, holds others, joins cells or has long ones stays what it is: text.
"""

import re
from collections.abc import Iterator

from scanner.text.late import late

_OPENS, _CLOSES = late(r"<table\b[^<>]{0,400}>", re.IGNORECASE), late(r"</?table\b[^<>]{0,400}>", re.IGNORECASE)
_ROW = late(r"<tr\b[^<>]{0,400}>(?P<inner>.*?)(?=<tr\b|</tr>|$)", re.IGNORECASE | re.DOTALL)
_CELL = late(
    r"<(?P<kind>t[hd])\b(?P<rest>[^<>]{0,400})>(?P<inner>.*?)(?=<t[hd]\b|</t[hd]>|$)", re.IGNORECASE | re.DOTALL
)
_JOINED = late(r"\b(?:col|row)span\b", re.IGNORECASE)
_BLOCK = late(r"<(?:ul|ol|li|p|pre|h[1-6]|div|img|video|audio)\b|```", re.IGNORECASE)
_MARK_UP = late(r"<[^<>]{0,400}>")
_HEAD, _FEWEST, _LONGEST = "th", 2, 200


def as_rows(text: str) -> str:
    """A page with its tables of HTML as those of Markdown; each line stays where it is."""
    if "<th" not in text.lower():
        return text
    parts, at = [], 0
    while (opened := _OPENS.search(text, at)) is not None:
        closed = _CLOSES.search(text, opened.end())
        if closed is None:
            break
        whole = closed[0].startswith("</")  # else another table begins within this one
        inner = text[opened.end() : closed.start()]
        parts += [text[at : opened.start()], (_rewritten(inner) if whole else "") or opened[0] + inner]
        at = closed.end() if whole and parts[-1][:1] != "<" else closed.start()
    return "".join([*parts, text[at:]])


def _rewritten(inner: str) -> str:
    """What stands within a table as lines of Markdown; "" where it is none of rows alone, each on a line of its own."""
    rows = [*_rows(inner)]
    lines = {at: f"| {' | '.join(cell for _, cell in cells)} |" for at, cells in rows}
    if not _is_plain(rows) or len(lines) != len(rows):
        return ""
    return "\n".join(lines.get(at, "") for at in range(inner.count("\n") + 1))


def _rows(inner: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Each row by the line on which it begins, with the kind and the words of its cells."""
    for row in _ROW.finditer(inner):
        if cells := [_cell(found) for found in _CELL.finditer(row["inner"])]:
            yield inner.count("\n", 0, row.start()), cells


def _cell(found: "re.Match[str]") -> tuple[str, str]:
    joined = _JOINED.search(found["rest"]) or _BLOCK.search(found["inner"])
    return "" if joined else found["kind"].lower(), " ".join(found["inner"].replace("|", "/").split())


def _is_plain(rows: list[tuple[int, list[tuple[str, str]]]]) -> bool:
    """Whether rows have a head, as many cells each and no long ones."""
    if len(rows) < _FEWEST or len(rows[0][1]) < _FEWEST or any(kind != _HEAD for kind, _ in rows[0][1]):
        return False
    width = len(rows[0][1])
    told = (len(cells) == width and all(kind for kind, _ in cells) and _length(cells) <= _LONGEST for _, cells in rows)
    return all(told)


def _length(cells: list[tuple[str, str]]) -> int:
    return sum(len(_MARK_UP.sub("", cell)) for _, cell in cells)
