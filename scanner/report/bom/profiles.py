"""What the AI and Dataset profiles of SPDX 3.0.1 demand beyond the JSON Schema, which checks neither."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Node: TypeAlias = Mapping[str, Any]

_PACKAGE = ("name", "creationInfo", "releaseTime", "software_downloadLocation", "software_primaryPurpose")
#: Mandatory fields: of the class, and the external property restrictions of model/AI and model/Dataset (tag 3.0.1).
MANDATORY: Mapping[str, tuple[str, ...]] = {
    "ai_AIPackage": (*_PACKAGE, "suppliedBy", "software_packageVersion"),
    "dataset_DatasetPackage": (*_PACKAGE, "builtTime", "originatedBy", "dataset_datasetType"),
}
_PURPOSE = {"ai_AIPackage": "model", "dataset_DatasetPackage": "data"}
_LICENCE_RELATIONS = ("hasDeclaredLicense", "hasConcludedLicense")
_LICENCES = ("NoAssertionLicense", "NoneLicense")


def check_profiles(graph: Iterable[Node]) -> list[str]:
    """What breaks the AI or Dataset profile in this ``@graph``, one line each; empty when it conforms."""
    nodes = list(graph)
    types = {str(node.get("spdxId")): str(node.get("type")) for node in nodes if "spdxId" in node}
    relations = [node for node in nodes if node.get("type") == "Relationship"]
    counts = Counter((node.get("from"), node.get("relationshipType")) for node in relations)
    messages: list[str] = []
    for node in nodes:
        if node.get("type") in MANDATORY:
            messages += _package(node, counts)
    for node in relations:
        messages += _relation(node, types)
    repeated = [
        spdx_id
        for spdx_id, count in Counter(node.get("spdxId") for node in nodes if "spdxId" in node).items()
        if count > 1
    ]
    return messages + [f"{spdx_id}: is defined more than once" for spdx_id in repeated]


def _package(node: Node, counts: Mapping[tuple[Any, Any], int]) -> list[str]:
    kind, spdx_id = str(node["type"]), str(node.get("spdxId"))
    messages = [f"{spdx_id}: {kind} lacks {field}" for field in MANDATORY[kind] if node.get(field) in (None, "", [])]
    if node.get("software_primaryPurpose") not in (None, _PURPOSE[kind]):
        messages.append(f"{spdx_id}: {kind} must have the primary purpose {_PURPOSE[kind]}")
    if kind == "dataset_DatasetPackage" and len(node.get("originatedBy") or ()) > 1:
        messages.append(f"{spdx_id}: {kind} must have exactly one originatedBy")
    for relation in _LICENCE_RELATIONS:
        count = counts[node.get("spdxId"), relation]
        if count != 1:
            messages.append(f"{spdx_id}: {kind} must have exactly one {relation}, not {count}")
    return messages


def _relation(node: Node, types: Mapping[str, str]) -> list[str]:
    """The ends of a relationship: licence relations lead to one licence, and trainedOn from a model to datasets."""
    relation, targets = node.get("relationshipType"), [str(target) for target in node.get("to") or ()]
    spdx_id = str(node.get("spdxId"))
    if relation in _LICENCE_RELATIONS:
        sound = len(targets) == 1 and (targets[0].endswith(_LICENCES) or "icens" in types.get(targets[0], ""))
        return [] if sound else [f"{spdx_id}: {relation} must lead to one licence"]
    wanted = {"trainedOn": "dataset_DatasetPackage", "descendantOf": "ai_AIPackage"}.get(str(relation))
    wrong = [
        target
        for target in targets
        if wanted and not target.endswith("NoAssertionElement") and types.get(target) != wanted
    ]
    return [f"{spdx_id}: {relation} must lead to {wanted}, not {target}" for target in wrong]
