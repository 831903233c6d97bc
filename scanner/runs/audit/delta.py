"""What changed between two audits, and whose doing it is.

Ours: the inventory, a use, a waiver. Upstream: the repo, its bases or its data say something else than they did.
Policy: the same snapshot judged by another policy (or by newer rules). The three are told apart by judging the old
snapshot once more under the new policy: what differs before that step is policy, what differs after it is upstream.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from scanner.judge.evaluate import assess_under
from scanner.judge.exceptions.applying import about, day, same_thing
from scanner.knowledge.store import shipped
from scanner.model.policy import Policy, Waiver
from scanner.model.result import Result
from scanner.model.snapshot import Snapshot
from scanner.model.words import VERDICTS, Verdict
from scanner.runs.audit.history import History
from scanner.runs.audit.types import CAUSES, AuditChange, Delta, Frame, Inventory, Key, Kind, Manifest, Row
from scanner.runs.lock.compare import compare as compare_entries
from scanner.runs.lock.compare import joined, texts_of
from scanner.runs.lock.entry import entry
from scanner.runs.lock.types import LockChange
from scanner.runs.lock.wording import WordChange
from scanner.text.clean import bound, one_line

#: A waiver that ends before the next quarterly audit is worth a word now, though it is not yet ``expiring``.
QUARTER = timedelta(days=92)


def compare(old: Manifest, new: Manifest, history: History, policies: Mapping[str, Policy], frame: "Frame") -> Delta:
    """Everything that changed, ours first."""
    before = {(row.target, row.use): row for row in old.rows}
    after = {(row.target, row.use): row for row in new.rows}
    names = _spellings(history.inventory(old), history.inventory(new))
    changes = [*_inventory(before, after), *_waivers(old, new, history)]
    other_rules = old.policy.sha256 != new.policy.sha256 or old.rules != new.rules
    moved = [
        (was, row)
        for key, row in after.items()
        if (was := before.get(key)) is not None
        and (was.snapshot != row.snapshot or other_rules or was.verdict != row.verdict)
    ]
    for _, pairs in groupby(moved, key=_snapshots):
        changes += _models(tuple(pairs), history, policies, frame)
    changes = [replace(one, model=names.get(one.model, one.model)) for one in changes]
    return Delta(
        since=old.as_of,
        counts=old.counts,
        changes=tuple(
            sorted(changes, key=lambda one: (CAUSES.index(one.cause), one.kind, one.model.lower(), one.said))
        ),
    )


def _spellings(*inventories: Inventory) -> dict[str, str]:
    """Targets as people write them."""
    return {asset.key[0]: asset.target for inventory in inventories for asset in inventory.assets}


def _inventory(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> Iterator[AuditChange]:
    uses_before, uses_after = _by_target(before), _by_target(after)
    for target in sorted(uses_before.keys() | uses_after.keys()):
        one, other = uses_before.get(target, set()), uses_after.get(target, set())
        if not one:
            yield AuditChange(kind="new", cause="ours", model=target, said="entered the inventory")
        elif not other:
            yield AuditChange(kind="removed", cause="ours", model=target, said="left the inventory")
        elif one != other:
            said = f"use: {_names(one)} → {_names(other)}"
            yield AuditChange(kind="use", cause="ours", model=target, said=said)


def _by_target(rows: Mapping[Key, Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for target, use in rows:
        found.setdefault(target, set()).add(use)
    return found


def _names(uses: Iterable[str]) -> str:
    return ", ".join(sorted(use or "as the policy states" for use in uses))


def _waivers(old: Manifest, new: Manifest, history: History) -> Iterator[AuditChange]:
    had, have = _granted(old, history), _granted(new, history)
    then, today = day(old.as_of[:10]), day(new.as_of[:10])
    known = {(same_thing(one), one.expires) for one in had}
    for waiver in have:
        expires = day(waiver.expires)
        if (same_thing(waiver), waiver.expires) not in known:
            yield _waiver("waiver-granted", waiver)
        if today <= expires <= today + QUARTER:
            yield _waiver("waiver-ending", waiver)
    kept = {same_thing(one) for one in have}
    yield from _ended((*had, *have), kept, then, today)


def _ended(waivers: Iterable[Waiver], kept: set[tuple[str, ...]], then: date, today: date) -> Iterator[AuditChange]:
    for waiver in {(same_thing(one), one.expires): one for one in waivers}.values():
        expires = day(waiver.expires)
        if then <= expires < today:
            yield _waiver("waiver-expired", waiver)
        elif expires >= today and same_thing(waiver) not in kept:
            yield _waiver("waiver-withdrawn", waiver)


def _granted(manifest: Manifest, history: History) -> tuple[Waiver, ...]:
    return history.store.get(tuple[Waiver, ...], manifest.waivers) if history.store.has(manifest.waivers) else ()


def _waiver(kind: Kind, waiver: Waiver) -> AuditChange:
    return AuditChange(kind=kind, cause="ours", model=waiver.model or waiver.license or "", said=about(waiver))


def _snapshots(pair: tuple[Row, Row]) -> tuple[str, str]:
    return pair[0].snapshot, pair[1].snapshot


def _models(
    pairs: tuple[tuple[Row, Row], ...], history: History, policies: Mapping[str, Policy], frame: "Frame"
) -> Iterator[AuditChange]:
    """The rows of one target under each of its uses, ``(as it was, as it is)``: both snapshots are read once."""
    was, row = pairs[0]
    asked = [(policies[one.use], frame.engine) for _, one in pairs]
    old = history.store.get(Snapshot, was.snapshot)
    new = old if was.snapshot == row.snapshot else history.store.get(Snapshot, row.snapshot)
    between = tuple(assess_under(old, asked))
    now = between if new is old else tuple(assess_under(new, asked))
    for (one, other), earlier, later in zip(pairs, between, now, strict=True):
        yield from _by_policy(one, history.store.get(Result, one.result), earlier)
        if new is not old:
            yield from _upstream(old, new, earlier, later)
        yield from _by_waivers(one, other)


def _by_waivers(was: Row, row: Row) -> Iterator[AuditChange]:
    if was.verdict != row.verdict and was.raw == row.raw:
        said = f"{was.verdict} → {row.verdict} by waivers"
        yield AuditChange(kind=_direction(was.verdict, row.verdict), cause="ours", model=row.target, said=said)


def _by_policy(was: Row, old: Result, between: Result) -> Iterator[AuditChange]:
    if was.raw != between.verdict:
        said = f"{was.raw} → {between.verdict}, on the facts of the last audit"
        yield AuditChange(kind=_direction(was.raw, between.verdict), cause="policy", model=was.target, said=said)
    before, after = old.license.effective, between.license.effective
    if before != after:
        said = f"terms in effect: {joined(before)} → {joined(after)}"
        yield AuditChange(kind="terms", cause="policy", model=was.target, said=said)


def _direction(before: Verdict, after: Verdict) -> Kind:
    return "worse" if VERDICTS.index(after) > VERDICTS.index(before) else "better"


def _upstream(was: Snapshot, now: Snapshot, before: Result, after: Result) -> Iterator[AuditChange]:
    found = compare_entries(entry(was, before), entry(now, after), texts_of(was), texts_of(now))
    listed = list(found.changes) if found is not None else []
    grouped: dict[Kind, list[LockChange]] = {}
    for one in listed:
        counts: Kind | None = shipped("changes.yaml")[one.kind].get("counts")
        if counts is not None:
            grouped.setdefault(counts, []).append(one)
    for kind, ones in grouped.items():
        yield _grouped(kind, ones, after.model)
    if now.root.info.get("x_removed") is True and not was.root.info.get("x_removed"):
        since = f" since {str(now.root.info.get('x_removed_at') or '')[:10]}".rstrip()
        yield AuditChange(kind="gone", cause="upstream", model=after.model, said=f"gone from the Hub{since}")
    if before.verdict != after.verdict:
        said = f"{before.verdict} → {after.verdict}"
        kind = _direction(before.verdict, after.verdict)
        yield AuditChange(kind=kind, cause="upstream", model=after.model, said=said)


def _grouped(kind: Kind, ones: list[LockChange], model: str) -> AuditChange:
    said = "; ".join(dict.fromkeys(_one(one, model) for one in ones))
    words = tuple(_passage(word) for one in ones for word in one.words)[:10]
    return AuditChange(kind=kind, cause="upstream", model=model, said=bound(said, 1000), words=words)


def _one(one: LockChange, model: str) -> str:
    subject = one.subject.removeprefix(model).strip()
    whom = f" ({bound(one_line(subject), 120)})" if subject else ""
    words = shipped("changes.yaml")[one.kind]["audit"]
    return f"{words}{whom}: {bound(one_line(one.before), 120)} → {bound(one_line(one.after), 120)}"


def _passage(word: WordChange) -> str:
    return f"line {word.line}: “{bound(one_line(word.before), 300)}” → “{bound(one_line(word.after), 300)}”"
