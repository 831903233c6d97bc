"""A snapshot read against a policy: the Result's sections, the decision facts, evidence for the reader."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scanner.facts.admission import admission
from scanner.facts.datasets import DatasetsRead, read_datasets
from scanner.facts.effective import Part, effective_ids, obligations, parts, relabelling, settle
from scanner.facts.lineage import Node, ancestors
from scanner.facts.own import OwnLicense, own_license
from scanner.facts.profile import custom_code, evaluation_reported, modality, profile, substantial
from scanner.facts.table import DecisionFacts
from scanner.facts.weights import WeightsRead, gating, read_weights
from scanner.licenses.registry import Licenses
from scanner.licenses.settle import EU, expand
from scanner.model.license import License
from scanner.model.policy import Curation, Policy, Use
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
from scanner.model.snapshot import Json, Repo, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What judging needs besides the snapshot: the licence registry and the words of the terms."""

    licenses: Licenses
    terms: Json


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """The licence side of a reading, before facts are drawn from it."""

    own: OwnLicense
    nodes: tuple[tuple[Node, OwnLicense | None], ...]
    parts: tuple[Part, ...]
    commercial: CommercialSection
    relabelled: tuple[tuple[str, Conflict], ...]

    @property
    def records(self) -> tuple[License, ...]:
        return tuple({record.id: record for part in self.parts for record in part.records}.values())

    @property
    def effective(self) -> tuple[str, ...]:
        return effective_ids(self.parts)


def read(snapshot: Snapshot, policy: Policy, knowledge: Knowledge) -> Reading:
    """Read one snapshot. Pure: the same snapshot, policy and knowledge give the same reading."""
    root = snapshot.root
    terms = _terms(snapshot, policy, knowledge)
    weights = _weights(root)
    data = read_datasets(snapshot, knowledge.licenses)
    tuned = settle(terms.parts, replace(policy.use, modifies=True), modality(root), knowledge.terms).status
    conflicts = (*terms.own.conflicts, *(conflict for _, conflict in terms.relabelled))
    return Reading(
        facts=_facts(snapshot, policy, terms, weights, data),
        evidence=_evidence(root, terms, weights, data, conflicts),
        license=_license_section(terms, conflicts),
        commercial_use=terms.commercial,
        weights=weights.section,
        datasets=data.section,
        lineage=tuple(_ancestor(node, own) for node, own in terms.nodes),
        obligations=obligations(terms.parts, policy.use),
        profile=profile(root, weights, tuned if root.repo_type == "model" else "unknown"),
        notices=_notices(root),
    )


def _terms(snapshot: Snapshot, policy: Policy, knowledge: Knowledge) -> _Terms:
    root = snapshot.root
    own = own_license(root, knowledge.licenses, _curation(root, policy))
    nodes = tuple((node, _node_license(node, policy, knowledge)) for node in ancestors(snapshot))
    found = parts(root.id, own, nodes if own.curation is None else ())
    commercial = settle(found, policy.use, modality(root), knowledge.terms)
    return _Terms(own=own, nodes=nodes, parts=found, commercial=commercial, relabelled=relabelling(found))


def _node_license(node: Node, policy: Policy, knowledge: Knowledge) -> OwnLicense | None:
    if node.repo is None or not node.resolved:
        return None
    return own_license(node.repo, knowledge.licenses, _curation(node.repo, policy))


def _curation(repo: Repo, policy: Policy) -> Curation | None:
    """The policy's curation for this repo at this revision. (Two that disagree are refused when a policy is read.)"""
    for curation in policy.curations:
        if curation.model.lower() == repo.id.lower() and curation.revision in (None, repo.revision):
            return curation
    return None


def _weights(root: Repo) -> WeightsRead:
    if root.repo_type == "model":
        return read_weights(root)
    section = WeightsSection(status="not_applicable", gated=gating(root))
    return WeightsRead(
        section=section, adapter_only=None, derived_only=None, shards_missing=None, pickle_only=None, evidence=()
    )


