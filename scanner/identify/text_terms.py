"""The terms that a changed text itself shows: never the original's threshold, date, field or place.

A condition whose clause stands word for word keeps its value. Where a number or date that carries one was changed, the
value comes from the text. Where anything else in its clause differs, or its clause cannot be told, it is open.
"""

import re
from dataclasses import replace

from scanner.identify.gaps import Gap
from scanner.identify.index import checksums
from scanner.identify.matching import Hit, find
from scanner.identify.texts import TextIndex
from scanner.identify.words import Words, words_of
from scanner.knowledge.patterns import listed
from scanner.model.frozen import dataclass
from scanner.model.license import Condition, License

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SMALL = dict(
    zip(
        "one two three five six seven eight nine ten twenty fifty".split(),
        (1, 2, 3, 5, 6, 7, 8, 9, 10, 20, 50),
        strict=True,
    )
)
#: Words that a number may take, and by which the place of a clause may be off (more where a template was read).
_NUMBER, _MARGIN, _TEMPLATE_MARGIN = 5, 1, 6


def text_terms(record: License, text: str, index: TextIndex) -> License:
    """``record`` with its conditions as a changed ``text`` of it has them: from the text, untouched, or open."""
    words = words_of(text)
    hit = next((one for one in find(words, index.texts) if one.text.id == record.id), None)
    if hit is None:
        return replace(record, conditions=tuple(replace(one, open=True) for one in record.conditions))
    reader = _Reader(hit, words, index)
    return replace(record, conditions=tuple(reader.condition(one) for one in record.conditions))


@dataclass(frozen=True, slots=True)
class _Reader:
    hit: Hit
    words: Words
    index: TextIndex

    def condition(self, condition: Condition) -> Condition:
        gaps = self._gaps_of(condition)
        if not gaps:
            return condition
        changed, settled = replace(condition, text=f"Unchanged, the licence says: {condition.text}"), 0
        if isinstance(condition.value, int):
            for gap in self._touching(gaps, _numbers(condition.value)):
                value = _number(self._there(gap))
                changed, settled = replace(changed, value=value, open=value is None or changed.open), settled + 1
        if condition.basis and condition.basis.as_of:
            for gap in self._touching(gaps, _dates(condition.basis.as_of)):
                date = _date(self._there(gap))
                basis = replace(condition.basis, as_of=date)
                changed, settled = replace(changed, basis=basis, open=date is None or changed.open), settled + 1
        return changed if settled == len(gaps) else replace(changed, open=True)

    def _gaps_of(self, condition: Condition) -> list[Gap]:
        """What differs in the clause of a condition, or beside its number or date; anything where neither is known."""
        spans = [self.hit.text.clauses.get(_top(condition.clause))]
        for phrases in (
            _numbers(condition.value) if isinstance(condition.value, int) else (),
            _dates(condition.basis.as_of) if condition.basis and condition.basis.as_of else (),
        ):
            spans += self._places(phrases)
        known = [span for span in spans if span is not None]
        if spans[0] is None and not (isinstance(condition.value, int) and len(known) > 0):
            return list(self.hit.gaps)
        margin = _TEMPLATE_MARGIN if self.hit.text.source.startswith("spdx:") else _MARGIN
        return [gap for gap in self.hit.gaps if any(_near(gap, start, end, margin) for start, end in known)]

    def _places(self, phrases: tuple[str, ...]) -> list[tuple[int, int] | None]:
        """Where the known text has one of some phrases, with a few words around."""
        found: list[tuple[int, int] | None] = []
        for phrase in phrases:
            parts = phrase.split()
            numbers = self.index.texts.numbers(checksums(parts), self.hit.text.hashed)
            wanted = "".join(numbers[part] for part in parts)
            at = self.hit.text.words.find(wanted)
            while at >= 0:
                found.append((at, at + len(wanted)))
                at = self.hit.text.words.find(wanted, at + 1)
        return found

    def _touching(self, gaps: list[Gap], phrases: tuple[str, ...]) -> list[Gap]:
        places = [place for place in self._places(phrases) if place is not None]
        return [
            gap
            for gap in gaps
            if any(gap.known < end and start < gap.known + max(1, len(gap.removed)) for start, end in places)
        ]

    def _there(self, gap: Gap) -> list[str]:
        """The words that stand there instead, with those around that a number or date may go on into."""
        return self.words.words[max(0, gap.start - _NUMBER) : gap.end + _NUMBER]


def _near(gap: Gap, start: int, end: int, margin: int) -> bool:
    return gap.known < end + margin and start - margin < gap.known + max(1, len(gap.removed))


def _top(clause: str) -> str:
    found = re.match(r"\D{0,12}?(\d{1,2})", clause)
    return found[1] if found else ""


def _numbers(value: int) -> tuple[str, ...]:
    """A number as texts write it, in folded words."""
    ways = [f"{value:,}".replace(",", " "), str(value)]
    for name, scale in _SCALES.items():
        if value % scale == 0 and value // scale < 1000:
            ways.append(f"{value // scale} {name}")
            ways += [f"{word} {name}" for word, small in _SMALL.items() if small == value // scale]
    return tuple(dict.fromkeys(ways))


def _number(words: list[str]) -> int | None:
    """The one large number among some words; None where there is none, or more than one."""
    found: list[int] = []
    text = " ".join(words)
    for hit in re.finditer(r"\b(\d{1,3}(?: \d{3})+|\d+|[a-z]+)(?: (hundred|thousand|million|billion))?\b", text):
        base = int(hit[1].replace(" ", "")) if hit[1][0].isdigit() else _SMALL.get(hit[1])
        if base is None:
            continue
        value = base * _SCALES.get(hit[2] or "", 1)
        if hit[2] or value >= 1000:
            found.append(value)
    return found[0] if len(set(found)) == 1 else None


def _dates(date: str) -> tuple[str, ...]:
    """An ISO date as texts write it, in folded words."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", date)
    if not found:
        return ()
    year, month, day = found[1], [*listed("english-months")][int(found[2]) - 1], str(int(found[3]))
    return (f"{month} {day} {year}", f"{day} {month} {year}", f"{year} {found[2]} {found[3]}")


def _date(words: list[str]) -> str | None:
    text = " ".join(words)
    names = [*listed("english-months")]
    months = "|".join(names)
    found = re.findall(rf"\b(?:({months}) (\d{{1,2}})|(\d{{1,2}}) ({months})) (\d{{4}})\b", text)
    dates = {f"{year}-{names.index(a or d) + 1:02}-{int(b or c):02}" for a, b, c, d, year in found}
    return dates.pop() if len(dates) == 1 else None
