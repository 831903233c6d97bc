"""Listed datasets as keys: of those that say the same, whoever they are, one is read (``keys.py``)."""

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from scanner.judge.columns.codes import Flags, Known, coded, flags, grouped
from scanner.judge.columns.keys import own_kind
from scanner.judge.columns.looking import IDLE, USED, Looked, Looks
from scanner.judge.columns.relatives import taught_kind
from scanner.knowledge.licenses import Licenses

#: Columns that tell of models; a dataset of which they tell anything is read for itself.
_OF_MODELS = ("baseModels", "config", "safetensors", "gguf")


def listed(licenses: Licenses, parts: Iterable[tuple[list[int], pa.Table]]) -> dict[int, int]:
    """What rows say, by number, of some by their places. Those that name sources, or are of no kind that is known here,
    are left out."""
    looks, known = Looks(licenses), Known[object]()
    return {places[at]: known.of(key) for places, table in parts for at, key in _keys(looks, table)}


def _keys(looks: Looks, table: pa.Table) -> Iterator[tuple[int, object]]:
    rows = Looked(looks, table, _odd(table))
    own, taught, gates = own_kind(rows), taught_kind(rows), rows.column["gated"]
    filed = flags(rows.column["siblings"].is_valid())
    groups = grouped(own.groups.number, taught.groups.number, coded(gates), rows.unread, filed)
    keys = [
        (
            own.keys[own.groups.number[at]], taught.keys[taught.groups.number[at]], gates[at].as_py(),
            rows.lacking[rows.unread[at]], bool(filed[at]),
        )
        for at in groups.first.tolist()
    ]  # fmt: skip
    for at, number in enumerate(groups.number.tolist()):
        if not rows.odd[at] and not rows.told.said(at, 2):
            yield at, keys[number]


def _odd(table: pa.Table) -> Flags:
    """Rows that tell what no dataset does, or what is of a newer version."""
    odd = np.zeros(len(table), bool)
    for name in table.column_names:
        if name in _OF_MODELS or (name not in IDLE and name not in USED):
            odd |= table.column(name).is_valid().to_numpy(zero_copy_only=False)
    return odd
