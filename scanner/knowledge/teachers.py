"""Models that others learn from (``rules/teachers/``): names and terms, sets that hold their outputs, sentences."""

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cache, cached_property, lru_cache
from typing import Literal, TypeAlias, TypeVar

from scanner.knowledge.store import records, shipped
from scanner.model.frozen import dataclass
from scanner.text.precompiled import pattern_of

Training: TypeAlias = Literal["allowed", "duty", "forbidden", "unknown"]


@dataclass(frozen=True)
class Teacher:
    """A model whose outputs others learn from. Its terms are a provider's (``terms``) or a licence's."""

    id: str
    name: str
    pattern: str
    words: tuple[str, ...]
    provider: str | None = None
    license: str | None = None
    train_models: Training = "unknown"
    terms: str | None = None
    clause: str | None = None

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        return pattern_of(rf"(?<![\w-])(?:{self.pattern})(?![\w])", re.IGNORECASE)


@dataclass(frozen=True)
class Set:
    """A dataset that is known to hold a teacher's outputs, by its id, with the source for it."""

    pattern: str
    teacher: str
    source: str
    words: tuple[str, ...]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return pattern_of(self.pattern, re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """A sentence form: ``{teacher}`` in its pattern stands for a teacher's name."""

    id: str
    pattern: str
    fires: tuple[str, ...] = ()
    not_: tuple[str, ...] = field(default=(), metadata={"json": "not"})

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        # The name itself is put in place of a mark before matching: one pattern serves all teachers, in linear time.
        return pattern_of(self.pattern.replace("{teacher}", MARK), re.IGNORECASE)


T = TypeVar("T", Teacher, Set)

#: Stands for a teacher's name in a sentence; a private-use character, so no card holds it.
MARK = "\ue0f0"
_FILE = "teachers/models.yaml"


@cache
def teachers() -> tuple[Teacher, ...]:
    """Every teacher that is known, in order."""
    return records(Teacher, _FILE, "teachers")


@cache
def teacher(id_: str) -> Teacher:
    """A teacher by its id."""
    return next(one for one in teachers() if one.id == id_)


@cache
def sets() -> tuple[Set, ...]:
    """Every dataset that is known to hold a teacher's outputs."""
    return records(Set, _FILE, "sets")


@cache
def forms() -> tuple[Form, ...]:
    """The sentence forms."""
    return records(Form, _FILE, "forms")


@cache
def traps() -> re.Pattern[str]:
    """What makes a sentence one that speaks of no teacher."""
    return pattern_of("|".join(one["pattern"] for one in shipped(_FILE)["traps"]), re.IGNORECASE)


def may_stand_in(text: str, known: tuple[T, ...]) -> list[T]:
    """Those of which a word is in a text: no other's pattern fits it. All, where signs may stand for letters."""
    lower = text.lower()
    return [one for one in known if not text.isascii() or any(word in lower for word in one.words)]


@lru_cache(maxsize=8192)
def set_known(dataset: str) -> tuple[tuple[Teacher, str], ...]:
    """``(teacher, source)`` of a dataset that is known to hold a teacher's outputs."""
    may = may_stand_in(dataset[:200], sets())
    return tuple((teacher(one.teacher), one.source) for one in may if one.compiled.fullmatch(dataset[:200]))


def named_in(text: str) -> Iterator[tuple[Teacher, int, int]]:
    """``(teacher, start, end)`` of each teacher's name in a text; of two in one place the longer."""
    found = sorted(
        (
            (match.start(), -match.end(), one)
            for one in may_stand_in(text, teachers())
            for match in one.spelled.finditer(text)
        ),
        key=lambda hit: (hit[0], hit[1], hit[2].id),
    )
    at = 0
    for start, end, one in found:
        if start >= at:
            yield one, start, -end
            at = -end
