"""Rows judged by their classes: each distinct combination once, by the terms, the joins and the rules of one model."""

from collections.abc import Callable
from typing import Any, get_args

import numpy as np

from scanner.judge.columns.batches import CARRIES, Columns
from scanner.judge.columns.bearers import Bearers
from scanner.judge.columns.codes import Known, Numbers, filled, grouped
from scanner.judge.columns.data import DataClasses
from scanner.judge.columns.graph import Lineage
from scanner.judge.columns.made import COMMERCIAL, OUTCOMES, VERDICTS, WEIGHTS, Codes, Made
from scanner.judge.columns.opening import Opening
from scanner.judge.columns.opinions import Brought, Opinions, Subject
from scanner.judge.columns.readings import STUMBLED, Readings
from scanner.judge.drawing import of_policy
from scanner.judge.evaluate import Engine, asked_of
from scanner.knowledge.rules import CompiledRule
from scanner.model.facts import DecisionFacts, evidence_group
from scanner.model.policy import Admission, Policy, Use
from scanner.model.verdict import verdict_from, weighs
from scanner.model.words import Modality, Source, Verdict, Weights

#: Where facts come from by what shows them; all others hang on terms and lineage, or on the policy.
_FROM = {
    "repo": "itself", "weights": "itself", "card": "itself", "datasets": "data", "openness": "opens",
    "teachers": "lessons",
}  # fmt: skip
_OF_POLICY = frozenset(of_policy(Admission(), Use()))
#: What a combination of facts is made of, by number.
_GROUPS = ("terms", "opens", "itself", "data", "lessons")


