"""A bill as CycloneDX ML-BOM JSON, 1.7 or 1.6: written directly, since no library models the model card."""

import json
import uuid
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

from scanner.knowledge.elements import missing, modalities
from scanner.report.bom import licences
from scanner.report.bom.bill import Ancestry, Bill, Item, Licensed
from scanner.report.bom.names import TEXT_LIMIT, clean

Json: TypeAlias = dict[str, Any]
Version: TypeAlias = Literal["1.6", "1.7"]
SUBJECT = "subject"


def write(bill: Bill, version: Version) -> str:
    """The whole document as JSON text."""
    return json.dumps(_document(bill, version), indent=2, ensure_ascii=False) + "\n"


def _document(bill: Bill, version: Version) -> Json:
    by_ref = bill.by_ref
    judged = [by_ref[ref] for ref in bill.roots]
    shown = [*judged, *(item for item in bill.items if item.kind == "dataset" and item.ref not in set(bill.roots))]
    document = {
        "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": version,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'modelscan:{version}:{bill.digest}')}",
        "version": 1,
        "metadata": _metadata(bill),
        "components": [_component(item, by_ref, version) for item in shown if item.kind != "closed-api"],
        "services": [_service(item) for item in shown if item.kind == "closed-api"],
        "dependencies": _dependencies(bill, shown),
        "annotations": [_annotation(bill, item) for item in judged if item.error],
    }
    return _filled(document)


def _filled(value: Json) -> Json:
    """Without the keys that say nothing."""
    return {key: part for key, part in value.items() if part is not None and part != [] and part != {}}


def _tool(bill: Bill) -> Json:
    return {"type": "application", "name": "modelscan", "version": bill.tool_version}


def _metadata(bill: Bill) -> Json:
    return {
        "timestamp": bill.created,
        "lifecycles": [{"phase": "discovery"}],
        "tools": {"components": [_tool(bill)]},
        "component": {"type": "application", "bom-ref": SUBJECT, "name": bill.title},
        "properties": _properties([*_audit(bill), ("modelscan:g7.missing", ", ".join(missing("document", ())))]),
    }


def _audit(bill: Bill) -> list[tuple[str, str]]:
    """The audit that the document belongs to, so that it and the report find each other."""
    if bill.audit is None:
        return []
    return [("modelscan:audit", bill.audit.id), ("modelscan:audit_manifest_sha256", bill.audit.manifest)]


def _dependencies(bill: Bill, shown: list[Item]) -> list[Json]:
    """The subject uses what was judged; a model that was trained on a dataset depends on it for its history."""
    rows = [{"ref": SUBJECT, "dependsOn": list(dict.fromkeys(bill.roots))}] if bill.roots else []
    listed = {item.ref for item in shown}
    for item in shown:
        used = [ref for ref in (*(e.ref for e in item.ancestors or ()), *(item.datasets or ())) if ref in listed]
        rows.append(_filled({"ref": item.ref, "dependsOn": list(dict.fromkeys(used))}))
    return rows


def _annotation(bill: Bill, item: Item) -> Json:
    return {
        "bom-ref": f"unassessed-{item.ref}",
        "subjects": [item.ref],
        "annotator": {"component": _tool(bill)},
        "timestamp": bill.created,
        "text": item.unassessed,
    }


def _component(item: Item, by_ref: dict[str, Item], version: Version) -> Json:
    """A model or a dataset, with all that is known of it."""
    model = item.kind == "model"
    return _filled(
        {
            **_identity(item),
            "bom-ref": item.ref,
            "description": item.description,
            "licenses": _licences(item.licensed, version),
            "purl": item.purl,
            "pedigree": _pedigree(item, by_ref, version),
            "externalReferences": _links(item),
            "components": [_file(item, index) for index in range(len(item.files))],
            "evidence": _evidence(item),
            "modelCard": _card(item) if model else None,
            "data": [_data(item)] if item.kind == "dataset" else None,
            "properties": _properties(item.properties),
        }
    )


def _identity(item: Item) -> Json:
    """Type, name and version: what a component of any place in the document has."""
    return _filled(
        {
            "type": "machine-learning-model" if item.kind == "model" else "data",
            "supplier": {"name": item.group} if item.group else None,
            "group": item.group,
            "name": item.name,
            "version": item.revision,
        }
    )


def _properties(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in pairs]


def _licence(text: str, acknowledgement: str, url: str | None = None) -> Json:
    """One id: as ``id`` only where the SPDX list has it."""
    key = "id" if licences.in_cyclonedx(text) else "name"
    return {"license": _filled({key: text, "acknowledgement": acknowledgement, "url": url})}


