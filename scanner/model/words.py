"""The contract's words: the only values that verdicts, statuses and relations may take."""

from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["pass", "review", "unknown", "fail"]
Commercial: TypeAlias = Literal["allowed", "conditional", "forbidden", "unknown"]
Weights: TypeAlias = Literal["available", "gated", "partial", "missing", "unknown", "not_applicable"]
Datasets: TypeAlias = Literal["open", "restricted", "partial", "undisclosed", "unknown", "not_applicable"]
DatasetStatus: TypeAlias = Literal["open", "gated", "restricted", "unlicensed", "unresolved"]
Complete: TypeAlias = Literal["stated", "unstated"]
Outcome: TypeAlias = Literal["violated", "satisfied", "not_applicable", "unknown", "waived"]
Severity: TypeAlias = Literal["error", "warning", "note"]
Source: TypeAlias = Literal["hub", "cache", "catalog", "bundle", "local"]
RepoType: TypeAlias = Literal["model", "dataset", "closed-api"]
#: What the Hub has repos of.
REPO_TYPES: tuple[RepoType, ...] = ("model", "dataset")
#: What a place in a source tree names: a repo of the Hub, a closed API, or a model of another host.
ReferenceKind: TypeAlias = Literal["model", "dataset", "closed-api", "outside-hub"]
Relation: TypeAlias = Literal["finetune", "adapter", "quantized", "merge", "unknown"]
Match: TypeAlias = Literal["exact", "equivalent", "changed", "partial", "unknown"]
TextKind: TypeAlias = Literal["licence", "use-policy", "notice"]
Scope: TypeAlias = Literal["weights", "code", "data", "docs", "unstated"]
#: What a claim says of the grant, and how surely.
Says: TypeAlias = Literal["licence", "limit", "intent", "care", "grant", "nothing", "unread"]
Strength: TypeAlias = Literal["text", "name", "prose"]
Operator: TypeAlias = Literal["and", "or", "unstated"]
#: What goes into a model and comes out of it, as far as a licence may ask.
Modality: TypeAlias = Literal["text", "multimodal", "other", "unknown"]
Gating: TypeAlias = Literal["auto", "manual"]
Token: TypeAlias = Literal["absent", "invalid", "no-access", "granted", "unknown"]
Region: TypeAlias = Literal["open", "refused", "unknown"]
Confidence: TypeAlias = Literal["read", "secondary", "memory"]
#: Whose figure it is. A group's number is at least each member's, a member's at least its product's.
Entity: TypeAlias = Literal["product", "licensee", "licensee_and_affiliates"]
Effect: TypeAlias = Literal["no-grant", "terminates", "prohibits", "duty"]
#: What a repo shows of a component: the thing itself, the author's word or a link, neither, or it was not read.
Shown: TypeAlias = Literal["found", "claimed", "not_found", "unknown"]
#: What the licence of a component makes of it: counts, counts though unusual for its kind, does not count.
Counts: TypeAlias = Literal["open", "open-unusual", "not-open", "unlicensed", "unknown"]
Mof: TypeAlias = Literal["I", "II", "III", "none", "unknown"]
Osaid: TypeAlias = Literal["fails", "unknown", "candidate"]
Exemption: TypeAlias = Literal["available", "arguable", "unavailable", "unknown"]
ConflictKind: TypeAlias = Literal[
    "declared-vs-text", "declared-vs-base", "declared-vs-name", "declared-vs-link", "declared-vs-card-body",
    "declared-vs-bill", "declared-vs-gate", "declared-vs-header", "text-changed", "several-declared", "suspected-base",
]  # fmt: skip

#: Verdicts from best to worst; the worst of a result's findings is its verdict.
VERDICTS: tuple[Verdict, ...] = ("pass", "review", "unknown", "fail")


def worst(verdicts: "list[Verdict]") -> Verdict:
    """The worst of some verdicts; ``pass`` when there are none."""
    return max(verdicts, key=VERDICTS.index, default="pass")
