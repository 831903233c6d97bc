"""References in command lines: shell scripts, Dockerfiles, Makefiles, and the argument lists in configurations."""

import fnmatch
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from functools import cache
from typing import TypeAlias

from scanner.discover.names.ids import named
from scanner.discover.names.slots import Slot, never_named, slot_of_name
from scanner.discover.names.tables import Command, command_heads, tables
from scanner.discover.shell.words import (
    LONGEST,
    VARIABLE,
    Variables,
    Word,
    flagged,
    plain_words,
    split_commands,
    tidy,
    value_after,
)
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

_ASSIGNED = re.compile(
    r"(?:(?:-e|--env|--build-arg|-D)[= ]?)?(?P<name>\$?[A-Za-z_][\w.:\[\]]*?)(?P<sign>\+=|::?=|\?=|=)(?P<value>.*)",
    re.S,
)
_HERE = re.compile(
    r"(?P<head>^[^\n]*)<<-?\s*[\"']?(?P<mark>\w+)[\"']?(?P<rest>[^\n]*)\n(?P<body>.*?\n)[ \t]*(?P=mark)[ \t]*$",
    re.M | re.S,
)
#: What ``curl -d`` sends.
_BODY = re.compile(r"\s*(?:\[\s*(?=[\[{]))?\s*\{\s*\\?\"")
#: ``ARGS="--model org/name"``.
_COMMAND = re.compile(r"(?:\A|\s)--?[A-Za-z][\w.-]*[= ]\S*/\S")
#: ``[key]=`` of an associative array.
_ENTRY = re.compile(r"\A\[[^\]]*\]=")
#: ``${MODEL:=org/name}``
_GIVEN = re.compile(r"\$\{(?P<name>[A-Za-z_]\w*):?[-=](?P<default>[^{}$]+)\}")
#: ``hf upload``, ``python -m tool.push_to_hub``.
_SENT = re.compile(r"(?:upload|push)(?:ed|ing)?\Z|(?:\A|[./])(?:upload|push)_\w+\Z", re.I)
_FLAG = re.compile(r"-{1,2}[A-Za-z]")
_OTHER_FLAGS = {"-t", "--tag", "-c", "--config", "--config-name", "--recipe"}
_SHELLS = {"bash", "sh", "zsh", "dash", "ksh", "sudo", "ssh", "su"}

#: Reads a part in another language: ``(kind, text, line it starts on)``.
Embedded: TypeAlias = Callable[[str, str, int], None]


