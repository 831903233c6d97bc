"""A repo is read once, however many policies, places and uses judge it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.collect.hub.options import HubOptions
from scanner.discover.reference import Reference
from scanner.judge import evaluate
from scanner.judge.evaluate import Engine, assess_under, engine_for
from scanner.judge.exceptions.applying import Exceptions
from scanner.knowledge.policy import load_policy
from scanner.knowledge.resources import rules_dir
from scanner.model.snapshot import Snapshot
from scanner.runs.audit.history import History
from scanner.runs.audit.run import run
from scanner.runs.audit.types import Asset, Frame, Inventory
from scanner.runs.scan.config import PathPolicy, ScanConfig
from scanner.runs.scan.policies import load_policies
from scanner.runs.scan.usages import judge, uses
from tests.making import policy, repo, snapshot

POLICIES = ("commercial-saas", "research", "internal-use")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often each repo was read."""
    counted: Counter[str] = Counter()
    whole = evaluate.read

    def counting(one: Snapshot, *more: object) -> object:
        counted[one.root.id] += 1
        return whole(one, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(evaluate, "read", counting)
    yield counted


def test_under_every_policy(read: Counter[str]) -> None:
    asked = [(one, engine_for(one)) for one in map(load_policy, POLICIES)]
    results = list(assess_under(snapshot(repo(front="license: cc-by-nc-4.0")), asked))
    assert read == {"acme/model": 1}
    assert [one.commercial_use.status for one in results] == ["forbidden", "allowed", "forbidden"]


def test_other_licences_are_another_reading(read: Counter[str], tmp_path: Path) -> None:
    asked = [(policy(), Engine(rules_dir())), (policy(), Engine(rules_dir(), own_licenses=(str(tmp_path),)))]
    assert len(list(assess_under(snapshot(repo()), asked))) == 2
    assert read == {"acme/model": 2}


def test_a_scan_of_many_places(read: Counter[str], tmp_path: Path) -> None:
    names = [f"nobody/model-{number}" for number in range(20)]
    folders = ("web", "lab", "tools")
    found = uses(
        Reference(
            path=f"{folder}/a.py", line=line, column=1, text=name, id=name, revision=None, kind="model", how="load()"
        )
        for line, name in enumerate(names, 1)
        for folder in folders
    )
    paths = tuple(PathPolicy(path=f"{folder}/", policy=name) for folder, name in zip(folders, POLICIES, strict=True))
    policies = load_policies(ScanConfig(paths=paths), None, None)
    judged = list(judge(found, policies, HubOptions(offline=True, cache_dir=tmp_path / "none")))
    assert len(judged) == 60
    assert {one.policy.name for one in judged} == set(POLICIES)
    assert read == dict.fromkeys(names, 1)


def test_an_audit_of_many_uses(read: Counter[str], tmp_path: Path) -> None:
    stated = load_policy()
    frame = Frame(
        policy=stated,
        engine=engine_for(stated),
        options=HubOptions(offline=True),
        exceptions=Exceptions(use=stated.name),
        as_of="2026-09-01T00:00:00Z",
        tool="0",
    )
    assets = tuple(Asset(id="acme/model", system=f"S{number}", use=use) for number, use in enumerate(("", *POLICIES)))
    first = snapshot(repo(front="license: mit"))
    run(Inventory(assets=assets), History(tmp_path), frame, [first])
    assert read == {"acme/model": 1}
    read.clear()
    now = replace(first, root=replace(repo(front="license: cc-by-nc-4.0"), revision="b" * 40))
    again = run(Inventory(assets=assets), History(tmp_path), replace(frame, as_of="2026-12-01T00:00:00Z"), [now])
    assert again.delta is not None and {one.kind for one in again.delta.changes} >= {"worse", "terms"}
    # Once to judge it now; then to compare, once as it was and once as it is.
    assert read == {"acme/model": 3}
