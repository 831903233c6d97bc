"""How open the training data is that a card declares: each named dataset's licence and gating, and the sum of them."""

import re
from dataclasses import dataclass

from scanner.collect.relations import DatasetRef, datasets
from scanner.judge.reading.own import OwnLicense, own_license
from scanner.judge.reading.weights import gating
from scanner.knowledge.licenses import Licenses
from scanner.model.license import License
from scanner.model.result import DatasetItem, DatasetsSection
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.words import Complete, Datasets, DatasetStatus

_RESTRICTED = frozenset({"non-commercial", "research-only", "proprietary"})
_OPEN = frozenset({"permissive", "public-domain", "data", "cc", "weak-copyleft", "copyleft", "network-copyleft"})
_COMPLETE = re.compile(r"(?:trained|pre-?trained|fine-?tuned)\s+(?:only|exclusively|solely)\s+on", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetsRead:
    """The section, and what rules ask beyond it."""

    section: DatasetsSection
    non_commercial: bool | None


def read_datasets(snapshot: Snapshot, licenses: Licenses) -> DatasetsRead:
    """The datasets of a model snapshot. Unknown only where the card itself could not be read."""
    root = snapshot.root
    if root.repo_type != "model":
        return DatasetsRead(section=DatasetsSection(status="not_applicable"), non_commercial=None)
    items = [_item(ref, snapshot, licenses) for ref in datasets(root)]
    if not items:
        # The API's cardData is the card's front matter too: only where neither was read is silence not an answer.
        silent = root.card is None and "cardData" not in root.info and "tags" not in root.info
        unread = silent or any(one.what == "cardData" for one in root.unread)
        return DatasetsRead(section=DatasetsSection(status="unknown" if unread else "undisclosed"), non_commercial=None)
    section = DatasetsSection(
        status=_status([item for item, _ in items]), complete=_complete(root), items=tuple(i for i, _ in items)
    )
    resolved = [records for _, records in items]
    non_commercial = any(_is_nc(record) for records in resolved for record in records)
    certain = non_commercial or all(item.status in ("open", "restricted") for item, _ in items)
    return DatasetsRead(section=section, non_commercial=non_commercial if certain else None)


def _item(ref: DatasetRef, snapshot: Snapshot, licenses: Licenses) -> tuple[DatasetItem, tuple[License, ...]]:
    repo = snapshot.find("dataset", ref.id) if ref.id else None
    if repo is None or repo.problem is not None:
        return DatasetItem(id=ref.id or ref.text, status="unresolved", license=None, evidence=ref.evidence), ()
    own = own_license(repo, licenses)
    records = tuple(named.record for named in own.terms if named.record is not None)
    named = " AND ".join(dict.fromkeys(named.id for named in own.terms)) or None
    evidence = ref.evidence + tuple(one.evidence for one in own.terms)
    item = DatasetItem(
        id=repo.id,
        status=_item_status(repo, own, records),
        license=named,
        evidence=evidence,
        revision=repo.revision,
        gated=gating(repo),
    )
    return item, records


def _item_status(repo: Repo, own: OwnLicense, records: tuple[License, ...]) -> DatasetStatus:
    if any(_is_restricted(record) for record in records):
        return "restricted"
    if gating(repo):
        return "gated"
    surely_open = own.unknown is None and all(record.family in _OPEN for record in records)
    return "open" if surely_open else "unlicensed"


def _is_restricted(record: License) -> bool:
    terms = {condition.term for condition in record.conditions}
    return record.family in _RESTRICTED or bool(terms & {"non_commercial", "research_only", "no_derivatives"})


def _is_nc(record: License) -> bool:
    return any(condition.term in ("non_commercial", "research_only") for condition in record.conditions)


def _status(items: list[DatasetItem]) -> Datasets:
    statuses = {item.status for item in items}
    if "restricted" in statuses:
        return "restricted"
    return "open" if statuses == {"open"} else "partial"


def _complete(root: Repo) -> Complete:
    return "stated" if root.card is not None and _COMPLETE.search(root.card.body[:200_000]) else "unstated"
