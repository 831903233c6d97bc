"""References in JavaScript, TypeScript and other languages with C-like strings, and in Python that does not parse.

Works on tokens, so comments and strings are told apart and a broken file still gives what can be seen.
"""

import re
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property

from scanner.discover.names.closed import closed_model
from scanner.discover.names.ids import named, told
from scanner.discover.names.outside import shaped_outside, spoken_of
from scanner.discover.names.slots import (
    Kind,
    Slot,
    asks,
    loader_slot,
    never_named,
    slot_of_call,
    slot_of_name,
    snake,
)
from scanner.discover.names.tables import Call, tables
from scanner.discover.script.defaults import Defaults, inside, tagged
from scanner.discover.script.places import Places
from scanner.discover.script.tokens import REACH, SETTERS, Token, Tokens
from scanner.discover.shell.commands import CommandReader
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

#: Names of what holds several.
_MANY = re.compile(r".*(?:s|_map|_mapping|_list|_lookup|_catalog|_catalogue|_by_[a-z]+)")
_FLAGGED = re.compile(r"\s-{1,2}[a-z][\w-]*[= ]\S*/\S")
_COMPARED = {"==", "!=", "===", "!==", "case"}
_ASKS = frozenset(
    "Equal ContainSubstring HaveKey toContain includes startsWith endsWith indexOf has replace join log test match toBe"
    " toEqual".split()
)
#: What puts another name's text into a string: ``${NAME}``, ``$NAME``, ``\\(name)``, ``#{name}``, ``{name}``.
_FILLED = re.compile(r"\$\{(\w+)\}|\$(\w+)|\\\((\w+)\)|#\{(\w+)\}|\{(\w*)\}")
_TUPLE = Slot(bare="any", loader=True)
_END = Token("line", "", -1)
_AFTER_NAMES = SETTERS | {"=>", "]"}


