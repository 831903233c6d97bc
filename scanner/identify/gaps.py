"""What differs between a known text and a stretch of another, but for what may vary."""

from scanner.identify.compared import Compared, Raw
from scanner.identify.index import Span
from scanner.identify.varying import is_filled_in, may_vary
from scanner.model.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A difference: ``removed`` words of the known text, at ``known``, for those from ``start`` to before ``end``."""

    known: int
    removed: str
    start: int
    end: int


def found_gaps(compared: Compared) -> list[Gap]:
    """What differs between the first and last run, and what of the known text is lost before and behind them."""
    raw: list[Raw] = []
    known, there = 0, compared.runs[0].place
    for run in compared.runs:
        if run.known > known or run.place > there:
            raw.append((known, run.known, there, run.place))
        known, there = run.known + run.length, run.place + run.length
    if known < len(compared.known):
        raw.append((known, len(compared.known), there, there))
    kept = [_whole_number(compared, *gap) for gap in _by_span(raw, compared.spans) if not may_vary(compared, *gap)]
    return [_made(compared, *gap) for gap in _merged(kept) if not is_filled_in(compared, *gap)]


def _by_span(gaps: list[Raw], spans: list[Span]) -> list[Raw]:
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


def _whole_number(compared: Compared, a: int, b: int, c: int, d: int) -> Raw:
    """A gap within a number is of all of it: of "1,000,000" for "10,000" the end is the same, and is shown."""
    while a and c and compared.known[a - 1] == compared.there[c - 1] and _goes_on(compared, c - 1, c):
        a, c = a - 1, c - 1
    most = min(len(compared.known) - b, len(compared.there) - d)
    while most and compared.known[b] == compared.there[d] and _goes_on(compared, d - 1, d):
        b, d, most = b + 1, d + 1, most - 1
    return a, b, c, d


def _goes_on(compared: Compared, one: int, other: int) -> bool:
    """Whether two words that stand side by side are one number: "10,000"."""
    words, at = compared.words, compared.offset
    if one < 0 or at + other >= len(words.words) or not words.words[at + other].isdigit():
        return False
    between = words.text[words.end(at + one) : words.starts[at + other]]
    return words.words[at + one].isdigit() and between in (",", ".", "'")


def _merged(gaps: list[Raw]) -> list[Raw]:
    """Gaps with a word or two between them are one: so they are read."""
    merged: list[Raw] = []
    for gap in gaps:
        if merged and gap[0] - merged[-1][1] <= 2 and gap[2] - merged[-1][3] <= 2:
            merged[-1] = (merged[-1][0], gap[1], merged[-1][2], gap[3])
        else:
            merged.append(gap)
    return merged


def _made(compared: Compared, a: int, b: int, c: int, d: int) -> Gap:
    return Gap(
        known=compared.place(a),
        removed=compared.known[a:b],
        start=compared.offset + c,
        end=compared.offset + d,
    )
