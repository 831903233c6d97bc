"""A whole table judged: time and memory beside reading and rewriting its Parquet, and against judging row by row.

    python -m benchmarks.hub.whole [--models 100000] [--compare 20000] [--graph benign|adversarial] [--keep FOLDER]

Printed: CPU seconds of all processes and seconds of the clock, for polars reading and rewriting the parts, and for
judging them; the peak memory of the largest process and of all together; how many combinations were judged; how many of
``--compare`` rows come out otherwise judged by themselves. On a busy machine the CPU seconds tell more than the clock.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.hub.generate import Made, write
from scanner.knowledge.policy import load_policy
from scanner.runs.whole.run import judge_table, keep
from tests.runs.whole.making import differing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=100_000)
    parser.add_argument("--compare", type=int, default=20_000)
    parser.add_argument("--graph", choices=("benign", "adversarial"), default="benign")
    parser.add_argument("--keep", type=Path, help="Where the table is made, or found if it is there.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = asked.keep or Path(place) / "t"
        if not folder.exists():
            write(folder, Made(asked.models, asked.graph))
        measured(folder, Path(place), asked.compare)


def measured(folder: Path, place: Path, compare: int) -> None:
    policy = load_policy("commercial-saas")
    copied = timed("polars reads and rewrites", lambda: rewrite(folder, place / "copy.parquet"))
    made = []

    def judging() -> None:
        made.append(judge_table(folder, policy))
        keep(made[0], place / "verdicts.parquet")

    judged = timed("judged", judging)
    whole = made[0]
    print(f"{whole.counts}; alone {whole.alone}; combinations of classes, terms, facts: {whole.combinations}")
    print(f"CPU {judged / copied:.1f} x; {judged / len(whole.numbers) * 1e6:.0f} us a row")
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"peak memory: {peaks[0]:.0f} MB, each of {os.cpu_count()} others at most {peaks[1]:.0f} MB (shared in part)")
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


def used() -> float:
    """CPU seconds of this process and of those that ended."""
    return sum(
        one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
