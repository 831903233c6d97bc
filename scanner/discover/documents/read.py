"""References in documents: a model card's front matter always; samples and links only when asked for."""

import itertools
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import TypeAlias

from scanner.discover.config.leaves import Leaf, LeavesError, yaml_leaves
from scanner.discover.config.read import ConfigReader
from scanner.discover.names.ids import classify
from scanner.discover.names.slots import Slot, slot_of_name
from scanner.discover.shell.commands import CommandReader
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?:\{(?:code(?:-block|-cell)?\}[ \t]*)?)?"
    r"(?P<language>[\w+.#-]*)[^\n]*$",
    re.M,
)
#: What AsciiDoc and Org write around code.
_SOURCE = re.compile(r"\[(?:source|,)[^\]\n]*?,? ?(?P<language>\w*)\]\s*\Z|(?i:[ \t]*#\+begin_src[ \t]+(?P<org>\w+))")
_RULE = re.compile(r"-{4,}\s*\Z|(?i:[ \t]*#\+end_src)")
_DIRECTIVE = re.compile(r"([ \t]*)\.\. (?:code-block|code|sourcecode|prompt)::[ \t]*([\w+-]*)")
_CODE = re.compile(r"(?<![A-Za-z0-9])`{1,2}([^`\n]+)`|\*\*(?=[^*\s`]+/)([^*\s`]+)\*\*")
_SENDS = re.compile(r"(?i:\b|_)(?:push|upload)_?\w* ")
#: An ``org/name`` that is no part of a path or an address.
_NAME = re.compile(r"(?<![\w/.:@-])[A-Za-z0-9][\w.-]*+/[A-Za-z0-9][\w.-]*+(?![\w/*])")
#: Before a name, and right behind it: what it is a name of.
#: Behind a link's text: an address that is not the Hub's.
_LINKED = re.compile(r"[^\[\]]{0,40}\]\((?!https?://(?:huggingface\.co|hf\.co))")
_SAYING = re.compile(
    r"(?P<data>data ?sets?|conjunto de da[dt]os|jeux? de données|daten ?satz)\b|\bmod[eè]le?s?\b", re.I
)
_SAID = re.compile(r"[*_\s]{0,4}(?:(?P<data>data ?set|データセット|数据集|데이터)|model\b|モデル|模型|모델)", re.I)
_SHELL = set(
    "bash sh shell console zsh terminal cmd powershell dockerfile makefile text shell-session bat env dotenv".split()
) | {""}
_LANGUAGES = {
    name: language
    for language, names in {
        "python": "py python3 ipython pycon",
        "yaml": "yml",
        "json": "jsonc json5",
        "js": "javascript typescript ts jsx tsx mjs",
        "page": "html vue svelte",
        "native": "rust rs go golang java kotlin kt swift csharp cs c# c++ cpp c php scala groovy dart",
        "hcl": "terraform tf elixir ex iex julia julia-repl jl r ruby rb lua",
    }.items()
    for name in names.split()
}
_READ = {"python", "yaml", "json", "toml", "ini", "xml", "js", "page", "native", "hcl"}
_PYTHON = re.compile(r"(?m)^(?:>>> )?(?:from \w[\w.]* import |import \w|\w+ = \w[\w.]*\()")
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", re.M)
_CARD_KEYS = {"base_model", "datasets", "base_models", "models"}

#: Reads a part in another language: ``(kind, text, line it starts on)``.
Embedded: TypeAlias = Callable[[str, str, int], None]


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    text: str
    line: int


def front_matter(text: str) -> tuple[str, int]:
    """A card's front matter and how many lines it takes with its fences; ``("", 0)`` without one."""
    match = re.match(r"\ufeff?---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", text, re.S)
    return (match[1], match.group().count("\n")) if match else ("", 0)


def read_card(text: str, sink: Sink) -> int:
    """Read the front matter of a model card; the number of its lines."""
    matter, lines = front_matter(text)
    if matter:
        try:
            leaves = [leaf for leaf in yaml_leaves(matter) if leaf.path and leaf.path[0] in _CARD_KEYS and not leaf.key]
        except LeavesError:
            return lines
        kept, documentation = sink.base, sink.documentation
        sink.base, sink.documentation = kept + 1, False
        ConfigReader(sink).leaves(map(_named, leaves))
        sink.base, sink.documentation = kept, documentation
    return lines


#: A line of a list: an id, and perhaps a word on it.
_ITEM = re.compile(r"[ \t]*(?:[-*+] )?[\"']?(?P<id>[\w.-]+/[\w.-]+(?:[@:][\w./-]+)?)[\"']?[ \t,;]*(?:#.*)?")
_MOST_LINES = 5_000


def read_list(text: str, sink: Sink) -> bool:
    """Read a file whose every line is an id and whose name says of what; False for any other text."""
    stem = sink.path.rpartition("/")[2].rpartition(".")[0]
    slot = slot_of_name(stem)
    rows = [(n, row) for n, row in enumerate(text.split("\n"), 1) if row.strip() and not row.lstrip().startswith("#")]
    if slot is None or not rows or len(rows) > _MOST_LINES:
        return False
    items = [(number, _ITEM.fullmatch(row)) for number, row in rows]
    if not all(match and classify(match["id"], slot) for _, match in items):
        return False
    for number, match in items:
        assert match is not None
        found = classify(match["id"], slot)
        assert found is not None
        sink.add(number, match.start("id") + 1, match["id"], found, f"a list: {stem}")
    return True