@dataclass
class ScriptReader:
    """Reads one text. ``calls`` is the table of loaders of its language."""

    text: str
    sink: Sink
    calls: Mapping[str, list[Call]]
    python: bool = False
    native: bool = False
    tokens: Tokens = field(init=False)
    places: Places = field(init=False)
    given: dict[str, list[Token]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens = Tokens(self.text, self.python)
        self.places = Places(self.tokens, self.native)

    def read(self) -> None:
        """Put what is found into the sink."""
        items = self.tokens.items
        followed = [
            (token, after, index) for index, (token, after) in enumerate(zip(items, [*items[1:], _END], strict=False))
        ]
        for token, after, index in followed:
            if token.kind == "name" and (after.text in SETTERS or after.kind == "string"):
                self._given(index, token)
        for token, after, index in followed:
            if token.kind == "string" and len(token.text) > 6:
                self._text(index, token)
            bare = after.kind in {"string", "name"} or after.text == "{"
            if after.text in _AFTER_NAMES or (
                bare and token.kind == "name" and self.tokens.value_at(index) is not None
            ):
                self._named(index, token)
            elif token.kind == "name" and after.text == "(":
                self._call(index, token)
                self._spoken(index, token)
            elif token.kind == "name" and self._in_tuple(index):
                for found in self.given.get(token.text, ()):
                    self._take(found, _TUPLE, "{:hf, …}")
            elif token.kind == "name" and after.kind == "string" and token.text in self.calls:
                self._literal(token, after)

    def _given(self, index: int, token: Token) -> None:
        """``name = "text"`` and ``name: "text"``: what an identifier may stand for."""
        value = self.tokens.value_at(index)
        for found in self.tokens.strings(value, 8) if value else ():
            self.given.setdefault(token.text, []).append(found)

    def _named(self, index: int, token: Token) -> None:
        if token.kind == "string" and self.tokens.at(index + 1) in {":", "=>"}:
            name, start = token.value, index + 2
        elif token.kind == "name" and (place := self.tokens.value_at(index)) is not None:
            name, start = token.text, place
        elif token.kind == "string" and self.tokens.at(index + 1) == "]" and self.tokens.at(index + 2) == "=":
            name, start = token.value, index + 3
        else:
            return
        slot = slot_of_name(name) if len(name) < 60 else None
        plural = name.endswith("s") or self.tokens.at(index + 1) not in SETTERS  # R's repo <- "org/name"
        slot = slot or (Slot() if plural and self.places.of_repos(name) else None)
        if slot is None:
            return
        many = _MANY.fullmatch(snake(name)) is not None
        for found in self.tokens.strings(start, REACH if many else 60, deep=many):
            direct = self.tokens.at(start) == "c" or found is self.tokens.items[min(start, len(self.tokens.items) - 1)]
            self._take(found, slot if direct else replace(slot, bare="no"), f"assignment: {name}")

    def _take(self, token: Token, slot: Slot, how: str, revision: str | None = None) -> bool:
        return self._put(token, 0, token.value, slot, how, revision)

    def _put(self, token: Token, start: int, text: str, slot: Slot, how: str, revision: str | None = None) -> bool:
        """What ``text``, which stands ``start`` characters into a string, names in a slot."""
        line, column = self.tokens.place(token.start)
        every = named(text, slot, self._low if self._speaks else "")
        for offset, value, found in every:
            self.sink.add(
                line, column + 1 + start + offset, value, replace(found, revision=found.revision or revision), how
            )
        if not every:
            self.sink.passed(line, text)
        return bool(every)

    def _text(self, index: int, token: Token) -> None:
        """Its addresses, and the name that it is: not one that is asked about, nor under a name of something else."""
        line, column = self.tokens.place(token.start)
        self.sink.add_urls(self._filled(token.text), line, column)
        self._by_place(index, token)
        before, after = self.tokens.at(index - 1), self.tokens.at(index + 1)
        if next(told(token.value), None) is None:
            if _FLAGGED.search(token.value):  # "llama-server -hf org/name"
                CommandReader(self.sink).inline(token.value.replace("\n", " "), line, column)
            return
        asked = (
            {before, after} & _COMPARED
            or self._quiet(index)
            or (before == "(" and ((name := self.tokens.at(index - 2)) in _ASKS or asks(name)))
        )
        if (
            not asked
            and not self.tokens.expected(index)
            and not (
                before == "="
                and self.tokens.at(index - 2) == "default"
                and any(never_named(block.name) for block in self.places.around(index)[-1:])
            )
            and (before not in SETTERS or not never_named(self.tokens.at(index - 2).strip("\"'")))
        ):
            self.sink.add_told(token.value, line, column + 1, closed=after != ":")

    def _call(self, index: int, token: Token) -> None:
        above, joined, name = token.text.rpartition("::")
        if name not in self.calls and name not in tables().provider_of_call and self.tokens.at(index - 1) != ".":
            return
        under = (
            above.rpartition("::")[2]
            if joined
            else self.tokens.at(index - 2)
            if self.tokens.at(index - 1) in {".", "->"}
            else self.tokens.at(index - 3)  # R's package::call
            if self.tokens.at(index - 1) == self.tokens.at(index - 2) == ":"
            else ""
        )
        if name not in self.calls and not {name, under} & tables().provider_of_call.keys():
            return
        arguments = self.tokens.arguments(index + 2)
        self._closed(name, under, arguments)
        for loader in self.calls.get(name, ()):
            if (loader.under and under not in loader.under) or not self._about(loader):
                continue
            self._load(loader, name, token, arguments)
            return

    def _spoken(self, index: int, token: Token) -> None:
        """``.modelName("llama3.2")`` in a text that speaks of Ollama."""
        words = snake(token.text.rpartition("::")[2]).split("_")
        hosts = tables().outside_of_word.keys() & words
        if not self._speaks or {"message", "request"} & set(words) or not (hosts or slot_of_call(token.text)):
            return
        arguments = self.tokens.arguments(index + 2)
        for found in (one for argument in arguments if len(argument) == 1 for one in self._candidates(argument)):
            if "/" not in found.value and (shaped_outside(found.value) if hosts else spoken_of(found.value, self._low)):
                self._take(found, Slot(), f"{token.text}()")

    def _in_tuple(self, index: int) -> bool:
        """Elixir's ``{:hf, "org/name"}``."""
        return (
            self.tokens.at(index - 1) == "," and self.tokens.at(index - 2) == "hf" and self.tokens.at(index - 3) == ":"
        )

    def _literal(self, token: Token, after: Token) -> None:
        """Julia's ``hgf"org/name"``: a text that its prefix loads."""
        if token.start + len(token.text) == after.start and token.text not in tables().sets["common_names"]:
            self._take(after, loader_slot(self.calls[token.text][0], "model"), f'{token.text}"…"')

    def _about(self, loader: Call) -> bool:
        """Names that other libraries use too count only where the right one is named."""
        told = loader.about or loader.modules
        return not told or any(name in self._low for name in told)

    @cached_property
    def _speaks(self) -> bool:
        """Whether the text speaks of a host outside the Hub and holds a name of its own."""
        if not any(mark in self._low for marks, _, _ in tables().outside_of_library for mark in marks):
            return False
        texts = {token.value for token in self.tokens.items if token.kind == "string" and len(token.text) < 60}
        return any("/" not in text and (spoken_of(text, self._low) or shaped_outside(text)) for text in texts)

    @cached_property
    def _low(self) -> str:
        return self.text.lower()

    def _quiet(self, index: int) -> bool:
        """The text is handed to a call that says or files it away, or tests something."""
        quiet = tables().sets["quiet"] | tables().sets["not_loaders"]
        for place in range(index - 1, max(index - 12, -1), -1):
            text = self.tokens.at(place)
            if text in {";", "{", "}"}:
                return False
            if text == "(":
                name = self.tokens.at(place - 1).rpartition("::")[2].lower()
                return (name in quiet and self.tokens.at(place - 1) != "init") or name.startswith("assert")
        return False

    def _by_place(self, index: int, token: Token) -> None:
        """What the call, the default or the block around a text says of it."""
        if self._in_tuple(index):
            self._take(token, _TUPLE, "{:hf, …}")
        if self._speaks and self._pulled(index):
            self._take(token, Slot(outside="ollama"), "ollama pull")
        if "/" not in token.value and ":" not in token.value:
            return
        before = self.given.get(self.tokens.at(index - 1), ())
        if any(one.value.endswith(("huggingface.co/", "hf.co/")) for one in before):
            self._take(token, Slot(), "address on the Hub")
        told = [*inside(token.value)]
        if token.text[0] == "`" and "default" in token.value.lower():
            told += tagged(token.value, self.tokens.at(index - 2))
        for offset, value, slot, how in told:
            self._put(token, offset, value, slot, how)
        found = Defaults(self.tokens, self.places.around).slot(index)
        if found is None and not self._quiet(index) and not {self.tokens.at(index - 1)} & _COMPARED:
            found = self.places.slot(index)
        if found is not None:
            kind: Kind = "dataset" if self._beside_data(index) else found[0].kind
            self._take(token, replace(found[0], kind=kind), found[1])

    def _pulled(self, index: int) -> bool:
        """``exec("ollama", "pull", "name")``."""
        verb, tool = (self.tokens.at(index - back).strip("\"'`") for back in (2, 4))
        return verb in {"pull", "run"} and tool.rpartition("/")[2] == "ollama"

    def _filled(self, text: str) -> str:
        """An address with what other names of the file put into it."""
        if "hf" not in text and "huggingface" not in text:
            return text

        def value(match: re.Match[str]) -> str:
            name = next((name for name in match.groups() if name), "")
            texts = {token.value for token in self.given.get(name, ())}
            return texts.pop() if len(texts) == 1 else match.group()

        return _FILLED.sub(value, text)

    def _load(self, loader: Call, name: str, token: Token, arguments: list[list[int]]) -> None:
        slot = loader_slot(loader, "dataset" if loader.kind == "dataset" or self._of_data(name, arguments) else "model")
        chosen = self._by_key(loader, arguments)
        if chosen is None and loader.position is not None and len(arguments) > max(loader.position, 0):
            chosen = arguments[max(loader.position, 0)]
        if chosen is None:
            return
        unknown = self.tokens.kind(chosen[0]) == "name" and not self._candidates(chosen)
        if self.native and loader.position == 0 and len(arguments) > 1 and unknown:
            chosen = arguments[1]  # Julia's from_pretrained(Tokenizer, "org/name")
        taken = [self._take(found, slot, f"{name}()") for found in self._candidates(chosen)]
        plain = len(chosen) == 1 and self.tokens.kind(chosen[0]) == "name"
        if not taken and loader.dynamic and plain and not self.python:
            line, column = self.tokens.place(token.start)
            self.sink.add_dynamic(line, column, f"{name}(…, {self.tokens.at(chosen[0])})", slot.kind, f"{name}()")

    def _beside_data(self, index: int) -> bool:
        """``RepoType::Dataset`` after it in the same call."""
        for place in range(index + 1, min(index + 14, len(self.tokens.items))):
            text = self.tokens.at(place)
            if text in {";", "{", "}"}:
                return False
            dotted = text == "dataset" and self.tokens.at(place - 1) == "."
            if dotted or text in {"RepoType::Dataset", "RepoType.DATASET"}:
                return True
        return False

    def _of_data(self, name: str, arguments: list[list[int]]) -> bool:
        """``RepoType::Dataset``, ``.dataset``, ``repo_type = "dataset"`` among the arguments; ``Repo::dataset``."""
        words = {
            self.tokens.at(index).rpartition("::")[2].strip("\"'").lower()
            for argument in arguments
            for index in argument
        }
        return "dataset" in words or name == "dataset"

    def _by_key(self, loader: Call, arguments: list[list[int]]) -> list[int] | None:
        for argument in arguments:
            for place, index in enumerate(argument[:-1]):
                named = self.tokens.at(index).strip("\"'") in loader.arguments
                if named and self.tokens.at(argument[place + 1]) in {":", "="}:
                    return argument[place + 2 : place + 3]
        return None

    def _candidates(self, argument: list[int]) -> list[Token]:
        """Strings of an argument, or what its identifier was given."""
        strings = [self.tokens.items[index] for index in argument if self.tokens.kind(index) == "string"]
        if strings and self.tokens.at(argument[0]) != "{":
            return strings
        names = [self.tokens.at(index) for index in argument if self.tokens.kind(index) == "name"]
        return list(self.given.get(names[-1], ())) if names and self.tokens.at(argument[0]) != "{" else []

    def _closed(self, name: str, under: str, arguments: list[list[int]]) -> None:
        by_call = tables().provider_of_call
        provider = by_call.get(name) or by_call.get(under)
        if provider is None or not arguments:
            return
        first = self.tokens.items[arguments[0][0]]
        sure = provider.any_prefix and by_call.get(name) is not None and name[0].islower()
        if first.kind == "string" and (closed_model(first.value) or sure):
            self._take(first, Slot(provider=provider.id), f"{name}()")


def read_script(text: str, sink: Sink) -> None:
    """JavaScript and TypeScript."""
    ScriptReader(text, sink, tables().javascript).read()


def read_native(text: str, sink: Sink, hashed: bool = False) -> None:
    """Languages with C-like strings; ``hashed``: whose comments begin with ``#``."""
    ScriptReader(text, sink, tables().native, python=hashed, native=True).read()


def read_broken_python(text: str, sink: Sink) -> None:
    """Python that does not parse, by its tokens."""
    ScriptReader(text, sink, tables().calls, python=True).read()
