"""The ancestors of one repo, walked as judging one model walks them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scanner.judge.columns.bases import Hints
from scanner.judge.columns.nodes import APART, UNREAD, Repos
from scanner.judge.columns.ways import Edge
from scanner.model.once import Remembered
from scanner.model.snapshot import MAX_DEPTH

#: No repo.
NONE = -1
#: Repos of which a walk remembers what the last ones found.
_MOST = 10_000


class Kin(NamedTuple):
    """What ancestors come to: ``elements`` are numbers of what licences bear (twice, and one more for what carries its
    base's terms) and those of ``nodes.py``; ``hints`` what they hint at: families, and repos by number; ``met`` those
    of them that anything hints at."""

    elements: frozenset[int] = frozenset()
    hints: Hints = frozenset()
    met: frozenset[int] = frozenset()


class Walker:
    """Walks breadth first, as :func:`scanner.judge.reading.lineage.ancestors` does."""

    def __init__(self, repos: Repos) -> None:
        self._repos = repos
        self._edges, self._hinted = Remembered(repos.edges, _MOST), Remembered(repos.hinted, _MOST)

    def walk(self, begin: Sequence[Edge], own: str = "") -> Kin:
        """What is met from some edges on, but for the repo itself."""
        repos = self._repos
        joins: dict[str, bool] = {}
        nodes: dict[str, int] = {}
        named = set[int]()
        edges, depth = list(begin), 1
        while edges:
            level = list(self._met(edges, own, joins, nodes))
            named.update(node for _, node in level)
            if depth > MAX_DEPTH:
                nodes.update({key: NONE for key, _ in level})
                break
            edges = [edge for _, node in level if repos.is_read(node) for edge in self._edges[node]]
            depth += 1
        found = {key: int(repos.element[node]) if node >= 0 else UNREAD for key, node in nodes.items()}
        elements = frozenset(element if joins[key] else APART for key, element in found.items())
        read = [node for key, node in nodes.items() if joins[key] and repos.is_read(node)]
        hints = frozenset[str | int]().union(*(self._hinted[node] for node in read))
        return Kin(elements, hints, repos.named.led & named)

    def _met(
        self, edges: list[Edge], own: str, joins: dict[str, bool], nodes: dict[str, int]
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