def _named(leaf: Leaf) -> Leaf:
    """A card's ids stand under its key, without more to say."""
    name = "dataset" if leaf.path[0] == "datasets" else "base_model"
    return Leaf((name,), leaf.value, leaf.line, leaf.column)


def read_samples(text: str, sink: Sink, embedded: Embedded, skip: int = 0, rst: bool = False) -> None:
    """Read a document's code blocks by their language, and its prose for links and commands in backticks.

    ``rst``: reStructuredText, whose blocks are indented below a directive; else Markdown.
    """
    lines = text.split("\n")
    prose = lines[:]
    prose[:skip] = [""] * skip
    for block in _directives(lines) if rst else _blocks(text):
        for number in range(block.line - 2, block.line + block.text.count("\n") + 1):
            if 0 <= number < len(prose):
                prose[number] = ""
        if block.line > skip:
            _block(block, sink, embedded)
    for number, line in enumerate(prose, 1):
        _prose(line, number, sink)


def fenced(text: str) -> str:
    """AsciiDoc and Org with fences around their code, on the same lines."""
    lines, language, inside = [], None, False
    for line in text.split("\n"):
        source = None if inside else _SOURCE.match(line)
        if source is not None and source["org"] is not None:
            line, inside = "```" + source["org"], True
        elif source is not None:
            line, language = "", source["language"]
        elif _RULE.match(line) and (inside or language is not None):
            line, inside, language = "```" + ("" if inside else language or ""), not inside, None
        lines.append(line)
    return "\n".join(lines)


def _prose(line: str, number: int, sink: Sink) -> None:
    sink.add_urls(line, number, 1, "link")
    for match in _CODE.finditer(line):
        if " " in match[0]:
            CommandReader(sink).text(match[1], number)
        else:
            _span(match, number, sink)
    line = _CODE.sub(lambda match: " " * len(match.group()) if _SENDS.search(match.group()) else match.group(), line)
    for match in _NAME.finditer(line) if "/" in line else ():
        if _LINKED.match(line, match.end()) or match.group().rpartition("/")[2].isalpha():
            continue  # "timm/OpenCLIP models": two words, as likely as not
        sink.add_told(match.group().rstrip(".-"), number, match.start() + 1, "prose")


def _span(match: re.Match[str], line: int, sink: Sink) -> None:
    """A name in backticks or bold: told by what the sentence calls it, else by its shape."""
    text, column = match[match.lastindex or 0], match.start(match.lastindex or 0) + 1
    before = match.string[max(match.start() - 60, 0) : match.start()]
    said = _SAID.match(match.string, match.end()) or _last(_SAYING, before)
    data = said is not None and said["data"] is not None
    found = classify(text, Slot(kind="dataset" if data else "model", bare="no" if data else "known"))
    if found is not None and (said or found.kind == "closed-api" or "/" not in text):
        sink.add(line, column, text, found, "code span")
    else:
        sink.add_told(text, line, column, "code span")


def _typed(line: str) -> str:
    """What stands behind a prompt of Python's; nothing of what it answered."""
    match = _PROMPT.match(line)
    return line[match.end() :] if match else ""


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(list(pattern.finditer(text))[-1:]), None)


def _directives(lines: list[str]) -> Iterator[Block]:
    """The blocks below ``.. code-block:: language``."""
    for number, line in enumerate(lines):
        match = _DIRECTIVE.match(line)
        if match is None:
            continue
        inside = re.compile(match[1] + r"[ \t]|\s*\Z").match
        following = (lines[index] for index in range(number + 1, len(lines)))  # no copy for each of many directives
        body = list(itertools.takewhile(inside, following))
        options = next((i for i, row in enumerate(body) if row.strip() and not row.strip().startswith(":")), len(body))
        yield Block(match[2].lower(), textwrap.dedent("\n".join(body[options:])), number + options + 2)


def _blocks(text: str) -> Iterator[Block]:
    fences = list(_FENCE.finditer(text))
    index = 0
    while index < len(fences):
        opened = fences[index]
        closing = next((i for i in range(index + 1, len(fences)) if _closes(opened, fences[i])), None)
        end = fences[closing].start() if closing is not None else len(text)
        body = text[opened.end() + 1 : end]
        line = text.count("\n", 0, opened.start()) + 2
        yield Block(opened["language"].lower(), _dedent(body, opened["indent"]), line)
        index = (closing if closing is not None else len(fences)) + 1


def _closes(opened: re.Match[str], fence: re.Match[str]) -> bool:
    return not fence["language"] and fence["mark"].startswith(opened["mark"])


def _dedent(text: str, indent: str) -> str:
    if not indent:
        return text
    return "\n".join(line.removeprefix(indent) for line in text.split("\n"))


def _block(block: Block, sink: Sink, embedded: Embedded) -> None:
    language = _LANGUAGES.get(block.language, block.language)
    if not language and _PYTHON.search(block.text):
        language = "python"
    if language in _SHELL:
        text = re.sub(r"^(\s*)(?:[$%]|PS>|>>>) ", r"\1  ", block.text, flags=re.M)
        output = block.language in {"", "text"}  # as often what a command says as what one types
        CommandReader(sink, embedded=embedded, flagged_only=output).text(text, block.line)
    elif language == "python" and _PROMPT.search(block.text):
        embedded(language, "\n".join(_typed(line) for line in block.text.split("\n")), block.line)
    elif language in _READ:
        embedded(language, block.text, block.line)
    else:
        sink.add_urls(block.text, block.line, 1, "link")
