"""Targets → entries of a lock, and what may not be pinned."""

from collections.abc import Iterable, Iterator, Mapping

from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import Engine, assess_under
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import Repo, Snapshot
from scanner.runs.lock.entry import entry
from scanner.runs.lock.types import Entry, LockedReference

#: What passes by itself: pinning it would pin an outage.
TRANSIENT = frozenset({"unreachable", "rate_limited", "offline", "bad_data", "not_in_catalog"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LockCandidate:
    """A target judged: its snapshot, result and entry, and why it may not be pinned (None: it may)."""

    target: str
    snapshot: Snapshot
    result: Result
    entry: Entry
    obstacle: str | None = None


def judge(
    targets: Iterable[str],
    options: HubOptions,
    policy: Policy,
    engine: Engine,
    references: Mapping[str, tuple[LockedReference, ...]] | None = None,
) -> Iterator[LockCandidate]:
    """Judge each target, in order. ``references`` are the places that name a target, by its text."""
    for snapshot in gather(targets, options):
        (result,) = assess_under(snapshot, [(policy, engine)])
        made = entry(snapshot, result, (references or {}).get(snapshot.target, ()))
        obstacle = _obstacle(snapshot)
        yield LockCandidate(target=snapshot.target, snapshot=snapshot, result=result, entry=made, obstacle=obstacle)


def _obstacle(snapshot: Snapshot) -> str | None:
    if snapshot.root.source == "catalog":
        return f"{snapshot.root.id}: only the bundled catalog knows it here, and a lock pins what is live"
    for repo in (snapshot.root, *snapshot.related):
        if repo.problem is not None and repo.problem.kind in TRANSIENT:
            return _said(snapshot.root, repo)
    return None


def _said(root: Repo, repo: Repo) -> str:
    assert repo.problem is not None
    lead = f"{root.id}: " if repo is not root else ""
    return f"{lead}{repo.problem.message}"
