"""A Markdown page as blocks: paragraphs, items, table rows and headings, each with the headings above it.

Left out: code blocks, save in a section on the licence. Bounded in lines; every pattern runs in linear time.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from scanner.identify.prose.markup import plain
from scanner.knowledge.patterns import listed, recorded
from scanner.knowledge.store import shipped
from scanner.model.frozen import dataclass
from scanner.text.late import late
from scanner.text.markdown import FENCE, HEADING

MAX_LINES = 200_000
_MAX_LINE = 4_000
_MAX_LEAD = 240
#: An item of no more signs that ends with a colon opens a list of its own.
_MAX_LABEL = 60
_HTML_HEADING = late(r"\s*<h(?P<level>[1-6])[^<>]{0,200}>(?P<text>.*?)(?:</h[1-6]>\s*)?$", re.IGNORECASE)
_SUMMARY = late(
    r"\s*(?:<details\b[^<>]{0,200}>\s*)?<summary\b[^<>]{0,200}>(?P<text>[^\n]{1,300}?)</summary>\s*$", re.IGNORECASE
)
_FOLDED = "</details>"
_FOLD_LEVEL = 8
#: The note of a citation.
_NOTE = late(r"\s*(?:note|annote|howpublished)\s{0,9}=\s{0,9}[{\"]{1,2}(?P<text>[^\n]{4,600}?)[}\"]{1,2},?\s*$", re.I)
_CLAIMS = recorded("banner-of-a-licence")
_BOLD_LINE = late(r"\s{0,3}(?:\*\*|__)(?P<text>[^*_\n]{2,80}?):?(?:\*\*|__):?\s*$")
_UNDERLINE = late(r"\s{0,3}(?P<mark>=|-)(?:(?P=mark)){2,200}\s*$")
_ITEM = late(
    r"\s*(?:[-*+•✅❌🚫⚠]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t](?:\[[ xX]?\][ \t])?"
    r"|\s*(?:§{1,2} ?)?\d{1,2}(?:\.\d{1,2}){1,3}\.?[ \t]+(?=[A-Z])"
)
#: A block of code of no more lines may be a banner: the frame around its words, and what code has that it has not.
_BANNER = 8
_FRAME = late(r"[|+=*#\u2500-\u257f-]{2,400}|[|\u2500-\u257f]")
_CODE = late(
    r"[{}();$\\<>\[\]@]|\w=\w|\w = |^\s*(?:#|//|pip|python|git|hf|user|assistant|system|human|q|a)\b", re.IGNORECASE
)
#: Marks of items that say yes, no or beware.
_TELLING = "✅❌🚫⚠"
#: A box of an item that is not ticked, as it is written and as it is told.
_UNTICKED, _OPEN = ("[ ]", "[]"), "\u2610 "
_QUOTE = late(r"\s{0,3}>[>\s]{0,6}")
_QUOTED = late(r"\s{0,3}>")
_ALERT = late(r"\s{0,3}(?:>\s{0,3}){1,4}\[!\w{2,20}\]\s{0,3}$")
_STARTS = late(r"\s*(?:>|\||\[\^[^\]\s]{1,40}\]:|[\w ]{2,30}[:：](?:\s|$))")
_RULE = late(r"\s*\|?[\s:|-]{3,400}$")
#: What a question ends with.
QUESTION = ("?", "？")


@dataclass(frozen=True, slots=True)
class Block:
    lines: tuple[str, ...]
    first: int
    kind: str
    headings: tuple[str, ...]
    lead: str = ""
    head: tuple[str, ...] = ()
    asked: str = ""
    opens: bool = False
    under: str = ""


@lru_cache(maxsize=1)
def _followed() -> "re.Pattern[str]":
    """What opens a list without a colon."""
    return late("|".join(shipped("prose/words/grammar.yaml")["followed"]), re.IGNORECASE)


def _is_text(info: str) -> bool:
    """Whether a block of code is said to hold text, or a licence."""
    return info in listed("text-fences") or info in listed("licence-fences")


class Reader:
    """Reads lines into paragraphs, list items, table rows and headings, keeping the headings above."""

    def __init__(self, fenced: "re.Pattern[str] | None") -> None:
        self._fenced = fenced
        self._levels: list[tuple[int, str]] = []
        self._fence: str | None = None
        self._skip = False
        self._lead = ""
        #: How far those below an item that opens a list are set in (as long as that is not told, what it is itself,
        #: below zero), and that item.
        self._under = (0, "")
        #: The items that others may stand below, each with how far it is set in.
        self._above: list[tuple[int, str]] = []
        self._head: tuple[str, ...] = ()
        self._asked = ""
        self._opens = False
        self._lines: list[str] = []
        self._first = 1
        self._titles = 0
        self._ahead: list[str] = []
        self._banner = False

    def blocks(self, text: str, first_line: int) -> Iterator[Block]:
        lines = text.split("\n")[:MAX_LINES]
        for number, line in enumerate(lines, first_line):
            self._ahead = lines[number - first_line + 1 : number - first_line + 2 + _BANNER] if "```" in line else []
            for piece in pieces(line, _MAX_LINE):
                yield from self._line(piece, number)
        yield from self._flush()

    def _line(self, line: str, number: int) -> Iterator[Block]:
        if self._is_fence(line):
            yield from self._flush()
            self._lead = ""
        elif "=" in line and (note := _NOTE.match(line)):
            yield from self._flush()
            yield Block((note["text"],), number, "text", self._headings())
        elif self._fence is not None and self._skip:
            if self._banner and (said := _FRAME.sub(" ", line).strip()):
                yield Block((said,), number, "fence", self._headings())
        elif (
            title := HEADING.match(line)
            or _HTML_HEADING.match(line)
            or (_SUMMARY.match(line) if "<" in line else None)
            or (None if self._lines else _BOLD_LINE.match(line))
        ):
            yield from self._flush()
            yield self._titled(title["text"], _FOLD_LEVEL if "<summary" in line.lower() else _level(title), number)
        elif line.strip().lower() == _FOLDED:
            yield from self._flush()
            self._levels = [one for one in self._levels if one[0] < _FOLD_LEVEL]
        elif len(self._lines) == 1 and (mark := _UNDERLINE.match(line)) and "|" not in self._lines[0]:
            title_line, self._lines = self._lines[0], []
            yield self._titled(title_line, 1 if mark["mark"] == "=" else 2, number - 1)
        else:
            yield from self._plain(line, number)

    def _is_fence(self, line: str) -> bool:
        match = FENCE.match(line) if "```" in line or "~~~" in line else None
        if match is None:
            return False
        if self._fence is None:
            self._fence = match["mark"]
            info = match["info"].strip().lower()
            self._skip, self._banner = not self._is_read(info), _is_text(info) and self._is_short(match["mark"])
            return True
        if match["mark"].startswith(self._fence) and not match["info"].strip():
            self._fence = None
            return True
        return False

    def _is_read(self, info: str) -> bool:
        """Whether a block of code that begins here is read: it says that it is a licence, or its heading does."""
        if self._fenced is None or not _is_text(info):
            return False
        headed = self._fenced.search(self._headings()[-1] if self._levels else "")
        return info in listed("licence-fences") or bool(headed) or any(map(_CLAIMS.fullmatch, self._ahead[:1]))

    def _is_short(self, mark: str) -> bool:
        """Whether the block of code that begins here is a few lines without a sign of code in them."""
        end = next((at for at, line in enumerate(self._ahead) if line.strip().startswith(mark)), None)
        return end is not None and not any(map(_CODE.search, self._ahead[:end]))

    def _plain(self, line: str, number: int) -> Iterator[Block]:
        if not line.strip(" \t>") or _ALERT.match(line):
            yield from self._flush()
            return
        if self._lines and (self._begins(line) or "|" in self._lines[0][:3]):
            yield from self._flush()
        self._first = self._first if self._lines else number
        self._lines.append(line)

    def _begins(self, line: str) -> bool:
        """Whether a line begins a block of its own; behind a line of a quotation, another one goes on with it."""
        quote, above = _QUOTE.match(line), _QUOTE.match(self._lines[-1])
        if quote and above:
            line, before = line[quote.end() :], self._lines[-1][above.end() :]
            if any(_BOLD_LINE.match(one) or HEADING.match(one) for one in (line, before)):
                return True
        return bool(_ITEM.match(line) or _STARTS.match(line))

    def _flush(self) -> Iterator[Block]:
        lines, self._lines = tuple(self._lines), []
        if not lines:
            return
        if lines[0].count("|") >= 2 or (self._head and "|" in lines[0]):
            yield from self._row(lines)
            return
        self._head = ()
        if (item := _ITEM.match(lines[0])) and item[0].strip() not in _TELLING:
            box = _OPEN if item[0].rstrip().endswith(_UNTICKED) else ""
            lines = (f"{box}{lines[0][item.end() :]}", *lines[1:])
        quoted = not item and all(map(_QUOTED.match, lines))
        yield Block(
            lines,
            self._first,
            "item" if item else "quote" if quoted else "text",
            self._headings(),
            self._led(lines, item) if item or quoted else "",
            asked=self._asked,
            opens=self._opens,
            under=self._below(lines, item) if item else "",
        )
        whole = " ".join(" ".join(lines).split())
        self._asked = whole[-_MAX_LEAD:] if whole.rstrip(" *_").endswith(QUESTION) else ""
        self._opens = False
        if not item:
            last = lines[-1].rstrip(" *_")
            opens = last.endswith((":", "：")) or _followed().search(whole[-_MAX_LEAD:])
            self._lead = whole[-_MAX_LEAD:] if opens else ""
            self._under = 0, ""
            self._above = []

    def _led(self, lines: tuple[str, ...], item: "re.Match[str] | None") -> str:
        """What opened the list of an item: the sentence above it, and behind that the item that it stands below."""
        at = len(item[0]) - len(item[0].lstrip()) if item else 0
        members, opener = self._under
        if at < abs(members) or not item:
            opener = ""
        self._under = (at if members <= 0 else members), opener
        label = " ".join(lines).strip()
        if item and len(label) <= _MAX_LABEL and label.rstrip(" *_").endswith((":", "：")):
            self._under = -at, label
            opener = opener if at > members > 0 else ""
        return f"{self._lead} {opener}".strip()[-_MAX_LEAD:]

    def _below(self, lines: tuple[str, ...], item: "re.Match[str]") -> str:
        """The item that another stands below, which may have others below itself."""
        at = len(item[0]) - len(item[0].lstrip())
        above = [one for one in self._above if one[0] < at]
        self._above = [*above, (at, lines[0].strip()[:_MAX_LEAD])]
        return above[-1][1] if above else ""

    def _row(self, lines: tuple[str, ...]) -> Iterator[Block]:
        cells = tuple(cell.strip() for cell in lines[0].strip().strip("|").split("|"))
        if _RULE.match(lines[0]):
            self._head = self._head or (() if "-" in lines[0] else cells)  # a head without words is one
            return
        head, self._head = self._head, self._head or cells
        self._asked, self._opens = "", False
        yield Block(lines, self._first, "row" if head else "head", self._headings(), head=head)

    def _titled(self, text: str, level: int, number: int) -> Block:
        self._lead, self._under, self._head, self._asked, self._opens = "", (0, ""), (), "", True
        self._above = []
        above = self._headings()
        name = plain(text)[:200]
        self._levels = [one for one in self._levels if one[0] < level] + [(level, name)]
        self._titles += 1
        return Block((text,), number, "title" if level == 1 and self._titles == 1 else "heading", above)

    def _headings(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._levels[-6:])


def _level(title: "re.Match[str]") -> int:
    found = title.groupdict()
    return len(found["marks"]) if found.get("marks") else int(found.get("level") or 7)


def pieces(text: str, size: int) -> Iterator[str]:
    """A text in pieces that are not longer than ``size``, parted between words: nothing is left unread."""
    start = 0
    while len(text) - start > size:
        end = text.rfind(" ", start + size // 2, start + size)
        end = end if end > 0 else start + size
        yield text[start:end]
        start = end
    yield text[start:]
