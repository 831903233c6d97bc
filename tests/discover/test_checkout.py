"""Git checkouts: what git lists and is not there, or is another repository, is named and not passed over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.discover import discover
from scanner.model.errors import ModelscanError
from scanner.runs.notice.bundle import files
from scanner.runs.notice.duties import Duties
from scanner.runs.scan.config import load_config

LOAD = 'AutoModel.from_pretrained("Qwen/Qwen2-7B")\n'


def git(root: Path, *words: str) -> None:
    given = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *given, "-C", str(root), *words], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    git(root, "init", "-q")
    (root / "a.py").write_text(LOAD)
    (root / "p").mkdir()
    (root / "p" / "b.py").write_text(LOAD)
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    return root


def reasons(root: Path) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in discover(root).coverage.files_skipped}


def test_a_clone_within_is_named(checkout: Path) -> None:
    inner = checkout / "vendored"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "c.py").write_text(LOAD)
    assert "repository of its own" in reasons(checkout)["vendored"]


def test_a_submodule_is_named(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(checkout), str(other))
    git(checkout, "submodule", "add", "-q", str(other), "sub")
    assert "repository of its own" in reasons(checkout)["sub"]


def test_what_a_sparse_checkout_leaves_out_is_named(checkout: Path) -> None:
    (checkout / "q").mkdir()
    (checkout / "q" / "d.py").write_text("x = 1\n")
    git(checkout, "add", ".")
    git(checkout, "commit", "-qm", "two")
    git(checkout, "sparse-checkout", "set", "q")
    assert "sparse" in reasons(checkout)["p/b.py"]


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root reads everything")
def test_an_unreadable_folder_stops_nothing(checkout: Path) -> None:
    (checkout / "p").chmod(0)
    try:
        assert "cannot be read" in reasons(checkout)["p/b.py"]
    finally:
        (checkout / "p").chmod(0o755)


def test_own_files_are_no_uses(checkout: Path) -> None:
    (checkout / "modelscan-baseline.yaml").write_text("baseline:\n  - model: Qwen/Qwen2-7B\n")
    report = {"schema_version": "1", "tool": {"name": "modelscan"}, "results": [{"model": "Qwen/Qwen2-7B"}]}
    (checkout / "report.json").write_text(json.dumps(report, indent=2))
    page = '<!doctype html><meta name="generator" content="modelscan 0.1.0"><p>hf.co/Qwen/Qwen2-7B</p>'
    (checkout / "report.html").write_text(page)
    (checkout / "MANIFEST.json").write_bytes(
        files(Duties(credits=(), tasks=(), copies=(), without_text=()))["MANIFEST.json"]
    )
    for folder in (".modelscan/audits", "modelscan-audit"):
        (checkout / folder).mkdir(parents=True)
        (checkout / folder / "x.json").write_text('{"model": "Qwen/Qwen2-7B"}')
    found = discover(checkout)
    assert {reference.path for reference in found.references} == {"a.py", "p/b.py"}
    assert {"modelscan's own reports (3)", ".modelscan/ (1)", "modelscan-audit/ (1)"} <= set(found.coverage.ignored)


def test_a_page_of_others_that_names_modelscan_is_read(checkout: Path) -> None:
    (checkout / "page.html").write_text('<p>made by modelscan</p><script>pipeline("x", "Qwen/Qwen2-7B")</script>')
    assert "page.html" in {reference.path for reference in discover(checkout).references}


def test_settings_behind_a_link_are_refused(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('policy = "research"\n')
    (checkout / "modelscan.toml").symlink_to(tmp_path / "other.toml")
    with pytest.raises(ModelscanError, match="is a link"):
        load_config(checkout)


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux does")
@pytest.mark.parametrize("name", ["a.ipynb", "a.json", "a.js", "a.sh", "a.py"])
def test_one_long_string_takes_little_memory(name: str, tmp_path: Path) -> None:
    """Four million characters within quotes, in half a gigabyte for everything."""
    text = {"a.js": 'x = "hf.co"; y = "{}";\n', "a.sh": 'hf download "{}"\n', "a.py": 'x = ("from_pretrained{}"\n'}
    frame = text.get(name, '{{"cells": [{{"cell_type": "code", "source": ["hf.co/orbit-lab/one", "{}"]}}]}}')
    (tmp_path / name).write_text(frame.format("A" * 4_000_000))
    code = (
        "import resource, sys; from pathlib import Path; from scanner.discover import discover;"
        "resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29));"
        "found = discover(Path(sys.argv[1])); print(found.coverage.files_read, found.coverage.files_partial)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "failed" not in done.stdout + done.stderr
    assert done.returncode == 0
