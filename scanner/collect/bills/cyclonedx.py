"""CycloneDX 1.4 to 1.7 as JSON: models, datasets and services among the components, however deeply nested."""

from collections.abc import Iterator
from typing import Any

from scanner.collect.bills.types import GivenBill, GivenItem, by_address, by_name, by_purl, licences, shown
from scanner.model.errors import ModelscanError
from scanner.text.counted import counted, first_of

_VERSIONS = ("1.4", "1.5", "1.6", "1.7")
_MODEL = "machine-learning-model"
_SHOWN = 5


def read(data: dict[str, Any], origin: str) -> GivenBill:
    """The models and datasets of a bill. Raises :class:`ModelscanError` for a version that is not known."""
    version = str(data.get("specVersion"))
    if version not in _VERSIONS:
        raise ModelscanError(f"{origin}: CycloneDX {shown(version)} is not read: give {', '.join(_VERSIONS)}")
    found = list(_components(data))
    items = [item for at, one in found for item in _items(one, f"{origin}: {at}")]
    named = {id(one) for _, one in found if any(True for _ in _items(one, ""))}
    return GivenBill(
        origin=origin,
        format=f"CycloneDX {version}",
        items=tuple(dict.fromkeys(items)),
        others=len(found) - len(named),
        notes=tuple(_notes(data, found, named)),
    )


def _components(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every component with its place, those of components too; also the bill's own subject where it is a model."""
    subject = (data.get("metadata") or {}).get("component")
    waiting: list[tuple[str, Any]] = [("components", data.get("components"))]
    if isinstance(subject, dict):
        if subject.get("type") == _MODEL:
            yield "metadata.component", subject
        waiting.append(("metadata.component.components", subject.get("components")))
    while waiting:
        at, values = waiting.pop()
        for number, one in enumerate(values if isinstance(values, list) else []):
            if isinstance(one, dict):
                yield f"{at}[{number}]", one
                waiting.append((f"{at}[{number}].components", one.get("components")))


def _items(one: dict[str, Any], at: str) -> Iterator[GivenItem]:
    addresses = [ref.get("url") for ref in one.get("externalReferences") or () if isinstance(ref, dict)]
    addresses += [(ref.get("contents") or {}).get("url") for ref in one.get("data") or () if isinstance(ref, dict)]
    target = by_purl(one.get("purl"))
    if target is None and one.get("type") in (_MODEL, "data"):
        target = by_address(addresses)
    if target is None and one.get("type") == _MODEL:
        target = by_name(one.get("group"), one.get("name"), one.get("version"))
    if target is not None:
        yield GivenItem(target=target, licenses=licences(_licenses(one)), at=at)
        yield from _inline(one, at)


def _licenses(one: dict[str, Any]) -> Iterator[Any]:
    """Declared licences, and those that do not say how they were found; a conclusion is not the author's word."""
    for choice in one.get("licenses") or ():
        stated = choice.get("license") or choice
        if stated.get("acknowledgement", choice.get("acknowledgement")) != "concluded":
            yield choice.get("expression") or stated.get("id") or stated.get("name")


def _inline(one: dict[str, Any], at: str) -> Iterator[GivenItem]:
    """Datasets that stand inside the model card, with an address on the Hub."""
    parameters = (one.get("modelCard") or {}).get("modelParameters") or {}
    for dataset in parameters.get("datasets") or ():
        target = by_address([(dataset.get("contents") or {}).get("url")]) if isinstance(dataset, dict) else None
        if target is not None:
            yield GivenItem(target=target, at=f"{at}.modelCard")


def _notes(data: dict[str, Any], found: list[tuple[str, dict[str, Any]]], named: set[int]) -> Iterator[str]:
    loose = [shown(one.get("name")) for _, one in found if one.get("type") == "data" and id(one) not in named]
    if loose:
        yield f"{counted(len(loose), 'dataset')} without an address on the Hub, not judged: {first_of(loose, _SHOWN)}"
    services = [shown(one.get("name")) for one in data.get("services") or () if isinstance(one, dict)]
    if services:
        yield f"{len(services)} services, not judged: {first_of(services, _SHOWN)}"
