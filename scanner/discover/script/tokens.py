"""A text of C-like or Python code as tokens: comments and strings told apart, whatever else is broken."""

import bisect
import re
from collections.abc import Iterator
from dataclasses import field

from scanner.model.frozen import dataclass

_C_LIKE = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
      | (?P<string>"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`)
      | (?P<regex>(?<=[(,=:\[!&|?{};])\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
      | (?P<name>[A-Za-z_$][\w$]*(?:::[A-Za-z_]\w*)*)
      | (?P<sign>\?\?=?|\|\||&&|=>|->|:=|===?|!==?|[()\[\]{},;:=?.])
      | (?P<line>\n)""",
    re.X | re.S,
)
_PYTHON = re.compile(
    r"""(?P<comment>\#[^\n]*|\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z))
      | (?P<string>[rRbBuUfF]{0,2}(?:"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\\\n]*(?:\\.[^'\\\n]*)*'))
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>==|!=|:=|[()\[\]{},;:=.])
      | (?P<line>\n)""",
    re.X | re.S,
)
#: How many tokens ahead the end of a call or of a list is looked for.
REACH = 400
SETTERS = {"=", ":", ":=", "??="}


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


@dataclass
class Tokens:
    """The tokens of ``text``; ``python`` by Python's lexis, else by that of C-like languages. Comments are left out."""

    text: str
    python: bool = False
    items: list[Token] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        for match in (_PYTHON if self.python else _C_LIKE).finditer(self.text):
            if match.lastgroup in {"string", "name", "sign", "line"}:
                self.items.append(Token(match.lastgroup or "", match.group(), match.start()))
        self._rows = [match.start() for match in re.finditer("\n", self.text)]

    def at(self, index: int) -> str:
        """The text of the token at ``index``, or nothing beyond the ends."""
        return self.items[index].text if 0 <= index < len(self.items) else ""

    def kind(self, index: int) -> str:
        """``string``, ``name``, ``sign`` or ``line``."""
        return self.items[index].kind if 0 <= index < len(self.items) else ""

    def place(self, offset: int) -> tuple[int, int]:
        """Line (from 1) and column (from 0) of an offset."""
        row = bisect.bisect_left(self._rows, offset)
        return row + 1, offset - (self._rows[row - 1] if row else -1)

    def value_at(self, index: int) -> int | None:
        """Where the value given to the name at ``index`` starts; TypeScript's annotation is stepped over."""
        if self.at(index + 1) not in SETTERS:
            return index + 1 if self._given_bare(index) else self._declared(index)
        if self.at(index + 1) == ":" and self.at(index + 3) in {"=", "|"} and self.kind(index + 2) == "name":
            after = next((i for i in range(index + 3, index + 9) if self.at(i) == "="), None)
            return after + 1 if after else index + 2
        return index + 2

    def _declared(self, index: int) -> int | None:
        """``Name string = "text"`` (Go), ``Name { get; set; } = "text"`` (C#), ``for name in ["text"]``."""
        if self.at(index + 1) in {"in", "of"} and "for" in {self.at(place) for place in range(index - 3, index)}:
            return index + 2
        if self.kind(index + 1) == "name" and self.at(index + 2) == "=":
            return index + 3
        if self.at(index + 1) == "{" and self.at(index + 2) in {"get", "init"}:
            end = next((place for place in range(index + 3, index + 9) if self.at(place) == "}"), None)
            return end + 2 if end is not None and self.at(end + 1) == "=" else None
        return None

    def _given_bare(self, index: int) -> bool:
        """``name <- "text"`` (R), ``@name "text"`` (Elixir), ``#define NAME "text"`` (C)."""
        if self.kind(index + 1) not in {"string", "name"} or self.kind(index) != "name":
            return False
        if self.kind(index + 1) == "string" and self.at(index - 1) == "define":
            return True
        name, text = self.items[index], self.items[index + 1]
        between = self.text[name.start + len(name.text) : text.start]
        return between.strip() == "<-" or (
            self.kind(index + 1) == "string"
            and not between.strip(" ")
            and self.text[max(name.start - 1, 0)] == "@"
            and between != ""
        )

    def strings(self, start: int, reach: int, deep: bool = False) -> Iterator[Token]:
        """The strings of the expression that starts at ``start``; with ``deep`` also those in objects."""
        depth: list[str] = []
        chosen = False
        for index in range(start, min(start + reach, len(self.items))):
            text, kind = self.at(index), self.kind(index)
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
            elif text == "?" and self.at(index + 1) != ".":
                chosen = True  # in ``a ? "b" : "c"`` no colon makes a key
            elif kind == "string" and (chosen or self.at(index + 1) != ":"):
                yield self.items[index]

    def _ends(self, index: int) -> bool:
        """A line break that ends the expression: something stood before it, and no operator joins."""
        joined = {"=", ":", ":=", "??", "||", "&&", "?", "(", "[", "{", ",", "=>", "??="}
        return self.at(index - 1) not in joined and self.at(index + 1) not in {"??", "||", "&&", "?", ":", "."}

    def arguments(self, start: int) -> list[list[int]]:
        """The token positions of each argument of the call whose parenthesis opens before ``start``."""
        arguments: list[list[int]] = [[]]
        depth = 0
        for index in range(start, min(start + REACH, len(self.items))):
            text = self.at(index)
            if text in {"(", "[", "{"}:
                depth += 1
            elif text in {")", "]", "}"}:
                depth -= 1
                if depth < 0:
                    break
            if text == "," and depth == 0:
                arguments.append([])
            elif self.kind(index) != "line":
                arguments[-1].append(index)
        return [argument for argument in arguments if argument]

    def expected(self, index: int) -> bool:
        """Within ``expect(…)``: a test asks about it."""
        for place in range(index - 1, max(index - 12, 0), -1):
            if self.kind(place) == "line":
                return False
            if self.at(place).lower() in {"expect", "assert", "assert_eq", "assert_ne"}:
                return True
        return False
