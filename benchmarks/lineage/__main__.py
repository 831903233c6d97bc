"""``python -m benchmarks.lineage [--every N]``: the figures of lineage over the catalog and the written corpus.

Printed: derivatives over a restricted parent that pass, honest cards that do not, relabelled models of the catalog that
are flagged, models over wholly permissive ancestry that are, own families unknown for an unread ancestor, and seconds.
"""

import argparse
import time
from pathlib import Path

from benchmarks.lineage.graph import Named, Whole, benign, hostile, met, seconds, small_rings, uneven
from scanner.collect.catalog import Catalog
from scanner.judge.evaluate import Engine, assess
from scanner.knowledge.licenses import FREE
from scanner.knowledge.publishers import publishers
from scanner.knowledge.resources import rules_dir
from scanner.model.process import seldom
from scanner.model.result import Result
from scanner.model.target import Target
from scanner.text.yaml import load_strict
from tests.making import policy, repo, snapshot

ENGINE = Engine(rules_dir())
CORPUS = Path(__file__).resolve().parents[2] / "tests" / "judge" / "written_lineage.yaml"


def written() -> None:
    cases = load_strict(CORPUS.read_text(encoding="utf-8")).data
    parent = repo("org/parent", "license: cc-by-nc-4.0")
    bad = [_status(repo("org/sorter", "license: apache-2.0", body=body), parent) for body in cases["derived"].values()]
    good = [_status(repo("org/sorter", "license: apache-2.0", body=body), parent) for body in cases["honest"].values()]
    print(f"derivatives over a non-commercial parent: {len(bad)}, allowed {bad.count('allowed')}")
    print(f"honest cards: {len(good)}, not allowed {len(good) - good.count('allowed')}")


def _status(root, *related) -> str:
    return next(iter(assess([snapshot(root, *related)], policy(), ENGINE))).commercial_use.status


def catalog(every: int) -> None:
    found = Catalog.open()
    ids = found.ids()[::every]
    snapshots = [found.snapshot(Target(text=name, id=name)) for name in ids]
    begun = time.perf_counter()
    results = [one for one in assess(snapshots, policy(), ENGINE) if one.error is None and one.repo_type == "model"]
    seconds = time.perf_counter() - begun
    proven = [one for one in results if _free(one) and _restricted_ancestor(one)]
    # A vendor's own statement may name the base's licence beside the label: then the label is what is contradicted.
    flagged = [one for one in proven if any(kind.startswith("declared-vs-") for kind in _kinds(one))]
    clean = [one for one in results if _free(one) and one.lineage and all(_all_free(a.license) for a in one.lineage)]
    false = [one for one in clean if _kinds(one) & {"declared-vs-base"}]
    own = [one for one in results if any(holder.trained(one.model) for holder in publishers())]
    unread = [one for one in own if any(not a.resolved and a.apart for a in one.lineage or ())]
    print(f"{len(results)} catalog models judged in {seconds:.1f} s")
    print(f"permissive label under a restrictive ancestor: {len(proven)}, flagged {len(flagged)}")
    print(f"permissive label over wholly permissive ancestry: {len(clean)}, flagged {len(false)}")
    blamed = [one for one in unread if any("could not be read" in reason for reason in one.commercial_use.reasons)]
    print(f"own families with an unread ancestor of the family: {len(unread)}, unknown for it {len(blamed)}")


def _kinds(result: Result) -> set[str]:
    return {conflict.kind for conflict in result.license.conflicts}


def _all_free(ids: tuple[str, ...]) -> bool:
    records = [ENGINE.licenses.get(one) for one in ids]
    return bool(records) and all(record is not None and record.family in FREE for record in records)


def _free(result: Result) -> bool:
    return _all_free(result.license.resolved)


def _restricted_ancestor(result: Result) -> bool:
    records = [ENGINE.licenses.get(one) for a in result.lineage or () if a.apart is None for one in a.license]
    return any(record is not None and record.fixes_terms and record.conditions for record in records)


def whole() -> None:
    """Every model's effective licences as sets, and what a hostile graph costs beside a benign one."""
    seconds(benign(5000, 7495))  # what is loaded at first use is no part of either
    _compared("the shapes that were compared before", uneven(5000), hostile(5000, 7495))
    for models, edges in ((5_000, 3_333), (5_000, 7_495), (34_604, 13_495), (34_604, 51_870)):
        _compared("the same models and edges", benign(models, edges), hostile(models, edges))
    for size in (2, 8):
        _compared(f"rings of {size}", benign(34_604, 13_488), small_rings(34_604, 13_488, size))
    begun = time.process_time()
    found = Whole(Catalog.open(), ENGINE)
    read = time.process_time()
    effective = found.effective()
    joined = time.process_time()
    print(f"effective licences of {len(effective)} models: {joined - begun:.2f} s, joining alone {joined - read:.2f} s")


def _compared(what: str, kind: Named, unkind: Named) -> None:
    (less, few), (more, many) = ((seconds(one), met(one)) for one in (kind, unkind))
    edges = " and ".join(f"{sum(map(len, one)):,}" for one in (kind, unkind))
    print(f"{what}: {len(kind):,} models, {edges} edges, {few:,} and {many:,} ancestors")
    print(f"  {less:.3f} s and {more:.3f} s: {more / less:.2f} x, by ancestor {more / many / (less / few):.2f} x")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=10, metavar="N", help="Every N-th model of the catalog.")
    chosen = parser.parse_args()
    seldom()  # as the command line does
    written()
    whole()
    catalog(chosen.every)
