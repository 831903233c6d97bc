"""A relative that is read whole between two looks at it: what it names is still looked up."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest

from scanner.collect.hub import collecting
from scanner.collect.hub.collecting import _Family
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.target import Target
from tests.making import repo

GRANDCHILD = repo("a/model", "license: mit\nbase_model: a/base")
BASE = repo("a/base", "license: mit\nbase_model: a/seed")
SEED = repo("a/seed", "license: cc-by-nc-4.0")


class Reader:
    """A reader that ends when the test says so."""

    def __init__(self) -> None:
        self.head: Future[Repo] = Future()
        self.page: Future[Repo] = Future()
        self.whole: Future[Repo] = Future()
        self.steps = (self.head, self.page, self.whole)

    def found(self) -> Repo | None:
        return self.whole.result() if self.whole.done() else None

    def end(self, found: Repo) -> None:
        for step in reversed(self.steps):
            step.set_result(found)


class Readers:
    """Stands for the repos of a call."""

    def __init__(self) -> None:
        self.made: dict[str, Reader] = {}

    def ask(self, kind: str, name: str, revision: str | None, *, target: bool, number: int) -> Any:
        self.made[name] = Reader()
        return self.made[name]


def test_what_a_base_names_is_looked_up_however_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = Readers()
    family = _Family(readers, Target(text="a/model", id="a/model"), 0)  # type: ignore[arg-type]
    readers.made["a/model"].end(GRANDCHILD)
    look, waited = family._relatives, []

    def look_then_end() -> Any:
        seen = look()
        if "a/base" in readers.made and not readers.made["a/base"].whole.done():
            readers.made["a/base"].end(BASE)
        if "a/seed" in readers.made and not readers.made["a/seed"].whole.done():
            threading.Timer(0.05, readers.made["a/seed"].end, [SEED]).start()
        return seen

    real = collecting.wait
    monkeypatch.setattr(family, "_relatives", look_then_end)
    monkeypatch.setattr(collecting, "wait", lambda *given, **how: waited.append(given) or real(*given, **how))
    snapshot = family.snapshot()
    assert isinstance(snapshot, Snapshot) and waited
    assert [one.id for one in snapshot.related] == ["a/base", "a/seed"]
    assert snapshot.root.problem is None
