"""The words by which reading tells things: ``rules/patterns.yaml``, one record a question, with its own examples."""

import re
from collections.abc import KeysView, Mapping
from functools import cache
from typing import cast

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, shipped
from scanner.model.frozen import dataclass
from scanner.text.late import Late


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a record looks for, in any case: any of its expressions, between ``before`` and ``after``."""

    about: str
    any: tuple[str, ...]
    before: str = ""
    after: str = ""
    fires: tuple[str, ...]
    silent: tuple[str, ...]

    @property
    def expression(self) -> str:
        return f"{self.before}(?:{'|'.join(self.any)}){self.after}"


@cache
def words() -> Mapping[str, Words]:
    """Every record by its name."""
    path = rules_dir() / "patterns.yaml"
    return {name: build(Words, data, path) for name, data in shipped("patterns.yaml").items()}


def recorded(name: str) -> "re.Pattern[str]":
    """The pattern of a record, which is looked up at its first use."""
    return cast("re.Pattern[str]", Late(lambda: (words()[name].expression, re.IGNORECASE)))


@cache
def listed(name: str) -> KeysView[str]:
    """The words of a list of ``rules/lists.yaml``, in its order."""
    found: list[str] = shipped("lists.yaml")[name]["words"]
    return dict.fromkeys(found).keys()
