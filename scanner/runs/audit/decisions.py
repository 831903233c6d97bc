"""What waits for a person: the findings of an audit's models, those that one decision settles as one."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from scanner.judge.exceptions.groups import group_findings
from scanner.knowledge.rules import tells
from scanner.model.frozen import dataclass
from scanner.model.report import rank
from scanner.model.result import Finding, Result
from scanner.model.verdict import weight
from scanner.model.words import Verdict
from scanner.runs.audit.types import Asset, Audit, Judged
from scanner.text.clean import within

#: How long a decision may wait after the audit, in days: production that fails, other production, the rest.
WAITS = {"fail": 14, "production": 30, "rest": 60}
NOBODY = "not stated for a use"


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


def decisions(audit: Audit, today: date) -> list[Decision]:
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
    return sorted(_together(found), key=lambda d: (not d.production, rank(d.verdict), d.since, -len(d.models), d.title))


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
            systems=systems(assets),
            owners=_owners(assets),
            production=production,
            since=str(today),
            due=str(today + timedelta(days=WAITS["production" if production else "rest"])),
        )


def systems(assets: Iterable[Asset]) -> tuple[str, ...]:
    """The systems that some assets name, each once."""
    return tuple(dict.fromkeys(asset.system for asset in assets if asset.system))


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
    """What is to be decided at the same verdict of one licence, or else of the same models at any, is one decision."""
    named = _merged(
        found, lambda one: (one.verdict, one.licence if one.licence and "unknown" not in one.licence else one)
    )
    return _merged(sorted(named, key=lambda one: rank(one.verdict)), lambda one: one.models)


def _merged(found: Iterable[Decision], same: Callable[[Decision], Hashable]) -> list[Decision]:
    made: dict[Hashable, Decision] = {}
    for one in found:
        key = same(one)
        made[key] = _joined(made[key], one) if key in made else one
    return list(made.values())


def _joined(one: Decision, other: Decision) -> Decision:
    return replace(
        one,
        title=one.title if one.title == other.title else f"{one.title}; {within(other.title)}",
        todo=one.todo if one.todo == other.todo else f"{one.todo.strip().rstrip('.')}. {other.todo}",
        licence=one.licence or other.licence,
        models=tuple(dict.fromkeys((*one.models, *other.models))),
        systems=tuple(dict.fromkeys((*one.systems, *other.systems))),
        owners=tuple(sorted(dict.fromkeys((*one.owners, *other.owners)), key=lambda who: who == NOBODY)),
        production=one.production or other.production,
        since=min(one.since, other.since) if one.verdict == other.verdict else one.since,
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
        title=_asking(pairs) or _bare(finding.title, licence),
        verdict=verdict,
        todo=finding.settle if unknown and finding.settle else finding.fix,
        licence=licence,
        models=tuple(dict.fromkeys(one.result.model for one, _ in pairs)),
        systems=systems(assets),
        owners=_owners(assets),
        production=production,
        since=since,
        due=str(today + timedelta(days=wait)),
    )


def _asking(pairs: list[tuple[Judged, Finding]]) -> str:
    """Where the rule's title does not tell what waits: the questions that are open, or the day."""
    title, told = pairs[0][1].title, tells(pairs[0][1].rule)
    if told == "questions":
        open_ = (each for one, _ in pairs for each in one.result.commercial_use.conditions if each.met is None)
        asked = dict.fromkeys(each.question for each in open_ if each.term != "use_restrictions" and each.question)
        return f"{title}: {within(' '.join(asked))}" if asked else ""
    days = {each.message for _, each in pairs if told == "retirement"}
    return f"{title}: {within(days.pop().rstrip('.'))}" if len(days) == 1 else ""


def _bare(title: str, licence: str) -> str:
    """The title without the licence in brackets at its end, which the decision names beside it."""
    head, _, tail = title.rpartition(" (")
    return head if head and licence.startswith(tail.rstrip(")…")) else title
