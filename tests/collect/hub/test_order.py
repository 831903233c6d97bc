"""A relative that is read whole between two looks at it: what it names is still looked up."""

from types import SimpleNamespace
from typing import Any

import pytest

from scanner.collect.hub.collecting import _TargetJob
from scanner.model.snapshot import Snapshot
from scanner.model.target import Target
from tests.making import repo

GRANDCHILD = repo("a/model", "license: mit\nbase_model: a/base")
BASE = repo("a/base", "license: mit\nbase_model: a/seed")
SEED = repo("a/seed", "license: cc-by-nc-4.0")


class Jobs:
    """Stands for the run: jobs that end when the test says so."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}

    def repo(self, kind: str, name: str, revision: str | None, *, target: bool, priority: int) -> Any:
        job = SimpleNamespace(requested=name, version=0, repo=None, done=False, listeners=[])
        job.follow = job.listeners.append
        self.made[name] = job
        return job

    def end(self, name: str, found: Any, *, told: bool) -> None:
        job = self.made[name]
        job.repo, job.done, job.version = found, True, job.version + 1
        for listener in job.listeners if told else ():
            listener()


def test_what_a_base_names_is_looked_up_however_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, ended = Jobs(), []
    target = _TargetJob(jobs, Target(text="a/model", id="a/model"), 0, lambda _, snapshot: ended.append(snapshot))  # type: ignore[arg-type]
    target.start()
    look = target._relatives

    def look_then_end() -> Any:
        seen = look()
        if "a/base" in jobs.made and not jobs.made["a/base"].done:
            jobs.end("a/base", BASE, told=False)
        return seen

    monkeypatch.setattr(target, "_relatives", look_then_end)
    jobs.end("a/model", GRANDCHILD, told=True)
    target._advance()
    assert not ended, "ended without asking what the base names"
    target._advance()
    jobs.end("a/seed", SEED, told=True)
    [snapshot] = ended
    assert isinstance(snapshot, Snapshot)
    assert [one.id for one in snapshot.related] == ["a/base", "a/seed"]
