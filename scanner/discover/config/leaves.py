"""Every scalar of a YAML, JSON, TOML or INI text with the keys that lead to it and the line it stands on.

Nothing is constructed: YAML is read as events, so that aliases cannot multiply, and no reader recurses.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scanner.model.frozen import dataclass

Key = str | int
_DEEPEST = 200
_BOMB = re.compile(r"(?:[\[{][\s\-?:]*){200}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """``raw`` is the text as written when it spans several lines; its first line is then ``line``.

    ``key``: it is itself a key, and looks like an ``org/name``.
    """

    path: tuple[Key, ...]
    value: str
    line: int
    column: int
    raw: str | None = None
    key: bool = False


class LeavesError(ValueError):
    """The text is not what its format asks for."""


def yaml_leaves(text: str) -> Iterator[Leaf]:
    """Leaves of every document of a YAML stream. Raises :class:`LeavesError`."""
    import yaml

    if _BOMB.search(text):
        raise LeavesError("nested too deeply")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[list[Any]] = []  # [kind, path, next key or index]
    lines = text.split("\n")
    try:
        for event in yaml.parse(text, Loader=loader):
            yield from _yaml_event(event, stack, lines)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LeavesError(str(error)[:200]) from error


def _yaml_event(event: Any, stack: list[list[Any]], lines: list[str]) -> Iterator[Leaf]:
    import yaml

    if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
        if len(stack) > _DEEPEST:
            raise LeavesError("nested too deeply")
        mapping = isinstance(event, yaml.MappingStartEvent)
        stack.append([mapping, _advance(stack), None if mapping else 0])
    elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
        stack.pop()
    elif isinstance(event, yaml.AliasEvent):
        _scalar_place(stack, "*")
    elif isinstance(event, yaml.ScalarEvent):
        path = _scalar_place(stack, event.value)
        if path is not None:
            yield _yaml_leaf(event, path, lines)
        elif "/" in event.value:
            yield replace(_yaml_leaf(event, stack[-1][1], lines), key=True)


def _advance(stack: list[list[Any]]) -> tuple[Key, ...]:
    """The path of the value that starts now; moves its parent on."""
    if not stack:
        return ()
    mapping, path, place = stack[-1]
    stack[-1][2] = None if mapping else place + 1
    return (*path, "?" if place is None else place)


def _scalar_place(stack: list[list[Any]], value: str) -> tuple[Key, ...] | None:
    """The path of a scalar; None when it is a key."""
    if stack and stack[-1][0] and stack[-1][2] is None:
        stack[-1][2] = value
        return None
    return _advance(stack)


def _yaml_leaf(event: Any, path: tuple[Key, ...], lines: list[str]) -> Leaf:
    line, column = event.start_mark.line, event.start_mark.column
    if event.style in {"|", ">"}:
        body = lines[line + 1 : event.end_mark.line]
        return Leaf(path, event.value, line + 2, 1, "\n".join(body))
    quoted = 1 if event.style else 0
    raw = None
    if event.end_mark.line > line:
        raw = "\n".join([lines[line][column + quoted :], *lines[line + 1 : event.end_mark.line + 1]])
    return Leaf(path, event.value, line + 1, column + quoted + 1, raw)


_JSON = re.compile(
    r"""(?P<space>[\s\ufeff]+|//[^\n]*|/\*.*?\*/)|(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<open>[\[{])|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:)|(?P<other>[^\s"\[\]{},:/]+|/)""",
    re.S,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def json_leaves(text: str) -> Iterator[Leaf]:
    """String leaves of a JSON text, and keys with a slash; comments and stray commas are allowed.

    Raises :class:`LeavesError`.
    """
    stack: list[list[Any]] = []
    line, start, key = 1, 0, None
    for match in _JSON.finditer(text):
        kind, written = match.lastgroup, match.group()
        if kind == "open":
            stack.append([written == "{", _advance(stack), None if written == "{" else 0])
            if len(stack) > 10_000:
                raise LeavesError("nested too deeply")
        elif kind == "close" and stack:
            stack.pop()
        elif kind == "string":
            key = _unescape(written[1:-1])
            if not (stack and stack[-1][0] and stack[-1][2] is None):
                yield Leaf(_advance(stack), key, line, match.start() - start + 2)
            else:
                stack[-1][2] = key
                if "/" in key:
                    yield Leaf(stack[-1][1], key, line, match.start() - start + 2, key=True)
        elif kind == "other":
            _advance(stack)
        rows = written.count("\n") if kind in {"space", "string"} else 0
        if rows:
            line, start = line + rows, match.start() + written.rfind("\n") + 1


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _PLAIN.get(m[2], m[2]), text)


