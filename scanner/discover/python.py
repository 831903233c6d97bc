"""References in Python code: what loaders are handed, and what stands under a name that carries ids."""

import ast
import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from scanner.discover.commands import CommandReader, Word, command_heads, split_commands
from scanner.discover.ids import Slot, classify, closed_model, slot_of_name
from scanner.discover.pyscopes import Imported, Parameter, PythonFile, Scope, keyword
from scanner.discover.pytree import PythonTree, parse
from scanner.discover.pyvalues import Resolver, Value, called, local_name, lookup
from scanner.discover.sink import Sink
from scanner.discover.tables import Call, Provider, tables

#: How many functions deep a wrapper around a loader is followed.
_ROUNDS = 3
_WRAPPED = ("snapshot_download", "hf_hub_download", "load_dataset", "from_pretrained")
_RUNNERS = {
    "run",
    "Popen",
    "call",
    "check_call",
    "check_output",
    "system",
    "popen",
    "getoutput",
    "create_subprocess_shell",
}
_MODEL_KEYWORDS = (
    "model",
    "model_name",
    "model_id",
    "modelId",
    "modelName",
    "engine",
    "deployment_name",
    "azure_deployment",
    "deployment",
    "ref",
)
_SIMPLE = (
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.Dict,
    ast.IfExp,
    ast.BoolOp,
    ast.JoinedStr,
    ast.BinOp,
    ast.Call,
    ast.Name,
)


@dataclass(slots=True)
class _Pending:
    """A loader call whose id is a parameter of the function around it: its callers may tell."""

    call: ast.Call
    how: str
    slot: Slot
    parameters: list[Parameter]


