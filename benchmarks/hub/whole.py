"""A whole table judged: time and memory beside reading and rewriting its Parquet, and against judging row by row.

    python -m benchmarks.hub.whole [--models 100000] [--compare 20000] [--graph benign|adversarial] [--seed 7]
        [--keep FOLDER]

Printed: CPU seconds of all processes and seconds of the clock, for polars reading and rewriting the parts, and for
judging them; the peak memory of all processes together; how many combinations were judged; how many of
``--compare`` rows come out otherwise judged by themselves. On a busy machine the CPU seconds tell more than the clock.
What watching the memory takes is not counted: the kernel walks all pages each time.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import polars as pl

from benchmarks.hub.generate import Made, write
from scanner.knowledge.policy import load_policy
from scanner.model.process import seldom
from scanner.runs.whole.run import judge_table, keep
from tests.runs.whole.making import differing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=100_000)
    parser.add_argument("--compare", type=int, default=20_000)
    parser.add_argument("--graph", choices=("benign", "adversarial"), default="benign")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="Where the table is made, or found if it is there.")
    asked = parser.parse_args()
    seldom()  # as the command line does
    with tempfile.TemporaryDirectory() as place:
        folder = asked.keep or Path(place) / "t"
        if not folder.exists():
            write(folder, Made(asked.models, asked.graph, asked.seed))
        measured(folder, Path(place), asked.compare)


def measured(folder: Path, place: Path, compare: int) -> None:
    policy = load_policy("commercial-saas")
    copied = timed("polars reads and rewrites", lambda: rewrite(folder, place / "copy.parquet"))
    made = []

    def judging() -> None:
        made.append(judge_table(folder, policy))
        keep(made[0], place / "verdicts.parquet")

    peak = [0.0]
    Thread(target=watch, args=(peak,), daemon=True).start()
    judged = timed("judged", judging)
    whole = made[0]
    print(f"{whole.counts}; alone {whole.alone}; combinations of classes, terms, facts: {whole.combinations}")
    print(f"CPU {judged / copied:.1f} x; {judged / len(whole.numbers) * 1e6:.0f} us a row")
    print(f"peak memory of all processes together: {peak[0]:.0f} MB")
    if compare:
        step = max(1, len(whole.numbers) // compare)
        begun = time.process_time()
        found = list(differing(folder, whole, policy, step))
        rows = len(whole.numbers[::step])
        print(
            f"{rows:,} rows by themselves, {(time.process_time() - begun) / rows * 1e6:.0f} us each: "
            f"{len(found)} differ"
        )


def rewrite(folder: Path, to: Path) -> None:
    pl.scan_parquet(str(folder / "*" / "model-*.parquet")).sink_parquet(to, compression="zstd")


def timed(what: str, run: Callable[[], None]) -> float:
    begun, cpu = time.monotonic(), used()
    run()
    taken = used() - cpu
    print(f"{what}: {taken:.1f} s CPU, {time.monotonic() - begun:.1f} s")
    return taken


_watching = [0.0]


def watch(peak: list[float]) -> None:
    """Keep the most memory that this process and those below it hold together, in MB; what they share counts once."""
    while True:
        below = (one for task in Path("/proc/self/task").iterdir() for one in _read(task / "children").split())
        told = (_read(Path(f"/proc/{one}/smaps_rollup")) for one in ("self", *below))
        sizes = [line.split()[1] for one in told for line in one.splitlines() if line.startswith("Pss:")]
        peak[0] = max(peak[0], sum(map(int, sizes)) / 1024)
        _watching[0] = time.thread_time()
        time.sleep(0.3)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:  # it has just ended
        return ""


def used() -> float:
    """CPU seconds of this process and of those that ended, without what watching them took."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both) - _watching[0]


if __name__ == "__main__":
    main()
