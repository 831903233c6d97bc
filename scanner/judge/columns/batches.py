"""Rows that were taken in batches, wherever: all takers' numbers are made one."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from scanner.judge.columns.codes import Bits, Flags, Lists, Numbers, filled, grouped
from scanner.judge.columns.readings import STUMBLED, Namings, Readings
from scanner.knowledge.licenses import Licenses

#: Classes that takers number, and what rows name in some of them.
KINDS = ("own", "itself", "shown", "shapes", "sets", "taught", "families")
NAMING = {"bases": "shapes", "data": "sets"}
#: A row's numbers, in this order, and its flags: that it carries its base's terms; that its lineage is its own affair:
#: it names itself, or its house holds rights.
COLUMNS = ("own", "itself", "shown", "bases", "data", "taught", "families")
CARRIES, SPECIAL = 1, 2


class Batch(NamedTuple):
    """Some rows of one taker: their numbers by kind and flags, the ids that they name as bases and data, by number
    among ``names``, and what it had not told of before."""

    taker: str
    columns: dict[str, Numbers]
    flags: Bits
    ids: dict[str, Lists]
    names: dict[str, pa.StringArray]
    new: dict[str, list[Any]]
    named: dict[int, tuple[str, str | None]]

    def __len__(self) -> int:
        return len(self.flags)


class Columns(NamedTuple):
    """Rows by numbers and flags; which of them could be read."""

    numbers: dict[str, Numbers]
    flags: Bits
    there: Flags

    def __len__(self) -> int:
        return len(self.flags)

    def at(self, places: Any) -> "Columns":
        """Some of the rows, each once, in their order: all of them as they are."""
        if len(places) == len(self):
            return self
        return Columns(
            {name: one[places] for name, one in self.numbers.items()}, self.flags[places], self.there[places]
        )


class Rows:
    """All rows by the numbers of their classes, a few bytes each, and the classes of all takers as ``readings``."""

    def __init__(self, licenses: Licenses) -> None:
        self.readings = Readings(licenses=licenses)
        self._maps: dict[str, dict[str, list[int]]] = {}
        self._parts: dict[str, list[Numbers]] = {name: [] for name in KINDS}
        self._bits: list[Bits] = []
        self._there: list[Flags] = []
        self._ids: dict[str, list[Lists]] = {name: [] for name in NAMING}
        self._names: dict[str, list[pa.StringArray]] = {name: [] for name in NAMING}
        self._known = dict.fromkeys(NAMING, 0)

    def __len__(self) -> int:
        return sum(map(len, self._bits))

    def add(self, batch: Batch) -> None:
        """A batch, after those of before."""
        maps = self._maps.setdefault(batch.taker, {kind: [] for kind in KINDS})
        for kind in KINDS:
            self._number(batch, kind, maps[kind])
            known = filled((*maps[kind], STUMBLED), len(maps[kind]) + 1)  # the last is also the number -1
            self._parts[kind].append(known[batch.columns[kind]])
        for name in NAMING:
            counts, values = batch.ids[name]
            self._ids[name].append(Lists(counts.astype(np.int16), values + np.int32(self._known[name])))
            self._names[name].append(batch.names[name])
            self._known[name] += len(batch.names[name])
        self._bits.append(batch.flags)
        self._there.append(np.ones(len(batch), bool))

    def _number(self, batch: Batch, kind: str, known: list[int]) -> None:
        classes = getattr(self.readings, kind)
        if kind == "families":
            known += map(classes.of, batch.new[kind])
            return
        for one in batch.new[kind]:
            name = batch.named.get(len(known)) if kind == "own" else None
            number = classes.add(one, apart=name is not None)
            if name is not None:
                self.readings.named[number] = name
            known.append(number)

    def skip(self, count: int) -> None:
        """Rows that could not be read."""
        for kind in KINDS:
            self._parts[kind].append(np.full(count, 0 if kind == "families" else STUMBLED, np.int32))
        for name in NAMING:
            self._ids[name].append(Lists.none(count))
        self._bits.append(np.zeros(count, np.int8))
        self._there.append(np.zeros(count, bool))

    def names(self, what: str) -> pa.StringArray:
        """All ids that are named as bases, or as data, each once, in the order in which they are met."""
        return self._coded(what).dictionary

    def _coded(self, what: str) -> pa.DictionaryArray:
        parts = [pa.array([], pa.string()), *self._names[what]]
        return pa.concat_arrays(parts).dictionary_encode()

    def joined(self) -> Columns:
        """All of them. What they name is in the readings, each once."""
        columns = {name: _joined(self._parts.pop(name), np.int32) for name in COLUMNS if name not in NAMING}
        for name, kind in NAMING.items():
            columns[name] = self._together(name, _joined(self._parts.pop(kind), np.int32))
        return Columns(columns, _joined(self._bits, np.int8), _joined(self._there, np.bool_))

    def _together(self, what: str, shape: Numbers) -> Numbers:
        """What rows name, by number: STUMBLED where it could not be read."""
        coded, ids = self._coded(what), Lists.joined(self._ids.pop(what))
        self._names.pop(what)
        named = Lists(ids.counts.astype(np.int64), coded.indices.to_numpy()[ids.values])
        groups = grouped(shape, named.numbers())
        number = np.full(len(groups), STUMBLED, np.int32)
        first = groups.first[shape[groups.first] != STUMBLED]
        number[groups.number[first]] = np.arange(len(first))
        namings: Namings = getattr(self.readings, what)
        namings.fill(shape[first], named.at(first), coded.dictionary)
        return number[groups.number]


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate([np.empty(0, kind), *parts]).astype(kind, copy=False)
