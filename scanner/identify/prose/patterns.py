"""Patterns that run in linear time: RE2 where it is installed, else Python's."""

import re
from collections.abc import Sequence
from typing import Any

try:
    import re2  # type: ignore[import-untyped]
except ImportError:  # no wheel for this Python: the same patterns, a little slower
    re2 = None


def compiled(pattern: str) -> Any:
    """A pattern with ``search``, ``finditer`` and ``sub``. Raises ``ValueError`` when it is none."""
    try:
        return re2.compile(pattern) if re2 else re.compile(pattern)
    except Exception as error:
        raise ValueError(f"{pattern[:80]}: {error}") from error


class Many:
    """Many patterns looked for in one pass over a text."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._set: Any = None
        self._each: list[Any] = []
        if re2 is None:
            self._each = [re.compile(pattern) for pattern in patterns]
            return
        options = re2.Options()
        options.max_mem = 512 << 20
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def found(self, text: str) -> list[int]:
        """The places, in the list given, of the patterns that are found in a text."""
        if self._set is None:
            return [number for number, pattern in enumerate(self._each) if pattern.search(text)]
        return sorted(self._set.Match(text) or ())

    def each(self, texts: Sequence[bytes]) -> list[tuple[int, ...]]:
        """Of each of many texts in UTF-8 the places of the patterns that are found in it, in any order."""
        if self._set is None:
            return [tuple(self.found(text.decode())) for text in texts]
        match = self._set.Match
        return [tuple(match(text) or ()) for text in texts]
