"""Models of the same task, near in size, that judge better under this policy. Each is judged by the one way of judging;
what is taken from a label alone is nothing: every ancestor must be known, and nothing may contradict."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from scanner.collect.known import Known
from scanner.collect.nearest import folded
from scanner.judge.evaluate import Engine, judge, reading_of
from scanner.judge.reading.made import converted_name
from scanner.judge.reading.sizes import stated
from scanner.knowledge.formats import formats
from scanner.knowledge.tasks import is_part, is_repackaged, like, purposes, task_by_name
from scanner.model.fields import strings
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.target import Target
from scanner.model.words import VERDICTS, Commercial

#: Candidates that are judged, best known first; and the factor in size within which a model is near.
_JUDGED, _NEAR = 400, 4.0
_MOST_OF_ONE = 2
#: Downloads in 30 days from which a label was seen by many: below it a model is nobody's advice.
DOWNLOADS = 10_000
_COMMERCIAL: tuple[Commercial, ...] = ("allowed", "conditional", "unknown", "forbidden")
_LANGUAGE = re.compile(r"[a-z]{2}")


class Source(Known, Protocol):
    """Known repos, as snapshots too."""

    def snapshot(self, target: Target) -> Snapshot:
        """A target with its relatives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a model is to be like. ``parameters`` None: any size; ``languages`` () any. ``downloads`` in 30 days are the
    fewest. ``guessed``: the task is taken from the name."""

    task: str
    guessed: bool = False
    parameters: int | None = None
    languages: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    instead_of: Result | None = None
    downloads: int = DOWNLOADS


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One model: why it is better, what it costs, and what is not known of it."""

    result: Result
    better: tuple[str, ...]
    costs: tuple[str, ...]
    unknown: tuple[str, ...]


def wanted(root: Repo, result: Result, task: str | None = None) -> Wanted | None:
    """What would stand in for a model; None when its task is not told, neither here nor by itself nor by its name."""
    told = task or result.profile.task
    named = told or task_by_name(root.id)
    if named is None:
        return None
    return Wanted(
        task=named,
        guessed=told is None,
        parameters=stated(root),
        languages=languages(root),
        purposes=purposes(root.id),
        instead_of=result,
    )


def languages(repo: Repo) -> frozenset[str]:
    """The languages that a repo names by their two letters."""
    return frozenset(tag for tag in strings(repo.info.get("tags")) if _LANGUAGE.fullmatch(tag))


def suggest(asked: Wanted, source: Source, policy: Policy, engine: Engine, most: int = 5) -> tuple[Suggestion, ...]:
    """The best first. Pure but for the reading of ``source``."""
    of_tasks = (repo for task in sorted(like(asked.task)) for repo in source.of_task(task))
    near = sorted((repo for repo in of_tasks if _near(repo, asked)), key=_fame, reverse=True)
    others = _by_name(source.ids())
    found: list[tuple[float, Suggestion]] = []
    for repo in near[:_JUDGED]:
        if _copied(repo, others, source):
            continue
        snapshot = source.snapshot(Target(text=repo.id, id=repo.id))
        result = judge(reading_of(snapshot, engine), policy, engine)
        if _sound(result, snapshot) and _better(result, asked.instead_of):
            found.append((_rank(repo, result, asked), _suggestion(repo, result, asked)))
    found.sort(key=lambda one: (-one[0], one[1].result.model.lower()))
    return tuple(_spread((one for _, one in found), most))


def _near(repo: Repo, asked: Wanted) -> bool:
    """Whether a model may stand in by what it is: known, of a size, itself and no part, conversion or adapter."""
    if not _is_known(repo, asked.downloads) or is_part(repo.id) or _conversion(repo.id):
        return False
    if asked.instead_of is not None and repo.id.lower() == asked.instead_of.model.lower():
        return False
    tags = strings(repo.info.get("tags"))
    if any(tag.startswith(("base_model:quantized:", "base_model:adapter:", "base_model:merge:")) for tag in tags):
        return False
    size = stated(repo)
    if asked.parameters is None or (size is None and _vouched(repo)):
        return True
    return size is not None and 1 / _NEAR <= size / asked.parameters <= _NEAR


def _is_known(repo: Repo, downloads: int) -> bool:
    """Whether many have seen its label; where nobody counts them, whether its house states it elsewhere as well."""
    counted = repo.info.get("downloads")
    return counted >= downloads if isinstance(counted, int) else _vouched(repo)


def _vouched(repo: Repo) -> bool:
    """Whether its house's own pages state its licence, as a source of the catalog has read them."""
    return any(isinstance(one, dict) and one.get("vendor") for one in repo.info.get("x_statements") or ())


