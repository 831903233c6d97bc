"""What judging a table came to, as Parquet: a row for each model, in the order of the table.

Columns: ``model``, ``revision`` (the commit that was seen), ``verdict``, ``commercial_use``, ``weights`` (the
contract's words), ``effective`` (licence ids), ``error`` (why it could not be assessed), and a column for each rule
that was asked, by its id, with its outcome (null where the model could not be assessed).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect.tables.parquet import arrow
from scanner.judge.columns.codes import Numbers
from scanner.judge.columns.made import Made

if TYPE_CHECKING:
    import pyarrow

_ROWS = 100_000


def written(
    path: Path,
    ids: pyarrow.Array,
    revisions: pyarrow.Array,
    numbers: Numbers,
    made: Made,
    rules: tuple[str, ...],
) -> None:
    """Write results beside ``path`` and put them in its place whole. ``numbers`` says which of ``made`` each row is."""
    pa = arrow()
    kinds = made.table(rules, numbers[:0]).schema
    fields = [("model", pa.string()), ("revision", pa.string()), *((one.name, one.type) for one in kinds)]
    schema = pa.schema(fields)
    rest = path.with_name(f".{path.name}.part")
    with pa.parquet.ParquetWriter(rest, schema, compression="zstd") as writer:
        for start in range(0, len(numbers), _ROWS):
            columns = [one.slice(start, _ROWS) for one in (ids, revisions)]
            taken = made.table(rules, numbers[start : start + _ROWS])
            writer.write_table(pa.Table.from_arrays([*columns, *taken.columns], schema=schema))
    rest.replace(path)
