"""Python text with the bodies of functions that can matter to no reference left out: parsing is the dearest step.

Lines keep their numbers. A body goes only where its end is certain by indentation and it holds whole triple-quoted
strings; should that ever guess wrong, the text no longer parses, and the caller parses the whole.
"""

import bisect
import re
from collections.abc import Iterable
from functools import cache

_HEADER = re.compile(rb"\n([ \t]*)(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\([^\n]*(?=\n)")
#: The documentation right below a ``def`` or ``class``.
_DOCUMENTED = re.compile(rb":[ \t]*(?:#[^\n]*)?\n\s*([rRuU]?(?:\"\"\".*?\"\"\"|'''.*?'''))", re.S)
_ENDS = re.compile(rb":[ \t]*(?:#[^\n]*)?\Z")
_CLOSES = re.compile(rb"\n([ \t]*)\)[^\n]*:[ \t]*(?:#[^\n]*)?(?=\n)")
#: Shorter texts are parsed whole.
SHORT = 3_000
_SMALL_BODY = 120
_LONGEST_HEADER = 4_000


def skim(data: bytes, telling: list[int]) -> bytes:
    """``data`` without the bodies of functions that hold none of the offsets ``telling`` (sorted).

    ``__init__`` stays: what it gives to ``self`` is followed. What only a function's documentation says keeps no body.
    """
    parts: list[bytes] = []
    telling = _outside(telling, _DOCUMENTED.finditer(data))
    done = position = 0
    while match := _HEADER.search(data, position):
        position = match.end()
        indent = match[1]
        start = _body_start(data, match)
        if start is None or match[2] == b"__init__":
            continue
        end = _body_end(data, start, indent)
        if _may_go(data, start, end, telling):
            parts += [data[done:start], b"\n", indent, b"\tpass" if b"\t" in indent else b" pass"]
            parts.append(b"\n" * (data.count(b"\n", start, end) - 1))
            done = position = end
    return b"".join([*parts, data[done:]]) if parts else data


def _outside(telling: list[int], spans: Iterable[re.Match[bytes]]) -> list[int]:
    kept: list[int] = []
    place = 0
    for span in spans:
        start = bisect.bisect_left(telling, span.start(1), place)
        kept += telling[place:start]
        place = bisect.bisect_left(telling, span.end(), start)
    return kept + telling[place:]


def _body_start(data: bytes, header: re.Match[bytes]) -> int | None:
    """The line break that ends the signature; None for one laid out unusually."""
    if _ENDS.search(header.group()):
        return header.end()
    closed = _CLOSES.search(data, header.end(), header.end() + _LONGEST_HEADER)
    return closed.end() if closed is not None and closed[1] == header[1] else None


def _may_go(data: bytes, start: int, end: int, telling: list[int]) -> bool:
    if end - start < _SMALL_BODY:
        return False
    place = bisect.bisect_left(telling, start)
    if place < len(telling) and telling[place] < end:
        return False
    return data.count(b'"""', start, end) % 2 == 0 and data.count(b"'''", start, end) % 2 == 0


def _body_end(data: bytes, start: int, indent: bytes) -> int:
    """The line break before the first line after ``start`` that is indented no deeper than ``indent``."""
    found = _outer(len(indent)).search(data, start)
    return found.start() if found else len(data)


@cache
def _outer(width: int) -> re.Pattern[bytes]:
    return re.compile(rb"\n[ \t]{0,%d}[^\s#]" % width)
