"""The decision facts: the one table that rules, the columnar schema and ``docs/facts.md`` are made from.

A decision fact is flat, typed and bounded. ``None`` means *could not be read*: the fact is then left out of a
condition's context, so that a rule which needs it says ``unknown`` instead of quietly comparing with a null.
"""

import dataclasses
import types
import typing
from dataclasses import field
from functools import cache
from typing import Any, Literal

from scanner.model.frozen import dataclass
from scanner.model.rule import FactValue
from scanner.model.words import Commercial, Datasets, Modality, RepoType, Source, Weights

#: Groups of evidence: what a finding shows of where its facts were read.
Group = Literal[
    "repo", "license", "conflicts", "terms", "lineage", "weights", "datasets", "card", "claims", "teachers", "upkeep",
    "openness", "languages", "curations",
]  # fmt: skip
LicenseText = Literal["none", "identified", "title-only", "unrecognised", "changed", "unread"]


class Decided(dict[str, Any]):
    """Some of the facts, by name."""


def fact(about: str, values: str = "", *, shown_by: Group = "repo") -> Any:
    """A column of the table: what it means, for sets where its values are listed, and the group of evidence that shows
    where it was read."""
    return field(default=None, metadata={"about": about, "values": values, "group": shown_by})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """Every fact that a rule may read. The field's type is its type in CEL and in Arrow."""

    # The repo
    repo_type: RepoType | None = fact("What is judged.")
    source: Source | None = fact("Where the facts were read: live Hub, cache, bundled catalog, bundle or local folder.")
    gated: Literal["no", "auto", "manual", "untold"] | None = fact(
        "How the Hub guards the files: not at all, by a click, by a person, or in a way that is not told."
    )
    disabled: bool | None = fact("The Hub has disabled the repo.")
    private: bool | None = fact("The repo is not public.")
    removed: bool | None = fact("The repo was seen to be gone from the Hub.")
    renamed: bool | None = fact("The repo answers under another id than the one asked for.")
    revision_pinned: bool | None = fact("The caller asked for one commit sha, not a branch.")
    access_token: Literal["absent", "invalid", "no-access", "granted"] | None = fact(
        "Whether a token was sent, and what it opens."
    )
    access_region: Literal["open", "refused"] | None = fact("Whether the Hub hands it out to this region.")
    superseded: bool | None = fact("The owner names a newer version (new_version).")
    superseded_by: tuple[str, ...] | None = fact("The newer version that the owner names.", "access.superseded_by")
    eu_blocked: bool | None = fact("The gate refuses access from the EU (extra_gated_eu_disallowed).")

    # Licence clarity
    license_stated: bool | None = fact("The card, its tags or a licence file state some licence.", shown_by="license")
    license_recognised: bool | None = fact(
        "Every declared value names a licence that rules/licenses/ knows.", shown_by="license"
    )
    license_fixes_terms: bool | None = fact(
        "Every declared value fixes its terms (`other`, `cc` or `openrail` alone do not).", shown_by="license"
    )
    license_confidence: Literal["read", "secondary", "memory", "none"] | None = fact(
        "How the model's weakest licence record was made: from its text, others' words, memory; none: no record.",
        shown_by="license",
    )
    license_text: LicenseText | None = fact("What the repo's own licence text turned out to be.", shown_by="license")
    license_concluded: bool | None = fact("A licence could be concluded from all that was read.", shown_by="license")
    license_several: bool | None = fact("Several licences are declared without saying and/or.", shown_by="conflicts")
    license_conflicts: tuple[str, ...] | None = fact(
        "Kinds of contradictions found.", "license.conflicts[].kind", shown_by="conflicts"
    )
    license_ids: tuple[str, ...] | None = fact(
        "Effective licence ids, the model's own and its ancestors'.", "rules/licenses/", shown_by="terms"
    )
    license_families: tuple[str, ...] | None = fact(
        "Families of the effective licences.", "scanner/model/license.py", shown_by="terms"
    )
    license_all_osi: bool | None = fact("Every effective licence is OSI-approved.", shown_by="terms")
    license_all_spdx: bool | None = fact("Every effective licence has an SPDX id.", shown_by="terms")
    use_intended_narrower: bool | None = fact(
        "The card says that the model is meant for less than what is granted.", shown_by="claims"
    )
    use_with_care: bool | None = fact("The card asks for care in some uses.", shown_by="claims")
    card_partly_unread: bool | None = fact("Prose of the card is in a language that is not read.", shown_by="languages")
    license_curated: bool | None = fact("A person's curation in the policy concluded the licence.", shown_by="license")
    curations: tuple[str, ...] | None = fact(
        "What persons concluded in the policy, of the model itself or of its bases.",
        "license.curations",
        shown_by="curations",
    )

    # The policy's word on the licences
    admission: Literal["allowed", "denied", "review", "unlisted"] | None = fact(
        "The policy's lists over the effective licences, strictest first; not told while one is unidentified.",
        shown_by="terms",
    )
    allow_list: bool | None = fact("The policy has an allow list: what it does not name is not admitted.")
    deny_list: bool | None = fact("The policy has a deny list.")
    review_list: bool | None = fact("The policy has a list of licences that a person looks at.")

    # Terms settled against the stated use
    commercial_use: Commercial | None = fact("The effective terms against the stated use.", shown_by="terms")
    purpose: Literal["commercial", "non-commercial", "research", "evaluation", "unstated"] | None = fact(
        "The stated purpose."
    )
    delivery: Literal["internal", "hosted", "shipped", "unstated"] | None = fact("How the product reaches its users.")
    modifies: bool | None = fact("The stated use changes or fine-tunes the model.")
    trains_on_outputs: bool | None = fact("The stated use trains other models on outputs.")
    used_in_eu: Literal["yes", "no", "unstated"] | None = fact(
        "The stated territories or domicile reach into the European Union."
    )
    terms_failed: tuple[str, ...] | None = fact(
        "Terms that the stated use fails.", "rules/terms.yaml", shown_by="terms"
    )
    terms_open: tuple[str, ...] | None = fact(
        "Terms that nothing stated settles.", "rules/terms.yaml", shown_by="terms"
    )
    failed_clauses: tuple[str, ...] | None = fact(
        "The same as `terms_failed`, each with the licences and clauses that carry it: `territory (llama4 clause 2)`.",
        "rules/terms.yaml",
        shown_by="terms",
    )
    open_clauses: tuple[str, ...] | None = fact(
        "The same as `terms_open`, each with the licences and clauses that carry it.",
        "rules/terms.yaml",
        shown_by="terms",
    )
    service_clauses: tuple[str, ...] | None = fact(
        "The licences and clauses that ask for source of whoever offers the model as a service, modified or not.",
        shown_by="terms",
    )
    network_clauses: tuple[str, ...] | None = fact(
        "Those that ask for it of whoever offers a modified one.", shown_by="terms"
    )
    restriction_clauses: tuple[str, ...] | None = fact(
        "The licences and clauses whose lists of banned uses nobody has accepted.", shown_by="terms"
    )
    duties_open: bool | None = fact(
        "Some obligation's reach is open (copyleft on weights, or a use not stated).", shown_by="terms"
    )
    outputs_commercial: Literal["allowed", "forbidden", "unknown"] | None = fact(
        "Whether outputs may be used commercially.", shown_by="terms"
    )
    outputs_training: Literal["allowed", "duty", "forbidden", "unknown"] | None = fact(
        "Whether outputs may train other models.", shown_by="terms"
    )

    # Lineage
    has_base: bool | None = fact("The model names at least one base model.", shown_by="lineage")
    ancestors_resolved: bool | None = fact("Every ancestor within the depth limit was read.", shown_by="lineage")
    ancestors_licensed: bool | None = fact(
        "Every ancestor that was read has a licence that fixes terms.", shown_by="lineage"
    )
    relabelled: Literal["no", "proven", "unknown-terms"] | None = fact(
        "The declared licence permits what an ancestor's does not: proven, or against unknown terms.",
        shown_by="conflicts",
    )
    suspected_base: Literal["no", "stricter", "unread"] | None = fact(
        "A name, a folder, a config's shape or free prose points to a base under stricter terms, or one left unread.",
        shown_by="conflicts",
    )
    terms_carried: bool | None = fact(
        "The repo states no licence and needs none: it is a mechanical conversion of a stated base.", shown_by="lineage"
    )
    base_texts: Literal["none", "there", "lacking"] | None = fact(
        "Licence or notice texts that a base's licence makes its derivatives pass on: none asked, there, lacking.",
        shown_by="terms",
    )
    base_unnamed: bool | None = fact("The model is an adapter or a merge and names no base.", shown_by="lineage")
    base_on_disk: bool | None = fact(
        "The card or the adapter names a folder on somebody's disk as its base.", shown_by="lineage"
    )
    learnt_from: Literal["nobody", "free", "restricted"] | None = fact(
        "Whether the model or its data learnt from other models' outputs, and whether a teacher's terms limit that.",
        shown_by="teachers",
    )
    trains_on_learnt: bool | None = fact(
        "The stated use trains or competes with models, and a teacher of this one limits that for its outputs.",
        shown_by="teachers",
    )

    # Weights
    weights_listed: bool | None = fact("The repo's file list was read.", shown_by="weights")
    weights: Weights | None = fact("Whether the weights are really to be had.", shown_by="weights")
    weights_known: bool | None = fact(
        "A file list or reported sizes tell whether there are weights.", shown_by="weights"
    )
    weight_formats: tuple[str, ...] | None = fact("Formats of the weight files.", "weights.formats", shown_by="weights")
    adapter_only: bool | None = fact("The only weights are an adapter.", shown_by="weights")
    derived_only: bool | None = fact(
        "The only weights are a derived format (GGUF, ONNX, MLX ...) of an original elsewhere.", shown_by="weights"
    )
    shards_missing: bool | None = fact(
        "Parts of the weights are not there, by their numbers or a shard index.", shown_by="weights"
    )
    pickle_only: bool | None = fact(
        "Every weight file is in a format that can run code when loaded (pickle and its like).", shown_by="weights"
    )
    custom_code: bool | None = fact("Loading the model runs code from the repo (auto_map or trust_remote_code).")
    code_files: tuple[str, ...] | None = fact("The Python files that loading runs, by auto_map.", "auto_map")

    # Upkeep
    retirement: Literal["unstated", "later", "soon", "past"] | None = fact(
        "When the provider of a closed API retires the model, by the policy's lead time.", shown_by="upkeep"
    )
    retires_on: tuple[str, ...] | None = fact(
        "The day on which the provider retires the model.", "rules/providers/", shown_by="upkeep"
    )

    # Data
    datasets: Datasets | None = fact("Openness of the training data that the card declares.", shown_by="datasets")
    datasets_complete: bool | None = fact("The card says that its list of datasets is complete.", shown_by="datasets")
    datasets_non_commercial: bool | None = fact(
        "A declared dataset is non-commercial, by its terms, its card or an audit.", shown_by="datasets"
    )
    datasets_unresolved: bool | None = fact("A declared dataset could not be found or read.", shown_by="datasets")
    sources_restricted: bool | None = fact(
        "A dataset's card names a source dataset under restrictive terms.", shown_by="datasets"
    )
    datasets_unlicensed: bool | None = fact(
        "A declared dataset that was found states no licence, or none whose terms are known.", shown_by="datasets"
    )

    # Disclosure
    card_present: bool | None = fact("There is a model card.", shown_by="card")
    card_sound: bool | None = fact("The card's front matter could be read without problems.", shown_by="card")
    card_substantial: bool | None = fact(
        "The card's body says more than its template (200 characters of own text).", shown_by="card"
    )
    modality: Modality | None = fact("What goes in and out, by pipeline tag and config.")
    evaluation_reported: bool | None = fact("The card or the repo reports evaluation results.")
    mof_class: Literal["I", "II", "III", "none"] | None = fact(
        "The class of the Model Openness Framework that what was found here reaches.", shown_by="openness"
    )
    osaid: Literal["fails", "candidate"] | None = fact(
        "Whether the model fails the OSI's Open Source AI Definition, or nothing stands against it.",
        shown_by="openness",
    )
    eu_exemption: Literal["available", "arguable", "unavailable"] | None = fact(
        "The AI Act's exemption for free and open-source models (Art. 53(2)).", shown_by="openness"
    )
    training_data_told: bool | None = fact("The card says or shows what the model was trained on.", shown_by="openness")
    training_code_told: bool | None = fact("Training code lies in the repo or is linked.", shown_by="openness")
    parameters_known: bool | None = fact("The number of parameters is stated or can be counted.")


