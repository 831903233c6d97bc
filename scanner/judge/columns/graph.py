"""The ancestry of every row, as sets: which licences, as classes, its ancestors bring, and at which families they hint.

A set is made once for all rows that name the same bases. Where ways may be cut at the depth limit or close to a cycle,
and where a rights holder's own families may stand apart, the row's ancestry is walked as judging one model walks it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeAlias

from scanner.collect.relations.families import family_named
from scanner.judge.columns.readings import STUMBLED, Bases, Link
from scanner.knowledge.publishers import is_holder, same_holder
from scanner.model.snapshot import MAX_DEPTH

#: Elements beside the classes of licences: an ancestor that is not there, was not read, stands apart, made us stumble.
ABSENT, UNREAD, APART, STUMBLES = -1, -2, -3, -4


Hints: TypeAlias = frozenset[str | int]


class Kin(NamedTuple):
    """What ancestors come to: ``elements`` are numbers of own licences (twice, and one more for what carries its base's
    terms) and the others above; ``hints`` what they hint at: families, and repos by number; ``depth`` how far away the
    furthest may be."""

    elements: frozenset[int] = frozenset()
    hints: Hints = frozenset()
    depth: int = 0


class Node(NamedTuple):
    """A repo that others may name."""

    own: int
    bases: int
    family: str | None
    carries: bool = False
    gone: bool = False

    @property
    def element(self) -> int:
        """What it brings as an ancestor."""
        if self.gone:
            return ABSENT
        return STUMBLES if self.own == STUMBLED else self.own * 2 + self.carries

    @property
    def read(self) -> bool:
        return not self.gone and self.own != STUMBLED


class _Base(NamedTuple):
    """What is named in one way: each stated base by its name with its node; families that are hinted at by their
    spelling, and by name a family or a repo."""

    stated: tuple[tuple[str, int | None], ...]
    names: frozenset[str]
    families: Hints
    named: tuple[tuple[str, str | int], ...] = ()


_NONE = _Base((), frozenset(), frozenset())
_NO_KIN = Kin()


class Graph:
    """``bases`` by number, ``node`` and ``name`` of each repo by number, ``find`` the number of a name."""

    def __init__(
        self,
        bases: list[Bases],
        node: Callable[[int], Node],
        name: Callable[[int], str],
        find: Callable[[str], int | None],
    ) -> None:
        self._bases, self._node, self._name, self._find = bases, node, name, find
        self._known: dict[int, _Base] = {}
        self._walked: dict[int, Kin] = {}
        self._behind: dict[int, frozenset[int]] = {}

    def kin(self, number: int, name: str, bases: int) -> Kin:
        """The ancestors of a row of this name that names its bases so."""
        if bases == STUMBLED:
            return _NO_KIN
        base = self._of(bases)
        if not base.stated:
            return _NO_KIN
        if name.lower() not in base.names and not is_holder(name.partition("/")[0].lower()):
            shared = self._shared.get(bases)
            if shared is not None and shared.depth <= MAX_DEPTH:
                return shared
        return self.walk(number)

    def borne(self, name: str, bases: int, family: str | None) -> Hints:
        """What a repo hints at itself."""
        base = self._of(bases) if bases != STUMBLED else _NONE
        found = base.families | {family} if family is not None else base.families
        if base.named:
            found |= {hint for other, hint in base.named if same_holder(name, other) is None}
        return found

    def behind(self, number: int) -> frozenset[int]:
        """The own licences of a repo that is hinted at and of its ancestors, by number."""
        if number not in self._behind:
            one = self._node(number)
            kin = self.kin(number, self._name(number), one.bases)
            self._behind[number] = frozenset(element // 2 for element in (one.element, *kin.elements) if element >= 0)
        return self._behind[number]

    def states_base(self, name: str, bases: int) -> bool:
        """Whether a repo states any base but itself."""
        return bases != STUMBLED and bool(self._of(bases).names - {name.lower()})

    def walk(self, number: int) -> Kin:
        """A row's ancestors, breadth first, as :func:`scanner.judge.reading.lineage.ancestors` has them."""
        if number not in self._walked:
            self._walked[number] = self._walk(number)
        return self._walked[number]

    def relatives(self, number: int) -> set[int]:
        """A repo and all that it may lead to, by what it states and what it hints at."""
        found, level = {number}, [number]
        while level:
            bases = [self._node(one).bases for one in level]
            named = [self._of(one) for one in bases if one != STUMBLED]
            met = {node for base in named for _, node in base.stated if node is not None}
            met |= {hint for base in named for _, hint in base.named if isinstance(hint, int)}
            level = list(met - found)
            found |= met
        return found

    def _walk(self, root: int) -> Kin:
        own = self._name(root).lower()
        joins: dict[str, bool] = {}
        nodes: dict[str, int | None] = {}
        level, depth = [root], 0
        while level and depth <= MAX_DEPTH:
            depth += 1
            level = [
                node
                for child in level
                for key, node in self._met(child, depth, own, joins, nodes)
                if node is not None and self._node(node).read
            ]
        found = {key: self._element(node) for key, node in nodes.items()}
        elements = frozenset(element if joins[key] else APART for key, element in found.items())
        read = [node for key, node in nodes.items() if node is not None and joins[key] and self._node(node).read]
        borne = [self.borne(self._name(node), self._node(node).bases, self._node(node).family) for node in read]
        return Kin(elements, frozenset[str | int]().union(*borne), min(depth, MAX_DEPTH))

    def _met(
        self, child: int, depth: int, own: str, joins: dict[str, bool], nodes: dict[str, int | None]
    ) -> Iterator[tuple[str, int | None]]:
        """The bases of a child that are met for the first time; the others learn who else names them."""
        name = self._name(child)
        for other, node in self._of(self._node(child).bases).stated:
            key = other.lower() if node is None else self._name(node).lower()
            if key == own:
                continue
            joined = same_holder(name, other if node is None else self._name(node)) is None
            if key in nodes:
                joins[key] = joins[key] or joined
                continue
            nodes[key], joins[key] = (node if depth <= MAX_DEPTH else None), joined
            yield key, nodes[key]

    def _element(self, node: int | None) -> int:
        return UNREAD if node is None else self._node(node).element

    # -- what all rows share that name their bases in one way

    def _of(self, bases: int) -> _Base:
        if bases not in self._known:
            self._known[bases] = self._made(self._bases[bases].links)
        return self._known[bases]

    def _made(self, links: tuple[Link, ...]) -> _Base:
        stated = tuple((one.id, self._find(one.id) if one.valid else None) for one in links if one.stated)
        names = frozenset(one.id.lower() for one in links if one.stated)
        hinted = [one for one in links if not one.stated and one.valid and one.id.lower() not in names]
        families = frozenset(one.family for one in links if one.family is not None)
        lost = [(name, node) for name, node in stated if not self._is_read(node)]
        named = [*lost, *((one.id, self._find(one.id)) for one in hinted)]
        hints = ((name, node if self._is_read(node) else self._spelled(name)) for name, node in named)
        return _Base(stated, names, families, tuple((name, hint) for name, hint in hints if hint is not None))

    def _is_read(self, node: int | None) -> bool:
        return node is not None and not self._node(node).gone

    def _spelled(self, name: str) -> str | None:
        found = family_named(name)
        return found.id if found is not None else None

    @cached_property
    def _shared(self) -> dict[int, Kin]:
        """The sets, bases before what is made from them; none where a cycle is near."""
        used = {number for number in range(len(self._bases)) if self._bases[number].links}
        waits: dict[int, int] = {}
        behind: dict[int, list[int]] = defaultdict(list)
        for number in used:
            needed = {self._node(node).bases for _, node in self._of(number).stated if node is not None} & used
            waits[number] = len(needed)
            for one in needed:
                behind[one].append(number)
        ready = [number for number, count in waits.items() if not count]
        joined: dict[frozenset[tuple[int, Kin]], Kin] = {}
        made: dict[int, Kin] = {}
        while ready:
            number = ready.pop()
            made[number] = self._joined(number, made, joined)
            for one in behind[number]:
                waits[one] -= 1
                if not waits[one]:
                    ready.append(one)
        return made

    def _joined(self, number: int, made: dict[int, Kin], joined: dict[frozenset[tuple[int, Kin]], Kin]) -> Kin:
        parts = frozenset(self._part(node, made) for _, node in self._of(number).stated)
        if parts not in joined:
            kin = [kin for _, kin in parts]
            elements = frozenset(element for element, _ in parts).union(*(one.elements for one in kin))
            hints = frozenset[str | int]().union(*(one.hints for one in kin))
            joined[parts] = Kin(elements, hints, max((one.depth for one in kin), default=-1) + 1)
        return joined[parts]

    def _part(self, node: int | None, made: dict[int, Kin]) -> tuple[int, Kin]:
        """What one base brings: itself, and its ancestors with what it hints at itself."""
        if node is None:
            return UNREAD, _NO_KIN
        one, name = self._node(node), self._name(node)
        if not one.read:
            return one.element, _NO_KIN
        apart = is_holder(name.partition("/")[0].lower()) or name.lower() in self._of(one.bases).names
        kin = self.walk(node) if apart else made.get(one.bases, _NO_KIN)
        borne = self.borne(name, one.bases, one.family)
        return one.element, Kin(kin.elements, kin.hints | borne, kin.depth) if borne else kin
