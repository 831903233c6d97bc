"""Parts, written: the file on the disk, then its line in the manifest, and only then is it there."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scanner.collect.tables.manifest import Crawl, Journal, PagePart
from scanner.collect.tables.parquet import packed
from scanner.collect.tables.rows import Row
from scanner.model.frozen import replace
from scanner.text.files import write_whole


def keep(
    folder: Path, journal: Journal, crawl: Crawl, kind: str, number: int, rows: list[Row], following: str | None
) -> PagePart:
    """Write the ``number``-th part of a kind; without rows there is a line alone. Raises :class:`OSError`."""
    return keep_bytes(folder, journal, crawl, kind, number, packed(rows) if rows else b"", len(rows), following)


def keep_bytes(
    folder: Path, journal: Journal, crawl: Crawl, kind: str, number: int, data: bytes, rows: int, following: str | None
) -> PagePart:
    """The same of a part whose bytes are made."""
    part = PagePart(crawl=crawl.number, kind=kind, path=None, rows=0, next=following)
    if rows:
        name = f"{crawl.number:04}/{kind}-{number:06}.parquet"
        write_whole(folder / name, data, settle=True)
        part = replace(part, path=name, rows=rows, bytes=len(data), sha256=hashlib.sha256(data).hexdigest())
    journal.add("part", part)
    return part


def sweep(folder: Path, crawl: Crawl) -> None:
    """Take away what was being written when a crawl was killed."""
    for rest in folder.glob(f"{crawl.number:04}/.*.part"):
        rest.unlink()