@dataclass
class _Reader:
    file: PythonFile
    sink: Sink
    deep: Resolver
    near: Resolver = field(default_factory=Resolver)
    pending: list[_Pending] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)
    pushed: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    unknown: set[tuple[str, str]] = field(default_factory=set)
    sent: set[int] = field(default_factory=set)

    def read(self) -> None:
        self.file.calls.sort(key=lambda item: (item[0].lineno, item[0].col_offset))
        for call, scope in self.file.calls:
            self._call(call, scope)
        for _ in range(_ROUNDS):
            if not self._follow_wrappers():
                break
        self._report_unknown()
        self.sent = self._only_pushed()
        for name, value, scope, where in self.file.named:
            slot = slot_of_name(name)
            if slot is not None and isinstance(value, _SIMPLE):
                self._weak(value, scope, slot, f"{where}: {name}")
        for node in self.file.texts:
            self._text(node)
        for words in self.file.lists:
            self._command_list(words)

    def _call(self, call: ast.Call, scope: Scope) -> None:
        name = _original_name(call, scope)
        if name.lower() in tables().sets["not_loaders"]:
            self.pushed.append((call, scope))
            return
        if not name:
            return
        if name in _RUNNERS:
            self._command_text(call)
        loader = _loader(name, call, scope)
        if loader is not None:
            self._loaded(call, scope, loader, name)
        provider = tables().provider_of_call.get(name)
        if provider is not None:
            self._provided(call, scope, provider, name)
        for item in call.keywords:
            slot = slot_of_name(item.arg) if item.arg else None
            typed = _typed(slot, call) if slot is not None else None
            if typed is not None and isinstance(item.value, (*_SIMPLE, ast.Attribute)):
                self._weak(item.value, scope, typed, f"{name}({item.arg}=)", _home_made(call))

    def _only_pushed(self) -> set[int]:
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

    def _loaded(self, call: ast.Call, scope: Scope, loader: Call, name: str) -> None:
        slot, argument = _slot(loader, call), _argument(loader, call)
        if slot is None:
            return
        if argument is None:
            if loader.dynamic and name == "pipeline" and loader.modules and call.args:
                self._unknown(call, "pipeline() picks the task's default model", "model")
            return
        self._offer(call, argument, scope, slot, f"{name}()", loader.dynamic)

    def _offer(self, call: ast.Call, argument: ast.expr, scope: Scope, slot: Slot, how: str, dynamic: bool) -> None:
        values = self.deep.values(argument, scope)
        revision = self._revision(call, scope)
        if isinstance(argument, ast.Name) and local_name(argument.id):
            slot = replace(slot, bare="known", prefix=None) if slot.bare == "any" else slot
        hits = [self._value(value, slot, how, revision) for value in values if value.text is not None]
        parameters = [value.parameter for value in values if value.parameter is not None]
        if parameters:
            self.pending.append(_Pending(call, how if dynamic and not any(hits) else "", slot, parameters))
        elif dynamic and not hits and not any(value.local for value in values) and not _passed_on(scope, call):
            self._unknown(call, how, slot.kind, argument)

    def _value(self, value: Value, slot: Slot, how: str, revision: str | None = None) -> bool:
        assert value.text is not None
        found = classify(
            value.text, replace(slot, bare="known", prefix=None) if value.loose and slot.bare == "any" else slot
        )
        if found is None:
            return False
        if revision and found.revision is None:
            found = replace(found, revision=revision)
        node = value.node
        self.sink.add(node.lineno, node.col_offset + 1, value.text, found, how, value.file.path)
        return True

    def _revision(self, call: ast.Call, scope: Scope) -> str | None:
        node = keyword(call, "revision")
        texts = [value.text for value in self.near.values(node, scope)] if node is not None else []
        return next((text for text in texts if text and text not in {"main", "master"}), None)

    def _follow_wrappers(self) -> bool:
        """Calls of functions that pass a parameter on to a loader are loaders too."""
        work, self.pending = [p for p in self.pending if id(p.call) not in self.settled], []
        waiting: list[_Pending] = []
        for pending in work:
            calls = [item for parameter in pending.parameters for item in self._callers(parameter)]
            for call, scope, argument in calls:
                self._offer(
                    call, argument, scope, pending.slot, pending.how or "a function that loads it", bool(pending.how)
                )
            if calls:
                self.settled.add(id(pending.call))
            else:
                waiting.append(pending)
        progress = bool(self.pending)
        self.pending += waiting
        return progress

    def _callers(self, parameter: Parameter) -> Iterable[tuple[ast.Call, Scope, ast.expr]]:
        function = parameter.function
        method = function.parent is not None and function.parent.kind == "class"
        name = function.parent.name if method and function.name == "__init__" and function.parent else function.name
        bound = method and function.params[:1] in {("self",), ("cls",)}
        index = parameter.index - (1 if bound else 0)
        for call, scope in self.file.calls:
            if _is_partial(call, name) and (kept := keyword(call, parameter.name)) is not None:
                yield call, scope, kept
            if called(call) != name or scope is function or index < 0:
                continue
            argument = keyword(call, parameter.name)
            if argument is None and index < len(call.args) and not any(isinstance(a, ast.Starred) for a in call.args):
                argument = call.args[index]
            if argument is not None:
                yield call, scope, argument

    def _report_unknown(self) -> None:
        for pending in sorted(self.pending, key=lambda item: item.call.lineno):
            function = pending.parameters[0].function
            if pending.how and id(pending.call) not in self.settled:
                name = pending.parameters[0].name
                if not _passed_on(function, pending.call) and not local_name(name):
                    self._unknown(pending.call, pending.how, pending.slot.kind, ast.Name(name))

    def _unknown(self, call: ast.Call, how: str, kind: str, argument: ast.expr | None = None) -> None:
        """Once for each expression: what loads five files of one unknown repo is one finding."""
        key = (ast.unparse(argument)[:200] if argument is not None else str(call.lineno), kind)
        if key in self.unknown:
            return
        self.unknown.add(key)
        text = ast.unparse(call.func)[:80] + "(…)"
        self.sink.add_dynamic(call.lineno, call.col_offset + 1, text, "dataset" if kind == "dataset" else "model", how)

    def _provided(self, call: ast.Call, scope: Scope, provider: Provider, name: str) -> None:
        if _home_made(call):
            return
        node = keyword(call, *_MODEL_KEYWORDS)
        first = call.args[0] if call.args else None
        for argument, sure in ((node, True), (first, False)):
            for value in self.near.values(argument, scope) if argument is not None else ():
                known = value.text is not None and (closed_model(value.text) is not None or (sure and not value.loose))
                if known:
                    self._value(value, Slot(provider=provider.id), f"{name}()")

    def _weak(self, node: ast.expr, scope: Scope, slot: Slot, how: str, home_made: bool = False) -> None:
        for value in self.near.values(node, scope):
            if value.text is None or id(value.node) in self.sent or (home_made and closed_model(value.text)):
                continue
            self._value(value, slot, how)

    def _command_list(self, node: ast.List) -> None:
        """``["vllm", "serve", "org/name"]``; what is no constant is an unknown word."""
        words = [_as_word(item) for item in node.elts]
        if any(word.value.startswith("-") for word in words) or words[0].value in command_heads():
            CommandReader(self.sink).words(words)

    def _command_text(self, call: ast.Call) -> None:
        """``os.system("hf download org/name")`` and the like."""
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            reader = CommandReader(self.sink)
            for words in split_commands(first.value, first.lineno):
                moved = [replace(word, column=word.column + first.col_offset + 1) for word in words]
                reader.words(moved if first.value.count("\n") == 0 else words)

    def _text(self, node: ast.Constant) -> None:
        text = str(node.value)
        spans = (node.end_lineno or node.lineno) - node.lineno
        if "\n" in text and spans < text.count("\n"):
            text = text.replace("\n", " ")
        self.sink.add_urls(text, node.lineno, node.col_offset + 2)


