"""The Python files of one tree: which one an import means, read at most once each and never run."""

import ast
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from posixpath import dirname, join, normpath

from scanner.discover.names.prefilter import telling_offsets
from scanner.discover.python.file import PythonFile
from scanner.discover.python.loads import Wrapped
from scanner.discover.python.scopes import read_scopes
from scanner.discover.python.skim import SHORT, skim

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
