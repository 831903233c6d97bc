"""The columns of a part as rows of values; a column of another type than it should be is said, not judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.collect.tables.parquet import arrow, schema, unpacked
from scanner.judge.columns.keys import COLUMNS
from scanner.model.errors import ModelscanError

if TYPE_CHECKING:
    import pyarrow

#: Columns that decide nothing.
IDLE = frozenset("repo_type observed author createdAt lastModified downloads downloadsAllTime likes".split())


class Rows:
    """A part's rows. ``more`` holds columns that no key knows, where any row has something in them."""

    def __init__(self, table: pyarrow.Table) -> None:
        self.ids: list[str] = table.column("id").to_pylist()
        self._values = [_values(table, name, len(self.ids)) for name in COLUMNS]
        named = [name for name in table.column_names if name not in IDLE and name not in COLUMNS]
        self._more = {
            name: table.column(name).to_pylist() for name in named if table.column(name).null_count < len(table)
        }

    def __iter__(self) -> Iterator[tuple[tuple[Any, ...], dict[str, Any] | None]]:
        """Each row as the values of ``COLUMNS``, and what other columns hold of it."""
        for place, row in enumerate(zip(*self._values, strict=True)):
            more = {name: values[place] for name, values in self._more.items() if values[place] is not None}
            yield row, more or None


def rows_of(path: Path) -> Rows:
    """The rows of a part. Raises :class:`ModelscanError` naming the column that is of another type."""
    return Rows(typed(unpacked(path), str(path)))


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


def _values(table: pyarrow.Table, name: str, count: int) -> list[Any]:
    if name == "unread":
        return _unread(table, count)
    return table.column(name).to_pylist() if name in table.column_names else [None] * count


def _unread(table: pyarrow.Table, count: int) -> list[tuple[str, ...]]:
    """What was not read of each row, by name."""
    if "unread" not in table.column_names or table.column("unread").null_count == count:
        return [()] * count
    column = table.column("unread").combine_chunks()
    what = column.flatten().field("what").to_pylist()
    lengths = arrow().compute.list_value_length(column).to_pylist()
    found, start = [], 0
    for length in lengths:
        found.append(tuple(what[start : start + (length or 0)]))
        start += length or 0
    return found
