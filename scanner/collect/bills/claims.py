"""What bills say of a model, carried with its snapshot to where licences are compared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.collect.bills.types import GivenBill
from scanner.model.snapshot import Json, Snapshot

#: The field of a repo's ``info`` that holds it: a list of ``{licenses: [...], at: place in the bill}``.
FIELD = "x_bill"


def claimed(snapshots: Iterable[Snapshot], bills: Iterable[GivenBill]) -> Iterator[Snapshot]:
    """The snapshots, each with what the bills say of it."""
    said: dict[str, list[Json]] = defaultdict(list)
    for item in (item for bill in bills for item in bill.items if item.licenses):
        said[item.target].append({"licenses": list(item.licenses), "at": item.at})
    for snapshot in snapshots:
        found = said.get(snapshot.target)
        info = {**snapshot.root.info, FIELD: found}
        yield replace(snapshot, root=replace(snapshot.root, info=info)) if found else snapshot
