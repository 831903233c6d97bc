"""An audit that was killed at any moment leaves what one that was not killed does, once it is run again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.hub.generate import Made, write
from tests.cli.running import ROOT
from tests.killing import SURROUNDINGS

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


@pytest.mark.skipif(sys.platform != "linux", reason="SKIPPED: only there a table has workers")
def test_workers_end_with_an_audit_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.hub.generate.PART", 500)
    write(tmp_path / "t", Made(1500, seed=3))
    words = [sys.executable, str(ROOT / "tests/runs/whole/small.py"), str(tmp_path / "t"), str(tmp_path / "judged")]
    running = subprocess.Popen(words, env=SURROUNDINGS, start_new_session=True)
    _until(lambda: Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text() != "")
    running.kill()
    running.wait()
    _until(lambda: not _lives(running.pid))


def _until(holds: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _audit(folder: Path, name: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795900000"}
    words = [sys.executable, "-m", "scanner", "audit", "--table", str(folder / "t"), "--output", str(folder / name)]
    return subprocess.Popen(
        words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
