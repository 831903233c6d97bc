"""What a model is for by its name (``rules/tasks.yaml``), where nobody tells: a guess, by which others are found that
may stand in for it. Nothing is judged by it."""

import re
from collections.abc import Iterable
from functools import cache

from scanner.knowledge.store import records, shipped
from scanner.model.frozen import dataclass

_FILE = "tasks.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTask:
    """A task of the Hub, the ``like`` ones whose models serve as well, and ``words`` of names that tell it."""

    task: str
    words: tuple[str, ...]
    examples: tuple[str, ...]
    like: tuple[str, ...] = ()


@cache
def named_tasks() -> tuple[NamedTask, ...]:
    """All records, the first that fits first."""
    return records(NamedTask, _FILE, "tasks")


def task_by_name(repo_id: str) -> str | None:
    """The task that a model's name tells of; None when it tells none."""
    name = _folded(repo_id)
    return next((task for task, pattern in _tasks() if pattern.search(name)), None)


def like(task: str) -> frozenset[str]:
    """The tasks whose models serve for this one, itself among them."""
    also = {other for one in named_tasks() if task in (one.task, *one.like) for other in (one.task, *one.like)}
    return frozenset({task, *also})


def purposes(repo_id: str) -> frozenset[str]:
    """What a model is made for within its task, by its name; none: for all of it."""
    name = _folded(repo_id)
    return frozenset(purpose for purpose, pattern in _purposes() if pattern.search(name))


def is_part(repo_id: str) -> bool:
    """Whether a name is of a part, a tool or a repackaging, and not of a model."""
    return is_repackaged(repo_id) or _parts().search(_folded(repo_id)) is not None


def is_repackaged(repo_id: str) -> bool:
    """Whether its house hands on what others made."""
    return repo_id.partition("/")[0].lower() in shipped(_FILE)["repackagers"]


def _folded(repo_id: str) -> str:
    return re.sub(r"[_.]", "-", repo_id.rpartition("/")[2].lower())


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, words))})(?![a-z])")


@cache
def _tasks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one.task, _pattern(one.words)) for one in named_tasks())


@cache
def _purposes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((purpose, _pattern(words)) for purpose, words in shipped(_FILE)["purposes"].items())


@cache
def _parts() -> re.Pattern[str]:
    return _pattern(shipped(_FILE)["parts"])
