"""A Markdown page as sentences: what a reader sees of it, each with its line and the headings above it.

Left out: code blocks (save in a section on the licence), HTML comments, struck-through text. Bounded in lines, length
and number of sentences; every pattern runs in linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.identify.prose.folding import CJK, seen
from scanner.model.frozen import dataclass
from scanner.text.late import late
from scanner.text.markdown import FENCE, HEADING

MAX_LINES = 200_000
MAX_SENTENCE = 1_000
_MAX_LINE = 4_000
_MAX_LEAD = 240

_HTML_HEADING = late(r"\s*<h(?P<level>[1-6])[^<>]{0,200}>(?P<text>.*?)(?:</h[1-6]>\s*)?$", re.IGNORECASE)
_SUMMARY = late(
    r"\s*(?:<details\b[^<>]{0,200}>\s*)?<summary\b[^<>]{0,200}>(?P<text>[^\n]{1,300}?)</summary>\s*$", re.IGNORECASE
)
_FOLDED = "</details>"
_FOLD_LEVEL = 8
_RIGHTS = late(r"<a\b[^<>]{0,600}\brel\s{0,3}=\s{0,3}[\"']?licen[cs]e\b", re.IGNORECASE)
#: The note of a citation, and what a block of code that is a licence begins with.
_NOTE = late(r"\s*(?:note|annote|howpublished)\s{0,9}=\s{0,9}[{\"]{1,2}(?P<text>[^\n]{4,600}?)[}\"]{1,2},?\s*$", re.I)
_CLAIMS = late(
    r"\W*(?:[\w.-]+ ){0,5}(?:licen[cs]e|terms of (?:use|service)|eula|lizenz|licencia|许可协议|许可证?"
    r"|ライセンス|라이선스)(?: agreement)?(?:[ :,]*v?(?:ersion )?[\d.]*)?\W*",
    re.IGNORECASE,
)
_BOLD_LINE = late(r"\s{0,3}(?:\*\*|__)(?P<text>[^*_\n]{2,80}?):?(?:\*\*|__):?\s*$")
_UNDERLINE = late(r"\s{0,3}(?P<mark>=|-)(?:(?P=mark)){2,200}\s*$")
_ITEM = late(
    r"\s*(?:[-*+•✅❌🚫⚠]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t](?:\[[ xX]?\][ \t])?"
    r"|\s*(?:§{1,2} ?)?\d{1,2}(?:\.\d{1,2}){1,3}\.?[ \t]+(?=[A-Z])"
)
#: What a block of code is said to hold that is text, or a licence.
_LICENCES = ("license", "licence", "terms", "notice", "legal")
_TEXTS = ("", "text", "txt", "markdown", "md", "plaintext", *_LICENCES)
#: A block of code of no more lines may be a banner: the frame around its words, and what code has that it has not.
_BANNER = 8
_FRAME = late(r"[|+=*#\u2500-\u257f-]{2,400}|[|\u2500-\u257f]")
_CODE = late(
    r"[{}();$\\<>\[\]@]|\w=\w|\w = |^\s*(?:#|//|pip|python|git|hf|user|assistant|system|human|q|a)\b", re.IGNORECASE
)
#: Marks of items that say yes, no or beware.
_TELLING = "✅❌🚫⚠"
_QUOTE = late(r"\s{0,3}>[>\s]{0,6}")
_QUOTED = late(r"\s{0,3}>")
_ALERT = late(r"\s{0,3}(?:>\s{0,3}){1,4}\[!\w{2,20}\]\s{0,3}$")
_STARTS = late(r"\s*(?:>|\||\[\^[^\]\s]{1,40}\]:|[\w ]{2,30}[:：](?:\s|$))")
_RULE = late(r"\s*\|?[\s:|-]{3,400}$")
_REFERENCE = late(r"(?m)^\s{0,3}\[(?P<name>[^\]^\n][^\]\n]{0,80})\]:\s{0,4}<?(?P<url>\S{4,500})>?")
_NOT_REFERENCE = late(r"\s{0,3}\[[^\]^\n][^\]\n]{0,80}\]:\s{0,4}<?(?:https?://|\.?/|LICEN)")
_IMAGE = late(
    r"!\[(?P<alt>[^\]\n]{0,200})\](?:\((?P<url>[^()\s\[\]]{0,600})(?:\s[^()\n]{0,200})?\)|\[(?P<ref>[^\]\n]{0,80})\])"
)
_IMG = late(r"<img\b(?P<rest>[^<>]{0,900})>", re.IGNORECASE)
_ATTRIBUTE = late(r"\b(alt|src)\s{0,3}=\s{0,3}[\"']([^\"'<>]{0,600})[\"']", re.IGNORECASE)
#: What a pointer that rests on a link, a picture or a short word is shown.
_TITLED = late(
    r"\]\([^()\s]{0,600}\s+(?:\"(?P<quoted>[^\"\n]{4,400})\"|'(?P<single>[^'\n]{4,400})')\s{0,3}\)"
    r"|\b(?:title|aria-label|placeholder|label|value)\s{0,3}=\s{0,3}(?:\"(?P<double>[^\"<>]{4,400})\"|'(?P<one>[^'<>]{4,400})')"
)
_REFERENCE_TITLE = late(r"\]:\s{0,4}<?\S{1,500}?>?\s+[\"'(](?P<title>[^\"'()\n]{4,400})[\"')]\s*$")
_LINK = late(
    r"\[(?P<text>[^\[\]\n]{0,300})\](?:\((?P<url>[^()\s\[\]]{0,600})(?:\s[^()\n]{0,200})?\)|\[(?P<ref>[^\]\n]{0,80})\])"
)
_ANCHOR = late(r"<a\b[^<>]{0,300}href\s{0,3}=\s{0,3}[\"'](?P<url>[^\"'<>\s]{1,600})[\"'][^<>]{0,300}>", re.IGNORECASE)
_URL = late(
    r"(https?://[^\s<>()\[\]\"'，。；]{4,500})|(?<![\w@./:-])((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>()\[\]\"'，。；]{1,300}[\w/])"
)
_STRUCK = late(r"~~[^~\n](?:[^~]|~[^~]){0,2000}~~|<(s|del|strike)>[^<]{0,2000}</(?:s|del|strike)>", re.IGNORECASE)
_BREAK = late(
    r"</?(?:p|li|dl|dt|dd|tr|div|ul|ol|table|details|summary|section|center|blockquote)\b[^<>]{0,200}>", re.IGNORECASE
)
_LINE = late(r"<br\b[^<>]{0,40}>", re.IGNORECASE)
_CELL = late(r"</t[dh]>\s*<t[dh]\b[^<>]{0,200}>", re.IGNORECASE)
_TERM = late(r"</dt>\s*<dd\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = late(r"</?[a-zA-Z][^<>\n]{0,600}>")
_END = late(
    r"(?<=[.!?…])(?<![A-Z]\.[A-Z]\.)(?<!\b[AQ]\.)[\"'”’)\]*_]{0,3}\s+(?=[^a-zà-öø-ÿ\s]|[a-z]{1,12}[A-Z])|(?<=[。！？])[」』”）)]?|"
    rf"(?<=[!?])(?=[{CJK}])|\x1e|\x1f(?=\s*[^a-zà-öø-ÿ\s])"
)
_COMMENT_END = late("--!?>")
_QUESTIONS = ("?", "？")
#: What opens a list without a colon, by saying that something follows.
_FOLLOWED = late(
    r"\b(?:following|folgende\w*|suivante?s?|siguientes?|seguent[ei]|seguintes?)\b[^.]{0,80}\.$|следующ[^.]{0,80}\.$"
    r"|(?:次|以下|下記)の[^。]{0,60}。$|(?:下列|如下|以下)(?:目的|用途|行为|情[形况]|事项|场景)[^。]{0,60}。$|(?:다음|아래)[^.]{0,60}\.$",
    re.IGNORECASE,
)
#: What makes a sign of Markdown stand for itself; the bar of a table's cell stays hidden.
_ESCAPED = late(r"\\(?=[!-/:-@\[-`{}~])")
_MARKS = late(r"[*`]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, label or table row as a reader sees it. ``lead`` opened the list that it is an item of; ``before`` is
    the sentence before it in its paragraph, or the question that the paragraph before it asked; ``opens`` tells that it
    is the first one below its heading; ``head`` is a table's header; ``links`` are the addresses in its paragraph with
    the words that carry them, ``images`` the text and address of its images."""

    text: str
    line: int
    headings: tuple[str, ...] = ()
    kind: str = "text"
    lead: str = ""
    before: str = ""
    head: tuple[str, ...] = ()
    linked: tuple[tuple[str, str], ...] = ()
    images: tuple[tuple[str, str], ...] = ()
    opens: bool = False

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(url for url, _ in self.linked)

    @property
    def heading(self) -> str:
        return self.headings[-1] if self.headings else ""

    @property
    def led(self) -> str:
        """The sentence behind what opened its list, as one."""
        return f"{self.lead.rstrip(':： .。')} {self.text}"

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(cell.strip() for cell in self.text.strip().strip("|").split("|"))


