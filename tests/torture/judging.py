"""A world judged through real HTTP, and what came out better than it should."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from scanner.collect.hub import collect
from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.result import Result
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target
from tests.making import engine
from tests.torture.faults import Fault, FaultyHub, each_entry, field
from tests.torture.more_worlds import world

ENGINE = engine()
_VERDICT = ("pass", "review", "unknown", "fail")
_USE = ("allowed", "conditional", "unknown", "forbidden")
#: What holds in a world before anything is broken in it: lists without sizes, whose pages are short.
_STANDING = {"lists": (Fault("lists", "info", 0, field("siblings", each_entry("size", None))),)}
_PAGE = {"lists": 4}
#: Best first; of equals none is better than the other.
_WEIGHTS: Mapping[str, int] = {"available": 0, "gated": 1, "partial": 2, "missing": 3, "unknown": 3}
_DATASETS: Mapping[str, int] = {"open": 0, "partial": 1, "undisclosed": 1, "restricted": 2, "unknown": 2}


def judge(name: str, *faults: Fault, seed: int = 0) -> list[Result]:
    """All models of a world, under the default policy."""
    return list(assess(snapshots(name, *faults, seed=seed), load_policy(), ENGINE))


def snapshots(name: str, *faults: Fault, seed: int = 0, shuffled: bool = False) -> list[Snapshot]:
    """All that is collected of a world's models; ``shuffled``: the answers come in another order for each seed."""
    repos = world(name)
    targets = [Target(text=repo.id, id=repo.id) for repo in repos if repo.kind == "model"]
    cache = Path(tempfile.mkdtemp(prefix="torture-"))
    try:
        breaks = (*_STANDING.get(name, ()), *faults)
        with FaultyHub(*repos, breaks=breaks, seed=seed, shuffled=shuffled) as hub:
            hub.page = _PAGE.get(name, hub.page)
            return list(collect(targets, _options(hub.url, cache)))
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def _options(endpoint: str, cache: Path) -> HubOptions:
    return HubOptions(
        endpoint=endpoint, cache_dir=cache, token="", pause=0.001, timeout=2.0, deadline=5.0, max_wait=0.5
    )


def better(truth: list[Result], found: list[Result]) -> Iterator[str]:
    """What a fault made better. ``unknown`` in place of ``fail`` or ``forbidden`` is honest: the no was not read."""
    for was, now in zip(truth, found, strict=True):
        pairs = (
            ("verdict", was.verdict, now.verdict, _VERDICT.index),
            ("commercial_use", was.commercial_use.status, now.commercial_use.status, _USE.index),
            ("weights", was.weights.status, now.weights.status, _WEIGHTS.__getitem__),
            ("datasets", was.datasets.status, now.datasets.status, _DATASETS.__getitem__),
        )
        for what, before, after, rank in pairs:
            if rank(after) < rank(before) and after != "unknown":
                yield f"{was.model}: {what} {before} -> {after}"
