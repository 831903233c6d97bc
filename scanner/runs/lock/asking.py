"""The lock against the Hub: what has not moved is settled by one cheap request a repo, the rest is judged anew."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from scanner.collect.bundle import Bundle
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.probe import Ask, Probed, probe
from scanner.judge.evaluate import Engine
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.words import RepoType
from scanner.runs.lock.candidates import TRANSIENT, LockCandidate, judge
from scanner.runs.lock.compare import Texts, compare, texts_of
from scanner.runs.lock.entry import reasons
from scanner.runs.lock.files import ordered
from scanner.runs.lock.types import Drift, Drifted, Entry, Lock, LockedRepo, NotAsked, key_of

#: A whole window of the Hub's quota, and a little more: worth waiting for.
_WINDOW = 320.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What drifted, and the lock as it would be after review."""

    drift: Drift
    lock: Lock


def ask(lock: Lock, options: HubOptions, policy: Policy, engine: Engine, bundle: Path | None = None) -> Answered:
    """Compare every entry with the Hub as it is now. ``bundle`` holds the texts as they were, if the cache does not."""
    patient = replace(options, max_wait=max(options.max_wait, _WINDOW))
    seen = probe(_asks(lock.models), patient)
    missing = {key_of(entry): said for entry in lock.models if (said := _unasked(entry, seen)) is not None}
    moved = [entry for entry in lock.models if key_of(entry) not in missing and _moved(entry, seen)]
    texts = _old_texts(patient, Bundle.open(bundle) if bundle is not None else None)
    drifted: list[Drifted] = []
    fresh: dict[tuple[str, str, str], Entry] = {}
    judged = judge((entry.target for entry in moved), patient, policy, engine)
    for old, one in zip(moved, judged, strict=True):
        obstacle = one.obstacle or _refused(old, one)
        if obstacle is not None:
            missing[key_of(old)] = NotAsked(model=old.target, message=obstacle)
            continue
        new = _kept(old, one.entry)
        fresh[key_of(old)] = new
        found = compare(old, new, texts, texts_of(one.snapshot))
        drifted += [replace(found, why=reasons(old, one.result))] if found is not None else []
    models = ordered(fresh.get(key_of(entry), entry) for entry in lock.models)
    drift = Drift(models=len(lock.models), drifted=tuple(drifted), not_asked=tuple(missing.values()))
    return Answered(drift=drift, lock=replace(lock, models=models))


def _refused(old: Entry, new: LockCandidate) -> str | None:
    problem = new.snapshot.root.problem
    return problem.message if problem is not None and _shut_out(old.problem, problem.kind) else None


def _kept(old: Entry, new: Entry) -> Entry:
    """The new entry under the old one's name and references: what was asked for has not changed."""
    requested = old.name if old.name != new.id else None
    return replace(new, requested=requested, requested_revision=old.requested_revision, references=old.references)


def _asks(entries: Iterable[Entry]) -> Iterable[Ask]:
    for entry in entries:
        yield _own(entry)
        yield from (_related(repo) for repo in entry.related if repo.problem != "bad_id")


def _own(entry: Entry) -> Ask:
    return Ask(
        repo_type=entry.type,
        id=entry.name,
        revision=entry.requested_revision,
        path=entry.probe,
        gated=bool(entry.gated),
    )


def _related(repo: LockedRepo) -> Ask:
    return Ask(repo_type=repo.type, id=repo.id, revision=None, path=repo.probe, gated=bool(repo.gated))


def _states(entry: Entry, seen: Mapping[Ask, Probed]) -> list[tuple[Entry | LockedRepo, Probed]]:
    related = [(repo, seen[_related(repo)]) for repo in entry.related if repo.problem != "bad_id"]
    return [(entry, seen[_own(entry)]), *related]


def _unasked(entry: Entry, seen: Mapping[Ask, Probed]) -> NotAsked | None:
    """Why an entry cannot be compared: itself or something it stands on could not be asked for."""
    for locked, state in _states(entry, seen):
        if state.problem in TRANSIENT or _shut_out(locked.problem, state.problem):
            return NotAsked(model=entry.target, message=state.message)
    return None


def _shut_out(before: str | None, now: str | None) -> bool:
    """Whether access was refused where it was not: a token that ran out tells nothing about the repo."""
    return now == "no_access" and before != "no_access"


def _moved(entry: Entry, seen: Mapping[Ask, Probed]) -> bool:
    return any(not _same(locked, state) for locked, state in _states(entry, seen))


def _same(locked: Entry | LockedRepo, seen: Probed) -> bool:
    """Whether a repo is as it was locked, as far as the Hub's answer tells; in doubt it is not."""
    if locked.problem is not None or seen.problem is not None:
        return locked.problem == seen.problem
    if seen.id.lower() != locked.id.lower() or locked.revision is None or seen.commit != locked.revision:
        return False
    if isinstance(seen.gated, bool) and seen.gated:
        return bool(locked.gated)
    return seen.gated is None or seen.gated == locked.gated


def _old_texts(options: HubOptions, bundle: Bundle | None) -> Texts:
    """Texts as they were at a commit: from the bundle, else from the cache."""
    from scanner.collect.hub.cache import Cache

    cache = Cache(options.cache(), options.base(), options.progress)

    def find(repo_type: str, repo_id: str, revision: str | None, path: str) -> str | None:
        kind: RepoType = "dataset" if repo_type == "dataset" else "model"
        carried = bundle.repo(kind, repo_id) if bundle is not None else None
        if carried is not None and carried.revision == revision:
            return carried.text(path)
        kept = cache.load(repo_type, repo_id, revision) if revision else None
        return kept.text(path) if kept is not None else None

    return find
