"""``scanner.check``: targets judged, from Python (docs/python.md). Nothing is printed or written, and no exception of a
file in the working directory is applied."""

from collections.abc import Iterable, Iterator
from os import PathLike, fspath
from pathlib import Path

from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.token import find_token
from scanner.judge.evaluate import Engine, assess, engine_for
from scanner.knowledge.policy import chosen
from scanner.model.policy import Policy
from scanner.model.result import Result

Where = str | PathLike[str]


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
    gathering = gather([fspath(one) for one in named], hub_options(offline, hub, token, catalog, table))
    return distinct(assess(gathering, stated, engine or engine_for(stated)))


def distinct(results: Iterable[Result]) -> Iterator[Result]:
    """Each thing that was judged once, however many names it was asked for by."""
    seen: set[tuple[str, ...]] = set()
    for result in results:
        if (same := _same(result)) not in seen:
            seen.add(same)
            yield result


def _same(result: Result) -> tuple[str, ...]:
    """What is one result however it was named: a repo at a commit. What could not be assessed is kept apart."""
    if result.error is not None or result.source == "local":
        return ("", result.model, str(result.error))
    return (result.repo_type, result.model.lower(), result.revision or "")


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
