"""A crawl of generated repos from a loopback Hub, and judging from its tables.

    python -m benchmarks.hub.crawl [--repos 50000] [--judge 5000]

The Hub keeps a quota (time scaled: ``--window`` seconds in place of 300) and fails 1 % of its requests in each of three
ways: 503, 429, a body cut short. Printed: rows lost and doubled, the share of the quota that was used while it bound,
rows a second of judging. For the import of a dump: ``benchmarks.hub.dump``.
"""

import argparse
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

from scanner.collect.hub.options import HubOptions
from scanner.collect.layers import Layers
from scanner.collect.tables import manifest
from scanner.collect.tables.parquet import unpacked
from scanner.collect.tables.table import Table
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.knowledge.policy import load_policy
from scanner.model.target import Target
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl
from tests.hubserver.many import ManyHub, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repos", type=int, default=50_000)
    parser.add_argument("--page", type=int, default=100, help="rows a page: small, so that there are many requests")
    parser.add_argument("--quota", type=int, default=50)
    parser.add_argument("--window", type=float, default=5.0)
    parser.add_argument("--judge", type=int, default=5_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        crawled(folder / "t", asked)
        judged(folder / "t", asked.judge)
    print(f"peak memory, the Hub's own included: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def crawled(folder: Path, asked: argparse.Namespace) -> None:
    rows = made(asked.repos)
    with ManyHub({"model": rows}, quota=asked.quota, window=asked.window, bad=0.01) as hub:
        options = HubOptions(endpoint=hub.url, token="", pause=0.05)
        orders = Orders(folder=folder, options=options, quota=asked.quota, window=asked.window, limit=asked.page)
        begun = time.monotonic()
        done = crawl(Query(kinds=("model",)), orders)
        taken = time.monotonic() - begun
        sent = hub.count("/api/models")
    parts = [part for part in manifest.read(folder).parts if part.path]
    kept = Counter(name for part in parts for name in unpacked(folder / (part.path or ""), ["id"])["id"].to_pylist())
    lost = len({row["id"] for row in rows} - kept.keys())
    doubled = sum(count - 1 for count in kept.values())
    windows = max(1.0, taken / asked.window)
    print(f"crawl: {done.rows:,} rows in {taken:.1f} s, {sent} requests, {hub.refused} beyond the quota")
    print(f"  lost {lost}, doubled {doubled}; quota used {sent / (asked.quota * windows):.0%} of {windows:.1f} windows")


def judged(folder: Path, count: int) -> None:
    begun = time.perf_counter()
    names = Table(folder).ids()
    print(f"table: opened and listed, {len(names):,} ids in {time.perf_counter() - begun:.2f} s")
    policy = load_policy("commercial-saas")
    engine = engine_for(policy)
    engine.warm()
    known = Layers.open((folder,), ())
    step = max(1, len(names) // count)
    begun = time.perf_counter()
    verdicts = Counter(
        judge(reading_of(known.snapshot(Target(text=name, id=name)), engine), policy, engine).verdict
        for name in names[::step]
    )
    taken = time.perf_counter() - begun
    print(f"judged: {sum(verdicts.values()):,} rows, {sum(verdicts.values()) / taken:,.0f} a second: {dict(verdicts)}")


if __name__ == "__main__":
    main()
