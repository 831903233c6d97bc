"""Access, weights and what helps to choose, in plain words."""

from scanner.knowledge.rules import tells
from scanner.model.result import (
    AccessSection,
    Finding,
    Profile,
    Result,
    WeightsSection,
)
from scanner.report.phrases.words import NOT_APPLICABLE, short
from scanner.text.counted import amount, counted, size

_WEIGHTS = {
    "available": "available",
    "gated": "gated",
    "partial": "partial",
    "missing": "missing: no weights among the repo's files",
    "unknown": "unknown",
    "not_applicable": NOT_APPLICABLE,
}
#: What is amiss with partial weights, by what the rule that says so tells.
_PARTIAL = {
    "adapter": "an adapter, which needs its base model",
    "parts-missing": "parts are missing",
    "derived": "a derived format; the original lies elsewhere",
}
_GATES = {"auto": "accepting the terms on the Hub opens it", "manual": "a person decides on each request"}
_REFUSED = {
    "gate": "the owner's gate is closed to this caller",
    "token": "the Hub refuses the token",
    "region": "refused to this region",
    "organisation": "refused by your organisation's policy",
    "law": "withheld for legal reasons",
    "hub": "refused by the Hub",
}


def access(section: AccessSection) -> str:
    """What stands between us and the files, and what to do; empty where nothing does."""
    said = _REFUSED.get(section.refused_by or "", "")
    parts = [
        said,
        f"superseded by {short(section.superseded_by)}" if section.superseded_by else "",
        section.fix if said or section.gated else "",
    ]
    return " · ".join(part for part in parts if part)


def weights_word(result: Result) -> str:
    """The same in a word, for a row of many models."""
    unseen = result.source == "catalog" and result.weights.status == "available"
    return "reported" if unseen else result.weights.status.replace("_", " ")


def weights(section: WeightsSection, why: str = "", *, reported: bool = False) -> str:
    """Whether the weights can be had, ``why`` not, in which formats and how large. ``reported``: by a catalog, which
    did not look at the files."""
    unseen = reported and section.status == "available"
    status = (
        ("reported" + ("; gate not known" if section.gated is None else "")) if unseen else _WEIGHTS[section.status]
    )
    parts = [
        status + why + _gate(section),
        ", ".join(section.formats),
        counted(section.files, "file") if section.files else "",
        size(section.bytes) if section.bytes else "",
        f"{amount(section.parameters)} parameters" if section.parameters else "",
    ]
    return " · ".join(part for part in parts if part)


def amiss(result: Result) -> str:
    """What the status of the weights is owed to, where it does not say so itself."""
    if result.repo_type == "closed-api":
        return ": the model stays with its provider"
    if result.weights.status == "unknown":
        return f": {_doubt(result)}"
    if result.weights.status != "partial":
        return ""
    violated = [finding for finding in result.findings if finding.outcome in ("violated", "waived")]
    why = [_PARTIAL[told] + _parts(one) for one in violated if (told := tells(one.rule)) in _PARTIAL]
    return f": {'; '.join(why)}" if why else ""


def _parts(finding: Finding) -> str:
    """Which parts of the weights are missing, as reading said it."""
    told = _told(finding) if tells(finding.rule) == "parts-missing" else ""
    return f": {told}" if told else ""


def _doubt(result: Result) -> str:
    """Why it is not known whether the weights are there, as reading said it."""
    told = next((_told(one) for one in result.findings if tells(one.rule) == "weights"), "")
    unseen = "whether they can be had is not known" if result.weights.files else "the list of files was not read"
    return told or unseen


def _told(finding: Finding) -> str:
    """What reading said of the list as a whole, not of one of its files."""
    said = (one.value for one in finding.evidence if one.value and one.path is None and not one.origin.endswith(" api"))
    return short(next((value for value in said if not value.endswith(("no Hub was asked", "gate unknown"))), ""), 120)


def _gate(section: WeightsSection) -> str:
    if section.gated not in ("auto", "manual"):
        return ""
    return f"{': ' if section.status == 'gated' else ', gated: '}{_GATES[section.gated]}"


def profile(section: Profile) -> str:
    """Facts for choosing."""
    memory = section.memory_gb.weights if section.memory_gb else None
    parts = [
        short(section.task or "", 60),
        short(section.library or "", 60),
        f"{amount(section.parameters)} parameters" if section.parameters else "",
        f"weights take {memory:.1f} GB" if memory else "",
        f"created {short(section.created)[:10]}" if section.created else "",
        f"changed {short(section.last_modified)[:10]}" if section.last_modified else "",
        f"{section.downloads_30d:,} downloads in 30 days" if section.downloads_30d is not None else "",
        f"fine-tuning {section.fine_tuning}",
    ]
    return " · ".join(part for part in parts if part)
