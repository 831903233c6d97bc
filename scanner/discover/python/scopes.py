"""One walk over a Python syntax tree, without recursion, into a :class:`PythonFile`."""

import ast
from collections.abc import Callable, Iterator
from typing import TypeAlias

from scanner.discover.names.slots import ID_NAMES, never_named, slot_of_call, slot_of_name, slot_of_type
from scanner.discover.python import places as pyplaces
from scanner.discover.python.file import (
    Assigned,
    Defined,
    Imported,
    Parameter,
    PythonFile,
    Scope,
    an_id,
    keyword,
    option_names,
)

Task: TypeAlias = tuple[ast.AST, Scope]
#: Fields that hold words, numbers or operators.
_NO_NODES = frozenset(
    "ctx op ops id attr arg name names asname level module kind type_comment type_ignores conversion is_async simple"
    " rest kwd_attrs returns".split()
)


def read_scopes(tree: ast.Module, path: str) -> PythonFile:
    """Walk ``tree`` without recursion, however deep it is."""
    file = PythonFile(path)
    tasks: list[Task] = [(node, file.module) for node in reversed(tree.body)]
    while tasks:
        node, scope = tasks.pop()
        handler, fields = _PLANS.get(node.__class__) or _plan(node.__class__)
        inner = handler(node, scope, file) if handler else scope
        if inner is None:
            continue
        for field in fields:
            value = getattr(node, field)
            if value.__class__ is list:
                tasks.extend([(item, inner) for item in value if item.__class__ not in _TELL_NOTHING])
            elif value.__class__ not in _TELL_NOTHING:
                tasks.append((value, inner))
    return file


def _plan(kind: type[ast.AST]) -> "_Plan":
    """What is done at a node of this kind, and its fields that lead further."""
    fields = tuple(field for field in kind._fields if field not in _NO_NODES)
    return _PLANS.setdefault(kind, (_HANDLERS.get(kind), fields))


def _function(node: ast.AST, scope: Scope, file: PythonFile) -> Scope | None:
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    name = getattr(node, "name", "<lambda>")
    inner = Scope("function", name, scope, file)
    clicked = _decorated(node, scope, file)
    parameters = list(_parameters(node.args))
    inner.params = tuple(argument.arg for argument, _ in parameters)
    for index, (argument, default) in enumerate(parameters):
        default = clicked.get(argument.arg, default)
        inner.bind(argument.arg, Parameter(inner, argument.arg, default, index))
        if default is not None:
            file.named.append((_label(argument.arg, name, default), default, scope, "default of a parameter"))
    if name != "<lambda>":
        scope.bind(name, Defined(inner))
    return inner


def _label(parameter: str, function: str, default: ast.expr) -> str:
    """What a parameter is called, or what its function loads: ``def load_model(version="org/name")``."""
    if parameter in {"source", "path"} and "dataset" in function.lower():
        return f"dataset_{parameter}"
    loads = an_id(default) and not never_named(parameter) and slot_of_call(function) is not None
    return "model" if loads and slot_of_name(parameter) is None else parameter


def _annotated(node: ast.AST, scope: Scope, file: PythonFile) -> Scope | None:
    """A parameter's annotation tells something only as ``Annotated[str, Option("--model")]``."""
    return scope if isinstance(getattr(node, "annotation", None), ast.Subscript) else None


def _parameters(args: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    plain = [*args.posonlyargs, *args.args]
    missing: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
    yield from zip(plain, missing + list(args.defaults), strict=True)
    yield from zip(args.kwonlyargs, args.kw_defaults, strict=True)


def _decorated(node: ast.AST, scope: Scope, file: PythonFile) -> dict[str, ast.expr]:
    """Defaults that click options and ``parametrize`` give to parameters."""
    found: dict[str, ast.expr] = {}
    for decorator in getattr(node, "decorator_list", ()):
        if isinstance(decorator, ast.Call):
            name = getattr(decorator.func, "attr", getattr(decorator.func, "id", ""))
            if name in {"option", "argument"}:
                default = keyword(decorator, "default")
                for option in option_names(decorator) if default is not None else ():
                    found.setdefault(option, default)  # type: ignore[arg-type]
            elif name == "parametrize" and len(decorator.args) > 1:
                _parametrized(decorator, scope, file)
            elif name == "fixture" and (params := keyword(decorator, "params")) is not None:
                file.named.append((getattr(node, "name", ""), params, scope, "fixture"))
    return found


def _parametrized(call: ast.Call, scope: Scope, file: PythonFile) -> None:
    listed: list[ast.expr] = getattr(call.args[0], "elts", call.args[:1])
    parts = [part.strip() for name in listed for part in str(getattr(name, "value", "")).split(",")]
    cases = getattr(call.args[1], "elts", None)
    if cases is None and len(parts) == 1:
        file.named.append((parts[0], call.args[1], scope, "parametrize"))
    for case in cases or ():
        given: list[ast.expr] = getattr(case, "args", []) or ([case] if len(parts) == 1 else getattr(case, "elts", []))
        for name, value in zip(parts, given, strict=False):
            file.named.append((name, value, scope, "parametrize"))


def _class(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.ClassDef)
    inner = Scope("class", node.name, scope, file, bases=node.bases)
    scope.bind(node.name, Defined(inner))
    file.classes.setdefault(node.name, []).append(inner)
    return inner


def _assign(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.AugAssign))
    if isinstance(node, ast.AnnAssign) and scope.kind == "class" and isinstance(node.target, ast.Name):
        scope.fields.append(node.target.id)
    if node.value is None:
        return scope
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        _bind_target(target, node.value, scope, file)
    return scope


