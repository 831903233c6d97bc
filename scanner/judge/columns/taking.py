"""Rows taken in batches, wherever: each taker numbers the classes that it met, and all takers' numbers are made one."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from scanner.judge.columns.keys import Keyer
from scanner.judge.columns.readings import STUMBLED, Classes, Numbers, Readings
from scanner.knowledge.licenses import Licenses
from scanner.model.snapshot import Repo

_KINDS = ("own", "itself", "shown", "bases", "data", "taught")
#: A row, given as the values of its columns with what other columns hold, or as the repo that stands behind it.
Taken: TypeAlias = "tuple[Sequence[Any], Mapping[str, Any] | None] | Repo"


class Batch(NamedTuple):
    """Some rows of one taker: a column of numbers for each kind, and the classes that it had not told of before."""

    taker: str
    columns: tuple[array[int], ...]
    families: list[str | None]
    carries: list[int]
    classes: dict[str, list[Any]]
    named: dict[int, tuple[str, str | None]]

    def __len__(self) -> int:
        return len(self.columns[0])


class Taker:
    """Takes rows. ``concluded`` are the lower-cased ids that a policy's curations name."""

    def __init__(self, licenses: Licenses, concluded: frozenset[str], name: str = "") -> None:
        keyer = Keyer(licenses, concluded)
        self._readings = Readings(licenses=licenses, keyer=keyer, concluded=concluded)
        self._told = dict.fromkeys(_KINDS, 0)
        self._name = name or str(os.getpid())

    def take(self, rows: Iterable[Taken]) -> Batch:
        """The rows as a batch."""
        columns = tuple(array("i") for _ in _KINDS)
        families: list[str | None] = []
        carries: list[int] = []
        for place, row in enumerate(rows):
            one = self._readings.take_repo(row) if isinstance(row, Repo) else self._readings.take(*row)
            numbers = (one.own, one.itself, one.shown, one.bases, one.data, one.taught)
            for column, number in zip(columns, numbers, strict=True):
                column.append(number)
            families.append(one.family)
            if one.carries:
                carries.append(place)
        classes = {kind: getattr(self._readings, kind).made[told:] for kind, told in self._told.items()}
        self._told = {kind: told + len(classes[kind]) for kind, told in self._told.items()}
        return Batch(self._name, columns, families, carries, classes, dict(self._readings.named))


class Rows:
    """All rows by the numbers of their classes, a few bytes each, and the classes of all takers as ``readings``."""

    def __init__(self, licenses: Licenses, concluded: frozenset[str]) -> None:
        self.readings = Readings(licenses=licenses, keyer=Keyer(licenses, concluded), concluded=concluded)
        self._columns = tuple(array("i") for _ in (*_KINDS, "family"))
        self._families: dict[str | None, int] = {None: 0}
        self._names: list[str | None] = [None]
        self._carries: set[int] = set()
        self._skipped: list[tuple[int, int]] = []
        self._maps: dict[str, dict[str, list[int]]] = {}

    def __len__(self) -> int:
        return len(self._columns[0])

    def add(self, batch: Batch) -> None:
        """A batch, after those of before."""
        maps = self._maps.setdefault(batch.taker, {kind: [] for kind in _KINDS})
        for kind in _KINDS:
            self._number(batch, kind, maps[kind])
        start = len(self)
        for column, kind, numbers in zip(self._columns, _KINDS, batch.columns, strict=False):
            known = [*maps[kind], STUMBLED]  # the last is also the number -1
            column.extend(array("i", [known[number] for number in numbers]))
        for family in batch.families:
            if family not in self._families:
                self._families[family] = len(self._names)
                self._names.append(family)
        self._columns[-1].extend(array("i", [self._families[family] for family in batch.families]))
        self._carries.update(start + place for place in batch.carries)

    def _number(self, batch: Batch, kind: str, known: list[int]) -> None:
        classes: Classes[Any] = getattr(self.readings, kind)
        for one in batch.classes[kind]:
            name = batch.named.get(len(known)) if kind == "own" else None
            number = classes.add(one, apart=name is not None)
            if name is not None:
                self.readings.named[number] = name
            known.append(number)

    def skip(self, count: int) -> None:
        """Rows that could not be read."""
        self._skipped.append((len(self), len(self) + count))
        for column, value in zip(self._columns, (*[STUMBLED] * len(_KINDS), 0), strict=True):
            column.extend([value] * count)

    def skipped(self, place: int) -> bool:
        """Whether the row could not be read."""
        return any(start <= place < end for start, end in self._skipped)

    def row(self, place: int) -> Numbers:
        """A row by its classes."""
        own, itself, shown, bases, data, taught, family = (column[place] for column in self._columns)
        return Numbers(own, itself, shown, bases, data, taught, self._names[family], place in self._carries)
