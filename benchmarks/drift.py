"""How much of the Hub's anonymous quota drift of 500 unchanged locked models takes, ancestors and datasets included.

``python -m benchmarks.drift [--models 500]`` serves a Hub on loopback, locks, and then enforces the quota of one
five-minute window (500 API requests, 3,000 resolver requests): what goes over it is answered 429.
"""

import argparse
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import engine_for
from scanner.knowledge.policy import load_policy
from scanner.runs.lock.asking import ask
from scanner.runs.lock.candidates import judge
from scanner.runs.lock.files import dump, ordered
from scanner.runs.lock.types import Lock, LockedPolicy
from tests.hubserver import FakeRepo, Hub
from tests.hubserver.fixtures import LLAMA, dataset, model
from tests.hubserver.server import Reply, Request, error

API, RESOLVER = 500, 3000


def repos(count: int) -> Iterator[FakeRepo]:
    """``count`` models: each on a base (two of three on one of its own, the rest on a gated one), with two datasets."""
    for number in range(count):
        gated = number % 3 == 0
        base = f"vendor-{number % 8}/gated-base-{number % 40}" if gated else f"org-{number % 150}/base-{number}"
        named = [f"org-{number % 150}/data-{number}", f"shared/data-{number % 60}"]
        yield model(
            f"org-{number % 150}/model-{number}",
            f"license: apache-2.0\nbase_model: {base}\ndatasets: {named}\n",
            {"license": "apache-2.0", "base_model": base, "datasets": named},
            ["license:apache-2.0", f"base_model:finetune:{base}", *(f"dataset:{name}" for name in named)],
        )
        prompt = {"license": "llama3.1", "extra_gated_prompt": LLAMA.decode()}
        if gated:
            yield model(base, "license: llama3.1\n", prompt, ["license:llama3.1"], gated="manual")
        else:
            yield model(base, "license: apache-2.0\n", {"license": "apache-2.0"}, ["license:apache-2.0"])
        yield from (dataset(name, "license: cc-by-4.0\n", {"license": "cc-by-4.0"}, tags=[]) for name in named)


class Quota:
    """Counts requests by kind and answers 429 to what goes over the window's quota."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self.refused = 0
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Reply | None:
        kind = "api" if request.path.startswith("/api/") else "resolvers"
        with self._lock:
            self.used[kind] += 1
            over = self.used[kind] > (API if kind == "api" else RESOLVER)
            self.refused += over
        if not over:
            return None
        reply = error(429, None, "Too many requests")
        reply.headers["RateLimit"] = f'"{kind}";r=0;t=300'
        return reply


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--models", type=int, default=500)
    count = parser.parse_args().models
    os.environ["HF_HUB_DISABLE_IMPLICIT_TOKEN"] = "1"
    with tempfile.TemporaryDirectory() as folder, Hub(*repos(count)) as hub:
        options = HubOptions(endpoint=hub.url, token="", cache_dir=Path(folder), max_wait=1.0)
        policy = load_policy()
        engine = engine_for(policy)
        started = time.perf_counter()
        judged = judge((f"org-{n % 150}/model-{n}" for n in range(count)), options, policy, engine)
        entries = ordered(one.entry for one in judged)
        lock = Lock(policy=LockedPolicy(name=policy.name, sha256=policy.sha256), modelscan="0", models=entries)
        locked = time.perf_counter() - started
        quota = Quota()
        hub.fault("^/", quota, always=True)
        started = time.perf_counter()
        asked = ask(lock, options, policy, engine)
        took = time.perf_counter() - started
    related = {(one.type, one.id) for entry in entries for one in entry.related}
    print(f"locked      {len(entries)} models, {len(related)} ancestors and datasets, in {locked:.1f} s")
    print(f"lock        {len(dump(lock)):,} bytes")
    print(f"drift       {len(asked.drift.drifted)} changed, {len(asked.drift.not_asked)} not asked, in {took:.1f} s")
    print(f"API         {quota.used['api']} of {API} requests")
    print(f"resolvers   {quota.used['resolvers']} of {RESOLVER} requests")
    print(f"refused     {quota.refused}")
    if asked.drift.drifted or asked.drift.not_asked or quota.refused:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
