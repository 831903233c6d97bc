"""``assess``: snapshots and a policy in, Results out. Every command reports these Results and grows no other judging.

Pure and deterministic: nothing is looked up, and the same input gives the same Results.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scanner.identify.texts import text_index
from scanner.judge.reading.read import Reading, read
from scanner.judge.reading.reference import is_reference, read_reference, target_kind
from scanner.judge.terms.read import Knowledge
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.rules import Answer, CompiledRule, Rules, load_rules
from scanner.knowledge.store import plain_files
from scanner.model.facts import context, fact_names
from scanner.model.policy import Policy
from scanner.model.result import CommercialSection, ErrorInfo, Evidence, FileOut, Finding, Result
from scanner.model.rule import FactValue, Rule
from scanner.model.snapshot import Snapshot
from scanner.model.verdict import verdict_of
from scanner.model.words import Severity

#: Which evidence supports a fact: by the fact's name, else by the first prefix that fits.
_GROUPS = (
    ("license_conflicts", "conflicts"),
    ("relabelled", "conflicts"),
    ("suspected_base", "conflicts"),
    ("base_", "lineage"),
    ("license_several", "conflicts"),
    ("license_ids", "terms"),
    ("license_families", "terms"),
    ("license_all", "terms"),
    ("license", "license"),
    ("admission", "terms"),
    ("commercial_use", "terms"),
    ("terms_", "terms"),
    ("duties", "terms"),
    ("outputs", "terms"),
    ("has_base", "lineage"),
    ("ancestors", "lineage"),
    ("weight", "weights"),
    ("adapter", "weights"),
    ("derived", "weights"),
    ("shards", "weights"),
    ("pickle", "weights"),
    ("datasets", "datasets"),
    ("sources", "datasets"),
    ("card", "card"),
)
_MAX_EVIDENCE = 12
_MAX_SHOWN = 300


@dataclass(frozen=True)
class Engine:
    """The knowledge that judging needs, loaded once: licences, terms, rules (a policy may add its own)."""

    folder: Path
    own_licenses: tuple[str, ...] = ()
    own_rules: tuple[str, ...] = ()

    @cached_property
    def knowledge(self) -> Knowledge:
        licenses = load_licenses(self.folder, [Path(place) for place in self.own_licenses])
        return Knowledge(licenses=licenses, terms=plain_files(self.folder)["terms.yaml"])

    def warm(self) -> None:
        """Load everything now, while something else is being waited for."""
        _ = self.rules, text_index(self.knowledge.licenses)

    @cached_property
    def rules(self) -> Rules:
        return load_rules(self.folder, [Path(place) for place in self.own_rules])


def engine_for(policy: Policy) -> Engine:
    """The engine that a policy needs: the built-in knowledge and the policy's own folders."""
    return Engine(folder=rules_dir(), own_licenses=policy.license_dirs, own_rules=policy.rule_dirs)


def assess(snapshots: Iterable[Snapshot], policy: Policy, engine: Engine | None = None) -> Iterator[Result]:
    """Judge each snapshot under a policy, in order. A snapshot whose root has a problem yields an error Result."""
    used = engine if engine is not None else engine_for(policy)
    for snapshot in snapshots:
        yield _assess(snapshot, policy, used)


def _assess(snapshot: Snapshot, policy: Policy, engine: Engine) -> Result:
    root = snapshot.root
    if root.problem is not None:
        return unassessed(snapshot)
    reading = (read_reference if is_reference(root) else read)(snapshot, policy, engine.knowledge)
    kind = target_kind(root)
    asked = (one for one in engine.rules.compiled if kind in one.rule.targets and not _off(one, policy))
    findings = tuple(_finding(one, reading, policy, root.id) for one in asked)
    return Result(
        model=root.id,
        repo_type=root.repo_type,
        revision=root.revision,
        source=root.source,
        observed_at=root.observed_at,
        verdict=verdict_of(findings, root.source),
        license=reading.license,
        commercial_use=reading.commercial_use,
        weights=reading.weights,
        datasets=reading.datasets,
        lineage=reading.lineage,
        obligations=reading.obligations,
        profile=reading.profile,
        findings=findings,
        notices=reading.notices,
        files=hashed_files(snapshot),
    )


def hashed_files(snapshot: Snapshot) -> tuple[FileOut, ...] | None:
    """The files whose content the Hub vouches for by a hash; None when the list was not read."""
    if snapshot.root.files is None:
        return None
    hashed = (file for file in snapshot.root.files if file.sha256 is not None)
    return tuple(FileOut(path=file.path, sha256=file.sha256 or "", size=file.size) for file in hashed)


def unassessed(snapshot: Snapshot) -> Result:
    """The Result of a target that could not be assessed at all: verdict unknown, with the error."""
    root = snapshot.root
    assert root.problem is not None
    return Result(
        model=root.id,
        repo_type=root.repo_type,
        revision=root.revision,
        source=root.source,
        observed_at=root.observed_at,
        verdict="unknown",
        commercial_use=CommercialSection(status="unknown", reasons=(root.problem.message,)),
        lineage=None,
        obligations=None,
        error=ErrorInfo(kind=root.problem.kind, message=root.problem.message),
    )


def _off(compiled: CompiledRule, policy: Policy) -> bool:
    return policy.rules.get(compiled.rule.id) == "off"


def _severity(rule: Rule, policy: Policy) -> Severity:
    stated = policy.rules.get(rule.id, rule.severity)
    return rule.severity if stated == "off" else stated


def _finding(compiled: CompiledRule, reading: Reading, policy: Policy, repo: str) -> Finding:
    rule = compiled.rule
    answer = compiled.ask(reading.facts)
    spoken = answer in ("violated", "unknown")
    values = context(reading.facts, fact_names()) if spoken else {}
    return Finding(
        rule=rule.id,
        title=rule.title,
        severity=_severity(rule, policy),
        outcome=answer,
        message=_message(rule, answer, values),
        fix=rule.fix if spoken else "",
        evidence=_evidence(rule, reading) if spoken else (),
        fingerprint=fingerprint(rule.id, repo, answer),
        settle=rule.unknown if answer == "unknown" else "",
    )


def fingerprint(rule: str, repo: str, what: str) -> str:
    """A finding's stable identity: the rule, the repo and what was said, never the revision or the wording."""
    return hashlib.sha256(f"{rule}\n{repo.lower()}\n{what}".encode()).hexdigest()[:32]


def _message(rule: Rule, answer: Answer, values: dict[str, FactValue]) -> str:
    if answer == "unknown":
        missing = [name for name in rule.reads if name not in values]
        return f"Not settled: {', '.join(missing)} could not be told."
    if answer != "violated":
        return ""
    return rule.message.format_map(_Shown(values)).strip()


class _Shown(dict[str, FactValue]):
    """Facts as a message shows them; one that was not read is 'unknown'."""

    def __getitem__(self, name: str) -> str:
        value = self.get(name, "unknown")
        if isinstance(value, tuple):
            return (", ".join(value) or "none")[:_MAX_SHOWN]
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)[:_MAX_SHOWN]


def _evidence(rule: Rule, reading: Reading) -> tuple[Evidence, ...]:
    groups = dict.fromkeys(_group(name) for name in rule.reads)
    found = dict.fromkeys(evidence for group in groups for evidence in reading.evidence.get(group, ()))
    return tuple(found)[:_MAX_EVIDENCE] or reading.evidence["repo"]


def _group(fact: str) -> str:
    return next((group for prefix, group in _GROUPS if fact.startswith(prefix)), "repo")
