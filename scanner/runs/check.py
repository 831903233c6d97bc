"""``scanner.check``: targets judged, from Python (docs/python.md). Nothing is printed or written, and no exception of a
file in the working directory is applied."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar

from scanner.collect.bills.types import FIELD
from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions, find_token
from scanner.judge.evaluate import Engine, assess, engine_for
from scanner.knowledge.policy import chosen
from scanner.model.ids import DATASETS, is_local
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import Snapshot

Where = str | PathLike[str]
T = TypeVar("T")


def check(
    targets: Where | Iterable[Where],
    *,
    policy: Policy | Where | None = None,
    use: str | None = None,
    offline: bool = False,
    hub: str | None = None,
    token: str | None = None,
    catalog: Where | None = None,
    table: Where | None = None,
    engine: Engine | None = None,
) -> Iterator[Result]:
    """Judge targets as ``modelscan check`` does, a Result for each repo, in order, as they come.

    ``policy`` is a policy, or the name or file of one; ``use`` names the policy whose use is judged. ``catalog`` and
    ``table`` are files and folders of ``modelscan crawl`` to judge from, asking no network. ``engine`` is what
    :func:`scanner.engine_for` made, to be shared by many calls. Raises :class:`ModelscanError` at once for what is
    wrong with the question; a target that cannot be assessed is a Result with its ``error``.
    """
    stated = chosen(as_stated(policy), use)
    named = (targets,) if isinstance(targets, str | PathLike) else tuple(targets)
    gathering = gather([_named(one) for one in named], hub_options(offline, hub, token, catalog, table))
    return assess(distinct(gathering, identity), stated, engine or engine_for(stated))


def _named(target: Where) -> str:
    """A target as it would be typed: a path object is a place on disk, though it writes ``./name`` as ``name``."""
    text = fspath(target)
    return text if isinstance(target, str) or is_local(text) else f"./{text}"


def distinct(things: Iterable[T], same: Callable[[T], Hashable]) -> Iterator[T]:
    """Each thing once, however many names it was asked for by: the first of those of which ``same`` is the same."""
    seen: set[Hashable] = set()
    for thing in things:
        if (one := same(thing)) not in seen:
            seen.add(one)
            yield thing


def identity(snapshot: Snapshot) -> tuple[str, ...]:
    """What is one thing however it was named: a repo at a commit, a place on disk, with what bills say of it. What
    could not be assessed is kept apart."""
    root = snapshot.root
    if root.problem is not None:
        return ("", root.id, root.problem.message)
    said = str(root.info.get(FIELD, ""))
    if root.source == "local":
        place = Path(snapshot.target.removeprefix(DATASETS)).expanduser().resolve()
        return ("local", root.repo_type, str(place), said)
    # A catalog has one day's facts of a repo, for whatever revision they stand.
    asked = root.requested_revision if root.source == "catalog" else None
    return (root.repo_type, root.id.lower(), root.revision or "", asked or "", said)


def as_stated(policy: Policy | Where | None) -> Policy | str | None:
    """A policy as :func:`scanner.knowledge.policy.chosen` takes it."""
    return policy if isinstance(policy, Policy) or policy is None else fspath(policy)


def hub_options(
    offline: bool, hub: str | None, token: str | None, catalog: Where | None = None, table: Where | None = None
) -> HubOptions:
    """Where to ask; one's own ``catalog`` or ``table`` is never live. Raises :class:`ModelscanError`."""
    find_token(token)  # what no request could carry is told at once
    return HubOptions(
        endpoint=hub,
        token=token,
        offline=offline or catalog is not None or table is not None,
        catalogs=(Path(catalog),) if catalog is not None else (),
        tables=(Path(table),) if table is not None else (),
    )
