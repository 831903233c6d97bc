"""The ancestry of one result as a tree: licences, the places where terms changed, and the weak links."""

from collections.abc import Iterator

from scanner.judge.terms.suspected import pointed
from scanner.model.frozen import dataclass
from scanner.model.result import Ancestor, Result
from scanner.text.clean import one_line

#: Children shown of one repo, and repos shown in all: a merge of 500 is told, not drawn.
_WIDE = 12
_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """From a repo to a base that it names, or that something in it points to (``hint``)."""

    child: str
    parent: str
    relation: str
    origin: str
    changed: str = ""
    weak: str = ""
    apart: str = ""
    hint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Repos with their licences (() where none is known), and the edges between them, nearest first."""

    root: str
    licenses: dict[str, tuple[str, ...]]
    edges: tuple[Edge, ...]
    left_out: int = 0

    def of(self, child: str) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.child == child)


def tree(result: Result) -> Tree:
    """A result's lineage and hints as a tree."""
    ancestors = (result.lineage or ())[:_MAX]
    own = result.license.resolved or ()
    licenses = {result.model: own, **{one.id: one.license for one in ancestors}}
    edges = [edge for one in ancestors for edge in _edges(one, result, licenses)]
    hints = [
        Edge(child=result.model, parent=pointed(conflict.detail), relation="unknown", origin="a hint", hint=True,
             weak=conflict.detail)
        for conflict in result.license.conflicts
        if conflict.kind == "suspected-base"
    ]  # fmt: skip
    return Tree(
        root=result.model,
        licenses=licenses,
        edges=(*edges, *hints),
        left_out=max(0, len(result.lineage or ()) - _MAX),
    )


def _edges(one: Ancestor, result: Result, licenses: dict[str, tuple[str, ...]]) -> Iterator[Edge]:
    for child in one.named_by or (result.model,):
        said = licenses.get(child, ())
        changed = f"{_ids(one.license)} became {_ids(said)}" if one.resolved and set(said) != set(one.license) else ""
        weak = "not read" if not one.resolved else "states no licence" if not one.license else ""
        apart = f"its terms do not join ({one.apart})" if one.apart else ""
        if apart:
            changed, weak = "", ""
        yield Edge(
            child=child,
            parent=one.id,
            relation=one.relation,
            origin=one.origin,
            changed=changed,
            weak=weak,
            apart=apart,
        )


def _ids(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "no licence"


def text(made: Tree, ascii_only: bool = False) -> str:
    """The tree for a terminal."""
    lines = [f"{one_line(made.root)} ({_ids(made.licenses.get(made.root, ()))})"]
    lines += _below(made, made.root, "", {made.root}, ascii_only)
    if made.left_out:
        lines.append(f"and {made.left_out} more that are not drawn")
    if len(lines) == 1:
        lines.append("  names no base model")
    return "\n".join(lines) + "\n"


def _below(made: Tree, child: str, lead: str, seen: set[str], ascii_only: bool) -> Iterator[str]:
    edges = made.of(child)
    shown, rest = edges[:_WIDE], len(edges) - _WIDE
    for number, edge in enumerate(shown):
        last = number == len(shown) - 1 and rest <= 0
        branch = ("`- " if last else "|- ") if ascii_only else ("└─ " if last else "├─ ")
        yield f"{lead}{branch}{_line(made, edge, edge.parent in seen)}"
        if edge.parent not in seen and not edge.hint:
            seen.add(edge.parent)
            deeper = "   " if last else "|  " if ascii_only else "│  "
            yield from _below(made, edge.parent, lead + deeper, seen, ascii_only)
    if rest > 0:
        yield f"{lead}{'`- ' if ascii_only else '└─ '}and {rest} more"


def told(made: Tree, edge: Edge) -> str:
    """One step of the ancestry in words: what the base is to whom, its licence, what names it, what changed."""
    return one_line(f"{_shown(made, edge)}" if edge.hint else f"{edge.child}: {_shown(made, edge)}")


def _line(made: Tree, edge: Edge, again: bool) -> str:
    return one_line("  ".join([_shown(made, edge), *(["(as above)"] if again and not edge.hint else [])]))


def _shown(made: Tree, edge: Edge) -> str:
    if edge.hint:
        return f"? seems made from {edge.parent}: {edge.weak}"
    marks = [
        mark for mark in (edge.changed and f"! {edge.changed}", edge.weak and f"? {edge.weak}", edge.apart) if mark
    ]
    what = "from" if edge.relation == "unknown" else f"{edge.relation} of"
    licence = "" if edge.weak == "not read" else f" ({_ids(made.licenses.get(edge.parent, ()))})"
    return " · ".join([f"{what} {edge.parent}{licence} [{edge.origin}]", *marks])


def plain(made: Tree) -> dict[str, object]:
    """The tree for JSON."""
    return {
        "root": made.root,
        "nodes": [{"id": name, "license": list(ids)} for name, ids in made.licenses.items()],
        "edges": [
            {
                "from": edge.child,
                "to": edge.parent,
                "relation": edge.relation,
                "origin": edge.origin,
                "strength": "hinted" if edge.hint else "stated",
                "changed": edge.changed or None,
                "weak": edge.weak or None,
                "apart": edge.apart or None,
            }
            for edge in made.edges
        ],
        "left_out": made.left_out,
    }


def mermaid(made: Tree) -> str:
    """A Mermaid flowchart, children above their bases."""
    numbers = _numbers(made)
    lines = ["flowchart TD"]
    lines += [f'  n{number}["{_quoted(name, made)}"]' for name, number in numbers.items()]
    for edge in made.edges:
        arrow = "-.->" if edge.hint or edge.weak else "-->"
        label = edge.relation + (" · terms change" if edge.changed else "")
        lines.append(f'  n{numbers[edge.child]} {arrow}|"{label}"| n{numbers[edge.parent]}')
    return "\n".join(lines) + "\n"


def dot(made: Tree) -> str:
    """A Graphviz digraph."""
    numbers = _numbers(made)
    lines = ["digraph lineage {", "  node [shape=box];"]
    lines += [f'  n{number} [label="{_quoted(name, made)}"];' for name, number in numbers.items()]
    for edge in made.edges:
        style = ' style="dashed"' if edge.hint or edge.weak else ""
        label = edge.relation + (" (terms change)" if edge.changed else "")
        lines.append(f'  n{numbers[edge.child]} -> n{numbers[edge.parent]} [label="{label}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"


def _numbers(made: Tree) -> dict[str, int]:
    names = [made.root, *made.licenses, *(name for edge in made.edges for name in (edge.child, edge.parent))]
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _quoted(name: str, made: Tree) -> str:
    """A label that neither format can take for its own marks."""
    shown = one_line(f"{name}: {_ids(made.licenses.get(name, ()))}")[:200]
    return "".join(character if character.isalnum() or character in " ./:-_,+" else "_" for character in shown)
