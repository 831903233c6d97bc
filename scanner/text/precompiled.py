"""Patterns that earlier runs compiled, kept beside the code as Python keeps its byte code: compiling them was a fifth
of a short ``check``.

A kept pattern is found by its text (the hash of it) and flags, and only by the Python that made it: an edited one is
another one. It is what ``re.compile`` makes, to the last instruction; where nothing is kept, or what is kept is
damaged, that is asked.
"""

import marshal
import re
import sys
from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias, cast

#: More patterns than all commands use; beyond, the oldest go, such as those of rules that were edited since.
_MOST = 1_000
_PLACE = Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}.bin"
_Key: TypeAlias = tuple[str, int]
#: The length of what the file begins with.
_MARK = 64
#: A pattern as ``re`` compiles it: all its flags, how many groups it has, their names, its instructions.
_Code: TypeAlias = tuple[int, int, dict[str, int], bytes]
#: What this run compiled itself.
_made: dict[_Key, _Code] = {}


def everywhere() -> None:
    """From now on what any module compiles is kept as well: the YAML library alone has patterns for 4 ms."""
    try:
        from re import _compiler  # type: ignore[attr-defined]
    except ImportError:  # another Python, inside
        return
    made = _compiler.compile

    def compiled(source: "str | bytes", flags: int = 0) -> "re.Pattern[Any]":
        return _pattern_of(source, flags, made) if type(source) is str else made(source, flags)

    _compiler.compile = compiled


def pattern_of(source: str, flags: int = 0) -> "re.Pattern[str]":
    """As ``re.compile``. Raises ``re.error``."""
    return _pattern_of(source, flags, re.compile)


def _pattern_of(source: str, flags: int, otherwise: "Callable[[str, int], re.Pattern[str]]") -> "re.Pattern[str]":
    key = sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32], int(flags)
    try:
        found = _kept().get(key) or _made.get(key)
        if found is None:
            found = _made[key] = _compiled(source, int(flags))
        return _pattern(source, found)
    except (ImportError, AttributeError, TypeError, RuntimeError):  # another Python, inside
        return otherwise(source, flags)


def keep() -> None:
    """Keep what this run compiled for the next one, where there is room for it."""
    if not _made:
        return
    from scanner.text.files import write_whole

    body = marshal.dumps(dict([*_kept().items(), *_made.items()][-_MOST:]))
    with suppress(OSError):
        write_whole(_PLACE, [_mark(body), body])


@cache
def _kept() -> Mapping[_Key, _Code]:
    try:
        whole = memoryview(_PLACE.read_bytes())
    except OSError:
        return {}
    body = whole[_MARK:]
    found: dict[_Key, _Code] = marshal.loads(body) if whole[:_MARK] == _mark(body) else {}  # noqa: S302 - as byte code
    return found


def _mark(body: "bytes | memoryview") -> bytes:
    """What a file begins with that this Python wrote whole."""
    mark = sha256(sys.version.encode())
    mark.update(body)
    return mark.hexdigest().encode()


def _compiled(source: str, flags: int) -> _Code:
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    state, code = parsed.state, _compiler._code(parsed, flags)
    return flags | state.flags, state.groups - 1, state.groupdict, array("I", code).tobytes()


def _pattern(source: str, code: _Code) -> "re.Pattern[str]":
    import _sre  # type: ignore[import-not-found]

    flags, groups, names, instructions = code
    named: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        named[number] = name
    listed = memoryview(instructions).cast("I").tolist()
    return cast("re.Pattern[str]", _sre.compile(source, flags, listed, groups, names, tuple(named)))
