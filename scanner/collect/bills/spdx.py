"""SPDX 2.2, 2.3 and 3.0.1 as JSON: packages whose purl or address is a repo's on the Hub, AI and dataset packages."""

from collections import defaultdict
from typing import Any

from scanner.collect.bills.types import GivenBill, GivenItem, by_address, by_name, by_purl, licences

_EXPRESSION = "simplelicensing_licenseExpression"


def read(data: dict[str, Any], origin: str) -> GivenBill:
    """The models and datasets among the packages of a document."""
    graph = data.get("@graph")
    nodes = [one for one in (graph or data.get("packages") or ()) if isinstance(one, dict)]
    if graph is None:
        names = _names(data)
        found = [_item2(one, f"{origin}: packages[{number}]", names) for number, one in enumerate(nodes)]
    else:
        declared = _declared(nodes)
        nodes = [one for one in nodes if str(one.get("type", "")).endswith("Package") or "software_packageUrl" in one]
        found = [_item3(one, origin, declared) for one in nodes]
    items = [item for item in found if item is not None]
    return GivenBill(
        origin=origin,
        format="SPDX 3" if graph is not None else str(data["spdxVersion"]).replace("-", " "),
        items=tuple(dict.fromkeys(items)),
        others=len(nodes) - len(items),
    )


def _declared(nodes: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The declared licence expressions of each element, by its id."""
    texts = {one.get("spdxId"): one.get(_EXPRESSION) or one.get("name") for one in nodes}
    found: dict[str, list[str]] = defaultdict(list)
    for one in nodes:
        if one.get("relationshipType") == "hasDeclaredLicense":
            targets = one.get("to")
            names = (texts.get(to) for to in (targets if isinstance(targets, list) else [targets]))
            found[str(one.get("from"))] += [name for name in names if isinstance(name, str)]
    return found


def _item3(one: dict[str, Any], origin: str, declared: dict[str, list[str]]) -> GivenItem | None:
    target = by_purl(one.get("software_packageUrl"))
    target = target or by_address([one.get("software_downloadLocation"), one.get("software_homePage")])
    if target is None and one.get("type") == "ai_AIPackage":
        target = by_name(None, one.get("name"), one.get("software_packageVersion"))
    if target is None:
        return None
    at = f"{origin}: {one.get('name')}"
    return GivenItem(target=target, licenses=licences(declared.get(str(one.get("spdxId")), ())), at=at[:300])


def _item2(one: dict[str, Any], at: str, names: dict[str, str]) -> GivenItem | None:
    refs = [ref for ref in one.get("externalRefs") or () if isinstance(ref, dict)]
    purls = [ref.get("referenceLocator") for ref in refs if ref.get("referenceType") == "purl"]
    target = next(filter(None, map(by_purl, purls)), None)
    target = target or by_address([one.get("downloadLocation"), one.get("homepage")])
    stated = one.get("licenseDeclared")
    stated = names.get(stated, stated) if isinstance(stated, str) else None
    return GivenItem(target=target, licenses=licences([stated]), at=at) if target is not None else None


def _names(data: dict[str, Any]) -> dict[str, str]:
    """The names of licences that the document itself defines, by their ids."""
    defined = [one for one in data.get("hasExtractedLicensingInfos") or () if isinstance(one, dict)]
    return {one["licenseId"]: one["name"] for one in defined if isinstance(one.get("name"), str) and "licenseId" in one}
