"""``python -m tests.torture``: faults x worlds, and what came out better than the truth. Bounded and seeded.

Prints a line for each run that broke the rule and a table last; the exit status is 1 if any did.
"""

import argparse
import time
from collections import Counter
from random import Random

from scanner.model.result import Result
from tests.torture.faults import Fault
from tests.torture.judging import better, judge
from tests.torture.more_worlds import WORLDS
from tests.torture.shapes import every_fault, named, pairs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", nargs="*", help="only these (NAME,WHERE,EVERY), else all of them and pairs")
    parser.add_argument("--sample", type=int, help="so many of them, by the seed")
    parser.add_argument("--part", default="1/1", help="K/N: only the K-th of N parts, to run a long one in pieces")
    parser.add_argument("--pairs", type=int, default=60, help="runs under two faults at once")
    parser.add_argument("--worlds", nargs="*", default=[*WORLDS, "drawn-1", "drawn-2"], help="drawn-N: drawn by a seed")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    runs: list[tuple[Fault, ...]] = [(fault,) for fault in map(named, asked.faults or [])]
    if not runs:
        runs = [*((fault,) for fault in every_fault()), *pairs(every_fault(), random, asked.pairs)]
    if asked.sample:
        runs = random.sample(runs, min(asked.sample, len(runs)))
    part, parts = map(int, asked.part.split("/"))
    runs = runs[part - 1 :: parts]
    print(f"{'world':12} {'runs':>6} {'results':>8} {'better':>7} {'unknown':>8} {'longest':>8}", flush=True)
    rows = [_row(*_world(name, runs, asked.seed)) for name in asked.worlds]
    _row("all", sum(rows, Counter()))
    return int(any(count["better"] for count in rows))


def _row(name: str, count: Counter[str]) -> Counter[str]:
    longest = f"{count['longest'] / 1000:.1f} s"
    print(
        f"{name:12} {count['runs']:6} {count['results']:8} {count['better']:7} {count['unknown']:8} {longest:>8}",
        flush=True,
    )
    return count


def _world(name: str, runs: list[tuple[Fault, ...]], seed: int) -> tuple[str, Counter[str]]:
    count: Counter[str] = Counter()
    truth = judge(name)
    for faults in runs:
        began = time.monotonic()
        found = judge(name, *faults, seed=seed)
        broken = list(better(truth, found))
        spent = round(1000 * (time.monotonic() - began))
        count.update(runs=1, results=len(found), better=bool(broken), unknown=_unknown(found))
        count["longest"] = max(count["longest"], spent)
        if broken:
            print(f"{name}: {' + '.join(map(str, faults))}: {'; '.join(broken[:3])}", flush=True)
    return name, count


def _unknown(found: list[Result]) -> int:
    return sum(1 for result in found if result.verdict == "unknown")


if __name__ == "__main__":
    raise SystemExit(main())
