"""Page one: what a person has to know, decide and sign. Pure; every number is counted from the judgements."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from scanner.judge.exceptions.applying import day
from scanner.judge.exceptions.groups import group_findings
from scanner.model.frozen import dataclass
from scanner.model.policy import Waiver
from scanner.model.result import Finding, ObligationOut, Result
from scanner.model.verdict import weight
from scanner.model.words import VERDICTS, Verdict
from scanner.runs.audit.types import Asset, Audit, AuditChange, Cause, Judged
from scanner.text.clean import within

#: How long a decision may wait after the audit, in days: production that fails, other production, the rest.
WAITS = {"fail": 14, "production": 30, "rest": 60}
NOBODY = "not stated for a use"
_QUARTER = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system with its worst verdict and the number of models at each."""

    name: str
    owner: str
    verdict: Verdict
    counts: Mapping[str, int]
    models: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What waits for a person. ``due`` and ``since`` are dates; ``todo`` says what would end the wait."""

    title: str
    verdict: Verdict
    todo: str
    licence: str
    models: tuple[str, ...]
    systems: tuple[str, ...]
    owners: tuple[str, ...]
    production: bool
    since: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonDuty:
    """An obligation over all models that bring it. ``evidence`` is where it is met; "" when nobody says so."""

    text: str
    kind: str
    licence: str
    clause: str
    certain: bool
    models: tuple[str, ...]
    systems: tuple[str, ...]
    lacking: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Something that could not be told, and what would settle it."""

    model: str
    what: str
    settle: str
    production: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRow:
    """A waiver with its state on the day of the audit: valid, expiring, expired or not yet."""

    waiver: Waiver
    state: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything page one says, and the registers behind it."""

    counts: Mapping[str, int]
    production: Mapping[str, int]
    systems: tuple[System, ...]
    decisions: tuple[Decision, ...]
    duties: tuple[CommonDuty, ...]
    unresolved: tuple[Unresolved, ...]
    waivers: tuple[WaiverRow, ...]
    by_cause: Mapping[Cause, tuple[AuditChange, ...]]
    unread: int
    not_live: int
    apis: tuple[Judged, ...]
    lacking: int

    @property
    def expiring(self) -> tuple[WaiverRow, ...]:
        """Waivers that end before the next quarterly audit, or have ended."""
        return tuple(row for row in self.waivers if row.state in ("expiring", "expired"))


def summarise(audit: Audit) -> Summary:
    """The summary of an audit."""
    today = date.fromisoformat(audit.report.generated_at[:10])
    duties = tuple(_duties(audit.judged))
    changes = audit.delta.changes if audit.delta is not None else ()
    causes: tuple[Cause, ...] = ("ours", "upstream", "policy")
    return Summary(
        counts=_counts(audit.judged),
        production=_counts([one for one in audit.judged if one.production]),
        systems=tuple(_systems(audit.judged)),
        decisions=tuple(_decisions(audit, today)),
        duties=duties,
        unresolved=tuple(_unresolved(audit.judged)),
        waivers=tuple(_waiver(one, today) for one in sorted(audit.waivers, key=lambda w: (w.expires, w.rule))),
        by_cause={cause: tuple(one for one in changes if one.cause == cause) for cause in causes},
        unread=sum(one.result.error is not None for one in audit.judged),
        not_live=sum(one.result.source in ("catalog", "bundle") and not one.result.error for one in audit.judged),
        apis=tuple(one for one in audit.judged if one.result.repo_type == "closed-api"),
        lacking=sum(bool(duty.certain and duty.lacking) for duty in duties),
    )


def _counts(judged: Iterable[Judged]) -> dict[str, int]:
    found = Counter(one.result.verdict for one in judged)
    return {name: found[name] for name in ("pass", "review", "unknown", "fail")}


def _systems(judged: Iterable[Judged]) -> Iterator[System]:
    groups: dict[str, list[tuple[Judged, Asset]]] = {}
    for one in judged:
        for asset in one.assets:
            if asset.production:
                groups.setdefault(asset.system or "no system stated", []).append((one, asset))
    for name, members in sorted(groups.items(), key=lambda item: (_rank(_worst(item[1])), item[0].lower())):
        ones = list({one.key: one for one, _ in members}.values())
        owners = dict.fromkeys(asset.owner for _, asset in members if asset.owner)
        yield System(
            name=name, owner=", ".join(owners), verdict=_worst(members), counts=_counts(ones), models=len(ones)
        )


def _worst(members: Iterable[tuple[Judged, Asset]]) -> Verdict:
    return max((one.result.verdict for one, _ in members), key=VERDICTS.index)


def _rank(verdict: Verdict) -> int:
    return -VERDICTS.index(verdict)


def _decisions(audit: Audit, today: date) -> list[Decision]:
    """Worst and nearest to production first."""
    by_model: dict[str, list[Judged]] = {}
    for one in audit.judged:
        by_model.setdefault(one.result.model, []).append(one)
    found = []
    for group in group_findings(map(_weighing, audit.judged)):
        ones = sorted((one for model in group.models for one in by_model[model]), key=lambda one: not one.production)
        pairs = [pair for one in ones for pair in _findings(one, group.rule, group.outcome)]
        if pairs:
            found.append(_decision(group.license, pairs, audit, today))
    found += _unread(audit, today)
    return sorted(
        _together(found), key=lambda d: (not d.production, _rank(d.verdict), d.since, -len(d.models), d.title)
    )


def _unread(audit: Audit, today: date) -> Iterator[Decision]:
    """What could not be assessed waits for a person as well."""
    ones = sorted((one for one in audit.judged if one.result.error is not None), key=lambda one: not one.production)
    assets = [asset for one in ones for asset in one.assets]
    if ones:
        production = any(one.production for one in ones)
        yield Decision(
            title="Not assessed at all",
            verdict="unknown",
            todo="Give the right id, or access to the repository, or take it out of the inventory.",
            licence="",
            models=tuple(dict.fromkeys(one.result.model for one in ones)),
            systems=tuple(dict.fromkeys(asset.system for asset in assets if asset.system)),
            owners=_owners(assets),
            production=production,
            since=str(today),
            due=str(today + timedelta(days=WAITS["production" if production else "rest"])),
        )


def _owners(assets: list[Asset]) -> tuple[str, ...]:
    """Everybody who has to decide; a use that names nobody is said, so that it does not hide behind another's owner."""
    named = dict.fromkeys(asset.owner for asset in assets if asset.owner)
    return (*named, *([NOBODY] if named and any(not asset.owner for asset in assets) else []))


