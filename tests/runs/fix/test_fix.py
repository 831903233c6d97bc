"""Certain mends: what is pinned, what is left, and that nothing is written before it was asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.discover import discover
from scanner.runs.fix import diff_of, mend, pin_edits

COMMIT = "0123456789abcdef0123456789abcdef01234567"
IDS = {"quarry/encoder": COMMIT, "datasets/quarry/texts": COMMIT}
LIBRARIES = "from transformers import AutoModel, pipeline\nfrom datasets import load_dataset\n"
PINNED = {
    "a call": ("a.py", 'AutoModel.from_pretrained("quarry/encoder")', f'("quarry/encoder", revision="{COMMIT}")'),
    "a call with more": (
        "a.py",
        'AutoModel.from_pretrained("quarry/encoder", device_map="auto")',
        f'device_map="auto", revision="{COMMIT}")',
    ),
    "over several lines": (
        "a.py",
        'AutoModel.from_pretrained(\n    "quarry/encoder",\n)',
        f'", revision="{COMMIT}",\n)',
    ),
    "a branch": ("a.py", 'AutoModel.from_pretrained("quarry/encoder", revision="main")', f'revision="{COMMIT}")'),
    "a dataset": ("a.py", 'load_dataset("quarry/texts")', f'load_dataset("quarry/texts", revision="{COMMIT}")'),
    "letters of two bytes": (
        "a.py",
        'x = "é"; pipeline("ä", "quarry/encoder")',
        f'"quarry/encoder", revision="{COMMIT}")',
    ),
    "a command": (
        "a.sh",
        "hf download quarry/encoder --local-dir w",
        f"quarry/encoder --revision {COMMIT} --local-dir w",
    ),
    "an address": (
        "a.yaml",
        "url: https://huggingface.co/quarry/encoder/resolve/main/model.onnx",
        f"encoder/resolve/{COMMIT}/model.onnx",
    ),
}
LEFT = {
    "a pinned call": ("a.py", 'AutoModel.from_pretrained("quarry/encoder", revision="v1")'),
    "another library": ("a.py", 'from gliner import GLiNER\nGLiNER.from_pretrained("quarry/encoder")'),
    "a variable": ("a.py", 'NAME = "quarry/encoder"\nAutoModel.from_pretrained(NAME)'),
    "options that may hold one": ("a.py", 'AutoModel.from_pretrained("quarry/encoder", **options)'),
    "a configuration": ("a.yaml", "model: quarry/encoder"),
    "a variable of the shell": ("a.sh", 'MODEL=quarry/encoder\nhf download "$MODEL"'),
    "a sample": ("README.md", "```sh\nhf download quarry/encoder\n```"),
    "a pinned command": ("a.sh", "hf download quarry/encoder --revision v1"),
}


def mended(tmp_path: Path, name: str, text: str) -> str:
    (tmp_path / name).write_text((LIBRARIES if name.endswith(".py") else "") + text + "\n", encoding="utf-8")
    found = discover(tmp_path).references
    assert found
    return "".join(one.after for one in mend(tmp_path, pin_edits(tmp_path, found, IDS)))


@pytest.mark.parametrize("what", PINNED)
def test_what_is_certain_is_pinned_and_read_so_afterwards(what: str, tmp_path: Path) -> None:
    name, text, want = PINNED[what]
    after = mended(tmp_path, name, text)
    assert want in after
    (tmp_path / name).write_text(after, encoding="utf-8")
    assert {one.revision for one in discover(tmp_path).references} == {COMMIT}


@pytest.mark.parametrize("what", LEFT)
def test_what_needs_judgement_is_left(what: str, tmp_path: Path) -> None:
    assert mended(tmp_path, *LEFT[what]) == ""


def test_the_diff_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("hf download quarry/encoder", encoding="utf-8")
    (one,) = mend(tmp_path, pin_edits(tmp_path, discover(tmp_path).references, IDS))
    assert diff_of(one).startswith("--- a/a.sh\n+++ b/a.sh\n@@ -1 +1 @@\n-hf download quarry/encoder\n")


def test_front_matter_of_a_folder_and_nothing_without_write(tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    card = "---\nlicense: mit\n---\nAn adapter.\n"
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    (tmp_path / "adapter_config.json").write_text('{"base_model_name_or_path": "quarry/encoder"}', encoding="utf-8")
    shown = modelscan("fix", ".", "--offline", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "+base_model: quarry/encoder" in shown.stdout
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == card
    assert modelscan("fix", ".", "--offline", "--write", cwd=tmp_path).returncode == 0
    assert (tmp_path / "README.md").read_text(
        encoding="utf-8"
    ) == "---\nbase_model: quarry/encoder\nlicense: mit\n---\nAn adapter.\n"
    again = modelscan("fix", ".", "--offline", cwd=tmp_path)
    assert (again.stdout, "nothing certain" in again.stderr) == ("", True)


def test_a_commit_that_nobody_can_tell_is_said(tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    (tmp_path / "a.sh").write_text("hf download quarry/never-seen\n", encoding="utf-8")
    done = modelscan("fix", ".", "--offline", cwd=tmp_path)
    assert done.returncode == 3
    assert "not pinned: quarry/never-seen" in done.stderr