def _license_section(terms: _Terms, conflicts: tuple[Conflict, ...]) -> LicenseSection:
    own = terms.own
    return LicenseSection(
        declared=own.declared.values,
        name=own.declared.name,
        link=own.declared.link,
        resolved=own.declared.ids,
        operator=own.declared.operator,
        # Over a base whose terms it drops, the repo's own label is a claim and no conclusion.
        concluded=own.concluded if not terms.relabelled else "NOASSERTION",
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


def _facts(
    snapshot: Snapshot, policy: Policy, terms: _Terms, weights: WeightsRead, data: DatasetsRead
) -> DecisionFacts:
    merged = {
        **_repo_facts(snapshot.root),
        **_license_facts(terms, policy),
        **_use_facts(terms, policy),
        **_lineage_facts(snapshot.root, terms),
        **_weight_facts(snapshot.root, weights),
        **_data_facts(data),
        **_card_facts(snapshot.root),
    }
    return DecisionFacts(**merged)


def _repo_facts(root: Repo) -> dict[str, Json]:
    gate = gating(root)
    sha = root.requested_revision or ""
    return {
        "repo_type": root.repo_type,
        "source": root.source,
        "gated": "no" if gate is False else gate if isinstance(gate, str) else None,
        # Seen to be so: an answer that was asked for the flag and bears none is an answer.
        "disabled": _flag(root, "disabled") or False,
        "private": _flag(root, "private"),
        "removed": _flag(root, "x_removed") or False,
        "renamed": root.id.lower() != root.requested.lower(),
        "revision_pinned": len(sha) == 40 and all(c in "0123456789abcdef" for c in sha.lower()),
        "eu_blocked": _eu_blocked(root),
    }


def _flag(root: Repo, key: str) -> bool | None:
    value = root.info.get(key)
    return value if isinstance(value, bool) else None


def _eu_blocked(root: Repo) -> bool:
    data = root.card.data if root.card is not None else root.info.get("cardData")
    value = data.get("extra_gated_eu_disallowed") if isinstance(data, Mapping) else None
    return str(value).lower() == "true"


_CONFIDENCE = ("read", "secondary", "memory", "none")


def _license_facts(terms: _Terms, policy: Policy) -> dict[str, Json]:
    own = terms.own
    named = [one.record for one in own.terms]
    levels = [record.confidence if record is not None else "none" for record in named] or ["none"]
    return {
        "license_stated": bool(own.terms or own.text in ("unrecognised", "changed")),
        "license_recognised": bool(named) and None not in named,
        "license_fixes_terms": bool(named) and all(record is not None and record.fixes_terms for record in named),
        "license_confidence": max(levels, key=_CONFIDENCE.index),
        "license_text": own.text,
        "license_concluded": own.concluded != "NOASSERTION",
        "license_several": any(conflict.kind == "several-declared" for conflict in own.conflicts),
        "license_conflicts": tuple(sorted({c.kind for c in own.conflicts} | {c.kind for _, c in terms.relabelled})),
        "license_ids": terms.effective,
        "license_families": tuple(sorted({record.family for record in terms.records})),
        "license_all_osi": _all(terms, "osi_approved"),
        "license_all_spdx": _all(terms, "spdx"),
        "license_curated": own.curation is not None,
        "admission": admission(terms.effective, terms.records, policy.licenses),
        "allow_list": bool(policy.licenses.allow),
        "deny_list": bool(policy.licenses.deny),
        "review_list": bool(policy.licenses.review),
    }


def _all(terms: _Terms, attribute: str) -> bool | None:
    """Whether every effective licence has a property; unknown while some licence is, unless one already lacks it."""
    known = all(getattr(record, attribute) for record in terms.records)
    complete = all(
        part.own is not None and part.own.terms and len(list(part.records)) == len(part.own.terms)
        for part in terms.parts
    )
    return known if complete or not known else None


def _use_facts(terms: _Terms, policy: Policy) -> dict[str, Json]:
    conditions = [condition for condition in terms.commercial.conditions if condition.effect != "duty"]
    duties = obligations(terms.parts, policy.use)
    return {
        # "unknown" is no value that a rule could compare with: left out, it makes the rule's answer unknown.
        "commercial_use": terms.commercial.status if terms.commercial.status != "unknown" else None,
        "purpose": policy.use.purpose or "unstated",
        "delivery": policy.use.delivery or "unstated",
        "modifies": policy.use.modifies,
        "trains_on_outputs": policy.use.trains_on_outputs,
        "used_in_eu": _used_in_eu(policy.use),
        "terms_failed": tuple(sorted({c.term for c in conditions if c.met is False})),
        "terms_open": tuple(sorted({c.term for c in conditions if c.met is None})),
        "duties_open": any(duty.applies is None for duty in duties),
        "outputs_commercial": _strictest(terms, "commercial", ("allowed", "unknown", "forbidden")),
        "outputs_training": _strictest(terms, "train_models", ("allowed", "duty", "unknown", "forbidden")),
    }


def _used_in_eu(use: Use) -> str:
    stated = expand((*(use.territories or ()), *((use.domicile,) if use.domicile else ())))
    if stated & EU or "WORLD" in stated:
        return "yes"
    return "no" if use.territories is not None and use.domicile is not None else "unstated"


def _strictest(terms: _Terms, attribute: str, order: tuple[str, ...]) -> str:
    values = [getattr(record.outputs, attribute) for record in terms.records]
    if any(part.own is None or part.own.unknown for part in terms.parts):
        values.append("unknown")
    return max(values, key=order.index, default="unknown")


def _lineage_facts(root: Repo, terms: _Terms) -> dict[str, Json]:
    how = {word for word, _ in terms.relabelled}
    silent = any(unread.what == "cardData" for unread in root.unread)
    return {
        "has_base": bool(terms.nodes) or (None if silent else False),
        "ancestors_resolved": all(own is not None for _, own in terms.nodes),
        "ancestors_licensed": all(own.unknown is None for _, own in terms.nodes if own is not None),
        "relabelled": "proven" if "proven" in how else "unknown-terms" if how else "no",
    }


def _weight_facts(root: Repo, weights: WeightsRead) -> dict[str, Json]:
    if root.repo_type != "model":
        return {"weights": "not_applicable"}
    known = weights.section.status != "unknown"
    return {
        "weights_listed": root.files is not None,
        "weights": weights.section.status if known else None,
        "weight_formats": weights.section.formats if known else None,
        "adapter_only": weights.adapter_only,
        "derived_only": weights.derived_only,
        "shards_missing": weights.shards_missing,
        "pickle_only": weights.pickle_only,
        "custom_code": custom_code(root),
        "parameters_known": weights.section.parameters is not None,
    }


def _data_facts(data: DatasetsRead) -> dict[str, Json]:
    statuses = {item.status for item in data.section.items or ()}
    status = data.section.status
    return {
        "datasets": status if status != "unknown" else None,
        "datasets_complete": data.section.complete == "stated",
        "datasets_non_commercial": data.non_commercial
        if data.section.items
        else False
        if status == "undisclosed"
        else None,
        "datasets_unresolved": "unresolved" in statuses,
        "datasets_unlicensed": "unlicensed" in statuses,
    }


def _card_facts(root: Repo) -> dict[str, Json]:
    card = root.card
    unread = any(unread.what.startswith("README") for unread in root.unread) or root.source == "catalog"
    return {
        "card_present": True if card is not None else None if unread else False,
        "card_sound": not card.problems if card is not None else None,
        "card_substantial": substantial(card) if card is not None else None if unread else False,
        "modality": modality(root),
        "evaluation_reported": evaluation_reported(root) or (None if card is None and unread else False),
    }


def _evidence(
    root: Repo, terms: _Terms, weights: WeightsRead, data: DatasetsRead, conflicts: tuple[Conflict, ...]
) -> dict[str, tuple[Evidence, ...]]:
    """Evidence by the group of facts it supports; ``evaluate`` picks what a fired rule read."""
    governing = tuple(evidence for part in terms.parts for evidence in part.evidence)
    return {
        "license": tuple(named.evidence for named in terms.own.terms) + terms.own.text_evidence or (_silence(root),),
        "terms": governing or (_silence(root),),
        "conflicts": tuple(evidence for conflict in conflicts for evidence in conflict.evidence),
        "lineage": tuple(evidence for node, _ in terms.nodes for evidence in node.evidence),
        "weights": weights.evidence,
        "datasets": tuple(evidence for item in data.section.items or () for evidence in item.evidence),
        "card": tuple(
            Evidence(origin=root.id, path="README.md", revision=root.revision, value=p) for p in _card_problems(root)
        ),
        "repo": (Evidence(origin=f"{root.id} api", revision=root.revision),),
    }


def _silence(root: Repo) -> Evidence:
    where = (
        "the card's front matter, the tags and the file list"
        if root.files is not None
        else "the card's metadata and tags"
    )
    return Evidence(origin=root.id, revision=root.revision, value=f"no licence in {where}")


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
    if root.source == "catalog":
        said.append(
            f"facts of a day, no card and no licence text read; from {root.attribution or 'the bundled catalog'}"
        )
    return tuple(said)
