"""Rings in a graph: what leads to itself."""

from collections.abc import Iterator, Sequence, Set


def rings(needs: Sequence[Set[int]]) -> Iterator[list[int]]:
    """The nodes of a graph in which each ``needs`` others: those that lead to each other together, and all that a node
    needs before it (Tarjan's way, without recursion)."""
    order = [0] * len(needs)
    low = [0] * len(needs)
    open_: list[int] = []
    count = 0
    for root in range(len(needs)):
        if order[root]:
            continue
        ways = [(root, iter(needs[root]))]
        count += 1
        order[root] = low[root] = count
        open_.append(root)
        while ways:
            node, rest = ways[-1]
            for other in rest:
                if not order[other]:
                    count += 1
                    order[other] = low[other] = count
                    open_.append(other)
                    ways.append((other, iter(needs[other])))
                    break
                if low[other] > 0:
                    low[node] = min(low[node], order[other])
            else:
                ways.pop()
                if ways:
                    low[ways[-1][0]] = min(low[ways[-1][0]], low[node])
                if low[node] == order[node]:
                    ring = [open_.pop()]
                    while ring[-1] != node:
                        ring.append(open_.pop())
                    for one in ring:
                        low[one] = -1
                    yield ring
