"""A simulated runner around a sample repository, a loopback Hub and a loopback comments API."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.action.forge import TOKEN, Forge
from tests.action.runner import INSTALLED, Job, environment
from tests.hubserver import Hub
from tests.runs.scan.sample import FILES, commit, fill, git


@pytest.fixture
def models(hub: Hub) -> Hub:
    return fill(hub)


@pytest.fixture
def forge() -> Iterator[Forge]:
    with Forge() as running:
        yield running


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A checkout whose branch ``main`` holds the sample."""
    if shutil.which("bash") is None:
        pytest.skip("needs bash, as the Action does")
    root = tmp_path / "repo"
    root.mkdir()
    commit(root, FILES)
    return root


@pytest.fixture
def propose(repo: Path) -> Callable[..., dict[str, Any]]:
    """Add files on a branch and check out its trial merge, as GitHub does; the event of the pull request."""

    def make(files: dict[str, str], *, fork: bool = False) -> dict[str, Any]:
        base = git(repo, "rev-parse", "main")
        git(repo, "checkout", "-q", "-B", "change", "main")
        head = commit(repo, files)
        git(repo, "checkout", "-q", "--detach", "main")
        git(repo, "merge", "-q", "--no-ff", "-m", "trial", head)
        whose = {"full_name": "stranger/r" if fork else "o/r", "fork": fork}
        return {"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head, "repo": whose}}}

    return make


@pytest.fixture
def job(repo: Path, tmp_path: Path, models: Hub, forge: Forge) -> Callable[..., Job]:
    """Run the Action's steps for an event."""

    def run(
        event: dict[str, Any] | None = None,
        name: str = "",
        env: dict[str, str] | None = None,
        given: dict[str, dict[str, str]] | None = None,
        **inputs: str,
    ) -> Job:
        happened = event if event is not None else {"ref": "refs/heads/main", "before": "0" * 40}
        file = tmp_path / "event.json"
        file.write_text(json.dumps(happened), encoding="utf-8")
        kind = name or ("pull_request" if "pull_request" in happened else "push")
        more = {"HF_ENDPOINT": models.url, "GITHUB_API_URL": forge.url, "TEST_TOKEN": TOKEN, **(env or {})}
        given = {**INSTALLED} if given is None else given
        if "install" in given:
            given["install"] = {**given["install"], "cache": str(tmp_path / "cache")}
        asked = {key.replace("_", "-"): value for key, value in inputs.items()}
        number = len(list(tmp_path.glob("temp*")))
        return Job(repo, tmp_path / f"temp{number}", asked, environment(repo, kind, file, **more), given).run()

    return run
