"""docs/architecture.md names what is there: every path and every function."""

import ast
import re

from tests.cli.running import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`((?:scanner|rules|tests|scripts)/[\w./-]*)(?::(\w+))?`", PAGE)


def defined(path: str) -> set[str]:
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        found |= {one.id for one in targets if isinstance(one, ast.Name)}
    return found


def test_every_path_exists() -> None:
    assert len(NAMED) > 50
    assert [path for path, _ in NAMED if not (ROOT / path).exists()] == []


def test_every_function_that_it_names_is_defined_there() -> None:
    named = [(path, name) for path, name in NAMED if name]
    assert len(named) > 15
    assert [f"{path}:{name}" for path, name in named if name not in defined(path)] == []


def test_it_tells_where_to_add_each_thing() -> None:
    wanted = "licence, rule, fact, loader, weights format, prose pattern, lineage form, publisher, provider"
    wanted += ", report format, command"
    rows = re.findall(r"^\| (an? [^|]+) \|", PAGE, re.MULTILINE)
    for thing in wanted.split(", "):
        assert any(re.search(rf"\b{thing}\b", row) for row in rows), thing
