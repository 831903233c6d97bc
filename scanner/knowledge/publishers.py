"""Families that a rights holder trained itself from the start: ``rules/publishers/``, one record a holder."""

import re
from collections.abc import Collection, Mapping
from functools import cache, cached_property

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files
from scanner.model.frozen import dataclass
from scanner.text.precompiled import pattern_of

_FOLDER = "publishers/"


@dataclass(frozen=True)
class OwnFamily:
    """A family by the names of its repos: ``pattern`` matches the whole name, ``unless`` what is not the holder's."""

    name: str
    pattern: str
    unless: str

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return pattern_of(self.pattern), pattern_of(self.unless)

    def holds(self, name: str) -> bool:
        pattern, unless = self._compiled
        return bool(pattern.fullmatch(name)) and not unless.fullmatch(name)


@dataclass(frozen=True)
class Publisher:
    """A rights holder, the organisations on the Hub that are its own, and its families, with the source for both."""

    holder: str
    orgs: tuple[str, ...]
    families: tuple[OwnFamily, ...]
    source: str
    checked: str
    path: str
    own: tuple[str, ...]
    others: tuple[str, ...]

    def trained(self, repo_id: str) -> bool:
        """Whether a repo is of a family that this holder trained itself."""
        org, slash, name = repo_id.lower().partition("/")
        mine = bool(slash) and org in {one.lower() for one in self.orgs}
        return mine and any(family.holds(name) for family in self.families)


@cache
def publishers() -> tuple[Publisher, ...]:
    """Every holder that is known, in order of the files."""
    found = plain_files(rules_dir()).below(_FOLDER).items()
    return tuple(build(Publisher, {**data, "path": f"rules/{name}"}, rules_dir() / name) for name, data in found)


@cache
def _by_holder() -> Mapping[str, tuple[Publisher, ...]]:
    """The records of each organisation; two of one holder (its models and its research) count as one holder's."""
    found: dict[str, tuple[Publisher, ...]] = {}
    for one in publishers():
        for org in one.orgs:
            found[org.lower()] = (*found.get(org.lower(), ()), one)
    return found


def holders() -> Collection[str]:
    """The organisations that have a record, in lower case."""
    return _by_holder().keys()


def same_holder(child: str, parent: str) -> Publisher | None:
    """The record by which both repos are of families that one holder trained itself; None where they are not."""
    mine = next((one for one in _by_holder().get(child.split("/")[0].lower(), ()) if one.trained(child)), None)
    theirs = next((one for one in _by_holder().get(parent.split("/")[0].lower(), ()) if one.trained(parent)), None)
    return mine if mine is not None and theirs is not None and mine.holder == theirs.holder else None
