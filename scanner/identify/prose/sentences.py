"""A Markdown page as sentences: what a reader sees of it, each with its line and the headings above it.

Left out: code blocks (save in a section on the licence), HTML comments, struck-through text. Bounded in lines, length
and number of sentences.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice

from scanner.identify.prose.blocks import QUESTION, Block, Reader, pieces
from scanner.identify.prose.folding import CJK, seen
from scanner.identify.prose.markup import images, is_reference, links, plain, reference_title, references
from scanner.identify.prose.tables import as_rows
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Card
from scanner.text.late import late
from scanner.text.markdown import without_comments

MAX_SENTENCE = 1_000
_MAX_SENTENCES = 20_000
#: Items of a list by which it is judged.
_MAX_ITEMS = 40
_LICENCE_HEADING = recorded("headings-of-licences")
_RIGHTS = late(r"<a\b[^<>]{0,600}\brel\s{0,3}=\s{0,3}[\"']?licen[cs]e\b", re.IGNORECASE)
_END = late(
    r"(?<=[.!?…])(?<![A-Z]\.[A-Z]\.)(?<!\b[AQ]\.)(?<!\b(?:vs|cf)\.)(?<!\b(?:e\.g|i\.e)\.)"
    r"(?!(?<=\bal\.)\s+[(\[\d])(?!(?<=\b(?:Art|Fig|Sec|Max|max|Min|min)\.)\s+\d)"
    r"[\"'”’)\]*_]{0,3}\s+(?=[^a-zà-öø-ÿ\s]|[a-z]{1,12}[A-Z])|(?<=[。！？])[」』”）)]?|"
    rf"(?<=[!?])(?=[{CJK}])|\x1e|\x1f(?=\s*[^a-zà-öø-ÿ\s])"
)

#: What may stand around the words of a heading, or of the head of a column.
_AROUND = " .:：?？¿0123456789#*"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, label or table row as a reader sees it. ``lead`` opened the list that it is an item of; ``before`` is
    the sentence before it in its paragraph, or the question that the paragraph before it asked; ``opens`` tells that it
    is the first one below its heading; ``asker`` stood before a question that the sentence before asked ("I work for a
    company. May we run it?"); ``head`` is a table's header; ``listed`` are the items of the list that it opens or
    stands in, ``under`` the item that this one stands below; ``links`` are the addresses in its paragraph with the
    words that carry them, ``images`` the text and address of its images."""

    text: str
    line: int
    headings: tuple[str, ...] = ()
    kind: str = "text"
    lead: str = ""
    before: str = ""
    asker: str = ""
    head: tuple[str, ...] = ()
    linked: tuple[tuple[str, str], ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    opens: bool = False
    listed: tuple[str, ...] = ()
    under: str = ""

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(url for url, _ in self.linked)

    @property
    def heading(self) -> str:
        return self.headings[-1] if self.headings else ""

    @property
    def led(self) -> str:
        """The sentence behind what opened its list, as one."""
        return f"{self.opening} {self.text}"

    @property
    def opening(self) -> str:
        """What opened its list, without the sign at its end."""
        return self.lead.rstrip(":： .。")

    @property
    def titled(self) -> str:
        """The heading above it without its number and the signs around its words."""
        return bare(self.heading)

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(cell.strip() for cell in self.text.strip().strip("|").split("|"))


def bare(title: str) -> str:
    """A heading, or the head of a column, without its number and the signs around its words."""
    return title.strip(_AROUND)


def sentences(text: str, first_line: int = 1, fenced: "re.Pattern[str] | None" = None) -> Iterator[Sentence]:
    """The sentences of a page, in order. Code blocks under a heading that ``fenced`` finds are read as text."""
    text = seen(text)
    named = references(text)
    for block in Reader(fenced).blocks(as_rows(without_comments(text)), first_line):
        yield from _split(block, named)


def with_lists(found: Iterable[Sentence]) -> list[Sentence]:
    """Sentences that know the list that they open or stand in, by its items' first sentences."""
    told = list(found)
    start = 0
    for (is_list, *_), several in groupby(told, lambda one: (one.kind == "item", one.lead, one.headings)):
        end = start + len([*several])
        first = start
        while is_list and first and _opens(told[first - 1], told[start]):
            first -= 1
        if first < start:
            items = tuple(one.text for one in told[start:end] if not one.before)[:_MAX_ITEMS]
            told[first:end] = [replace(one, listed=items) for one in told[first:end]]
        start = end
    return told


def _opens(above: Sentence, item: Sentence) -> bool:
    """Whether a sentence opens an item's list: one of its lead, or the heading right above."""
    if above.kind in ("heading", "title"):
        return above.text == item.heading
    return bool(above.text) and above.text in item.lead


@lru_cache(maxsize=16)  # a card is heard, and then asked for teachers and offers
def page(text: str, first_line: int = 1) -> tuple[Sentence, ...]:
    """The sentences of a page in which code below a heading on the licence is text."""
    return tuple(with_lists(sentences(text, first_line, _LICENCE_HEADING)))


def sentences_of(card: Card | None) -> Iterator[Sentence]:
    """The sentences of a card's body, with the lines on which they stand in its file."""
    found = page(card.body, card.body_line) if card is not None else ()
    return islice((one for one in found if one.text), _MAX_SENTENCES)


def _split(block: Block, named: dict[str, str]) -> Iterator[Sentence]:
    raw = "\n".join(block.lines)
    if len(block.lines) == 1 and is_reference(raw):
        if title := reference_title(raw):
            yield Sentence("", block.first, block.headings, "images", images=((title, ""),))
        return
    linked, shown, text = tuple(links(raw, named)), tuple(images(raw, named)), plain(raw)
    if shown:
        yield Sentence("", block.first, block.headings, "images", images=shown, linked=linked)
    head = tuple(map(plain, block.head))
    base = Sentence("", block.first, block.headings, block.kind, plain(block.lead), head=head, linked=linked)
    base = replace(base, under=plain(block.under)) if block.under else base
    if linked and not text.strip() and _RIGHTS.search(raw):
        yield replace(base, text="License")  # a link that says by its kind alone what it is
    if block.kind in ("row", "head"):
        yield from (replace(base, text=said) for said in pieces(" ".join(text.split()), MAX_SENTENCE))
    else:
        yield from _told(text, replace(base, before=plain(block.asked), opens=block.opens))


def _told(text: str, first: Sentence) -> Iterator[Sentence]:
    """The sentences of a block's plain text, each with its line; ``first`` is the first one but for its words."""
    start, line, next_one = 0, first.line, first
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        blank = piece[: len(piece) - len(piece.lstrip())].count("\n")
        for said in pieces(" ".join(piece.replace("\x1e", " ").replace("\x1f", " ").split()), MAX_SENTENCE):
            if said:
                yield replace(next_one, text=said, line=line + blank)
                asker = next_one.before if said.endswith(QUESTION) else ""
                next_one = replace(next_one, before=said, asker=asker, opens=False)
        line += piece.count("\n")
        start = end
