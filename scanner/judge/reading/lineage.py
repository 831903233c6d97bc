"""The ancestry that a snapshot shows: breadth first, cycles closed, at the shortest distance, to the depth limit."""

from collections.abc import Iterator

from scanner.collect.relations import Parent, parents
from scanner.judge.reading.made import carries_terms
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.publishers import same_holder
from scanner.model.frozen import dataclass, replace
from scanner.model.once import Kept
from scanner.model.result import Evidence
from scanner.model.snapshot import MAX_DEPTH, Repo, Snapshot
from scanner.model.words import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One ancestor. ``repo`` is None, or carries a problem, when it could not be read; ``via`` names it, as do all of
    ``vias``."""

    id: str
    repo: Repo | None
    relation: Relation
    depth: int
    via: str
    origin: str
    evidence: tuple[Evidence, ...]
    vias: tuple[str, ...] = ()

    @property
    def resolved(self) -> bool:
        return self.repo is not None and self.repo.problem is None


def ancestors(snapshot: Snapshot) -> tuple[Node, ...]:
    """Every ancestor within the depth limit, nearest first; unresolved ones as such, and those beyond the limit."""
    return ancestors_of(snapshot, snapshot.root) if snapshot.root.repo_type == "model" else ()


def ancestors_of(snapshot: Snapshot, start: Repo) -> tuple[Node, ...]:
    """The same for any repo of a snapshot."""
    found: dict[_Key, Node] = {}
    level = [start]
    for depth in range(1, MAX_DEPTH + 2):
        nodes = [node for node in _next(snapshot, level, depth) if _new(node, found, start)]
        level = [node.repo for node in nodes if node.repo is not None and node.resolved]
        if not level:
            break
    return tuple(found.values())


def _next(snapshot: Snapshot, level: list[Repo], depth: int) -> Iterator[Node]:
    for child in level:
        for parent in parents(child):
            if parent.strength == "hinted":
                break
            yield _node(snapshot, child, parent, depth)


def _node(snapshot: Snapshot, child: Repo, parent: Parent, depth: int) -> Node:
    repo = snapshot.find("model", parent.id) if depth <= MAX_DEPTH else None
    return Node(
        id=repo.id if repo is not None else parent.id,
        repo=repo,
        relation=parent.relation,
        depth=depth,
        via=child.id,
        origin=parent.origin,
        evidence=parent.evidence,
    )


#: By what a repo is known again: an answer that bears another's name is of another commit.
_Key = tuple[str, str | None]


def _key(name: str, repo: Repo | None) -> _Key:
    return name.lower(), repo.revision if repo is not None else None


def _new(node: Node, found: dict[_Key, Node], root: Repo) -> bool:
    """Keep a node the first time it is met: later meetings are longer ways to it, or a cycle; they add who names it."""
    key = _key(node.id, node.repo)
    if node.repo is None:  # beyond the limit nothing is looked up: its name alone tells that it was met
        key = next((one for one in (_key(root.id, root), *found) if one[0] == key[0]), key)
    if key == _key(root.id, root):
        return False
    known = found.get(key)
    found[key] = replace(known or node, vias=tuple(dict.fromkeys((*(known.vias if known else ()), node.via))))
    return known is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestry(Kept):
    """One ancestor as read: ``own`` is its licence, None (and ``problem`` says why) when it could not be read;
    ``absent`` when the Hub itself said that there is none.

    ``apart`` is the record by which its terms do not join: every repo that names it is of a family that the same rights
    holder trained itself. ``carries``: it is a mechanical conversion without a licence of its own.
    """

    id: str
    relation: Relation
    depth: int
    via: str
    origin: str
    evidence: tuple[Evidence, ...]
    vias: tuple[str, ...] = ()
    revision: str | None = None
    own: OwnLicense | None = None
    problem: str | None = None
    absent: bool = False
    apart: str | None = None
    carries: bool = False
    catalog: bool = False


def read_ancestry(snapshot: Snapshot, licenses: Licenses) -> tuple[Ancestry, ...]:
    """Every ancestor within the depth limit, nearest first, with its own licence."""
    return tuple(_read(node, licenses) for node in ancestors(snapshot))


def _read(node: Node, licenses: Licenses) -> Ancestry:
    problem = node.repo.problem if node.repo is not None else None
    read = node.repo if node.resolved else None
    return Ancestry(
        id=node.id,
        relation=node.relation,
        depth=node.depth,
        via=node.via,
        origin=node.origin,
        evidence=node.evidence,
        revision=node.repo.revision if node.repo is not None else None,
        own=own_license(read, licenses) if read is not None else None,
        problem=None if read is not None else problem.message if problem is not None else "it was not read",
        absent=problem is not None and problem.absent,
        vias=node.vias,
        apart=apart(node),
        carries=read is not None and carries_terms(read),
        catalog=read is not None and read.source == "catalog",
    )


def apart(node: Node) -> str | None:
    """The publisher's record by which no repo that names this one is bound by its terms."""
    records = [same_holder(via, node.id) for via in node.vias]
    return records[0].path if records and records[0] is not None and None not in records else None
