"""What one walk over a Python file gathers: scopes, what names are bound to, and places that may name a model."""

import ast
from dataclasses import field
from typing import Literal, TypeAlias

from scanner.discover.names.hubid import is_hub_id
from scanner.model.frozen import dataclass


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
    fields: list[str] = field(default_factory=list)

    def bind(self, name: str, value: "Bind") -> None:
        self.binds.setdefault(name, []).append(value)

    def enclosing(self, kind: str) -> "Scope | None":
        scope: Scope | None = self
        while scope is not None and scope.kind != kind:
            scope = scope.parent
        return scope


@dataclass(slots=True)
class Assigned:
    """A value: ``path`` leads into its elements (``a, b = …``), into those of each item when ``loop``."""

    value: ast.expr
    scope: Scope
    loop: bool = False
    path: tuple[int, ...] = ()

    @property
    def parted(self) -> bool:
        return self.loop or bool(self.path)


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
    """What the walk found. ``named``: values under a name (assignment, default, dict key); ``texts``: other strings,
    ``words`` those without a slash that may be a name; ``scripts`` long ones that may be commands, ``usage`` those in
    the module's own documentation. ``compared`` and ``keys``: expressions (by ``id``) that are compared with, and keys
    of dicts. ``keyed``: what was put under a key of any dict; ``made``: what classes were given, by place.
    ``addressed``: what f-strings put behind the Hub's address, which ends as the third item says.
    """

    path: str
    module: Scope = field(init=False)
    calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)
    texts: list[ast.Constant] = field(default_factory=list)
    words: list[ast.Constant] = field(default_factory=list)
    compared: set[int] = field(default_factory=set)
    keys: set[int] = field(default_factory=set)
    addressed: list[tuple[ast.expr, Scope, str]] = field(default_factory=list)
    scripts: list[ast.expr] = field(default_factory=list)
    usage: list[ast.Constant] = field(default_factory=list)
    lists: list[ast.List] = field(default_factory=list)
    attributes: dict[str, list[Assigned]] = field(default_factory=dict)
    keyed: dict[str, list[Assigned]] = field(default_factory=dict)
    made: dict[str, list[tuple[int, Assigned]]] = field(default_factory=dict)
    classes: dict[str, list[Scope]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.module = Scope("module", "", None, self)

    def constructed(self, owner: Scope, name: str) -> list[Assigned]:
        """What a field of a class was given by place, wherever in this file one is made."""
        if owner.kind != "class" or name not in owner.fields:
            return []
        place = owner.fields.index(name)
        return [value for index, value in self.made.get(owner.name, ()) if index == place]


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


def an_id(node: ast.expr) -> bool:
    """A text that may be an id."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and is_hub_id(node.value.partition("@")[0])


def lookup(name: str, scope: Scope) -> list[Bind]:
    """The bindings of a name as seen from a scope; class bodies are seen only from themselves."""
    current: Scope | None = scope
    while current is not None:
        if name in current.binds and (current.kind != "class" or current is scope):
            return current.binds[name]
        current = current.parent
    return []


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
