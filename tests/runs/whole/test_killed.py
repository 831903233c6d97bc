"""An audit that was killed at any moment leaves what one that was not killed does, once it is run again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.hub.generate import Made, write
from tests.cli.running import ROOT

KILLS = int(os.environ.get("MODELSCAN_KILLS", "4"))


def test_a_killed_audit_leaves_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "t", Made(300, seed=3))
    begun = time.monotonic()
    assert _audit(tmp_path, "whole").wait() == 1
    taken, rnd = time.monotonic() - begun, random.Random(1)
    ended = []
    for _ in range(KILLS):
        running = _audit(tmp_path, "killed")
        time.sleep(rnd.uniform(0.2, 0.9) * taken)
        os.killpg(running.pid, signal.SIGKILL)
        ended.append(running.wait())
    assert -signal.SIGKILL in ended
    assert _audit(tmp_path, "killed").wait() == 1
    assert _bytes(tmp_path / "killed") == _bytes(tmp_path / "whole")


def _audit(folder: Path, name: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795900000"}
    words = [sys.executable, "-m", "scanner", "audit", "--table", str(folder / "t"), "--output", str(folder / name)]
    return subprocess.Popen(
        words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
