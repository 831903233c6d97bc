"""One file's text to its reader, and the parts in other languages that files hold."""

import re
from collections.abc import Callable
from dataclasses import field
from functools import partial
from posixpath import dirname

from scanner.discover.config.leaves import LeavesError, rough_leaves
from scanner.discover.config.read import ConfigReader, read_config
from scanner.discover.documents.bills import read_listed
from scanner.discover.documents.blocks import fenced, listed
from scanner.discover.documents.packages import read_packages
from scanner.discover.documents.read import guessed, read_card, read_list, read_samples, read_shown
from scanner.discover.kinds import READ_AS
from scanner.discover.python.notebook import Cell, cells, joined, read_cell
from scanner.discover.python.read import read_python
from scanner.discover.python.tree import PythonTree, parses
from scanner.discover.script.page import read_page
from scanner.discover.script.read import read_broken_python, read_native, read_script
from scanner.discover.shell.commands import CommandReader
from scanner.discover.shell.words import Variables, Word
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

_BESIDE = re.compile(r"(?:^|/)(?:\.env(?:\.[\w-]+)?|[\w.-]*\.env|\.?set_?env\w*\.sh|env\.sh|\.envrc)$")

#: A line of a text that shows itself to be a command.
_COMMAND = re.compile(
    r"(?m)(?:^|\s)-{1,2}[a-z][\w-]*[= ]\S*/\S|^\s*(?:\$ )?(?:vllm|hf|huggingface-cli|ollama|llama-server|git clone) "
)

#: Readers that need nothing but the text.
_BY_TOKENS: dict[str, Callable[[str, Sink], None]] = {
    "script": read_script,
    "native": read_native,
    "hcl": partial(read_native, hashed=True),
}
_SETTINGS = frozenset({"yaml", "json", "toml", "ini", "xml"})


@dataclass
class TreeReader:
    """Reads the files of one tree. ``text_of`` gives a file's text, or None when it cannot be had."""

    paths: list[str]
    text_of: Callable[[str], str | None]
    documentation: bool = False
    tree: PythonTree = field(init=False)
    _beside: dict[str, list[str]] = field(default_factory=dict)
    _variables: dict[str, Variables] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = PythonTree(self.paths, self.text_of)
        for path in self.paths:
            if _BESIDE.search(path):
                self._beside.setdefault(dirname(path), []).append(path)

    def read(self, path: str, kind: str, text: str) -> Sink:
        """The references of one file, with notes on what was read in a lesser way."""
        sink = Sink(path, text.lower())
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.part(kind, text, sink)
        sink.settle_hosts()
        return sink

    def part(self, kind: str, text: str, sink: Sink) -> None:
        """Read ``text`` as a ``kind``; lines are counted from ``sink.base``."""
        if kind in _BY_TOKENS:
            _BY_TOKENS[kind](text, sink)
        elif kind in _SETTINGS:
            note = read_config(text, kind, self._reader(sink))
            if note and "{{" not in text:
                sink.notes.append(note)
        elif kind in READ_AS:
            getattr(self, f"_{kind}")(text, sink)

    def _python(self, text: str, sink: Sink) -> None:
        if not read_python(text, sink.path, self.tree, sink, self._embedded(sink), self.documentation):
            sink.notes.append("not Python that can be parsed: read by its tokens, values are not followed")
            read_broken_python(text, sink)
            if sink.documentation:
                CommandReader(sink).text(text)

    def _page(self, text: str, sink: Sink) -> None:
        read_page(text, sink)
        if self.documentation and ("<pre" in text or "<code" in text):
            marked, sink.documentation = sink.documentation, True
            read_shown(text, sink, self._embedded(sink))
            sink.documentation = marked

    def _shell(self, text: str, sink: Sink) -> None:
        CommandReader(sink, embedded=self._embedded(sink)).text(text)

    def _packages(self, text: str, sink: Sink) -> None:
        read_packages(text, sink)

    def _bill(self, text: str, sink: Sink) -> None:
        if not read_listed(text, sink):
            self.part("json", text, sink)

    def _template(self, text: str, sink: Sink) -> None:
        self._reader(sink).leaves(rough_leaves(text))

    def _reader(self, sink: Sink) -> ConfigReader:
        variables = self._given_beside(dirname(sink.path))
        return ConfigReader(sink, variables, bool(variables.here), self._embedded(sink))

    def _given_beside(self, folder: str) -> Variables:
        """What the environment files in a folder set."""
        if folder not in self._variables:
            known = Variables()
            for path in self._beside.get(folder, ()):
                commands = CommandReader(Sink(path))
                commands.text(self.text_of(path) or "")
                for name, words in commands.variables.here.items():
                    for word in words:
                        known.add(name, Word(word.value, word.line, word.column, path))
            self._variables[folder] = known
        return self._variables[folder]

    def _embedded(self, sink: Sink) -> Callable[[str, str, int], None]:
        def read(kind: str, text: str, line: int) -> None:
            kept, place, notes = sink.base, sink.line_of, list(sink.notes)
            if place is not None:
                sink.line_of = lambda inner: place(inner + line - 1)
            else:
                sink.base = kept + line - 1
            self.part({"js": "script", "md": "markdown"}.get(kind, kind), text, sink)
            sink.base, sink.line_of = kept, place
            sink.notes[:] = notes

        return read

    def _markdown(self, text: str, sink: Sink) -> None:
        skip = read_card(text, sink)
        if self.documentation:
            sink.documentation = True
            read_samples(text, sink, self._embedded(sink), skip)

    def _prose(self, text: str, sink: Sink) -> None:
        if read_list(text, sink):
            return
        if self.documentation:
            sink.documentation = True
            if sink.path.endswith(".rst"):
                read_samples(text, sink, self._embedded(sink), rst=True)
            elif sink.path.endswith((".adoc", ".asciidoc", ".org")):
                read_samples(fenced(text), sink, self._embedded(sink))
            else:
                self._text(text, sink)

    def _text(self, text: str, sink: Sink) -> None:
        """A text of no notation that is known: its links, and what flags show to be commands."""
        if sink.path.endswith(".tex"):
            read_samples(listed(text), sink, self._embedded(sink))
        elif "```" in text:
            read_samples(text, sink, self._embedded(sink))
        else:
            kind = guessed(text)
            if kind == "python":
                self._embedded(sink)(kind, text, 1)
            elif _COMMAND.search(text):
                CommandReader(sink, flagged_only=True).text(text)
            else:
                sink.add_urls(text, 1, 1, "link")

    def _manual(self, text: str, sink: Sink) -> None:
        """R's manual pages: usage and examples in R."""
        if self.documentation:
            sink.documentation = True
            read_native(text, sink, hashed=True)

    def _notebook(self, text: str, sink: Sink) -> None:
        try:
            python = [part for part in [self._cell(cell, sink) for cell in cells(text)] if part is not None]
        except LeavesError:
            sink.notes.append("not a notebook: no cells could be read")
            return
        whole = joined(part for part in python if parses(part.text))
        for part in [whole, *(part for part in python if not parses(part.text))]:
            sink.line_of = part.place
            self._python(part.text, sink)
        sink.line_of = None

    def _cell(self, cell: Cell, sink: Sink) -> Cell | None:
        """Read what is no Python; the cell's Python is left for later."""
        sink.line_of = cell.place
        python = None
        if cell.kind == "code":
            python = read_cell(cell, lambda kind, text: self.part(kind, text, sink))
        elif cell.kind == "markdown" and self.documentation:
            sink.documentation = True
            read_samples(cell.text, sink, self._embedded(sink))
            sink.documentation = False
        sink.line_of = None
        return python
