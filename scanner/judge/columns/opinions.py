"""What a policy makes of terms and lineage: each distinct combination of what rows bring to it, settled once."""

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from scanner.collect.relations.families import all_families
from scanner.judge.columns.bearers import SAID, Bearers, Hint
from scanner.judge.columns.codes import Flags, Known, Numbers, bits, filled, mask_of
from scanner.judge.columns.graph import Lineage
from scanner.judge.columns.kinds import Alone, Kinds, names
from scanner.judge.columns.nodes import STUMBLES
from scanner.judge.columns.readings import STUMBLED, Itself, Readings
from scanner.judge.evaluate import Engine
from scanner.judge.openness.seen import seen_of
from scanner.judge.opinion import Decided, decided
from scanner.judge.reading.facts import of_lineage
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.read import Reading
from scanner.judge.reading.suspects import MAX_HINTS
from scanner.judge.reading.teachers import Taught
from scanner.judge.terms.effective import Settlement, effective
from scanner.judge.terms.parts import Part
from scanner.judge.terms.settle import Model
from scanner.judge.terms.settling import Asked, SettledPart, settle
from scanner.judge.terms.suspected import suspected
from scanner.knowledge.teachers import teacher
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import replace
from scanner.model.once import Remembered
from scanner.model.policy import Policy
from scanner.model.snapshot import Repo
from scanner.model.words import Source

_MOST = 200_000


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
    carries: bool = False
    disk: bool = False
    unnamed: bool = False


class _Settled(NamedTuple):
    """The numbers of facts and of what openness asks; masks of the licences in effect by the row's own, and of all that
    were settled."""

    facts: int
    seen: int
    own: int
    all: int


