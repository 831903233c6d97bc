"""Crawls and audits of a table, killed at random moments: do they leave the bytes of those that were not?

    python -m benchmarks.hub.kills [--crawls 25] [--audits 25] [--models 3000] [--seed 1]

A crawl has a second pass; the same command is killed and run again until it ends, and another one begins while kills
are left. Of audits every second one is killed while its results are being written, the others at any moment, and after
five kills the folder is compared; their workers must not outlive them. Printed: kills, folders that differ, processes
left.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.hub.generate import Made, write
from scanner.collect.tables import manifest
from tests.cli.running import ROOT
from tests.killing import SURROUNDINGS, content, run_whole
from tests.making import mit_text
from tests.runs.crawl.test_second import model, org

_CRAWL, _AUDIT = "tests/runs/crawl/small_second.py", "tests/runs/whole/small.py"
_PART = ".verdicts.parquet.part"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crawls", type=int, default=25)
    parser.add_argument("--audits", type=int, default=25)
    parser.add_argument("--models", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        chance = random.Random(asked.seed)
        if asked.crawls:
            crawls(Path(place), asked.crawls, chance)
        if asked.audits:
            audits(Path(place), asked.audits, asked.models, chance)


def crawls(place: Path, kills: int, chance: random.Random) -> None:
    files = [{"LICENSE": f"{mit_text()}\n{number % 7}\n".encode()} for number in range(150)]
    repos = [model(f"acme/m{number}", "other", files=one) for number, one in enumerate(files)]
    done, differ, run = 0, 0, 0
    with org(*repos) as hub:
        hub.delay = 0.02
        took = _taken(lambda: run_whole(_CRAWL, hub.url, str(place / "whole"), str(place / "cache")))
        while done < kills:
            run += 1
            to = place / f"crawl{run}"
            while not _ended(to):
                process = _begun(_CRAWL, hub.url, str(to), str(place / f"cache{run}-{done}"))
                done += _killed(process, chance.uniform(0.1, 0.8) * took) if done < kills else process.wait() * 0
            differ += content(to) != content(place / "whole")
    print(f"{done} kills of {run} crawls of {took:.1f} s: {differ} differ", flush=True)


def _ended(folder: Path) -> bool:
    return (folder / manifest.FILE).is_file() and b'"end"' in (folder / manifest.FILE).read_bytes()


def audits(place: Path, kills: int, models: int, chance: random.Random) -> None:
    write(place / "table", Made(models))
    words = str(place / "table"), str(place / "judged")
    took = _taken(lambda: run_whole(_AUDIT, *words))
    whole = content(place / "judged")
    done = writing = differ = left = 0
    while done < kills:
        for old in (place / "judged").iterdir() if done % 3 == 0 else ():
            old.unlink()
        process = _begun(_AUDIT, *words)
        if done % 2:
            _seen(place / "judged" / _PART, process)
            killed = _killed(process, chance.uniform(0, 0.05))
        else:
            killed = _killed(process, chance.uniform(0.1, 0.95) * took)
        done += killed
        left += _outlived(process.pid)
        writing += killed and (place / "judged" / _PART).exists()
        if killed and (done % 5 == 0 or done == kills):
            run_whole(_AUDIT, *words)
            differ += content(place / "judged") != whole
    print(
        f"{done} kills of audits of {models:,} models of {took:.1f} s, {writing} while results were written: ", end=""
    )
    print(f"{differ} differ, {left} processes outlived a kill")


def _begun(script: str, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, str(ROOT / script), *words], env=SURROUNDINGS, start_new_session=True)


def _killed(process: "subprocess.Popen[bytes]", after: float) -> bool:
    """Kill a process, and it alone, after so many seconds; False where it had ended."""
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def _seen(path: Path, process: "subprocess.Popen[bytes]") -> None:
    while not path.exists() and process.poll() is None:
        time.sleep(0.001)


def _outlived(group: int) -> int:
    """How many of a killed process's own are there some seconds later; they are ended."""
    time.sleep(3)
    found = subprocess.run(["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=False)
    left = [int(one) for one in found.stdout.split()]
    for one in left:
        os.kill(one, signal.SIGKILL)
    return len(left)


def _taken(run):  # type: ignore[no-untyped-def]
    begun = time.monotonic()
    run()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