def _bind_target(target: ast.expr, value: ast.expr, scope: Scope, file: PythonFile) -> None:
    if isinstance(target, ast.Name):
        scope.bind(target.id, Assigned(value, scope))
        file.named.append((target.id, value, scope, "assignment"))
        if scope.kind == "class" and _constant_of(scope, target.id):
            file.named.append(("model", value, scope, f"in {scope.name}"))
        elif isinstance(value, ast.Dict) and slot_of_name(target.id) is not None:
            file.named.extend((target.id, key, scope, "key of a dict") for key in value.keys if key and an_id(key))
    elif isinstance(target, ast.Attribute):
        owner = scope.enclosing("class") if getattr(target.value, "id", "") in {"self", "cls"} else None
        if owner is not None:
            owner.bind(target.attr, Assigned(value, scope))
        else:
            file.attributes.setdefault(target.attr, []).append(Assigned(value, scope))
        file.named.append((target.attr, value, scope, "assignment"))
    elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        file.keyed.setdefault(str(target.slice.value), []).append(Assigned(value, scope))
        file.named.append((str(target.slice.value), value, scope, "assignment to a key"))
    elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for part, item in zip(target.elts, value.elts, strict=False):
            _bind_target(part, item, scope, file)
    elif isinstance(target, (ast.Tuple, ast.List)):
        _bind_parts(target, value, scope, (), loop=False)


def _constant_of(owner: Scope, name: str) -> bool:
    """``class Models: SMALL = "org/name"``, ``class ModelConfig: name = "org/name"``."""
    enum = any("Enum" in getattr(base, "id", getattr(base, "attr", "")) for base in owner.bases)
    field = name in ID_NAMES and slot_of_name(owner.name) is not None
    return field or slot_of_type(owner.name, enum) is not None


def _loop(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension))
    _bind_parts(node.target, node.iter, scope, (), loop=True)
    return scope


def _bind_parts(target: ast.expr, value: ast.expr, scope: Scope, path: tuple[int, ...], loop: bool) -> None:
    """``for a, b in value`` and ``a, b = value``: each name is a part of what the value is."""
    if isinstance(target, ast.Name):
        scope.bind(target.id, Assigned(value, scope, loop=loop, path=path))
    elif isinstance(target, (ast.Tuple, ast.List)):
        for index, part in enumerate(target.elts):
            _bind_parts(part, value, scope, (*path, index), loop)


def _import(node: ast.AST, scope: Scope, file: PythonFile) -> None:
    assert isinstance(node, (ast.Import, ast.ImportFrom))
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            scope.bind(alias.asname or alias.name, Imported(node.module or "", alias.name, node.level))
            continue
        name = alias.asname or alias.name.split(".")[0]
        scope.bind(name, Imported(alias.name if alias.asname else name, None, 0))


def _return(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.Return)
    if node.value is not None:
        scope.returns.append(node.value)
        if an_id(node.value) and scope.kind == "function":
            file.named.append((scope.name, node.value, scope, "returned"))
    return scope


_TELL_NOTHING = frozenset({type(None), str, ast.Name, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal})
_Handler: TypeAlias = Callable[[ast.AST, Scope, PythonFile], Scope | None]
_Plan: TypeAlias = tuple[_Handler | None, tuple[str, ...]]
_PLANS: dict[type[ast.AST], _Plan] = {}
_HANDLERS: dict[type[ast.AST], _Handler] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.Lambda: _function,
    ast.ClassDef: _class,
    ast.Assign: _assign,
    ast.AnnAssign: _assign,
    ast.NamedExpr: _assign,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _loop,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Call: pyplaces.read_call,
    ast.arg: _annotated,
    ast.Compare: pyplaces.read_compare,
    ast.JoinedStr: pyplaces.read_formatted,
    ast.Dict: pyplaces.read_dict,
    ast.List: pyplaces.read_list,
    ast.Expr: pyplaces.read_expression,
    ast.Constant: pyplaces.read_constant,
    ast.Return: _return,
}
