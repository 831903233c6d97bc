"""Rings in a graph: what leads to itself."""

from collections.abc import Iterator, Sequence, Set


def rings(leads: Sequence[Set[int]]) -> Iterator[list[int]]:
    """The nodes of a graph, those that lead to each other together (Tarjan's way, without recursion)."""
    return _Rings(leads).found()


class _Rings:
    def __init__(self, leads: Sequence[Set[int]]) -> None:
        self._leads = leads
        self._order, self._low = [0] * len(leads), [0] * len(leads)
        self._open: list[int] = []
        self._count = 0

    def found(self) -> Iterator[list[int]]:
        for root in range(len(self._leads)):
            if not self._order[root]:
                yield from self._from(root)

    def _from(self, root: int) -> Iterator[list[int]]:
        order, low = self._order, self._low
        ways = [self._begin(root)]
        while ways:
            node, rest = ways[-1]
            other = next(rest, None)
            if other is None:
                ways.pop()
                if ways:
                    low[ways[-1][0]] = min(low[ways[-1][0]], low[node])
                if low[node] == order[node]:
                    yield self._closed(node)
            elif not order[other]:
                ways.append(self._begin(other))
            elif low[other] > 0:
                low[node] = min(low[node], order[other])

    def _begin(self, node: int) -> tuple[int, Iterator[int]]:
        self._count += 1
        self._order[node] = self._low[node] = self._count
        self._open.append(node)
        return node, iter(self._leads[node])

    def _closed(self, node: int) -> list[int]:
        ring = [self._open.pop()]
        while ring[-1] != node:
            ring.append(self._open.pop())
        for one in ring:
            self._low[one] = -1
        return ring
