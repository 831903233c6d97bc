"""Every entry of ``rules/loaders.yaml`` by its own example, in which it is found, and its trap, in which nothing is."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.discover import discover
from scanner.discover.names.slots import never_named, slot_of_call, slot_of_name
from scanner.discover.names.tables import Call, Command, PlaceName, tables
from scanner.knowledge.resources import rules_dir

LOADERS = tables().loaders
FILES = {"calls": "a.py", "javascript": "a.ts", "native": "a.rs", "commands": "a.sh"}
ENTRIES = [
    pytest.param(kind, entry, id=f"{kind}-{number}-{(entry.words if kind == 'commands' else entry.names)[0]}")
    for kind in FILES
    for number, entry in enumerate(getattr(LOADERS, kind))
]
NAMES = [(kind, one) for kind in ("model", "dataset", "never", "bare", "calls") for one in getattr(LOADERS.names, kind)]


def found(tmp_path: Path, kind: str, entry: Call | Command, text: str) -> list[str | None]:
    name = FILES[kind] if not getattr(entry, "files", ()) else entry.files[0].replace("*", "x")
    if kind == "native" and "hgf" in text:
        name = "a.jl"
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    return [one.id for one in discover(tmp_path).references]


@pytest.mark.parametrize(("kind", "entry"), ENTRIES)
def test_an_entry_finds_its_example_and_leaves_its_trap(kind: str, entry: Call | Command, tmp_path: Path) -> None:
    assert entry.example and entry.trap, "every entry carries its own tests"
    assert [one for one in found(tmp_path, kind, entry, entry.example) if one], entry.example
    assert [one for one in found(tmp_path, kind, entry, entry.trap) if one] == [], entry.trap


@pytest.mark.parametrize(("kind", "name"), NAMES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_name_is_what_it_says(kind: str, name: PlaceName | str) -> None:
    assert isinstance(name, PlaceName) and name.example and name.trap, "every pattern carries its own tests"
    matches = tables().names[kind]
    assert matches.match(name.example) and not matches.match(name.trap), name
    if kind == "model":
        assert slot_of_name(name.example) is not None
    if kind == "never":
        assert never_named(name.example)
    if kind == "calls":
        assert slot_of_call(name.example) is not None


ADDED = {
    "a new name, in Python": ("    - match: '(?:teacher", "    - zorgblat\n", "a.py", 'zorgblat = "quarry/encoder"'),
    "a new name, in YAML": ("    - match: '(?:teacher", "    - zorgblat\n", "a.yaml", "zorgblat: quarry/encoder"),
    "a new command": (
        "  - words: [ollama, pull]",
        "  - {words: [zorg, pull], position: 0}\n",
        "a.sh",
        "zorg pull quarry/encoder",
    ),
    "a command from Python": (
        "  - words: [ollama, pull]",
        "  - {words: [zorg, pull], position: 0}\n",
        "a.py",
        'run(["zorg", "pull", "quarry/encoder"])',
    ),
    "a new loader": (
        "  - names: [from_pretrained, from_config, snapshot_download",
        "  - {names: [zorgload], position: 0, bare: true}\n",
        "a.py",
        'zorgload("quarry/encoder")',
    ),
    "a new call elsewhere": (
        "  - names: [hgf]",
        "  - {names: [Zorgload], position: 0}\n",
        "a.go",
        'x := Zorgload("quarry/encoder")',
    ),
    "a new flag": ("  model: [--model,", None, "a.sh", "anything --zorg quarry/encoder"),
}
RUN = """
import sys
from pathlib import Path
from scanner.knowledge import resources
resources.rules_dir = lambda: Path(sys.argv[1])
from scanner.discover import discover
print(*[one.id for one in discover(Path(sys.argv[2])).references])
"""


@pytest.mark.parametrize("what", ADDED)
def test_what_is_added_to_the_table_is_found_without_any_python(what: str, tmp_path: Path) -> None:
    before, line, name, text = ADDED[what]
    rules, tree = tmp_path / "rules", tmp_path / "tree"
    rules.mkdir()
    tree.mkdir()
    shutil.copytree(rules_dir() / "providers", rules / "providers")
    table = (rules_dir() / "loaders.yaml").read_text(encoding="utf-8")
    if line is None:
        place = table.index("flags:\n  model: [") + len("flags:\n  model: [")
        table = table[:place] + "--zorg, " + table[place:]
    else:
        place = (
            table.index(before) if before in table else table.index("names:\n  model:\n") + len("names:\n  model:\n")
        )
        table = table[:place] + line + table[place:]
    (rules / "loaders.yaml").write_text(table, encoding="utf-8")
    (tree / name).write_text(text + "\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", RUN, rules, tree], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["quarry/encoder"], done.stderr
