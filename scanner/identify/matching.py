"""The known texts that stand in a text, where, and what differs in them.

Candidates are found by how much of a known text is contained, never by length; the best few are compared word by word.
"""

import re
from bisect import bisect_left
from functools import cached_property, lru_cache

from scanner.identify.align import Run, align, filled
from scanner.identify.copyright import JOIN, NO_NAME, is_copyright, mixed
from scanner.identify.index import KnownText, Span, TextStore, checksum, fingerprints
from scanner.identify.words import Words
from scanner.model.frozen import dataclass
from scanner.text.late import late

#: Texts held in one text that are told apart, candidates looked at for each, and those compared word by word.
HITS, CANDIDATES, FINALISTS = 8, 6, 3
#: Words of a stretch in which no known text is looked for; and of a known text too short to be told in another.
_TOO_FEW, _SHORT = 12, 12
#: Of a text of fewer words every fingerprint is looked up.
_ALL = 600
#: Words of a gap that are compared with a template's parts, and of a name that fills one.
_TEMPLATE, _NAME = 400, 12
_MARK = late(r"[ivx]{1,5}|[a-z]|\d{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A difference: ``removed`` words of the known text, at ``known``, for those from ``start`` to before ``end``."""

    known: int
    removed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A known text from one word to before another; ``share`` of it is there; ``titled`` words of it are its title."""

    text: KnownText
    start: int
    end: int
    share: float
    alike: int
    gaps: tuple[Gap, ...]
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
        self._marks = fingerprints(words.words, len(words.words) < _ALL)
        self._numbered: dict[bool, str] = {}

    def _characters(self, hashed: bool) -> str:
        if hashed not in self._numbered:
            numbers = self._texts.numbers(set(self._words.words), hashed)
            self._numbered[hashed] = "".join([numbers[word] for word in self._words.words])
        return self._numbered[hashed]

    def best(self, start: int, end: int, whole: bool) -> Hit | None:
        """The known text that explains most of a stretch."""
        if end - start < _TOO_FEW:
            return None
        marks = [mark for mark, place in self._marks if start <= place < end]
        most = CANDIDATES if end - start < 20_000 else 2
        drafts = [
            draft for number in self._texts.candidates(marks)[:most] if (draft := self._draft(number, start, end))
        ]
        hits: list[Hit] = []
        for draft in sorted(drafts, key=lambda one: -one.worth)[:FINALISTS]:
            hit = self._compared(draft, start)
            if hit.share >= (0.8 if whole else 0.25) and (hit.alike >= 25 or not hit.gaps):
                hits.append(hit)
            if hit.text.known and not hit.gaps and hit.alike == end - start:
                break
        return max(hits, key=lambda hit: (hit.worth, hit.text.kind == "licence", -len(hit.text.words)), default=None)

    def _draft(self, number: int, start: int, end: int) -> "_Draft | None":
        """A candidate by its long runs."""
        text = self._texts.text(number)
        if len(text.words) < _SHORT:
            return None
        there = self._characters(text.hashed)[start:end]
        known, places = _without_absent(text, there)
        grams = self._texts.grams(number) if known is text.words else None
        runs = _trimmed(align(known, there, grams), len(known))
        return _Draft(text, known, places, there, runs) if runs else None

    def _compared(self, draft: "_Draft", start: int) -> Hit:
        runs = filled(draft.known, draft.there, draft.runs)
        first, last = runs[0], runs[-1]
        alike = sum(run.length for run in runs)
        gaps = _gaps(
            _Compared(draft.text, draft.known, draft.places, draft.there, runs, self._words, start, self._texts)
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """A known text beside a stretch of another, by the long runs that are alike."""

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


def _astray(run: Run, next_to: Run) -> bool:
    first, second = (run, next_to) if run.place < next_to.place else (next_to, run)
    here = second.place - first.place - first.length
    there = second.known - first.known - first.length
    return run.length < 12 and here > 2 * there + 40


@dataclass
class _Compared:
    """A known text beside a stretch of another: ``known`` are its words that should be there, ``places`` theirs in it,
    ``spans`` its parts that may vary."""

    text: KnownText
    known: str
    places: list[int] | None
    there: str
    runs: list[Run]
    words: Words
    offset: int
    texts: TextStore

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


#: Places in the known text and in the other: from, to, from, to.
_Raw = tuple[int, int, int, int]


def _gaps(compared: _Compared) -> list[Gap]:
    """What differs between the first and last run, and what of the known text is lost before and behind them."""
    raw: list[_Raw] = []
    known, there = 0, compared.runs[0].place
    for run in compared.runs:
        if run.known > known or run.place > there:
            raw.append((known, run.known, there, run.place))
        known, there = run.known + run.length, run.place + run.length
    if known < len(compared.known):
        raw.append((known, len(compared.known), there, there))
    kept = [gap for gap in _by_span(raw, compared.spans) if not _may_vary(compared, *gap)]
    return [_made(compared, *gap) for gap in _merged(kept)]


def _by_span(gaps: list[_Raw], spans: list[Span]) -> list[_Raw]:
    """The gaps within one replaceable part are one."""
    free = [span for span in spans if span.pattern is not None]
    if len(gaps) < 2 or not free:
        return gaps
    joined = gaps[:1]
    for gap in gaps[1:]:
        last = joined[-1]
        if any(span.start <= last[1] and gap[0] <= span.end for span in free):
            joined[-1] = (last[0], gap[1], last[2], gap[3])
        else:
            joined.append(gap)
    return joined


def _merged(gaps: list[_Raw]) -> list[_Raw]:
    """Gaps with a word or two between them are one: so they are read."""
    merged: list[_Raw] = []
    for gap in gaps:
        if merged and gap[0] - merged[-1][1] <= 2 and gap[2] - merged[-1][3] <= 2:
            merged[-1] = (merged[-1][0], gap[1], merged[-1][2], gap[3])
        else:
            merged.append(gap)
    return merged


def _made(compared: _Compared, a: int, b: int, c: int, d: int) -> Gap:
    return Gap(
        known=compared.place(a),
        removed=compared.known[a:b],
        start=compared.offset + c,
        end=compared.offset + d,
    )


def _may_vary(compared: _Compared, a: int, b: int, c: int, d: int) -> bool:
    """Whether what differs is what the licence's own text lets differ, or one word spelled in two."""
    if _respelled(compared, a, b, c, d) or (
        a == b and _are_marks(compared.words, compared.offset + c, compared.offset + d)
    ):
        return True
    if a == b and _is_copyright(compared.words, compared.offset + c, compared.offset + d):
        return True
    return any(_fits(compared, a + by, b + by, c + by, d + by) for by in _shifts(compared, a, b, c, d))


def _is_copyright(words: Words, start: int, end: int) -> bool:
    """A copyright line that was not on a line of its own."""
    return end - start < 40 and is_copyright(" ".join(words.text[words.starts[start] : words.end(end - 1)].split()))


def _are_marks(words: Words, start: int, end: int) -> bool:
    """List marks in brackets that stand there besides: "(iv)"."""
    return end - start <= 2 and all(
        _MARK.fullmatch(words.words[place])
        and words.text[words.starts[place] - 1 : words.starts[place]] == "("
        and words.text[words.end(place) : words.end(place) + 1] == ")"
        for place in range(start, end)
    )


def _shifts(compared: _Compared, a: int, b: int, c: int, d: int) -> list[int]:
    """How far a gap may be moved with the words staying alike: "a b [a b]" is "[a b] a b"."""
    known, there = compared.known, compared.there
    shifts = [0]
    if a != b and c != d:
        return shifts
    for by in range(1, 31):
        one = known[b - by] if a != b else there[d - by]
        if a - by < 0 or c - by < 0 or known[a - by] != one or there[c - by] != one:
            break
        shifts.append(-by)
    for by in range(30):
        if b + by >= len(known) or d + by >= len(there):
            break
        one = known[a + by] if a != b else there[c + by]
        if known[b + by] != one or there[d + by] != one:
            break
        shifts.append(by + 1)
    return shifts


def _respelled(compared: _Compared, a: int, b: int, c: int, d: int) -> bool:
    """The same letters with the words parted elsewhere: "sub license", "non-\\ncommercial"."""
    if not (0 < b - a <= 2 and 0 < d - c <= 3 and (b - a, d - c) != (1, 1)):
        return False
    own = "".join(compared.words.words[compared.offset + c : compared.offset + d])
    marks = [compared.texts.mark(word, compared.text.hashed) for word in compared.known[a:b]]
    if len(marks) == 1:
        return checksum(own) == marks[0]
    return any(checksum(own[:at]) == marks[0] and checksum(own[at:]) == marks[1] for at in range(1, len(own)))


def _fits(compared: _Compared, a: int, b: int, c: int, d: int) -> bool:
    """Whether the words from ``c`` to ``d`` are what the template lets stand for those from ``a`` to ``b``."""
    low, high = a, b
    for span in compared.spans:
        touched = (
            span.start <= high and low <= span.end if span.pattern is not None else span.start < high and low < span.end
        )
        if touched:
            low, high = min(low, span.start), max(high, span.end)
    first, last = c - (a - low), d + (high - b)
    if (low, high) == (a, b) and not any(low <= span.start and span.end <= high for span in compared.spans):
        return False
    if first < 0 or high - low > _TEMPLATE or last - first > _TEMPLATE:
        return False
    if compared.known[low:a] != compared.there[first:c] or compared.known[b:high] != compared.there[d:last]:
        return False
    spans = [span for span in compared.spans if low <= span.start and span.end <= high]
    return _Template(compared, spans, high, last).matches(low, first, None)


class _Template:
    """A stretch of a known text with its parts that may vary, held against a stretch of another."""

    def __init__(self, compared: _Compared, spans: list[Span], high: int, last: int) -> None:
        self._compared, self._high, self._last = compared, high, last
        self._at: dict[int, list[Span]] = {}
        for span in spans:
            self._at.setdefault(span.start, []).append(span)
        self._failed: set[tuple[int, int, Span | None]] = set()

    def matches(self, known: int, there: int, past: Span | None) -> bool:
        """Whether the rest fits; ``past`` is an empty part that has been filled already."""
        if (known, there, past) in self._failed:
            return False
        if self._varies(known, there, past) or self._alike(known, there):
            return True
        self._failed.add((known, there, past))
        return False

    def _alike(self, known: int, there: int) -> bool:
        words, other = self._compared.known, self._compared.there
        while known < self._high and there < self._last and words[known] == other[there]:
            known, there = known + 1, there + 1
            if known in self._at:
                return self.matches(known, there, None)
        return known == self._high and there == self._last

    def _varies(self, known: int, there: int, past: Span | None) -> bool:
        for span in self._at.get(known, ()):
            if span is past:
                continue
            after = span if span.start == span.end else None
            if span.pattern is None:
                if span.end > span.start and self.matches(span.end, there, after):
                    return True
                continue
            most = min(self._last - there, _NAME if span.pattern == "name" else 60)
            for length in range(most + 1):
                if self._filled(span, there, there + length) and self.matches(span.end, there + length, after):
                    return True
        return False

    def _filled(self, span: Span, start: int, end: int) -> bool:
        offset = self._compared.offset
        words = self._compared.words.words[offset + start : offset + end]
        if span.pattern == "name":
            return _is_name(self._compared.words, offset + start, offset + end)
        if any(map(mixed, words)):
            return False
        literal = set(re.findall(r"[a-z]+", span.pattern or ""))
        return (
            bool(_pattern(span.pattern or "").fullmatch(" ".join(words))) and not NO_NAME.intersection(words) - literal
        )


def _is_name(words: Words, start: int, end: int) -> bool:
    """A name, as names are written; where all is in capitals, at least no word that could limit."""
    small = 0
    for place in range(start, end):
        if words.words[place] in NO_NAME or mixed(words.words[place]):
            return False
        at = words.starts[place]
        small += words.text[at : at + 1].islower() and words.words[place] not in JOIN
    return small <= (1 if end - start <= 3 else 0)


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(f" *(?:{pattern}) *")
