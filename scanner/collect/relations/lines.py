"""A card's body as lines to look for bases in: without marks, bounded, what was wrapped put together."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import zip_longest

from scanner.collect.relations.families import all_families
from scanner.knowledge.lineage_forms import alone, ownerless, spellings
from scanner.model.frozen import dataclass
from scanner.text.late import late
from scanner.text.markdown import FENCE, HEADING
from scanner.text.precompiled import pattern_of

_MAX_LINE = 1500
_ANCHOR = late(r"<a\s[^<>]{0,200}?href=[\"']?([^\"'\s<>]{1,400})[\"']?[^<>]{0,200}>([^<>]{0,200})</a>", re.IGNORECASE)
#: Cells of a table in HTML, and a term with what it stands for, on one line.
_CELLS = late(r"</(?:t[hd]|dt|summary)>\s*(?:<(?:t[hd]|dd)\b[^<>]{0,200}>)", re.IGNORECASE)
_TAG = late(r"</?[a-zA-Z][^<>:]{0,200}>")
#: A line of prose that may have been wrapped is so long; so much of the next is read with it.
_WRAPPED, _MOST_JOINED = 40, 300
_ENDS = late(r"[.!?:;。！？：；|][\s\"')*_]*$|^\s*[#|]")
#: What may stand around a label on a line of its own, and before the name below it; so far below it may stand.
_AROUND, _BEFORE, _FAR = "#|:=*_> \t", " \t:|>*-+•", 3
_MAX_ALONE = 60
_BEGINS = late(r"\s*(?:[-+•>|#]|\d{1,2}[.)]\s|[\w /-]{2,30}:\s)")


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    low: str
    heading: str
    fence: int
    section: int

    @cached_property
    def names(self) -> bool:
        """Whether the line can name a model by more than one word alone."""
        return _names().search(self.low) is not None


@cache
def _names() -> re.Pattern[str]:
    """What a line holds that names a model: an id, a link to one, a family's word, an id without an owner."""
    words = sorted({*ownerless(), *spellings(), *(word for one in all_families() for word in one.words)})
    some = r"(?:huggingface|hf)\.co/|(?<![\w/.:@-])[a-z0-9][\w.-]*/[\w.-]+(?![\w/-])"
    known = "|".join(re.escape(word).replace(r"\-", r"[\s_-]") for word in words)  # a family's name in words has blanks
    return pattern_of(f"{some}|{known}", re.ASCII)


def _short(body: str, first: int) -> Iterator[tuple[int, str]]:
    """The lines of a body with their numbers; long ones in pieces, parted between words."""
    for number, line in enumerate(body.split("\n"), first):
        while len(line) > _MAX_LINE:
            end = line.rfind(" ", _MAX_LINE // 2, _MAX_LINE) + 1 or _MAX_LINE
            yield number, line[:end]
            line = line[end:]
        yield number, line


def lines_of(body: str, first: int) -> list[Line]:
    found, heading, section, fence, fences = [], "", 0, 0, 0
    for number, text in _short(body, first):
        if FENCE.match(text):
            fences += not fence
            fence = 0 if fence else fences
            continue
        title = HEADING.match(text) if not fence else None
        heading, section = (title["text"].lower(), section + 1) if title else (heading, section)
        if not fence:
            text = _TAG.sub("", _ANCHOR.sub(r"[\2](\1)", _CELLS.sub(" | ", text))) if "<" in text else text
            text = re.sub(r"[*`]+|__(?=\S)|(?<=\S)__", "", text).replace("\\_", "_")
        found.append(Line(number, text, text.lower(), heading, fence, section))
    return [_unwrapped(line, after) for line, after in zip_longest(found, found[1:])]


def labelled(lines: list[Line]) -> Iterator[Line]:
    """What stands below a label of its own line, a heading or a cell, as "label: name" on the line of the name."""
    for index, line in enumerate(lines):
        label = line.text.strip(_AROUND) if not line.fence and len(line.text) <= _MAX_ALONE else ""
        if not label or not alone().fullmatch(label):
            continue
        below = next((one for one in lines[index + 1 : index + 1 + _FAR] if one.text.strip()), None)
        if below is not None and not below.fence and below.text.strip()[:1] != "#":
            text = f"{label}: {below.text.strip(_BEFORE)}"
            yield Line(
                below.number, text, text.lower(), line.heading if line.heading != line.low else "", 0, line.section
            )


def _unwrapped(line: Line, after: Line | None) -> Line:
    """A line with the next, where a sentence seems to go on in it."""
    if after is None or line.fence or after.fence or len(line.text) < _WRAPPED or _ENDS.search(line.text):
        return line
    if not after.text.strip() or _BEGINS.match(after.text):
        return line
    text = f"{line.text.rstrip()} {after.text.lstrip()[:_MOST_JOINED]}"
    return Line(line.number, text, text.lower(), line.heading, line.fence, line.section)
