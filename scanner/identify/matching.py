"""The known texts that stand in a text, where, and what differs in them.

Candidates are found by how much of a known text is contained, never by length; the best few are compared word by word.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from scanner.identify.drafts import TITLE, Draft, drafted
from scanner.identify.index import KnownText, TextStore, checksums, fingerprints_of
from scanner.identify.words import Words, with_set_aside
from scanner.model.frozen import dataclass

if TYPE_CHECKING:
    from scanner.identify.gaps import Gap

#: Texts held in one text that are told apart, candidates looked at for each, and those compared word by word.
HITS, CANDIDATES, FINALISTS = 8, 6, 3
#: What a record that speaks of a text is worth.
_KNOWN = 2
#: Words of a stretch in which no known text is looked for; and of a known text too short to be told in another.
_TOO_FEW, _SHORT = 12, 12
#: Words around a gap at which what was set aside may be wanted, and hits that are not read again for being far worse.
_AROUND, _NEAR = 60, 60
#: Of a text of fewer words every fingerprint is looked up.
_ALL = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A known text from one word to before another; ``share`` of it is there; ``titled`` words of it are its title."""

    text: KnownText
    start: int
    end: int
    share: float
    alike: int
    gaps: "tuple[Gap, ...]"
    titled: int

    @property
    def worth(self) -> float:
        """More words alike, fewer that differ; a text that a record speaks of before one that none does."""
        other = sum(len(gap.removed) + gap.end - gap.start for gap in self.gaps)
        return self.alike - 2 * other - 3 * len(self.gaps) + (_KNOWN if self.text.known else 0)


def find(words: Words, texts: TextStore) -> list[Hit]:
    """The known texts in ``words``, in order of place; none overlap. The first found may be a piece or a relative of a
    known text; beside it only those count that are there nearly whole."""
    reader = _Reader(words, texts)
    found: list[Hit] = []
    stretches = [(0, len(words.words))]
    while stretches and len(found) < HITS:
        start, end = stretches.pop(0)
        hit = reader.best(start, end, whole=bool(found))
        if hit is None:
            continue
        found.append(hit)
        stretches += [part for part in ((start, hit.start), (hit.end, end)) if part[1] - part[0] >= _TOO_FEW]
        stretches.sort(key=lambda part: part[0] - part[1])
    return sorted(found, key=lambda hit: hit.start)


