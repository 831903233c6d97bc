"""What can be said of a reference that no repository stands behind: a closed API, or an id only known at run time."""

from typing import Literal

from scanner.judge.reading.read import Reading
from scanner.judge.terms.admission import Admitted, admission
from scanner.judge.terms.read import Knowledge
from scanner.model.facts import DecisionFacts
from scanner.model.policy import Policy
from scanner.model.result import (
    CommercialSection,
    DatasetsSection,
    Evidence,
    LicenseSection,
    Profile,
    WeightsSection,
)
from scanner.model.rule import TargetKind
from scanner.model.snapshot import Repo, Snapshot

DYNAMIC = "x_dynamic"


def target_kind(root: Repo) -> TargetKind:
    """Which rules concern a target."""
    return "dynamic" if root.info.get(DYNAMIC) is True else root.repo_type


def is_reference(root: Repo) -> bool:
    """Whether a target is only a reference, with no repository to read."""
    return target_kind(root) in ("closed-api", "dynamic")


def read_reference(snapshot: Snapshot, policy: Policy, knowledge: Knowledge) -> Reading:
    """The reading of a mere reference. Its terms are a contract or a question; nothing about it is known to be free."""
    root = snapshot.root
    closed = root.repo_type == "closed-api"
    provider, terms = str(root.info.get("provider") or "unknown"), root.info.get("terms")
    reason = f"a closed API; its terms are the provider's: {terms}" if closed else "the id is only known at run time"
    words = [admission((name,), (), policy.licenses) for name in (provider, "closed-api")]
    status: Literal["not_applicable", "unknown"] = "not_applicable" if closed else "unknown"
    evidence = (Evidence(origin=root.id, value=reason),)
    return Reading(
        facts=DecisionFacts(repo_type=root.repo_type, source=root.source, admission=_word(words)),
        evidence={"repo": evidence, "terms": evidence},
        license=LicenseSection(link=str(terms) if terms else None, files=()),
        commercial_use=CommercialSection(status="unknown", reasons=(reason,)),
        weights=WeightsSection(status=status),
        datasets=DatasetsSection(status=status),
        lineage=(),
        obligations=(),
        profile=Profile(self_hostable=False if closed else None),
        notices=(f"provider's terms: {terms}",) if terms else (),
    )


def _word(words: list[Admitted | None]) -> Admitted:
    """The lists' word on a provider, by its name or as a closed API at all."""
    order: tuple[Admitted, ...] = ("denied", "review", "allowed")
    return next((word for word in order if word in words), "unlisted")