def _licences(licensed: Licensed, version: Version) -> list[Json]:
    """The declared licences, then the concluded one; unknown ones are in the properties, for here is no such word."""
    declared = [
        _licence(term, "declared", licensed.url if len(licensed.terms) == 1 else None) for term in licensed.terms
    ]
    if version == "1.7" and len(declared) > 1 and licensed.operator in ("and", "or"):
        declared = [{"expression": licensed.declared, "acknowledgement": "declared"}]
    concluded = licensed.concluded
    if concluded in (licences.NOASSERTION, licences.NONE):
        return declared
    if version == "1.7" and not licences.is_single(concluded):
        return [*declared, {"expression": concluded, "acknowledgement": "concluded"}]
    return [*declared, _licence(concluded, "concluded")]


def _pedigree(item: Item, by_ref: dict[str, Item], version: Version) -> Json:
    return _filled({"ancestors": [_forebear(by_ref[edge.ref], edge, version) for edge in item.ancestors or ()]})


def _forebear(item: Item, edge: Ancestry, version: Version) -> Json:
    """An ancestor as a component in the pedigree, nearest first."""
    facts = [
        ("modelscan:relation", edge.relation),
        ("modelscan:depth", str(edge.depth)),
        ("modelscan:origin", edge.origin),
        *([("modelscan:changed", edge.changed)] if edge.changed else []),
    ]
    told = [
        pair for pair in item.properties if pair[0] in ("modelscan:judged", "modelscan:resolved", "modelscan:verdict")
    ]
    return _filled(
        {
            **_identity(item),
            "licenses": _licences(item.licensed, version),
            "purl": item.purl,
            "externalReferences": _links(item),
            "properties": _properties([*facts, *told]),
        }
    )


def _links(item: Item) -> list[Json]:
    links = []
    if item.url:
        links.append({"type": "model-card" if item.kind == "model" else "website", "url": item.url})
    if item.licensed.url:
        links.append({"type": "license", "url": item.licensed.url})
    return links


def _file(item: Item, index: int) -> Json:
    file = item.files[index]
    return _filled(
        {
            "type": "file",
            "bom-ref": f"{item.ref}-file-{index + 1}",
            "name": file.path,
            "hashes": [{"alg": "SHA-256", "content": file.sha256}],
            "properties": _properties([("modelscan:bytes", str(file.size))]) if file.size is not None else [],
        }
    )


def _evidence(item: Item) -> Json:
    """The licences of the texts in the repo, and the places of a source tree that name the item."""
    places = [
        _filled({"location": p.path or "unnamed", "line": p.line, "additionalContext": p.text or None})
        for p in item.places
    ]
    found = [{"license": {"id" if licences.in_cyclonedx(term) else "name": term}} for term in item.licensed.found]
    return _filled({"occurrences": places, "licenses": found})


def _card(item: Item) -> Json:
    limits = [
        {
            "name": clean(f"{c.term} ({c.license} {c.clause}): {c.text}", TEXT_LIMIT),
            "mitigationStrategy": clean(c.question or "Settle it in the policy.", TEXT_LIMIT),
        }
        for c in item.limits
    ]
    told = modalities(item.task)
    card = {
        "modelParameters": _filled(
            {
                "inputs": [{"format": told[0]}] if told else [],
                "outputs": [{"format": told[1]}] if told else [],
                "task": item.task,
                "architectureFamily": item.model_type,
                "modelArchitecture": item.architecture,
                "datasets": [{"ref": ref} for ref in item.datasets or ()],
            }
        ),
        "considerations": _filled({"ethicalConsiderations": limits}),
    }
    undisclosed = [] if item.datasets else [("modelscan:datasets", "none named")]
    return _filled({**card, "properties": _properties(undisclosed)})


def _data(item: Item) -> Json:
    classified = None if item.gated is None else "gated" if item.gated else "public"
    return _filled(
        {
            "type": "dataset",
            "name": item.id,
            "contents": {"url": item.url} if item.url else None,
            "classification": classified,
        }
    )


def _service(item: Item) -> Json:
    """A closed API: a provider and a name, and no weights to describe."""
    return _filled(
        {
            "bom-ref": item.ref,
            "provider": {"name": item.group} if item.group else None,
            "group": item.group,
            "name": item.name,
            "x-trust-boundary": True,
            "properties": _properties([*item.properties, *item.seen]),
        }
    )
