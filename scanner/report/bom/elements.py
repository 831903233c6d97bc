"""Which of the G7's minimum elements an entry of a bill fills, and the facts that only they ask for."""

from collections.abc import Iterator

from scanner.knowledge.elements import filled, missing, modalities
from scanner.model.result import Evidence, Result
from scanner.report.bom import licences
from scanner.report.bom.bill import Item
from scanner.report.bom.names import TEXT_LIMIT, clean

#: What documentation tells (``rules/openness/``) → the fact that it is, where that has another name.
_TOLD = {
    "training-process": "training",
    "evaluation-results": "results",
    "data-sources": "sources",
    "data-collection": "collection",
    "data-personal": "personal",
    "data-size": "size",
}


#: What has fields of its own in a bill.
_FIELDS = ("licence", "tasks", "architecture-and-parameters")


def told(result: Result) -> tuple[tuple[str, str], ...]:
    """``(fact, state and place)`` of what a repo's documentation tells, each once."""
    shown = [(one.id, one.state, one.evidence) for one in result.openness.disclosures or () if one.id not in _FIELDS]
    shown += [(one.id, one.state, one.evidence) for one in result.openness.mof_components or () if one.id in _TOLD]
    found = {_TOLD.get(name, name): f"{state}: {_place(evidence)}" for name, state, evidence in shown
             if state in ("found", "claimed")}  # fmt: skip
    return tuple((name, clean(text, TEXT_LIMIT)) for name, text in sorted(found.items()))


def _place(evidence: tuple[Evidence, ...]) -> str:
    first = evidence[0] if evidence else None
    if first is None:
        return "in its repository"
    return f"{first.path or first.origin}{f' line {first.line}' if first.line else ''}"


def described(result: Result) -> str | None:
    """A model in a sentence, of what is known of it; None where nothing but its name is."""
    if result.repo_type != "model":
        return None
    profile, bases = result.profile, [one for one in result.lineage or () if one.depth == 1]
    made_of = ", ".join(dict.fromkeys(part for part in (profile.model_type, profile.architecture) if part))
    size = profile.parameters or result.weights.parameters
    parts = [
        f"for {profile.task}" if profile.task else "",
        f"of the architecture {made_of}" if made_of else "",
        f"with {size:,} parameters" if size else "",
    ]
    known = [part for part in parts if part]
    made = f"; made from {', '.join(one.id for one in bases[:5])}" if bases else ""
    return clean(f"A model {', '.join(known)}{made}.", TEXT_LIMIT) if known else None


def facts(item: Item) -> frozenset[str]:
    """What is known of an entry, by the words of ``rules/openness/g7.yaml``."""
    known = {
        "name": item.id,
        "purl": item.purl,
        "revision": item.revision,
        "created": item.created,
        "supplier": item.group,
        "description": item.description,
        "hashes": item.files,
        "architecture": item.architecture or item.model_type,
        "parameters": item.parameters,
        "modalities": modalities(item.task),
        "licence": {item.licensed.declared, item.licensed.concluded} - {licences.NOASSERTION, licences.NONE},
        "page": item.url,
        "task": item.task,
        "data": item.datasets,
        "library": item.library,
    }
    return frozenset(name for name, value in known.items() if value) | {name for name, _ in item.told}


def marks(item: Item) -> Iterator[tuple[str, str]]:
    """An entry's elements as properties: those filled, those missing."""
    if item.kind == "closed-api" or item.error:
        return
    known = facts(item)
    yield "modelscan:g7.filled", ", ".join(filled(item.kind, known)) or "none"
    yield "modelscan:g7.missing", ", ".join(missing(item.kind, known)) or "none"
