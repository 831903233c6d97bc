"""Rows judged by their classes: each distinct combination once, by the terms, the joins and the rules of one model."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple, TypeAlias

from scanner.collect.relations.families import family_by_id
from scanner.judge.columns.data import DataClasses
from scanner.judge.columns.graph import ABSENT, APART, STUMBLES, Hints, Kin
from scanner.judge.columns.readings import STUMBLED, Classes, Itself, Numbers, Readings, laid_essence
from scanner.judge.evaluate import Engine, asked_of
from scanner.judge.openness.section import openness, openness_facts
from scanner.judge.opinion import opine
from scanner.judge.reading.facts import of_lineage
from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.openness import Laid
from scanner.judge.reading.read import Reading
from scanner.judge.reading.suspects import Suspect
from scanner.judge.reading.teachers import Taught
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.teachers import teacher
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import replace
from scanner.model.policy import Policy
from scanner.model.result import Evidence, Result
from scanner.model.verdict import verdict_from, weighs
from scanner.model.words import Commercial, Outcome, Verdict, Weights

Hinted: TypeAlias = frozenset[str | frozenset[int]]

_SAID = (Evidence(origin=""),)
#: Facts that the repo itself tells, and its data; all others hang on terms and lineage, and come from the opinion.
_OF_ITSELF = tuple(
    "repo_type source gated disabled private removed renamed revision_pinned eu_blocked access_token access_region "
    "superseded superseded_by weights_listed weights weights_known weight_formats adapter_only derived_only "
    "shards_missing pickle_only custom_code code_files parameters_known card_present card_sound card_substantial "
    "modality evaluation_reported".split()
)
_OF_DATA = tuple(
    "datasets datasets_complete datasets_non_commercial datasets_unresolved sources_restricted "
    "datasets_unlicensed".split()
)


class Judged(NamedTuple):
    """What rows of one combination come to. ``outcomes`` are those of the rules asked, in their order."""

    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    commercial_use: Commercial
    weights: Weights
    effective: tuple[str, ...]
    error: str | None = None


def of_result(result: Result) -> Judged:
    """What judging one model came to."""
    return Judged(
        verdict=result.verdict,
        outcomes=tuple(one.outcome for one in result.findings),
        commercial_use=result.commercial_use.status,
        weights=result.weights.status,
        effective=result.license.effective,
        error=result.error.message if result.error is not None else None,
    )


class Judge:
    """Judges rows under one policy. Combinations that come to the same share a number of ``made``."""

    def __init__(
        self,
        readings: Readings,
        data: DataClasses,
        behind: Callable[[int], frozenset[int]],
        policy: Policy,
        engine: Engine,
    ) -> None:
        """``behind`` tells of which own licences a repo that is hinted at is."""
        self._behind = behind
        self._readings, self._data, self._policy, self._engine = readings, data, policy, engine
        self._asked = asked_of("model", policy, engine)
        self._rows: dict[Hashable, int] = {}
        self._facts: dict[DecisionFacts, int] = {}
        self._opinions: dict[Hashable, tuple[int, DecisionFacts, Settlement]] = {}
        self._openness: dict[tuple[int, int], Mapping[str, Any]] = {}
        self._laid: dict[Hashable, int] = {}
        self._laid_of: dict[tuple[int, int], tuple[int, Laid]] = {}
        self._judgements: Classes[Judged] = Classes(lambda one: one)

    @property
    def made(self) -> list[Judged]:
        """What rows came to, by number."""
        return self._judgements.made

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that are asked, in their order."""
        return tuple(one.rule.id for one, _ in self._asked)

    @property
    def combinations(self) -> tuple[int, int, int]:
        """How many combinations were met: of classes, of terms settled, of facts asked of the rules."""
        return len(self._rows), len(self._opinions), len(self._facts)

    def judged(self, row: Numbers, kin: Kin, borne: Hints, states_base: bool) -> int:
        """The number of what a row comes to; STUMBLED where only judging it alone can tell."""
        own, itself, shown, bases, named, learnt, _, carries = row
        if STUMBLED in (own, itself, shown, bases, named, learnt) or STUMBLES in kin.elements:
            return STUMBLED
        data, disk = self._data.of(named), self._readings.bases.made[bases].disk
        if data == STUMBLED:
            return STUMBLED
        key = (own, itself, shown, disk, data, learnt, carries, kin.elements, kin.hints, borne, states_base)
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self._judged(row, kin, borne, states_base)
        return found

    def _judged(self, row: Numbers, kin: Kin, borne: Hints, states_base: bool) -> int:
        data = self._data.of(row.data)
        hints = {one if isinstance(one, str) else self._behind(one) for one in borne | kin.hints}
        if not all(self._told(one) for one in hints):
            return STUMBLED
        itself, named = self._readings.itself.made[row.itself], self._data.data.made[data]
        facts = replace(
            self._opinion(row, kin.elements, frozenset(hints), states_base, data),
            **{name: getattr(itself.facts, name) for name in _OF_ITSELF},
            **{name: getattr(named.facts, name) for name in _OF_DATA},
        )
        found = self._facts.get(facts)
        if found is None:
            found = self._facts[facts] = self._answered(facts, itself)
        return found

    def _answered(self, facts: DecisionFacts, itself: Itself) -> int:
        outcomes = tuple(one.ask(facts) for one, _ in self._asked)
        words = [weighs(severity, outcome) for (_, severity), outcome in zip(self._asked, outcomes, strict=True)]
        judged = Judged(
            verdict=verdict_from(words, facts.source or "catalog"),
            outcomes=outcomes,
            commercial_use=facts.commercial_use or "unknown",
            weights=itself.weights.status,
            effective=facts.license_ids or (),
        )
        return self.add(judged)

    def add(self, judged: Judged) -> int:
        """The number of what a row came to."""
        return self._judgements.add(judged)

    def _told(self, hint: str | frozenset[int]) -> bool:
        """Whether a hint says the same of everybody: what is not known of a licence counts only where the hint leads
        away from the stated bases."""
        owns = (self._readings.own.made[one] for one in hint) if not isinstance(hint, str) else ()
        return all(named.record is not None for own in owns for named in own.named)

    def _opinion(
        self, row: Numbers, elements: frozenset[int], hints: Hinted, states_base: bool, data: int
    ) -> DecisionFacts:
        """The facts that hang on terms and lineage, and what the terms make of what lies open: each settled once for
        all rows that bring the same to it."""
        number, facts, terms = self._settled(row, elements, hints, states_base, data)
        place, laid = self._opened(row.shown, data)
        if (number, place) not in self._openness:
            own, shows = self._readings.own.made[row.own], self._readings.shown.made[row.shown]
            opened = openness(laid, own.files, shows.weights, terms, self._engine.licenses)
            self._openness[number, place] = openness_facts(laid, opened)
        return replace(facts, **self._openness[number, place])

    def _settled(
        self, row: Numbers, elements: frozenset[int], hints: Hinted, states_base: bool, data: int
    ) -> tuple[int, DecisionFacts, Settlement]:
        """The facts that hang on terms and lineage, and the terms, by number."""
        itself, named = self._readings.itself.made[row.itself], self._data.data.made[data]
        teachers = tuple(sorted({*self._readings.taught.made[row.taught], *named.teachers}))
        unnamed, disk = itself.needs_base and not states_base, self._readings.bases.made[row.bases].disk
        key = (row.own, elements, hints, unnamed, row.carries, itself.modality, teachers, itself.silent, disk)
        if key not in self._opinions:
            ancestry = tuple(self._ancestor(one) for one in sorted(elements))
            own = self._readings.own.made[row.own]
            name, revision = self._readings.named.get(row.own, ("", None))
            reading = Reading(
                id=name,
                revision=revision,
                kind="model",
                repo_type="model",
                source=itself.source,
                facts=DecisionFacts(
                    repo_type="model",
                    source=itself.facts.source,
                    card_present=itself.facts.card_present,
                    **of_lineage(ancestry, itself.silent, disk),
                ),
                own=own,
                ancestry=ancestry,
                suspects=tuple(self._suspect(one) for one in sorted(hints, key=str)),
                unnamed="it names no base" if unnamed else None,
                carries=row.carries,
                taught=tuple(Taught(teacher=teacher(one), via="", evidence=()) for one in teachers),
                modality=itself.modality,
                evidence={"license": _SAID, "repo": _SAID},
            )
            policy, engine = self._policy, self._engine
            made = opine(reading, own, policy, engine.licenses, engine.terms)
            assert made.terms is not None
            self._opinions[key] = len(self._opinions), made.facts, made.terms
        return self._opinions[key]

    def _opened(self, shown: int, data: int) -> tuple[int, Laid]:
        """What lies open, with a number that those share of whom the same does."""
        if (shown, data) not in self._laid_of:
            one = self._readings.shown.made[shown]
            laid = self._data.opened(one, data)
            number = self._laid.setdefault(
                (laid_essence(laid, self._engine.licenses), one.weights.status), len(self._laid)
            )
            self._laid_of[shown, data] = number, laid
        return self._laid_of[shown, data]

    def _ancestor(self, element: int) -> Ancestry:
        """An ancestor that stands for all of its class."""
        own = self._readings.own.made[element // 2] if element >= 0 else None
        name, revision = self._readings.named.get(element // 2, (str(element), None))
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
        behind = tuple((str(one), self._readings.own.made[one]) for one in numbers)
        return Suspect(via="", named="", family=family, behind=behind, unread=None, evidence=_SAID)
