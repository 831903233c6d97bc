"""References in Python: what loaders are handed, what stands under a name that carries ids, and names that tell."""

import ast
import re
import textwrap
from collections.abc import Callable
from dataclasses import field, replace
from functools import cached_property

from scanner.discover.config.leaves import looks_like_yaml
from scanner.discover.names.closed import closed_model
from scanner.discover.names.ids import told
from scanner.discover.names.slots import ID_NAMES, Slot, asks, never_named, of_the_hub, slot_of_call, slot_of_name
from scanner.discover.names.tables import Provider, command_heads, tables
from scanner.discover.python.file import PythonFile, Scope, an_id, called, keyword
from scanner.discover.python.loads import LoadReader, Wrapped
from scanner.discover.python.match import ADDRESSES, home_made, of_another, original_name, other_host, typed_slot
from scanner.discover.python.tree import PythonTree, parse
from scanner.discover.python.values import Resolver
from scanner.discover.shell.commands import CommandReader, Embedded
from scanner.discover.shell.words import Word
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

_RUNNERS = frozenset("run Popen call check_call check_output system popen getoutput create_subprocess_shell".split())
_FLAGGED = re.compile(r"(?m)(?:^|\s)--[a-z][\w.-]*[= ]\S")
#: What an f-string puts in, and the quotes of a long text.
_FILLED = re.compile(r"(?<!\{)\{[^{}\n]*\}")
_EDGES = re.compile(r"\A\s*[A-Za-z]{0,2}(?:\"\"\"|'''|[\"'])|(?:\"\"\"|'''|[\"'])\Z")
#: How much of a text must be like YAML: its values may go on in lines that are not.
_MOST_LINES = 0.6
_FENCES = re.compile(r"^[ \t]*```\w*[ \t]*$", re.M)
#: Arguments that say where something of one's own goes.
_SAVED_TO = ("output_dir", "save_directory", "save_dir", "out_dir", "export_dir", "save_path", "output_path")
_MODEL_KEYWORDS = ("model", "model_name", "model_id", "modelId", "modelName", "engine", "ref")
#: What an account calls its own place for a model, which may be the model's name.
_DEPLOYMENTS = ("deployment_name", "azure_deployment", "deployment")
_SIMPLE = (
    ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.IfExp, ast.BoolOp, ast.JoinedStr, ast.BinOp, ast.Call,
    ast.Name,
)  # fmt: skip


