"""A card's body as sentences, each with its line and heading."""

import re
from collections.abc import Iterator
from itertools import islice

from scanner.model.frozen import dataclass
from scanner.model.snapshot import Card
from scanner.text.late import late
from scanner.text.markdown import FENCE, HEADING

_MAX_LINES = 20_000
_MAX_SENTENCES = 20_000
_MAX_LINE = 1000
_UNDERLINE = late(r"\s{0,3}(?:={3,}|-{3,})\s*$")
_NEW_BLOCK = late(r"\s*(?:[-*+>|]|\d{1,2}[.)]\s|\w{2,20}:(?:\s|$))")
_SENTENCE_END = late(r"(?<=[.!?])\s+(?=[\"“(\[A-Z])|(?<=[。！？])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSentence:
    """A sentence (or a label, a table row) without mark-up, where it stands, and under which heading (plain text)."""

    text: str
    line: int
    heading: str


def sentences(card: Card | None) -> Iterator[PlacedSentence]:
    """The body's sentences outside code blocks, bounded in number and length."""
    found = (sentence for heading, first, block in _blocks(card) for sentence in _split(heading, first, block))
    return islice(found, _MAX_SENTENCES)


def _split(heading: str, line: int, block: list[str]) -> Iterator[PlacedSentence]:
    plain = _plain("\n".join(block))
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(plain)), len(plain)]:
        text = plain[start:end]
        lead = text[: len(text) - len(text.lstrip())].count("\n")
        if text.strip():
            yield PlacedSentence(text=" ".join(text.split())[:1000], line=line + lead, heading=heading)
        line += text.count("\n")
        start = end


def _blocks(card: Card | None) -> Iterator[tuple[str, int, list[str]]]:
    """``(heading, first line, lines)`` of each paragraph, list item and table row."""
    heading, fenced, first = "", False, 1
    block: list[str] = []
    lines = (card.body if card else "").split("\n")[:_MAX_LINES]
    for number, whole in enumerate(lines, card.body_line if card else 1):
        line = whole[:_MAX_LINE]
        fence = FENCE.match(line) is not None
        title = HEADING.match(line)
        underlined = len(block) == 1 and _UNDERLINE.match(line)
        if block and (fence or fenced or title or underlined or not line.strip() or _NEW_BLOCK.match(line)):
            if not underlined:
                yield heading, first, block
            heading = _plain(block[0])[:200] if underlined else heading
            block = []
        fenced = fenced != fence
        heading = _plain(title["text"])[:200] if title and not fenced else heading
        if not (fence or fenced or title or underlined) and line.strip():
            first = first if block else number
            block.append(line)
    if block:
        yield heading, first, block


def _plain(text: str) -> str:
    """Text without Markdown's links and emphasis; line ends stay."""
    text = re.sub(r"!\[[^\]]{0,200}\]\([^)\n]{0,500}\)", "", text)
    text = re.sub(r"\[([^\]]{0,200})\]\([^)\n]{0,500}\)", r"\1", text)
    text = re.sub(r"<[a-zA-Z/][^<>\n]{0,200}>", "", text)
    return re.sub(r"[*_`#>]", "", text.replace("\u2011", "-").replace("\u2010", "-"))
