"""A table judged whole: its rows by classes, their ancestry as sets, each combination once, the outcome joined back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scanner.collect.tables.parquet import arrow
from scanner.collect.tables.table import open_table
from scanner.judge.columns.batches import CARRIES, Rows
from scanner.judge.columns.bearers import Bearers
from scanner.judge.columns.codes import Numbers
from scanner.judge.columns.data import DataClasses
from scanner.judge.columns.graph import Graph
from scanner.judge.columns.judging import Judge
from scanner.judge.columns.made import VERDICTS, Judged, Made, of_result
from scanner.judge.columns.nodes import ABSENT, STUMBLES, Nodes
from scanner.judge.columns.readings import STUMBLED
from scanner.judge.columns.sets import listed
from scanner.judge.columns.taking import Taker
from scanner.judge.evaluate import Engine, engine_for, judge, reading_of
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.report import IN_SUMMARY
from scanner.runs.whole.held import Finds, Found, Held, Ids, Source
from scanner.runs.whole.results import written
from scanner.runs.whole.source import TableSource
from scanner.runs.whole.taking import Lost

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a table came to. ``places`` are the rows that were judged, in the order of the table, ``numbers`` which of
    ``made`` each is; ``lacking`` names parts that could not be used; ``alone`` counts rows that were judged by
    themselves, ``combinations`` what was judged for all others."""

    ids: Ids
    places: Numbers
    numbers: Numbers
    made: Made
    rules: tuple[str, ...]
    lacking: tuple[str, ...]
    alone: int = 0
    combinations: tuple[int, int, int] = (0, 0, 0)

    @property
    def counts(self) -> dict[str, int]:
        """Models, and how many of them came to each verdict."""
        rows = np.bincount(self.made.verdicts()[self.numbers], minlength=len(VERDICTS)).tolist()
        found = dict(zip(VERDICTS, rows, strict=True))
        return {"models": len(self.numbers), **{one: found[one] for one in IN_SUMMARY}}

    def rows(self) -> Iterator[tuple[pyarrow.StringArray, pyarrow.StringArray, Numbers]]:
        """The ids that were judged, the commits that were seen, and the numbers, some rows after the other."""
        start = 0
        for revisions in self.ids.revisions():
            begin, end = np.searchsorted(self.places, (start, start + len(revisions)))
            taken = arrow().array(self.places[begin:end] - start)
            names = self.ids.names.slice(start, len(revisions))
            yield names.take(taken), revisions.take(taken), self.numbers[begin:end]
            start += len(revisions)


def judge_table(folder: Path, policy: Policy) -> Whole:
    """Judge every model that a table lists. Raises :class:`ModelscanError` when nothing of it can be used."""
    return judge_source(TableSource(open_table(folder)), policy)


def judge_source(source: Source, policy: Policy) -> Whole:
    """Judge every model of a source."""
    return _Run(source, policy, engine_for(policy)).done()


def keep(whole: Whole, path: Path) -> None:
    """Write the results as Parquet. Raises :class:`ModelscanError` when they cannot be written."""
    try:
        written(path, whole.rows(), whole.made, whole.rules)
    except OSError as error:
        raise ModelscanError(f"{path} could not be written ({error.strerror or error})") from None


def judgements(whole: Whole) -> Iterator[tuple[str, str | None, Judged]]:
    """Each model with the commit that was seen and what it came to, in the order of the table."""
    for names, revisions, numbers in whole.rows():
        rows = zip(names.to_pylist(), revisions.to_pylist(), numbers.tolist(), strict=True)
        yield from ((name, revision, whole.made.one(number)) for name, revision, number in rows)


