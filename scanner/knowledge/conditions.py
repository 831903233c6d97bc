"""Conditions in CEL, the expression language of Kubernetes admission policies, behind this one module.

The engine is the Rust one of ``common-expression-language``. Its package also loads a command line and a terminal
library (~130 ms), so only its compiled module is loaded. An undefined name is an error there, which is what makes a
fact that was not read come out as ``unknown``; ``&&`` and ``||`` absorb that error where the other side decides.
Comprehensions are refused: one ran for seconds and cannot be interrupted, and list questions are facts' work.
"""

import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scanner.model.errors import KnowledgeError
from scanner.model.rule import FactValue

#: Looked for in the source: the engine unfolds them before it lists the functions that a condition calls.
_COMPREHENSIONS = re.compile(r"\b(all|exists|exists_one|map|filter|matches)\s*\(")


class Undecided(Exception):  # noqa: N818 - not an error: an answer
    """The condition needs a fact that was not read."""


@cache
def _engine() -> Any:
    package = importlib.util.find_spec("cel")
    folder = Path(package.origin).parent if package is not None and package.origin else None
    for compiled in sorted(folder.glob("cel.*")) if folder is not None else ():
        if compiled.suffix in (".so", ".pyd"):
            spec = importlib.util.spec_from_file_location("cel.cel", compiled)
            if spec is not None and spec.loader is not None:
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                return module
    import cel

    return cel


class Condition:
    """A compiled condition. ``reads`` are the names it asks for. Raises :class:`KnowledgeError` when it is not CEL."""

    def __init__(self, source: str) -> None:
        try:
            self._program = _engine().compile(source)
        except Exception as error:
            raise KnowledgeError(f"not a condition: {source!r} ({str(error).splitlines()[0]})") from error
        used = set(_COMPREHENSIONS.findall(source))
        if used:
            raise KnowledgeError(
                f"{', '.join(sorted(used))} may not be used in a condition ({source!r}); make it a fact"
            )
        self.source = source
        self.reads: tuple[str, ...] = tuple(sorted(set(self._program.variables())))

    def holds(self, values: Mapping[str, FactValue]) -> bool:
        """Whether the condition holds. Raises :class:`Undecided` when a fact it needs is not among ``values``."""
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
        try:
            answer = self._program.execute(_engine().Context(variables=plain))
        except RuntimeError as error:
            if "Undefined" in str(error):
                raise Undecided(str(error)) from error
            raise KnowledgeError(f"the condition {self.source!r} cannot be evaluated: {error}") from error
        except (TypeError, ValueError) as error:
            raise KnowledgeError(f"the condition {self.source!r} compares what cannot be compared: {error}") from error
        if not isinstance(answer, bool):
            raise KnowledgeError(f"the condition {self.source!r} says {answer!r}, not true or false")
        return answer
