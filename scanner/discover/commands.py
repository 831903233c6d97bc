"""References in command lines: shell scripts, Dockerfiles, Makefiles, and the argument lists in configurations."""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeAlias

from scanner.discover.ids import Kind, Slot, classify, slot_of_name
from scanner.discover.sink import Sink
from scanner.discover.tables import Command, tables

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|\\\r?\n[ \t]*)
      | (?P<comment>(?:(?<=\s)|(?<=^))\#[^\n]*)
      | (?P<end>\n|;|&&|\|\|?|&(?![>\d]))
      | (?P<word>(?:\$\{[^{}\n]*\}|\$\([^()\n]*\)|\$|"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|\\.|[^\s;&|"'`\\\#$]|(?<=\S)\#|&(?=[>\d])|["'`])+)""",  # noqa: E501
    re.X | re.M,
)
_ASSIGNED = re.compile(
    r"(?:(?:-e|--env|--build-arg|-D)[= ]?)?(?P<name>\$?[A-Za-z_][\w.:]*?)(?P<sign>\+=|::?=|\?=|=)(?P<value>.*)", re.S
)
_VARIABLE = re.compile(
    r"\$\{?\(?(?P<name>[A-Za-z_]\w*)(?:\[[@*\w]+\])?(?:(?P<sign>:?[-=?+])(?P<default>[^{}]*))?\)?\}?"
)
_HERE = re.compile(
    r"(?P<head>^[^\n]*)<<-?\s*[\"']?(?P<mark>\w+)[\"']?(?P<rest>[^\n]*)\n(?P<body>.*?\n)[ \t]*(?P=mark)[ \t]*$",
    re.M | re.S,
)
_SHELLS = {"bash", "sh", "zsh", "dash", "ksh", "sudo", "ssh", "su"}
_LONGEST = 400_000

#: Reads a part in another language: ``(kind, text, line it starts on)``.
Embedded: TypeAlias = Callable[[str, str, int], None]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command: its value without quotes, and where that value starts (``path`` None: in this file)."""

    value: str
    line: int
    column: int
    path: str | None = None


@dataclass(slots=True)
class Variables:
    """What names were given in this file, and in the files beside it."""

    here: dict[str, list[Word]] = field(default_factory=dict)

    def add(self, name: str, word: Word) -> None:
        self.here.setdefault(name, []).append(word)


def split_commands(text: str, line: int = 1) -> Iterator[list[Word]]:
    """The commands of a shell text, each as its words; comments are dropped and continued lines joined."""
    words: list[Word] = []
    start = 0
    for match in _TOKEN.finditer(text[:_LONGEST]):
        if match.lastgroup == "word":
            words.append(_word(match, text, line, start))
        elif match.lastgroup == "end" and words:
            yield words
            words = []
        rows = match.group().count("\n")
        if rows:
            line += rows
            start = match.start() + match.group().rfind("\n") + 1
    if words:
        yield words


def _word(match: re.Match[str], text: str, line: int, start: int) -> Word:
    raw = match.group()
    column = match.start() - start + 1
    if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'":
        return Word(raw[1:-1], line, column + 1)
    return Word(raw.replace('"', "").replace("'", ""), line, column)


@dataclass
class CommandReader:
    """Puts the references of commands into ``sink``."""

    sink: Sink
    variables: Variables = field(default_factory=Variables)
    embedded: Embedded | None = None

    def text(self, text: str, line: int = 1, depth: int = 0) -> None:
        """A whole script that starts at ``line``."""
        for words in split_commands(self._without_documents(text, line), line):
            self.words(words, depth)

    def _without_documents(self, text: str, line: int) -> str:
        """The text with here-documents of other languages blanked, which are read as what they are."""
        if "<<" not in text or self.embedded is None:
            return text
        for match in list(_HERE.finditer(text)):
            kind = _language(match["head"] + match["rest"])
            if kind is not None:
                body = match["body"]
                self.embedded(kind, textwrap.dedent(body), line + text.count("\n", 0, match.start("body")))
                blank = "\n" * body.count("\n")
                text = text[: match.start("body")] + blank.rjust(len(body)) + text[match.end("body") :]
        return text

    def words(self, words: Sequence[Word], depth: int = 0) -> None:
        """One command."""
        words = _tidy(words)
        if not words:
            return
        said = words[0].value.lstrip("@-+").lower() in {"echo", "printf", "log", "info", "say", "write-host"}
        self._assignments(words)
        for word in words:
            self.sink.add_urls(word.value, word.line, word.column, _url_how(words))
        if said:
            return
        if depth < 3:
            self._nested(words, depth)
        self._known(words)
        self._flags(words)

    def _nested(self, words: Sequence[Word], depth: int) -> None:
        for before, word in zip([None, *words], words, strict=False):
            if before is not None and before.value == "-c" and words[0].value.rpartition("/")[2] not in _SHELLS:
                if self.embedded and any("python" in one.value or one.value == "uv" for one in words):
                    self.embedded("python", self._python(word.value), word.line)
            elif " " in word.value.strip() and not _ASSIGNED.match(word.value):
                self.text(word.value, word.line, depth + 1)

    def _python(self, text: str) -> str:
        """``python -c`` text as Python sees it; variables set in this file are reported where they are set."""

        def given(match: re.Match[str]) -> str:
            return "'./set-above'" if match[1] in self.variables.here else match.group()

        text = text.replace('\\"', '"').replace("\\\n", "\n")
        return re.sub(r"os\.(?:environ\[|environ\.get\(|getenv\()['\"](\w+)['\"][\])]", given, text)

    def _assignments(self, words: Sequence[Word]) -> None:
        for index, word in enumerate(words):
            match = _ASSIGNED.match(word.value)
            if match and not word.value.startswith("--"):
                value = Word(match["value"].strip("\"'"), word.line, word.column + match.start("value"))
                self._assigned(match["name"], value, words[index + 1 :])
        first = words[0].value.upper()
        if (first in {"ENV", "ARG"} and len(words) == 3 and "=" not in words[1].value) or (
            first in {"SET", "SETX", "$ENV"} and len(words) == 3
        ):
            self._assigned(words[1].value, words[2], ())
        elif len(words) > 2 and words[1].value in {"=", ":=", "?=", "::="}:
            self._assigned(words[0].value, words[2], words[3:])
        elif first == "FOR" and len(words) > 3 and words[2].value == "in":
            for word in words[3:]:
                self.variables.add(words[1].value, word)

    def _assigned(self, name: str, value: Word, more: Sequence[Word]) -> None:
        name = name.removeprefix("$").removeprefix("env:")
        values = [value]
        if value.value.startswith("("):
            values = [replace(value, value=value.value[1:].strip("()\"'"), column=value.column + 1)]
            values += [replace(word, value=word.value.strip("()\"'")) for word in more]
        for one in values:
            self.variables.add(name, one)
            slot = slot_of_name(name)
            if slot is not None:
                self._take(one, slot, f"assignment: {name}")

    def _known(self, words: Sequence[Word]) -> None:
        for command, after in _matching(words):
            rest = words[after:]
            slot = Slot(kind=_kind(rest), bare="any" if command.bare else "known", loader=True)
            if _repo_type(rest) == "space":
                continue
            how = " ".join(command.words)
            revision = _after(rest, "--revision")
            for flag in command.flags:
                for word in _flagged(rest, flag):
                    self._take(word, slot, f"{how} {flag}", revision)
            if command.position is not None:
                self._positional(rest, command, slot, how, revision)

    def _positional(self, words: Sequence[Word], command: Command, slot: Slot, how: str, revision: str | None) -> None:
        place = command.position or 0
        plain = list(_plain(words))
        for word in plain[place : place + 1]:
            unknown = not self._take(word, slot, how, revision) and "$" in word.value
            if unknown and command.dynamic and not self._known_variable(word):
                self.sink.add_dynamic(word.line, word.column, word.value, slot.kind, how)

    def _known_variable(self, word: Word) -> bool:
        match = _VARIABLE.match(word.value)
        return match is not None and match["name"] in self.variables.here

    def _flags(self, words: Sequence[Word]) -> None:
        flags = _flag_slots()
        for index, word in enumerate(words):
            name, sign, value = word.value.partition("=")
            if not word.value.startswith("-"):
                continue
            slot = flags.get(name) or (slot_of_name(name) if name.startswith("--") else None)
            if slot is None:
                continue
            if sign:
                self._take(Word(value.strip("\"'"), word.line, word.column + len(name) + 1), slot, name)
            else:
                for given in words[index + 1 : index + 9]:
                    if given.value.startswith("-"):
                        break
                    taken = self._take(given, slot, name)
                    if not taken or not name.endswith("s"):
                        break

    def _take(self, word: Word, slot: Slot, how: str, revision: str | None = None) -> bool:
        """Whether the word, or what its variables stand for, names something."""
        done = False
        for one in self._expanded(word):
            found = classify(one.value, slot)
            if found is not None:
                done = True
                found = replace(found, revision=found.revision or revision)
                self.sink.add(one.line, one.column, one.value, found, how, one.path)
            elif "pretrained=" in one.value or "model=" in one.value:
                done = self._model_args(one, how) or done
        return done

    def _model_args(self, word: Word, how: str) -> bool:
        """``pretrained=org/name,dtype=float`` and LoRA's ``name=org/name``."""
        done = False
        for match in re.finditer(r"(?:^|,)(?:pretrained|model|tokenizer|peft)=([^,\s]+)", word.value):
            found = classify(match[1], Slot(bare="known"))
            if found is not None:
                self.sink.add(word.line, word.column + match.start(1), match[1], found, how)
                done = True
        return done

    def _expanded(self, word: Word, depth: int = 0) -> list[Word]:
        if "$" not in word.value or depth > 4:
            return [word]
        match = _VARIABLE.fullmatch(word.value)
        if match is None:
            text = self._filled(word.value)
            return [replace(word, value=text)] if text else []
        found: list[Word] = []
        if (match["default"] and "-" in match["sign"]) or (match["default"] and "=" in match["sign"]):
            default = Word(match["default"].strip("\"'"), word.line, word.column + match.start("default"))
            found += self._expanded(default, depth + 1)
        for value in self.variables.here.get(match["name"], ())[:16]:
            if value != word:
                found += self._expanded(value, depth + 1)
        return found

    def _filled(self, text: str) -> str | None:
        """A text with each variable replaced by its only value; None when one is unknown."""

        def value(match: re.Match[str]) -> str:
            values = {word.value for word in self.variables.here.get(match["name"], ())}
            return values.pop() if len(values) == 1 else match["default"] or "\n"

        filled = _VARIABLE.sub(value, text)
        return None if "\n" in filled or "$" in filled else filled


def _language(head: str) -> str | None:
    """What a here-document holds, by the command that reads it or the file it goes to."""
    if re.search(r"\bpython[\d.]*\b|\.py\b", head):
        return "python"
    found = re.search(r"\.(ya?ml|json|toml|js|ts|md)\b", head)
    return {"yml": "yaml"}.get(found[1], found[1]) if found else None


def _tidy(words: Sequence[Word]) -> list[Word]:
    """The JSON form of Docker's ``CMD ["a", "b"]`` as plain words."""
    if len(words) > 1 and words[0].value.upper() in {"CMD", "ENTRYPOINT", "RUN"} and words[1].value.startswith("["):
        parts: list[Word] = []
        for word in words[1:]:
            column = word.column + len(word.value) - len(word.value.lstrip("[,"))
            parts += [Word(text, word.line, column) for text in word.value.strip("[],").split(",") if text]
        return parts
    return list(words)


def _matching(words: Sequence[Word]) -> Iterator[tuple[Command, int]]:
    heads = command_heads()
    for index, word in enumerate(words):
        name = word.value.rpartition("/")[2] if word.value.startswith(("/", "./", "build/")) else word.value
        for command in heads.get(name.removesuffix(".exe"), ()):
            rest = [given.value for given in words[index + 1 : index + len(command.words)]]
            if rest == list(command.words[1:]):
                yield command, index + len(command.words)


@cache
def command_heads() -> dict[str, list[Command]]:
    """The known commands by their first word."""
    heads: dict[str, list[Command]] = {}
    for command in tables().loaders.commands:
        heads.setdefault(command.words[0], []).append(command)
    return heads


@cache
def _flag_slots() -> dict[str, Slot]:
    flags = tables().loaders.flags
    found = {flag: Slot(kind="dataset") for flag in flags.dataset}
    return found | {flag: Slot() for flag in flags.model}


def _plain(words: Sequence[Word]) -> Iterator[Word]:
    """Words that are neither flags nor the values of flags."""
    valued, skip = tables().sets["valued_flags"], False
    for word in words:
        if skip:
            skip = False
        elif word.value.startswith("-") and len(word.value) > 1:
            skip = word.value.lower() in valued
        elif word.value and word.value[0] not in "<>":
            yield word


def _flagged(words: Sequence[Word], flag: str) -> Iterator[Word]:
    for index, word in enumerate(words):
        if word.value == flag and index + 1 < len(words):
            yield words[index + 1]
        elif word.value.startswith(flag + "="):
            yield Word(word.value[len(flag) + 1 :], word.line, word.column + len(flag) + 1)


def _after(words: Sequence[Word], flag: str) -> str | None:
    text = next((word.value for word in _flagged(words, flag)), None)
    return text if text and text not in {"main", "master"} and "$" not in text else None


def _repo_type(words: Sequence[Word]) -> str | None:
    return _after(words, "--repo-type") or _after(words, "--type")


def _kind(words: Sequence[Word]) -> Kind:
    return "dataset" if _repo_type(words) == "dataset" else "model"


def _url_how(words: Sequence[Word]) -> str:
    names = [word.value for word in words[:6]]
    if "git" in names and "clone" in names:
        return "git clone"
    return next((f"{name} url" for name in names if name in {"wget", "curl", "aria2c", "ollama"}), "url")