class _Run:
    def __init__(self, source: Source, policy: Policy, engine: Engine) -> None:
        self._source, self._policy, self._engine = source, policy, engine
        self._concluded = frozenset(one.model.lower() for one in policy.curations)
        self._rows = Rows(engine.licenses)
        self._readings = self._rows.readings
        self._lacking = list(source.lacking)
        self._beyond: dict[str, int | None] = {}
        self._extra: list[str] = []
        self._led: dict[str, int] = {}

    def done(self) -> Whole:
        self._take()
        listed = len(self._rows)
        self._ids = self._source.ids("model")
        sets = self._source.ids("dataset").places()
        held = Held(self._source, {"model": self, "dataset": sets})
        self._reach(held, listed)
        columns = self._rows.joined()
        data = self._data(held, sets)
        bearers = Bearers(self._readings)
        gone, older = (np.frombuffer(one, np.uint8) > 0 for one in (self._ids.gone, self._ids.older))
        own, carries = columns.numbers["own"], columns.flags & CARRIES > 0
        element = np.where(own == STUMBLED, STUMBLES, np.asarray([*bearers.numbers, 0])[own] * 2 + carries)
        element[:listed][gone] = ABSENT
        graph = Graph(self._readings, Nodes(columns, element.astype(np.int32), self._name, self._lookup, self._named()))
        judging = Judge(self._readings, data, bearers, graph.behind, self._policy, self._engine)
        places = np.flatnonzero(~gone & ~older & columns.there[:listed])
        lineage, lineages = graph.lineages(places)
        numbers, made = judging.judged(columns.at(places), lineage, lineages, graph.hints)
        alone = np.flatnonzero(numbers == STUMBLED).tolist()
        self._source.fetch("model", {one for at in alone for one in graph.relatives(int(places[at])) if one < listed})
        for at in alone:
            reading = reading_of(held.snapshot(self._ids.name(int(places[at])), int(places[at])), self._engine)
            numbers[at] = made.add(of_result(judge(reading, self._policy, self._engine)))
        return Whole(
            ids=self._ids,
            places=places.astype(np.int32),
            numbers=numbers,
            made=made,
            rules=judging.rules,
            lacking=tuple(self._lacking),
            alone=len(alone),
            combinations=judging.combinations,
        )

    # -- the rows

    def _take(self) -> None:
        for batch in self._source.batches(self._engine, self._concluded):
            if isinstance(batch, Lost):
                self._lacking.append(batch.why)
                self._rows.skip(batch.rows)
            else:
                self._rows.add(batch)

    # -- what names lead to

    def _data(self, held: Held, sets: Finds) -> DataClasses:
        """The data that rows name."""
        found = DataClasses(self._readings, lambda name: held.find("dataset", name), self._engine.licenses)
        at = {name: place for name in found.names() if (place := sets.get(name)) is not None}
        places = sorted({*at.values()})
        self._source.fetch("dataset", places)
        told = listed(self._engine.licenses, self._source.listed("dataset", places))
        found.listed = {name: told[place] for name, place in at.items() if place in told}
        return found

    def _reach(self, held: Held, listed: int) -> None:
        """Find every base that is named, and what those name that the table does not list."""
        taker = Taker(self._engine.licenses, self._concluded, "beyond")
        places, shapes = [np.empty(0, np.int32)], 0
        names, known = self._rows.names("bases"), 0
        while len(names) > known or len(self._readings.shapes.made) > shapes:
            new, own = names.slice(known), self._own(shapes)
            known, shapes = len(names), len(self._readings.shapes.made)
            places.append(self._ids.found(new))
            found = self._ids.found(arrow().array(own, arrow().string())).tolist()
            self._led |= {name: place for name, place in zip(own, found, strict=True) if place >= 0}
            lost = {name for name, place in zip(own, found, strict=True) if place < 0}
            lost |= {*new.filter(arrow().array(places[-1] < 0)).to_pylist()}
            for name in sorted(lost - self._beyond.keys()):
                repo = held.beyond("model", name)
                self._beyond[name] = None if repo is None else listed + len(self._extra)
                if repo is not None:
                    self._extra.append(repo.id)
                    self._rows.add(taker.take_repo(repo))
            names = self._rows.names("bases")
        self._found = Found(names, np.concatenate(places))

    def _own(self, shapes: int) -> list[str]:
        """The ids that ways of naming, from some on, name or hint at themselves."""
        made = self._readings.shapes.made[shapes:]
        return sorted({link.id for one in made for place, link in one.links if place < 0 and link.valid})

    def get(self, name: str) -> int | None:
        """The place of a listed repo that is named."""
        place = self._led.get(name)
        return self._found.get(name) if place is None else place

    def _lookup(self, name: str) -> int | None:
        """The number of a repo by its name."""
        place = self.get(name)
        return self._beyond.get(name) if place is None else place

    def _named(self) -> Numbers:
        """The numbers of the repos that names lead to, by the number of the name; -1 where one leads nowhere."""
        found = self._found.places.copy()
        lost = np.flatnonzero(found < 0)
        names = self._found.names.take(arrow().array(lost)).to_pylist()
        found[lost] = [-1 if (place := self._beyond.get(name)) is None else place for name in names]
        return found

    def _name(self, number: int) -> str:
        """A repo's id."""
        listed = len(self._ids.names)
        return self._extra[number - listed] if number >= listed else self._ids.name(number)
