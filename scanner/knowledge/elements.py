"""The G7's minimum elements of a bill of materials for AI, and what fills each: ``rules/openness/g7.yaml``."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Literal, TypeAlias

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, shipped
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json

Part: TypeAlias = Literal["document", "model", "dataset"]
_FILE = "openness/g7.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A minimum element: which part of a bill it is ``of``, the facts any of which fills it (``by``; () where no
    repository tells it, and ``why`` says who does), and where our bills carry it."""

    id: str
    name: str
    of: Part
    by: tuple[str, ...] = ()
    why: str = ""
    cyclonedx: str = ""
    spdx: str = ""


@cache
def elements() -> tuple[Element, ...]:
    """All of them, in the order of the paper."""
    return tuple(
        build(Element, {"id": name, **data}, rules_dir() / _FILE) for name, data in plain()["elements"].items()
    )


def plain() -> Mapping[str, Json]:
    """The record as it stands, with its title, source and examples."""
    return shipped(_FILE)


def modalities(task: str | None) -> tuple[str, str] | None:
    """What goes in and what comes out of a model of a task; None where the task is not known."""
    known = plain()["modalities"].get(task or "")
    return (str(known[0]), str(known[1])) if known else None


def missing(of: Part, facts: Collection[str]) -> tuple[str, ...]:
    """The elements of a part that these facts do not fill, sorted by id; those that no repository tells are left out
    of a model and a data set, and are the whole of what a document lacks."""
    asked = (one for one in elements() if one.of == of)
    return tuple(sorted(one.id for one in asked if not set(one.by) & {*facts, "always"}))


def filled(of: Part, facts: Collection[str]) -> tuple[str, ...]:
    """The elements of a part that these facts fill, sorted by id."""
    lacking = missing(of, facts)
    return tuple(sorted(one.id for one in elements() if one.of == of and one.id not in lacking))
