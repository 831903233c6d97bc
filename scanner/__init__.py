"""modelscan: licence and governance compliance for open AI models. What is public here is in docs/python.md."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scanner.identify import identify as identify
    from scanner.judge.evaluate import Engine as Engine
    from scanner.judge.evaluate import engine_for as engine_for
    from scanner.knowledge.policy import load_policy as load_policy
    from scanner.model.errors import ModelscanError as ModelscanError
    from scanner.model.policy import Policy as Policy
    from scanner.model.result import Result as Result
    from scanner.runs.check import check as check
    from scanner.runs.scan.run import Scan as Scan
    from scanner.runs.scan.run import scan as scan

__version__ = "0.1.0"

#: What is public → where it stands. Read on first use: ``import scanner`` alone loads nothing.
_PUBLIC = {
    "Engine": "scanner.judge.evaluate",
    "ModelscanError": "scanner.model.errors",
    "Policy": "scanner.model.policy",
    "Result": "scanner.model.result",
    "Scan": "scanner.runs.scan.run",
    "check": "scanner.runs.check",
    "engine_for": "scanner.judge.evaluate",
    "identify": "scanner",
    "load_policy": "scanner.knowledge.policy",
    "scan": "scanner.runs.scan.run",
}
__all__ = [*_PUBLIC, "__version__"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _PUBLIC:
        raise AttributeError(f"module 'scanner' has no attribute {name!r}")
    # ``identify`` is a room of the house as well: a module that can be called.
    found = import_module("scanner.identify") if name == "identify" else getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
