"""A shell text as commands, and a command as words: quotes taken off, each word at its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from scanner.discover.names.tables import tables
from scanner.model.frozen import dataclass

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+|\\\r?\n[ \t]*)
      | (?P<comment>(?:(?<=\s)|(?<=^))\#[^\n]*)
      | (?P<end>\n|;|&&|\|\|?|&(?![>\d]))
      | (?P<word>(?:\$\{[^{}\n]*\}|\$\([^()\n]*\)|\$|"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'|`[^`]*`|\\.|[^\s;&|"'`\\\#$]|(?<=\S)\#|&(?=[>\d])|["'`])+)""",  # noqa: E501
    re.X | re.M,
)
#: ``NAME='text with "quotes"'``.
_QUOTED = re.compile(r"([A-Za-z_]\w*=)(['`])(.*)\2", re.S)
#: ``$NAME``, ``${NAME:-default}`` and their like.
VARIABLE = re.compile(
    r"\$\{?\(?(?P<name>[A-Za-z_]\w*|\d)(?:\[[^\]\s]*\])?(?:(?P<sign>:?[-=?+])(?P<default>[^{}]*))?\)?\}?"
)
#: ``NAMES=(``: its items may stand on lines of their own.
_ARRAY = re.compile(r"\A[A-Za-z_]\w*\+?=\(")
_MOST_ITEMS = 500
#: What is read of one text.
LONGEST = 400_000


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

    def meant(self, word: Word, depth: int = 0) -> list[Word]:
        """What a word with variables may stand for: their defaults and values; nothing when one is unknown."""
        if "$" not in word.value or depth > 4:
            return [word]
        match = VARIABLE.fullmatch(word.value)
        if match is None:
            text = self._filled(word.value)
            return [replace(word, value=text)] if text else []
        found: list[Word] = []
        if (match["default"] and "-" in match["sign"]) or (match["default"] and "=" in match["sign"]):
            default = Word(match["default"].strip("\"'"), word.line, word.column + match.start("default"))
            found += self.meant(default, depth + 1)
        for value in self.here.get(match["name"], ())[:16]:
            if value != word:
                found += self.meant(value, depth + 1)
        return found

    def _filled(self, text: str) -> str | None:
        """A text with each variable replaced by its only value; None when one is unknown."""

        def value(match: re.Match[str]) -> str:
            values = {word.value for word in self.here.get(match["name"], ())}
            return values.pop() if len(values) == 1 else match["default"] or "\n"

        filled = VARIABLE.sub(value, text)
        return None if "\n" in filled or "$" in filled else filled


def split_commands(text: str, line: int = 1) -> Iterator[list[Word]]:
    """The commands of a shell text, each as its words; comments are dropped and continued lines joined."""
    words: list[Word] = []
    start, array = 0, False
    for match in _TOKEN.finditer(text[:LONGEST]):
        if match.lastgroup == "word":
            words.append(_word(match, text, line, start))
            array = (array or _ARRAY.search(match.group()) is not None) and not match.group().endswith(")")
        elif match.lastgroup == "end" and words and not (array and match.group() == "\n" and len(words) < _MOST_ITEMS):
            yield words
            words, array = [], False
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
    given = _QUOTED.fullmatch(raw)
    if given is not None:
        return Word(given[1] + given[3], line, column)
    return Word(raw.replace('"', "").replace("'", ""), line, column)


def tidy(words: Sequence[Word]) -> list[Word]:
    """The JSON form of Docker's ``CMD ["a", "b"]`` as plain words."""
    if len(words) > 1 and words[0].value.upper() in {"CMD", "ENTRYPOINT", "RUN"} and words[1].value.startswith("["):
        parts: list[Word] = []
        for word in words[1:]:
            column = word.column + len(word.value) - len(word.value.lstrip("[,"))
            parts += [Word(text, word.line, column) for text in word.value.strip("[],").split(",") if text]
        return parts
    return list(words)


def plain_words(words: Sequence[Word]) -> Iterator[Word]:
    """Words that are neither flags nor the values of flags."""
    valued, skip = tables().sets["valued_flags"], False
    for word in words:
        if skip:
            skip = False
        elif word.value.startswith("-") and len(word.value) > 1:
            skip = word.value.lower() in valued
        elif word.value and word.value[0] not in "<>":
            yield word


def flagged(words: Sequence[Word], flag: str) -> Iterator[Word]:
    """The values that ``flag`` is given."""
    for index, word in enumerate(words):
        if word.value == flag and index + 1 < len(words):
            yield words[index + 1]
        elif word.value.startswith(flag + "="):
            yield Word(word.value[len(flag) + 1 :], word.line, word.column + len(flag) + 1)


def value_after(words: Sequence[Word], flag: str) -> str | None:
    """What ``flag`` is given, where that pins or types a repo: not the default branch, nor a variable."""
    text = next((word.value for word in flagged(words, flag)), None)
    return text if text and text not in {"main", "master"} and "$" not in text else None
