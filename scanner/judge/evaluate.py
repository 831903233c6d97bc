"""``assess``: snapshots and a policy in, Results out. Every command reports these Results and grows no other judging.

Pure and deterministic: nothing is looked up, and the same input gives the same Results.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from scanner.judge.causes import headline, message, settled_by, unsettled, words_for
from scanner.judge.opinion import Opinion, opine, refer
from scanner.judge.reading.read import Reading, read
from scanner.judge.reading.reference import is_reference, read_reference
from scanner.knowledge.licenses import Licenses, load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.rules import CompiledRule, Rules, load_rules
from scanner.knowledge.store import plain_files
from scanner.model.errors import KnowledgeError, ModelscanError
from scanner.model.facts import context, evidence_group, fact_names
from scanner.model.frozen import dataclass, replace
from scanner.model.ids import one_name
from scanner.model.policy import Policy
from scanner.model.result import CommercialSection, ErrorInfo, Evidence, Finding, Result
from scanner.model.rule import Rule, TargetKind
from scanner.model.snapshot import Card, Json, Problem, Repo, Snapshot, Text
from scanner.model.verdict import believed, verdict_of
from scanner.model.words import Severity
from scanner.text.clean import bound, one_line

#: A repo as most are: reading it compiles the patterns that most cards and texts ask for.
_PLAIN = Repo(
    id="plain/repo",
    repo_type="model",
    requested="plain/repo",
    card=Card(body="# A model\n\n## License\n\nThe model is released under the Apache 2.0 license.\n", body_line=1),
    texts=(Text(path="LICENSE", text="MIT License", sha256=""),),
    files=(),
)
#: What a policy says of rules: their severity, or that they are not asked.
Stated: TypeAlias = tuple[tuple[str, Severity | Literal["off"]], ...]
_MAX_EVIDENCE = 12
#: How a notice begins that tells of a rule which strikes and weighs nothing.
SILENCED = "By the policy this weighs nothing: "


@dataclass(frozen=True)
class Engine:
    """The knowledge that judging needs, loaded once: licences, terms, rules (a policy may add its own)."""

    folder: Path
    own_licenses: tuple[str, ...] = ()
    own_rules: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., "Engine"], tuple[object, ...]]:
        """What is loaded stays behind: another process loads its own, from the same folders."""
        return _engine_there, (str(self.folder), self.own_licenses, self.own_rules)

    @cached_property
    def licenses(self) -> Licenses:
        return load_licenses(self.folder, [Path(place) for place in self.own_licenses])

    @cached_property
    def terms(self) -> Json:
        """The words of the terms (``rules/terms.yaml``)."""
        return plain_files(self.folder)["terms.yaml"]

    @cached_property
    def coded(self) -> Mapping[str, str]:
        """Words for the codes that facts hold."""
        return words_for(self.terms)

    def warm(self) -> None:
        """Load everything now, while something else is being waited for: a plain repo is read, as every check will."""
        _ = self.rules
        read(Snapshot(target="", root=_PLAIN), self.licenses)

    @cached_property
    def rules(self) -> Rules:
        return load_rules(self.folder, [Path(place) for place in self.own_rules])


def _engine_there(folder: str, own_licenses: tuple[str, ...], own_rules: tuple[str, ...]) -> Engine:
    """The engine of another process here. Raises :class:`KnowledgeError` where its folders are not."""
    for place in (folder, *own_licenses, *own_rules):
        if not Path(place).is_dir():
            raise KnowledgeError(f"{place}: the engine was made with this folder, which is not here; put it there")
    return Engine(Path(folder), own_licenses, own_rules)


def engine_for(policy: Policy) -> Engine:
    """The engine that a policy needs: the built-in knowledge and the policy's own folders."""
    return Engine(folder=rules_dir(), own_licenses=policy.license_dirs, own_rules=policy.rule_dirs)


def assess(snapshots: Iterable[Snapshot], policy: Policy, engine: Engine | None = None) -> Iterator[Result]:
    """Read and judge each snapshot under a policy, in order. A snapshot whose root has a problem yields an error
    Result."""
    used = engine if engine is not None else engine_for(policy)
    for snapshot in snapshots:
        yield from assess_under(snapshot, [(policy, used)])


def assess_under(snapshot: Snapshot, asked: Iterable[tuple[Policy, Engine]]) -> Iterator[Result]:
    """One snapshot judged under each policy with its engine, in order: read once for all that know the same
    licences."""
    readings: dict[tuple[Path, tuple[str, ...]], Reading] = {}
    for policy, engine in asked:
        known = engine.folder, engine.own_licenses
        if known not in readings:
            readings[known] = reading_of(snapshot, engine)
        yield judge(readings[known], policy, engine)


def reading_of(snapshot: Snapshot, engine: Engine) -> Reading:
    """A snapshot read, whatever stands behind it: once is enough for every policy with this engine's licences."""
    try:
        return read_reference(snapshot) if is_reference(snapshot.root) else read(snapshot, engine.licenses)
    except ModelscanError:
        raise
    except Exception as error:  # whatever one repo holds, the others are read
        root = replace(snapshot.root, info={}, files=None, card=None, texts=(), problem=_stumbled(error))
        return read(replace(snapshot, root=root, related=()), engine.licenses)


def _stumbled(error: Exception) -> Problem:
    said = f"it holds something that could not be read ({type(error).__name__}: {bound(one_line(str(error)), 100)})"
    return Problem(kind="bad_data", message=f"{said}: look at its card and metadata, and leave it out until then")


