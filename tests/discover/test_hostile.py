"""Bad input: said, bounded, and never run."""

import json
import os
from pathlib import Path

import pytest

from scanner.discover import DiscoverOptions, Ignore, discover, discover_files
from scanner.model.errors import ModelscanError
from tests.discover.conftest import Scan

LOAD = 'AutoModel.from_pretrained("Qwen/Qwen2-7B")\n'


def _ids(found: object) -> list[str | None]:
    return [r.id for r in found.references]  # type: ignore[attr-defined]


def _reasons(found: object) -> dict[str, str]:
    return {s.path: s.reason for s in found.coverage.files_skipped}  # type: ignore[attr-defined]


def test_unparsable_python_is_read_by_tokens_and_said(scan: Scan) -> None:
    found = scan({"a.py": 'print "x"\n' + LOAD})
    assert _ids(found) == ["Qwen/Qwen2-7B"]
    assert "tokens" in found.coverage.files_partial[0].reason


@pytest.mark.parametrize("text", ["(" * 5000, "-" * 50_000 + "1", "x = " + "[" * 3000, "a." * 20_000 + "b", "\0"])
def test_deep_or_broken_python(scan: Scan, text: str) -> None:
    assert "Qwen/Qwen2-7B" in _ids(scan({"a.py": LOAD + text, "b.py": LOAD}))


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.toml", "a.ipynb"])
def test_deep_nesting_in_configurations(scan: Scan, name: str) -> None:
    found = scan({name: '{"model": ' + "[" * 100_000, "b.py": LOAD})
    assert _ids(found) == ["Qwen/Qwen2-7B"]


def test_aliases_do_not_multiply(scan: Scan) -> None:
    rows = ["a0: &a0 [Qwen/x-1]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    assert scan({"a.yaml": "model: Qwen/Qwen2-7B\n" + "\n".join(rows)}).references[0].id == "Qwen/Qwen2-7B"


def test_links_are_not_followed(scan: Scan, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "secret.py").write_text(LOAD)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "out").symlink_to(outside)
    (tmp_path / "file.py").symlink_to(outside / "secret.py")
    found = scan({"b.txt": "nothing"})
    assert _ids(found) == []
    assert {path for path, why in _reasons(found).items() if "link" in why} == {"loop", "out", "file.py"}


def test_an_import_does_not_lead_out_of_the_tree(scan: Scan, tmp_path: Path) -> None:
    (tmp_path.parent / "elsewhere.py").write_text('THING = "Qwen/Qwen2-7B"\n')
    found = scan({"a.py": "from ..elsewhere import THING\nAutoModel.from_pretrained(THING)\n"})
    assert _ids(found) == [None]


def test_binary_latin_and_utf16(scan: Scan) -> None:
    latin = "# caf\xe9\n".encode("latin-1") + LOAD.encode()
    found = scan({"b.py": b"\0\1from_pretrained", "l.py": latin, "u.py": LOAD.encode("utf-16")})
    assert _reasons(found) == {"b.py": "binary"}
    assert [r.path for r in found.references] == ["l.py", "u.py"]
    assert found.coverage.files_partial[0].reason == "not UTF-8: read as Latin-1"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files_are_said(scan: Scan, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(LOAD)
    (tmp_path / "a.py").chmod(0)
    assert "cannot be read" in _reasons(scan({}))["a.py"]


def test_large_files_are_skipped_and_said(scan: Scan) -> None:
    found = scan({"a.py": LOAD * 100, "n.ipynb": "{}" * 100}, max_bytes=100, max_notebook_bytes=50)
    assert set(_reasons(found)) == {"a.py", "n.ipynb"}


def test_names_with_line_breaks(scan: Scan) -> None:
    found = scan({"a\n::set-output name=x::y.py": LOAD})
    assert found.references[0].path == "a\n::set-output name=x::y.py"


def test_circles_end(scan: Scan) -> None:
    text = "".join(f"v{i} = v{(i + 1) % 30} or v{(i + 7) % 30} or cfg.v{i}.x[v{i}]\n" for i in range(30))
    found = scan({"a.py": text + "AutoModel.from_pretrained(v0.y[v1].z)\n"})
    assert [(one.id, one.line) for one in found.references] == [(None, 31)]


def test_nothing_is_run(scan: Scan, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    scan({"a.py": f"open({str(mark)!r}, 'w')\n" + LOAD, "conftest.py": f"open({str(mark)!r}, 'w')\n" + LOAD})
    assert not mark.exists()


def test_ignores_are_attached(scan: Scan) -> None:
    text = "# modelscan: ignore[LIC001] asked legal\n" + LOAD + LOAD.rstrip() + "  # modelscan: ignore  all fine\n"
    first, second = scan({"a.py": text}).references
    assert first.ignores == (Ignore(rule="LIC001", reason="asked legal"),)
    assert second.ignores == (Ignore(rule=None, reason="all fine"),)


def test_default_ignores_are_said(scan: Scan) -> None:
    found = scan({".gitignore": "skip/\n", "skip/a.py": LOAD, "node_modules/a.js": "x", "x.png": "x"})
    assert found.references == ()
    assert any(".gitignore" in said for said in found.coverage.ignored)
    assert any("node_modules/" in said for said in found.coverage.ignored)
    assert any(".png" in said for said in found.coverage.ignored)


def test_default_ignores_can_be_lifted(scan: Scan) -> None:
    assert _ids(scan({".gitignore": "skip/\n", "skip/a.py": LOAD}, default_ignores=False)) == ["Qwen/Qwen2-7B"]


def test_notebook_lines_are_those_of_the_file(scan: Scan) -> None:
    book = {"cells": [{"cell_type": "code", "source": ["x = 1\n", LOAD]}]}
    text = json.dumps(book, indent=1)
    [reference] = scan({"a.ipynb": text}).references
    assert "Qwen/Qwen2-7B" in text.split("\n")[reference.line - 1]


def test_same_tree_same_answer(tmp_path: Path) -> None:
    for name in ("b.py", "a.py"):
        (tmp_path / name).write_text(LOAD)
    first = discover(tmp_path)
    assert first == discover(tmp_path)
    assert [r.path for r in first.references] == ["a.py", "b.py"]


def test_some_files_of_a_tree(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from b import THING\nAutoModel.from_pretrained(THING)\n")
    (tmp_path / "b.py").write_text('THING = "Qwen/Qwen2-7B"\n')
    found = discover_files(tmp_path, ["a.py"], DiscoverOptions())
    assert [(r.path, r.id) for r in found.references] == [("b.py", "Qwen/Qwen2-7B")]


def test_a_missing_root_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelscanError, match="does not exist"):
        discover(tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<script>" * 100_000 + "huggingface.co/Qwen/Qwen2-7B"),
        ("b.html", "<script " * 100_000 + "huggingface.co/Qwen/Qwen2-7B"),
        ("c.rst", ".. code-block:: python\n\n   from_pretrained\n" * 20_000),
        ("d.md", "```py\n" * 50_000 + "huggingface.co/Qwen/Qwen2-7B\n"),
        ("e.py", "from_pretrained\n" + 'def f(x):\n    """see hf.co/Qwen/x"""\n    return 1\n' * 10_000),
        ("f.yaml", 'model: "' + "Qwen/x-7b," * 100_000 + '"\n'),
    ],
)
def test_repetition_is_bounded_work(scan: Scan, name: str, text: str) -> None:
    """Quadratic work on any of these would take minutes."""
    assert scan({name: text}).coverage.files_read == 1
