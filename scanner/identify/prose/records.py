"""The records under ``rules/prose``: which words together say what. The first that matches counts."""

from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from scanner.identify.prose.types import Place
from scanner.identify.prose.words import Vocabulary, vocabulary
from scanner.knowledge.store import build, derived, plain_files
from scanner.model.errors import KnowledgeError
from scanner.model.frozen import dataclass
from scanner.model.plain import nearest, to_plain
from scanner.model.snapshot import Json
from scanner.model.words import Scope

#: What a clause may be beside the concepts that it holds.
_SECTIONS = ("in:licence", "in:scope", "in:uses", "in:data", "in:code", "in:other")
_PLACES = ("at:terms", "at:name", "at:tag", "at:gate", "at:card", "at:dataset")
#: What the opening of a list says, and the state in which each of its items then is.
LISTS = {"uses_refused": "listed:refused", "uses_given": "listed:given", "promised": "listed:agreed"}
#: What a clause may be beside what stands in it: its length, its tone, its place on the page.
_OF_CLAUSES = ("short", "soft", "harmful_in_card", "answered", "headed", "entire", "alone")
STATES = (*_OF_CLAUSES, *LISTS.values(), *_SECTIONS, *_PLACES)
Group: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A sentence, with the heading above it and the place where it stands."""

    text: str
    heading: str = field(default="", metadata={"json": "in"})
    place: Place = "card"


@dataclass(frozen=True, kw_only=True)
class Record:
    """A clause that holds ``all`` concepts, one of ``any`` and of ``also``, and none of ``none``, says ``says``.

    A ``whole`` one is asked of the whole sentence before its clauses: when it matches, nothing more is asked. A
    ``last`` one belongs to the net: it is asked of a statement that no other record explains. What it names of the
    scopes that it is ``over`` is no subject of its own: who speaks of what may be done names papers, pictures or runs.
    An ``implied`` limit is one by what is left unsaid ("free for academic use"): business that is given in the same
    breath lifts it.
    """

    id: str
    says: Literal["limit", "intent", "care", "grant", "nothing"]
    topic: str
    means: str
    all: Group = ()
    any: Group = ()
    also: Group = ()
    none: Group = ()
    whole: bool = False
    last: bool = False
    over: tuple[Scope, ...] = ()
    implied: bool = False
    fires: tuple[Example, ...] = ()
    silent: tuple[Example, ...] = ()
    path: str = ""

    def matches(self, met: "frozenset[str]") -> bool:
        return self.may_match(met) and met.isdisjoint(self.none)

    def may_match(self, met: "frozenset[str]") -> bool:
        """Whether it matches some of what is met, if nothing is met that it forbids."""
        return (
            met.issuperset(self.all)
            and (not self.any or not met.isdisjoint(self.any))
            and (not self.also or not met.isdisjoint(self.also))
        )


@lru_cache(maxsize=4)
def records(folder: Path) -> tuple[Record, ...]:
    """Every record, by file and then as they stand: the order of asking. Raises :class:`KnowledgeError`."""
    words = vocabulary(folder)
    found: dict[str, Record] = {}
    for name, data in plain_files(folder).below("prose/").items():
        if name.count("/") == 1:
            for entry in data["records"]:
                record = _record({**entry, "path": f"rules/{name}"}, folder / name, words)
                if found.setdefault(record.id, record) is not record:
                    raise KnowledgeError(f"{folder / name}: the id '{record.id}' is taken; choose another")
    return tuple(found.values())


class Asked:
    """The records as they are asked, those of the net last."""

    def __init__(self, every: tuple[Record, ...]) -> None:
        self.first = tuple(one for one in every if not one.last)
        self.net = tuple(one for one in every if one.last)
        self._by_concept: dict[str, list[Record]] = {}
        for one in every:
            for concept in _telling(one) if one.says != "nothing" else ():
                self._by_concept.setdefault(concept, []).append(one)

    def may_answer(self, known: frozenset[str]) -> bool:
        """Whether a record may say something of a text in which no other concepts than these can be met."""
        here = self._by_concept
        return any(one.may_match(known) for concept in known & here.keys() for one in here[concept])


def _telling(record: Record) -> Group:
    """Concepts of which one is met wherever a record answers, as few as may be."""
    groups = (*((one,) for one in record.all), *(group for group in (record.any, record.also) if group))
    return min(groups, key=lambda group: (not set(STATES).isdisjoint(group), len(group)))


@lru_cache(maxsize=4)
def asked(folder: Path) -> Asked:
    """Every record as clauses are asked, without its examples, which are read where they are tried."""
    made = derived(folder, "prose", lambda: [_bare(one) for one in records(folder)], Path(__file__))
    return Asked(tuple(Record(**_tuples(one)) for one in made))


def _tuples(plain: Json) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}


def _bare(record: Record) -> dict[str, Json]:
    plain = to_plain(replace(record, fires=(), silent=()))
    return {name: value for name, value in plain.items() if value}


def _record(data: Mapping[str, object], path: Path, words: Vocabulary) -> Record:
    plain = {**data, **{kind: [_example(one) for one in data.get(kind, ())] for kind in ("fires", "silent")}}  # type: ignore[attr-defined]
    record = build(Record, plain, path)
    known = {*words.concepts, *STATES}
    for concept in (*record.all, *record.any, *record.also, *record.none):
        if concept not in known:
            raise KnowledgeError(f"{path}: {record.id}: no such concept '{concept}'{nearest(concept, sorted(known))}")
    if not record.fires or not record.silent:
        raise KnowledgeError(f"{path}: {record.id}: examples need at least one under 'fires' and one under 'silent'")
    return record


def _example(one: object) -> object:
    return one if isinstance(one, Mapping) else {"text": one}
