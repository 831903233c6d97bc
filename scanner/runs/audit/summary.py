"""Page one: what a person has to know, decide and sign. Pure; every number is counted from the judgements."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from scanner.judge.exceptions.applying import day, state_on
from scanner.model.frozen import dataclass
from scanner.model.policy import Curation, Waiver
from scanner.model.report import rank
from scanner.model.result import ObligationOut
from scanner.model.verdict import by_exception, weight
from scanner.model.words import VERDICTS, Verdict, worst
from scanner.runs.audit.decisions import Decision, decisions, systems
from scanner.runs.audit.delta import QUARTER
from scanner.runs.audit.types import CAUSES, Asset, Audit, AuditChange, Cause, Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system with its worst verdict and the number of models at each."""

    name: str
    owner: str
    verdict: Verdict
    counts: Mapping[str, int]
    models: int


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
    """A waiver with its state on the day of the audit: valid, expiring, expired or not yet; ``left`` are the days that
    it still holds, ``ends`` says whether these are over before the next quarterly audit, ``end`` how its last day is
    told."""

    waiver: Waiver
    state: str
    left: int
    ends: bool
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CurationRow:
    """A person's curation, and the models whose verdict rests on it."""

    curation: Curation
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt:
    """How many of what passes do so by an exception alone, and how many rest on a curation."""

    waived: int = 0
    curated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything page one says, and the registers behind it. ``adopted``: the rules that a baseline waives, by model;
    ``excepted``: how many pass by somebody's word."""

    counts: Mapping[str, int]
    production: Mapping[str, int]
    systems: tuple[System, ...]
    decisions: tuple[Decision, ...]
    duties: tuple[CommonDuty, ...]
    unresolved: tuple[Unresolved, ...]
    waivers: tuple[WaiverRow, ...]
    adopted: Mapping[str, tuple[str, ...]]
    curations: tuple[CurationRow, ...]
    excepted: Exempt
    excepted_production: Exempt
    by_cause: Mapping[Cause, tuple[AuditChange, ...]]
    unread: int
    not_live: int
    apis: tuple[Judged, ...]
    lacking: int

    @property
    def ending(self) -> tuple[WaiverRow, ...]:
        """Waivers that end before the next quarterly audit, or have ended."""
        return tuple(row for row in self.waivers if row.ends)


def summarise(audit: Audit) -> Summary:
    """The summary of an audit."""
    today = date.fromisoformat(audit.report.generated_at[:10])
    duties = tuple(_duties(audit.judged))
    changes = audit.delta.changes if audit.delta is not None else ()
    return Summary(
        counts=_counts(audit.judged),
        production=_counts([one for one in audit.judged if one.production]),
        systems=tuple(_systems(audit.judged)),
        decisions=tuple(decisions(audit, today)),
        duties=duties,
        unresolved=tuple(_unresolved(audit.judged)),
        waivers=tuple(_waiver(one, today) for one in sorted(audit.waivers, key=lambda w: (w.expires, w.rule))),
        adopted=_adopted(audit.judged),
        curations=tuple(_curations(audit.judged)),
        excepted=_exempt(audit.judged),
        excepted_production=_exempt([one for one in audit.judged if one.production]),
        by_cause={cause: tuple(one for one in changes if one.cause == cause) for cause in CAUSES},
        unread=sum(one.result.error is not None for one in audit.judged),
        not_live=sum(one.result.source in ("catalog", "bundle") and not one.result.error for one in audit.judged),
        apis=tuple(one for one in audit.judged if one.result.repo_type == "closed-api"),
        lacking=sum(bool(duty.certain and duty.lacking) for duty in duties),
    )


def _counts(judged: Iterable[Judged]) -> dict[str, int]:
    found = Counter(one.result.verdict for one in judged)
    return {name: found[name] for name in VERDICTS}


def _systems(judged: Iterable[Judged]) -> Iterator[System]:
    groups: dict[str, list[tuple[Judged, Asset]]] = {}
    for one in judged:
        for asset in one.assets:
            if asset.production:
                groups.setdefault(asset.system or "no system stated", []).append((one, asset))
    for name, members in sorted(groups.items(), key=lambda item: (rank(_worst(item[1])), item[0].lower())):
        ones = list({one.key: one for one, _ in members}.values())
        owners = dict.fromkeys(asset.owner for _, asset in members if asset.owner)
        yield System(
            name=name, owner=", ".join(owners), verdict=_worst(members), counts=_counts(ones), models=len(ones)
        )


def _worst(members: Iterable[tuple[Judged, Asset]]) -> Verdict:
    return worst([one.result.verdict for one, _ in members])


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
        systems=systems(assets),
        lacking=tuple(dict.fromkeys(lacking)),
        evidence=tuple(dict.fromkeys(evidence)),
    )


def _unresolved(judged: Iterable[Judged]) -> Iterator[Unresolved]:
    for one in judged:
        result = one.result
        if result.error is not None:
            settle = "Give the right id, or access; then run the audit again."
            said = f"could not be assessed: {result.error.message.removeprefix(f'{result.model}: ')}"
            yield Unresolved(model=result.model, what=said, settle=settle, production=one.production)
        for finding in result.findings:
            if finding.outcome == "unknown" and weight(finding) != "pass":
                yield Unresolved(
                    model=result.model,
                    what=f"{finding.title} ({finding.rule})",
                    settle=finding.settle or finding.message,
                    production=one.production,
                )


def _adopted(judged: Iterable[Judged]) -> dict[str, tuple[str, ...]]:
    """What no waiver names and a baseline waives all the same: nobody granted it, and it has no end."""
    found: dict[str, dict[str, None]] = {}
    for one in judged:
        for finding in one.result.findings:
            if finding.outcome == "waived" and finding.waiver is not None and finding.waiver.state == "baseline":
                found.setdefault(one.result.model, {})[finding.rule] = None
    return {model: tuple(rules) for model, rules in found.items()}


def _curations(judged: Iterable[Judged]) -> Iterator[CurationRow]:
    """Each curation that decided, once."""
    found: dict[Curation, dict[str, None]] = {}
    for one in judged:
        for curation in one.result.license.curations:
            found.setdefault(curation, {})[one.result.model] = None
    for curation, models in sorted(found.items(), key=lambda each: (each[0].model.lower(), each[0].said)):
        yield CurationRow(curation=curation, models=tuple(models))


def _exempt(judged: Iterable[Judged]) -> Exempt:
    passing = [one.result for one in judged if one.result.verdict == "pass"]
    return Exempt(waived=sum(map(by_exception, passing)), curated=sum(bool(one.license.curations) for one in passing))


def _waiver(waiver: Waiver, today: date) -> WaiverRow:
    expires = day(waiver.expires)
    early = expires >= today and day(waiver.created) > today + timedelta(days=1)
    state = "not yet" if early else state_on(expires, today)
    return WaiverRow(
        waiver=waiver,
        state=state,
        left=(expires - today).days,
        ends=not early and expires - today <= QUARTER,
        end="expired on" if state == "expired" else "ends on",
    )
