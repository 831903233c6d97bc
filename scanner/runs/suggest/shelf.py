"""The choice itself: candidates judged and ranked."""

import math
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Protocol

from scanner.collect.nearest import folded
from scanner.collect.walk import Listed
from scanner.judge.evaluate import Engine, judge, reading_of
from scanner.knowledge.tasks import is_repackaged, like
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.target import Target
from scanner.model.words import VERDICTS, Commercial
from scanner.runs.suggest.candidates import Candidate, by_name, candidates, fame, parts_of_name, vouched
from scanner.runs.suggest.types import Suggestion, Wanted, suggestion

#: Candidates that are judged, best known first; and the factor in size within which a model is near.
_JUDGED, _NEAR = 400, 4.0
_MOST_OF_ONE = 2
_COMMERCIAL: tuple[Commercial, ...] = ("allowed", "conditional", "unknown", "forbidden")


class Source(Listed, Protocol):
    """Known repos, as snapshots too."""

    def snapshot(self, target: Target) -> Snapshot:
        """A target with its relatives."""


def suggest(asked: Wanted, source: Source, policy: Policy, engine: Engine, most: int = 5) -> tuple[Suggestion, ...]:
    """The best first. Pure but for the reading of ``source``."""
    return Shelf(source, policy, engine).suggest(asked, most)


class Shelf:
    """What there is to choose from under a policy: each model is judged once, however often it may stand in. For one
    who asks at most ``judged`` candidates are looked at, best known first."""

    def __init__(self, source: Source, policy: Policy, engine: Engine, judged: int = _JUDGED) -> None:
        self._source, self._policy, self._engine, self._most = source, policy, engine, judged
        self._known: dict[tuple[str, int], list[Candidate]] = {}
        self._judged: dict[str, Result | None] = {}

    def suggest(self, asked: Wanted, most: int = 5) -> tuple[Suggestion, ...]:
        """The best first."""
        near = (one for one in self._of_task(asked) if _near(one, asked))
        judged = ((one, self._result(one)) for one in islice(near, self._most))
        found = [(one, result) for one, result in judged if result is not None and _better(result, asked.instead_of)]
        found.sort(key=lambda one: (-_rank(one[0], one[1], asked), one[1].model.lower()))
        return tuple(suggestion(one.repo, result, asked) for one, result in _spread(found, most))

    def _of_task(self, asked: Wanted) -> list[Candidate]:
        key = asked.task, asked.downloads
        if key not in self._known:
            repos = (repo for task in sorted(like(asked.task)) for repo in self._source.of_task(task))
            self._known[key] = candidates(repos, asked.downloads)
        return self._known[key]

    def _result(self, one: Candidate) -> Result | None:
        """What a candidate was judged; None where its terms are no more than a label."""
        name = one.repo.id
        if name not in self._judged:
            self._judged[name] = None if self._copied(one) else self._sound(name)
        return self._judged[name]

    def _sound(self, name: str) -> Result | None:
        snapshot = self._source.snapshot(Target(text=name, id=name))
        result = judge(reading_of(snapshot, self._engine), self._policy, self._engine)
        return result if _sound(result, snapshot) else None

    def _copied(self, one: Candidate) -> bool:
        """Whether a better known repo has the same name in another house: then this may be its copy, under a label that
        the copier chose. And whether it bears another house's model in its name and names no base."""
        name, house = one.repo.id, one.repo.id.partition("/")[0]
        same = self._elsewhere(folded(name), house)
        within = (other for run in parts_of_name(one.repo) for other in self._elsewhere(run, house))
        return any((fame(other), other.id) > (one.fame, name) for other in same) or any(map(vouched, within))

    def _elsewhere(self, name: str, house: str) -> Iterator[Repo]:
        """What has a name in other houses, those that hand on what others made left out."""
        for other in self._others.get(name, ()):
            repo = (
                None if other.partition("/")[0] == house or is_repackaged(other) else self._source.get("model", other)
            )
            if repo is not None and repo.problem is None:
                yield repo

    @cached_property
    def _others(self) -> dict[str, list[str]]:
        return by_name(self._source.ids())


def _near(one: Candidate, asked: Wanted) -> bool:
    """Whether a candidate is another model of a size. One of an unknown size must be vouched for by its house."""
    if asked.instead_of is not None and one.repo.id.lower() == asked.instead_of.model.lower():
        return False
    if asked.parameters is None or (one.size is None and one.vouched):
        return True
    return one.size is not None and 1 / _NEAR <= one.size / asked.parameters <= _NEAR


def _sound(result: Result, snapshot: Snapshot) -> bool:
    """Whether its terms are more than a label: every ancestor known, nothing contradicting, the weights to be had."""
    if result.error is not None or result.commercial_use.status not in ("allowed", "conditional"):
        return False
    ancestors = result.lineage or ()
    known = all(one.resolved and one.license for one in ancestors)
    clean = not result.license.conflicts and "unknown" not in result.license.effective
    there = result.weights.status in ("available", "gated")
    whole = all(repo.problem is None for repo in snapshot.related if repo.repo_type == "model")
    return known and clean and there and whole and result.verdict in ("pass", "review")


def _better(result: Result, than: Result | None) -> bool:
    """Whether a model judges better: by the verdict, else by what its terms leave open."""
    return than is None or _order(result) < _order(than)


def _order(result: Result) -> tuple[int, int]:
    # A verdict from facts of a day is at best "review": against a live "pass" that says nothing.
    verdict = max(VERDICTS.index(result.verdict), VERDICTS.index("review"))
    return verdict, _COMMERCIAL.index(result.commercial_use.status)


def _rank(one: Candidate, result: Result, asked: Wanted) -> float:
    """Terms before all else; then how well known it is, how near in size, in which languages, made for what."""
    terms = 20.0 if result.commercial_use.status == "allowed" else 0.0
    open_gate = 1.0 if not result.weights.gated else 0.0
    away = abs(math.log2(one.size / asked.parameters)) if one.size and asked.parameters else 1.0
    both = asked.languages and one.languages
    shared = len(asked.languages & one.languages) / len(asked.languages) if both else 0.0
    fit = 2.0 * shared - 3.0 * len(asked.purposes ^ one.purposes)
    return terms + open_gate + 1.5 * math.log10(one.fame + 1) - 1.2 * away + fit


def _spread(found: Iterable[tuple[Candidate, Result]], most: int) -> Iterator[tuple[Candidate, Result]]:
    """Not all of one house: some people cannot take any of it."""
    by: dict[str, int] = {}
    left = most
    for one in found:
        house = one[1].model.partition("/")[0].lower()
        by[house] = by.get(house, 0) + 1
        if left and by[house] <= _MOST_OF_ONE:
            left -= 1
            yield one
