"""Decision facts drawn from what was read of a snapshot. Where nothing was read, a fact is None."""

from collections.abc import Mapping

from scanner.collect.relations import ignored_paths
from scanner.judge.reading.datasets import DatasetsRead
from scanner.judge.reading.profile import custom_code, evaluation_reported, modality, substantial
from scanner.judge.reading.weights import WeightsRead, gating
from scanner.judge.terms.admission import admission
from scanner.judge.terms.effective import obligations
from scanner.judge.terms.read import Terms
from scanner.knowledge.places import EU, expand
from scanner.model.facts import DecisionFacts
from scanner.model.policy import Policy, Use
from scanner.model.snapshot import Json, Repo, Snapshot


def draw_facts(
    snapshot: Snapshot, policy: Policy, terms: Terms, weights: WeightsRead, data: DatasetsRead
) -> DecisionFacts:
    merged = {
        **_repo_facts(snapshot.root),
        **_license_facts(snapshot.root, terms, policy),
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


def _no(root: Repo) -> bool | None:
    """That the card's metadata says nothing of a thing: False, but not known where that was not read."""
    return None if any(unread.what == "cardData" for unread in root.unread) else False


def _license_facts(root: Repo, terms: Terms, policy: Policy) -> dict[str, Json]:
    own = terms.own
    named = [one.record for one in own.terms]
    levels = [record.confidence if record is not None else "none" for record in named] or ["none"]
    return {
        "license_stated": bool(own.terms or own.text in ("unrecognised", "changed")) or _no(root),
        "license_recognised": bool(named) and None not in named,
        "license_fixes_terms": bool(named) and all(record is not None and record.fixes_terms for record in named),
        "license_confidence": max(levels, key=_CONFIDENCE.index),
        "license_text": own.text,
        "license_concluded": own.concluded != "NOASSERTION",
        "license_several": any(conflict.kind == "several-declared" for conflict in own.conflicts),
        "license_conflicts": tuple(sorted({c.kind for c in terms.conflicts})),
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


def _all(terms: Terms, attribute: str) -> bool | None:
    """Whether every effective licence has a property; unknown while some licence is, unless one already lacks it."""
    known = all(getattr(record, attribute) for record in terms.records)
    complete = all(
        part.own is not None and part.own.terms and len(list(part.records)) == len(part.own.terms)
        for part in terms.parts
    )
    return known if complete or not known else None


def _use_facts(terms: Terms, policy: Policy) -> dict[str, Json]:
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


def _strictest(terms: Terms, attribute: str, order: tuple[str, ...]) -> str:
    values = [getattr(record.outputs, attribute) for record in terms.records]
    if any(part.own is None or part.own.unknown for part in terms.parts):
        values.append("unknown")
    return max(values, key=order.index, default="unknown")


def _lineage_facts(root: Repo, terms: Terms) -> dict[str, Json]:
    how = {word for word, _ in terms.relabelled}
    return {
        "has_base": bool(terms.nodes) or _no(root),
        "ancestors_resolved": all(own is not None for _, own in terms.nodes),
        "ancestors_licensed": all(own.unknown is None for _, own in terms.nodes if own is not None),
        "suspected_base": "stricter" if terms.suspected.conflicts else "unread" if terms.suspected.reasons else "no",
        "base_unnamed": terms.unnamed is not None,
        "base_on_disk": any(one.path != "config.json" for one in ignored_paths(root)),
        "relabelled": "proven" if "proven" in how else "unknown-terms" if how else "no",
    }


def _weight_facts(root: Repo, weights: WeightsRead) -> dict[str, Json]:
    if root.repo_type != "model":
        return {"weights": "not_applicable"}
    known = weights.section.status != "unknown"
    return {
        "weights_listed": root.files is not None,
        "weights": weights.section.status if known else None,
        "weights_known": known,
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
        "sources_restricted": data.sources_restricted,
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
