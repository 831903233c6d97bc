"""What bills say of a model, carried with its snapshot to where licences are compared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.model.snapshot import Json, Snapshot

if TYPE_CHECKING:
    from scanner.collect.bills.types import GivenBill, GivenItem

#: The field of a repo's ``info`` that holds it: a list of ``{licenses: [...], at: place in the bill}``.
FIELD = "x_bill"


def claimed(snapshots: Iterable[Snapshot], bills: "Iterable[GivenBill]") -> Iterator[Snapshot]:
    """The snapshots, each with what the bills say of it."""
    said: dict[str, list[GivenItem]] = defaultdict(list)
    for item in (item for bill in bills for item in bill.items):
        said[item.target].append(item)
    return (with_said(snapshot, said.get(snapshot.target, ())) for snapshot in snapshots)


def with_said(snapshot: Snapshot, items: "Iterable[GivenItem]") -> Snapshot:
    """A snapshot with what entries of bills state of its licence."""
    found: list[Json] = [{"licenses": list(item.licenses), "at": item.at} for item in items if item.licenses]
    info = {**snapshot.root.info, FIELD: found}
    return replace(snapshot, root=replace(snapshot.root, info=info)) if found else snapshot
