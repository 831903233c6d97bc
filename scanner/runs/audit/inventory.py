"""The inventory: what a company uses, merged from lists, locks, scans, an organisation and the last audit."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.model.ids import one_name
from scanner.runs.audit.environments import is_plain
from scanner.runs.audit.types import Asset, Inventory

_PLACED = ("owner", "system", "use", "environment")


def merge(parts: Iterable[Inventory]) -> Inventory:
    """One inventory. What is named twice for the same system, use and environment is one asset with both origins; what
    names no system (a lock, a list) joins those that do."""
    parts = list(parts)
    assets = [asset for part in parts for asset in part.assets]
    placed = _unique(asset for asset in assets if _is_placed(asset))
    bare = {_names(asset): asset for asset in _unique(asset for asset in assets if not _is_placed(asset))}
    found = [_joined(asset, bare.get(_names(asset), asset)) for asset in placed]
    taken = {_names(asset) for asset in placed}
    found += [asset for name, asset in bare.items() if name not in taken]
    notes = dict.fromkeys([*(note for part in parts for note in part.notes), *_misspelt(found)])
    return Inventory(assets=tuple(sorted(found, key=_order)), notes=tuple(notes))


def _misspelt(assets: Iterable[Asset]) -> Iterator[str]:
    for word in sorted({asset.environment for asset in assets if not is_plain(asset.environment)}):
        yield f"environment '{word}' is taken for production; write production, or a word of its own for what is not"


def _is_placed(asset: Asset) -> bool:
    return any(getattr(asset, name) for name in _PLACED)


def _unique(assets: Iterable[Asset]) -> list[Asset]:
    found: dict[tuple[str, ...], Asset] = {}
    for asset in assets:
        place = (*_names(asset), asset.system.lower(), asset.use, asset.environment.lower())
        found[place] = _joined(found[place], asset) if place in found else asset
    return list(found.values())


def _names(asset: Asset) -> tuple[str, ...]:
    return asset.type, one_name(asset.id), asset.revision or "", str(asset.dynamic)


def _joined(one: Asset, other: Asset) -> Asset:
    return replace(
        one,
        owner="; ".join(dict.fromkeys(_owners(one, other))),
        proofs=tuple(dict.fromkeys((*one.proofs, *other.proofs))),
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
        says=tuple(dict.fromkeys((*one.says, *other.says))),
    )


def _owners(*assets: Asset) -> Iterator[str]:
    for asset in assets:
        yield from (name for name in asset.owner.split("; ") if name)


def _order(asset: Asset) -> tuple[str, ...]:
    return (*_names(asset), asset.system.lower(), asset.environment.lower(), asset.use)
