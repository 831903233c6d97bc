"""The sample's Hub, and the command as a person runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hubserver import Hub
from tests.runs.scan.sample import fill

Ran = subprocess.CompletedProcess[str]


@pytest.fixture
def forge(hub: Hub) -> Hub:
    """The loopback Hub with the models of the sample."""
    return fill(hub)


@pytest.fixture
def modelscan(forge: Hub) -> Callable[..., Ran]:
    """Run the command in a folder against the loopback Hub."""

    def run(*words: str, cwd: Path, **env: str) -> Ran:
        environment = {**os.environ, "HF_ENDPOINT": forge.url, "COLUMNS": "100", **env}
        command = [sys.executable, "-m", "scanner", *words]
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def scanned(modelscan: Callable[..., Ran]) -> Callable[..., tuple[dict[str, Any], Ran]]:
    """``scan --format json`` of a folder: the document and the run."""

    def run(*words: str, cwd: Path, **env: str) -> tuple[dict[str, Any], Ran]:
        done = modelscan("scan", "--format", "json", *words, cwd=cwd, **env)
        assert done.stdout, done.stderr
        return json.loads(done.stdout), done

    return run