@dataclass
class CommandReader:
    """Puts the references of commands into ``sink``.

    ``flagged_only``: a name by its shape counts only where flags show that the words are a command. ``elsewhere``:
    words that are given to a command of another host.
    """

    sink: Sink
    variables: Variables = field(default_factory=Variables)
    embedded: Embedded | None = None
    flagged_only: bool = False
    elsewhere: set[Word] = field(default_factory=set)

    def text(self, text: str, line: int = 1, depth: int = 0) -> None:
        """A whole script that starts at ``line``."""
        if len(text) > LONGEST:
            self.sink.notes.append(f"only the first {LONGEST} characters of its commands were read")
        for words in split_commands(self._without_documents(text, line), line):
            self.words(words, depth)

    def inline(self, text: str, line: int, column: int) -> None:
        """Commands within a line of something else, behind ``column`` characters of it."""
        for words in split_commands(text, line):
            self.words([replace(word, column=word.column + column) for word in words])

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
        words = tidy(words)
        if not words or _tests(words):
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
        self._defaults(words)
        self._flags(words)
        self._told(words)

    def _defaults(self, words: Sequence[Word]) -> None:
        """``: "${MODEL:=org/name}"``, wherever it stands."""
        for word in words:
            for match in _GIVEN.finditer(word.value) if "${" in word.value else ():
                slot = slot_of_name(match["name"])
                default = Word(match["default"].strip("\"'"), word.line, word.column + match.start("default"))
                if slot is not None:
                    self._take(default, slot, f"default of {match['name']}")
                    self.variables.add(match["name"], default)

    def _nested(self, words: Sequence[Word], depth: int) -> None:
        for before, word in zip([None, *words], words, strict=False):
            if before is not None and before.value == "-c" and words[0].value.rpartition("/")[2] not in _SHELLS:
                if self.embedded and any("python" in one.value or one.value == "uv" for one in words):
                    self.embedded("python", self._python(word.value), word.line)
            elif self.embedded and _BODY.match(word.value):
                self.embedded("json", word.value.replace('\\"', '"'), word.line)
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
                value = Word(match["value"].strip("\"'`"), word.line, word.column + match.start("value"))
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
            first = replace(value, value=value.value[1:], column=value.column + 1)
            values = [replace(one, value=_ENTRY.sub("", one.value.strip("()\"',"))) for one in (first, *more)]
        for one in values:
            self.variables.add(name, one)
            slot = slot_of_name(name)
            if self.embedded and _BODY.match(one.value):
                self.embedded("json", f'{{"{name}": {one.value}}}'.replace('\\"', '"'), one.line)
            elif _COMMAND.search(one.value):
                self.text(one.value, one.line, 2)
            elif slot is not None:
                self._take(one, slot, f"assignment: {name}")
            elif not never_named(name):
                self.sink.add_told(one.value, one.line, one.column, closed=False)

    def _known(self, words: Sequence[Word]) -> None:
        for command, after in _matching(words):
            rest = words[after:]
            stated = _repo_type(rest)
            slot = Slot(
                kind="dataset" if "dataset" in (command.kind, stated) else "model",
                bare="any" if command.bare else "known",
                loader=True,
                aliases=command.aliases,
                outside=command.outside,
            )
            name = self.sink.path.rpartition("/")[2].lower()
            elsewhere = command.files and not any(fnmatch.fnmatchcase(name, pattern) for pattern in command.files)
            if stated == "space" or elsewhere:
                continue
            how = " ".join(command.words)
            revision = value_after(rest, "--revision")
            for flag in command.flags:
                for word in flagged(rest, flag):
                    self._take(word, slot, f"{how} {flag}", revision)
            if command.position is not None:
                self._positional(rest, command, slot, how, revision)

    def _positional(self, words: Sequence[Word], command: Command, slot: Slot, how: str, revision: str | None) -> None:
        place = command.position or 0
        plain = list(plain_words(words))
        for word in plain[place : place + 1]:
            unknown = not self._take(word, slot, how, revision) and "$" in word.value
            if (
                unknown
                and command.dynamic
                and not ((match := VARIABLE.match(word.value)) and match["name"] in self.variables.here)
            ):
                self.sink.add_dynamic(word.line, word.column, word.value, slot.kind, how)

    def _flags(self, words: Sequence[Word]) -> None:
        flags, sent = _flag_slots(), _sends(words)
        for index, word in enumerate(words):
            name, sign, value = word.value.partition("=")
            if not word.value.startswith("-"):
                continue
            slot = flags.get(name) or (slot_of_name(name) if name.startswith("--") else None)
            if slot is None or (sent and "repo" in name):
                continue
            if sign:
                self._take(Word(value.strip("\"'"), word.line, word.column + len(name) + 1), slot, name)
            else:
                for given in words[index + 1 : index + 9]:
                    if given.value.startswith("-"):
                        break
                    taken = self._take(given, slot, name)
                    weight = name.endswith("list") and re.fullmatch(r"[\d.]+", given.value)
                    if not (taken and name.endswith(("s", "list"))) and not weight:
                        break

    def _told(self, words: Sequence[Word]) -> None:
        """Names that tell a model wherever they stand, alone or in a list with commas."""
        before = words[0].value
        if self.flagged_only and not any(_FLAG.match(word.value) for word in words):
            return
        if before.lower() in tables().sets["other_commands"] or _sends(words):
            return
        for word in words:
            apart = before.startswith("-") and (before in _OTHER_FLAGS or never_named(before))
            if "/" in word.value and not apart and word not in self.elsewhere:
                self.sink.add_told(word.value.strip("\"'"), word.line, word.column)
            before = word.value

    def _take(self, word: Word, slot: Slot, how: str, revision: str | None = None) -> bool:
        """Whether the word, or what its variables stand for, names something."""
        done = False
        if slot.outside is not None:
            self.elsewhere.add(word)
        elif word in self.elsewhere:
            return False
        for one in self.variables.meant(word):
            every = named(one.value, slot, self.sink.said)
            if not every:
                self.sink.passed(one.line, one.value)
            for start, text, found in every:
                done = True
                found = replace(found, revision=found.revision or revision)
                self.sink.add(one.line, one.column + start, text, found, how, one.path)
        return done


def _sends(words: Sequence[Word]) -> bool:
    """The command sends something to the Hub: where to is no reference."""
    return any(_SENT.search(word.value) for word in words)


def _tests(words: Sequence[Word]) -> bool:
    """``[ "$MODEL" = org/name ]``: what is asked about; a pattern of ``case``."""
    first = next((word.value for word in words if word.value not in {"if", "elif", "while", "until", "!", "then"}), "")
    return first in {"[", "[[", "test", "case"} or (
        len(words) < 3 and words[-1].value.endswith(")") and not any("(" in word.value for word in words)
    )


def _language(head: str) -> str | None:
    """What a here-document holds, by the command that reads it or the file it goes to."""
    if re.search(r"\bpython[\d.]*\b|\.py\b", head):
        return "python"
    found = re.search(r"\.(ya?ml|json|toml|js|ts|md)\b", head)
    return {"yml": "yaml"}.get(found[1], found[1]) if found else None


def _matching(words: Sequence[Word]) -> Iterator[tuple[Command, int]]:
    heads = command_heads()
    for index, word in enumerate(words):
        pathed = word.value.startswith(("/", "./", "build/")) or word.value.endswith((".py", ".sh"))
        name = word.value.rpartition("/")[2] if pathed else word.value
        for command in heads.get(name.removesuffix(".exe"), ()):
            rest = [given.value for given in words[index + 1 : index + len(command.words)]]
            if rest == list(command.words[1:]):
                yield command, index + len(command.words)


@cache
def _flag_slots() -> dict[str, Slot]:
    flags = tables().loaders.flags
    found = {flag: Slot(kind="dataset") for flag in flags.dataset}
    return found | {flag: Slot() for flag in flags.model}


def _url_how(words: Sequence[Word]) -> str:
    names = [word.value for word in words[:6]]
    if "git" in names and "clone" in names:
        return "git clone"
    return next((f"{name} url" for name in names if name in {"wget", "curl", "aria2c", "ollama"}), "url")


def _repo_type(words: Sequence[Word]) -> str | None:
    return value_after(words, "--repo-type") or value_after(words, "--type")
