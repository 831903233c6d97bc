"""Two sequences of words, word by word: where they run alike, and what stands between.

Words are single characters here, so that comparing, searching and slicing run at the speed of strings. The work is
bounded whatever the texts: runs are found by short sequences that stand once in the known text, ordered by the
heaviest chain, and only small gaps between them are compared word by word.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from functools import lru_cache, partial

from scanner.model.frozen import dataclass

#: Words that begin a run.
GRAM = 4
#: Of so few words each sequence is looked for in the known text, of more in a list of all that it has.
_FEW = 64
#: Runs looked at, and the longest gap compared word by word.
_RUNS = 4000
_GAP = 400
#: Words at the edge of two runs that may belong to either.
EDGE = 40
#: Edits followed in one gap before it is left whole.
_EDITS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` words that are alike: from ``known`` in the known text, from ``place`` in the other."""

    known: int
    place: int
    length: int


@lru_cache(maxsize=64)
def _listed(known: str) -> dict[str, int]:
    """Where each short sequence stands that stands in ``known`` once."""
    found: dict[str, int] = {}
    for place in range(len(known) - GRAM + 1):
        gram = known[place : place + GRAM]
        found[gram] = -1 if gram in found else place
    return {gram: place for gram, place in found.items() if place >= 0}


def _only_place(known: str, gram: str) -> int | None:
    """The same for one of them."""
    place = known.find(gram)
    return place if place >= 0 and known.find(gram, place + 1) < 0 else None


def align(known: str, text: str) -> list[Run]:
    """The long runs in which the two texts are alike, in order of both; none overlap."""
    if not known or not text:
        return []
    if text == known:
        return [Run(0, 0, len(known))]
    head = _same(known, 0, text, 0)
    if head >= 12 and head < len(known):
        return [Run(0, 0, head), *_chain(_runs(known, text, head), head, head)]
    return _chain(_runs(known, text, 0), 0, 0)


