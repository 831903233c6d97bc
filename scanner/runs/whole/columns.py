"""The columns of a part; one of another type than it should be is said, not judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect.tables.parquet import arrow, schema, unpacked
from scanner.judge.columns.looking import IDLE
from scanner.model.errors import ModelscanError

if TYPE_CHECKING:
    import pyarrow


def rows_of(path: Path) -> pyarrow.Table:
    """The rows of a part, in all columns that may decide anything. Raises :class:`ModelscanError` naming the column
    that is of another type."""
    names = arrow().parquet.read_schema(path).names
    return typed(unpacked(path, [name for name in names if name not in IDLE]), str(path))


def typed(table: pyarrow.Table, where: str) -> pyarrow.Table:
    """A table whose known columns have the types of this version; one that it lacks is read as null."""
    for known in schema():
        place = table.schema.get_field_index(known.name)
        if place < 0:
            continue
        if table.schema.field(place).type != known.type:
            try:
                column = table.column(place).cast(known.type)
            except arrow().ArrowException:
                told = f"its column {known.name} holds {table.schema.field(place).type}, not {known.type}"
                raise ModelscanError(f"{where}: {told}") from None
            table = table.set_column(place, known, column)
    if "id" not in table.column_names or table.column("id").null_count:
        raise ModelscanError(f"{where}: not every row has an id")
    return table
