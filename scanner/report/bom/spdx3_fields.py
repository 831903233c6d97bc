"""The fields of an AI or Dataset package in SPDX 3.0.1, and what stands in where a mandatory one is not known.

The profiles demand facts that a Hub does not always tell. What stands in, and is said in the element's comment:
``releaseTime`` and ``builtTime`` take 1970-01-01T00:00:00Z (their range is a time, so no NOASSERTION fits); a supplier
or originator is an Agent named NOASSERTION; version and download location take the text NOASSERTION (NONE for the
download location of a closed API); ``datasetType`` has a noAssertion of its own.
"""

from datetime import datetime
from typing import Any

from scanner.knowledge.elements import modalities
from scanner.report.bom import licences
from scanner.report.bom.bill import Item

#: Stands for a time that nobody knows: no model was released then.
UNKNOWN_TIME = "1970-01-01T00:00:00Z"
_ACCESS = {"auto": "clickthrough", "manual": "registration", False: "directDownload"}


def word(place: str, name: str) -> str:
    """The IRI of a word of the SPDX 3.0.1 model."""
    return f"https://spdx.org/rdf/3.0.1/terms/{place}/{name}"


def package_fields(model: Any, item: Item, agent: str) -> dict[str, Any]:
    """The fields of a package, as the bindings' class for its kind takes them. ``agent`` is the supplier's IRI."""
    nowhere = licences.NONE if item.kind == "closed-api" else licences.NOASSERTION
    own = _dataset(item, agent) if item.kind == "dataset" else _model(model, item)
    return {
        "name": item.id,
        "description": item.description,
        "externalRef": _card(model, item),
        "comment": _stand_ins(item),
        "releaseTime": datetime.fromisoformat(item.created or UNKNOWN_TIME),
        "suppliedBy": agent,
        "software_downloadLocation": item.url or nowhere,
        "software_packageVersion": item.revision or licences.NOASSERTION,
        "software_packageUrl": item.purl,
        "software_homePage": item.url,
        "extension": _extension(model, item),
        **own,
    }


def _stand_ins(item: Item) -> str | None:
    """Which times are not known, in words."""
    times = [*([] if item.created else ["releaseTime"]), *(["builtTime"] if item.kind == "dataset" else [])]
    if not times:
        return None
    return (
        f"NOASSERTION for {' and '.join(times)}: not known; {UNKNOWN_TIME} stands in, for the profile demands a time."
    )


def _model(model: Any, item: Item) -> dict[str, Any]:
    told = modalities(item.task)
    sizes = [("parameters", item.parameters), ("weights.bytes", item.bytes)]
    known = [model.DictionaryEntry(key=key, value=str(value)) for key, value in sizes if value is not None]
    return {
        "software_primaryPurpose": word("Software/SoftwarePurpose", "model"),
        "ai_domain": [item.task] if item.task else [],
        "ai_typeOfModel": list(dict.fromkeys(text for text in (item.model_type, item.architecture) if text)),
        "ai_hyperparameter": known,
        "ai_informationAboutApplication": f"input: {told[0]}; output: {told[1]}" if told else None,
        "ai_informationAboutTraining": dict(item.told).get("training"),
    }


def _card(model: Any, item: Item) -> list[Any]:
    """The repository's page, which is its documentation."""
    kind = word("Core/ExternalRefType", "documentation")
    return [model.ExternalRef(externalRefType=kind, locator=[item.url])] if item.url else []


def _dataset(item: Item, agent: str) -> dict[str, Any]:
    access = None if item.gated in (None, True) else _ACCESS[item.gated]
    return {
        "originatedBy": [agent],
        "builtTime": datetime.fromisoformat(UNKNOWN_TIME),
        "software_primaryPurpose": word("Software/SoftwarePurpose", "data"),
        "dataset_datasetType": [word("Dataset/DatasetType", "noAssertion")],
        "dataset_datasetAvailability": word("Dataset/DatasetAvailabilityType", access) if access else None,
    }


def _extension(model: Any, item: Item) -> list[Any]:
    """The properties, as the extension that SPDX 3 has for CycloneDX's."""
    entries = [
        model.extension_CdxPropertyEntry(extension_cdxPropName=name, extension_cdxPropValue=value)
        for name, value in (*item.properties, *item.seen)
    ]
    return [model.extension_CdxPropertiesExtension(extension_cdxProperty=entries)] if entries else []