class Opinions:
    """The facts that hang on terms and lineage, and what openness asks of terms, by number. ``reads`` are the facts
    that any rule asks: only these are kept."""

    def __init__(
        self,
        readings: Readings,
        bearers: Bearers,
        behind: Callable[[int], frozenset[int]],
        policy: Policy,
        engine: Engine,
        reads: frozenset[str],
    ) -> None:
        """``behind`` tells what the licences of a repo that is hinted at bear."""
        self._names, self._hints = Known[str](), Known[Hint]()
        self._readings, self._bearers, self._behind = readings, bearers, behind
        self._policy, self._engine = policy, engine
        self._reads = reads | {"commercial_use"}
        self._unread = dict.fromkeys(DecisionFacts.__dataclass_fields__.keys() - self._reads)
        self._known: Known[tuple[int, int]] = Known()
        self._asked, self._facts = attrgetter(*sorted(self._reads)), Known[Hashable]()
        #: What was settled, by number.
        self.facts: list[DecisionFacts] = []
        self._seen: Known[Hashable] = Known()
        self._effective: Known[int] = Known()
        self.terms: list[tuple[OwnLicense, Settlement]] = []
        self._kinds = Kinds(bearers, self._alone)
        self._ids = Remembered(self._behind_it, _MOST)
        self._borne_ids: Remembered[Model, Remembered[int, int]] = Remembered(
            lambda modality: Remembered(lambda one: self._named(self._kinds.ids(one, modality)), _MOST), _MOST
        )
        self._may = Remembered(self._may_warn, _MOST)
        self._warns = Remembered(self._warned, _MOST)
        self._led = Remembered(self._leads, _MOST)
        self._led_ids: Remembered[Hint, int] = Remembered(lambda hint: self._named(self._led[hint]), _MOST)
        self._told = Remembered(self._borne, _MOST)
        self._settled: dict[Hashable, _Settled] = {}
        self._parts: dict[Hashable, SettledPart] = {}

    @property
    def effective(self) -> list[tuple[str, ...]]:
        """The licences in effect, by number."""
        return [tuple(sorted(self._names[bit] for bit in bits(mask))) for mask in self._effective.since(0)]

    def _behind_it(self, one: tuple[int, Model]) -> int:
        """The licences in effect by a lineage's ancestors, for a model of a modality."""
        lineage, modality = one
        found, borne = 0, self._borne_ids[modality]
        for element in _elements(self._known[lineage][0]):
            found |= borne[element]
        return found

    def _named(self, names: Iterable[str]) -> int:
        return mask_of(map(self._names.of, names))

    def lineages(self, made: list[Lineage], hints: list[str | int]) -> Numbers:
        """Lineages by what they bring; STUMBLED for one that only judging a row alone can tell. ``hints`` are those
        that they tell of by bits."""
        alike = [
            self._hints.of(self._alike.get(hint, hint) if isinstance(hint, str) else self._behind(hint))
            for hint in hints
        ]
        return filled((self._lineage(one, alike) for one in made), len(made))

    def _lineage(self, one: Lineage, alike: list[int]) -> int:
        if one.elements & 1 or one.hints.bit_count() > MAX_HINTS:  # the first bit is that of what made us stumble
            return STUMBLED
        return self._known.of((one.elements, mask_of(alike[bit] for bit in bits(one.hints))))

    @cached_property
    def _alike(self) -> dict[str, str]:
        """For each family one whose terms are the same."""
        known: dict[Hashable, str] = {}
        return {one.id: known.setdefault((one.license, one.also), one.id) for one in all_families()}

    @cached_property
    def modal(self) -> tuple[Flags, Flags]:
        """Which own licences, and which lineages, bring terms that hang on what goes in and out of the model."""
        own = [_is_modal(one) for one in self._readings.own.made]
        bearer = [number for number, one in enumerate(self._bearers.own) if own[one]]
        elements = mask_of(number * 2 + carries - STUMBLES for number in bearer for carries in (0, 1))
        met = [bool(one & elements) for one, _ in self._known.since(0)]
        return np.asarray(own, bool), np.asarray(met, bool)

    def settled(self, one: Brought) -> tuple[int, int, int]:
        """The numbers of the facts, of what openness asks of the terms, and of the licences in effect."""
        elements, hints = self._known[one.lineage]
        if one.own in self._readings.named:  # a person may have concluded what governs
            made = self._made(one, _elements(elements), frozenset(self._hints[bit] for bit in bits(hints)))
            return made.facts, made.seen, self._effective.of(made.all)
        behind = self._ids[one.lineage, one.modality]
        warning = self._warning(one, hints, behind)
        added = self._kinds.added(_elements(elements), one.modality, self._told[one.own, warning])
        key = one._replace(lineage=0), added.adds, warning
        if key not in self._settled:
            self._settled[key] = self._made(one, added.few, warning)
        made = self._settled[key]
        return made.facts, made.seen, self._effective.of(made.own | behind)

    def _warning(self, one: Brought, hints: int, behind: int) -> frozenset[Hint]:
        """One of the hints that say anything against a row's licence, if any does: more of them add nothing."""
        bearer = self._bearers.numbers[one.own]
        may = hints & self._may[bearer]
        if may:
            known = behind | self._borne_ids[one.modality][bearer * 2]
            for hint in (self._hints[bit] for bit in bits(may)):
                if self._warns[bearer, hint, known & self._led_ids[hint]]:
                    return frozenset((hint,))
        return frozenset()

    def _may_warn(self, bearer: int) -> int:
        """The hints that say anything against licences that bear so, if nothing else is in effect."""
        return mask_of(bit for bit, hint in enumerate(self._hints.since(0)) if self._warns[bearer, hint, 0])

    def _warned(self, one: tuple[int, Hint, int]) -> bool:
        """Whether a hint says anything against licences that bear so where some licences are in effect."""
        bearer, hint, known = one
        names_ = [self._names[bit] for bit in bits(known)]
        met = suspected("", self._bearers.licence(bearer), names_, [self._bearers.suspect[hint]], self._engine.licenses)
        return bool(met.conflicts or met.reasons)

    def _leads(self, hint: Hint) -> frozenset[str]:
        """The licences that a hint leads to."""
        one = self._bearers.suspect[hint]
        record = self._engine.licenses.get(one.family.license) if one.family is not None else None
        own = (record.id,) if record is not None else ()
        return frozenset(own).union(*(names(licence) for _, licence in one.behind))

    def _borne(self, one: tuple[int, frozenset[Hint]]) -> frozenset[str]:
        """The names of licences that count beside a row's own."""
        return names(self._readings.own.made[one[0]]).union(*map(self._led.__getitem__, one[1]))

    def _made(self, one: Brought, elements: Iterable[int], hints: frozenset[Hint]) -> _Settled:
        own, made = self._readings.own.made[one.own], self._decided(one, elements, hints)
        seen = self._seen.of(seen_of(own.files, made.terms))
        if seen == len(self.terms):
            self.terms.append((own, made.terms))
        met = frozenset(made.terms.effective)
        ids = frozenset(effective(made.terms.parts[:1])) | (met & {"unknown"})
        facts = self._facts.of(self._asked(made.facts))
        if facts == len(self.facts):
            self.facts.append(self.kept(made.facts))
        return _Settled(facts, seen, self._named(ids), self._named(met))

    def kept(self, facts: DecisionFacts) -> DecisionFacts:
        """The facts that any rule asks."""
        return replace(facts, **self._unread)

    def _alone(self, element: int, modality: Model) -> Alone:
        """What a repo comes to that is under a licence alone."""
        subject = Subject("catalog", "catalog", card_present=None, silent=False)
        brought = Brought(self._bearers.own[element // 2], 0, subject, modality, carries=element % 2 == 1)
        made = self._decided(brought, frozenset(), frozenset())
        asked = ((name, _set(getattr(made.facts, name))) for name in sorted(self._reads))
        return Alone((tuple(asked), seen_of((), made.terms), "unknown" in made.terms.effective), made.terms)

    def _decided(self, one: Brought, elements: Iterable[int], hints: frozenset[Hint]) -> Decided:
        ancestry = tuple(map(self._bearers.ancestor.__getitem__, sorted(elements)))
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
            suspects=tuple(map(self._bearers.suspect.__getitem__, sorted(hints, key=str))),
            unnamed="it names no base" if one.unnamed else None,
            carries=one.carries,
            modality=one.modality,
            evidence={"license": SAID, "repo": SAID},
        )
        return decided(reading, own, self._policy, self._engine.licenses, self._engine.terms, self._settle)

    def _settle(self, part: Part, asked: Asked, modality: Model) -> SettledPart:
        """A part settled, once: what is the same besides is of the same licence as read (which lives as long)."""
        key = id(part.own), part.repo_id, part.carries, modality
        if key not in self._parts:
            self._parts[key] = settle(part, asked, modality)
        return self._parts[key]

    def lessons(self, teachers: tuple[str, ...]) -> DecisionFacts:
        """The facts of what a model learnt from, whatever its terms."""
        own = own_license(Repo(id="", repo_type="model", requested=""), self._engine.licenses)
        taught = tuple(Taught(teacher=teacher(one), via="", evidence=()) for one in teachers)
        said = {"license": SAID, "repo": SAID}
        reading = Reading(
            id="", kind="model", repo_type="model", source="catalog", own=own, taught=taught, evidence=said
        )
        return decided(reading, own, self._policy, self._engine.licenses, self._engine.terms).facts


def _elements(mask: int) -> list[int]:
    return [bit + STUMBLES for bit in bits(mask)]


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value


def _is_modal(own: OwnLicense) -> bool:
    records = (named.record for named in own.named if named.record is not None)
    return any(condition.only_if is not None for record in records for condition in record.conditions)
