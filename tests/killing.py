"""A process that is killed at random moments until it is done, and what it leaves."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cli.running import ROOT

#: What such a process finds around it: the same clock for all.
SURROUNDINGS = {"SOURCE_DATE_EPOCH": "1764000000", "PYTHONPATH": str(ROOT), "PATH": ""}


def run_whole(script: str, *words: str) -> None:
    """Run a script of the tests, undisturbed."""
    subprocess.run([sys.executable, str(ROOT / script), *words], env=SURROUNDINGS, check=True, timeout=120)


def kill_until(
    done: Callable[[], bool],
    script: str,
    words: Callable[[int], list[str]],
    *,
    moments: tuple[float, float],
    kills: int,
    seed: int,
) -> None:
    """Run a script again and again until ``done``, killing it within ``moments`` (seconds) up to ``kills`` times.
    ``words`` are told how often it ran before. Fails when it was never killed."""
    draw, ends = random.Random(seed), list[int]()
    while not done():
        process = subprocess.Popen([sys.executable, str(ROOT / script), *words(len(ends))], env=SURROUNDINGS)
        try:
            ends.append(process.wait(draw.uniform(*moments) if len(ends) < kills else 120))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            ends.append(process.wait())
    assert -signal.SIGKILL in ends, "it was never killed"


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