class Judge:
    """Judges rows under one policy."""

    def __init__(
        self,
        readings: Readings,
        data: DataClasses,
        bearers: Bearers,
        behind: Callable[[int], frozenset[int]],
        policy: Policy,
        engine: Engine,
    ) -> None:
        """``behind`` tells what the licences of a repo that is hinted at bear."""
        self._readings, self._data, self._engine = readings, data, engine
        self._asked = asked_of("model", policy, engine)
        reads = frozenset(fact for one, _ in self._asked for fact in one.rule.reads)
        self._opinions = Opinions(readings, bearers, behind, policy, engine, reads)
        #: How many combinations were met: of what rows bring to terms, of facts, of outcomes.
        self.combinations = (0, 0, 0)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the rules that are asked, in their order."""
        return tuple(one.rule.id for one, _ in self._asked)

    def judged(
        self, rows: Columns, lineage: Numbers, lineages: list[Lineage], hints: list[str | int]
    ) -> tuple[Numbers, Made]:
        """The number of what each row comes to; STUMBLED where only judging it alone can tell. ``hints`` are those that
        lineages tell of."""
        data, hinted = self._data_of(rows.numbers["data"]), self._opinions.lineages(lineages, hints)
        sound = (data != STUMBLED) & (hinted[lineage] != STUMBLED)
        for name in ("own", "itself", "shown", "bases", "taught"):
            sound &= rows.numbers[name] != STUMBLED
        sure = np.flatnonzero(sound)
        found = np.full(len(rows), STUMBLED, np.int32)
        states = np.asarray([one.states for one in lineages], bool)[lineage[sure]]
        found[sure], made = self._sure(rows.at(sure), data[sure], hinted[lineage[sure]], states)
        return found, made

    def _data_of(self, numbers: Numbers) -> Numbers:
        return np.append(self._data.all(), np.int32(STUMBLED))[numbers]  # the last is also the number -1

    def _sure(self, rows: Columns, data: Numbers, lineage: Numbers, states: Any) -> tuple[Numbers, Made]:
        terms, seen, effective = self._settled(rows, lineage, states)
        itself, self._selves = self._told(rows.numbers["itself"])
        opening = Opening(self._readings, self._data, self._opinions, self._engine.licenses)
        opens, self._opens = opening.told(rows.numbers["shown"], data, seen)
        combined = {
            "terms": terms,
            "lessons": self._lessons(rows.numbers["taught"], data),
            "opens": opens,
            "itself": itself,
            "data": data,
        }
        groups = grouped(*(combined[name] for name in _GROUPS))
        firsts = {name: column[groups.first] for name, column in combined.items()}
        number, answered = self._answered(firsts)
        found = grouped(number[groups.number], effective)  # which licences they are is told, and not asked
        made = answered.at(number[groups.number][found.first], effective[found.first])
        self.combinations = (self.combinations[0], len(groups), len(found))
        return found.number, made

    def _told(self, itself: Numbers) -> tuple[Numbers, list[tuple[DecisionFacts, Weights, Source]]]:
        """What rows say of themselves, by number, as far as any rule asks."""
        known: Known[tuple[DecisionFacts, Weights, Source]] = Known()
        made = self._readings.itself.made
        kept = [self._opinions.kept(one.facts) for one in made]
        told = [
            known.of((facts, one.weights.status, one.facts.source or "catalog"))
            for facts, one in zip(kept, made, strict=True)
        ]
        return filled(told, len(made))[itself], known.since(0)

    # -- facts by number

    def _settled(self, rows: Columns, lineage: Numbers, states: Any) -> tuple[Numbers, Numbers, Numbers]:
        """What hangs on terms and lineage: numbers of facts, of what openness asks, and of the licences in effect."""
        numbers, readings = rows.numbers, self._readings
        subjects: Known[Subject] = Known()
        subject = filled((subjects.of(Subject.of(one)) for one in readings.itself.made), len(readings.itself.made))
        needs = np.asarray([one.needs_base for one in readings.itself.made], bool)
        disks = np.asarray([one.disk for one in readings.shapes.made], bool)[readings.bases.shape]
        carries, disk = rows.flags & CARRIES > 0, disks[numbers["bases"]]
        unnamed = needs[numbers["itself"]] & ~states
        about = subject[numbers["itself"]]
        modal_own, modal_lineage = self._opinions.modal
        modal = modal_own[numbers["own"]] | modal_lineage[lineage]
        modalities = [*get_args(Modality)]
        modality = filled((modalities.index(one.modality) for one in readings.itself.made), len(subject))
        asked = np.where(modal, modality[numbers["itself"]], modalities.index("unknown"))
        brings = numbers["own"], lineage, about, asked, carries + 2 * disk + 4 * unnamed
        groups = grouped(*brings)
        brought = [
            Brought(own, line, subjects[what], modalities[model], bool(flag & 1), bool(flag & 2), bool(flag & 4))
            for own, line, what, model, flag in zip(*(one[groups.first].tolist() for one in brings), strict=True)
        ]
        found = np.asarray([*self._opinions.settled(brought)], np.int32).reshape(-1, 3)
        self.combinations = (len(groups), 0, 0)
        facts, seen, effective = found[groups.number].T
        return facts, seen, effective

    def _lessons(self, taught: Numbers, data: Numbers) -> Numbers:
        """What rows and their data learnt from, by number; the facts are in ``self._learnt``."""
        groups, known = grouped(taught, data), Known[tuple[str, ...]]()
        made, sets = self._readings.taught.made, self._data.data.made
        found = [known.of(tuple(sorted({*made[taught[at]], *sets[data[at]].teachers}))) for at in groups.first.tolist()]
        self._learnt = [self._opinions.lessons(one) for one in known.since(0)]
        return filled(found, len(found))[groups.number]

    # -- rules

    def _answered(self, combined: dict[str, Numbers]) -> tuple[Numbers, Made]:
        """What each combination of facts comes to."""
        told, selves = self._opinions.facts, self._selves
        tables = {
            "terms": told,
            "opens": self._opens,
            "lessons": self._learnt,
            "itself": [facts for facts, _, _ in selves],
            "data": [one.facts for one in self._data.data.made],
        }
        outcomes = np.asarray([self._asks(rule, combined, tables) for rule, _ in self._asked], np.int8).reshape(
            len(self._asked), len(combined["terms"])
        )
        used = np.asarray([COMMERCIAL.index(one.commercial_use or "unknown") for one in told], np.int8)
        weights = np.asarray([WEIGHTS.index(one) for _, one, _ in selves], np.int8)
        sources = Known[Source]()
        source = filled((sources.of(one) for _, _, one in selves), len(selves))
        verdict = self._verdicts(outcomes, source[combined["itself"]], sources)
        columns = verdict, used[combined["terms"]], weights[combined["itself"]]
        groups = grouped(*columns, *_packed(outcomes))
        first = groups.first
        return groups.number, Made(
            verdict=verdict[first], commercial=columns[1][first], weights=columns[2][first],
            effective=np.zeros(len(first), np.int32), names=self._opinions.effective,
            outcomes=outcomes[:, first], alone=[],
        )  # fmt: skip

    def _asks(self, rule: CompiledRule, combined: dict[str, Numbers], tables: dict[str, list[DecisionFacts]]) -> Codes:
        """What a rule says of each combination: asked once for each that differs in what it reads."""
        reads = {name: [fact for fact in rule.rule.reads if _group(fact) == name] for name in _GROUPS}
        columns = []
        for name, facts in reads.items():
            if facts:
                known = Known[Any]()
                values = [known.of(tuple([getattr(one, fact) for fact in facts])) for one in tables[name]]
                columns.append(filled(values, len(values))[combined[name]])
        if not columns:
            columns = [np.zeros(len(combined["terms"]), np.int32)]
        groups = grouped(*columns)
        found = []
        for at in groups.first.tolist():
            told = {
                fact: getattr(tables[name][combined[name][at]], fact) for name, facts in reads.items() for fact in facts
            }
            found.append(OUTCOMES.index(rule.ask(DecisionFacts(**told))))
        return np.asarray(found, np.int8)[groups.number]

    def _verdicts(self, outcomes: Codes, source: Numbers, sources: Known[Source]) -> Codes:
        """The verdicts that outcomes lead to."""
        words = np.zeros(outcomes.shape[1], np.int64)
        for (_, severity), column in zip(self._asked, outcomes, strict=True):
            bits = np.asarray([1 << VERDICTS.index(weighs(severity, outcome)) for outcome in OUTCOMES], np.int64)
            words |= bits[column]
        groups = grouped(words, source)
        found = []
        for at in groups.first.tolist():
            said: list[Verdict] = [word for place, word in enumerate(VERDICTS) if words[at] >> place & 1]
            found.append(VERDICTS.index(verdict_from(said, sources[source[at]])))
        return np.asarray(found, np.int8)[groups.number]


def _group(fact: str) -> str:
    """Where a fact comes from."""
    return "terms" if fact in _OF_POLICY else _FROM.get(evidence_group(fact), "terms")


def _packed(outcomes: Codes) -> list[Any]:
    """The outcomes of all rules, thirteen in a number."""
    base = len(OUTCOMES)
    found = []
    for start in range(0, len(outcomes), 13):
        packed = np.zeros(outcomes.shape[1], np.int64)
        for column in outcomes[start : start + 13]:
            packed = packed * base + column
        found.append(packed)
    return found
