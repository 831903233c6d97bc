"""Entries of an index of licence texts made before, for the texts whose file is not at hand."""

import pathlib
from dataclasses import dataclass

from scanner.identify.index import KnownText, TextStore


@dataclass
class Entry:
    """What an index says of a text of which it keeps checksums of words alone."""

    text: KnownText
    checksums: list[int]
    digest: int | None


class Carried:
    """Such entries by licence, kind and source; and how many were taken over."""

    def __init__(self, path: pathlib.Path) -> None:
        index = TextStore(path)
        digests = index.digests()
        self._entries: dict[tuple[str, str, str], list[Entry]] = {}
        self._taken = self._absent = 0
        for number in range(len(index)):
            text = index.text(number)
            if text.hashed:
                checksums = [index.mark(word, hashed=True) for word in text.words]
                entries = self._entries.setdefault((text.id, text.kind, text.source), [])
                entries.append(Entry(text, checksums, digests.get(number)))

    def take(self, name: str, kind: str, source: str) -> list[Entry]:
        entries = self._entries.pop((name, kind, source), [])
        self._taken += len(entries)
        self._absent += not entries
        return entries

    def __str__(self) -> str:
        return f"{self._taken} texts carried over; {self._absent} neither here nor there (repeats are in no index)"
