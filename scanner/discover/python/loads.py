"""Loader calls in Python: what they are handed, followed through values and through functions that wrap them."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from typing import TypeAlias

from scanner.discover.names.ids import named
from scanner.discover.names.outside import of_outside
from scanner.discover.names.slots import Slot
from scanner.discover.names.tables import Call
from scanner.discover.python.file import Defined, Parameter, PythonFile, Scope, an_id, called, keyword
from scanner.discover.python.match import argument_of, is_partial, loader_of, passed_on, slot_of
from scanner.discover.python.values import Resolver, Value, local_name
from scanner.discover.sink import Sink
from scanner.model.frozen import dataclass

#: How many functions deep a wrapper around a loader is followed.
_ROUNDS = 3


@dataclass(slots=True)
class _Pending:
    """A loader call whose id is a parameter of the function around it: its callers may tell."""

    call: ast.expr
    how: str
    slot: Slot
    parameters: list[Parameter]


Wrapped: TypeAlias = tuple[Parameter, Slot, str]


@dataclass
class LoadReader:
    """Puts what loaders are handed into ``sink``. ``deep`` follows values into other files, ``near`` does not.

    ``saved``: texts that something was saved under in this file, which are no ids of the Hub's. ``wrapped``: parameters
    that reach a loader here; ``wrappers`` tells those of another file.
    """

    file: PythonFile
    sink: Sink
    deep: Resolver
    near: Resolver
    saved: set[str] = field(default_factory=set)
    wrappers: Callable[[PythonFile], list[Wrapped]] | None = None
    wrapped: list[Wrapped] = field(default_factory=list)
    _pending: list[_Pending] = field(default_factory=list)
    _settled: set[int] = field(default_factory=set)
    _unknown: set[tuple[str, str]] = field(default_factory=set)
    _calls: dict[str, list[tuple[ast.Call, Scope]]] = field(default_factory=dict)
    _partials: list[tuple[ast.Call, Scope]] = field(default_factory=list)

    def call(self, call: ast.Call, scope: Scope, name: str) -> None:
        """One call, by the name that it was imported under."""
        self._calls.setdefault(called(call), []).append((call, scope))
        if called(call) == "partial":
            self._partials.append((call, scope))
        loader = loader_of(name, call, scope)
        if loader is None:
            self._foreign(call, scope)
            return
        slot = slot_of(loader, call)
        if slot is None:
            return
        if loader.itself:
            self._by_its_name(loader, call, name)
            return
        argument = argument_of(loader, call)
        if argument is not None:
            self._offer(call, argument, scope, slot, f"{name}()", loader.dynamic)
        elif loader.dynamic and name == "pipeline" and loader.modules and call.args:
            self._report(call, "pipeline() picks the task's default model", "model")

    def follow(self, node: ast.expr, slot: Slot, parameters: list[Parameter]) -> None:
        """What stands under a telling name is a parameter of the function around it: its callers may tell."""
        self._pending.append(_Pending(node, "", slot, parameters))

    def settle(self) -> None:
        """After the last call: follow wrappers to their callers, and report what stays unknown."""
        for _ in range(_ROUNDS):
            if not self._follow_wrappers():
                break
        left, self._pending = self._pending, []
        for pending in sorted(left, key=lambda item: item.call.lineno):
            parameter = pending.parameters[0]
            known = not pending.how or id(pending.call) in self._settled
            call = pending.call
            if known or not isinstance(call, ast.Call):
                continue
            if not passed_on(parameter.function, call) and not local_name(parameter.name):
                self._report(call, pending.how, pending.slot.kind, ast.Name(parameter.name))

    def take(self, value: Value, slot: Slot, how: str, revision: str | None = None) -> bool:
        """Whether a value names something in ``slot``; if so it goes into the sink."""
        assert value.text is not None
        narrow = replace(slot, bare="known", prefix=None) if value.loose and slot.bare == "any" else slot
        if value.text in self.saved or _own_tuning(value):
            return False
        every = named(value.text, narrow, self.sink.said)
        for _, text, found in every:
            if revision and found.revision is None:
                found = replace(found, revision=revision)
            self.sink.add(value.node.lineno, value.node.col_offset + 1, text, found, how, value.file.path)
        if not every:
            self.sink.passed(value.node.lineno, value.text)
        return bool(every)

    def _by_its_name(self, loader: Call, call: ast.Call, name: str) -> None:
        """``torchvision.models.resnet50(weights=…)``: what is called is the model."""
        given = keyword(call, *loader.itself)
        found = of_outside(name, loader.outside or "") if given is not None else None
        if found is not None and getattr(given, "value", True):
            self.sink.add(call.lineno, call.col_offset + 1, name, found, f"{name}()")

    def _foreign(self, call: ast.Call, scope: Scope) -> None:
        """A call of a function in another file of the tree that passes what it is given on to a loader."""
        if self.wrappers is None or not any(an_id(node) for node in [*call.args, *(k.value for k in call.keywords)]):
            return
        for function in self._functions(call, scope):
            if function.file is self.file:
                continue
            for parameter, slot, how in self.wrappers(function.file):
                argument = self._given(call, parameter) if parameter.function is function else None
                if argument is not None:
                    self._offer(call, argument, scope, slot, how, False)

    def _functions(self, call: ast.Call, scope: Scope) -> Iterator[Scope]:
        """The functions of the tree that a call may reach; a class is its ``__init__``."""
        if isinstance(call.func, (ast.Name, ast.Attribute)):
            owner = scope.enclosing("class")
            if called(call) == "__init__" and owner is not None:
                bases = [found for base in owner.bases for found in self.deep.objects(base, owner.parent or owner, 0)]
                yield from (one for base in bases for one in _method(base, "__init__"))
            for bind in self.deep.binds(call.func, scope):
                if isinstance(bind, Defined):
                    yield from [bind.scope] if bind.scope.kind == "function" else _method(bind.scope, "__init__")

    def _given(self, call: ast.Call, parameter: Parameter) -> ast.expr | None:
        """What a call gives to a parameter; ``self`` is not written, save in ``Base.__init__(self, …)``."""
        params = parameter.function.params
        bound = params[:1] in {("self",), ("cls",)} and getattr(call.args[0] if call.args else None, "id", "") != "self"
        return _argument_at(call, parameter.name, parameter.index - (1 if bound else 0))

    def _offer(self, call: ast.Call, argument: ast.expr, scope: Scope, slot: Slot, how: str, dynamic: bool) -> None:
        values = self.deep.values(argument, scope)
        revision = self._revision(call, scope)
        name = getattr(argument, "id", getattr(argument, "attr", ""))
        if local_name(name) and slot.bare == "any":
            slot = replace(slot, bare="known", prefix=None)
        hits = [self.take(value, slot, how, revision) for value in values if value.text is not None]
        parameters = [value.parameter for value in values if value.parameter is not None]
        self.wrapped += [(parameter, slot, how) for parameter in parameters]
        if parameters:
            self._pending.append(_Pending(call, how if dynamic and not any(hits) else "", slot, parameters))
        elif dynamic and not hits and not any(value.local for value in values) and not passed_on(scope, call):
            self._report(call, how, slot.kind, argument)

    def _revision(self, call: ast.Call, scope: Scope) -> str | None:
        node = keyword(call, "revision")
        texts = [value.text for value in self.near.values(node, scope)] if node is not None else []
        return next((text for text in texts if text and text not in {"main", "master"}), None)

    def _follow_wrappers(self) -> bool:
        """Calls of functions that pass a parameter on to a loader are loaders too."""
        work, self._pending = [p for p in self._pending if id(p.call) not in self._settled], []
        waiting: list[_Pending] = []
        for pending in work:
            calls = [item for parameter in pending.parameters for item in self._callers(parameter)]
            how = pending.how or "a function that loads it"
            for call, scope, argument in calls:
                self._offer(call, argument, scope, pending.slot, how, bool(pending.how))
            if calls:
                self._settled.add(id(pending.call))
            else:
                waiting.append(pending)
        progress = bool(self._pending)
        self._pending += waiting
        return progress

    def _callers(self, parameter: Parameter) -> Iterator[tuple[ast.Call, Scope, ast.expr]]:
        function = parameter.function
        method = function.parent is not None and function.parent.kind == "class"
        name = function.parent.name if method and function.name == "__init__" and function.parent else function.name
        for call, scope in self._partials:
            if is_partial(call, name) and (kept := keyword(call, parameter.name)) is not None:
                yield call, scope, kept
        if method and function.name == "__init__":
            yield from self._from_below(parameter)
        index = parameter.index - (1 if method and function.params[:1] in {("self",), ("cls",)} else 0)
        for call, scope in self._calls.get(name, ()) if index >= 0 else ():
            argument = _argument_at(call, parameter.name, index) if scope is not function else None
            if argument is not None:
                yield call, scope, argument

    def _from_below(self, parameter: Parameter) -> Iterator[tuple[ast.Call, Scope, ast.expr]]:
        """What subclasses hand to ``super().__init__``."""
        for call, scope in self._calls.get("__init__", ()):
            if parameter.function in self._functions(call, scope):
                argument = self._given(call, parameter)
                if argument is not None:
                    yield call, scope, argument

    def _report(self, call: ast.Call, how: str, kind: str, argument: ast.expr | None = None) -> None:
        """Once for each expression: what loads five files of one unknown repo is one finding."""
        key = (ast.unparse(argument)[:200] if argument is not None else str(call.lineno), kind)
        if key in self._unknown:
            return
        self._unknown.add(key)
        text = ast.unparse(call.func)[:80] + "(…)"
        self.sink.add_dynamic(call.lineno, call.col_offset + 1, text, "dataset" if kind == "dataset" else "model", how)


def _own_tuning(value: Value) -> bool:
    """``f"{base}-finetuned-emotion"``: what will come of the base, not what is loaded."""
    text = value.text or ""
    return isinstance(value.node, (ast.JoinedStr, ast.BinOp)) and "/" not in text and "finetuned" in text


def _method(owner: Scope, name: str) -> Iterator[Scope]:
    yield from (bind.scope for bind in owner.binds.get(name, ()) if isinstance(bind, Defined))


def _argument_at(call: ast.Call, name: str, index: int) -> ast.expr | None:
    argument = keyword(call, name)
    if argument is None and index < len(call.args) and not any(isinstance(a, ast.Starred) for a in call.args):
        return call.args[index]
    return argument