def sentences(text: str, first_line: int = 1, fenced: "re.Pattern[str] | None" = None) -> Iterator[Sentence]:
    """The sentences of a page, in order. Code blocks under a heading that ``fenced`` finds are read as text."""
    text = seen(text)
    references = {match["name"].lower(): match["url"] for match in _REFERENCE.finditer(text)} if "]:" in text else {}
    for block in _Reader(fenced).blocks(_without_comments(text), first_line):
        yield from _split(block, references)


def _without_comments(text: str) -> str:
    """Text without what HTML comments hide; their line ends stay. One that is never closed hides nothing.

    ``<!-->`` and ``<!--->`` are whole comments, ``--!>`` ends one (CommonMark 0.31, HTML): what follows is shown.
    """
    parts, start, seek = [], 0, 0
    while (opened := text.find("<!--", seek)) >= 0 and (end := _COMMENT_END.search(text, opened + 2)):
        if text[opened - 1 : opened] == "`":  # shown as code, it hides nothing
            seek = opened + 4
            continue
        parts += [text[start:opened], "\n" * text.count("\n", opened, end.start())]
        start = seek = end.end()
    return "".join([*parts, text[start:]])


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[str, ...]
    first: int
    kind: str
    headings: tuple[str, ...]
    lead: str = ""
    head: tuple[str, ...] = ()
    asked: str = ""
    opens: bool = False