@dataclass
class _Reader:
    file: PythonFile
    sink: Sink
    loads: LoadReader
    near: Resolver
    lines: list[str]
    embedded: Embedded
    usage: bool = False
    pushed: list[tuple[ast.Call, Scope]] = field(default_factory=list)

    def read(self) -> None:
        self.file.calls.sort(key=lambda item: (item[0].lineno, item[0].col_offset))
        named = [(call, scope, original_name(call, scope)) for call, scope in self.file.calls]
        for call, scope, name in named:
            self._kept(call, scope, name)
        for call, scope, name in named:
            self._call(call, scope, name)
        self.loads.settle()
        for call, scope, name in named:
            self._keywords(call, scope, name)
        self._named()
        self.loads.settle()
        for node in self.file.texts:
            self._text(node)
        self._by_shape([*self.file.texts, *self.file.words])
        for words in self.file.lists:
            self._command_list(words)
        for text in self.file.scripts:
            self._command_lines(text)
        if self.usage:
            self.sink.documentation = True
            for usage in self.file.usage:
                self._command_lines(usage)

    def _named(self) -> None:
        """What stands under a telling name, or behind the Hub's address."""
        for name, value, scope, where in self.file.named:
            slot = slot_of_name(name)
            if slot is not None and isinstance(value, _SIMPLE):
                self._weak(value, scope, slot, f"{where}: {name}")
        for node, scope, address in self.file.addressed:
            slot = Slot(kind="dataset" if address.endswith("datasets/") else "model")
            self._weak(node, scope, slot, "address on the Hub")

    def _call(self, call: ast.Call, scope: Scope, name: str) -> None:
        if not name or name.lower() in tables().sets["not_loaders"]:
            return
        if name in _RUNNERS:
            self._command_text(call)
        self.loads.call(call, scope, name)
        provider = tables().provider_of_call.get(name)
        if provider is not None:
            self._provided(call, scope, provider, name)

    def _keywords(self, call: ast.Call, scope: Scope, name: str) -> None:
        """What stands under a telling keyword, whatever is called."""
        if not name or name.lower() in tables().sets["not_loaders"]:
            return
        loads = slot_of_call(name) if name not in tables().calls else None
        loads = loads if loads is not None and self._of_the_hub else None
        for given in filter(an_id, call.args[:3] if loads is not None else ()):
            self._weak(given, scope, loads or Slot(), f"{name}()")
        for item in call.keywords:
            slot = (slot_of_name(item.arg) or (loads if item.arg in ID_NAMES else None)) if item.arg else None
            typed = typed_slot(slot, call) if slot is not None else None
            if typed is not None and isinstance(item.value, (*_SIMPLE, ast.Attribute)):
                host = other_host(call) if typed.kind == "model" else None
                typed = replace(typed, outside=host) if host is not None else typed
                self._weak(item.value, scope, typed, f"{name}({item.arg}=)", home_made(call))
        if len(call.args) == 2 and name in tables().loaders.defaults.keyed:
            self._defaulted(call, scope, name)

    @cached_property
    def _of_the_hub(self) -> bool:
        return of_the_hub("\n".join(self.lines))

    def _defaulted(self, call: ast.Call, scope: Scope, name: str) -> None:
        """``getenv("HF_MODEL", "org/name")``; ``get("model", x)`` may well ask for x."""
        key = str(getattr(call.args[0], "value", ""))
        slot = slot_of_name(key) if name != "get" or "_" in key or key.isupper() else None
        if slot is not None and isinstance(call.args[1], _SIMPLE):
            self._weak(call.args[1], scope, slot, f"default of {key}")

    def _kept(self, call: ast.Call, scope: Scope, name: str) -> None:
        """Where a call sends or saves something: what is saved here under a name is read from there again."""
        sent = name.lower() in tables().sets["not_loaders"]
        if sent:
            self.pushed.append((call, scope))
        saves = name.startswith("save_pretrained") or (sent and name.startswith("save"))
        places = [keyword(call, *_SAVED_TO), *(call.args[:2] if saves else ())]
        for place in places:
            values = self.near.values(place, scope) if place is not None else ()
            self.loads.saved.update(value.text for value in values if value.text)

    @cached_property
    def _sent(self) -> set[int]:
        """The expressions that name where something is sent, and that no loader takes."""
        taken = {(reference.line, reference.column) for reference in self.sink.found}
        given = [
            (node, scope)
            for call, scope in self.pushed
            for node in (*call.args[:1], keyword(call, "repo_id"))
            if isinstance(node, (ast.Name, ast.Attribute))
        ]
        values = [value.node for node, scope in given for value in self.near.values(node, scope) if value.text]
        return {id(node) for node in values if (node.lineno, node.col_offset + 1) not in taken}

    @cached_property
    def _silent(self) -> set[int]:
        """Expressions where no reference stands: compared with, sent somewhere, under a name that carries none."""
        silent = self.file.compared | self._sent
        silent.update(id(value) for name, value, _, _ in self.file.named if never_named(name))
        no_use = tables().sets["not_loaders"] | tables().sets["quiet"]
        for call, _ in self.file.calls:
            name = called(call)
            apart = name.lower() in no_use or asks(name)
            every = apart or home_made(call)
            silent.update(id(item.value) for item in call.keywords if every or (item.arg and never_named(item.arg)))
            if apart:
                silent.update(map(id, call.args))
        for words in self.file.lists:
            if str(getattr(words.elts[0], "value", "")).lower() in tables().sets["other_commands"]:
                silent.update(map(id, words.elts))
        return silent

    def _provided(self, call: ast.Call, scope: Scope, provider: Provider, name: str) -> None:
        if home_made(call) or of_another(call, scope, provider.id):
            return
        if name[:1].isupper() and keyword(call, *ADDRESSES) is None:
            self.sink.add_client(call.lineno, call.col_offset + 1, f"{name}(…)", provider.id)
        node = keyword(call, *_MODEL_KEYWORDS)
        first = call.args[0] if call.args else None
        for argument, sure in ((node, True), (keyword(call, *_DEPLOYMENTS), False), (first, False)):
            for value in self.near.values(argument, scope) if argument is not None else ():
                known = value.text is not None and (closed_model(value.text) is not None or (sure and not value.loose))
                if known:
                    self.loads.take(value, Slot(provider=provider.id), f"{name}()")

    def _weak(self, node: ast.expr, scope: Scope, slot: Slot, how: str, home_made: bool = False) -> None:
        values = self.near.values(node, scope)
        parameters = [value.parameter for value in values if value.parameter is not None]
        if parameters and not home_made:
            self.loads.follow(node, slot, parameters)
        made = node.args[0] if isinstance(node, ast.Call) and called(node)[:1].isupper() and node.args else None
        if made is not None and an_id(made) and slot.kind == "model":
            values = [*values, *self.near.values(made, scope)]  # model = Encoder("org/name")
        for value in values:
            if value.text is None or id(value.node) in self._sent or (home_made and closed_model(value.text)):
                continue
            self.loads.take(value, slot, how)

    def _by_shape(self, nodes: list[ast.Constant]) -> None:
        """Names that tell a model wherever they stand; of closed APIs not as keys, as tables of prices have them."""
        for node in nodes:
            text = str(node.value)
            if text not in self.loads.saved and next(told(text), None) and id(node) not in self._silent:
                closed = id(node) not in self.file.keys
                self.sink.add_told(text, node.lineno, node.col_offset + 1, closed=closed)

    def _command_list(self, node: ast.List) -> None:
        """``["vllm", "serve", "org/name"]``; what is no constant is an unknown word."""
        words = [_as_word(item) for item in node.elts]
        if any(word.value.startswith("-") for word in words) or words[0].value in command_heads():
            CommandReader(self.sink).words(words)

    def _command_text(self, call: ast.Call) -> None:
        """``os.system("hf download org/name")`` and the like."""
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            column = 0 if "\n" in first.value else first.col_offset + 1
            CommandReader(self.sink).inline(first.value, first.lineno, column)

    def _command_lines(self, node: ast.expr) -> None:
        """A text that holds commands and their flags, or settings, as it stands in the file."""
        value = str(node.value) if isinstance(node, ast.Constant) else ""
        text = "" if looks_like_yaml(value) else self._as_written(node)
        if _FLAGGED.search(text):
            text = _FILLED.sub("_", text).replace("\\\\\n", " \\\n")
            CommandReader(self.sink, embedded=self.embedded, flagged_only=True).text(text, node.lineno)
        elif looks_like_yaml(value, _MOST_LINES):
            self.embedded("yaml", textwrap.dedent(value.replace("\t", " ")), node.lineno)

    def _as_written(self, node: ast.expr) -> str:
        """The lines of a text in the file, its quotes and fences blanked, so that columns stay."""
        last = node.end_lineno or node.lineno
        lines = [line.encode() for line in self.lines[node.lineno - 1 : last]]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = b" " * node.col_offset + lines[0][node.col_offset :]
        text = b"\n".join(lines).decode("utf-8", "replace")
        return _EDGES.sub(lambda match: " " * len(match.group()), _FENCES.sub("", text))

    def _text(self, node: ast.Constant) -> None:
        text = str(node.value)
        spans = (node.end_lineno or node.lineno) - node.lineno
        if "\n" in text and spans < text.count("\n"):
            text = text.replace("\n", " ")
        self.sink.add_urls(text, node.lineno, node.col_offset + 2)


