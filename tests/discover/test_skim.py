"""Skimming: what may go, what stays, and that no line moves."""

import ast
from pathlib import Path

import pytest

from scanner.discover import discover
from scanner.discover.names.prefilter import telling_offsets
from scanner.discover.python.tree import SHORT, skim

FILLER = "    total = 1\n" + "    total += 2  # nothing that names anything stands in these lines at all\n" * 4
PLAIN = f"def plain(value):\n{FILLER}    return total\n"
LOADS = f'def loads():\n{FILLER}    return AutoModel.from_pretrained("orbit-lab/one")\n'
DOCUMENTED = f'def told():\n    """See AutoModel.from_pretrained("orbit-lab/said")."""\n{FILLER}    return total\n'


def skimmed(text: str) -> str:
    data = text.encode()
    return skim(data, telling_offsets(data)).decode()


def test_a_body_that_tells_nothing_goes_and_no_line_moves() -> None:
    text = f"import os\n{PLAIN}\nLAST = os.sep\n"
    short = skimmed(text)
    assert "total" not in short
    assert short.count("\n") == text.count("\n")
    whole, less = ast.parse(text), ast.parse(short)
    assert [node.lineno for node in whole.body] == [node.lineno for node in less.body]


@pytest.mark.parametrize("text", [LOADS, PLAIN.replace("def plain", "def __init__")])
def test_a_body_that_tells_something_stays(text: str) -> None:
    assert skimmed("\n" + text) == "\n" + text


def test_documentation_alone_keeps_no_body() -> None:
    assert "total" not in skimmed("\n" + DOCUMENTED)


def test_methods_and_signatures_over_several_lines() -> None:
    inner = "".join(
        "    " + line for line in PLAIN.replace("(value)", "(\n    self,\n    value=1,\n)").splitlines(True)
    )
    text = f"\nclass Thing:\n{inner}    NAME = 'x'\n"
    short = skimmed(text)
    assert "total" not in short
    assert [node.lineno for node in ast.walk(ast.parse(short)) if isinstance(node, ast.Assign)] == [text.count("\n")]


def test_text_that_looks_like_code_falls_back_to_the_whole(tmp_path: Path) -> None:
    text = 'CODE = """\ndef inner():\n' + FILLER + '"""\n' + LOADS + "# filler\n" * SHORT
    assert len(text) > SHORT
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    found = discover(tmp_path)
    assert [(r.id, r.line) for r in found.references] == [
        ("orbit-lab/one", text.split("orbit-lab/one")[0].count("\n") + 1)
    ]
    assert not found.coverage.files_partial


def test_long_and_short_files_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "short.py").write_text(LOADS + PLAIN + DOCUMENTED, encoding="utf-8")
    (tmp_path / "long.py").write_text(LOADS + PLAIN + DOCUMENTED + PLAIN * (SHORT // len(PLAIN) + 1), encoding="utf-8")
    found = {reference.path: (reference.line, reference.id) for reference in discover(tmp_path).references}
    assert found["short.py"] == found["long.py"]
