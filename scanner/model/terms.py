"""Licence terms as a value: which licences govern together, and where the licensee may choose between them.

An expression in the sense of SPDX, of resolved licence ids: ``OR`` is the licensee's choice, ``AND`` joins, ``WITH``
adds an exception to one licence. ``UNSTATED`` stands for a list whose operator nobody wrote: all its members are held
to apply, the strictest reading. :func:`join` is associative, commutative and idempotent.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass

Op: TypeAlias = Literal["licence", "and", "or", "unstated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A licence (``id``, and the SPDX ``exception`` it is granted with), or ``parts`` under an operator."""

    op: Op = "licence"
    id: str = ""
    exception: str | None = None
    parts: tuple["Terms", ...] = ()

    @property
    def leaves(self) -> Iterator["Terms"]:
        """The licences, as written, from left to right."""
        if self.op == "licence":
            yield self
        for part in self.parts:
            yield from part.leaves

    @property
    def ids(self) -> tuple[str, ...]:
        """Each licence id once, as written."""
        return (self.id,) if self.op == "licence" else tuple(dict.fromkeys(leaf.id for leaf in self.leaves))

    def mapped(self, change: Callable[["Terms"], "Terms | None"]) -> "Terms | None":
        """The same expression with every licence changed; one changed to None is left out."""
        if self.op == "licence":
            return change(self)
        kept = tuple(made for part in self.parts if (made := part.mapped(change)) is not None)
        if len(kept) < 2:
            return kept[0] if kept else None
        return replace(self, parts=kept)

    def written(self, name: Callable[[str], str]) -> str:
        """As an SPDX expression, each id by the name that ``name`` gives it."""
        if self.op == "licence":
            return name(self.id) + (f" WITH {self.exception}" if self.exception else "")
        word = " OR " if self.op == "or" else " AND "
        return word.join(f"({text})" if part.parts else text for part in self.parts for text in (part.written(name),))


def licence(licence_id: str, exception: str | None = None) -> Terms:
    """The terms of one licence."""
    return Terms(id=licence_id, exception=exception)


def choice(parts: Iterable[Terms]) -> Terms:
    """The licensee's choice between terms, in the order written."""
    return _of("or", parts)


def unstated(parts: Iterable[Terms]) -> Terms:
    """Terms listed side by side without an operator."""
    return _of("unstated", parts)


def join(parts: Iterable[Terms]) -> Terms:
    """All of these terms together. Order, grouping and repetition make no difference."""
    flat = [one for part in parts for one in (part.parts if part.op == "and" else (part,))]
    return _of("and", sorted(set(flat), key=lambda one: one.written(str)))


def _of(op: Op, parts: Iterable[Terms]) -> Terms:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Terms(op=op, parts=found)
