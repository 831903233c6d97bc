"""Rows ↔ Parquet. pyarrow is optional (``.[tables]``): whoever lacks it is told so in a line."""

from __future__ import annotations

import io
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.collect.tables.rows import COUNTS, FLAGS, JSON, LISTS, TEXT, Row
from scanner.model.errors import ModelscanError

if TYPE_CHECKING:
    import pyarrow


def arrow() -> Any:
    """The library. Raises :class:`ModelscanError` with what to install."""
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet
    except ImportError:
        raise ModelscanError("tables need pyarrow: pip install 'modelscan-governance[tables]'") from None
    return pyarrow


def schema() -> pyarrow.Schema:
    """The columns of a part, schema version 1."""
    pa = arrow()
    told = pa.list_(pa.struct([("what", pa.string()), ("reason", pa.string())]))
    fields = [(name, pa.string()) for name in ("repo_type", "id", "observed", *TEXT, "gated", *JSON)]
    fields += [(name, pa.bool_()) for name in FLAGS]
    fields += [(name, pa.int64()) for name in COUNTS]
    fields += [(name, pa.list_(pa.string())) for name in LISTS]
    return pa.schema([*fields, ("unread", told)])


def packed(rows: list[Row]) -> bytes:
    """A part's bytes: the same rows always give the same, with one version of the library."""
    return table_packed(arrow().Table.from_pylist(rows, schema=schema()))


def table_packed(table: pyarrow.Table) -> bytes:
    """The same of rows that are columns already."""
    stream = io.BytesIO()
    arrow().parquet.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def shared(numbers: array[int]) -> pyarrow.Int32Array:
    """Numbers (``array("i")``) as a column that shares their memory."""
    pa = arrow()
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])


def unpacked(path: Path, columns: list[str] | None = None) -> pyarrow.Table:
    """A part. Raises :class:`OSError` or :class:`ValueError` when it is none."""
    with arrow().parquet.ParquetFile(path) as part:
        return part.read(columns)
