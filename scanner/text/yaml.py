"""Strict, bounded YAML with the line of every key.

Documents are built from the parser's events, not by a loader: nesting and size are bounded while reading, aliases are
refused before they can multiply, duplicate keys are seen, and scalars are typed as little as wanted. Nothing recurses.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, TypeAlias

import yaml

from scanner.model.frozen import dataclass
from scanner.text.clean import bound
from scanner.text.late import late

KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_PROBLEMS = 20
#: Characters of a text that a problem shows.
_SHOWN = 60
#: A top-level block that is read on its own, after the whole could not be read, may hold this many nodes.
MAX_BLOCK_NODES = 20_000
MAX_BLOCKS = 2_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = late("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INT = late(r"[-+]?[0-9][0-9_]*")
_FLOAT = late(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
#: What a block that cannot be read may speak of, so that the rest does not tell all that counts.
_TERMS = late(r"licen[cs]|lizen[zc]|commerc|gated|terms|restrict|research|base_model|datasets?\b|\bnc\b", re.I)
_TOP_KEY = late(r"(?m)^(?=[^\s#\-\]}>|][^\n]*:(?:\s|$))")


class YamlError(ValueError):
    """The text is not YAML that is accepted here. ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


class YamlBoundError(YamlError):
    """The text holds more than is read here."""


@dataclass(frozen=True, slots=True)
class Document:
    """``lines`` leads from a key path (keys and list positions) to its line, from 1. ``problems`` are words, each with
    its line; only :func:`load_card` has any, or is ``cut``: there was more than is read, or terms in what cannot be."""

    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    cut: bool = False


def load_strict(text: str) -> Document:
    """A file that a person of the house writes: rules, licences, policies.

    Integers, floats, ``null`` and ``true``/``false`` are typed (``yes``, ``no``, ``on``, ``off`` and dates stay text).
    Aliases, tags, duplicate keys and a second document are refused. Raises :class:`YamlError`.
    """
    if found := _FORBIDDEN.search(text):
        raise YamlError(_line(text, found.start()), f"the character U+{ord(found[0]):04X} is not allowed: remove it")
    return _Builder(_typed, strict=True).build(text)


def load_card(text: str, first_line: int = 1) -> Document:
    """A model card's front matter, read leniently; never raises.

    Every scalar stays the text that was written (``no``, ``2.10``, dates), except that ``null``, ``~`` and nothing are
    None. When the whole is not YAML, its top-level keys are read one by one. ``first_line`` is the line of the file
    on which ``text`` begins.
    """
    problems: list[str] = []
    text = _sanitise(text, first_line, problems)
    try:
        document = _Builder(_as_written, strict=False, first_line=first_line).build(text)
    except YamlError as error:
        problems.append(f"{error}; its top-level keys were read one by one")
        document = _salvage(text, first_line)
    return Document(document.data, document.lines, (*problems, *document.problems), document.cut)


def _sanitise(text: str, first_line: int, problems: list[str]) -> str:
    if len(text) > MAX_BYTES:
        text = text[:MAX_BYTES]
        problems.append(f"line {first_line}: longer than {MAX_BYTES} characters; the rest was not read")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _FORBIDDEN.search(text):
        line = first_line + _line(text, found.start()) - 1
        problems.append(f"line {line}: control characters (such as U+{ord(found[0]):04X}) were dropped")
        text = _FORBIDDEN.sub("", text)
    if found := re.search(r"(?m)^ *\t", text):
        line = first_line + _line(text, found.start()) - 1
        problems.append(f"line {line}: indented with a tab, which YAML forbids; read as two spaces")
        text = re.sub(r"(?m)^[ \t]+", lambda indent: indent[0].replace("\t", "  "), text)
    return text


def _salvage(text: str, first_line: int) -> Document:
    """Each top-level block on its own: one broken key does not hide the others."""
    data: dict[str, Any] = {}
    lines: dict[KeyPath, int] = {}
    problems: list[str] = []
    budget = MAX_NODES
    blocks = _TOP_KEY.split(text, MAX_BLOCKS)
    cut = len(blocks) > MAX_BLOCKS
    for block in blocks[:MAX_BLOCKS]:
        builder = _Builder(_as_written, strict=False, first_line=first_line, max_nodes=min(budget, MAX_BLOCK_NODES))
        try:
            part = builder.build(block)
            if isinstance(part.data, dict):
                problems += [
                    f"line {part.lines[(key,)]}: the key '{key}' is there twice; the last counts"
                    for key in part.data
                    if key in data
                ]
                data.update(part.data)
                lines.update(part.lines)
                problems += part.problems
        except YamlError as error:
            problems.append(f"{error}; not read: {bound(block.partition(':')[0].strip(), _SHOWN)}")
            cut = cut or isinstance(error, YamlBoundError) or _TERMS.search(block) is not None
        budget -= builder.nodes
        first_line += block.count("\n")
    return Document(data, lines, tuple(problems[:MAX_PROBLEMS]), cut)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _as_written(value: str) -> Any:
    return None if value in _NULLS else value