def judge(reading: Reading, policy: Policy, engine: Engine) -> Result:
    """The Result of a reading under a policy. Pure."""
    if reading.error is not None:
        return _unassessed(reading, reading.error)
    try:
        return _judged(reading, policy, engine)
    except ModelscanError:
        raise
    except Exception as error:  # whatever one repo holds, the others are judged
        problem = _stumbled(error)
        return _unassessed(reading, ErrorInfo(kind=problem.kind, message=problem.message))


def _judged(reading: Reading, policy: Policy, engine: Engine) -> Result:
    opinion = (
        refer(reading, policy)
        if reading.own is None
        else opine(reading, reading.own, policy, engine.licenses, engine.terms)
    )
    findings = tuple(_findings(reading, opinion, policy, engine))
    return Result(
        model=reading.id,
        repo_type=reading.repo_type,
        revision=reading.revision,
        source=reading.source,
        observed_at=reading.observed_at,
        verdict=verdict_of(findings, believed(reading.source, opinion.lineage or ())),
        license=opinion.license,
        commercial_use=opinion.commercial_use,
        access=reading.access,
        weights=reading.weights,
        datasets=reading.datasets,
        lineage=opinion.lineage,
        obligations=opinion.obligations,
        outputs_of=opinion.outputs_of,
        openness=opinion.openness,
        profile=opinion.profile,
        findings=findings,
        notices=(*_silenced(reading, opinion, policy, engine), *reading.notices),
        files=reading.files,
    )


def _unassessed(reading: Reading, error: ErrorInfo) -> Result:
    """The Result of a target that could not be assessed at all: verdict unknown, with the error."""
    return Result(
        model=reading.id,
        repo_type=reading.repo_type,
        revision=reading.revision,
        source=reading.source,
        observed_at=reading.observed_at,
        verdict="unknown",
        access=reading.access,
        commercial_use=CommercialSection(status="unknown", reasons=(error.message,)),
        lineage=None,
        obligations=None,
        outputs_of=None,
        error=error,
    )


def asked_of(kind: TargetKind, policy: Policy, engine: Engine) -> tuple[tuple[CompiledRule, Severity], ...]:
    """The rules that a policy asks of a kind of target, each with its severity there, in order of their ids."""
    return _asked(engine.rules, tuple(policy.rules.items()), kind)


@lru_cache(maxsize=64)
def _asked(rules: Rules, stated: Stated, kind: TargetKind) -> tuple[tuple[CompiledRule, Severity], ...]:
    severities = dict(stated)
    asked = [(one, severities.get(one.rule.id, one.rule.severity)) for one in rules.compiled]
    return tuple((one, severity) for one, severity in asked if severity != "off" and kind in one.rule.targets)


def _silenced(reading: Reading, opinion: Opinion, policy: Policy, engine: Engine) -> Iterator[str]:
    """Rules of weight that strike here, and that the policy does not ask or lets weigh nothing."""
    for compiled in engine.rules.compiled:
        rule, stated = compiled.rule, policy.rules.get(compiled.rule.id)
        if stated not in ("off", "note") or rule.severity == "note" or reading.kind not in rule.targets:
            continue
        answer = compiled.ask(opinion.facts)
        if answer == "violated" or answer == "unknown":
            yield f"{SILENCED}{rule.id} ({stated}): {headline(rule, answer, opinion, reading.id)}"


def _findings(reading: Reading, opinion: Opinion, policy: Policy, engine: Engine) -> Iterator[Finding]:
    name, facts = one_name(reading.id), opinion.facts
    values = context(facts, fact_names())
    for compiled, severity in asked_of(reading.kind, policy, engine):
        rule, answer = compiled.rule, compiled.ask(facts)
        if answer == "violated" or answer == "unknown":
            missing = tuple(one for one in rule.reads if one not in values)
            said = unsettled(opinion, missing) if answer == "unknown" else message(rule, values, engine.coded)
            title = headline(rule, answer, opinion, reading.id)
            settle = settled_by(rule, answer, opinion, reading.id, missing)
            fix, evidence = settle or _fix(rule, opinion), _evidence(rule, opinion)
        else:  # most do not strike, and say no more
            title, said, fix, settle, evidence = rule.title, "", "", "", ()
        yield Finding(
            rule=rule.id,
            title=title,
            severity=severity,
            outcome=answer,
            message=said,
            fix=fix,
            evidence=evidence,
            fingerprint=_mark(rule.id, name, answer),
            settle=settle,
        )


def _fix(rule: Rule, opinion: Opinion) -> str:
    """What to do about a violation: first the way that the card itself offers, where terms withhold the use."""
    if rule.tells != "withheld" or opinion.offer is None:
        return rule.fix
    at = opinion.offer
    return f"{at.path}:{at.line} offers a licence: «{at.value}» {rule.fix}"


def fingerprint(rule: str, repo: str, what: str) -> str:
    """A finding's stable identity: the rule, the repo and what was said, never the revision or the wording."""
    return _mark(rule, one_name(repo), what)


def _mark(rule: str, name: str, what: str) -> str:
    return hashlib.sha256(f"{rule}\n{name}\n{what}".encode()).hexdigest()[:32]


def _evidence(rule: Rule, opinion: Opinion) -> tuple[Evidence, ...]:
    """The evidence of the facts that the rule reads; of the repo as such where they have none of their own."""
    groups = dict.fromkeys(evidence_group(name) for name in rule.reads)
    found = dict.fromkeys(evidence for group in groups for evidence in opinion.evidence.get(group, ()))
    return tuple(found)[:_MAX_EVIDENCE] or opinion.evidence["repo"]
