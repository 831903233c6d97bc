"""Ways of naming bases, as columns: all edges one after the other, and what passes along them from behind."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from scanner.judge.columns.codes import Flags

#: A repo, and whether its terms join.
Edge: TypeAlias = tuple[int, bool]
Places: TypeAlias = npt.NDArray[np.int64]


class Ways(NamedTuple):
    """The repos of each way, one after the other, whether their terms join, and where each way begins; the last is
    where all end."""

    nodes: Places
    joins: Flags
    begins: Places

    @classmethod
    def of(cls, ways: Iterable[Sequence[Edge]]) -> "Ways":
        """Ways as columns."""
        nodes, joins, begins = list[int](), list[bool](), [0]
        for way in ways:
            nodes += [node for node, _ in way]
            joins += [joined for _, joined in way]
            begins.append(len(nodes))
        return cls(np.asarray(nodes, np.int64), np.asarray(joins, bool), np.asarray(begins, np.int64))

    def __len__(self) -> int:
        return len(self.begins) - 1

    def __add__(self, other: "Ways") -> "Ways":  # type: ignore[override]
        return Ways(
            np.r_[self.nodes, other.nodes], np.r_[self.joins, other.joins],
            np.r_[self.begins, other.begins[1:] + self.begins[-1]],
        )  # fmt: skip

    def sizes(self) -> Places:
        """How many repos each names."""
        return np.diff(self.begins)

    def rows(self) -> Places:
        """The way of each edge."""
        return np.repeat(np.arange(len(self)), self.sizes())

    def edges(self, some: Any) -> Places:
        """The edges of some ways, one after the other."""
        sizes = self.sizes()[some]
        return np.repeat(self.begins[some] - np.r_[0, np.cumsum(sizes)[:-1]], sizes) + np.arange(int(sizes.sum()))


class Pull(NamedTuple):
    """Values drawn along edges: those at ``of``, gathered for each of ``to``. ``starts`` is where each one's begin."""

    to: Places
    of: Places
    starts: Places

    @classmethod
    def along(cls, to: Any, of: Any) -> "Pull":
        """Along edges in any order."""
        order = np.argsort(to, kind="stable")
        sorted_ = to[order]
        starts = np.flatnonzero(np.r_[True, sorted_[1:] != sorted_[:-1]]) if len(to) else np.empty(0, np.int64)
        return cls(sorted_[starts], of[order], starts)

    def by(self, join: np.ufunc, values: Any) -> Any:
        """For each of ``to`` what its values come to, joined by a function such as ``np.maximum``."""
        return join.reduceat(values[self.of], self.starts) if len(self.to) else values[:0]
