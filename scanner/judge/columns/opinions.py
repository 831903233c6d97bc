"""What a policy makes of terms and lineage: each distinct combination of what rows bring to it, settled once."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

from scanner.collect.relations.families import all_families, family_by_id
from scanner.judge.columns.codes import Flags, Known, Numbers
from scanner.judge.columns.graph import Lineage
from scanner.judge.columns.nodes import ABSENT, APART, STUMBLES
from scanner.judge.columns.readings import STUMBLED, Itself, Readings, bears
from scanner.judge.evaluate import Engine
from scanner.judge.openness.seen import seen_of
from scanner.judge.opinion import opine
from scanner.judge.reading.facts import of_lineage
from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.read import Reading
from scanner.judge.reading.suspects import MAX_HINTS, Suspect
from scanner.judge.reading.teachers import Taught
from scanner.judge.terms.effective import Settlement
from scanner.judge.terms.settle import Model
from scanner.knowledge.teachers import teacher
from scanner.model.facts import DecisionFacts
from scanner.model.policy import Policy
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo
from scanner.model.words import Source

Hinted: TypeAlias = frozenset[str | frozenset[int]]

_SAID = (Evidence(origin=""),)


class Subject(NamedTuple):
    """What of a repo bears on its terms."""

    source: Source
    facts_source: Source | None
    card_present: bool | None
    silent: bool | None

    @classmethod
    def of(cls, one: Itself) -> "Subject":
        """That of a repo as read."""
        return cls(one.source, one.facts.source, one.facts.card_present, one.silent)


class Brought(NamedTuple):
    """What a row brings to the settling of terms, by numbers: its own licence, its lineage, what it is."""

    own: int
    lineage: int
    subject: Subject
    modality: Model
    carries: bool
    disk: bool
    unnamed: bool


class Bearers:
    """Own licences by what they bear on what is made from their repos. Those that a curation names stand apart."""

    def __init__(self, readings: Readings) -> None:
        known: Known[Hashable] = Known()
        self.own: list[int] = []
        self.numbers: list[int] = []
        for number, one in enumerate(readings.own.made):
            self.numbers.append(known.of(("own", number) if number in readings.named else bears(one)))
            if len(known) > len(self.own):
                self.own.append(number)


class Opinions:
    """The facts that hang on terms and lineage, and what openness asks of terms, by number."""

    def __init__(
        self,
        readings: Readings,
        bearers: Bearers,
        behind: Callable[[int], frozenset[int]],
        policy: Policy,
        engine: Engine,
    ) -> None:
        """``behind`` tells what the licences of a repo that is hinted at bear."""
        self._readings, self._bearers, self._behind = readings, bearers, behind
        self._policy, self._engine = policy, engine
        self._known: Known[tuple[frozenset[int], Hinted]] = Known()
        self._facts: Known[DecisionFacts] = Known()
        self._seen: Known[Hashable] = Known()
        self.terms: list[tuple[OwnLicense, Settlement]] = []
        self._opened: dict[frozenset[int], bool] = {}

    @property
    def facts(self) -> list[DecisionFacts]:
        """What was settled, by number."""
        return self._facts.since(0)

    def lineages(self, made: list[Lineage]) -> Numbers:
        """Lineages by what they bring; STUMBLED for one that only judging a row alone can tell."""
        return np.asarray([self._lineage(one) for one in made], np.int32)

    def _lineage(self, one: Lineage) -> int:
        hints = frozenset(self._alike[hint] if isinstance(hint, str) else self._behind(hint) for hint in one.hints)
        sure = STUMBLES not in one.elements and all(isinstance(hint, str) or self._told(hint) for hint in hints)
        return self._known.of((one.elements, hints)) if sure and len(one.hints) <= MAX_HINTS else STUMBLED

    @cached_property
    def _alike(self) -> dict[str, str]:
        """For each family one whose terms are the same."""
        known: dict[Hashable, str] = {}
        return {one.id: known.setdefault((one.license, one.also), one.id) for one in all_families()}

    @cached_property
    def modal(self) -> tuple[Flags, Flags]:
        """Which own licences, and which lineages, bring terms that hang on what goes in and out of the model."""
        own = [_is_modal(one) for one in self._readings.own.made]
        bearer = {number for number, one in enumerate(self._bearers.own) if own[one]}
        met = [any(element // 2 in bearer for element in elements) for elements, _ in self._known.since(0)]
        return np.asarray(own, bool), np.asarray(met, bool)

    def _told(self, hint: frozenset[int]) -> bool:
        """Whether a hint says the same of everybody: what is not known of a licence counts only where the hint leads
        away from the stated bases."""
        if hint not in self._opened:
            owns = (self._own(one) for one in hint)
            self._opened[hint] = all(named.record is not None for own in owns for named in own.named)
        return self._opened[hint]

    def settled(self, one: Brought) -> tuple[int, int]:
        """The number of the facts, and that of what openness asks of the terms."""
        elements, hints = self._known[one.lineage]
        ancestry = tuple(self._ancestor(element) for element in sorted(elements))
        own = self._readings.own.made[one.own]
        name, revision = self._readings.named.get(one.own, ("", None))
        reading = Reading(
            id=name,
            revision=revision,
            kind="model",
            repo_type="model",
            source=one.subject.source,
            facts=DecisionFacts(
                repo_type="model",
                source=one.subject.facts_source,
                card_present=one.subject.card_present,
                **of_lineage(ancestry, one.subject.silent, one.disk),
            ),
            own=own,
            ancestry=ancestry,
            suspects=tuple(self._suspect(hint) for hint in sorted(hints, key=str)),
            unnamed="it names no base" if one.unnamed else None,
            carries=one.carries,
            modality=one.modality,
            evidence={"license": _SAID, "repo": _SAID},
        )
        made = opine(reading, own, self._policy, self._engine.licenses, self._engine.terms)
        assert made.terms is not None
        seen = self._seen.of(seen_of(own.files, made.terms))
        if seen == len(self.terms):
            self.terms.append((own, made.terms))
        return self._facts.of(made.facts), seen

    def lessons(self, teachers: tuple[str, ...]) -> DecisionFacts:
        """The facts of what a model learnt from, whatever its terms."""
        own = own_license(Repo(id="", repo_type="model", requested=""), self._engine.licenses)
        taught = tuple(Taught(teacher=teacher(one), via="", evidence=()) for one in teachers)
        said = {"license": _SAID, "repo": _SAID}
        reading = Reading(
            id="", kind="model", repo_type="model", source="catalog", own=own, taught=taught, evidence=said
        )
        return opine(reading, own, self._policy, self._engine.licenses, self._engine.terms).facts

    def _own(self, bearer: int) -> OwnLicense:
        return self._readings.own.made[self._bearers.own[bearer]]

    def _ancestor(self, element: int) -> Ancestry:
        """An ancestor that stands for all of its class."""
        own = self._own(element // 2) if element >= 0 else None
        number = self._bearers.own[element // 2] if element >= 0 else STUMBLED
        name, revision = self._readings.named.get(number, (str(element), None))
        return Ancestry(
            id=name,
            revision=revision,
            relation="unknown",
            depth=1,
            via="",
            origin="",
            evidence=(),
            own=own,
            problem=None if own is not None else "it was not read",
            absent=element == ABSENT,
            apart="a record" if element == APART else None,
            carries=element >= 0 and element % 2 == 1,
        )

    def _suspect(self, hint: str | frozenset[int]) -> Suspect:
        """A name that spells a family, or leads to repos of such licences, whoever bears it."""
        family = family_by_id(hint) if isinstance(hint, str) else None
        numbers = () if isinstance(hint, str) else sorted(hint)
        behind = tuple((str(one), self._own(one)) for one in numbers)
        return Suspect(via="", named="", family=family, behind=behind, unread=None, evidence=_SAID)


def _is_modal(own: OwnLicense) -> bool:
    records = (named.record for named in own.named if named.record is not None)
    return any(condition.only_if is not None for record in records for condition in record.conditions)