def _weighing(one: Judged) -> Result:
    """The result with the findings that ask something of somebody; of unknowns that one thing settles, the first."""
    asking = [each for each in one.result.findings if each.severity != "note"]
    open_ = {each.settle: each for each in reversed(asking) if each.outcome == "unknown"}
    found = (each for each in asking if each.outcome == "violated" or open_.get(each.settle) is each)
    return replace(one.result, findings=tuple(found))


def _together(found: Iterable[Decision]) -> list[Decision]:
    """What is to be decided at the same verdict of one licence, or else of the same models, is one decision."""
    named = _merged(found, lambda one: one.licence if one.licence and "unknown" not in one.licence else one)
    return _merged(named, lambda one: one.models)


def _merged(found: Iterable[Decision], same: Callable[[Decision], Hashable]) -> list[Decision]:
    made: dict[Hashable, Decision] = {}
    for one in found:
        key = (one.verdict, same(one))
        made[key] = _joined(made[key], one) if key in made else one
    return list(made.values())


def _joined(one: Decision, other: Decision) -> Decision:
    return replace(
        one,
        title=one.title if one.title == other.title else f"{one.title}; {within(other.title)}",
        todo=" ".join(dict.fromkeys((one.todo, other.todo))),
        licence=one.licence or other.licence,
        models=tuple(dict.fromkeys((*one.models, *other.models))),
        systems=tuple(dict.fromkeys((*one.systems, *other.systems))),
        owners=tuple(sorted(dict.fromkeys((*one.owners, *other.owners)), key=lambda who: who == NOBODY)),
        production=one.production or other.production,
        since=min(one.since, other.since),
        due=min(one.due, other.due),
    )


