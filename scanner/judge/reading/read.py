"""A snapshot read against a policy: the Result's sections, the decision facts, evidence for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scanner.collect.relations import ignored_paths
from scanner.judge.drawing import draw_facts
from scanner.judge.reading.catalog import catalog_notices
from scanner.judge.reading.datasets import DatasetsRead, read_datasets
from scanner.judge.reading.lineage import Node
from scanner.judge.reading.own import OwnLicense
from scanner.judge.reading.profile import modality, profile
from scanner.judge.reading.weights import WeightsRead, gating, read_weights
from scanner.judge.terms.effective import obligations, settle
from scanner.judge.terms.read import Knowledge, Terms, read_terms
from scanner.model.facts import DecisionFacts
from scanner.model.policy import Policy
from scanner.model.result import (
    Ancestor,
    CommercialSection,
    Conflict,
    DatasetsSection,
    Evidence,
    LicenseSection,
    ObligationOut,
    Profile,
    WeightsSection,
)
from scanner.model.snapshot import Repo, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one snapshot says under one policy."""

    facts: DecisionFacts
    evidence: Mapping[str, tuple[Evidence, ...]]
    license: LicenseSection
    commercial_use: CommercialSection
    weights: WeightsSection
    datasets: DatasetsSection
    lineage: tuple[Ancestor, ...]
    obligations: tuple[ObligationOut, ...]
    profile: Profile
    notices: tuple[str, ...]


def read(snapshot: Snapshot, policy: Policy, knowledge: Knowledge) -> Reading:
    """Read one snapshot. Pure: the same snapshot, policy and knowledge give the same reading."""
    root = snapshot.root
    terms = read_terms(snapshot, policy, knowledge)
    weights = _weights(root)
    data = read_datasets(snapshot, knowledge.licenses)
    tuned = settle(terms.parts, replace(policy.use, modifies=True), modality(root), knowledge.terms).status
    conflicts = terms.conflicts
    return Reading(
        facts=draw_facts(snapshot, policy, terms, weights, data),
        evidence=_evidence(root, terms, weights, data, conflicts),
        license=_license_section(terms, conflicts),
        commercial_use=terms.commercial,
        weights=weights.section,
        datasets=data.section,
        lineage=tuple(_ancestor(node, own) for node, own in terms.nodes),
        obligations=obligations(terms.parts, policy.use),
        profile=profile(root, weights, tuned if root.repo_type == "model" else "unknown"),
        notices=(*weights.notices, *_notices(root)),
    )


def _weights(root: Repo) -> WeightsRead:
    if root.repo_type == "model":
        return read_weights(root)
    section = WeightsSection(status="not_applicable", gated=gating(root))
    return WeightsRead(
        section=section, adapter_only=None, derived_only=None, shards_missing=None, pickle_only=None, evidence=()
    )


def _license_section(terms: Terms, conflicts: tuple[Conflict, ...]) -> LicenseSection:
    own = terms.own
    return LicenseSection(
        declared=own.declared.values,
        name=own.declared.name,
        link=own.declared.link,
        resolved=own.declared.ids,
        operator=own.declared.operator,
        # Over a base whose terms it drops, the repo's own label is a claim and no conclusion.
        concluded=own.concluded if not (terms.relabelled or terms.suspected.conflicts) else "NOASSERTION",
        files=None if own.text == "unread" and not own.files else own.files,
        effective=terms.effective,
        conflicts=conflicts,
    )


def _ancestor(node: Node, own: OwnLicense | None) -> Ancestor:
    named = tuple(sorted({one.id for one in own.terms})) if own is not None else ()
    return Ancestor(
        id=node.id,
        relation=node.relation,
        depth=node.depth,
        license=named,
        origin=node.origin,
        resolved=own is not None,
        revision=node.repo.revision if node.repo is not None else None,
    )


def _evidence(
    root: Repo, terms: Terms, weights: WeightsRead, data: DatasetsRead, conflicts: tuple[Conflict, ...]
) -> dict[str, tuple[Evidence, ...]]:
    """Evidence by the group of facts it supports; ``evaluate`` picks what a fired rule read."""
    governing = tuple(evidence for part in terms.parts for evidence in part.evidence)
    return {
        "license": tuple(named.evidence for named in terms.own.terms) + terms.own.text_evidence or (_silence(root),),
        "terms": governing or (_silence(root),),
        "conflicts": tuple(evidence for conflict in conflicts for evidence in conflict.evidence),
        "lineage": tuple(evidence for node, _ in terms.nodes for evidence in node.evidence) + ignored_paths(root),
        "weights": weights.evidence,
        "datasets": tuple(evidence for item in data.section.items or () for evidence in item.evidence)
        or (_silence(root, "training data"),),
        "card": _card_evidence(root),
        "repo": (Evidence(origin=f"{root.id} api", revision=root.revision, value=_asked(root)),),
    }


def _card_evidence(root: Repo) -> tuple[Evidence, ...]:
    """The card's problems, else how much it says."""
    if root.card is None:
        return (_silence(root, "card"),)
    body = f"{len(root.card.body.strip())} characters of text"
    found = root.card.problems or (body,)
    return tuple(Evidence(origin=root.id, path="README.md", revision=root.revision, value=value) for value in found)


def _asked(root: Repo) -> str:
    """What was asked for, and the gate that was met."""
    gate = gating(root)
    said = f"gated: {gate}" if isinstance(gate, str) else "not gated" if gate is False else "gate unknown"
    return f"revision asked for: {root.requested_revision or 'the default branch'}; {said}"


def _silence(root: Repo, what: str = "licence") -> Evidence:
    where = (
        "the card's front matter, the tags and the file list"
        if root.files is not None
        else "the card's metadata and tags"
    )
    return Evidence(origin=root.id, revision=root.revision, value=f"no {what} in {where}")


def _card_problems(root: Repo) -> tuple[str, ...]:
    return root.card.problems if root.card is not None else ()


def _notices(root: Repo) -> tuple[str, ...]:
    """What a reader should know about the reading itself: renames, unread parts, how old the source is."""
    said = [f"{root.requested} is now {root.id}"] if root.id.lower() != root.requested.lower() else []
    if root.source != "catalog":
        said += [f"not read: {unread.what} ({unread.reason})" for unread in root.unread]
    said += [f"README.md: {problem}" for problem in _card_problems(root)]
    if root.card is not None and root.card.truncated:
        said.append("README.md was read up to its bound only")
    said += [f"{one.path}: {one.value}: a folder on somebody's disk, so no base" for one in ignored_paths(root)]
    return (*said, *(catalog_notices(root) if root.source == "catalog" else ()))
