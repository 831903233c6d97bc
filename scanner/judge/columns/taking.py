"""Rows taken in batches, wherever: each taker numbers the classes that it met, and all takers' numbers are made one."""

import os
from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from scanner.collect.relations.families import family_named
from scanner.collect.tables.rows import repo_of
from scanner.judge.columns.codes import Bits, Flags, Known, Numbers, filled, grouped
from scanner.judge.columns.keys import IDLE, USED, Keyer, Kind
from scanner.judge.columns.naming import Way
from scanner.judge.columns.readings import (
    NO_WEIGHTS,
    STUMBLED,
    Classes,
    Of,
    Readings,
    read_bases,
    read_itself,
    read_named,
    read_shown,
    read_taught,
)
from scanner.judge.reading.made import carries_terms, is_quantized, is_unchanged, may_carry
from scanner.judge.reading.own import own_license
from scanner.judge.terms.parts import is_bare
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.publishers import is_holder
from scanner.model.snapshot import Repo

T = TypeVar("T")
#: A row's numbers, in this order, and its flags: that it carries its base's terms; that its lineage is its own affair:
#: it names itself, or its house holds rights.
COLUMNS = ("own", "itself", "shown", "bases", "data", "taught", "families")
CARRIES, SPECIAL = 1, 2
_KINDS, _KNOWN = ("own", "itself", "shown", "shapes", "sets", "taught"), ("names", "families", "bases", "data")


class Batch(NamedTuple):
    """Some rows of one taker: their numbers and flags, and what it had not told of before."""

    taker: str
    columns: dict[str, Numbers]
    flags: Bits
    new: dict[str, list[Any]]
    named: dict[int, tuple[str, str | None]]

    def __len__(self) -> int:
        return len(self.flags)


class Taker:
    """Takes rows. ``concluded`` are the lower-cased ids that a policy's curations name."""

    def __init__(self, licenses: Licenses, concluded: frozenset[str], name: str = "") -> None:
        self.keyer, self._concluded = Keyer(licenses, concluded), concluded
        self.readings = Readings(licenses=licenses)
        self._told = dict.fromkeys((*_KINDS, *_KNOWN), 0)
        self._name = name or str(os.getpid())

    def take(self, table: pa.Table, read: Mapping[int, Repo] | None = None) -> Batch:
        """The rows of a table. ``read`` are those, by place, that were read wholly: they are judged alone."""
        columns, bits = _Taking(self, table).done()
        for place, repo in (read or {}).items():
            numbers, bits[place] = self.repo(repo)
            for name in COLUMNS:
                columns[name][place] = numbers[name]
        return self._batch(columns, bits)

    def take_repo(self, repo: Repo) -> Batch:
        """A repo that is at hand as a batch."""
        numbers, bits = self.repo(repo)
        columns = {name: np.asarray([numbers[name]], np.int32) for name in COLUMNS}
        return self._batch(columns, np.asarray([bits], np.int8))

    def _batch(self, columns: dict[str, Numbers], bits: Bits) -> Batch:
        new: dict[str, list[Any]] = {kind: getattr(self.readings, kind).made[self._told[kind] :] for kind in _KINDS}
        new |= {kind: getattr(self.readings, kind).since(self._told[kind]) for kind in _KNOWN}
        self._told = {kind: told + len(new[kind]) for kind, told in self._told.items()}
        return Batch(self._name, columns, bits, new, dict(self.readings.named))

    def repo(self, repo: Repo) -> tuple[dict[str, int], int]:
        """The numbers and flags of a repo that is at hand, as others name it: itself it is judged alone."""
        key = repo.source, repo.id, repo.revision
        own, family = self.own(key, repo.id, lambda: repo), family_named(repo.id)
        shape = self.readings.shapes.of(key, lambda: read_bases(repo))
        numbers = dict.fromkeys(COLUMNS, STUMBLED) | {
            "own": own,
            "bases": self.readings.bases.of(Of(shape)) if shape != STUMBLED else STUMBLED,
            "families": self.readings.families.of(family.id if family is not None else None),
        }
        bare = own != STUMBLED and is_bare(self.readings.own.made[own])
        return numbers, SPECIAL | (CARRIES if bare and carries_terms(repo) else 0)

    def own(self, key: Hashable, name: str, repo: Callable[[], Repo]) -> int:
        """The class of a repo's own licence."""
        readings, apart = self.readings, name.lower() in self._concluded
        found = readings.own.of(key, lambda: own_license(repo(), readings.licenses), apart=apart)
        if apart and found != STUMBLED:
            readings.named[found] = repo().id, repo().revision
        return found


