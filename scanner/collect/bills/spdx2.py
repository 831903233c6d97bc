"""SPDX 2.3 (and 2.2) as JSON: the packages whose purl or address is a repo's on the Hub."""

from typing import Any

from scanner.collect.bills.naming import by_address, by_purl, licences
from scanner.collect.bills.types import GivenBill, GivenItem


def read(data: dict[str, Any], origin: str) -> GivenBill:
    """The models and datasets among the packages of a document."""
    packages = [one for one in data.get("packages") or () if isinstance(one, dict)]
    names = _names(data)
    items = [
        item for number, one in enumerate(packages) if (item := _item(one, f"{origin}: packages[{number}]", names))
    ]
    return GivenBill(
        origin=origin,
        format=str(data["spdxVersion"]).replace("-", " "),
        items=tuple(dict.fromkeys(items)),
        others=len(packages) - len(items),
    )


def _item(one: dict[str, Any], at: str, names: dict[str, str]) -> GivenItem | None:
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
