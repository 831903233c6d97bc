"""One walk over a Python syntax tree: which names are bound to what, and every place that may name a model."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(slots=True)
class Scope:
    """A module, class or function. ``binds`` keeps every value a name is ever given, in order."""

    kind: Literal["module", "class", "function"]
    name: str
    parent: "Scope | None"
    file: "PythonFile"
    binds: dict[str, list["Bind"]] = field(default_factory=dict)
    params: tuple[str, ...] = ()
    returns: list[ast.expr] = field(default_factory=list)
    bases: list[ast.expr] = field(default_factory=list)

    def bind(self, name: str, value: "Bind") -> None:
        self.binds.setdefault(name, []).append(value)

    def enclosing(self, kind: str) -> "Scope | None":
        scope: Scope | None = self
        while scope is not None and scope.kind != kind:
            scope = scope.parent
        return scope


@dataclass(slots=True)
class Assigned:
    """A value: ``path`` leads into the elements of each item when ``loop`` (``for a, b in …``)."""

    value: ast.expr
    scope: Scope
    loop: bool = False
    path: tuple[int, ...] = ()


@dataclass(slots=True)
class Parameter:
    function: Scope
    name: str
    default: ast.expr | None
    index: int


@dataclass(slots=True)
class Imported:
    module: str
    name: str | None
    level: int


@dataclass(slots=True)
class Defined:
    scope: Scope


Bind: TypeAlias = Assigned | Parameter | Imported | Defined
Named: TypeAlias = tuple[str, ast.expr, Scope, str]


@dataclass(slots=True)
class PythonFile:
    """What the walk found. ``named``: values under a name (assignment, default, dict key); ``texts``: other strings."""

    path: str
    module: Scope = field(init=False)
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    texts: list[ast.Constant] = field(default_factory=list)
    lists: list[ast.List] = field(default_factory=list)
    attributes: dict[str, list[Assigned]] = field(default_factory=dict)
    classes: dict[str, list[Scope]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.module = Scope("module", "", None, self)


Task: TypeAlias = tuple[ast.AST, Scope]
_LEAVES = (ast.expr_context, ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.alias)


def read_scopes(tree: ast.Module, path: str) -> PythonFile:
    """Walk ``tree`` without recursion, however deep it is."""
    file = PythonFile(path)
    tasks: list[Task] = [(node, file.module) for node in reversed(tree.body)]
    while tasks:
        node, scope = tasks.pop()
        handler = _HANDLERS.get(node.__class__)
        inner = handler(node, scope, file) if handler else scope
        if inner is None:
            continue
        for value in node.__dict__.values():
            if value.__class__ is list:
                tasks.extend([(item, inner) for item in value if isinstance(item, ast.AST)])
            elif isinstance(value, ast.AST) and not isinstance(value, _LEAVES):
                tasks.append((value, inner))
    return file


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
            file.named.append((argument.arg, default, scope, "default of a parameter"))
    if name != "<lambda>":
        scope.bind(name, Defined(inner))
    return inner


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
    return found


def _parametrized(call: ast.Call, scope: Scope, file: PythonFile) -> None:
    names = call.args[0]
    if not isinstance(names, ast.Constant) or not isinstance(names.value, str):
        return
    parts = [name.strip() for name in names.value.split(",")]
    if len(parts) == 1:
        file.named.append((parts[0], call.args[1], scope, "parametrize"))
    elif isinstance(call.args[1], ast.List):
        for case in call.args[1].elts:
            for name, value in zip(parts, getattr(case, "elts", ()), strict=False):
                file.named.append((name, value, scope, "parametrize"))


def keyword(call: ast.Call, *names: str) -> ast.expr | None:
    """The first keyword argument by one of these names."""
    return next((item.value for name in names for item in call.keywords if item.arg == name), None)


def option_names(call: ast.Call) -> list[str]:
    """Names that a command-line option's value goes by (``--base-model`` → ``base_model``)."""
    given = keyword(call, "dest")
    if isinstance(given, ast.Constant):
        return [str(given.value)]
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    plain = [text for text in texts if not text.startswith("-")]
    long = [text for text in texts if text.startswith("--")]
    return [text.lstrip("-").split("/")[0].replace("-", "_") for text in plain + long or texts]


def _class(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.ClassDef)
    inner = Scope("class", node.name, scope, file, bases=node.bases)
    scope.bind(node.name, Defined(inner))
    file.classes.setdefault(node.name, []).append(inner)
    return inner


