"""References → targets → Results: each model judged once under each policy that its places ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.discover.names.tables import tables
from scanner.discover.reference import Reference
from scanner.judge.evaluate import assess_under
from scanner.judge.reading.reference import DYNAMIC, OUTSIDE, mere, of_provider
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef
from scanner.model.policy import Policy
from scanner.model.result import Finding, ReferenceOut, Result, WaiverOut, exempted
from scanner.model.snapshot import Snapshot
from scanner.model.verdict import with_findings
from scanner.model.words import REPO_TYPES
from scanner.runs.scan.policies import Policies
from scanner.text.clean import bound

Key = tuple[str, str, str]
_MAX_TEXT = 500
_DOCUMENTED = "named in documentation only: a sample, not a use"
_MAX_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """A model, dataset or API and the places that name it."""

    kind: str
    id: str | None
    revision: str | None
    provider: str | None
    places: tuple[Reference, ...]

    @property
    def target(self) -> str:
        """What ``check`` would be asked for."""
        return str(RepoRef(str(self.id), "dataset" if self.kind == "dataset" else "model", self.revision))

    @property
    def name(self) -> tuple[str, str]:
        """What it names, whatever the revision: two spellings of one id are one name."""
        return self.kind, (self.id or "").lower()

    @property
    def is_repo(self) -> bool:
        """Whether it is a repository of the Hub, by its id."""
        return self.id is not None and self.kind in REPO_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedUsage:
    """A use under one of its policies; the result's references are the places that this policy holds for."""

    use: Usage
    policy: Policy
    result: Result


def uses(references: Iterable[Reference]) -> tuple[Usage, ...]:
    """References grouped by what they name, in order of kind and id; one whose id is unknown stands alone."""
    groups: dict[Key, list[Reference]] = {}
    for reference in references:
        groups.setdefault(key_of(reference), []).append(reference)
    return tuple(_use(groups[key]) for key in sorted(groups))


def key_of(reference: Reference) -> Key:
    """What a reference names. Where the id is unknown its expression stands for it: lines move without adding any."""
    if reference.id is None:
        return ("~dynamic", f"{reference.path}\n{reference.text}", "")
    name = reference.id.lower()
    if reference.kind == "closed-api" or reference.provider:
        name = f"{reference.provider or ''}:{name}"
    return (reference.kind, name, reference.revision or "")


def _use(places: list[Reference]) -> Usage:
    first = places[0]
    return Usage(kind=first.kind, id=first.id, revision=first.revision, provider=first.provider, places=tuple(places))


def judge(found: Iterable[Usage], policies: Policies, options: HubOptions) -> Iterator[JudgedUsage]:
    """Judge each use."""
    wanted = tuple(found)
    for use, snapshot in zip(wanted, _snapshots(wanted, options), strict=True):
        asked = tuple(by_policy(use, policies))
        results = assess_under(snapshot, [(policy, policies.engine(policy)) for policy, _ in asked])
        for (policy, places), result in zip(asked, results, strict=True):
            yield JudgedUsage(use=use, policy=policy, result=at_places(_under(result, policy, policies), places))


def _snapshots(found: tuple[Usage, ...], options: HubOptions) -> Iterator[Snapshot]:
    repos = iter(gather([use.target for use in found if use.is_repo], options))
    for use in found:
        yield next(repos) if use.is_repo else _reference(use)


def _reference(use: Usage) -> Snapshot:
    """The snapshot of a closed API, of code on another host, or of an id that only the running program knows."""
    place = use.places[0]
    if use.kind == "closed-api":
        name = f"{use.provider}/{use.id}" if use.provider and use.id else use.id or use.provider or "closed-api"
        return mere(name, of_provider(use.provider), "closed-api", use.id)
    if use.kind == "outside-hub":
        host = tables().outside[use.provider or ""]
        said = {"host": host.name, "terms": host.url, "said": host.terms, "license": host.license}
        return mere(f"{use.id} (from {host.name})", {OUTSIDE: said})
    # No line number: the finding keeps its identity when lines move.
    return mere(f"unknown id: {bound(' '.join(place.text.split()), _MAX_NAME)} in {place.path}", {DYNAMIC: True})


def by_policy(use: Usage, policies: Policies) -> Iterator[tuple[Policy, tuple[Reference, ...]]]:
    """The policies of a use's places, each once, with the places that it holds for."""
    groups: dict[str, tuple[Policy, list[Reference]]] = {}
    for place in use.places:
        policy = policies.of(place.path)
        groups.setdefault(policy.sha256, (policy, []))[1].append(place)
    for policy, places in groups.values():
        yield policy, tuple(places)


def _under(result: Result, policy: Policy, policies: Policies) -> Result:
    """The result, saying by which policy when it is not the one that the report names."""
    if policy.sha256 == policies.default.sha256:
        return result
    return replace(result, notices=(*result.notices, f"judged by the policy of its place, {policy.name}"))


def at_places(result: Result, places: tuple[Reference, ...]) -> Result:
    """The result at its places, with the findings that all of them ignore waived."""
    findings = tuple(_ignored(finding, places) for finding in result.findings)
    return replace(with_findings(result, findings), references=tuple(_out(place) for place in places))


def _ignored(finding: Finding, places: tuple[Reference, ...]) -> Finding:
    """Waived only where every place says so, or only documents it: one that does not still stands for the model."""
    used = [place for place in places if not place.documentation]
    reasons = [exempted(finding.rule, place.ignores) for place in used]
    if finding.outcome not in ("violated", "unknown") or None in reasons:
        return finding
    if not used:
        return replace(finding, outcome="waived", waiver=WaiverOut(state="documentation", reason=_DOCUMENTED))
    said = "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "no reason given"
    return replace(finding, outcome="waived", waiver=WaiverOut(state="inline", reason=said[:_MAX_TEXT]))


def used(result: Result) -> bool:
    """Whether something other than documentation names the model: only then can it stand in a change's way."""
    return not result.references or not all(place.documentation for place in result.references)


def _out(place: Reference) -> ReferenceOut:
    return ReferenceOut(
        path=place.path,
        line=place.line,
        column=place.column,
        text=place.text[:_MAX_TEXT],
        id=place.id,
        revision=place.revision,
        kind=place.kind,
        how=place.how,
        documentation=place.documentation,
        ignores=place.ignores,
    )