def read_python(text: str, path: str, tree: PythonTree, sink: Sink) -> bool:
    """Put the references of one file into ``sink``; False when it cannot be parsed. Nothing of it is run."""
    file = parse(text, path)
    if file is None:
        return False
    _Reader(file, sink, Resolver(tree.load)).read()
    return True


def _is_partial(call: ast.Call, name: str) -> bool:
    """``functools.partial(name, …)``."""
    first = call.args[0] if call.args and called(call) == "partial" else None
    return getattr(first, "id", getattr(first, "attr", None)) == name


def _argument(loader: Call, call: ast.Call) -> ast.expr | None:
    found = keyword(call, *loader.arguments)
    if found is not None or loader.position is None:
        return found
    place = max(loader.position, 0)
    given = call.args[: place + 1]
    if len(given) <= place or any(isinstance(node, ast.Starred) for node in given):
        return None
    return given[place]


def _slot(loader: Call, call: ast.Call) -> Slot | None:
    kind = "model"
    if loader.kind == "by-repo-type":
        given = keyword(call, "repo_type")
        kind = str(given.value) if isinstance(given, ast.Constant) and given.value else "model"
    elif loader.kind == "dataset":
        kind = "dataset"
    if kind not in {"model", "dataset"}:
        return None
    return Slot(
        kind="dataset" if kind == "dataset" else "model",
        bare="any" if loader.bare else "known",
        loader=True,
        prefix=loader.prefix,
        sizes=loader.sizes,
        only_prefixed=loader.only_prefixed,
        provider=loader.provider,
    )


def _typed(slot: Slot, call: ast.Call) -> Slot | None:
    given = keyword(call, "repo_type")
    kind = given.value if isinstance(given, ast.Constant) else None
    if kind == "space":
        return None
    return replace(slot, kind="dataset") if kind == "dataset" else slot


def _loader(name: str, call: ast.Call, scope: Scope) -> Call | None:
    candidates = tables().calls.get(name)
    if not candidates:
        return _wrapping(name)
    under, module = _origin(call.func, scope)
    return next((loader for loader in candidates if _fits(loader, under, module)), None)


@cache
def _wrapping(name: str) -> Call | None:
    """The loader that a helper such as ``snapshot_download_with_retry`` is named after."""
    inner = next((known for known in _WRAPPED if known in name), None)
    if inner is None or name.startswith(("test_", "is_", "patch", "mock", "_")):
        return None
    return replace(tables().calls[inner][-1], dynamic=False, bare=False)


def _as_word(node: ast.expr) -> Word:
    constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return Word(node.value if constant else "_", node.lineno, node.col_offset + 2)  # type: ignore[attr-defined]


def _fits(loader: Call, under: str, module: str) -> bool:
    if loader.under and not any(fnmatch.fnmatchcase(under, pattern) for pattern in loader.under):
        return False
    if loader.skip_under and any(fnmatch.fnmatchcase(under.rpartition(".")[2], p) for p in loader.skip_under):
        return False
    return not loader.modules or any(module == name or module.startswith(name + ".") for name in loader.modules)


def _original_name(call: ast.Call, scope: Scope) -> str:
    """The last name of what is called, as it was before ``import … as``."""
    name = called(call)
    if isinstance(call.func, ast.Name):
        binds = [bind for bind in lookup(name, scope) if isinstance(bind, Imported) and bind.name]
        return binds[0].name or name if binds else name
    return name


def _origin(function: ast.expr, scope: Scope) -> tuple[str, str]:
    """``(what stands before the last name, the module it was imported from)`` as far as this file tells."""
    parts: list[str] = []
    node = function
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Call):
        node = node.func
    root = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    parts.append(root)
    parts.reverse()
    imported = next((bind for bind in lookup(root, scope) if isinstance(bind, Imported)), None)
    if imported is None:
        return ".".join(parts[:-1]), ""
    home = imported.module if imported.name is None or len(parts) == 1 else f"{imported.module}.{imported.name}"
    return ".".join(parts[:-1]), ".".join([home, *parts[1:-1]])


def _home_made(call: ast.Call) -> bool:
    """A client of a server of one's own: what looks like a closed model there is only a name."""
    node = keyword(call, "base_url", "api_base", "openai_api_base", "endpoint")
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and not any(host in text for host in tables().provider_of_host)


def _passed_on(scope: Scope, call: ast.Call) -> bool:
    """Inside a method of the loader's own name, or a call on ``super()``: the library, not a use of it."""
    function, name = scope.enclosing("function"), called(call)
    own = function is not None and function.name.lstrip("_") == name
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return own or (isinstance(inner, ast.Call) and called(inner) == "super")
