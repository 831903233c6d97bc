"""The one-way order of imports, as the first table of docs/architecture.md states it."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "scanner"
#: Entry points: they may import anything, and nothing imports them.
ENTRIES = {"__main__"}


def layers(table: str) -> dict[str, tuple[int, int]]:
    """Module or package name → (line of the table, place in the line)."""
    rows = re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
    return {
        name.rstrip("/"): (number, place)
        for number, row in enumerate(rows)
        for place, name in enumerate(re.findall(r"`([^`]+)`", row))
    }


def imports(source: str, module: str) -> Iterator[tuple[int, str]]:
    """``(line, part of scanner)`` for every import of the project, wherever in the file it stands."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{whole}.{alias.name}" for alias in node.names] if whole == "scanner" else [whole]
        for name in names:
            parts = name.split(".")
            if parts[0] == "scanner" and len(parts) > 1:
                yield node.lineno, parts[1]


def breaches(source: str, module: str, order: dict[str, tuple[int, int]]) -> list[str]:
    """The imports of a module that go against the order: down the table, or to the right in its own line."""
    part = module.split(".")[1]
    found = []
    for line, other in imports(source, module):
        if other == part or (other not in order and not _exists(other)):
            continue  # its own package, or a name such as __version__ of the package itself
        if other not in order or order[other] > order[part]:
            found.append(f"{module.replace('.', '/')}.py:{line} imports scanner.{other}")
    return found


def _exists(part: str) -> bool:
    return (PACKAGE / part).is_dir() or (PACKAGE / f"{part}.py").is_file()


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


ORDER = layers((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))


def test_every_module_is_in_the_table() -> None:
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()} - ENTRIES
    assert not parts - set(ORDER), "name them in the table of docs/architecture.md, in the line where they belong"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_up_the_table(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    if module.split(".")[1] in ENTRIES:
        return
    if module.split(".")[1] not in ORDER:
        pytest.fail(f"{module} is in no line of docs/architecture.md's table")
    assert breaches(path.read_text(encoding="utf-8"), module, ORDER) == []


@pytest.mark.parametrize(
    ("source", "module", "wrong"),
    [
        ("from scanner.collect.hub import client", "scanner.judge.reading.read", 0),
        ("from scanner.judge import evaluate", "scanner.collect.hub.client", 1),
        ("import scanner.cli.check", "scanner.model.target", 1),
        ("def f():\n    from scanner import cli", "scanner.report.text", 1),
        ("from ...judge import evaluate", "scanner.collect.hub.client", 1),
        ("from . import other", "scanner.collect.hub.client", 0),
        ("from scanner import __version__", "scanner.model.words", 0),
        ("from scanner.model.words import Verdict", "scanner.text.card", 0),
        ("from scanner.text.card import read_card", "scanner.model.words", 1),
    ],
)
def test_the_check_sees(source: str, module: str, wrong: int) -> None:
    assert len(breaches(source, module, ORDER)) == wrong


def module_name(path: Path) -> str:
    """The dotted name of a module's file; a package's own is that of its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def known_imports(path: Path, known: set[str]) -> set[str]:
    """The project's modules that a module imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in known else node.module for name in whole} & known
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found - {module_name(path)}


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one circle of imports; [] when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_leads_back_to_itself() -> None:
    known = {module_name(path) for path in PACKAGE.rglob("*.py")}
    graph = {module_name(path): known_imports(path, known) for path in PACKAGE.rglob("*.py")}
    graph["scanner"].clear()  # the Python face: what it shows is loaded when somebody outside asks for it
    assert circle(graph) == []


def test_a_circle_is_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
