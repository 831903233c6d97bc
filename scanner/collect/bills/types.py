"""What bills of materials list and say, as far as it concerns models and datasets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenItem:
    """A model or dataset of a bill. ``target`` is what ``check`` takes, or the bill's own name where it names no repo
    of the Hub; ``licenses`` are as the bill writes them; ``at`` is the place in the bill."""

    target: str
    licenses: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBill:
    """A bill that was read. ``others`` counts the components that are neither model nor dataset; ``notes`` say in words
    what is in it and was not judged."""

    origin: str
    format: str
    items: tuple[GivenItem, ...]
    others: int = 0
    notes: tuple[str, ...] = ()


#: The field of a repo's ``info`` that holds it: a list of ``{licenses: [...], at: place in the bill}``.
FIELD = "x_bill"


def claimed(snapshots: Iterable[Snapshot], bills: Iterable[GivenBill]) -> Iterator[Snapshot]:
    """The snapshots, each with what the bills say of it."""
    said: dict[str, list[GivenItem]] = defaultdict(list)
    for item in (item for bill in bills for item in bill.items):
        said[item.target].append(item)
    return (with_said(snapshot, said.get(snapshot.target, ())) for snapshot in snapshots)


def with_said(snapshot: Snapshot, items: Iterable[GivenItem]) -> Snapshot:
    """A snapshot with what entries of bills state of its licence."""
    found: list[Json] = [{"licenses": list(item.licenses), "at": item.at} for item in items if item.licenses]
    info = {**snapshot.root.info, FIELD: found}
    return replace(snapshot, root=replace(snapshot.root, info=info)) if found else snapshot
