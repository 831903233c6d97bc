"""Which loader of ``rules/loaders.yaml`` a call is: by its name, what stands before it, and its import."""

import ast
import fnmatch
import re
from dataclasses import replace
from functools import lru_cache

from scanner.discover.names.slots import Slot, loader_slot
from scanner.discover.names.tables import Call, tables
from scanner.discover.python.file import Imported, Scope, called, keyword, lookup

#: Arguments by which a client is led to another server than its provider's.
ADDRESSES = ("base_url", "api_base", "openai_api_base", "endpoint")
_GETS_DATA = re.compile(r"(?:load|get|stream|download|fetch)_\w*dataset")
_WRAPPED = ("snapshot_download", "hf_hub_download", "load_dataset", "from_pretrained")


def loader_of(name: str, call: ast.Call, scope: Scope) -> Call | None:
    candidates, every = tables().calls.get(name, ()), tables().calls.get("*", ())
    under, module = _origin(call.func, scope) if candidates or isinstance(call.func, ast.Attribute) else ("", "")
    found = next((loader for loader in (*candidates, *every) if _fits(loader, under, module)), None)
    return found or (None if candidates else _wrapping(name))


@lru_cache(maxsize=1 << 14)
def _wrapping(name: str) -> Call | None:
    """The loader that a helper such as ``snapshot_download_with_retry`` is named after."""
    inner = next((known for known in _WRAPPED if known in name), "load_dataset" if _GETS_DATA.match(name) else None)
    if inner is None or name.startswith(("test_", "is_", "patch", "mock", "_")):
        return None
    return replace(tables().calls[inner][-1], dynamic=False, bare=False)


def _fits(loader: Call, under: str, module: str) -> bool:
    if loader.under and not any(fnmatch.fnmatchcase(under, pattern) for pattern in loader.under):
        return False
    if loader.skip_under and any(fnmatch.fnmatchcase(under.rpartition(".")[2], p) for p in loader.skip_under):
        return False
    if loader.home and module and not any(module.partition(".")[0] == name for name in loader.home):
        return False
    return not loader.modules or any(module == name or module.startswith(name + ".") for name in loader.modules)


def original_name(call: ast.Call, scope: Scope) -> str:
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


def argument_of(loader: Call, call: ast.Call) -> ast.expr | None:
    found = keyword(call, *loader.arguments) or _in_mapping(loader, call)
    if found is not None or loader.position is None:
        return found
    place = max(loader.position, 0)
    given = call.args[: place + 1]
    if len(given) <= place or any(isinstance(node, ast.Starred) for node in given):
        return None
    return given[place]


def _in_mapping(loader: Call, call: ast.Call) -> ast.expr | None:
    """What ``**options`` gives to the first of the loader's keywords."""
    given = next((item.value for item in call.keywords if item.arg is None), None)
    if given is None or not loader.arguments or call.args:
        return None
    return ast.Subscript(value=given, slice=ast.Constant(loader.arguments[0]), ctx=ast.Load())


def slot_of(loader: Call, call: ast.Call) -> Slot | None:
    kind = "model"
    if loader.kind == "by-repo-type":
        given = keyword(call, "repo_type")
        kind = str(given.value) if isinstance(given, ast.Constant) and given.value else "model"
    elif loader.kind == "dataset":
        kind = "dataset"
    if kind not in {"model", "dataset"}:
        return None
    return loader_slot(loader, "dataset" if kind == "dataset" else "model")


def typed_slot(slot: Slot, call: ast.Call) -> Slot | None:
    given = keyword(call, "repo_type")
    kind = given.value if isinstance(given, ast.Constant) else None
    if kind == "space":
        return None
    return replace(slot, kind="dataset") if kind == "dataset" else slot


def home_made(call: ast.Call) -> bool:
    """A client of a server of one's own: what looks like a closed model there is only a name."""
    node = keyword(call, *ADDRESSES)
    text = node.value if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and not any(host in text for host in tables().provider_of_host)


def other_host(call: ast.Call) -> str | None:
    """The host outside the Hub that a client's address is of, as ``http://localhost:11434`` is Ollama's."""
    node = keyword(call, *ADDRESSES, "host")
    text = str(node.value) if isinstance(node, ast.Constant) else ""
    hosts = (one.id for one in tables().loaders.outside if any(mark in text for mark in one.addresses))
    return next(hosts, None)


def of_another(call: ast.Call, scope: Scope, provider: str) -> bool:
    """A class that only shares its name with a provider, as a metric called ``Perplexity``."""
    name = called(call)
    if name.lower() != provider:
        return False
    _, module = _origin(call.func, scope)
    defined = isinstance(call.func, ast.Name) and bool(lookup(name, scope)) and not module
    return defined or (bool(module) and provider not in module.lower())


def passed_on(scope: Scope, call: ast.Call) -> bool:
    """Inside a method of the loader's own name, or a call on ``super()``: the library, not a use of it."""
    function, name = scope.enclosing("function"), called(call)
    own = function is not None and function.name.lstrip("_") == name
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return own or (isinstance(inner, ast.Call) and called(inner) == "super")


def is_partial(call: ast.Call, name: str) -> bool:
    """``functools.partial(name, …)``."""
    first = call.args[0] if call.args and called(call) == "partial" else None
    return getattr(first, "id", getattr(first, "attr", None)) == name