def _by_name(ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ids:
        found.setdefault(folded(name), []).append(name)
    return found


def _copied(repo: Repo, others: dict[str, list[str]], source: Source) -> bool:
    """Whether a better known repo has the same name in another house: then this may be its copy, under a label that the
    copier chose."""
    same = (
        source.get("model", name)
        for name in others.get(folded(repo.id), ())
        if name != repo.id and not is_repackaged(name)
    )
    return any(other is not None and other.problem is None and _fame(other) > _fame(repo) for other in same)


def _conversion(name: str) -> bool:
    """Whether a name tells of another format or of fewer bits (``-GGUF``, ``-FP8``)."""
    known = formats().by_id.get(name.lower().replace("_", "-").rpartition("-")[2])
    return converted_name(name) or (known is not None and known.kind == "derived")


def _fame(repo: Repo) -> tuple[int, str]:
    downloads = repo.info.get("downloads")
    sources = repo.info.get("x_statements")
    told = downloads if isinstance(downloads, int) else 0
    return told + 100_000 * (len(sources) if isinstance(sources, list) else 0), repo.id


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
    if than is None:
        return True
    return _order(result) < _order(than)


def _order(result: Result) -> tuple[int, int]:
    # A verdict from facts of a day is at best "review": against a live "pass" that says nothing.
    verdict = max(VERDICTS.index(result.verdict), VERDICTS.index("review"))
    return verdict, _COMMERCIAL.index(result.commercial_use.status)


def _rank(repo: Repo, result: Result, asked: Wanted) -> float:
    """Terms before all else; then how well known it is, how near in size, and in which languages."""
    terms = 20.0 if result.commercial_use.status == "allowed" else 0.0
    open_gate = 1.0 if not result.weights.gated else 0.0
    fame = math.log10(_fame(repo)[0] + 1)
    size = stated(repo)
    away = abs(math.log2(size / asked.parameters)) if size and asked.parameters else 1.0
    spoken = languages(repo)
    shared = len(asked.languages & spoken) / len(asked.languages) if asked.languages and spoken else 0.0
    fit = 2.0 * shared - 3.0 * len(asked.purposes ^ purposes(repo.id))
    return terms + open_gate + 1.5 * fame - 1.2 * away + fit


def _spread(found: Iterable[Suggestion], most: int) -> Iterator[Suggestion]:
    """Not all of one house: some people cannot take any of it."""
    by: dict[str, int] = {}
    left = most
    for one in found:
        house = one.result.model.partition("/")[0].lower()
        by[house] = by.get(house, 0) + 1
        if left and by[house] <= _MOST_OF_ONE:
            left -= 1
            yield one


def _suggestion(repo: Repo, result: Result, asked: Wanted) -> Suggestion:
    return Suggestion(
        result=result,
        better=tuple(_reasons(result, asked)),
        costs=tuple(_costs(repo, result, asked)),
        unknown=tuple(_unknown(repo, result, asked)),
    )


def _reasons(result: Result, asked: Wanted) -> Iterator[str]:
    terms = " and ".join(result.license.effective) or "none stated"
    yield f"commercial use {result.commercial_use.status} under {terms}"
    than = asked.instead_of
    if than is not None:
        terms = " and ".join(than.license.effective) or "no known terms"
        yield f"in place of {than.commercial_use.status} under {terms}"


def _costs(repo: Repo, result: Result, asked: Wanted) -> Iterator[str]:
    size = stated(repo)
    if size and asked.parameters:
        share = size / asked.parameters
        yield (
            f"{_billions(size)} parameters, {share:.1f} times as many"
            if share >= 1.05 or share <= 0.95
            else (f"{_billions(size)} parameters, as many")
        )
    if result.weights.gated:
        yield "gated: its owner asks for an account and contact details"
    open_ones = [one.term for one in result.commercial_use.conditions if one.met is None and one.effect != "duty"]
    if open_ones:
        yield f"to settle: {', '.join(dict.fromkeys(open_ones))}"
    duties = dict.fromkeys(one.id for one in result.obligations or () if one.applies is not False)
    if duties:
        yield f"duties: {', '.join(duties)}"


def _unknown(repo: Repo, result: Result, asked: Wanted) -> Iterator[str]:
    if result.source == "catalog":
        yield f"facts of {(result.observed_at or 'a day')[:10]}, its card and licence text not read: check it live"
    if result.datasets.status in ("undisclosed", "unknown", "partial"):
        yield f"training data {result.datasets.status}"
    if result.weights.gated is None:
        yield "whether it is gated"
    if stated(repo) is None:
        yield "its size"
    if asked.languages and not languages(repo):
        yield "its languages"
    yield "how good it is at the task"


def _billions(count: int) -> str:
    return f"{count / 1e9:.1f} B" if count >= 1e9 else f"{count / 1e6:.0f} M"
