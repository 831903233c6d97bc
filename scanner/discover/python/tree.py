"""The Python files of one tree: which one an import means, read at most once each and never run."""

import ast
import bisect
import re
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from posixpath import dirname, join, normpath

from scanner.discover.names.prefilter import telling_offsets
from scanner.discover.python.file import PythonFile
from scanner.discover.python.loads import Wrapped
from scanner.discover.python.scopes import read_scopes

#: Files read only because another imports from them.
_MOST_IMPORTED = 400


def parse(text: str, path: str) -> PythonFile | None:
    """The walked syntax tree; None when the text is not Python as this interpreter knows it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read_scopes(_skimmed(text) or ast.parse(text), path)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parses(text: str) -> bool:
    """Whether the text is Python as this interpreter knows it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _skimmed(text: str) -> ast.Module | None:
    """The syntax tree of a long text without what tells nothing; None when the text is short or that went wrong."""
    if len(text) < SHORT:
        return None
    data = text.encode("utf-8", "replace")
    try:
        return ast.parse(skim(data, telling_offsets(data)).decode())
    except SyntaxError:
        return None


class PythonTree:
    """``paths`` are the only files that an import can lead to; ``read`` gives their text, or None."""

    def __init__(self, paths: Iterable[str], read: Callable[[str], str | None]) -> None:
        self._paths = {path for path in paths if path.endswith(".py")}
        self._read = read
        self._files: dict[str, PythonFile | None] = {}
        self.wrapped: dict[str, list[Wrapped]] = {}
        self._find = cache(self._search)

    def load(self, module: str, level: int, path: str) -> PythonFile | None:
        """The file that ``from <dots><module> import …`` in ``path`` reads, if it is in the tree."""
        found = self._find(module, level, dirname(path))
        if found is None or found == path:
            return None
        if found not in self._files and len(self._files) < _MOST_IMPORTED:
            text = self._read(found)
            self._files[found] = parse(text, found) if text is not None else None
        return self._files.get(found)

    def _search(self, module: str, level: int, folder: str) -> str | None:
        part = module.replace(".", "/")
        if level:
            for _ in range(level - 1):
                folder = dirname(folder)
            return self._at(join(folder, part) if part else folder)
        if not part:
            return None
        while True:
            found = self._at(join(folder, part)) or self._at(join(folder, "src", part))
            if found or not folder:
                return found
            folder = dirname(folder)

    def _at(self, base: str) -> str | None:
        names = (normpath(base + ".py"), normpath(join(base, "__init__.py")))
        return next((name for name in names if name in self._paths), None)


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
