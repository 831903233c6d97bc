"""What is asked for in place of a model, and what is named: why it is better, what it costs, what is not known."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.judge.reading.sizes import stated
from scanner.knowledge.tasks import purposes, task_by_name
from scanner.model.fields import strings
from scanner.model.frozen import dataclass
from scanner.model.result import Result
from scanner.model.snapshot import Repo
from scanner.text.counted import amount

#: Downloads in 30 days from which a label was seen by many: below it a model is nobody's advice.
DOWNLOADS = 10_000
_LANGUAGE = re.compile(r"[a-z]{2}")
#: Ids of conditions and duties that are no words for a reader.
_PLAIN = {"manual": "a condition to be read", "other": "another duty", "trademark": "keep off trademarks"}


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
    found = _wanted(result, task or result.profile.task, root.id)
    return replace(found, parameters=stated(root), languages=languages(root)) if found else None


def languages(repo: Repo) -> frozenset[str]:
    """The languages that a repo names by their two letters."""
    return frozenset(tag for tag in strings(repo.info.get("tags")) if _LANGUAGE.fullmatch(tag))


def in_place_of(result: Result) -> Wanted | None:
    """The same of a result alone, for which nobody looks the repo up again."""
    if result.repo_type != "model":
        return None
    found = _wanted(result, result.profile.task, result.model)
    return replace(found, parameters=result.profile.parameters or result.weights.parameters) if found else None


def _wanted(result: Result, told: str | None, name: str) -> Wanted | None:
    task = told or task_by_name(name)
    if task is None:
        return None
    return Wanted(task=task, guessed=told is None, purposes=purposes(name), instead_of=result)


def suggestion(repo: Repo, result: Result, asked: Wanted) -> Suggestion:
    """Why a model is better, what it costs, and what is not known of it."""
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
        yield f"{amount(size)} parameters, {'as many' if 0.95 < share < 1.05 else f'{share:.1f} times as many'}"
    if result.weights.gated:
        yield "gated: its owner asks for an account and contact details"
    open_ones = [one.term for one in result.commercial_use.conditions if one.met is None and one.withholds]
    if open_ones:
        yield f"to settle: {_plainly(open_ones)}"
    duties = [one.id for one in result.obligations or () if one.applies is not False]
    if duties:
        yield f"duties: {_plainly(duties)}"


def _plainly(ids: list[str]) -> str:
    return ", ".join(dict.fromkeys(_PLAIN.get(one, one.replace("_", " ").replace("-", " ")) for one in ids))


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
