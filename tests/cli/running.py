"""The real command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def modelscan(
    *words: str, cwd: Path | None = None, given: bytes = b"", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run ``modelscan`` with these words; the answer's output is text."""
    done = subprocess.run(
        [sys.executable, "-m", "scanner", *words],
        input=given,
        capture_output=True,
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
