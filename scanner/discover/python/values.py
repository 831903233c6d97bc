"""Which texts an expression can stand for, without running anything: constants, defaults, dicts, loops, imports."""

import ast
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import field, replace

from scanner.discover.names.tables import tables
from scanner.discover.python.file import (
    Assigned,
    Bind,
    Defined,
    Imported,
    Parameter,
    PythonFile,
    Scope,
    called,
    keyword,
    lookup,
)
from scanner.discover.python.objects import MOST, Container, Follower
from scanner.model.frozen import dataclass

_LOCAL = re.compile(
    r"(?:^|_)(?:dir|directory|folder|save|saved|output|outputs|out|local|tmp|temp|tmpdir|ckpt|cache|export|file|dirname|tempdir)(?:$|_)|^(?:path|checkpoint_path|save_path|here)$"
)


@dataclass(frozen=True, slots=True)
class Value:
    """A text and the expression that says it; ``text`` None is unknown. ``loose``: one of a collection's many items."""

    text: str | None
    node: ast.expr
    file: PythonFile
    local: bool = False
    loose: bool = False
    parameter: Parameter | None = None


@dataclass
class Resolver(Follower):
    """Which texts an expression can stand for."""

    _busy: set[int] = field(default_factory=set)

    def values(self, node: ast.expr, scope: Scope, depth: int = 0) -> list[Value]:
        """Everything that ``node`` may be, in source order, bounded."""
        if depth == 0:
            self._steps = 0
        if self._tired(depth) or id(node) in self._busy:
            return [Value(None, node, scope.file)]
        self._busy.add(id(node))
        try:
            method = _METHODS.get(node.__class__)
            found = method(self, node, scope, depth + 1) if method else [Value(None, node, scope.file)]
        finally:
            self._busy.discard(id(node))
        return found[:MOST]

    def _constant(self, node: ast.Constant, scope: Scope, depth: int) -> list[Value]:
        return [Value(node.value if isinstance(node.value, str) else None, node, scope.file)]

    def _either(self, node: ast.IfExp, scope: Scope, depth: int) -> list[Value]:
        return self._all([node.body, node.orelse], scope, depth)

    def _boolean(self, node: ast.BoolOp, scope: Scope, depth: int) -> list[Value]:
        return self._all(node.values, scope, depth)

    def _inner(
        self, node: ast.Await | ast.Starred | ast.NamedExpr | ast.Lambda, scope: Scope, depth: int
    ) -> list[Value]:
        return self.values(node.body if isinstance(node, ast.Lambda) else node.value, scope, depth)

    def _all(self, nodes: Iterable[ast.expr], scope: Scope, depth: int) -> list[Value]:
        return [value for node in nodes for value in self.values(node, scope, depth)]

    def _collection(self, node: Container, scope: Scope, depth: int) -> list[Value]:
        items = node.values if isinstance(node, ast.Dict) else node.elts
        return [replace(value, loose=True) for value in self._all(items[:MOST], scope, depth)]

    def _name(self, node: ast.Name, scope: Scope, depth: int) -> list[Value]:
        binds = lookup(node.id, scope)
        local = _LOCAL.search(node.id.lower()) is not None
        found = [value for bind in binds for value in self._bound(bind, node, scope, depth)]
        found = found or [Value(None, node, scope.file)]
        return [replace(value, local=True) if local and value.text is None else value for value in found]

    def _bound(self, bind: Bind, node: ast.expr, scope: Scope, depth: int) -> list[Value]:
        if isinstance(bind, Assigned):
            if bind.parted:
                parts = [one for item, inner in self.looped(bind, depth) for one in self.values(item, inner, depth)]
                return parts or [Value(None, bind.value, bind.scope.file)]
            return self.values(bind.value, bind.scope, depth)
        if isinstance(bind, Parameter):
            known = self.values(bind.default, bind.function.parent or bind.function, depth) if bind.default else []
            return [*known, Value(None, node, bind.function.file, parameter=bind)]
        if isinstance(bind, Imported):
            inner = self.imported(bind, scope.file.path)
            return [value for one in inner for value in self._bound(one, node, scope, depth + 1)]
        return [Value(None, node, bind.scope.file)]

    def _subscript(self, node: ast.Subscript, scope: Scope, depth: int) -> list[Value]:
        entries = self._entries(node, scope, depth)
        if not entries and isinstance(node.slice, ast.Constant):
            entries = [(one.value, one.scope) for one in scope.file.keyed.get(str(node.slice.value), ())[:MOST]]
        found = [value for entry, inner in entries for value in self.values(entry, inner, depth)]
        local = isinstance(node.slice, ast.Constant) and _LOCAL.search(str(node.slice.value).lower()) is not None
        return found or [Value(None, node, scope.file, local=local)]

    def _attribute(self, node: ast.Attribute, scope: Scope, depth: int) -> list[Value]:
        binds = self._attribute_binds(node, scope, depth)
        if node.attr in {"value", "default"} and not binds:
            return self.values(node.value, scope, depth)
        found = [value for bind in binds for value in self._bound(bind, node, scope, depth)]
        local = _LOCAL.search(node.attr.lower()) is not None
        return found or [Value(None, node, scope.file, local=local)]

    def _formatted(self, node: ast.JoinedStr, scope: Scope, depth: int) -> list[Value]:
        parts = [self._part(part, scope, depth) for part in node.values]
        if len(parts) == 1:
            return parts[0]
        return self._product(parts, "", node, scope)

    def _part(self, node: ast.expr, scope: Scope, depth: int) -> list[Value]:
        return self.values(node.value if isinstance(node, ast.FormattedValue) else node, scope, depth)

    def _product(self, parts: list[list[Value]], between: str, node: ast.expr, scope: Scope) -> list[Value]:
        known = [[value.text for value in part if value.text is not None][:8] for part in parts]
        if not all(known):
            first = next((value.text for value in parts[0] if value.text), "") if parts else ""
            local = first.startswith(("/", "./", "../", "~")) or any(value.local for part in parts for value in part)
            return [Value(None, node, scope.file, local=local)]
        combined = itertools.islice(itertools.product(*known), 16)
        return [Value(between.join(map(str, texts)), node, scope.file) for texts in combined]

    def _binary(self, node: ast.BinOp, scope: Scope, depth: int) -> list[Value]:
        if isinstance(node.op, ast.Div):
            return [Value(None, node, scope.file, local=True)]
        if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
            args = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            return self._template(str(node.left.value), r"%[sd]", args, node, scope, depth)
        if not isinstance(node.op, ast.Add):
            return [Value(None, node, scope.file)]
        left, right = self.values(node.left, scope, depth), self.values(node.right, scope, depth)
        if any(value.loose for value in (*left, *right)):
            return [*left, *right]
        return self._product([left, right], "", node, scope)

    def _template(
        self, template: str, mark: str, args: list[ast.expr], node: ast.expr, scope: Scope, depth: int
    ) -> list[Value]:
        pieces = re.split(mark, template)
        if len(pieces) != len(args) + 1:
            return [Value(None, node, scope.file)]
        parts: list[list[Value]] = [[Value(pieces[0], node, scope.file)]]
        for piece, arg in zip(pieces[1:], args, strict=True):
            parts += [self.values(arg, scope, depth), [Value(piece, node, scope.file)]]
        return self._product(parts, "", node, scope)

    def _called(self, node: ast.Call, scope: Scope, depth: int) -> list[Value]:
        name, defaults = called(node), tables().loaders.defaults
        method = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name == "format" and isinstance(method, ast.Constant):
            return self._template(str(method.value), r"\{\d?\}", node.args, node, scope, depth)
        if name == "join" and isinstance(method, ast.Constant) and node.args:
            items = getattr(node.args[0], "elts", None)
            return self._product([self.values(i, scope, depth) for i in items or ()], str(method.value), node, scope)
        if name in {"join", "Path", "PurePath", "resolve", "joinpath", "expanduser", "abspath", "mkdtemp", "as_posix"}:
            return [Value(None, node, scope.file, local=True)]
        if name in defaults.declared:
            return self._declared(node, scope, depth)
        if name in defaults.keyed:
            return self._keyed(node, name, scope, depth)
        if name in defaults.passed:
            inner = method if method is not None and not node.args else next(iter(node.args), None)
            return self.values(inner, scope, depth) if inner is not None else [Value(None, node, scope.file)]
        return self._returned(node, scope, depth)

    def _keyed(self, node: ast.Call, name: str, scope: Scope, depth: int) -> list[Value]:
        default = keyword(node, "default", "fallback", "value", "default_value")
        place = 2 if name == "getattr" else 1
        if default is None and len(node.args) > place:
            default = node.args[place]
        found = self.values(default, scope, depth) if default is not None else []
        if name in {"get", "pop"} and isinstance(node.func, ast.Attribute) and node.args:
            lookup_node = ast.Subscript(value=node.func.value, slice=node.args[0], ctx=ast.Load())
            entries = self._entries(lookup_node, scope, depth)
            found += [value for entry, inner in entries for value in self.values(entry, inner, depth)]
        return found or [Value(None, node, scope.file)]

    def _declared(self, node: ast.Call, scope: Scope, depth: int) -> list[Value]:
        default = keyword(node, "default", "default_factory", "value")
        if default is None and node.args:
            first = node.args[0]
            flag = isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.startswith("-")
            default = None if flag else first
        listed = next((arg for arg in node.args[:1] if isinstance(arg, ast.List)), None)
        every = dict.fromkeys((default, listed, keyword(node, "choices", "options", "values")))
        given = [one for one in every if one is not None]
        return self._all(given, scope, depth) or [Value(None, node, scope.file)]

    def _returned(self, node: ast.Call, scope: Scope, depth: int) -> list[Value]:
        found: list[Value] = []
        if isinstance(node.func, (ast.Name, ast.Attribute)):
            for bind in self._binds(node.func, scope, depth):
                if isinstance(bind, Defined) and bind.scope.kind == "function":
                    for returned in bind.scope.returns:
                        found.extend(self.values(returned, bind.scope, depth))
        local = _LOCAL.search(called(node).lower()) is not None
        return found or [Value(None, node, scope.file, local=local)]


def local_name(name: str) -> bool:
    """A name such as ``model_dir``, which mostly holds a local path."""
    return _LOCAL.search(name.lower()) is not None


_METHODS: dict[type, Callable[..., list[Value]]] = {
    ast.Constant: Resolver._constant,
    ast.IfExp: Resolver._either,
    ast.BoolOp: Resolver._boolean,
    ast.Await: Resolver._inner,
    ast.Starred: Resolver._inner,
    ast.NamedExpr: Resolver._inner,
    ast.List: Resolver._collection,
    ast.Tuple: Resolver._collection,
    ast.Set: Resolver._collection,
    ast.Dict: Resolver._collection,
    ast.Lambda: Resolver._inner,
    ast.Name: Resolver._name,
    ast.Subscript: Resolver._subscript,
    ast.Attribute: Resolver._attribute,
    ast.JoinedStr: Resolver._formatted,
    ast.BinOp: Resolver._binary,
    ast.Call: Resolver._called,
}
