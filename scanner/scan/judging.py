"""References → targets → Results: each model judged once under each policy that its places ask for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from scanner.discover.reference import Reference
from scanner.evaluate import Engine, assess, verdict_of
from scanner.facts.reference import DYNAMIC
from scanner.hub.options import HubOptions
from scanner.model.policy import Policy
from scanner.model.result import Finding, ReferenceOut, Result, WaiverOut
from scanner.model.snapshot import Repo, Snapshot
from scanner.sources.gather import gather
from scanner.words import worst

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A model, dataset or API and the places that name it."""

    kind: str
    id: str | None
    revision: str | None
    provider: str | None
    places: tuple[Reference, ...]

    @property
    def target(self) -> str:
        """What ``check`` would be asked for."""
        prefix = "datasets/" if self.kind == "dataset" else ""
        return f"{prefix}{self.id}{f'@{self.revision}' if self.revision else ''}"


def uses(references: Iterable[Reference]) -> tuple[Use, ...]:
    """References grouped by what they name, in order of kind and id; one whose id is unknown stands alone."""
    groups: dict[Key, list[Reference]] = {}
    for reference in references:
        groups.setdefault(_key(reference), []).append(reference)
    return tuple(_use(groups[key]) for key in sorted(groups))


def _key(reference: Reference) -> Key:
    if reference.id is None:
        return ("~dynamic", f"{reference.path}:{reference.line}", "")
    return (reference.kind, reference.id.lower(), reference.revision or "")


def _use(places: list[Reference]) -> Use:
    first = places[0]
    return Use(kind=first.kind, id=first.id, revision=first.revision, provider=first.provider, places=tuple(places))


def judge(
    found: tuple[Use, ...],
    policies: Mapping[str, Policy],
    terms: Mapping[str, str],
    options: HubOptions,
    engine: Engine,
) -> Iterator[tuple[Use, Result]]:
    """Judge each use. ``policies`` maps each file to the policy of its place (by path; the default under ``""``)."""
    snapshots = list(_snapshots(found, terms, options))
    for use, snapshot in zip(found, snapshots, strict=True):
        for policy, places in _by_policy(use, policies):
            result = next(assess([snapshot], policy, engine))
            yield use, _at(result, places)


def _snapshots(found: tuple[Use, ...], terms: Mapping[str, str], options: HubOptions) -> Iterator[Snapshot]:
    repos = iter(gather((use.target for use in found if _is_repo(use)), options))
    for use in found:
        yield next(repos) if _is_repo(use) else _reference(use, terms)


def _is_repo(use: Use) -> bool:
    return use.id is not None and use.kind != "closed-api" and use.provider != "github"


def _reference(use: Use, terms: Mapping[str, str]) -> Snapshot:
    """The snapshot of a closed API, of code on another host, or of an id that only the running program knows."""
    place = use.places[0]
    if use.kind == "closed-api":
        name = f"{use.provider}/{use.id}" if use.provider and use.id else use.id or use.provider or "closed-api"
        info = {"provider": use.provider, "terms": terms.get(use.provider or "")}
        root = Repo(id=name, repo_type="closed-api", requested=use.id or name, source="local", info=info)
    else:
        where = f"{use.id} (from GitHub)" if use.id else f"id unknown before run time, at {place.path}:{place.line}"
        root = Repo(id=where, repo_type="model", requested=where, source="local", info={DYNAMIC: True})
    return Snapshot(target=root.id, root=root)


def _by_policy(use: Use, policies: Mapping[str, Policy]) -> Iterator[tuple[Policy, tuple[Reference, ...]]]:
    groups: dict[str, tuple[Policy, list[Reference]]] = {}
    for place in use.places:
        policy = policies.get(place.path, policies[""])
        groups.setdefault(policy.sha256, (policy, []))[1].append(place)
    for policy, places in groups.values():
        yield policy, tuple(places)


def _at(result: Result, places: tuple[Reference, ...]) -> Result:
    """The result at its places, with the findings that all of them ignore waived."""
    findings = tuple(_ignored(finding, places) for finding in result.findings)
    verdict = verdict_of(findings) if result.error is None else result.verdict
    return replace(
        result,
        findings=findings,
        verdict=worst([verdict, "review"]) if result.source == "catalog" and result.error is None else verdict,
        references=tuple(_out(place) for place in places),
    )


def _ignored(finding: Finding, places: tuple[Reference, ...]) -> Finding:
    """Waived only where every place says so: one that does not still stands for the model."""
    reasons = [_reason(finding, place) for place in places]
    if finding.outcome not in ("violated", "unknown") or None in reasons:
        return finding
    said = "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "no reason given"
    return replace(finding, outcome="waived", waiver=WaiverOut(state="inline", reason=said[:500]))


def _reason(finding: Finding, place: Reference) -> str | None:
    return next((ignore.reason for ignore in place.ignores if ignore.rule in (None, finding.rule)), None)


def _out(place: Reference) -> ReferenceOut:
    return ReferenceOut(
        path=place.path,
        line=place.line,
        column=place.column,
        text=place.text[:500],
        id=place.id,
        revision=place.revision,
        kind=place.kind,
        how=place.how,
    )
