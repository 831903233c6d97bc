"""What a card is checked for (``rules/card/``): one record a check, with cards that it fires on and cards it leaves."""

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache, cached_property
from typing import Literal, TypeAlias

from scanner.knowledge.openness import any_of, telling
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files
from scanner.model.frozen import dataclass
from scanner.model.words import Severity

Look: TypeAlias = Literal["key", "problems", "line", "conflict", "empty", "component", "section"]


@dataclass(frozen=True)
class CardCheck:
    """One check. ``kind`` is how it looks: for one of the front matter's keys in ``values`` (for ``all`` of them, and
    only ``when`` other keys have some values), for a component or a section under one of the headings in
    ``values`` (or a key in ``keys``), at every line that fits one of ``pattern``, at headings with nothing
    below, at problems of the front matter, at contradictions about the licence (but those that hold one of
    ``never``). For a component or a section ``pattern`` is what says it in the text under whatever heading.
    ``training``: not asked of a mere quantization or merge, whose bases answer it; ``unless`` some keys have some
    values. ``{what}`` in ``message`` is what was found."""

    id: str
    title: str
    severity: Severity
    kind: Look
    message: str
    fix: str
    source: str
    values: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    all: bool = False
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pattern: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    training: bool = False
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return any_of(self.pattern)

    @cached_property
    def headings(self) -> frozenset[str]:
        """The telling words of the headings."""
        return frozenset(telling(value) for value in self.values)


@cache
def card_checks() -> tuple[CardCheck, ...]:
    """Every check, by id."""
    found = plain_files(rules_dir()).below("card/")
    return tuple(build(CardCheck, data, rules_dir() / name) for name, data in found.items())
