"""What a shard index says: the files that it names, and how many bytes their tensors take together."""

from typing import Any

#: Under these names they stand in ``Repo.info``, by the index's path.
NAMES, TOTALS = "x_shard_index", "x_shard_total"
_MOST = 10_000


def names_of(index: Any) -> list[str]:
    """The files that an index names, as written (relative to it)."""
    weights = index.get("weight_map") if isinstance(index, dict) else None
    names = weights.values() if isinstance(weights, dict) else ()
    return sorted({name for name in names if isinstance(name, str) and len(name) <= 300})[:_MOST]


def total_of(index: Any) -> int | None:
    """The bytes of all tensors, as the index states them (``metadata.total_size``); None where it does not."""
    metadata = index.get("metadata") if isinstance(index, dict) else None
    total = metadata.get("total_size") if isinstance(metadata, dict) else None
    if isinstance(total, float) and 0 < total < 2**63:
        total = int(total)
    return total if isinstance(total, int) and not isinstance(total, bool) and 0 < total < 2**63 else None
