"""A known text beside a stretch of another: what they are held against each other by."""

from bisect import bisect_left
from functools import cached_property
from typing import TypeAlias

from scanner.identify.align import Run
from scanner.identify.index import KnownText, Span, TextStore
from scanner.identify.words import Words
from scanner.model.frozen import dataclass

#: Places in the known text and in the other: from, to, from, to.
Raw: TypeAlias = tuple[int, int, int, int]


@dataclass
class Compared:
    """A known text beside a stretch of another: ``known`` are its words that should be there, ``places`` theirs in it,
    ``spans`` its parts that may vary; ``kept`` tells where ``words`` holds what reading set aside which it did not."""

    text: KnownText
    known: str
    places: list[int] | None
    there: str
    runs: list[Run]
    words: Words
    offset: int
    texts: TextStore
    kept: bytes | None = None

    def place(self, known: int) -> int:
        if self.places is None:
            return known
        return self.places[known] if known < len(self.places) else len(self.text.words)

    @cached_property
    def spans(self) -> list[Span]:
        if self.places is None:
            return list(self.text.spans)
        moved = []
        for span in self.text.spans:
            start, end = bisect_left(self.places, span.start), bisect_left(self.places, span.end)
            if end - start == span.end - span.start:
                moved.append(Span(start=start, end=end, pattern=span.pattern))
        return moved
