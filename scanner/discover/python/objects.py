"""What an expression in Python may be bound to, without running anything: collections, classes, modules of the tree."""

import ast
from collections.abc import Callable, Iterator

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
from scanner.model.frozen import dataclass

_DEEPEST = 14
#: How many of a collection's items are looked at.
MOST = 64
#: Steps that one question may take: names that lead in circles through each other would take for ever.
_STEPS = 300

Container = ast.List | ast.Tuple | ast.Set | ast.Dict
#: Finds the file of the tree that ``from module import …`` in ``path`` means.
Loader = Callable[[str, int, str], PythonFile | None]


@dataclass
class Follower:
    """Follows names to what they are bound to. ``load`` None keeps to one file."""

    load: Loader | None = None
    _steps: int = 0

    def _tired(self, depth: int) -> bool:
        self._steps += 1
        return depth > _DEEPEST or self._steps > _STEPS

    def imported(self, bind: Imported, path: str, depth: int = 0) -> list[Bind]:
        """What an imported name is bound to in the file of the tree that it comes from."""
        file = self.load(bind.module, bind.level, path) if self.load else None
        if file is None or bind.name is None or self._tired(depth):
            return []
        found: list[Bind] = []
        for inner in file.module.binds.get(bind.name, ()):
            found.extend(self.imported(inner, file.path, depth + 1) if isinstance(inner, Imported) else [inner])
        return found

    def containers(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[tuple[Container, Scope]]:
        """The literal collections that an expression may be."""
        if self._tired(depth):
            return
        if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            yield node, scope
        elif isinstance(node, ast.Call):
            yield from self._called_containers(node, scope, depth)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            for bind in self._binds(node, scope, depth):
                yield from self._bound_containers(bind, node, depth + 1)
        elif isinstance(node, ast.Subscript):
            for entry, inner in self._entries(node, scope, depth + 1):
                yield from self.containers(entry, inner, depth + 1)

    def _bound_containers(self, bind: Bind, node: ast.expr, depth: int) -> Iterator[tuple[Container, Scope]]:
        if isinstance(bind, Assigned) and bind.parted:
            for item, inner in self.looped(bind, depth):
                yield from self.containers(item, inner, depth)
        elif isinstance(bind, Assigned) and bind.value is not node:
            yield from self.containers(bind.value, bind.scope, depth)
        elif isinstance(bind, Parameter) and bind.default is not None:
            yield from self.containers(bind.default, bind.function, depth)

    def _called_containers(self, node: ast.Call, scope: Scope, depth: int) -> Iterator[tuple[Container, Scope]]:
        name = called(node)
        if name in {"items", "values", "keys", "copy"} and isinstance(node.func, ast.Attribute):
            yield from self.containers(node.func.value, scope, depth + 1)
        elif name == "dict" and node.keywords:
            keys: list[ast.expr | None] = [ast.Constant(item.arg) for item in node.keywords]
            yield ast.Dict(keys=keys, values=[item.value for item in node.keywords]), scope
        elif node.args and name in {*tables().loaders.defaults.passed, "tqdm", "enumerate", "zip", "field", "Field"}:
            yield from self.containers(node.args[0], scope, depth + 1)
        elif isinstance(factory := keyword(node, "default_factory"), ast.Lambda):
            yield from self.containers(factory.body, scope, depth + 1)

    def looped(self, bind: Assigned, depth: int) -> Iterator[tuple[ast.expr, Scope]]:
        """What the variable of a loop may be, item by item; or a part of what is taken apart."""
        for container, scope in self.containers(bind.value, bind.scope, depth):
            every = _keys_or_values(container, bind) if isinstance(container, ast.Dict) else container.elts
            items = every if bind.loop else [container]
            for item in items[:MOST]:
                picked = _pick(item, bind.path)
                if picked is not None:
                    yield picked, scope

    def binds(self, node: ast.Name | ast.Attribute, scope: Scope) -> list[Bind]:
        """What a name is bound to, wherever in the tree."""
        self._steps = 0
        return self._binds(node, scope, 0)

    def _binds(self, node: ast.Name | ast.Attribute, scope: Scope, depth: int) -> list[Bind]:
        if isinstance(node, ast.Name):
            binds = lookup(node.id, scope)
            return [inner for bind in binds for inner in self._deref(bind, scope)]
        return self._attribute_binds(node, scope, depth)

    def _deref(self, bind: Bind, scope: Scope) -> list[Bind]:
        return self.imported(bind, scope.file.path) if isinstance(bind, Imported) else [bind]

    def _entries(self, node: ast.Subscript, scope: Scope, depth: int) -> list[tuple[ast.expr, Scope]]:
        found: list[tuple[ast.expr, Scope]] = []
        wanted = node.slice.value if isinstance(node.slice, ast.Constant) else None
        for container, inner in self.containers(node.value, scope, depth):
            if isinstance(container, ast.Dict):
                found.extend((value, inner) for value in _entry(container, wanted))
            elif isinstance(wanted, int) and -len(container.elts) <= wanted < len(container.elts):
                found.append((container.elts[wanted], inner))
            else:
                found.extend((item, inner) for item in container.elts)
        return found[:MOST]

    def _attribute_binds(self, node: ast.Attribute, scope: Scope, depth: int) -> list[Bind]:
        owners = list(self.objects(node.value, scope, depth + 1))
        found = [bind for owner in owners for bind in self._member(owner, node.attr, depth)]
        if found or owners:
            return found
        file = scope.file
        known: list[Bind] = [*file.attributes.get(node.attr, ())]
        for named in file.classes.values():
            for owner in named:
                known.extend(bind for bind in owner.binds.get(node.attr, ()) if isinstance(bind, Assigned))
        return known

    def _member(self, owner: Scope, name: str, depth: int) -> list[Bind]:
        found = [*owner.binds.get(name, ()), *owner.file.constructed(owner, name)]
        if found or self._tired(depth):
            return [b for bind in found for b in self._deref(bind, owner)]
        bases = [base for node in owner.bases for base in self.objects(node, owner.parent or owner, depth + 1)]
        return [bind for base in bases for bind in self._member(base, name, depth + 1)]

    def objects(self, node: ast.expr, scope: Scope, depth: int) -> Iterator[Scope]:
        """Classes (or instances of them) and modules of the tree that an expression may be."""
        if self._tired(depth):
            return
        if isinstance(node, ast.Name) and node.id in {"self", "cls"}:
            owner = scope.enclosing("class")
            if owner is not None:
                yield owner
        elif isinstance(node, ast.Name):
            for bind in lookup(node.id, scope):
                yield from self._object(bind, scope, depth)
        elif isinstance(node, ast.Attribute):
            for bind in self._attribute_binds(node, scope, depth + 1):
                yield from self._object(bind, scope, depth)
        elif isinstance(node, ast.Call):
            yield from self.objects(node.func, scope, depth + 1)

    def _object(self, bind: Bind, scope: Scope, depth: int) -> Iterator[Scope]:
        if isinstance(bind, Defined) and bind.scope.kind == "class":
            yield bind.scope
        elif isinstance(bind, Assigned) and bind.parted:
            for item, inner in self.looped(bind, depth + 1):
                yield from self.objects(item, inner, depth + 1)
        elif isinstance(bind, Assigned):
            yield from self.objects(bind.value, bind.scope, depth + 1)
        elif isinstance(bind, Imported):
            yield from self._imported_object(bind, scope, depth)

    def _imported_object(self, bind: Imported, scope: Scope, depth: int) -> Iterator[Scope]:
        if self.load is None:
            return
        inner = self.imported(bind, scope.file.path)
        for found in inner:
            yield from self._object(found, scope, depth + 1)
        if not inner:
            dotted = f"{bind.module}.{bind.name}".strip(".") if bind.name else bind.module
            file = self.load(dotted, bind.level, scope.file.path)
            if file is not None:
                yield file.module


def _entry(node: ast.Dict, wanted: object) -> list[ast.expr]:
    """The values under a key; all of them when the key is not known."""
    pairs = list(zip(node.keys, node.values, strict=True))
    exact = [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == wanted]
    return exact if exact or wanted is not None else [value for _, value in pairs]


def _keys_or_values(node: ast.Dict, bind: Assigned) -> list[ast.expr]:
    """What a loop over a dict yields: keys, values, or pairs by the method called."""
    method = called(bind.value) if isinstance(bind.value, ast.Call) else "keys"
    keys = [key for key in node.keys if key is not None]
    if method == "values":
        return list(node.values)
    if method == "items":
        pairs = zip(node.keys, node.values, strict=True)
        return [ast.Tuple(elts=[key, value], ctx=ast.Load()) for key, value in pairs if key is not None]
    return keys


def _pick(node: ast.expr, path: tuple[int, ...]) -> ast.expr | None:
    for index in path:
        if not isinstance(node, (ast.Tuple, ast.List)) or index >= len(node.elts):
            return None
        node = node.elts[index]
    return node
