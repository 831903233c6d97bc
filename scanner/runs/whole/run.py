"""A table judged whole: its rows by classes, their ancestry as sets, each combination once, the outcome joined back."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect.tables.parquet import shared
from scanner.collect.tables.places import Places
from scanner.collect.tables.table import open_table
from scanner.judge.columns.data import DataClasses
from scanner.judge.columns.graph import Graph, Node
from scanner.judge.columns.judging import Judge, Judged, of_result
from scanner.judge.columns.readings import STUMBLED, Numbers
from scanner.judge.columns.taking import Rows
from scanner.judge.evaluate import Engine, engine_for, judge, reading_of
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.snapshot import Repo
from scanner.runs.whole.held import CHUNK, Held, Ids, Source
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
    places: array[int]
    numbers: array[int]
    made: list[Judged]
    rules: tuple[str, ...]
    lacking: tuple[str, ...]
    alone: int = 0
    combinations: tuple[int, int, int] = (0, 0, 0)

    @property
    def counts(self) -> dict[str, int]:
        """Models, and how many of them came to each verdict."""
        found = Counter[str]()
        for number, count in Counter(self.numbers).items():
            found[self.made[number].verdict] += count
        return {"models": len(self.numbers), **{one: found[one] for one in ("pass", "review", "fail", "unknown")}}

    def named(self) -> tuple[pyarrow.StringArray, pyarrow.StringArray]:
        """The ids that were judged, and the commits that were seen."""
        taken = shared(self.places)
        return self.ids.names.take(taken), self.ids.revisions().take(taken)


def judge_table(folder: Path, policy: Policy) -> Whole:
    """Judge every model that a table lists. Raises :class:`ModelscanError` when nothing of it can be used."""
    return judge_source(TableSource(open_table(folder)), policy)


def judge_source(source: Source, policy: Policy) -> Whole:
    """Judge every model of a source."""
    return _Run(source, policy, engine_for(policy)).done()


def keep(whole: Whole, path: Path) -> None:
    """Write the results as Parquet. Raises :class:`ModelscanError` when they cannot be written."""
    try:
        written(path, *whole.named(), whole.numbers, whole.made, whole.rules)
    except OSError as error:
        raise ModelscanError(f"{path} could not be written ({error.strerror or error})") from None


def judgements(whole: Whole) -> Iterator[tuple[str, str | None, Judged]]:
    """Each model with the commit that was seen and what it came to, in the order of the table."""
    columns = whole.named()
    for start in range(0, len(whole.places), CHUNK):
        names, revisions = (one.slice(start, CHUNK).to_pylist() for one in columns)
        for name, revision, number in zip(names, revisions, whole.numbers[start : start + CHUNK], strict=True):
            yield name, revision, whole.made[number]


class _Run:
    def __init__(self, source: Source, policy: Policy, engine: Engine) -> None:
        self._source, self._policy, self._engine = source, policy, engine
        self._rows = Rows(engine.licenses, frozenset(one.model.lower() for one in policy.curations))
        self._readings = self._rows.readings
        self._lacking = list(source.lacking)
        self._extra: list[tuple[str, Node]] = []
        self._extras: dict[str, int | None] = {}
        self._places = Places()
        self._known: dict[int, tuple[str, Node]] = {}

    def done(self) -> Whole:
        self._take()
        self._ids = self._source.ids("model")
        sets = self._source.ids("dataset").places()
        held = Held(self._source, {"model": self._places, "dataset": sets})
        self._reach(held)
        self._source.fetch("dataset", self._named(sets))
        data = DataClasses(self._readings.data.made, lambda name: held.find("dataset", name), self._engine.licenses)
        graph = Graph(self._readings.bases.made, self._node, self._name, self._find)
        judging = Judge(self._readings, data, graph.behind, self._policy, self._engine)
        places, numbers, alone = array("i"), array("i"), list[tuple[int, int, str]]()
        for place, name in self._listed():
            number = self._judged(self._rows.row(place), place, name, graph, judging)
            if number == STUMBLED:
                alone.append((len(places), place, name))
            places.append(place)
            numbers.append(number)
        self._source.fetch("model", (one for _, place, _ in alone for one in self._behind(place, graph)))
        for at, place, name in alone:
            reading = reading_of(held.snapshot(name, place), self._engine)
            numbers[at] = judging.add(of_result(judge(reading, self._policy, self._engine)))
        return Whole(
            ids=self._ids,
            places=places,
            numbers=numbers,
            made=judging.made,
            rules=judging.rules,
            lacking=tuple(self._lacking),
            alone=len(alone),
            combinations=judging.combinations,
        )

    def _named(self, sets: Places) -> Iterator[int]:
        """The places of all datasets that are named."""
        named = {name for one in self._readings.data.made for name, _ in one.names if name is not None}
        return (place for name in sorted(named) if (place := sets.get(name)) is not None)

    def _behind(self, place: int, graph: Graph) -> Iterator[int]:
        """A row and all rows that its lineage may lead to."""
        return (one for one in graph.relatives(place) if one < len(self._rows))

    def _judged(self, row: Numbers, place: int, name: str, graph: Graph, judging: Judge) -> int:
        kin = graph.kin(place, name, row.bases)
        borne = graph.borne(name, row.bases, row.family)
        return judging.judged(row, kin, borne, graph.states_base(name, row.bases))

    # -- the rows

    def _take(self) -> None:
        for batch in self._source.batches(self._engine, self._readings.concluded):
            if isinstance(batch, Lost):
                self._lacking.append(batch.why)
                self._rows.skip(batch.rows)
            else:
                self._rows.add(batch)

    def _listed(self) -> Iterator[tuple[int, str]]:
        """The rows that are judged: the newest of each id that is still listed."""
        ids = self._ids
        for place, name in ids:
            if not (ids.gone[place] or ids.older[place] or self._rows.skipped(place)):
                yield place, name

    # -- what names lead to

    def _reach(self, held: Held) -> None:
        """Find every base that is named, and what those name that the table does not list."""
        met: set[str] = set()
        while True:
            links = [one for bases in self._readings.bases.made for one in bases.links if one.valid]
            new = {one.id for one in links} - met
            if not new:
                return
            met |= new
            self._places.update(self._ids.places(frozenset(name.lower() for name in new)))
            for name in sorted(new):
                if self._places.get(name) is None:
                    self._extras[name] = self._beyond(held.beyond("model", name))

    def _beyond(self, repo: Repo | None) -> int | None:
        """The number of a repo that the table does not list, after all rows."""
        if repo is None:
            return None
        one = self._readings.take_repo(repo)
        self._extra.append((repo.id, Node(one.own, one.bases, one.family, one.carries)))
        return len(self._rows) + len(self._extra) - 1

    def _find(self, name: str) -> int | None:
        """The number of a repo by its name."""
        place = self._places.get(name)
        return place if place is not None else self._extras.get(name)

    def _node(self, number: int) -> Node:
        return self._named_one(number)[1]

    def _name(self, number: int) -> str:
        return self._named_one(number)[0]

    def _named_one(self, number: int) -> tuple[str, Node]:
        """A repo that others name, with its id; kept at hand: many do."""
        found = self._known.get(number)
        if found is None:
            beyond = number - len(self._rows)
            if beyond >= 0:
                return self._extra[beyond]
            row, gone = self._rows.row(number), bool(self._ids.gone[number])
            node = Node(row.own, row.bases, row.family, row.carries, gone)
            found = self._known[number] = self._ids.name(number), node
        return found
