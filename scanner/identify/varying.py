"""What a licence's own text lets differ: names, marks, optional parts, words parted elsewhere."""

import re
from functools import lru_cache

from scanner.identify.compared import Compared
from scanner.identify.copyright import is_notice, mixed
from scanner.identify.index import Span, checksum
from scanner.identify.marks import are_marks
from scanner.identify.words import Words
from scanner.knowledge.patterns import listed
from scanner.text.late import late

#: Words of a gap that are compared with a template's parts, and of a name or a list mark that fills one.
_TEMPLATE = 400
_MOST = {"name": 12, "mark": 4}
#: What is to be filled in behind the terms of the GNU licences, and of how many words it is.
_ASKED = late(r"one line to give the (?:program|library)s? ?s name and a brief idea of what it does")
_LINE = 14, 20
#: Where somebody is found; and of how many words is what asks for one name.
_ADDRESS, _ONE_NAME = late(r"(?:https?://|www\.)\S+|\S+@\S+"), 8
#: What no name has within it: an empty line, a number in brackets or on a line of its own.
_PARTED = late(r"\n[^\w\n]*\n|\(\d{1,2}\)|\n\W*\d{1,2}\W*(?:\n|$)")


def may_vary(compared: Compared, a: int, b: int, c: int, d: int) -> bool:
    """Whether what differs is what the licence's own text lets differ, or one word spelled in two."""
    if _respelled(compared, a, b, c, d):
        return True
    if a == b and _is_set_aside(compared, compared.offset + c, compared.offset + d):
        return True
    return any(_fits(compared, a + by, b + by, c + by, d + by) for by in _shifts(compared, a, b, c, d))


def _is_set_aside(compared: Compared, start: int, end: int) -> bool:
    """List marks or a copyright line that stand there besides, whether reading set them aside or not."""
    words = compared.words
    if compared.kept is not None and not any(compared.kept[start:end]):
        return True
    if are_marks(words, start, end) or _is_copyright(words, start, end):
        return True
    return start + 1 < end and are_marks(words, start, start + 1) and _is_copyright(words, start + 1, end)


def _is_copyright(words: Words, start: int, end: int) -> bool:
    """A copyright line that was not on a line of its own."""
    return end - start < 60 and is_notice(words.around(start, end), words.column(start))


def is_filled_in(compared: Compared, a: int, b: int, c: int, d: int) -> bool:
    """What the GNU licences' appendix asks for: a line on the program, in no words that could limit."""
    words = compared.words.words[compared.offset + c : compared.offset + d]
    if not (_LINE[0] <= b - a <= _LINE[1] and d - c <= _LINE[1]):
        return False
    asked = " ".join(compared.texts.named(compared.known[a:b], compared.text.hashed))
    limits = any(word in listed("no-holder") or word in listed("no-program") for word in words)
    return bool(_ASKED.fullmatch(asked)) and not limits and not any(map(mixed, words))


def _shifts(compared: Compared, a: int, b: int, c: int, d: int) -> list[int]:
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


def _respelled(compared: Compared, a: int, b: int, c: int, d: int) -> bool:
    """The same letters with the words parted elsewhere: "sub license", "non-\\ncommercial"."""
    if not (0 < b - a <= 2 and 0 < d - c <= 3 and (b - a, d - c) != (1, 1)):
        return False
    own = "".join(compared.words.words[compared.offset + c : compared.offset + d])
    marks = [compared.texts.mark(word, compared.text.hashed) for word in compared.known[a:b]]
    if len(marks) == 1:
        return checksum(own) == marks[0]
    return any(checksum(own[:at]) == marks[0] and checksum(own[at:]) == marks[1] for at in range(1, len(own)))


def _fits(compared: Compared, a: int, b: int, c: int, d: int) -> bool:
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
    return _Template(compared, spans, high, last).matches(low, first)


class _Template:
    """A stretch of a known text with its parts that may vary, held against a stretch of another."""

    def __init__(self, compared: Compared, spans: list[Span], high: int, last: int) -> None:
        self._compared, self._high, self._last = compared, high, last
        self._at: dict[int, list[Span]] = {}
        for span in spans:
            self._at.setdefault(span.start, []).append(span)
        self._failed: set[tuple[int, int, int]] = set()

    def matches(self, known: int, there: int, past: int = 0) -> bool:
        """Whether the rest fits; of the empty parts here the first ``past`` are filled or left empty already."""
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
                return self.matches(known, there)
        return known == self._high and there == self._last

    def _varies(self, known: int, there: int, past: int) -> bool:
        for number, span in enumerate(self._at.get(known, ()), 1):
            empty = span.start == span.end
            if empty and number <= past:
                continue
            after = number if empty else 0
            if span.pattern is None:
                if span.end > span.start and self.matches(span.end, there, after):
                    return True
                continue
            most = min(self._last - there, _MOST.get(span.pattern, 60))
            for length in range(most + 1):
                if self._filled(span, there, there + length) and self.matches(span.end, there + length, after):
                    return True
        return False

    def _filled(self, span: Span, start: int, end: int) -> bool:
        offset = self._compared.offset
        words = self._compared.words.words[offset + start : offset + end]
        if span.pattern == "mark":
            return start == end or are_marks(self._compared.words, offset + start, offset + end)
        if span.pattern == "name":
            several = span.end - span.start > _ONE_NAME
            return _is_name(self._compared.words, offset + start, offset + end, several)
        if any(map(mixed, words)) or (
            ".{" in (span.pattern or "") and _parted(self._compared.words, offset + start, offset + end)
        ):
            return False
        literal = set(re.findall(r"[a-z]+", span.pattern or ""))
        limits = any(word in listed("no-holder") and word not in literal for word in words)
        return bool(_pattern(span.pattern or "").fullmatch(" ".join(words))) and not limits


def _is_name(words: Words, start: int, end: int, several: bool) -> bool:
    """A name, as names are written, or ``several`` below each other, and where they are found; where all is in
    capitals, at least no word that could limit."""
    if not several and _parted(words, start, end):
        return False
    small = 0
    for place in range(start, end):
        if words.words[place] in listed("no-holder") or mixed(words.words[place]):
            return False
        small += _is_small(words, place) and words.words[place] not in listed("joins-holders")
    return small <= (1 if end - start <= 3 else 0)


def _is_small(words: Words, place: int) -> bool:
    """Whether a word is written as no name is, and is no part of an address."""
    at = words.starts[place]
    begins = max(words.text.rfind(sign, 0, at) for sign in " \n\t<(") + 1
    return words.text[at : at + 1].islower() and not _ADDRESS.match(words.text, begins)


def _parted(words: Words, start: int, end: int) -> bool:
    if start == end:
        return False
    first, last = words.starts[start], words.end(end - 1) + 1
    return bool(_PARTED.search(words.text, first - (words.text[first - 1 : first] == "("), last))


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(f" *(?:{pattern}) *")
