"""References in documents: a model card's front matter always; samples and links only when asked for."""

import re
import textwrap
from collections.abc import Callable
from typing import TypeAlias

from scanner.discover.config.inside import is_json
from scanner.discover.config.leaves import Leaf, LeavesError, looks_like_yaml, yaml_leaves
from scanner.discover.config.read import ConfigReader
from scanner.discover.documents.blocks import PROMPT, Block, answered, directives, fences, indented, listed, marked_up
from scanner.discover.names.ids import classify
from scanner.discover.names.slots import Slot, slot_of_name
from scanner.discover.shell.commands import CommandReader
from scanner.discover.sink import Sink
from scanner.knowledge.patterns import recorded

_CODE = re.compile(r"(?<![A-Za-z0-9])`{1,2}([^`\n]+)`{1,2}|\*\*(?=[^*\s`]+/)([^*\s`]+)\*\*")
_SENDS = re.compile(r"(?i:\b|_)(?:push|upload)_?\w* ")
#: An ``org/name`` that is no part of a path or an address.
_NAME = re.compile(r"(?<![\w/.:@-])[A-Za-z0-9][\w.-]*+/[A-Za-z0-9][\w.-]*+(?![\w/*])")
#: Before a name, and right behind it: what it is a name of.
#: Behind a link's text: an address that is not the Hub's.
_LINKED = re.compile(r"[^\[\]]{0,40}\]\((?!https?://(?:huggingface\.co|hf\.co))")
_SAYING = recorded("before-a-name")
_SAID = recorded("behind-a-name")
_SHELL = set(
    "bash sh shell console zsh terminal cmd powershell dockerfile makefile text shell-session bat env dotenv curl"
    " cli output plaintext txt"
    " containerfile docker make mk fish ksh pwsh ps1 batch shellscript sh-session commandline".split()
) | {""}
#: An environment file by the name of another notation.
_SET = re.compile(r"\A\s*(?:#[^\n]*\n\s*)*(?:export )?[A-Z][A-Z0-9_]*=")
#: Blocks that say nothing of their language.
_UNSAID = {"", "text", "txt", "plaintext", "output", "none"}
_LANGUAGES = {
    name: language
    for language, names in {
        "python": "py python3 python2 py3 ipython ipython3 pycon python-repl python-console doctest sage",
        "yaml": "yml",
        "json": "jsonc json5 jsonl ndjson hjson",
        "ini": "properties cfg conf systemd editorconfig",
        "js": "javascript typescript ts jsx tsx mjs cjs mts node",
        "page": "html vue svelte",
        "native": "rust rs go golang java kotlin kt swift csharp cs c# c++ cpp c php scala groovy dart http rest sql"
        " postgresql postgres pgsql plpgsql mysql sqlite duckdb kts jsonnet proto3 luau swiftui nextflow"
        " objective-c objectivec objc vb fsharp f# haskell zig solidity protobuf proto gradle ocaml pascal cuda",
        "hcl": "terraform tf elixir ex iex julia julia-repl jl r ruby rb lua nix"
        " starlark bzl gdscript mojo perl tcl nim crystal",
    }.items()
    for name in names.split()
}
_READ = {"python", "yaml", "json", "toml", "ini", "xml", "js", "page", "native", "hcl"}
_PYTHON = re.compile(r"(?m)^(?:>>> )?(?:from \w[\w.]* import |import \w|\w+ = \w[\w.]*\()")
_IMPORT = re.compile(r"(?:from [\w.]+ )?import \w[\w., ]*")
_MOST_IMPORTS = 40
_CARD_KEYS = {"base_model", "datasets", "base_models", "models"}

#: Reads a part in another language: ``(kind, text, line it starts on)``.
Embedded: TypeAlias = Callable[[str, str, int], None]


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
    text = listed(text) if "{% highlight" in text else text
    lines = text.split("\n")
    prose = lines[:]
    prose[:skip] = [""] * skip
    imports: list[str] = []
    for block in [*directives(lines), *answered(lines)] if rst else [*fences(text), *indented(lines)]:
        for number, row in enumerate(["-", *block.text.split("\n")], block.line - 2):
            if 0 <= number < len(prose) and (row.strip() or not rst):
                prose[number] = ""
        if block.line > skip:
            _block(block, sink, embedded, imports)
    for number, line in enumerate(prose, 1):
        _prose(line, number, sink)


def read_shown(text: str, sink: Sink, embedded: Embedded) -> None:
    """What a page shows as code."""
    imports: list[str] = []
    for block in marked_up(text):
        _block(block, sink, embedded, imports)


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
    said = _SAID.match(match.string, match.end()) or next(iter([*_SAYING.finditer(before)][-1:]), None)
    data = said is not None and said["data"] is not None
    found = classify(text, Slot(kind="dataset" if data else "model", bare="no" if data else "known"))
    if found is not None and (said or found.kind == "closed-api" or "/" not in text):
        sink.add(line, column, text, found, "code span")
    else:
        sink.add_told(text, line, column, "code span")


def _python(text: str, line: int, embedded: Embedded, imports: list[str]) -> None:
    """Python with the imports of the blocks above it, which it goes on from; its own go to those below."""
    own = [row for row in text.split("\n") if _IMPORT.fullmatch(row)]
    bound = {name for row in own for name in _imported(row)}
    imports[:] = [row for row in imports if bound.isdisjoint(_imported(row))]
    if imports:
        embedded("python", "; ".join(imports) + "\n" + text, line - 1)
    else:
        embedded("python", text, line)
    imports[:] = [*imports, *own][-_MOST_IMPORTS:]


def _imported(row: str) -> set[str]:
    return set(re.findall(r"\w+", row.rpartition("import ")[2]))


def guessed(text: str) -> str | None:
    """The language of code that is not said, where its looks leave no doubt."""
    if _PYTHON.search(text):
        return "python"
    if is_json(text):
        return "json"
    return "yaml" if looks_like_yaml(text) else None


def _block(block: Block, sink: Sink, embedded: Embedded, imports: list[str]) -> None:
    language = _LANGUAGES.get(block.language, block.language)
    if language in _UNSAID:
        language = guessed(block.text) or language
    elif language in {"diff", "patch"}:
        block = Block(
            "",
            textwrap.dedent(
                "\n".join("" if row.startswith(("-", "@@", "+++")) else row[1:] for row in block.text.split("\n"))
            ),
            block.line,
        )
        language = guessed(block.text) or ""
    if language in _SHELL:
        text = re.sub(r"^(\s*)(?:[$%]|PS>|>>>) ", r"\1  ", block.text, flags=re.M)
        output = block.language in _UNSAID  # as often what a command says as what one types
        CommandReader(sink, embedded=embedded, flagged_only=output).text(text, block.line)
    elif language == "ini" and _SET.search(block.text):
        embedded("shell", block.text, block.line)
    elif language == "python":
        text = block.text
        if PROMPT.search(text):
            text = "\n".join(PROMPT.sub("", line) if PROMPT.match(line) else "" for line in text.split("\n"))
        _python(text, block.line, embedded, imports)
    elif language in _READ:
        embedded(language, block.text, block.line)
    else:
        sink.add_urls(block.text, block.line, 1, "link")
