"""A crawl's second pass against a loopback Hub that fails some requests and counts files by window.

    python -m benchmarks.hub.second [--repos 400]

Printed: repos that were read, the share of the files' quota that was used, verdicts that differ from a live check.
"""

import argparse
import itertools
import random
import tempfile
import time
from pathlib import Path

from scanner.collect.hub import collect
from scanner.collect.hub.options import HubOptions
from scanner.collect.layers import Layers
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.knowledge.policy import load_policy
from scanner.model.target import Target
from scanner.runs.crawl.query import Query
from scanner.runs.crawl.run import Orders, crawl
from tests.hubserver.server import Reply, Request
from tests.making import mit_text
from tests.runs.crawl.test_second import NC, model, org

_LICENCES = ("mit", "apache-2.0", "other", "cc-by-nc-4.0", "llama3.1", None)
_QUOTA, _WINDOW = 60, 3.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repos", type=int, default=400)
    count = parser.parse_args().repos
    rnd = random.Random(7)
    failing = itertools.cycle([True, *[False] * 49])

    def fail(_: Request) -> Reply | None:
        return Reply(503, b"", {"Retry-After": "0"}) if next(failing) else None

    repos = [_repo(number, count, rnd) for number in range(count)]
    with tempfile.TemporaryDirectory() as place, org(*repos) as hub:
        hub.fault("resolve|/api/models/", fail, always=True)
        folder = Path(place)
        options = HubOptions(endpoint=hub.url, token="", pause=0.01, cache_dir=folder / "c")
        orders = Orders(folder=folder / "t", options=options, quota=10**6, files=_QUOTA, window=_WINDOW, texts="all")
        begun = time.monotonic()
        done = crawl(Query(org="acme", kinds=("model",)), orders)
        taken, sent = time.monotonic() - begun, hub.count("resolve")
        hub.faults.clear()
        windows = max(1.0, taken / _WINDOW)
        print(f"second pass: {done.read} of {done.rows} repos in {taken:.0f} s, {sent} requests for files")
        print(f"  {sent / (windows * _QUOTA):.0%} of the quota of {windows:.1f} windows")
        print(f"  verdicts that differ from a live check: {_differing(folder / 't', hub.url, folder / 'live', count)}")


def _repo(number: int, count: int, rnd: random.Random):  # type: ignore[no-untyped-def]
    data = {"base_model": f"acme/m{rnd.randrange(count)}"} if rnd.random() < 0.3 else {}
    files = {"LICENSE": mit_text().encode()} if rnd.random() < 0.3 else {}
    card = NC if rnd.random() < 0.2 else b"# A model\n"
    return model(f"acme/m{number}", rnd.choice(_LICENCES), card, data=data, files=files)


def _differing(table: Path, url: str, cache: Path, count: int) -> int:
    policy = load_policy("commercial-saas")
    engine, known = engine_for(policy), Layers.open((table,), ())
    targets = [Target(text=f"acme/m{number}", id=f"acme/m{number}") for number in range(count)]
    live = collect(targets, HubOptions(endpoint=url, token="", pause=0.01, cache_dir=cache))
    pairs = zip(targets, live, strict=True)
    return sum(
        judge(reading_of(one, engine), policy, engine).verdict
        != judge(reading_of(known.snapshot(target), engine), policy, engine).verdict
        for target, one in pairs
    )


if __name__ == "__main__":
    main()