@cache
def fact_names() -> tuple[str, ...]:
    """The names that conditions may read."""
    return tuple(f.name for f in dataclasses.fields(DecisionFacts))


def context(facts: DecisionFacts, names: tuple[str, ...]) -> dict[str, FactValue]:
    """The values of ``names`` that were read: what a condition gets to see."""
    return {name: value for name in names if (value := getattr(facts, name)) is not None}


@cache
def fact_type(name: str) -> tuple[str, tuple[str, ...]]:
    """``(kind, choices)`` of a fact: kind is ``bool``, ``enum`` or ``set``; choices only for enums."""
    hint = _hints()[name]
    kinds = [kind for kind in _members(hint) if kind is not type(None)]
    if kinds == [bool]:
        return "bool", ()
    if typing.get_origin(kinds[0]) is tuple:
        return "set", ()
    return "enum", tuple(choice for kind in kinds for choice in typing.get_args(kind))


@cache
def evidence_group(name: str) -> Group:
    """The group of evidence that shows where a fact was read."""
    (column,) = (f for f in dataclasses.fields(DecisionFacts) if f.name == name)
    group: Group = column.metadata["group"]
    return group


@cache
def fact_about(name: str) -> tuple[str, str]:
    """``(what it means, where the values of a set are listed)``."""
    (column,) = (f for f in dataclasses.fields(DecisionFacts) if f.name == name)
    return column.metadata["about"], column.metadata["values"]


@cache
def _hints() -> dict[str, Any]:
    return typing.get_type_hints(DecisionFacts)


def _members(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
