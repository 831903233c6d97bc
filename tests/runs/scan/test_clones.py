"""``scan --diff`` where git holds less than all, or is told of another repository by the hook that it runs in."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runs.scan.sample import FILES, commit, git, load


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    root = tmp_path / "upstream"
    root.mkdir()
    commit(root, {**FILES, "old.py": load("birch/researcher")})
    commit(root, {"old.py": "# moved\n" + load("birch/researcher"), "more.py": "x = 1\n"})
    git(root, "config", "uploadpack.allowFilter", "true")
    git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    return root


def _clone(upstream: Path, *options: str) -> Path:
    place = upstream.parent / "clone"
    subprocess.run(["git", "clone", "-q", *options, upstream.as_uri(), str(place)], check=True, capture_output=True)
    return place


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_a_partial_clone_says_so_and_how_to_mend_it(
    upstream: Path, kind: str, scanned: Callable[..., Any], modelscan: Callable[..., Any]
) -> None:
    clone = _clone(upstream, f"--filter={kind}")
    done = modelscan("scan", ".", "--diff", "HEAD~1", cwd=clone)
    assert done.returncode == 2
    assert "does not hold all of the base" in done.stderr and done.stderr.count("\n") == 1
    git(clone, "fetch", "-q", "--refetch", "--no-filter")
    assert "git -C . fetch --refetch --no-filter" in done.stderr
    document, done = scanned(".", "--diff", "HEAD~1", cwd=clone)
    assert document["change"]["added"] == []


def test_a_shallow_clone_says_so_and_how_to_mend_it(upstream: Path, modelscan: Callable[..., Any]) -> None:
    clone = _clone(upstream, "--depth", "1")
    done = modelscan("scan", ".", "--diff", "HEAD~1", cwd=clone)
    assert done.returncode == 2
    assert "fetch --unshallow" in done.stderr or "git fetch" in done.stderr
    git(clone, "fetch", "-q", "--unshallow")
    assert modelscan("scan", ".", "--diff", "HEAD~1", "--allow-empty", cwd=clone).returncode == 0


def test_a_lost_object_is_no_absent_file(upstream: Path, modelscan: Callable[..., Any]) -> None:
    name = subprocess.run(
        ["git", "-C", str(upstream), "rev-parse", "HEAD~1:old.py"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (upstream / ".git" / "objects" / name[:2] / name[2:]).unlink()
    done = modelscan("scan", ".", "--diff", "HEAD~1", cwd=upstream)
    assert done.returncode == 2
    assert "does not hold all of the base" in done.stderr


HOOK = (
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR"
    " GIT_NAMESPACE GIT_PREFIX GIT_SHALLOW_FILE GIT_EXTERNAL_DIFF GIT_LITERAL_PATHSPECS GIT_TRACE GIT_ICASE_PATHSPECS"
).split()


def test_what_a_hook_is_told_changes_nothing(upstream: Path, tmp_path: Path, scanned: Callable[..., Any]) -> None:
    commit(upstream, {"new.py": load("birch/researcher").replace("researcher", "other")})
    other = tmp_path / "other"
    other.mkdir()
    commit(other, {"x.py": "x = 1\n"})
    told = dict.fromkeys(HOOK, str(other / ".git"))
    plain, _ = scanned(".", "--diff", "HEAD~1", cwd=upstream, SOURCE_DATE_EPOCH="1790000000")
    hooked, _ = scanned(".", "--diff", "HEAD~1", cwd=upstream, SOURCE_DATE_EPOCH="1790000000", **told)
    assert [one["model"] for one in plain["results"]] == ["birch/other"]
    assert hooked == plain
