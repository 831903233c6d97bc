"""What can be said of a reference that no repository stands behind: a closed API, or an id only known at run time."""

from scanner.judge.reading.read import Reading, unreadable
from scanner.model.facts import DecisionFacts
from scanner.model.result import DatasetsSection, Evidence, Profile, WeightsSection
from scanner.model.rule import TargetKind
from scanner.model.snapshot import Repo, Snapshot

DYNAMIC = "x_dynamic"


def target_kind(root: Repo) -> TargetKind:
    """Which rules concern a target."""
    return "dynamic" if root.info.get(DYNAMIC) is True else root.repo_type


def is_reference(root: Repo) -> bool:
    """Whether a target is only a reference, with no repository to read."""
    return target_kind(root) in ("closed-api", "dynamic")


def read_reference(snapshot: Snapshot) -> Reading:
    """The reading of a mere reference."""
    root = snapshot.root
    if root.problem is not None:
        return unreadable(root)
    closed = root.repo_type == "closed-api"
    provider, terms = str(root.info.get("provider") or "unknown"), root.info.get("terms")
    reason = f"a closed API; its terms are the provider's: {terms}" if closed else "the id is only known at run time"
    evidence = (Evidence(origin=root.id, value=reason),)
    return Reading(
        id=root.id,
        kind=target_kind(root),
        repo_type=root.repo_type,
        source=root.source,
        revision=root.revision,
        observed_at=root.observed_at,
        facts=DecisionFacts(repo_type=root.repo_type, source=root.source),
        weights=WeightsSection(status="not_applicable" if closed else "unknown"),
        datasets=DatasetsSection(status="not_applicable" if closed else "unknown"),
        profile=Profile(self_hostable=False if closed else None),
        evidence={"repo": evidence, "terms": evidence},
        notices=(f"provider's terms: {terms}",) if terms else (),
        provider=provider,
        terms_at=str(terms) if terms else None,
    )