class _Reader:
    """Reads lines into paragraphs, list items, table rows and headings, keeping the headings above."""

    def __init__(self, fenced: "re.Pattern[str] | None") -> None:
        self._fenced = fenced
        self._levels: list[tuple[int, str]] = []
        self._fence: str | None = None
        self._skip = False
        self._lead = ""
        self._head: tuple[str, ...] = ()
        self._asked = ""
        self._opens = False
        self._lines: list[str] = []
        self._first = 1
        self._titles = 0
        self._ahead: list[str] = []
        self._banner = False

    def blocks(self, text: str, first_line: int) -> Iterator[_Block]:
        lines = text.split("\n")[:MAX_LINES]
        for number, line in enumerate(lines, first_line):
            self._ahead = lines[number - first_line + 1 : number - first_line + 2 + _BANNER] if "```" in line else []
            for piece in _pieces(line, _MAX_LINE):
                yield from self._line(piece, number)
        yield from self._flush()

    def _line(self, line: str, number: int) -> Iterator[_Block]:
        if self._is_fence(line):
            yield from self._flush()
            self._lead = ""
        elif "=" in line and (note := _NOTE.match(line)):
            yield from self._flush()
            yield _Block((note["text"],), number, "text", self._headings())
        elif self._fence is not None and self._skip:
            if self._banner and (said := _FRAME.sub(" ", line).strip()):
                yield _Block((said,), number, "fence", self._headings())
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
            self._skip, self._banner = not self._is_read(info), info in _TEXTS and self._is_short(match["mark"])
            return True
        if match["mark"].startswith(self._fence) and not match["info"].strip():
            self._fence = None
            return True
        return False

    def _is_read(self, info: str) -> bool:
        """Whether a block of code that begins here is read: it says that it is a licence, or its heading does."""
        if self._fenced is None or info not in _TEXTS:
            return False
        headed = self._fenced.search(self._headings()[-1] if self._levels else "")
        return info in _LICENCES or bool(headed) or any(map(_CLAIMS.fullmatch, self._ahead[:1]))

    def _is_short(self, mark: str) -> bool:
        """Whether the block of code that begins here is a few lines without a sign of code in them."""
        end = next((at for at, line in enumerate(self._ahead) if line.strip().startswith(mark)), None)
        return end is not None and not any(map(_CODE.search, self._ahead[:end]))

    def _plain(self, line: str, number: int) -> Iterator[_Block]:
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

    def _flush(self) -> Iterator[_Block]:
        lines, self._lines = tuple(self._lines), []
        if not lines:
            return
        if lines[0].count("|") >= 2 or (self._head and "|" in lines[0]):
            yield from self._row(lines)
            return
        self._head = ()
        if (item := _ITEM.match(lines[0])) and item[0].strip() not in _TELLING:
            lines = (lines[0][item.end() :], *lines[1:])
        quoted = not item and all(map(_QUOTED.match, lines))
        yield _Block(
            lines,
            self._first,
            "item" if item else "quote" if quoted else "text",
            self._headings(),
            self._lead if item or quoted else "",
            asked=self._asked,
            opens=self._opens,
        )
        whole = " ".join(" ".join(lines).split())
        self._asked = whole[-_MAX_LEAD:] if whole.rstrip(" *_").endswith(_QUESTIONS) else ""
        self._opens = False
        if not item:
            last = lines[-1].rstrip(" *_")
            opens = last.endswith((":", "：")) or _FOLLOWED.search(whole[-_MAX_LEAD:])
            self._lead = whole[-_MAX_LEAD:] if opens else ""

    def _row(self, lines: tuple[str, ...]) -> Iterator[_Block]:
        if _RULE.match(lines[0]):
            return
        cells = tuple(cell.strip() for cell in lines[0].strip().strip("|").split("|"))
        head, self._head = self._head, self._head or cells
        self._asked, self._opens = "", False
        yield _Block(lines, self._first, "row" if head else "head", self._headings(), head=head)

    def _titled(self, text: str, level: int, number: int) -> _Block:
        self._lead, self._head, self._asked, self._opens = "", (), "", True
        above = self._headings()
        plain = _plain(text)[:200]
        self._levels = [(one, name) for one, name in self._levels if one < level] + [(level, plain)]
        self._titles += 1
        return _Block((text,), number, "title" if level == 1 and self._titles == 1 else "heading", above)

    def _headings(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._levels[-6:])