def _typed(value: str) -> Any:
    if value in _NULLS:
        return None
    if value in _WORDS:
        return _WORDS[value]
    if _INT.fullmatch(value) and len(value) < 20:
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) and len(value) < 40 else value


class _Open:
    """A container being filled: ``key`` is the pending key of a mapping, or None."""

    __slots__ = ("key", "node", "path", "skip")

    def __init__(self, node: Any, path: KeyPath, skip: bool) -> None:
        self.node = node
        self.path = path
        self.key: str | None = None
        self.skip = skip


class _Builder:
    """Builds one document from events."""

    def __init__(
        self, scalar: Callable[[str], Any], *, strict: bool, first_line: int = 1, max_nodes: int = MAX_NODES
    ) -> None:
        self.scalar = scalar
        self.strict = strict
        self.first_line = first_line
        self.max_nodes = max_nodes
        self.nodes = 0
        self.stack: list[_Open] = []
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[str] = []
        self.root: Any = None
        self.documents = 0

    def build(self, text: str) -> Document:
        if len(text) > MAX_BYTES:
            raise YamlError(1, f"longer than {MAX_BYTES} characters")
        for event in self._events(text):
            if self._take(event):
                break
        return Document(self.root, self.lines, tuple(self.problems))

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            words = " ".join(filter(None, (error.context, error.problem)))
            raise YamlError(self.first_line + (mark.line if mark else 0), bound(f"not YAML: {words}", 200)) from None
        except yaml.YAMLError as error:
            raise YamlError(self.first_line, bound(f"not YAML: {error}".split("\n")[0], 200)) from None

    def _take(self, event: Any) -> bool:
        """Uses one event; True when the rest is not to be read."""
        line = self.first_line + event.start_mark.line
        match event:
            case yaml.ScalarEvent():
                plain = not event.style  # the C parser says "", the other None
                self._refuse_tag(event, line)
                self._add(self.scalar(event.value) if plain else event.value, event.value, line)
            case yaml.MappingStartEvent():
                self._open({}, event, line)
            case yaml.SequenceStartEvent():
                self._open([], event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                self._wrong(line, f"the alias *{bound(str(event.anchor), _SHOWN)} is refused: write the value out")
                self._add(None, None, line)
            case yaml.DocumentStartEvent():
                return self._document(line)
        return False

    def _document(self, line: int) -> bool:
        self.documents += 1
        if self.documents > 1:
            self._wrong(line, "a second document begins; only the first is read")
        return self.documents > 1

    def _open(self, node: Any, event: Any, line: int) -> None:
        self._refuse_tag(event, line)
        if len(self.stack) >= MAX_DEPTH:
            raise YamlError(line, f"nested deeper than {MAX_DEPTH}")
        self.stack.append(self._add(node, None, line))

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag not in (None, "!"):
            self._wrong(line, f"the tag {bound(str(event.tag), _SHOWN)} is refused: leave it out")

    def _wrong(self, line: int, message: str) -> None:
        if self.strict:
            raise YamlError(line, message)
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(f"line {line}: {message}")

    def _add(self, value: Any, key: str | None, line: int) -> _Open:
        """Puts a node where it belongs; ``key`` is its text, should it turn out to be a mapping's key."""
        self.nodes += 1
        if self.nodes > self.max_nodes:
            raise YamlBoundError(line, f"more than {self.max_nodes} values")
        if not self.stack:
            self.root = value
            return _Open(value, (), False)
        parent = self.stack[-1]
        if isinstance(parent.node, list):
            path: KeyPath = (*parent.path, len(parent.node))
            parent.node.append(value)
            self._note(path, line, parent.skip)
            return _Open(value, path, parent.skip)
        if parent.key is None:
            return self._key(parent, value, key, line)
        path = (*parent.path, parent.key)
        parent.node[parent.key] = value
        parent.key = None
        return _Open(value, path, parent.skip)

    def _key(self, parent: _Open, node: Any, key: str | None, line: int) -> _Open:
        if key is None:
            self._wrong(line, "a key must be plain text")
            key = "?"
        if key in parent.node:
            self._wrong(line, f"the key '{bound(key, _SHOWN)}' is there twice; the last counts")
        parent.key = key
        self._note((*parent.path, key), line, parent.skip)
        return _Open(node, (*parent.path, key), True)

    def _note(self, path: KeyPath, line: int, skip: bool) -> None:
        if not skip:
            self.lines[path] = line
