"""What can be said of a reference that no repository stands behind: a closed API, or an id only known at run time."""

from collections.abc import Mapping
from dataclasses import replace

from scanner.judge.reading.read import Reading, bare, unreadable
from scanner.model.clock import today
from scanner.model.facts import DecisionFacts
from scanner.model.result import DatasetsSection, Evidence, Profile, WeightsSection
from scanner.model.rule import TargetKind
from scanner.model.snapshot import Json, Repo, Snapshot
from scanner.model.words import RepoType

DYNAMIC = "x_dynamic"
#: What is known of a model of another host: host, license, terms, url.
OUTSIDE = "x_outside"


def mere(name: str, info: Mapping[str, Json], repo_type: RepoType = "model", requested: str | None = None) -> Snapshot:
    """The snapshot of a mere reference."""
    root = Repo(id=name, repo_type=repo_type, requested=requested or name, source="local", info=info)
    return Snapshot(target=name, root=root)


def of_provider(provider: str | None) -> Mapping[str, Json]:
    """What is known of a closed API, asked for today."""
    from scanner.discover.names.tables import tables

    known = tables().provider.get(provider or "")
    return {"provider": provider, "terms": known.terms if known else None, "x_asked_on": today().isoformat()}


def target_kind(root: Repo) -> TargetKind:
    """Which rules concern a target."""
    if root.source == "local" and isinstance(root.info.get(OUTSIDE), Mapping):
        return "outside"
    return "dynamic" if root.info.get(DYNAMIC) is True else root.repo_type


def is_reference(root: Repo) -> bool:
    """Whether a target is only a reference, with no repository to read."""
    return target_kind(root) in ("closed-api", "dynamic", "outside")


def read_reference(snapshot: Snapshot) -> Reading:
    """The reading of a mere reference."""
    from scanner.knowledge.retirements import retirement

    root = snapshot.root
    if root.problem is not None:
        return unreadable(root)
    closed = root.repo_type == "closed-api"
    outside = root.info.get(OUTSIDE) if target_kind(root) == "outside" else None
    provider, terms = str(root.info.get("provider") or "unknown"), (outside or root.info).get("terms")
    reason = f"a closed API; its terms are the provider's: {terms}" if closed else "the id is only known at run time"
    if outside is not None:
        reason = f"from {outside['host']}, which is not the Hub: {outside['said']}"
    evidence = (Evidence(origin=root.id, value=reason),)
    ends = retirement(provider, root.requested.rpartition("/")[2]) if closed else None
    upkeep = (Evidence(origin=ends.source, value=f"retired on {ends.on} (read {ends.checked})"),) if ends else ()
    return replace(
        bare(root),
        kind=target_kind(root),
        facts=DecisionFacts(repo_type=root.repo_type, source=root.source),
        weights=WeightsSection(status="not_applicable" if closed else "unknown"),
        datasets=DatasetsSection(status="not_applicable" if closed else "unknown"),
        profile=Profile(self_hostable=False if closed else None),
        evidence={"repo": evidence, "terms": evidence, "upkeep": upkeep},
        notices=(_notice(terms, outside),) if terms else (),
        provider=provider,
        retires=ends.on if ends is not None else None,
        asked_on=str(root.info.get("x_asked_on") or "") or None,
        terms_at=str(terms) if terms else None,
    )


def _notice(terms: Json, outside: Mapping[str, Json] | None) -> str:
    return f"known of {outside['host']}: {outside['said']} ({terms})" if outside else f"provider's terms: {terms}"
