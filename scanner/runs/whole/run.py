"""A table judged whole: its rows by classes, their ancestry as sets, each combination once, the outcome joined back."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from scanner.collect.tables.parquet import arrow
from scanner.collect.tables.table import Table, open_table
from scanner.judge.columns.data import DataClasses
from scanner.judge.columns.graph import Graph, Node
from scanner.judge.columns.judging import Judge, Judged, of_result
from scanner.judge.columns.keys import Keyer
from scanner.judge.columns.readings import STUMBLED, Numbers, Readings
from scanner.judge.evaluate import Engine, engine_for, judge, reading_of
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.snapshot import Repo
from scanner.model.words import RepoType
from scanner.runs.whole.columns import rows_of
from scanner.runs.whole.held import Held, Ids, Places
from scanner.runs.whole.results import written

#: Rows that are taken out of columns at once.
_CHUNK = 100_000


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


def judge_table(folder: Path, policy: Policy, say: Callable[[str], None] = lambda _: None) -> Whole:
    """Judge every model that a table lists. Raises :class:`ModelscanError` when nothing of it can be used."""
    return _Run(open_table(folder), policy, engine_for(policy), say).done()


def keep(whole: Whole, path: Path) -> None:
    """Write the results as Parquet. Raises :class:`ModelscanError` when they cannot be written."""
    pa = arrow()
    taken = pa.Array.from_buffers(pa.int32(), len(whole.places), [None, pa.py_buffer(whole.places)])
    names, revisions = whole.ids.names.take(taken), whole.ids.revisions().take(taken)
    try:
        written(path, names, revisions, whole.numbers, whole.made, whole.rules)
    except OSError as error:
        raise ModelscanError(f"{path} could not be written ({error.strerror or error})") from None


def judgements(whole: Whole) -> Iterator[tuple[str, str | None, Judged]]:
    """Each model with the commit that was seen and what it came to, in the order of the table."""
    pa = arrow()
    names, revisions = whole.ids.names, whole.ids.revisions()
    for start in range(0, len(whole.places), _CHUNK):
        taken = pa.array(whole.places[start : start + _CHUNK], pa.int32())
        rows = zip(names.take(taken).to_pylist(), revisions.take(taken).to_pylist(), strict=True)
        for (name, revision), number in zip(rows, whole.numbers[start : start + _CHUNK], strict=True):
            yield name, revision, whole.made[number]


class _Run:
    def __init__(self, table: Table, policy: Policy, engine: Engine, say: Callable[[str], None]) -> None:
        self._table, self._policy, self._engine, self._say = table, policy, engine, say
        concluded = frozenset(one.model.lower() for one in policy.curations)
        keyer = Keyer(engine.licenses, concluded)
        self._readings = Readings(licenses=engine.licenses, keyer=keyer, concluded=concluded)
        self._ids: dict[RepoType, Ids] = {}
        self._lacking = list(table.damaged)
        self._rows = _Taken()
        self._extra: list[tuple[str, Node]] = []
        self._extras: dict[str, int | None] = {}
        self._places = Places()

    def done(self) -> Whole:
        self._take()
        self._ids["model"] = ids = Ids(self._table, "model")
        held = self._held
        self._reach(held)
        data = DataClasses(self._readings.data.made, lambda name: held.find("dataset", name), self._engine.licenses)
        judging = Judge(self._readings, data, self._policy, self._engine)
        graph = Graph(self._readings.bases.made, self._node, self._name, self._find)
        places, numbers, alone = array("i"), array("i"), 0
        for place, name in self._listed():
            row = self._rows.row(place)
            number = self._judged(row, place, name, graph, judging)
            if number == STUMBLED:
                alone += 1
                reading = reading_of(held.snapshot(name, place), self._engine)
                number = judging.add(of_result(judge(reading, self._policy, self._engine)))
            places.append(place)
            numbers.append(number)
        return Whole(
            ids=ids,
            places=places,
            numbers=numbers,
            made=judging.made,
            rules=judging.rules,
            lacking=tuple(self._lacking),
            alone=alone,
            combinations=judging.combinations,
        )

    def _judged(self, row: Numbers, place: int, name: str, graph: Graph, judging: Judge) -> int:
        kin = graph.kin(place, name, row.bases)
        families, loose = graph.borne(name, row.bases, row.family)
        if loose or kin.loose:
            return STUMBLED
        return judging.judged(row, kin, families, graph.states_base(name, row.bases))

    # -- the rows

    def _take(self) -> None:
        read = self._table.reads.ids("model")
        for start, path, _ in self._table.parts("model"):
            try:
                rows = rows_of(path)
            except ModelscanError as error:
                self._lacking.append(str(error))
                self._rows.skip(self._size(path))
                continue
            for number, (row, more) in enumerate(rows, start):
                known = row[0].lower() in read and self._table.repo(number, row[0])
                beyond = known if known and known.source != "catalog" else None
                self._rows.add(self._readings.take_repo(beyond) if beyond else self._readings.take(row, more))

    def _size(self, path: Path) -> int:
        return int(arrow().parquet.read_metadata(path).num_rows)

    def _listed(self) -> Iterator[tuple[int, str]]:
        """The rows that are judged: the newest of each id that is still listed."""
        ids = self._ids["model"]
        for start in range(0, len(ids.names), 100_000):
            for place, name in enumerate(ids.names.slice(start, 100_000).to_pylist(), start):
                if not (ids.gone[place] or ids.older[place] or self._rows.skipped(place)):
                    yield place, name

    # -- what names lead to

    @cached_property
    def _held(self) -> Held:
        self._ids["dataset"] = Ids(self._table, "dataset")
        places: dict[RepoType, Places] = {"model": self._places, "dataset": self._ids["dataset"].places()}
        return Held(self._table, self._ids, places)

    def _reach(self, held: Held) -> None:
        """Find every base that is named, and what those name that the table does not list."""
        met: set[str] = set()
        while True:
            links = [one for bases in self._readings.bases.made for one in bases.links if one.valid]
            new = {one.id for one in links} - met
            if not new:
                return
            met |= new
            self._places.update(self._ids["model"].places(frozenset(name.lower() for name in new)))
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
        beyond = number - len(self._rows)
        if beyond >= 0:
            return self._extra[beyond][1]
        row = self._rows.row(number)
        return Node(row.own, row.bases, row.family, row.carries, bool(self._ids["model"].gone[number]))

    def _name(self, number: int) -> str:
        beyond = number - len(self._rows)
        return self._extra[beyond][0] if beyond >= 0 else str(self._ids["model"].names[number].as_py())


class _Taken:
    """The numbers of all rows, a few bytes each."""

    def __init__(self) -> None:
        self._columns = tuple(array("i") for _ in range(6))
        self._families: dict[str | None, int] = {None: 0}
        self._names: list[str | None] = [None]
        self._carries: set[int] = set()
        self._skipped: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self._columns[0])

    def add(self, one: Numbers) -> None:
        family = self._families.setdefault(one.family, len(self._names))
        if family == len(self._names):
            self._names.append(one.family)
        if one.carries:
            self._carries.add(len(self))
        for column, value in zip(self._columns, (family, *one[:5]), strict=True):
            column.append(value)

    def skip(self, count: int) -> None:
        """Rows that could not be read."""
        self._skipped.append((len(self), len(self) + count))
        for column, value in zip(self._columns, (0, *[STUMBLED] * 5), strict=True):
            column.extend([value] * count)

    def skipped(self, place: int) -> bool:
        return any(start <= place < end for start, end in self._skipped)

    def row(self, place: int) -> Numbers:
        family, own, itself, bases, data, taught = (column[place] for column in self._columns)
        return Numbers(own, itself, bases, data, taught, self._names[family], place in self._carries)
