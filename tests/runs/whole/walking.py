"""The ancestors of one repo, walked as judging one model walks them: what sets of many are compared with."""

from collections.abc import Iterator

from scanner.judge.columns.nodes import APART, STUMBLES, UNREAD, Repos
from scanner.judge.columns.readings import STUMBLED
from scanner.judge.columns.ways import Edge
from scanner.model.snapshot import MAX_DEPTH


class Walker:
    """Walks breadth first, as :func:`scanner.judge.reading.lineage.ancestors` does."""

    def __init__(self, repos: Repos) -> None:
        self._repos = repos

    def lineage(self, node: int) -> tuple[set[int], set[str | int], bool]:
        """The elements of its ancestors, what it and they hint at besides, whether it states any."""
        repos, bases = self._repos, int(self._repos.bases[node])
        own = repos.name(node).lower()
        stated = repos.named[bases].names if bases != STUMBLED else frozenset()
        joins, nodes, named = self._walk(node, own)
        elements = {self._element(nodes[key]) if joins[key] else APART for key in nodes}
        read = [at for key, at in nodes.items() if at is not None and joins[key] and repos.is_read(at)]
        hints = set(repos.hinted(node)).union(*(repos.hinted(at) for at in read))
        return elements, hints - named - {node}, bool(stated - {own} if repos.special[node] else stated)

    def _element(self, node: int | None) -> int:
        return UNREAD if node is None or node < 0 else int(self._repos.element[node])

    def _walk(self, node: int, own: str) -> tuple[dict[str, bool], dict[str, int | None], set[int]]:
        joins: dict[str, bool] = {}
        nodes: dict[str, int | None] = {}
        named = set[int]()
        edges = list(self._repos.edges(node))
        for depth in range(1, MAX_DEPTH + 2):
            level = list(self._met(edges, own, joins, nodes))
            named.update(at for _, at in level)
            if depth > MAX_DEPTH:
                nodes.update(dict.fromkeys(key for key, _ in level))
            edges = [edge for _, at in level if self._repos.is_read(at) for edge in self._repos.edges(at)]
        return joins, nodes, named

    def _met(
        self, edges: list[Edge], own: str, joins: dict[str, bool], nodes: dict[str, int | None]
    ) -> Iterator[tuple[str, int]]:
        """The repos that are met for the first time; the others learn who else names them."""
        for node, joined in edges:
            key = self._repos.name(node).lower()
            if key == own:
                continue
            if key in nodes:
                joins[key] = joins[key] or joined
                continue
            nodes[key], joins[key] = node, joined
            yield key, node


def bits_from_stumbles(elements: set[int]) -> int:
    """Elements as the mask of a lineage."""
    return sum(1 << element - STUMBLES for element in elements)