class _Taking:
    """A batch while it is taken: of the rows of one key the first is made a repo and read, if none was before."""

    def __init__(self, taker: Taker, table: pa.Table) -> None:
        self._taker, self._readings, self._table, self._rows = taker, taker.readings, table, len(table)
        self._more = [name for name in table.column_names if name not in IDLE and name not in USED]
        odd = np.zeros(self._rows, bool)
        for name in self._more:
            odd |= table.column(name).is_valid().to_numpy(zero_copy_only=False)
        self._keys = taker.keyer.keys(table, odd)
        self._ids: list[str] = table.column("id").to_pylist()
        self._repos: dict[int, Repo] = {}

    def done(self) -> tuple[dict[str, Numbers], Bits]:
        """The rows' numbers and flags."""
        keys, readings = self._keys, self._readings
        self._made_ahead()
        columns = {
            "own": self._read(keys.own, lambda key, at: self._taker.own(key, self._ids[at], lambda: self._repo(at))),
            "itself": self._read(keys.itself, self._itself),
            "bases": self._read(keys.bases, self._bases),
            "data": self._read(keys.data, self._data),
            "taught": self._read(
                keys.taught, lambda key, at: readings.taught.of(key, lambda: read_taught(self._repo(at)))
            ),
            "families": filled(map(readings.families.of, keys.families), self._rows),
        }
        columns["shown"] = self._shown(columns["itself"])
        return columns, self._bits(columns)

    def _read(self, kind: Kind, number: Callable[[Any, int], int]) -> Numbers:
        """The class of each row: each group's, by its key and first row."""
        found = [number(key, at) for key, at in zip(kind.keys, kind.groups.first.tolist(), strict=True)]
        return filled(found, len(found))[kind.groups.number]

    def _itself(self, key: Hashable, at: int) -> int:
        return self._readings.itself.of(key, lambda: read_itself(self._repo(at)))

    def _bases(self, key: Hashable, at: int) -> int:
        return self._named(key, at, self._readings.shapes, read_bases, self._readings.bases)

    def _data(self, key: Hashable, at: int) -> int:
        return self._named(key, at, self._readings.sets, read_named, self._readings.data)

    def _named(
        self, key: Hashable, at: int, ways: Classes[T], read: Callable[[Repo, tuple[str, ...]], T], known: Known[Of]
    ) -> int:
        """The number of what a row names: in which way, and which ids."""
        ids = key.ids if isinstance(key, Way) else ()
        shape = ways.of(_way(key), lambda: read(self._repo(at), ids))
        return known.of(Of(shape, tuple(map(self._readings.names.of, ids)))) if shape != STUMBLED else STUMBLED

    def _shown(self, itself: Numbers) -> Numbers:
        """What rows show, whose weights are there, or are not."""
        made, kind = self._readings.itself.made, self._keys.shown
        weights = [NO_WEIGHTS, *(one.weights for one in made)]
        known = {one.status: number for number, one in reversed([*enumerate(weights)])}
        status = filled((known[one.status] for one in weights), len(weights))[itself + 1]
        groups = grouped(kind.groups.number, status)

        def read(key: Hashable, at: int) -> int:
            there = weights[itself[at] + 1]
            return self._readings.shown.of(
                (key, there.status), lambda: read_shown(self._repo(at), there, self._readings.licenses)
            )

        keys = [kind.keys[one] for one in kind.groups.number[groups.first]]
        return self._read(Kind(groups, keys), read)

    # -- flags

    def _bits(self, columns: dict[str, Numbers]) -> Bits:
        """What of a row is its own: whether it carries its base's terms, and whether its lineage is its own affair."""
        bases = columns["bases"]
        groups = grouped(bases)
        stated = [self._stated(int(bases[at])) for at in groups.first]
        there = filled((bool(one) for one in stated), len(stated)).astype(bool)[groups.number]
        bare = filled(map(is_bare, self._readings.own.made), len(self._readings.own.made)).astype(bool)
        carry = filled((may_carry({one for _, one in links}) for links in stated), len(stated)).astype(bool)
        may = np.append(bare, False)[columns["own"]] & carry[groups.number]
        special = self._holders()
        low = [frozenset(name.lower() for name, _ in links) for links in stated]
        for at in np.flatnonzero(there).tolist():
            if self._ids[at].lower() in low[groups.number[at]]:
                special[at] = True
        bits = np.where(special, SPECIAL, 0).astype(np.int8)
        for at in np.flatnonzero(may).tolist():
            if self._carries(at, stated[groups.number[at]], int(columns["itself"][at]), bool(special[at])):
                bits[at] |= CARRIES
        return bits

    def _stated(self, bases: int) -> list[tuple[str, Any]]:
        links = self._readings.links(bases) if bases != STUMBLED else ()
        return [(one.id, one.relation) for one in links if one.stated]

    def _carries(self, at: int, stated: list[tuple[str, Any]], itself: int, special: bool) -> bool:
        """As :func:`carries_terms` has it, of what was read already."""
        name, relations = self._ids[at], {relation for _, relation in stated}
        if special or itself == STUMBLED:
            return carries_terms(self._repo(at))
        derived = self._readings.itself.made[itself].facts.derived_only
        if not derived and not is_quantized(name, relations, by_config=bool(self._keys.quantized[at])):
            return False
        return is_unchanged(name.rpartition("/")[2], (one for one, _ in stated))

    def _holders(self) -> Flags:
        known: dict[str, bool] = {}
        found = np.zeros(self._rows, bool)
        for at, name in enumerate(self._ids):
            house = name.partition("/")[0]
            if house not in known:
                known[house] = is_holder(house.lower())
            found[at] = known[house]
        return found

    # -- repos

    def _made_ahead(self) -> None:
        """Make the repos that are going to be read, all at once."""
        keys, readings = self._keys, self._readings
        asked = (
            (keys.own, readings.own), (keys.itself, readings.itself), (keys.bases, readings.shapes),
            (keys.data, readings.sets), (keys.taught, readings.taught),
        )  # fmt: skip
        wanted = {
            at
            for kind, classes in asked
            for key, at in zip(kind.keys, kind.groups.first.tolist(), strict=True)
            if not classes.knows(_way(key))
        }
        places = sorted(wanted)
        for at, row in zip(places, self._table.take(pa.array(places, pa.int64())).to_pylist(), strict=True):
            self._repos[at] = _repo(row)

    def _repo(self, at: int) -> Repo:
        if at not in self._repos:
            self._repos[at] = _repo(self._table.slice(at, 1).to_pylist()[0])
        return self._repos[at]


