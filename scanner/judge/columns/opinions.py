"""What a policy makes of terms and lineage: each distinct combination of what rows bring to it, settled once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from scanner.judge.columns.against import Against
from scanner.judge.columns.bearers import SAID, Bearers, Hint
from scanner.judge.columns.codes import Flags, Known, Numbers, bits, filled, mask_of
from scanner.judge.columns.graph import Lineage
from scanner.judge.columns.kinds import Alone, Kinds, Told, is_modal, label_of, told_of
from scanner.judge.columns.nodes import STUMBLES, counted
from scanner.judge.columns.readings import STUMBLED, Itself, Readings
from scanner.judge.columns.unions import lists, unions
from scanner.judge.evaluate import Engine
from scanner.judge.openness.seen import TermsSeen, seen_of
from scanner.judge.opinion import Decided, decided
from scanner.judge.reading.facts import of_lineage
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.read import Reading
from scanner.judge.reading.suspects import MAX_HINTS
from scanner.judge.reading.teachers import Taught
from scanner.judge.terms.effective import Settlement, effective
from scanner.judge.terms.parts import Part
from scanner.judge.terms.settling import Asked, SettledPart, settle
from scanner.knowledge.teachers import teacher
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import replace
from scanner.model.once import Remembered
from scanner.model.policy import Policy
from scanner.model.snapshot import Repo
from scanner.model.words import Modality, Source

_MOST, _FEW = 200_000, 1_000


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
    modality: Modality
    carries: bool = False
    disk: bool = False
    unnamed: bool = False


class _Settled(NamedTuple):
    """The numbers of facts and of what openness asks, and a mask of the licences in effect."""

    facts: int
    seen: int
    effective: int


class _Root(NamedTuple):
    """A row's own licence as far as it counts for what ancestors add: its number; a mask of the licences in effect by
    it, and the names that it bears."""

    number: int
    effective: int
    told: Told


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
        self._names = Known[str]()
        self._against = Against(bearers, engine.licenses, self._names)
        self._readings, self._bearers, self._behind = readings, bearers, behind
        self._policy, self._engine = policy, engine
        self._reads = reads | {"commercial_use"}
        self._unread = dict.fromkeys(DecisionFacts.__dataclass_fields__.keys() - self._reads)
        self._known: Known[tuple[int, int]] = Known()
        self._asked, self._facts = attrgetter(*sorted(self._reads)), Known[Hashable]()
        #: What was settled, by number.
        self.facts: list[DecisionFacts] = []
        self._seen: Known[TermsSeen] = Known()
        self._effective: Known[int] = Known()
        self.terms: list[tuple[OwnLicense, Settlement, TermsSeen]] = []
        self._kinds = Kinds(bearers, self._alone)
        self._borne_ids: Remembered[Modality, Remembered[int, int]] = Remembered(
            lambda modality: Remembered(lambda one: self._against.mask(self._kinds.ids(one, modality)), _MOST), _MOST
        )
        self._root, self._roots = Remembered(self._rooted, _MOST), Known[Hashable]()
        self._unknown = self._against.mask(("unknown",))
        self._drawn = Remembered(_drawn, _FEW)
        self._settled: dict[Hashable, _Settled] = {}
        self._parts: dict[Hashable, SettledPart] = {}

    @property
    def effective(self) -> pa.ListArray:
        """The licences in effect, by number."""
        return lists(self._effective.since(0), self._names.since(0))

    def lineages(self, made: list[Lineage], hints: list[str | int]) -> Numbers:
        """Lineages by what they bring; STUMBLED for one that only judging a row alone can tell. ``hints`` are those
        that they tell of by bits."""
        alike = [self._against.number(hint if isinstance(hint, str) else self._behind(hint)) for hint in hints]
        hinted = unions([one.hints for one in made], lambda bit: 1 << alike[bit])
        return filled(map(self._lineage, made, hinted), len(made))

    def _lineage(self, one: Lineage, hints: int) -> int:
        if one.elements & 1 or one.hints.bit_count() > MAX_HINTS:  # the first bit is that of what made us stumble
            return STUMBLED
        return self._known.of((one.elements, hints))

    @cached_property
    def modal(self) -> tuple[Flags, Flags]:
        """Which own licences, and which lineages, bring terms that hang on what goes in and out of the model."""
        named = self._readings.named  # a person may have concluded any licence there
        own = [number in named or is_modal(one) for number, one in enumerate(self._readings.own.made)]
        bearer = [number for number, one in enumerate(self._bearers.own) if own[one]]
        elements = mask_of(number * 2 + carries - STUMBLES for number in bearer for carries in (0, 1))
        met = [bool(one & elements) for one, _ in self._known.since(0)]
        return np.asarray(own, bool), np.asarray(met, bool)

    def settled(self, brought: Sequence[Brought]) -> Iterator[tuple[int, int, int]]:
        """The numbers of the facts, of what openness asks of the terms, and of the licences in effect, of each."""
        named = self._readings.named  # there a person may have concluded what governs
        told = self._together([one for one in brought if one.own not in named])
        for one in brought:
            made = self._by_itself(one) if one.own in named else next(told)
            yield made.facts, made.seen, self._effective.of(made.effective)

    def _by_itself(self, one: Brought) -> _Settled:
        elements, hints = self._known[one.lineage]
        return self._made(one, counted(elements), frozenset(map(self._against.hints.__getitem__, bits(hints))))

    def _together(self, brought: Sequence[Brought]) -> Iterator[_Settled]:
        """What each comes to: of those that bring the same one is settled."""
        roots = [self._root[Brought(one.own, 0, *one[2:])] for one in brought]
        for one, root, added, behind in zip(brought, roots, *self._lineal(brought, roots), strict=True):
            elements, hints = self._known[one.lineage]
            bearer = self._bearers.numbers[one.own]
            known = behind | self._borne_ids[one.modality][bearer * 2]
            warning, says = self._against.warning(bearer, hints, known)
            key = root.number, added, says
            if key not in self._settled:
                few = self._kinds.few(elements, root.told, one.modality)
                self._settled[key] = self._made(one, few, warning)
            made = self._settled[key]
            yield made._replace(effective=root.effective | behind | made.effective & self._unknown)

    def _lineal(self, brought: Sequence[Brought], roots: Sequence[_Root]) -> tuple[list[int], list[int]]:
        """What the lineage of each adds, and the licences that are in effect by it."""
        added, behind = [0] * len(brought), [0] * len(brought)
        for modality in {one.modality for one in brought}:
            some = [at for at, one in enumerate(brought) if one.modality == modality]
            sets = [self._known[brought[at].lineage][0] for at in some]
            adds = self._kinds.adds(sets, [roots[at].told for at in some], modality)
            for at, one, names in zip(some, adds, self._in_effect(sets, modality), strict=True):
                added[at], behind[at] = one, names
        return added, behind

    def _in_effect(self, sets: Sequence[int], modality: Modality) -> Iterator[int]:
        """The licences that are in effect by sets of ancestors."""
        borne = self._borne_ids[modality]
        return unions(sets, lambda at: borne[at + STUMBLES])

    def _rooted(self, one: Brought) -> _Root:
        own, made = self._readings.own.made[one.own], self._decided(one, (), frozenset())
        alone, part = self._comes_to(own, made), made.terms.parts[0]
        number = self._roots.of((alone, label_of(own, part), one._replace(own=0)))
        return _Root(number, self._against.mask(effective((part,))), told_of(own))

    def _comes_to(self, own: OwnLicense, made: Decided) -> Hashable:
        """What terms come to, as far as anything asks."""
        return self._asked(made.facts), seen_of(own.files, made.terms), "unknown" in made.terms.effective

    def _made(self, one: Brought, elements: Iterable[int], hints: frozenset[Hint]) -> _Settled:
        own, made = self._readings.own.made[one.own], self._decided(one, elements, hints)
        seen = self._seen.of(seen_of(own.files, made.terms))
        if seen == len(self.terms):
            self.terms.append((own, made.terms, self._seen[seen]))
        facts = self._facts.of(self._asked(made.facts))
        if facts == len(self.facts):
            self.facts.append(self.kept(made.facts))
        return _Settled(facts, seen, self._against.mask(made.terms.effective))

    def kept(self, facts: DecisionFacts) -> DecisionFacts:
        """The facts that any rule asks."""
        return replace(facts, **self._unread)

    def _alone(self, element: int, modality: Modality) -> Alone:
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
            facts=self._drawn[one.subject, tuple(of_lineage(ancestry, one.subject.silent, one.disk).items())],
            own=own,
            ancestry=ancestry,
            suspects=tuple(map(self._bearers.suspect.__getitem__, sorted(hints, key=str))),
            unnamed="it names no base" if one.unnamed else None,
            carries=one.carries,
            modality=one.modality,
            evidence={"license": SAID, "repo": SAID},
        )
        return decided(reading, own, self._policy, self._engine.licenses, self._engine.terms, self._settle)

    def _settle(self, part: Part, asked: Asked, modality: Modality) -> SettledPart:
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


def _drawn(one: tuple[Subject, tuple[tuple[str, Any], ...]]) -> DecisionFacts:
    """The facts of a repo, with those of its lineage, before any policy."""
    subject, lineal = one
    return DecisionFacts(
        repo_type="model", source=subject.facts_source, card_present=subject.card_present, **dict(lineal)
    )


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value
