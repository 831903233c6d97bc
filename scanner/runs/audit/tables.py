"""The bytes of an inventory file → text, or a refusal that names what is wrong and where.

What cannot be read is never guessed at: an audit's history is kept for years, and a line of rubbish in it stays.
"""

import csv
import io
from itertools import islice
from pathlib import Path
from typing import Any

from scanner.model.errors import ModelscanError
from scanner.text.clean import bound, one_line
from scanner.text.counted import first_of

_MAX_BYTES = 256 * 1024 * 1024
_MAX_ROWS = 1_000_000
_ZIP = b"PK\x03\x04"
#: How other files begin, and what to give instead of them.
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save it as .xlsx or CSV"),
    (b"%PDF-", "a PDF: give the table that it was made from"),
    (b"\x1f\x8b", "compressed: unpack it"),
    (b"SQLite format 3", "a database: export the table as CSV"),
    (b"PAR1", "Parquet: export it as CSV"),
)
_SHOWN = 5


def read_text(path: str) -> str:
    """An inventory file as text; a workbook's first sheet as CSV. Raises :class:`ModelscanError`."""
    data = _read(path)
    if data.startswith(_ZIP):
        return _workbook(data, path)
    return decoded(data, path)


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ModelscanError(f"{path} cannot be read ({error.strerror}): give a CSV or a list of ids") from None
    if len(data) > _MAX_BYTES:
        raise ModelscanError(f"{path} is larger than 256 MB: split it and give --inventory twice")
    return data


def decoded(data: bytes, path: str) -> str:
    """The text of bytes. Raises :class:`ModelscanError` for what is none, with the line where it ends to be."""
    for head, what in _KINDS:
        if data.startswith(head):
            raise ModelscanError(f"{path} is {what}; an inventory is a CSV, an .xlsx or a list of ids")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        raise ModelscanError(
            f"{path}:{line}: byte 0x{byte:02x} is not UTF-8 (Latin-1 or Windows-1252, perhaps): "
            "save the file as UTF-8 and run again"
        ) from None
    control = next((number for number, line in enumerate(text.split("\n"), 1) if _is_binary(line)), None)
    if control is not None:
        raise ModelscanError(f"{path}:{control}: holds control characters, so this is no text: give a CSV or a list")
    return text


def _is_binary(line: str) -> bool:
    return any(ord(char) < 32 and char not in "\t\r\f" for char in line)


def _workbook(data: bytes, path: str) -> str:
    """The first sheet of an XLSX as CSV. Raises :class:`ModelscanError`."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ModelscanError(
            f"{path}: reading a workbook needs openpyxl: pip install 'modelscan-governance[audit]', or save it as CSV"
        ) from None
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [list(map(_cell, row)) for row in islice(book.worksheets[0].iter_rows(values_only=True), _MAX_ROWS)]
    except Exception as error:  # openpyxl raises whatever the damage makes its parts raise
        raise ModelscanError(
            f"{path} is a ZIP archive, but no workbook that can be read ({bound(one_line(str(error)), 100)}): "
            "give an .xlsx, a CSV or a list of ids"
        ) from None
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(row for row in rows if any(row))
    return made.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else one_line(str(value))


def refuse_rows(path: str, lines: list[int], what: str, mend: str) -> None:
    """Refuse a table whose ``lines`` are wrong in one way. Raises :class:`ModelscanError` naming them."""
    if lines:
        raise ModelscanError(f"{path}: {what} in line {first_of([*map(str, lines)], _SHOWN)}: {mend}")
