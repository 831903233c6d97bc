"""Bills of materials that lie in a tree: their models and datasets are references, at the line that names them."""

import re

from scanner.collect.bills.read import read_bill
from scanner.collect.bills.types import GivenItem
from scanner.discover.names.slots import Found
from scanner.discover.sink import Sink
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef

#: How bills begin, for JSON files whose name does not tell.
_HEAD = re.compile(rb'"bomFormat"\s*:\s*"CycloneDX"|"spdxVersion"\s*:\s*"SPDX-|spdx\.org/rdf/3')
_LOOKED_AT = 64 * 1024
#: Characters that are searched for the lines of entries, all together; beyond that they stand at the first line.
_SEARCHED = 2_000_000_000
HOW = "a bill of materials"


def looks_like_bill(data: bytes) -> bool:
    """Whether a JSON file is a bill, by its beginning."""
    return _HEAD.search(data, 0, _LOOKED_AT) is not None


def read_listed(text: str, sink: Sink) -> bool:
    """Put what a bill lists into the sink. False for JSON that is no bill; one in another notation, or damaged, is
    noted with what to do."""
    try:
        bill = read_bill(text.encode("utf-8", "replace"), sink.path)
    except ModelscanError as error:
        if text.lstrip()[:1] == "{" and not looks_like_bill(text[:_LOOKED_AT].encode("utf-8", "replace")):
            return False
        sink.notes.append(str(error))
        return True
    for item in bill.items:
        where = _place(text, item) if len(text) * len(bill.items) <= _SEARCHED else (1, 1)
        _add(item, where, sink)
    sink.notes.extend(bill.notes)
    return True


def _add(item: GivenItem, where: tuple[int, int], sink: Sink) -> None:
    ref = RepoRef.parse(item.target)
    if ref is None or ref.host is not None:
        sink.add_dynamic(*where, item.target, "model", f"{HOW}: it names no repository of the Hub")
    else:
        sink.add(*where, item.target, Found(ref.id, ref.revision, ref.repo_type), HOW)


def _place(text: str, item: GivenItem) -> tuple[int, int]:
    """Line and column of the first place that names the entry: its whole id, else its name alone."""
    ref = RepoRef.parse(item.target)
    whole = ref.id if ref is not None else item.target
    at = next((found for name in (whole, whole.rpartition("/")[2]) if name and (found := text.find(name)) >= 0), 0)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