def _findings(one: Judged, rule: str, outcome: str) -> list[tuple[Judged, Finding]]:
    return [(one, finding) for finding in one.result.findings if finding.rule == rule and finding.outcome == outcome]


def _decision(licence: str, pairs: list[tuple[Judged, Finding]], audit: Audit, today: date) -> Decision:
    finding = pairs[0][1]
    production = any(one.production for one, _ in pairs)
    verdict = weight(finding)
    wait = WAITS["fail" if production and verdict == "fail" else "production" if production else "rest"]
    since = min(audit.open_since.get(f"{one.key[1]}|{found.fingerprint}", str(today))[:10] for one, found in pairs)
    assets = [asset for one, _ in pairs for asset in one.assets]
    unknown = finding.outcome == "unknown"
    return Decision(
        title=_bare(finding.title, licence),
        verdict=verdict,
        todo=finding.settle if unknown and finding.settle else finding.fix,
        licence=licence,
        models=tuple(dict.fromkeys(one.result.model for one, _ in pairs)),
        systems=tuple(dict.fromkeys(asset.system for asset in assets if asset.system)),
        owners=_owners(assets),
        production=production,
        since=since,
        due=str(today + timedelta(days=wait)),
    )


def _bare(title: str, licence: str) -> str:
    """The title without the licence in brackets at its end, which the decision names beside it."""
    head, _, tail = title.rpartition(" (")
    return head if head and licence.startswith(tail.rstrip(")…")) else title


def _duties(judged: Iterable[Judged]) -> list[CommonDuty]:
    groups: dict[tuple[str, str, str], list[tuple[Judged, ObligationOut]]] = {}
    for one in judged:
        for duty in one.result.obligations or ():
            if duty.applies is not False:
                groups.setdefault((duty.license, duty.clause, duty.text), []).append((one, duty))
    made = [_duty(members) for members in groups.values()]
    return sorted(made, key=lambda duty: (not duty.certain, not duty.lacking, duty.licence.lower(), duty.clause))


def _duty(members: list[tuple[Judged, ObligationOut]]) -> CommonDuty:
    duty = members[0][1]
    lacking, evidence = [], []
    for one, owed in members:
        for asset in one.assets:
            where = [proof.where for proof in asset.proofs if proof.duty in (owed.id, owed.kind)]
            evidence += where
            if not where and asset.production and owed.applies:
                lacking.append(one.result.model)
    assets = [asset for one, _ in members for asset in one.assets]
    return CommonDuty(
        text=duty.text,
        kind=duty.kind,
        licence=duty.license,
        clause=duty.clause,
        certain=any(owed.applies for _, owed in members),
        models=tuple(dict.fromkeys(one.result.model for one, _ in members)),
        systems=tuple(dict.fromkeys(asset.system for asset in assets if asset.system)),
        lacking=tuple(dict.fromkeys(lacking)),
        evidence=tuple(dict.fromkeys(evidence)),
    )


def _unresolved(judged: Iterable[Judged]) -> Iterator[Unresolved]:
    for one in judged:
        result = one.result
        if result.error is not None:
            settle = "Give the right id, or access; then run the audit again."
            said = f"could not be assessed: {result.error.message}"
            yield Unresolved(model=result.model, what=said, settle=settle, production=one.production)
        for finding in result.findings:
            if finding.outcome == "unknown" and finding.severity != "note":
                yield Unresolved(
                    model=result.model,
                    what=f"{finding.title} ({finding.rule})",
                    settle=finding.settle or finding.message,
                    production=one.production,
                )


def _waiver(waiver: Waiver, today: date) -> WaiverRow:
    expires = day(waiver.expires)
    left = (expires - today).days
    if left < 0:
        state = "expired"
    elif day(waiver.created) > today + timedelta(days=1):
        state = "not yet"
    else:
        state = "expiring" if expires - today <= _QUARTER else "valid"
    return WaiverRow(waiver=waiver, state=state, left=left)
