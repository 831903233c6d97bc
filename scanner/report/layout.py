"""Lines for a terminal: everything shown passes through here, is made safe, and is wrapped by the cells it takes."""

import unicodedata
from collections.abc import Iterable

from scanner.model.report import Style
from scanner.model.words import Verdict
from scanner.text.clean import one_line

_CODES = {"green": "32", "yellow": "33", "magenta": "35", "red": "31", "bold": "1", "dim": "2"}
_ASCII = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "·": "-",
        "…": "...",
        "→": "->",
        "“": '"',
        "”": '"',
        "’": "'",
        "–": "-",
        "—": "-",
        "©": "(c)",
        "│": "|",
        "├": "|",
        "└": "`",
        "─": "-",
    }
)

#: How wide the column of labels is.
LABEL = 12
COLORS = {
    "pass": "green",
    "review": "yellow",
    "unknown": "magenta",
    "fail": "red",
    "allowed": "green",
    "conditional": "yellow",
    "forbidden": "red",
}
_SYMBOLS: dict[Verdict, tuple[str, str]] = {
    "pass": ("✓", "+"),
    "review": ("!", "!"),
    "unknown": ("?", "?"),
    "fail": ("✗", "x"),
}


def cells(text: str) -> int:
    """How many columns ``text`` takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def safe(text: str, style: Style) -> str:
    """``text`` on one line, without anything that acts on a terminal, in the characters that the stream can carry."""
    line = one_line(text)
    if not style.ascii or line.isascii():
        return line
    return line.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")


def paint(text: str, color: str, style: Style) -> str:
    """``text`` in a colour, or as it is where colours are not wanted."""
    return f"\x1b[{_CODES[color]}m{text}\x1b[0m" if style.color and color else text


def wrap(text: str, width: int) -> list[str]:
    """``text`` (already safe) in lines of at most ``width`` cells; only words longer than a line are broken."""
    lines: list[str] = []
    line = ""
    for word in _words(text, width):
        joined = f"{line} {word}" if line else word
        if cells(joined) <= width:
            line = joined
        else:
            lines.append(line)
            line = _no_command(word)
    return [*lines, line]


def _no_command(word: str) -> str:
    """At the start of a line a GitHub runner takes ``::error`` for a command."""
    return f": {word[1:]}" if word.startswith("::") else word


def _words(text: str, width: int) -> Iterable[str]:
    for word in text.split():
        while cells(word) > width:
            head = _fit(word, width)
            seam = max(head.rfind(mark) for mark in "/-_") + 1
            head = head[:seam] if seam > len(head) // 2 else head
            yield head
            word = word[len(head) :]
        yield word


def _fit(word: str, width: int) -> str:
    """The longest beginning of ``word`` that fits, at least one character."""
    used = 0
    for index, char in enumerate(word):
        used += _cell(char)
        if used > width:
            return word[: max(index, 1)]
    return word


def clip(text: str, width: int, style: Style) -> str:
    """``text`` made safe and cut to one line of ``width`` cells."""
    line = safe(text, style)
    if cells(line) <= width:
        return line
    dots = "..." if style.ascii else "…"
    return _fit(line, width - len(dots)).rstrip() + dots


def block(lead: str, text: str, style: Style, *, color: str = "", clipped: bool = False) -> list[str]:
    """``text`` behind ``lead`` (a label or a bullet, indentation included), later lines indented under the first."""
    room = style.width - cells(lead)
    lines = [clip(text, room, style)] if clipped else wrap(safe(text, style), room)
    indent = " " * cells(lead)
    first = paint(lead, color, style) + lines[0]
    return [first.rstrip(), *(indent + line for line in lines[1:])]


def symbol(verdict: Verdict, style: Style) -> str:
    """The verdict's sign, with a plain ASCII one where needed."""
    return _SYMBOLS[verdict][style.ascii]


def row(label: str, text: str, style: Style, *, clipped: bool = False) -> list[str]:
    """``text`` behind a label of the first column."""
    return block(label.ljust(LABEL), text, style, color="bold", clipped=clipped)
