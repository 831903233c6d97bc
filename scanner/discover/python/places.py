"""What the walk over a Python file notes at expressions: calls, strings, entries of dicts, what is compared with."""

import ast
import itertools
import re

from scanner.discover.python.file import Assigned, PythonFile, Scope, called, keyword, option_names

#: What stands beside the path of data, as training configurations write it.
_BESIDE_DATA = frozenset({"split", "ds_type", "data_files", "shards"})
_ADDRESS = re.compile(r"(?:(?:^|/)datasets/|huggingface\.co/|hf\.co/|hf://)\Z")


def read_call(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.Call)
    file.calls.append((node, scope))
    if isinstance(node.func, ast.Attribute) and node.func.attr in {"add_argument", "add_option"}:
        default = keyword(node, "default")
        for name in option_names(node) if default is not None else ():
            assert default is not None
            file.attributes.setdefault(name, []).append(Assigned(default, scope))
            file.named.append((name, default, scope, "default of an argument"))
        choices = keyword(node, "choices")
        for name in option_names(node) if isinstance(choices, (ast.List, ast.Tuple)) else ():
            assert choices is not None
            file.named.append((name, choices, scope, "choices of an argument"))
    elif called(node).startswith("DEFINE_") and len(node.args) > 1:
        file.named.append((str(getattr(node.args[0], "value", "")), node.args[1], scope, "default of a flag"))
    elif called(node) == "setdefault" and len(node.args) == 2 and isinstance(node.args[0], ast.Constant):
        file.keyed.setdefault(str(node.args[0].value), []).append(Assigned(node.args[1], scope))
        file.named.append((str(node.args[0].value), node.args[1], scope, "default of a key"))
    elif called(node) in {"append", "add", "insert"} and node.args and isinstance(node.func, ast.Attribute):
        owner = getattr(node.func.value, "id", getattr(node.func.value, "attr", ""))
        file.named.append((owner, node.args[-1], scope, "added to"))
    elif called(node)[:1].isupper():
        _constructed(node, scope, file)
    return scope


def _constructed(call: ast.Call, scope: Scope, file: PythonFile) -> None:
    """``Spec(repo_id="org/name")``: what some object's ``.repo_id`` may be."""
    for index, given in enumerate(call.args):
        if isinstance(given, ast.Constant) and isinstance(given.value, str) and "/" in given.value:
            file.made.setdefault(called(call), []).append((index, Assigned(given, scope)))
    for item in call.keywords:
        value = item.value
        if item.arg and isinstance(value, ast.Constant) and isinstance(value.value, str) and "/" in value.value:
            file.attributes.setdefault(item.arg, []).append(Assigned(value, scope))


def read_dict(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    assert isinstance(node, ast.Dict)
    for key, value in zip(node.keys, node.values, strict=True):
        if key.__class__ is ast.Constant and isinstance(key.value, str):
            file.named.append((key.value, value, scope, "dict entry"))
            file.keys.add(id(key))
            if key.value == "path" and any(getattr(one, "value", None) in _BESIDE_DATA for one in node.keys):
                file.named.append(("dataset_path", value, scope, "dict entry"))
    return scope


def read_list(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    """A list of words may be a command line."""
    assert isinstance(node, ast.List)
    if len(node.elts) > 1 and all(item.__class__ is ast.Constant for item in node.elts[:1]):
        file.lists.append(node)
    return scope


def read_expression(node: ast.AST, scope: Scope, file: PythonFile) -> Scope | None:
    """A string that stands alone is documentation."""
    assert isinstance(node, ast.Expr)
    if not isinstance(node.value, ast.Constant):
        return scope
    if scope is file.module and isinstance(node.value.value, str) and "--" in node.value.value:
        file.usage.append(node.value)
    return None


def read_constant(node: ast.AST, scope: Scope, file: PythonFile) -> None:
    assert isinstance(node, ast.Constant)
    if node.value.__class__ is not str or len(node.value) < 5:
        return
    if "/" in node.value:
        file.texts.append(node)
        lines = "\n" in node.value and ("--" in node.value or ": " in node.value)
        if lines or " --" in node.value or node.value.startswith("--"):
            file.scripts.append(node)
    elif "-" in node.value and " " not in node.value:
        file.words.append(node)


def read_formatted(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    """An f-string may be a command; its parts carry no places of their own."""
    assert isinstance(node, ast.JoinedStr)
    for before, part in itertools.pairwise(node.values):
        if isinstance(before, ast.Constant) and isinstance(part, ast.FormattedValue):
            ending = _ADDRESS.search(str(before.value))
            if ending is not None:
                file.addressed.append((part.value, scope, ending.group()))
    if any((" " + str(part.value)).count(" -") for part in node.values if isinstance(part, ast.Constant)):
        file.scripts.append(node)
    return scope


def read_compare(node: ast.AST, scope: Scope, file: PythonFile) -> Scope:
    """What a name is compared with is asked about, not used."""
    assert isinstance(node, ast.Compare)
    for side in (node.left, *node.comparators):
        file.compared.add(id(side))
        file.compared.update(id(item) for item in getattr(side, "elts", ()))
    return scope