class _Reader:
    """A text in the numbers of each kind of known text, read once."""

    def __init__(self, words: Words, texts: TextStore) -> None:
        self._words, self._texts = words, texts
        self._checksums = checksums(words.words)
        in_order = map(self._checksums.__getitem__, words.words)
        self._marks = fingerprints_of(in_order, len(words.words) < _ALL)
        self._numbered: dict[bool, str] = {}

    def _characters(self, hashed: bool) -> str:
        if hashed not in self._numbered:
            numbers = self._texts.numbers(self._checksums, hashed)
            self._numbered[hashed] = "".join(map(numbers.__getitem__, self._words.words))
        return self._numbered[hashed]

    def best(self, start: int, end: int, whole: bool) -> Hit | None:
        """The known text that explains most of a stretch."""
        if end - start < _TOO_FEW:
            return None
        marks = [mark for mark, place in self._marks if start <= place < end]
        most = CANDIDATES if end - start < 20_000 else 2
        drafts = self._drafts(self._texts.candidates(marks, most), start, end)
        hits: list[tuple[Hit, Draft]] = []
        least = -math.inf  # what a text must be worth to come near the best
        for draft in sorted(drafts, key=lambda one: -one.worth)[:FINALISTS]:
            if draft.most_alike + _KNOWN < least:
                continue
            hit = self._compared(draft, start, self._words)
            if hit.share >= (0.8 if whole else 0.25) and (hit.alike >= 25 or not hit.gaps):
                hits.append((hit, draft))
                least = max(least, hit.worth - (_NEAR if hit.gaps else 0))
            if hit.text.known and not hit.gaps and hit.alike == end - start:
                break
        best = max((hit for hit, _ in hits), key=_rank, default=None)
        if not best or not best.gaps:
            return best
        near = [(hit, draft) for hit, draft in hits if hit.worth > best.worth - _NEAR]
        return max((self._read_again(hit, draft, start) for hit, draft in near), key=_rank)

    def _read_again(self, hit: Hit, draft: Draft, start: int) -> Hit:
        """The hit with what was set aside where it differs, if it differs less then: the end of a line made a list
        mark or a notice of what is none."""
        if not hit.gaps or self._words.read == self._words.text:
            return hit
        end = start + len(draft.there)
        near = {place for gap in hit.gaps for place in _around(gap, draft) if start <= place <= end}
        if not (fuller := with_set_aside(self._words, near)):
            return hit
        words, added = fuller
        own = checksums(words.words[place + at] for at, place in enumerate(added))
        numbers = self._texts.numbers(own, draft.text.hashed)
        there, kept = list(draft.there), bytearray(b"\1" * len(draft.there))
        for at, place in enumerate(added):
            there.insert(place - start + at, numbers[words.words[place + at]])
            kept.insert(place - start + at, 0)
        again = drafted(draft.number, draft.text, "".join(there))
        other = self._compared(again, start, words, bytes(start) + bytes(kept)) if again else hit
        if len(other.gaps) >= len(hit.gaps):
            return hit
        at_first = [*range(start), *(start + place for place in accumulate(kept, initial=0))]
        gaps = tuple(replace(gap, start=at_first[gap.start], end=at_first[gap.end]) for gap in other.gaps)
        return replace(other, start=at_first[other.start], end=at_first[other.end], gaps=gaps)

    def _drafts(self, numbers: list[int], start: int, end: int) -> list[Draft]:
        """The candidates by their long runs; one alone where it is all that stands there."""
        drafts: list[Draft] = []
        for number in numbers:
            text = self._texts.text(number)
            if len(text.words) < _SHORT:
                continue
            draft = drafted(number, text, self._characters(text.hashed)[start:end])
            if draft and text.known and draft.known == draft.there:
                return [draft]
            drafts += [draft] if draft else []
        return drafts

    def _compared(self, draft: Draft, start: int, words: Words, kept: bytes | None = None) -> Hit:
        from scanner.identify.compared import Compared  # most texts are known whole, or hold none
        from scanner.identify.gaps import found_gaps

        runs = draft.filled()
        first, last = runs[0], runs[-1]
        alike = sum(run.length for run in runs)
        gaps = found_gaps(
            Compared(draft.text, draft.known, draft.places, draft.there, runs, words, start, self._texts, kept)
        )
        return Hit(
            text=draft.text,
            start=start + first.place,
            end=start + last.place + last.length,
            share=min(1.0, alike / _length(draft.text, draft.known)),
            alike=alike,
            gaps=tuple(gaps),
            titled=_titled(draft.text),
        )


def _rank(hit: Hit) -> tuple[float, bool, int, int]:
    return hit.worth, hit.text.kind == "licence", -len(hit.text.words), -len(hit.text.id)


def _around(gap: "Gap", draft: Draft) -> Iterator[int]:
    """The places at which words that were set aside may belong to a gap; at both ends of the known text more of them,
    since nothing alike stands beyond."""
    ends = gap.known + len(gap.removed) >= len(draft.text.words)
    first, last = gap.start - (0 if gap.known else TITLE), gap.end + 1 + (TITLE if ends else 0)
    yield from range(first, min(last, first + _AROUND))
    yield from range(max(first, last - _AROUND), last)


def _titled(text: KnownText) -> int:
    return next((span.end for span in text.spans if span.start == 0 and span.pattern is None and span.end <= 40), 0)


def _length(text: KnownText, known: str) -> int:
    """Words of the known text that must be there: not those that may stand for others."""
    free = sum(span.end - span.start for span in text.spans if span.pattern is not None)
    return max(1, len(known) - free)
