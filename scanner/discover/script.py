"""References in JavaScript, TypeScript and other languages with C-like strings, and in Python that does not parse.

Works on tokens, so comments and strings are told apart and a broken file still gives what can be seen.
"""

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from scanner.discover.closed import closed_model
from scanner.discover.commands import CommandReader
from scanner.discover.ids import classify, told
from scanner.discover.shellwords import split_commands
from scanner.discover.sink import Sink
from scanner.discover.slots import Slot, never_named, slot_of_name
from scanner.discover.tables import Call, tables

_C_LIKE = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
      | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)
      | (?P<regex>(?<=[(,=:\[!&|?{};])\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
      | (?P<name>[A-Za-z_$][\w$]*(?:::[A-Za-z_]\w*)*)
      | (?P<sign>\?\?=?|\|\||&&|=>|:=|===?|!==?|[()\[\]{},;:=?.])
      | (?P<line>\n)""",
    re.X | re.S,
)
_PYTHON = re.compile(
    r"""(?P<comment>\#[^\n]*|\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z))
      | (?P<string>[rRbBuUfF]{0,2}(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>==|!=|:=|[()\[\]{},;:=.])
      | (?P<line>\n)""",
    re.X | re.S,
)
_FLAGGED = re.compile(r"\s-{1,2}[a-z][\w-]*[= ]\S*/\S")
_REACH = 400
_SETTERS = {"=", ":", ":=", "??="}
_COMPARED = {"==", "!=", "===", "!==", "case"}
_ASKS = frozenset(
    "Equal ContainSubstring HaveKey toContain includes startsWith endsWith indexOf has replace join log test match toBe"
    " toEqual".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def value(self) -> str:
        """A string's content."""
        body = re.sub(r"^[A-Za-z]{1,2}(?=[\"'])", "", self.text)
        return body[1:-1]


_END = Token("line", "", -1)
_AFTER_NAMES = _SETTERS | {"=>", "]"}


@dataclass
class ScriptReader:
    """Reads one text. ``calls`` is the table of loaders of its language."""

    text: str
    sink: Sink
    calls: Mapping[str, list[Call]]
    python: bool = False
    tokens: list[Token] = field(default_factory=list)
    given: dict[str, list[Token]] = field(default_factory=dict)
    _rows: list[int] = field(default_factory=list)

    def read(self) -> None:
        """Put what is found into the sink."""
        pattern = _PYTHON if self.python else _C_LIKE
        kinds = ("string", "name", "sign", "line")
        for match in pattern.finditer(self.text):
            if match.lastgroup in kinds:
                self.tokens.append(Token(match.lastgroup or "", match.group(), match.start()))
        self._rows = [match.start() for match in re.finditer("\n", self.text)]
        if not self.tokens:
            return
        followed = [
            (*pair, index) for index, pair in enumerate(zip(self.tokens, [*self.tokens[1:], _END], strict=True))
        ]
        for token, after, index in followed:
            if token.kind == "name" and after.text in _SETTERS:
                self._given(index, token)
        for token, after, index in followed:
            if token.kind == "string" and len(token.text) > 6:
                self._text(index, token)
            if after.text in _AFTER_NAMES:
                self._named(index, token)
            elif token.kind == "name" and after.text == "(":
                self._call(index, token)

    def _at(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def _given(self, index: int, token: Token) -> None:
        """``name = "text"`` and ``name: "text"``: what an identifier may stand for."""
        value = self._value_at(index)
        for found in self._strings(value, 8) if value else ():
            self.given.setdefault(token.text, []).append(found)

    def _value_at(self, index: int) -> int | None:
        """Where the value given to the name at ``index`` starts; TypeScript's annotation is stepped over."""
        if self._at(index + 1) not in _SETTERS:
            return None
        if self._at(index + 1) == ":" and self._at(index + 3) in {"=", "|"} and self._kind(index + 2) == "name":
            after = next((i for i in range(index + 3, index + 9) if self._at(i) == "="), None)
            return after + 1 if after else index + 2
        return index + 2

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def _strings(self, start: int, reach: int, deep: bool = False) -> Iterator[Token]:
        """The strings of the expression that starts at ``start``; with ``deep`` also those in objects."""
        depth: list[str] = []
        for index in range(start, min(start + reach, len(self.tokens))):
            text, kind = self._at(index), self._kind(index)
            if text in {"(", "[", "{"}:
                if text == "{" and not deep:
                    return
                depth.append(text)
            elif text in {")", "]", "}"}:
                if not depth:
                    return
                depth.pop()
            elif not depth and (text in {",", ";"} or (kind == "line" and self._ends(index))):
                return
            elif kind == "string" and self._at(index + 1) != ":":
                yield self.tokens[index]

    def _ends(self, index: int) -> bool:
        """A line break that ends the expression: something stood before it, and no operator joins."""
        joined = {"=", ":", ":=", "??", "||", "&&", "?", "(", "[", "{", ",", "=>", "??="}
        return self._at(index - 1) not in joined and self._at(index + 1) not in {"??", "||", "&&", "?", ":", "."}

    def _named(self, index: int, token: Token) -> None:
        if token.kind == "string" and self._at(index + 1) in {":", "=>"}:
            name, start = token.value, index + 2
        elif token.kind == "name" and (place := self._value_at(index)) is not None:
            name, start = token.text, place
        elif token.kind == "string" and self._at(index + 1) == "]" and self._at(index + 2) == "=":
            name, start = token.value, index + 3
        else:
            return
        slot = slot_of_name(name) if len(name) < 60 else None
        if slot is None:
            return
        many = name.lower().endswith("s")
        for found in self._strings(start, _REACH if many else 60, deep=many):
            direct = found is self.tokens[start] if start < len(self.tokens) else False
            self._take(found, slot if direct else replace(slot, bare="no"), f"assignment: {name}")

    def _take(self, token: Token, slot: Slot, how: str) -> bool:
        found = classify(token.value, slot)
        if found is None:
            return False
        line, column = self._place(token.start)
        self.sink.add(line, column + 1, token.value, found, how)
        return True

    def _place(self, offset: int) -> tuple[int, int]:
        row = bisect.bisect_left(self._rows, offset)
        return row + 1, offset - (self._rows[row - 1] if row else -1)

    def _text(self, index: int, token: Token) -> None:
        """Its addresses, and the name that it is: not one that is asked about, nor under a name of something else."""
        line, column = self._place(token.start)
        self.sink.add_urls(token.text, line, column)
        before, after = self._at(index - 1), self._at(index + 1)
        if next(told(token.value), None) is None:
            if _FLAGGED.search(token.value):
                self._command(token, line, column)
            return
        asked = {before, after} & _COMPARED or (before == "(" and self._at(index - 2) in _ASKS)
        if (
            not asked
            and not self._expected(index)
            and (before not in _SETTERS or not never_named(self._at(index - 2).strip("\"'")))
        ):
            self.sink.add_told(token.value, line, column + 1, closed=after != ":")

    def _command(self, token: Token, line: int, column: int) -> None:
        """``"llama-server -hf org/name"``."""
        reader = CommandReader(self.sink)
        for words in split_commands(token.value.replace("\n", " "), line):
            reader.words([replace(word, column=word.column + column) for word in words])

    def _expected(self, index: int) -> bool:
        """Within ``expect(…)``: a test asks about it."""
        for place in range(index - 1, max(index - 12, 0), -1):
            if self._kind(place) == "line":
                return False
            if self._at(place).lower() == "expect":
                return True
        return False

    def _call(self, index: int, token: Token) -> None:
        name = token.text
        if name not in self.calls and name not in tables().provider_of_call and self._at(index - 1) != ".":
            return
        under = self._at(index - 2) if self._at(index - 1) == "." else ""
        if name not in self.calls and not {name, under} & tables().provider_of_call.keys():
            return
        arguments = self._arguments(index + 2)
        self._closed(name, under, arguments)
        for loader in self.calls.get(name, ()):
            if (loader.under and under not in loader.under) or not self._about(name):
                continue
            self._load(loader, name, token, arguments)
            return

    def _about(self, name: str) -> bool:
        """Names that other libraries use too count only where the right one is named."""
        common = {
            "pipeline": "transformers",
            "from_pretrained": "",
            "model": "hf_hub",
            "repo": "hf_hub",
            "run": "replicate",
        }
        return common.get(name, "") in self.text or self.python

    def _arguments(self, start: int) -> list[list[int]]:
        """The token positions of each argument of the call whose parenthesis opens before ``start``."""
        arguments: list[list[int]] = [[]]
        depth = 0
        for index in range(start, min(start + _REACH, len(self.tokens))):
            text = self._at(index)
            if text in {"(", "[", "{"}:
                depth += 1
            elif text in {")", "]", "}"}:
                depth -= 1
                if depth < 0:
                    break
            if text == "," and depth == 0:
                arguments.append([])
            elif self._kind(index) != "line":
                arguments[-1].append(index)
        return [argument for argument in arguments if argument]

    def _load(self, loader: Call, name: str, token: Token, arguments: list[list[int]]) -> None:
        slot = Slot(
            kind="dataset" if loader.kind == "dataset" else "model",
            bare="any" if loader.bare else "known",
            loader=True,
            prefix=loader.prefix,
            only_prefixed=loader.only_prefixed,
            sizes=loader.sizes,
            provider=loader.provider,
        )
        chosen = self._by_key(loader, arguments)
        if chosen is None and loader.position is not None and len(arguments) > max(loader.position, 0):
            chosen = arguments[max(loader.position, 0)]
        if chosen is None:
            return
        taken = [self._take(found, slot, f"{name}()") for found in self._candidates(chosen)]
        plain = len(chosen) == 1 and self._kind(chosen[0]) == "name"
        if not taken and loader.dynamic and plain and not self.python:
            line, column = self._place(token.start)
            self.sink.add_dynamic(line, column, f"{name}(…, {self._at(chosen[0])})", slot.kind, f"{name}()")

    def _by_key(self, loader: Call, arguments: list[list[int]]) -> list[int] | None:
        for argument in arguments:
            for place, index in enumerate(argument[:-1]):
                named = self._at(index).strip("\"'") in loader.arguments
                if named and self._at(argument[place + 1]) in {":", "="}:
                    return argument[place + 2 : place + 3]
        return None

    def _candidates(self, argument: list[int]) -> list[Token]:
        """Strings of an argument, or what its identifier was given."""
        strings = [self.tokens[index] for index in argument if self._kind(index) == "string"]
        if strings and self._at(argument[0]) != "{":
            return strings
        names = [self._at(index) for index in argument if self._kind(index) == "name"]
        return list(self.given.get(names[-1], ())) if names and self._at(argument[0]) != "{" else []

    def _closed(self, name: str, under: str, arguments: list[list[int]]) -> None:
        by_call = tables().provider_of_call
        provider = by_call.get(name) or by_call.get(under)
        if provider is None or not arguments:
            return
        first = self.tokens[arguments[0][0]]
        sure = provider.any_prefix and by_call.get(name) is not None and name[0].islower()
        if first.kind == "string" and (closed_model(first.value) or sure):
            self._take(first, Slot(provider=provider.id), f"{name}()")


def read_script(text: str, sink: Sink) -> None:
    """JavaScript, TypeScript and the like."""
    ScriptReader(text, sink, tables().javascript).read()


def read_broken_python(text: str, sink: Sink) -> None:
    """Python that does not parse, by its tokens."""
    ScriptReader(text, sink, tables().calls, python=True).read()


_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.S | re.I)


def read_page(text: str, sink: Sink) -> None:
    """The scripts in an HTML page or a component; the rest of it is prose."""
    base = sink.base
    for match in _SCRIPT.finditer(text):
        sink.base = base + text.count("\n", 0, match.start(1))
        read_script(match[1], sink)
    sink.base = base
