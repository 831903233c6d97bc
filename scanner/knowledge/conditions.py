"""Conditions in CEL, the expression language of Kubernetes admission policies, behind this one module.

The engine is the Rust one of ``common-expression-language``. Its package also loads a command line and a terminal
library (~130 ms), so only its compiled module is loaded. An undefined name is an error there, which is what makes a
fact that was not read come out as ``unknown``; ``&&`` and ``||`` absorb that error where the other side decides.
What a condition may call is a closed list, held on the expression as it was parsed: a comprehension, or a regular
expression, ran for seconds and cannot be interrupted, and list questions are facts' work. What is left takes no longer
than its text is long, and that is bounded.
"""

import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scanner.model.errors import KnowledgeError
from scanner.model.rule import FactValue

MAX_LENGTH = 2_000
#: The functions and operators of a condition, as the engine names them once it has parsed it. Comprehensions are
#: unfolded by then, into ``@not_strictly_false`` (all, exists) or ``_+_`` (map, filter, exists_one).
_CALLS = frozenset("_&&_ _||_ !_ _==_ _!=_ _<_ _<=_ _>_ _>=_ @in _?_:_ _[_] size contains startsWith endsWith".split())


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


class Expression:
    """A compiled condition. ``reads`` are the names it asks for. Raises :class:`KnowledgeError` when it is not CEL."""

    def __init__(self, source: str) -> None:
        if len(source) > MAX_LENGTH:
            raise KnowledgeError(
                f"a condition of {len(source):,} characters: write at most {MAX_LENGTH:,}, or make a fact"
            )
        try:
            self._program = _engine().compile(source)
        except Exception as error:
            raise KnowledgeError(f"not a condition: {source!r} ({str(error).splitlines()[0]})") from error
        if other := sorted(set(self._program.functions()) - _CALLS):
            raise KnowledgeError(
                f"a condition compares, and calls only size, contains, startsWith and endsWith; {source!r} comes to "
                f"{', '.join(other)}: make it a fact"
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