def _level(title: "re.Match[str]") -> int:
    found = title.groupdict()
    return len(found["marks"]) if found.get("marks") else int(found.get("level") or 7)


def _split(block: _Block, references: dict[str, str]) -> Iterator[Sentence]:
    if _NOT_REFERENCE.match(block.lines[0]) and len(block.lines) == 1:
        if titled := _REFERENCE_TITLE.search(block.lines[0]):
            yield Sentence("", block.first, block.headings, "images", images=((" ".join(titled["title"].split()), ""),))
        return
    raw = "\n".join(block.lines)
    links = tuple(_links(raw, references))
    plain = _plain(raw)
    if images := tuple(_images(raw, references)):
        yield Sentence("", block.first, block.headings, "images", images=images, linked=links)
    base = Sentence(
        "",
        block.first,
        block.headings,
        block.kind,
        _plain(block.lead),
        head=tuple(map(_plain, block.head)),
        linked=links,
    )
    if links and not plain.strip() and _RIGHTS.search(raw):
        yield replace(base, text="License")  # a link that says by its kind alone what it is
    if block.kind in ("row", "head"):
        for said in _pieces(" ".join(plain.split()), MAX_SENTENCE):
            yield replace(base, text=said)
        return
    start, line, before, opens = 0, block.first, _plain(block.asked), block.opens
    for end in [*(match.end() for match in _END.finditer(plain)), len(plain)]:
        piece = plain[start:end]
        lead = piece[: len(piece) - len(piece.lstrip())].count("\n")
        for said in _pieces(" ".join(piece.replace("\x1e", " ").replace("\x1f", " ").split()), MAX_SENTENCE):
            if said:
                yield replace(base, text=said, line=line + lead, before=before, opens=opens)
                before, opens = said, False
        line += piece.count("\n")
        start = end


def _pieces(text: str, size: int) -> Iterator[str]:
    """A text in pieces that are not longer than ``size``, parted between words: nothing is left unread."""
    start = 0
    while len(text) - start > size:
        end = text.rfind(" ", start + size // 2, start + size)
        end = end if end > 0 else start + size
        yield text[start:end]
        start = end
    yield text[start:]


def _links(raw: str, references: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The addresses that a block links to, images apart, with the words that carry them."""
    if "](" not in raw and "][" not in raw and "/" not in raw:
        return
    bare = _IMAGE.sub("", raw)
    for match in [*_LINK.finditer(bare)][:20]:
        if url := match["url"] or references.get((match["ref"] or match["text"]).lower()):
            yield url, " ".join(_plain(match["text"]).split())
    yield from [(match["url"], "") for match in _ANCHOR.finditer(bare)][:20]
    yield from [(match[1] or f"https://{match[2]}", "") for match in _URL.finditer(_LINK.sub("", bare))][:20]


def _images(raw: str, references: dict[str, str]) -> Iterator[tuple[str, str]]:
    """``(text, address)`` of a block's images, and what is shown where a pointer rests."""
    if "![" in raw:
        for match in [*_IMAGE.finditer(raw)][:20]:
            yield match["alt"], match["url"] or references.get((match["ref"] or match["alt"]).lower(), "")
    for match in [*_IMG.finditer(raw)][:20] if "<img" in raw.lower() else ():
        found = {name.lower(): value for name, value in _ATTRIBUTE.findall(match["rest"])}
        yield found.get("alt", ""), found.get("src", "")
    for match in [*_TITLED.finditer(raw)][:20] if "](" in raw or "=" in raw else ():
        yield next(filter(None, match.groups()), ""), ""


def _plain(text: str) -> str:
    """Text without mark-up; line ends stay."""
    if "<" in text:
        text = _STRUCK.sub(" ", text)
        text = _BREAK.sub("\x1e", _LINE.sub("\x1f", _CELL.sub(" | ", _TERM.sub(": ", _IMG.sub("", text)))))
        text = _TAG.sub("", text)
    if "~~" in text:
        text = _STRUCK.sub(" ", text)
    if "[" in text:
        text = _IMAGE.sub("", text)
        text = _LINK.sub(r"\g<text>", text)
    text = _MARKS.sub("", text.replace(">", " ") if text.lstrip().startswith(">") or "\n>" in text else text)
    return _ESCAPED.sub("", text) if "\\" in text else text
