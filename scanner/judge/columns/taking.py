"""Rows taken in batches: a taker numbers the classes that it met, and reads of the rows of one key one."""

import os
from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from scanner.collect.relations.claims import spelled
from scanner.collect.tables.rows import repo_of
from scanner.judge.columns.batches import CARRIES, KINDS, NAMING, SPECIAL, Batch
from scanner.judge.columns.carrying import bits_of
from scanner.judge.columns.codes import Bits, Lists, Numbers, filled, grouped
from scanner.judge.columns.keys import Being, Keys
from scanner.judge.columns.looking import IDLE, USED, Kind, Looked, Looks
from scanner.judge.columns.naming import Way
from scanner.judge.columns.readings import (
    NO_WEIGHTS,
    STUMBLED,
    Itself,
    Readings,
    read_bases,
    read_itself,
    read_named,
    read_shown,
    read_taught,
)
from scanner.judge.columns.relatives import Relatives
from scanner.judge.reading.made import carries_terms
from scanner.judge.reading.own import own_license
from scanner.judge.reading.weights import WeightsRead, read_weights
from scanner.judge.terms.parts import is_bare
from scanner.knowledge.licenses import Licenses
from scanner.model.frozen import replace
from scanner.model.snapshot import File, Repo

_MOST_LISTS = 20_000