def _runs(known: str, text: str, start: int) -> list[Run]:
    """The longest runs from unique sequences, in order of ``text``. Runs of one copy of the known text follow one
    another at once; what is repeated is found each time it stands."""
    found: list[Run] = []
    where = _places(known, text, start)
    begun = _begun(text, start, where)
    while begun and len(found) < _RUNS:
        place, at = begun
        back = _same_back(known, at, text, place, _room(found, at, place, start))
        length = back + GRAM + _same(known, at + GRAM, text, place + GRAM)
        run = Run(at - back, place - back, length)
        ends = found[-1].known + found[-1].length if found else start
        over = ends - run.known if 0 < ends - run.known <= min(EDGE, run.length // 2) else 0
        found.append(Run(run.known + over, run.place + over, run.length - over))
        begun = _begun(text, run.place + run.length, where)
    return found


def _places(known: str, text: str, start: int) -> Callable[[str], int | None]:
    """What tells where in ``known`` a sequence stands."""
    behind = _same(known[::-1], 0, text[::-1], 0)
    few = len(text) - start - behind <= _FEW
    return partial(_only_place, known) if few else _listed(known).get


def _begun(text: str, place: int, where: Callable[[str], int | None]) -> tuple[int, int] | None:
    """Where the next run begins in ``text``, from a place on, and in the known text."""
    for here in range(place, len(text) - GRAM + 1):
        if (at := where(text[here : here + GRAM])) is not None:
            return here, at
    return None


def _room(found: list[Run], at: int, place: int, start: int) -> int:
    """How many words a run may be drawn back: not into the one before it."""
    if not found:
        return min(place - start, max(0, at - start))
    last = found[-1]
    behind = at - last.known - last.length
    return min(place - last.place - last.length, behind if behind >= 0 else at)


def _same(known: str, at: int, text: str, place: int) -> int:
    """How many words are alike from here on."""
    most = min(len(known) - at, len(text) - place)
    low, step = 0, 8
    while low < most and known[at + low : at + low + step] == text[place + low : place + low + step]:
        low = min(low + step, most)
        step *= 2
    high = min(low + step, most)
    while low < high:
        middle = (low + high + 1) // 2
        if known[at + low : at + middle] == text[place + low : place + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _same_back(known: str, at: int, text: str, place: int, most: int) -> int:
    length = 0
    while length < most and length < at and known[at - length - 1] == text[place - length - 1]:
        length += 1
    return length


def _chain(runs: list[Run], known: int, place: int) -> list[Run]:
    """The heaviest of the chains of runs that go forward in both texts (a weighted longest increasing sequence)."""
    runs = [run for run in runs if run.known >= known and run.place >= place]
    ends: list[int] = []  # ends in the known text, ascending, each with a heavier best chain than those before
    best: list[tuple[int, int]] = []  # weight and index of that chain's last run
    before = [-1] * len(runs)
    for number, run in enumerate(runs):
        at = bisect_left(ends, run.known + 1) - 1
        weight = run.length + (best[at][0] if at >= 0 else 0)
        before[number] = best[at][1] if at >= 0 else -1
        end = run.known + run.length
        spot = bisect_left(ends, end)
        if spot and best[spot - 1][0] >= weight:
            continue
        stop = spot
        while stop < len(ends) and best[stop][0] <= weight:
            stop += 1
        ends[spot:stop] = [end]
        best[spot:stop] = [(weight, number)]
    chain = []
    number = best[-1][1] if best else -1
    while number >= 0:
        chain.append(runs[number])
        number = before[number]
    return chain[::-1]


def filled(known: str, text: str, runs: list[Run]) -> list[Run]:
    """The runs with the small gaps between them compared word by word, and what stands before the first."""
    filled = _head(known, text, runs[0]) if runs else []
    for run in runs:
        if filled:
            last = filled[-1]
            a, b = last.known + last.length, last.place + last.length
            filled += _small(known[a : run.known], text[b : run.place], a, b)
        filled.append(run)
    return _joined(filled)


def _head(known: str, text: str, first: Run) -> list[Run]:
    """Runs before the first: a title's words stand in the text below it, too, so that none of them is found alone."""
    if not GRAM <= first.known <= EDGE:
        return []
    found: list[Run] = []
    place, at = max(0, first.place - first.known - EDGE), 0
    while at + GRAM <= first.known:
        there = text.find(known[at : at + GRAM], place, first.place)
        length = min(_same(known, at, text, there), first.known - at, first.place - there) if there >= 0 else 0
        found += [Run(at, there, length)] if length else []
        place, at = max(place, there + length), at + max(length, 1)
    return found


def _small(known: str, text: str, a: int, b: int) -> list[Run]:
    """Runs within a small gap, by the shortest edit script (Myers); none where the gap is too long for it."""
    if not known or not text or len(known) > _GAP or len(text) > _GAP or _unlike(known, text):
        return []
    path = _edits(known, text)
    found: list[Run] = []
    for x, y in path:
        if found and found[-1].known + found[-1].length == a + x and found[-1].place + found[-1].length == b + y:
            found[-1] = Run(found[-1].known, found[-1].place, found[-1].length + 1)
        else:
            found.append(Run(a + x, b + y, 1))
    return found


def _unlike(known: str, text: str) -> bool:
    """Whether no words are alike, or so few that it would take too many edits."""
    if set(known).isdisjoint(text):
        return True
    both = len(known) + len(text)
    return both > _EDITS and both - 2 * (Counter(known) & Counter(text)).total() > _EDITS


def _edits(known: str, text: str) -> list[tuple[int, int]]:
    """Pairs of places that are alike along the shortest edit script; empty when it takes too many edits."""
    rows, columns = len(known), len(text)
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for edits in range(min(rows + columns, _EDITS) + 1):
        trace.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest.get(k - 1, -1) < furthest.get(k + 1, -1))
            x = furthest.get(k + 1, 0) if down else furthest.get(k - 1, 0) + 1
            y = x - k
            while x < rows and y < columns and known[x] == text[y]:
                x, y = x + 1, y + 1
            furthest[k] = x
            if x >= rows and y >= columns:
                return _walked_back(trace, rows, columns)
    return []


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    alike: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest = trace[edits]
        k = x - y
        down = k == -edits or (k != edits and furthest.get(k - 1, -1) < furthest.get(k + 1, -1))
        previous = k + 1 if down else k - 1
        at = furthest.get(previous, 0) if edits else 0
        start = (at, at - previous) if edits else (0, 0)
        while x > start[0] and y > start[1]:
            x, y = x - 1, y - 1
            alike.append((x, y))
        x, y = start
    return alike[::-1]


def _joined(runs: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.known + last.length == run.known and last.place + last.length == run.place:
            joined[-1] = Run(last.known, last.place, last.length + run.length)
        else:
            joined.append(run)
    return joined