def _way(key: Hashable) -> Hashable:
    """What classes are known by: the way of naming, whatever is named."""
    return ("way", key.way) if isinstance(key, Way) else key


def _repo(row: dict[str, Any]) -> Repo:
    """The repo of a row, whenever it was observed."""
    return repo_of({**row, "repo_type": "model", "observed": ""}, row["id"], "")


class Rows:
    """All rows by the numbers of their classes, a few bytes each, and the classes of all takers as ``readings``."""

    def __init__(self, licenses: Licenses) -> None:
        self.readings = Readings(licenses=licenses)
        self._maps: dict[str, dict[str, list[int]]] = {}
        self._parts: dict[str, list[Numbers]] = {name: [] for name in COLUMNS}
        self._bits: list[Bits] = []
        self._there: list[Flags] = []

    def __len__(self) -> int:
        return sum(map(len, self._bits))

    def add(self, batch: Batch) -> None:
        """A batch, after those of before."""
        maps = self._maps.setdefault(batch.taker, {kind: [] for kind in (*_KINDS, *_KNOWN)})
        for kind in _KINDS:
            self._number(batch, kind, maps[kind])
        for kind in ("names", "families"):
            maps[kind] += map(getattr(self.readings, kind).of, batch.new[kind])
        for kind, shapes in (("bases", maps["shapes"]), ("data", maps["sets"])):
            of, names = getattr(self.readings, kind).of, maps["names"]
            maps[kind] += [
                of(Of(shapes[one.shape], tuple([names[name] for name in one.ids]))) for one in batch.new[kind]
            ]
        for name in COLUMNS:
            known = filled((*maps[name], STUMBLED), len(maps[name]) + 1)  # the last is also the number -1
            self._parts[name].append(known[batch.columns[name]])
        self._bits.append(batch.flags)
        self._there.append(np.ones(len(batch), bool))

    def _number(self, batch: Batch, kind: str, known: list[int]) -> None:
        classes = getattr(self.readings, kind)
        for one in batch.new[kind]:
            name = batch.named.get(len(known)) if kind == "own" else None
            number = classes.add(one, apart=name is not None)
            if name is not None:
                self.readings.named[number] = name
            known.append(number)

    def skip(self, count: int) -> None:
        """Rows that could not be read."""
        for name in COLUMNS:
            self._parts[name].append(np.full(count, 0 if name == "families" else STUMBLED, np.int32))
        self._bits.append(np.zeros(count, np.int8))
        self._there.append(np.zeros(count, bool))

    def joined(self) -> "Columns":
        """All of them."""
        columns = {name: _joined(self._parts.pop(name), np.int32) for name in COLUMNS}
        return Columns(columns, _joined(self._bits, np.int8), _joined(self._there, np.bool_))


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate([np.empty(0, kind), *parts]).astype(kind, copy=False)


class Columns(NamedTuple):
    """Rows by numbers and flags; which of them could be read."""

    numbers: dict[str, Numbers]
    flags: Bits
    there: Flags

    def __len__(self) -> int:
        return len(self.flags)

    def at(self, places: Any) -> "Columns":
        """Some of the rows."""
        return Columns(
            {name: one[places] for name, one in self.numbers.items()}, self.flags[places], self.there[places]
        )