def read_python(
    text: str, path: str, tree: PythonTree, sink: Sink, embedded: Embedded, documentation: bool = True
) -> bool:
    """Put the references of one file into ``sink``; False when it cannot be parsed. Nothing of it is run.

    ``documentation``: commands in the module's own documentation count, marked as such.
    """
    file = parse(text, path)
    if file is None:
        return False
    near = Resolver()
    marked = sink.documentation
    loads = LoadReader(file, sink, Resolver(tree.load), near, wrappers=_wrappers(tree))
    _Reader(file, sink, loads, near, text.split("\n"), embedded, documentation).read()
    sink.documentation = marked
    return True


def _wrappers(tree: PythonTree) -> Callable[[PythonFile], list[Wrapped]]:
    """Tells which parameters of the functions of a file reach a loader, each file once."""

    def wrappers(file: PythonFile) -> list[Wrapped]:
        if file.path not in tree.wrapped:
            tree.wrapped[file.path] = []
            loads = LoadReader(file, Sink(file.path), Resolver(tree.load), Resolver(), wrappers=wrappers)
            for call, scope in file.calls:
                loads.call(call, scope, original_name(call, scope))
            loads.settle()
            tree.wrapped[file.path] = loads.wrapped
        return tree.wrapped[file.path]

    return wrappers


def _as_word(node: ast.expr) -> Word:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return Word(node.value if constant else "_", node.lineno, node.col_offset + 2)  # type: ignore[attr-defined]
