"""One finding for a family: forty fine-tunes of one base, under one licence and clause, are one thing to decide."""

from collections.abc import Iterable

from scanner.model.frozen import dataclass
from scanner.model.result import Finding, Result
from scanner.model.words import Outcome, Severity

#: The families of rules that ask what the terms say; the others ask about files, cards and data.
_TERMS = ("COM", "LIC", "LIN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The same finding of several models. ``license`` and ``clause`` are those that govern it (joined by `` + `` when
    several do; empty when no licence is in question), ``sources`` the repos that brought them, ``models`` sorted."""

    rule: str
    title: str
    severity: Severity
    outcome: Outcome
    license: str
    clause: str
    sources: tuple[str, ...]
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    license: str
    clause: str
    sources: tuple[str, ...]


def group_findings(results: Iterable[Result]) -> tuple[Group, ...]:
    """Every standing or waived finding once for each rule, outcome, governing licence and clause; largest first."""
    found: dict[tuple[str, ...], list[tuple[Finding, Result, _Ground]]] = {}
    for result in results:
        for finding in result.findings:
            if finding.outcome in ("violated", "unknown", "waived"):
                ground = _ground(finding, result)
                key = (finding.rule, finding.outcome, finding.severity, ground.license, ground.clause, _cause(finding))
                found.setdefault(key, []).append((finding, result, ground))
    groups = [_group(members) for members in found.values()]
    return tuple(sorted(groups, key=lambda g: (-len(g.models), g.rule, g.outcome, g.license, g.clause)))


def _cause(finding: Finding) -> str:
    """Unknowns are grouped by what is missing: one decision does not settle two of them."""
    return finding.title if finding.outcome == "unknown" else ""


def _group(members: list[tuple[Finding, Result, _Ground]]) -> Group:
    finding, _, ground = members[0]
    return Group(
        rule=finding.rule,
        title=finding.title,
        severity=finding.severity,
        outcome=finding.outcome,
        license=ground.license,
        clause=ground.clause,
        sources=tuple(sorted({source for _, _, one in members for source in one.sources})),
        models=tuple(sorted({result.model for _, result, _ in members})),
    )


def _ground(finding: Finding, result: Result) -> _Ground:
    """The licence, clause and repo that govern a finding: the failed or open conditions, else the inherited terms."""
    if not finding.rule.startswith(_TERMS):
        return _Ground("", "", ())
    conditions = [one for one in result.commercial_use.conditions if one.withholds and not one.met]
    failed = [one for one in conditions if one.met is False]
    governing = failed or conditions if finding.rule.startswith("COM") else []
    if governing:
        return _Ground(
            " + ".join(sorted({one.license for one in governing})),
            " + ".join(sorted({one.clause for one in governing})),
            tuple(sorted({one.from_ for one in governing} - {result.model})),
        )
    return _Ground(" + ".join(_inherited(result)), "", tuple(_bases(result)))


def _inherited(result: Result) -> list[str]:
    """The terms that come from ancestors alone; the model's own where there are none."""
    base = [name for name in result.license.effective if name not in result.license.resolved]
    return base or list(result.license.effective)


def _bases(result: Result) -> list[str]:
    inherited = set(_inherited(result))
    return sorted({one.id for one in result.lineage or () if inherited & set(one.license)})