_TABLE = re.compile(r"\s*\[{1,2}\s*([^\]]+?)\s*\]{1,2}\s*(?:[#;].*)?$")
_PAIR = re.compile(r"\s*(?P<key>\"[^\"]*\"|'[^']*'|[\w.$@/ -]+?)\s*(?P<sign>=|:)\s*(?P<value>.*)$", re.S)
_STRING = re.compile(r"\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"([^\"\\\n]*(?:\\.[^\"\\\n]*)*)\"|'([^'\n]*)'|(#[^\n]*)", re.S)


def toml_leaves(text: str) -> Iterator[Leaf]:
    """String leaves of a TOML text, read line by line: a broken line spoils no other."""
    table: tuple[Key, ...] = ()
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        line = lines[index]
        header, pair = _TABLE.match(line), _PAIR.match(line)
        used = 1
        if header and "=" not in line:
            table = _keys(header[1])
        elif pair and pair["sign"] == "=" and not line.lstrip().startswith("#"):
            used = _toml_extent(lines, index, pair["value"])
            joined = "\n".join([pair["value"], *lines[index + 1 : index + used]])
            path = (*table, *_keys(pair["key"]))
            yield from _strings(joined, path, index + 1, pair.start("value"))
        index += used


def _toml_extent(lines: list[str], index: int, value: str) -> int:
    """How many lines a value takes: arrays and long strings go on until they close."""
    for quote in ('"""', "'''"):
        if value.count(quote) % 2:
            return _until(lines, index, lambda text, quote=quote: text.count(quote) % 2 == 0)
    if value.startswith(("[", "{")):
        return _until(lines, index, _balanced)
    return 1


def _until(lines: list[str], index: int, done: Any) -> int:
    joined = lines[index].partition("=")[2]
    for used in range(1, min(2000, len(lines) - index) + 1):
        if done(joined):
            return used
        if index + used < len(lines):
            joined += "\n" + lines[index + used]
    return 1


def _balanced(text: str) -> bool:
    bare = _STRING.sub("", text)
    return bare.count("[") <= bare.count("]") and bare.count("{") <= bare.count("}")


def _keys(text: str) -> tuple[Key, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def _strings(text: str, path: tuple[Key, ...], line: int, column: int) -> Iterator[Leaf]:
    """The strings of a TOML value; in inline tables each under its own key."""
    place = 0
    items = text.lstrip().startswith("[")
    for match in _STRING.finditer(text):
        if match[5] is not None:
            continue
        group = next(number for number in (1, 2, 3, 4) if match[number] is not None)
        before = text[: match.start(group)]
        rows = before.count("\n")
        start = match.start(group) - before.rfind("\n") if rows else column + match.start(group) + 1
        inner = re.search(r"[{,]\s*([\w.-]+)\s*=\s*$", text[: match.start()])
        leads: tuple[Key, ...] = (inner[1],) if inner else (place,) if items else ()
        raw = match[group] if "\n" in match[group] else None
        yield Leaf((*path, *leads), match[group], line + rows, start, raw)
        place += 1


def ini_leaves(text: str) -> Iterator[Leaf]:
    """Leaves of INI, properties and similar texts, line by line."""
    section: tuple[Key, ...] = ()
    last: tuple[Key, ...] = ()
    deep = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip()[0] in "#;!":
            continue
        header, pair = _TABLE.match(line), _PAIR.match(line)
        indent = len(line) - len(line.lstrip())
        if header:
            last = ()
            section = tuple(header[1].strip("\"'").split("."))
        elif pair and (indent <= deep or not last):
            deep = indent
            value = re.sub(r"\s+[#;].*$", "", pair["value"]).strip()
            last = (*section, pair["key"].strip("\"'"))
            yield _bared(last, value, number, pair.start("value") + 1)
        elif indent and last:
            yield _bared((*last, 0), line.strip(), number, indent + 1)


def _bared(path: tuple[Key, ...], value: str, line: int, column: int) -> Leaf:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return Leaf(path, value[1:-1], line, column + 1) if quoted else Leaf(path, value, line, column)


_ROW = re.compile(r"(?P<indent> *)(?P<item>(?:- +)*)(?:(?P<key>[\w.$/\"'-]+) *:(?: +|$))?(?P<value>.*)$")


def rough_leaves(text: str) -> Iterator[Leaf]:
    """Leaves of something like YAML that does not parse (templates): keys by indentation, line by line."""
    open_keys: list[tuple[int, Key]] = []
    counts: dict[tuple[Key, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        match = _ROW.match(line.rstrip("\r"))
        if match is None or not line.strip() or line.lstrip().startswith(("#", "{{-", "{{ ")):
            continue
        indent = len(match["indent"]) + len(match["item"])
        while open_keys and open_keys[-1][0] >= indent + (1 if match["item"] and not match["key"] else 0):
            open_keys.pop()
        if match["item"] and match["key"]:
            dash = len(match["indent"])
            while open_keys and open_keys[-1][0] > dash:
                open_keys.pop()
            above = tuple(key for _, key in open_keys)
            counts[above] = counts.get(above, -1) + 1
            open_keys.append((dash + 1, counts[above]))
        parent = tuple(key for _, key in open_keys)
        value = re.sub(r"\s+#.*$", "", match["value"]).strip()
        if match["key"]:
            key = match["key"].strip("\"'")
            open_keys.append((indent, key))
            path: tuple[Key, ...] = (*parent, key)
        else:
            counts[parent] = counts.get(parent, -1) + 1
            path = (*parent, counts[parent])
        if value and value not in {"|", ">", "|-", ">-"}:
            yield _bared(path, value, number, match.start("value") + 1)


_YAML_LINE = re.compile(r"^[ \t]*(?:- )?[A-Za-z_][\w.-]*:(?: |$)|^[ \t]*(?:#.*|- \S.*)?$")


def looks_like_yaml(text: str, most: float = 1.0) -> bool:
    """Several keys, and no line that is anything else; ``most``: the share of lines that must be like YAML's."""
    lines = text.strip("\n").split("\n")
    like = [line for line in lines if _YAML_LINE.match(line)]
    return sum(":" in line for line in like) > 1 and len(like) >= most * len(lines)
