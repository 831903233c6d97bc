"""A known text beside a stretch of another by the long runs that are alike: how well it may do, before word is held
against word."""

from itertools import islice

from scanner.identify.align import EDGE, GRAM, Run, align, filled
from scanner.identify.index import KnownText, Span
from scanner.model.frozen import dataclass

#: Words of a title that may stand above a text once more, and runs that they may be read as.
TITLE, _TITLES = 40, 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A known text, ``known``: those of its words that should be there, ``places`` theirs in it, and the ``runs``."""

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

    @property
    def most_alike(self) -> int:
        """No more words are alike, however the gaps between the runs are filled."""
        first = self.runs[0]
        head = first.known if GRAM <= first.known <= EDGE else 0
        title = TITLE if len(self.runs) > 1 and first.known + first.length <= TITLE else 0
        between = sum(
            min(b.known - a.known - a.length, b.place - a.place - a.length)
            for a, b in zip(self.runs, self.runs[1:], strict=False)
        )
        return title + head + between + sum(run.length for run in self.runs)

    def filled(self) -> list[Run]:
        """Every run, of single words too."""
        return _begun_late(filled(self.known, self.there, self.runs), self.known, self.there)


def drafted(number: int, text: KnownText, there: str) -> Draft | None:
    """None where no words are alike."""
    known, places = _without_absent(text, there)
    runs = _trimmed(align(known, there))
    return Draft(number, text, known, places, there, runs) if runs else None


def _without_absent(text: KnownText, there: str) -> tuple[str, list[int] | None]:
    """The known text without the optional parts that are not there, and the place of each word in it."""
    absent = [span for span in text.spans if span.pattern is None and not _present(text, span, there)]
    if not absent:
        return text.words, None
    places: list[int] = []
    words, at = "", 0
    for span in absent:
        if span.start >= at:
            places += range(at, span.start)
            words += text.words[at : span.start]
            at = span.end
    return words + text.words[at:], [*places, *range(at, len(text.words))]


def _present(text: KnownText, span: Span, there: str) -> bool:
    part = text.words[span.start : span.end]
    if part in there:
        return True
    if len(part) < 8:
        return False
    grams = [part[at : at + 4] for at in range(0, len(part) - 3, 2)]
    missing = (gram not in there for gram in grams)
    most = (len(grams) - 1) // 2  # more of them must be there than not
    return next(islice(filter(None, missing), most, None), None) is None


def _trimmed(runs: list[Run]) -> list[Run]:
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
        if run.known <= TITLE and place > runs[0].place and there.startswith(known[: run.known], place):
            return [Run(0, place, run.known + run.length), *runs[number + 1 :]]
    return runs


def _astray(run: Run, next_to: Run) -> bool:
    first, second = (run, next_to) if run.place < next_to.place else (next_to, run)
    here = second.place - first.place - first.length
    there = second.known - first.known - first.length
    return run.length < 12 and here > 2 * there + 40