class Taker:
    """Takes rows. ``concluded`` are the lower-cased ids that a policy's curations name."""

    def __init__(self, licenses: Licenses, concluded: frozenset[str], name: str = "") -> None:
        self.looks, self._concluded = Looks(licenses, concluded), concluded
        self.readings = Readings(licenses=licenses)
        self._told = dict.fromkeys(KINDS, 0)
        self._name = name or str(os.getpid())
        self._files: dict[Hashable, tuple[File, ...] | None] = {}
        self._weights: dict[Hashable, WeightsRead] = {}

    def rename(self, name: str) -> None:
        """Take rows from now on as another: nothing was told of by that one."""
        self._name, self._told = name, dict.fromkeys(KINDS, 0)

    def take(self, table: pa.Table, read: Mapping[int, Repo] | None = None) -> Batch:
        """The rows of a table. ``read`` are those, by place, that were read wholly: they are judged alone."""
        taking = _Taking(self, table)
        columns, bits = taking.done()
        ids = {"bases": taking.relatives.bases.ids, "data": taking.relatives.data.ids}
        for place, repo in (read or {}).items():
            numbers, bits[place] = self.repo(repo)
            for kind in KINDS:
                columns[kind][place] = numbers[kind]
        for name, kind in NAMING.items():
            sound = columns[kind] != STUMBLED
            sound[[*(read or {})]] = False
            ids[name] = ids[name].where(sound)
        names = {"bases": taking.relatives.bases.names, "data": taking.relatives.data.names}
        return self._batch(columns, bits, ids, names)

    def take_repo(self, repo: Repo) -> Batch:
        """A repo that is at hand as a batch."""
        numbers, bits = self.repo(repo)
        columns = {kind: np.asarray([numbers[kind]], np.int32) for kind in KINDS}
        none, nobody = dict.fromkeys(NAMING, Lists.none(1)), dict.fromkeys(NAMING, pa.array([], pa.string()))
        return self._batch(columns, np.asarray([bits], np.int8), none, nobody)

    def _batch(
        self, columns: dict[str, Numbers], bits: Bits, ids: dict[str, Lists], names: dict[str, pa.StringArray]
    ) -> Batch:
        new: dict[str, list[Any]] = {kind: getattr(self.readings, kind).since(self._told[kind]) for kind in KINDS}
        self._told = {kind: told + len(new[kind]) for kind, told in self._told.items()}
        return Batch(self._name, columns, bits, ids, names, new, dict(self.readings.named))

    def repo(self, repo: Repo) -> tuple[dict[str, int], int]:
        """The numbers and flags of a repo that is at hand, as others name it: itself it is judged alone."""
        key = repo.source, repo.id, repo.revision
        own, named = self.own(key, repo.id, lambda: repo), spelled(repo)
        numbers = dict.fromkeys(KINDS, STUMBLED) | {
            "own": own,
            "shapes": self.readings.shapes.of(key, lambda: read_bases(repo)),
            "families": self.readings.families.of(named[0].id if named is not None else None),
        }
        bare = own != STUMBLED and is_bare(self.readings.own.made[own])
        return numbers, SPECIAL | (CARRIES if bare and carries_terms(repo) else 0)

    def files(self, listing: Hashable, repo: Repo) -> tuple[File, ...] | None:
        """The files that stand for all lists of a key: those of the first repo that has one."""
        if len(self._files) > _MOST_LISTS:
            self._files.clear()
        return self._files.setdefault(listing, repo.files)

    def weights(self, key: Hashable, repo: Repo) -> WeightsRead:
        """The weights of a repo of a key: those of the first of which it tells the same of them."""
        if not isinstance(key, Being):
            return read_weights(repo)
        if key.weights not in self._weights:
            if len(self._weights) > _MOST_LISTS:
                self._weights.clear()
            self._weights[key.weights] = read_weights(repo)
        return self._weights[key.weights]

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
        self._taker, self._readings, self._table = taker, taker.readings, table
        odd = np.zeros(len(table), bool)
        for name in [name for name in table.column_names if name not in IDLE and name not in USED]:
            odd |= table.column(name).is_valid().to_numpy(zero_copy_only=False)
        self._rows = Looked(taker.looks, table, odd)
        self._keys, self.relatives = Keys.of(self._rows), Relatives.of(self._rows)
        self._repos: dict[int, Repo] = {}

    def done(self) -> tuple[dict[str, Numbers], Bits]:
        """The rows' numbers and flags."""
        keys, relatives, readings, ids = self._keys, self.relatives, self._readings, self._rows.ids
        self._made_ahead()
        columns = {
            "own": self._read(keys.own, lambda key, at: self._taker.own(key, ids[at], lambda: self.repo(at))),
            "itself": self._read(keys.itself, lambda key, at: readings.itself.of(key, lambda: self._itself(key, at))),
            "shapes": self._read(
                relatives.bases.kind,
                lambda key, at: readings.shapes.of(_way(key), lambda: read_bases(self.repo(at), _ids(key))),
            ),
            "sets": self._read(
                relatives.data.kind,
                lambda key, at: readings.sets.of(_way(key), lambda: read_named(self.repo(at), _ids(key))),
            ),
            "taught": self._read(
                relatives.taught, lambda key, at: readings.taught.of(key, lambda: read_taught(self.repo(at)))
            ),
            "families": filled(map(readings.families.of, relatives.families), len(ids)),
        }
        columns["shown"] = self._shown(columns["itself"])
        return columns, bits_of(self._rows, relatives.bases, columns, readings, self.repo)

    def _read(self, kind: Kind, number: Callable[[Any, int], int]) -> Numbers:
        """The class of each row: each group's, by its key and first row."""
        found = [number(key, at) for key, at in zip(kind.keys, kind.groups.first.tolist(), strict=True)]
        return filled(found, len(found))[kind.groups.number]

    def _itself(self, key: Hashable, at: int) -> Itself:
        repo = self._standing(at)
        return read_itself(repo, self._taker.weights(key, repo))

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
                (key, there.status), lambda: read_shown(self._standing(at), there, self._readings.licenses)
            )

        keys = [kind.keys[one] for one in kind.groups.number[groups.first]]
        return self._read(Kind(groups, keys), read)

    # -- repos

    def _made_ahead(self) -> None:
        """Make the repos that are going to be read, all at once."""
        keys, named, readings = self._keys, self.relatives, self._readings
        asked = (
            (keys.own, readings.own), (keys.itself, readings.itself), (named.bases.kind, readings.shapes),
            (named.data.kind, readings.sets), (named.taught, readings.taught),
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

    def repo(self, at: int) -> Repo:
        """The repo of a row."""
        if at not in self._repos:
            self._repos[at] = _repo(self._table.slice(at, 1).to_pylist()[0])
        return self._repos[at]

    def _standing(self, at: int) -> Repo:
        """The repo of a row, with files that stand for all lists of its key: what they are is known."""
        repo, listing = self.repo(at), self._rows.listing[self._rows.lists[at]]
        return repo if listing is None else replace(repo, files=self._taker.files(listing, repo))


def _way(key: Hashable) -> Hashable:
    """What classes are known by: the way of naming, whatever is named."""
    return ("way", key.way) if isinstance(key, Way) else key


def _ids(key: Hashable) -> tuple[str, ...]:
    return key.ids if isinstance(key, Way) else ()


def _repo(row: dict[str, Any]) -> Repo:
    """The repo of a row, whenever it was observed."""
    return repo_of({**row, "repo_type": "model", "observed": ""}, row["id"], "")
