"""The words by which reading tells things: ``rules/patterns.yaml``, one record a question, with its own examples."""

import re
from collections.abc import KeysView, Mapping
from functools import cache
from typing import cast

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, shipped
from scanner.model.frozen import dataclass
from scanner.text.late import Late

_FILE = "patterns.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a record looks for: any of its expressions, between ``before`` and ``after``; in any case, unless it is
    ``cased``."""

    about: str
    any: tuple[str, ...]
    before: str = ""
    after: str = ""
    cased: bool = False
    fires: tuple[str, ...]
    silent: tuple[str, ...]

    @property
    def expression(self) -> str:
        return f"{self.before}(?:{'|'.join(self.any)}){self.after}"

    @property
    def flags(self) -> int:
        return 0 if self.cased else re.IGNORECASE


@cache
def record(name: str) -> Words:
    """The record of that name."""
    return build(Words, shipped(_FILE)[name], rules_dir() / _FILE)


def words() -> Mapping[str, Words]:
    """Every record by its name."""
    return {name: record(name) for name in shipped(_FILE)}


def recorded(name: str) -> "re.Pattern[str]":
    """The pattern of a record, which is looked up at its first use."""
    return cast("re.Pattern[str]", Late(lambda: ((one := record(name)).expression, one.flags)))


@cache
def listed(name: str) -> KeysView[str]:
    """The words of a list of ``rules/lists.yaml``, in its order."""
    found: list[str] = shipped("lists.yaml")[name]["words"]
    return dict.fromkeys(found).keys()
