"""An inventory judged: snapshots fetched once and kept, a Result for each use, the manifest and what changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scanner.collect.bills.types import with_said
from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import Engine, assess_under
from scanner.judge.exceptions.applying import excuse
from scanner.judge.reading.reference import DYNAMIC, mere, of_provider
from scanner.knowledge.policy import chosen
from scanner.knowledge.store import plain_files
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.report import by_verdict
from scanner.model.result import Result
from scanner.model.snapshot import Snapshot
from scanner.model.verdict import weight
from scanner.runs.audit import delta
from scanner.runs.audit.history import History, RunJournal
from scanner.runs.audit.store import canonical
from scanner.runs.audit.types import Asset, Delta, Frame, Inventory, Judged, KeptPolicy, Key, Manifest, Quarter, Row
from scanner.runs.lock.candidates import TRANSIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRun:
    """What a run came to."""

    judged: tuple[Judged, ...]
    delta: Delta | None
    trend: tuple[Quarter, ...]
    open_since: Mapping[str, str]
    manifest: Manifest


def run(inventory: Inventory, history: History, frame: Frame, snapshots: Iterable[Snapshot] | None = None) -> AuditRun:
    """Judge every asset, compare, and add the audit to the history. ``snapshots`` stand in for asking the Hub, one for
    each repo among :func:`targets` in order. Raises :class:`ModelscanError`."""
    before = history.before(frame.as_of, frame.since) if frame.since else None
    policies = {use: chosen(frame.policy, use) for use in _uses(inventory)}
    journal = RunJournal(history, _run_key(inventory, frame))
    judged, rows = [], []
    for one, row in _judge(inventory, policies, history, journal, frame, snapshots):
        judged.append(one)
        rows.append(row)
    standing = _standing(judged, history, before, frame.as_of)
    manifest = _manifest(inventory, tuple(rows), history, frame, standing)
    changed = delta.compare(before, manifest, history, policies, frame) if before is not None else None
    trend = history.trend(frame.as_of)
    history.keep(manifest)
    journal.close()
    return AuditRun(judged=tuple(judged), delta=changed, trend=trend, open_since=standing, manifest=manifest)


def targets(inventory: Inventory) -> tuple[Asset, ...]:
    """One asset for each target that is asked for, in order, with all that bills say of it."""
    found: dict[str, Asset] = {}
    for asset in inventory.assets:
        one = found.setdefault(asset.key[0], asset)
        found[asset.key[0]] = replace(one, says=tuple(dict.fromkeys((*one.says, *asset.says))))
    return tuple(found.values())


def _uses(inventory: Inventory) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("", *(asset.use for asset in inventory.assets))))


def _run_key(inventory: Inventory, frame: Frame) -> str:
    """Which run this is: the same things asked of the same place on the same day."""
    asked = [asset.key[0] for asset in targets(inventory)]
    own = [str(path) for path in (*frame.options.tables, *frame.options.catalogs)]
    where = " ".join(["offline", *own]) if frame.options.is_offline() else frame.options.base()
    return hashlib.sha256(canonical([asked, where, frame.as_of[:10]])).hexdigest()


def _judge(
    inventory: Inventory,
    policies: Mapping[str, Policy],
    history: History,
    journal: RunJournal,
    frame: Frame,
    given: Iterable[Snapshot] | None,
) -> Iterator[tuple[Judged, Row]]:
    by_key: dict[Key, list[Asset]] = {}
    uses: dict[str, list[str]] = {}
    for asset in inventory.assets:
        by_key.setdefault(asset.key, []).append(asset)
        uses.setdefault(asset.key[0], []).append(asset.use)
    for asset, snapshot, digest in _kept(targets(inventory), journal, history, frame.options, given):
        asked = tuple(dict.fromkeys(uses[asset.key[0]]))
        judged = assess_under(snapshot, [(policies[use], frame.engine) for use in asked])
        for use, raw in zip(asked, judged, strict=True):
            result = excuse(raw, replace(frame.exceptions, use=policies[use].name))
            key = (asset.key[0], use)
            one = Judged(key=key, result=result, raw=raw.verdict, policy=policies[use].name, assets=tuple(by_key[key]))
            yield (
                one,
                Row(
                    target=key[0],
                    use=use,
                    snapshot=digest,
                    result=history.store.put(result),
                    raw=raw.verdict,
                    verdict=result.verdict,
                ),
            )


def _kept(
    wanted: tuple[Asset, ...],
    journal: RunJournal,
    history: History,
    options: HubOptions,
    given: Iterable[Snapshot] | None,
) -> Iterator[tuple[Asset, Snapshot, str]]:
    """Each target with its snapshot and the object that keeps it; what a killed run had stored is not asked again."""
    asked = [asset for asset in wanted if _is_repo(asset) and asset.key[0] not in journal.done]
    fetched = iter(given) if given is not None else iter(gather((asset.target for asset in asked), options))
    for asset in wanted:
        if not _is_repo(asset):
            snapshot = _reference(asset)
            yield asset, snapshot, history.store.put(snapshot)
            continue
        known = journal.get(asset.key[0])
        # What bills say is kept with what was read: judging it anew a quarter later finds the same contradiction.
        snapshot = known if known is not None else with_said(next(fetched), asset.says)
        if known is not None:
            yield asset, snapshot, journal.done[asset.key[0]]
        elif snapshot.root.problem is not None and snapshot.root.problem.kind in TRANSIENT:
            yield asset, snapshot, history.store.put(snapshot)
        else:
            yield asset, snapshot, journal.add(asset.key[0], snapshot)


def _is_repo(asset: Asset) -> bool:
    return asset.type != "closed-api" and not asset.dynamic


def _reference(asset: Asset) -> Snapshot:
    """The snapshot of a closed API, or of an id that only the running program knows."""
    return mere(asset.id, {DYNAMIC: True} if asset.dynamic else of_provider(asset.id.partition("/")[0]), asset.type)


def _standing(judged: Iterable[Judged], history: History, before: Manifest | None, as_of: str) -> dict[str, str]:
    """Since which audit each finding that weighs has stood, by use and fingerprint."""
    known = _earlier(history, before)
    return {name: known.get(name, as_of) for one in judged for name in findings_of(one.result, one.key[1])}


def findings_of(result: Result, use: str) -> tuple[str, ...]:
    """The standing findings of a result, each by a name that stays the same from audit to audit."""
    found = (one for one in result.findings if weight(one) != "pass")
    return tuple(f"{use}|{one.fingerprint}" for one in found)


def _earlier(history: History, before: Manifest | None) -> Mapping[str, str]:
    if before is None or not history.store.has(before.standing):
        return {}
    return history.store.get(dict[str, str], before.standing)


def rules_hash(engine: Engine) -> str:
    """The hash of modelscan's own knowledge: licences, terms and rules."""
    return hashlib.sha256(canonical(dict(plain_files(engine.folder)))).hexdigest()


def _manifest(
    inventory: Inventory, rows: tuple[Row, ...], history: History, frame: Frame, standing: dict[str, str]
) -> Manifest:
    put = history.store.put
    counts = by_verdict(row.verdict for row in rows)
    by = frame.policy
    policy = KeptPolicy(name=by.name, sha256=by.sha256, object=put(replace(by, path=None)))
    return Manifest(
        as_of=frame.as_of,
        tool=frame.tool,
        rules=rules_hash(frame.engine),
        policy=policy,
        inventory=put(inventory),
        waivers=put(frame.exceptions.waivers),
        standing=put(standing),
        rows=rows,
        counts={"models": len(rows), **counts},
    )
