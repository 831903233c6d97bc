"""SPDX 3.0.1 as JSON-LD: AI and dataset packages, and packages whose purl or address is a repo's on the Hub."""

from collections import defaultdict
from typing import Any

from scanner.collect.bills.naming import by_address, by_name, by_purl, licences
from scanner.collect.bills.types import GivenBill, GivenItem

_EXPRESSION = "simplelicensing_licenseExpression"


def read(data: dict[str, Any], origin: str) -> GivenBill:
    """The models and datasets among the elements of a document."""
    nodes = [one for one in data["@graph"] if isinstance(one, dict)]
    declared = _declared(nodes)
    packages = [one for one in nodes if str(one.get("type", "")).endswith("Package") or "software_packageUrl" in one]
    items = [item for one in packages if (item := _item(one, origin, declared))]
    return GivenBill(
        origin=origin,
        format="SPDX 3",
        items=tuple(dict.fromkeys(items)),
        others=len(packages) - len(items),
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


def _item(one: dict[str, Any], origin: str, declared: dict[str, list[str]]) -> GivenItem | None:
    target = by_purl(one.get("software_packageUrl"))
    target = target or by_address([one.get("software_downloadLocation"), one.get("software_homePage")])
    if target is None and one.get("type") == "ai_AIPackage":
        target = by_name(None, one.get("name"), one.get("software_packageVersion"))
    if target is None:
        return None
    at = f"{origin}: {one.get('name')}"
    return GivenItem(target=target, licenses=licences(declared.get(str(one.get("spdxId")), ())), at=at[:300])
