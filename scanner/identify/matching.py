"""The known texts that stand in a text, where, and what differs in them.

Candidates are found by how much of a known text is contained, never by length; the best few are compared word by word.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from scanner.identify.align import Run, align, filled
from scanner.identify.index import KnownText, Span, TextStore, checksums, fingerprints_of
from scanner.identify.words import Words, with_set_aside
from scanner.model.frozen import dataclass

if TYPE_CHECKING:
    from scanner.identify.gaps import Gap

#: Texts held in one text that are told apart, candidates looked at for each, and those compared word by word.
HITS, CANDIDATES, FINALISTS = 8, 6, 3
#: Words of a stretch in which no known text is looked for; and of a known text too short to be told in another.
_TOO_FEW, _SHORT = 12, 12
#: Words of a title that may stand above a text once more, and runs that they may be read as.
_TITLE, _TITLES = 40, 6
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
        return self.alike - 2 * other - 3 * len(self.gaps) + (2 if self.text.known else 0)


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
        drafts = [draft for one in self._texts.candidates(marks, most) if (draft := self._draft(one, start, end))]
        hits: list[tuple[Hit, _Draft]] = []
        for draft in sorted(drafts, key=lambda one: -one.worth)[:FINALISTS]:
            hit = self._compared(draft, start, self._words)
            if hit.share >= (0.8 if whole else 0.25) and (hit.alike >= 25 or not hit.gaps):
                hits.append((hit, draft))
            if hit.text.known and not hit.gaps and hit.alike == end - start:
                break
        best = max((hit for hit, _ in hits), key=_rank, default=None)
        if not best or not best.gaps:
            return best
        near = [(hit, draft) for hit, draft in hits if hit.worth > best.worth - _NEAR]
        return max((self._read_again(hit, draft, start) for hit, draft in near), key=_rank)

    def _read_again(self, hit: Hit, draft: "_Draft", start: int) -> Hit:
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
        again = _drafted(draft.number, draft.text, "".join(there), None)
        other = self._compared(again, start, words, bytes(start) + bytes(kept)) if again else hit
        if len(other.gaps) >= len(hit.gaps):
            return hit
        at_first = [*range(start), *(start + place for place in accumulate(kept, initial=0))]
        gaps = tuple(replace(gap, start=at_first[gap.start], end=at_first[gap.end]) for gap in other.gaps)
        return replace(other, start=at_first[other.start], end=at_first[other.end], gaps=gaps)

    def _draft(self, number: int, start: int, end: int) -> "_Draft | None":
        """A candidate by its long runs."""
        text = self._texts.text(number)
        if len(text.words) < _SHORT:
            return None
        return _drafted(number, text, self._characters(text.hashed)[start:end], self._texts)

    def _compared(self, draft: "_Draft", start: int, words: Words, kept: bytes | None = None) -> Hit:
        from scanner.identify.compared import Compared  # most texts are known whole, or hold none
        from scanner.identify.gaps import found_gaps

        runs = _begun_late(filled(draft.known, draft.there, draft.runs), draft.known, draft.there)
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


def _drafted(number: int, text: KnownText, there: str, texts: TextStore | None) -> "_Draft | None":
    known, places = _without_absent(text, there)
    grams = texts.grams(number) if texts and known is text.words else None
    runs = _trimmed(align(known, there, grams), len(known))
    return _Draft(number, text, known, places, there, runs) if runs else None


def _around(gap: "Gap", draft: "_Draft") -> Iterator[int]:
    """The places at which words that were set aside may belong to a gap; at both ends of the known text more of them,
    since nothing alike stands beyond."""
    ends = gap.known + len(gap.removed) >= len(draft.text.words)
    first, last = gap.start - (0 if gap.known else _TITLE), gap.end + 1 + (_TITLE if ends else 0)
    yield from range(first, min(last, first + _AROUND))
    yield from range(max(first, last - _AROUND), last)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A known text beside a stretch of another, by the long runs that are alike."""

    number: int
    text: KnownText
    known: str
    places: list[int] | None
    there: str
    runs: list[Run]

    @property
    def worth(self) -> float:
        alike = sum(run.length for run in self.runs)
        within = self.runs[-1].place + self.runs[-1].length - self.runs[0].place
        return 3 * alike - within - len(self.known) - 3 * len(self.runs) + (5 if self.text.known else 0)


def _titled(text: KnownText) -> int:
    return next((span.end for span in text.spans if span.start == 0 and span.pattern is None and span.end <= 40), 0)


def _length(text: KnownText, known: str) -> int:
    """Words of the known text that must be there: not those that may stand for others."""
    free = sum(span.end - span.start for span in text.spans if span.pattern is not None)
    return max(1, len(known) - free)


def _without_absent(text: KnownText, there: str) -> tuple[str, list[int] | None]:
    """The known text without the optional parts that are not there, and the place of each word in it."""
    absent = [span for span in text.spans if span.pattern is None and not _present(text, span, there)]
    if not absent:
        return text.words, None
    places: list[int] = []
    at = 0
    for span in absent:
        if span.start >= at:
            places += range(at, span.start)
            at = span.end
    places += range(at, len(text.words))
    return "".join([text.words[place] for place in places]), places


def _present(text: KnownText, span: Span, there: str) -> bool:
    part = text.words[span.start : span.end]
    if part in there:
        return True
    if len(part) < 8:
        return False
    grams = [part[at : at + 4] for at in range(0, len(part) - 3, 2)]
    return sum(gram in there for gram in grams) * 2 > len(grams)


def _trimmed(runs: list[Run], length: int) -> list[Run]:
    """Runs without the few words of boilerplate that happen to stand far away."""
    runs = list(runs)
    while len(runs) > 1 and _astray(runs[0], runs[1]):
        runs.pop(0)
    while len(runs) > 1 and _astray(runs[-1], runs[-2]):
        runs.pop()
    return runs


def _begun_late(runs: list[Run], known: str, there: str) -> list[Run]:
    """Runs that begin where the known text does: its first words may stand above it too, as a title or a name."""
    for number, run in enumerate(runs[1:_TITLES], 1):
        place = run.place - run.known
        if run.known <= _TITLE and place > runs[0].place and there.startswith(known[: run.known], place):
            return [Run(0, place, run.known + run.length), *runs[number + 1 :]]
    return runs


def _astray(run: Run, next_to: Run) -> bool:
    first, second = (run, next_to) if run.place < next_to.place else (next_to, run)
    here = second.place - first.place - first.length
    there = second.known - first.known - first.length
    return run.length < 12 and here > 2 * there + 40