def _assign(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.AugAssign))
    if node.value is None:
        return scope
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        _bind_target(target, node.value, scope, file)
    return scope


def _bind_target(target: ast.expr, value: ast.expr, scope: Scope, file: PythonFile) -> None:
    if isinstance(target, ast.Name):
        scope.bind(target.id, Assigned(value, scope))
        file.named.append((target.id, value, scope, "assignment"))
    elif isinstance(target, ast.Attribute):
        owner = scope.enclosing("class") if _is_self(target.value) else None
        if owner is not None:
            owner.bind(target.attr, Assigned(value, scope))
        else:
            file.attributes.setdefault(target.attr, []).append(Assigned(value, scope))
        file.named.append((target.attr, value, scope, "assignment"))
    elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        file.named.append((str(target.slice.value), value, scope, "assignment to a key"))
    elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
        for part, item in zip(target.elts, value.elts, strict=False):
            _bind_target(part, item, scope, file)


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def _loop(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension))
    _bind_loop(node.target, node.iter, scope, ())
    return scope


def _bind_loop(target: ast.expr, items: ast.expr, scope: Scope, path: tuple[int, ...]) -> None:
    if isinstance(target, ast.Name):
        scope.bind(target.id, Assigned(items, scope, loop=True, path=path))
    elif isinstance(target, (ast.Tuple, ast.List)):
        for index, part in enumerate(target.elts):
            _bind_loop(part, items, scope, (*path, index))


def _import(node: ast.AST, scope: Scope, file: PythonFile) -> None:
    assert isinstance(node, ast.Import)
    for alias in node.names:
        name = alias.asname or alias.name.split(".")[0]
        scope.bind(name, Imported(alias.name if alias.asname else name, None, 0))


def _import_from(node: ast.AST, scope: Scope, file: PythonFile) -> None:
    assert isinstance(node, ast.ImportFrom)
    for alias in node.names:
        scope.bind(alias.asname or alias.name, Imported(node.module or "", alias.name, node.level))


def _call(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.Call)
    file.calls.append((node, scope))
    if isinstance(node.func, ast.Attribute) and node.func.attr in {"add_argument", "add_option"}:
        default = keyword(node, "default")
        for name in option_names(node) if default is not None else ():
            assert default is not None
            file.attributes.setdefault(name, []).append(Assigned(default, scope))
            file.named.append((name, default, scope, "default of an argument"))
    elif getattr(node.func, "id", getattr(node.func, "attr", ""))[:1].isupper():
        _constructed(node, scope, file)
    return scope


def _constructed(call: ast.Call, scope: Scope, file: PythonFile) -> None:
    """``Spec(repo_id="org/name")``: what some object's ``.repo_id`` may be."""
    for item in call.keywords:
        value = item.value
        if item.arg and isinstance(value, ast.Constant) and isinstance(value.value, str) and "/" in value.value:
            file.attributes.setdefault(item.arg, []).append(Assigned(value, scope))


def _dict(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.Dict)
    for key, value in zip(node.keys, node.values, strict=True):
        if key.__class__ is ast.Constant and isinstance(key.value, str):
            file.named.append((key.value, value, scope, "dict entry"))
    return scope


def _list(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    """A list of words may be a command line."""
    assert isinstance(node, ast.List)
    if len(node.elts) > 1 and all(item.__class__ is ast.Constant for item in node.elts[:1]):
        file.lists.append(node)
    return scope


def _expression(node: ast.AST, scope: Scope, file: PythonFile) -> Scope | None:
    """A string that stands alone is documentation."""
    assert isinstance(node, ast.Expr)
    return None if isinstance(node.value, ast.Constant) else scope


def _constant(node: ast.AST, scope: Scope, file: PythonFile) -> None:
    assert isinstance(node, ast.Constant)
    if node.value.__class__ is str and len(node.value) > 7 and "/" in node.value:
        file.texts.append(node)


def _return(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.Return)
    if node.value is not None:
        scope.returns.append(node.value)
    return scope


def _name(node: ast.AST, scope: Scope, file: PythonFile) -> None:
    return None


_HANDLERS = {
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
    ast.ImportFrom: _import_from,
    ast.Call: _call,
    ast.Dict: _dict,
    ast.List: _list,
    ast.Expr: _expression,
    ast.Constant: _constant,
    ast.Return: _return,
    ast.Name: _name,
}
