"""What judging a table came to, as Parquet: a row for each model, in the order of the table.

Columns: ``model``, ``revision`` (the commit that was seen), ``verdict``, ``commercial_use``, ``weights`` (the
contract's words), ``effective`` (licence ids), ``error`` (why it could not be assessed), and a column for each rule
that was asked, by its id, with its outcome (null where the model could not be assessed).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scanner.collect.tables.parquet import arrow
from scanner.judge.columns.codes import Numbers
from scanner.judge.columns.made import Made

if TYPE_CHECKING:
    import pyarrow


def written(
    path: Path,
    rows: Iterable[tuple[pyarrow.StringArray, pyarrow.StringArray, Numbers]],
    made: Made,
    rules: tuple[str, ...],
) -> None:
    """Write results beside ``path`` and put them in its place whole. ``rows`` are ids, commits, and which of ``made``
    each row is, some after the other."""
    pa = arrow()
    kinds = made.table(rules, np.empty(0, np.int32)).schema
    fields = [("model", pa.string()), ("revision", pa.string()), *((one.name, one.type) for one in kinds)]
    schema = pa.schema(fields)
    rest = path.with_name(f".{path.name}.part")
    try:
        with pa.parquet.ParquetWriter(rest, schema, compression="zstd", write_statistics=["model"]) as writer:
            for ids, revisions, numbers in rows:
                taken = made.table(rules, numbers)
                writer.write_table(pa.Table.from_arrays([ids, revisions, *taken.columns], schema=schema))
        rest.replace(path)
    finally:
        rest.unlink(missing_ok=True)
