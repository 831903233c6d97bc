"""The data sets that a data set's card names in words as what it was made from: by id or link, in a sentence, behind a
label, below a heading, in a table. They are hints: each counts where there is such a data set."""

import re
from collections.abc import Iterator
from itertools import islice

from scanner.knowledge.patterns import recorded
from scanner.model.fields import body_lines
from scanner.model.snapshot import Card
from scanner.text.late import late
from scanner.text.markdown import FENCE, HEADING

_MAX_LINE, _MOST, _BEFORE = 2000, 50, 200
#: An id in plain text, or a link to a data set with the words that it stands on.
_NAME = late(
    r"(?:\[[^\]\n]{0,100}\]\(\s*)?<?https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/"
    r"([\w.-]{1,96}/[\w.-]{0,95}\w)[^\s)>]{0,50}[)>]*"
    r"|(?<![\w/.:@#-])(?:datasets/)?([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,94}\w)(?![\w/-])",
    re.ASCII,
)
_SENTENCE = late(r"[.;!?](?=\s)")
_ROW = late(r"\s{0,3}\|([^|\n]{1,200})\|")
_ALONE = late(r"[\s|>*+•`\"'-]*")
_BEHIND, _AHEAD = recorded("dataset-source-before"), recorded("dataset-source-after")
_OPENS, _NOT = recorded("dataset-source-opens"), recorded("dataset-source-not")
_SECTION, _ELSEWHERE = recorded("dataset-source-section"), recorded("dataset-source-elsewhere")
_TESTED = recorded("only-tested-on")


def sources_told(card: Card) -> tuple[tuple[str, int], ...]:
    """The names of data sets, each with its line."""
    return tuple(islice(_told(card), _MOST)) if "/" in card.body else ()


def _told(card: Card) -> Iterator[tuple[str, int]]:
    heading, column, fenced = "", "", False
    for number, line in body_lines(card):
        if FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            continue
        if title := HEADING.match(line[:300]):
            heading, column = title["text"] if len(title["marks"]) > 1 else "", ""
        row = _ROW.match(line)
        column = (column or row[1]) if row else ""
        if "/" in line and not _ELSEWHERE.search(heading):
            listed = bool(_SECTION.search(column if row else heading))
            yield from ((name, number) for name in _of_line(line[:_MAX_LINE], listed=listed))


def _of_line(line: str, *, listed: bool) -> Iterator[str]:
    went = False
    for found in _NAME.finditer(line):
        begun = max((one.end() for one in _SENTENCE.finditer(line, 0, found.start())), default=0)
        before = line[max(begun, found.start() - _BEFORE) : found.start()]
        ended = _SENTENCE.search(line, found.end())
        after = line[found.end() : ended.start() if ended else len(line)]
        went = _makes(before, after, listed=listed) or (went and _goes_on(before))
        if went:
            yield found[1] or found[2]


def _makes(before: str, after: str, *, listed: bool) -> bool:
    if listed and _ALONE.fullmatch(before):
        return True
    if _NOT.search(before) or _TESTED.search(before):
        return False
    return bool(_BEHIND.search(before) or (_OPENS.search(before) and _AHEAD.search(after)))


#: What parts one name of several from the next.
_AND = late(r"(?:,|&|\+|\band)(?: and| the)*[\s`\"'*\[(]*$", re.IGNORECASE)


def _goes_on(before: str) -> bool:
    """Whether a name is listed right behind another."""
    return bool(_AND.search(before)) and len(before) <= _BEFORE and not _NOT.search(before)
