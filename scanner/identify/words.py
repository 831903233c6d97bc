"""A licence text as words: what may vary without meaning is gone, every other word is there with its place.

Gone are: case, punctuation, quotes, mark-up, comment signs, list marks and copyright lines that hold nothing but
years, names and "all rights reserved". What could hide or feign a word stays, as a word of its own: struck-through
or styled mark-up, and signs that turn the direction of writing.

Where lines end decides what looks like a list mark or a copyright line, and it may vary. So both are *set aside* only:
``Words.read`` has them still, and :func:`with_set_aside` makes them words again where
that is wanted.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import accumulate

from scanner.identify.copyright import is_copyright
from scanner.knowledge.store import shipped
from scanner.model.frozen import dataclass
from scanner.text.clean import bound
from scanner.text.late import late

#: Characters read; the longest licence text known is a quarter of it. What lies behind is never called equivalent.
LIMIT = 600_000
#: And those that are shown of a difference.
_SHOWN = 400

_TAG_NAMES = (
    "p|br|hr|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|dl|dt|dd|pre|code|tt|html|head|body|title|meta|link|table|tr|td|"
    "th|tbody|thead|font|center|blockquote|section|article|main|small|address|cite|q|abbr|acronym|big|img|nav|footer"
)
#: Mark-up that says nothing. Attributes that can hide what a tag holds keep the tag, as words.
_TAGS = late(
    rf"</?(?:{_TAG_NAMES})(?=[\s/>])(?![^<>]{{0,300}}(?:style|hidden)\s*=?)[^<>]{{0,300}}/?>|<!doctype[^<>]{{0,200}}>",
    re.I,
)
#: A line of so many characters, or of as many as the longest has, had no room for one word more.
_LEAST_FULL, _FULL = 50, 70
_LINK = late(r"\]\([^()\s]{0,300}\)")
_NUMBER = r"(?:(?![vV]\.\s*\d)(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5}))"
#: List marks that begin a line: "1.", "(a)", "iv)", "2.1", "1.Definitions"; and within one: "; (ii) ", ". 2. Grant".
_MARK = late(
    rf"[\s>#*/|;%_•·\ue000-\uf8ff-]*(?:(?:\(?{_NUMBER}[.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=\s)|\d{{1,2}}\.(?=[A-Z](?!\.)))"
    r"(?:[\s*_]+|(?=[\"“(])|(?<!\b[A-Za-z]\.)(?=[A-Z](?!\.)))){1,2}(?=\S)"
)
#: A number in brackets: an amount, "thirty (30) days", unless what stands before has ended.
_BRACKETED = late(r"\(\d")
_DIGITS = late(r"\d{1,2}\.\s")
_LISTED = late(r";\s+(?:and|or)$", re.I)
_COMMENT = " \t#*/;%|>-"
_GOING_ON = r"\s{1,80}(?:and\s{1,80}|or\s{1,80})?)"
_INLINE_MARKS = (
    late(rf"([.;:]{_GOING_ON}(?:\({_NUMBER}\)|(?:\d{{1,2}}|[a-hA-H])\.(?=\s{{1,80}}[\"“A-Z]))(?=\s)"),
    late(rf"(,{_GOING_ON}\((?:[A-Za-z]|[ivxIVX]{{1,5}})\)(?=\s)"),
)
#: What stands behind a number below a line in capitals: a section's title.
_HEAD = late(r"[A-Z][a-z]+(?: [A-Za-z]+){0,4}[.:]?\s*")
_PAGE_NUMBER = late(r"[\s*#>/;%-]*(?:page\s+)?\d{1,2}(?:\s+of\s+\d{1,3})?[\s-]*", re.I)
#: The scripts of which each sign is a word.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = late(rf"([^\W_{CJK}]+|[{CJK}%$€£¥≤≥\ue000-\uf8ff\u202a-\u202e\u2066-\u2069]|~~)")
_ASCII_WORD = late(r"([a-zA-Z0-9]+|[%$]|~~)")
_RULED = late(r"~~~+")
_INVISIBLE = late("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f\x00-\x08\x0e-\x1f]")
_PRIVATE = late("[\ue000-\uf8ff]")
_SEEN = late("[^\ue000-\uf8ff]")
_SAYS = late(r"\w")
_COPY = late(r"copyright|©|\(c\)|copr\.|rights reserved", re.I)
#: Two words that are one, and two of which the second is another.
_ONE = {("http", "www"): "http", ("per", "cent"): "%"}
_HOLDERS = {("copyright", "owner"): "holder", ("copyright", "owners"): "holders"}
_JOINED = frozenset(second for _, second in (*_ONE, *_HOLDERS))


@cache
def spellings() -> dict[str, str]:
    """SPDX's equivalent words, one spelling for each."""
    return dict(shipped("spellings.yaml"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text, where each begins in ``text`` (the text that was read, in its lines), and whether that is
    all of it. ``read`` is the same text, at the same places, with the list marks and copyright lines that were set
    aside."""

    words: list[str]
    starts: list[int]
    text: str
    read: str
    whole: bool = True

    def line(self, word: int) -> int:
        """The line of a word, from 1."""
        if not self.starts:
            return 1
        return self.text.count("\n", 0, self.starts[min(word, len(self.starts) - 1)]) + 1

    def end(self, word: int) -> int:
        """Where the word ends in ``text``."""
        found = _pattern(self.text).match(self.text, self.starts[word])
        return found.end() if found else self.starts[word] + 1

    def around(self, first: int, last: int) -> str:
        """The text from one word to before another with the brackets that they stand in."""
        start, end = self.starts[first], self.end(last - 1)
        start -= self.text[start - 1 : start] in ("(", "[", "<", "{")
        end += self.text[end : end + 1] in (")", "]", ">", "}")
        return self.text[start:end]

    def column(self, place: int) -> int:
        """Where in its line a word begins."""
        start = self.starts[place]
        return start - self.text.rfind("\n", 0, start) - 1

    def shown(self, first: int, last: int) -> str:
        """The text from one word to before another, on one line, cut to ``_SHOWN`` characters."""
        if first >= last:
            return ""
        text = " ".join(
            self.text[self.starts[first] : min(self.end(last - 1), self.starts[first] + 4 * _SHOWN)].split()
        )
        return bound(text, _SHOWN)


def words_of(text: str, private: bool = False) -> Words:
    """The words of ``text``; never raises, and reads at most :data:`LIMIT` characters. ``private`` keeps the
    private-use characters that mark the places of a template."""
    read = _unmarked_up(text[:LIMIT], private)
    plain = "\n".join(_plain_lines(read, private))
    words, starts = _worded(plain)
    return Words(words=words, starts=starts, text=plain, read=read, whole=len(text) <= LIMIT)


def with_set_aside(words: Words, places: Iterable[int]) -> tuple[Words, list[int]] | None:
    """The words with the list marks and copyright lines that were set aside before those at some places, and where
    these are; None where none were."""
    every, starts, added = list(words.words), list(words.starts), list[int]()
    for place in sorted(places, reverse=True):
        a = words.starts[place - 1] if place else 0
        b = words.starts[place] if place < len(words.starts) else len(words.read)
        if words.read[a:b] != words.text[a:b]:
            more, at = _worded(words.read[a:b])
            first = 1 if place else 0
            every[place:place] = more[first:]
            starts[place:place] = [a + one for one in at[first:]]
            added += [place] * (len(more) - first)
    if not added:
        return None
    return Words(words=every, starts=starts, text=words.read, read=words.read, whole=words.whole), added[::-1]


def _worded(plain: str) -> tuple[list[str], list[int]]:
    """The words, each in one spelling, and where they begin."""
    parts = _pattern(plain).split(plain)  # what stands between the words, and they, in turns
    starts = [*accumulate(map(len, parts))][:-1:2]
    said = [*map(str.lower, parts[1::2])]
    words = [*map(spellings().get, said, said)]
    joined = [place for place, word in enumerate(words) if word in _JOINED and place]
    for place in reversed(joined):
        pair = words[place - 1], words[place]
        if pair in _ONE:
            words[place - 1 : place + 1] = [_ONE[pair]]
            del starts[place]
        elif pair in _HOLDERS:
            words[place] = _HOLDERS[pair]
    return words, starts


def _pattern(text: str) -> "re.Pattern[str]":
    """What finds a word: the same in a text of plain letters, sooner."""
    return _ASCII_WORD if text.isascii() else _WORD


def _unmarked_up(text: str, private: bool) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("©", "(c)"))
        text = _INVISIBLE.sub("", text)
        if not private:
            text = _PRIVATE.sub("", text)
        text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        from html import unescape

        text = unescape(text).replace("\xa0", " ").replace("©", "(c)")
    if "<" in text:
        text = _TAGS.sub(" ", text)
    if "](" in text:
        text = _LINK.sub("] ", text)
    if "~~~" in text:
        text = _RULED.sub("", text)
    return text


def _plain_lines(text: str, private: bool) -> list[str]:
    """Lines with blanks for list marks, page numbers and copyright lines. A number that a line of running prose happens
    to begin with stays, and so does a notice in the middle of a sentence."""
    lines: list[str] = []
    before = ""
    notice: list[str] = []
    parts = text.split("\n")
    for inline in _INLINE_MARKS:
        text = inline.sub(_blank_mark, text)
    bare_of_marks = text.split("\n")
    full = max(_LEAST_FULL, min(_FULL, max(map(len, parts))))
    for number, line in enumerate(bare_of_marks):
        bare = line.strip()
        plain = _PRIVATE.sub("", line) if private else line
        goes_on = bool(notice and bare) and _goes_on(notice, plain.strip(), full)
        if goes_on or (_speaks_of_copyright(plain) and not _in_a_sentence(before, notice) and is_copyright(plain)):
            notice = [*notice, plain.strip()] if goes_on else [plain.strip()]
            lines.append(_blank(line, private))
            continue
        if notice and _ends_a_sentence_begun(notice[-1], bare):
            lines[-1] = bare_of_marks[number - 1]
        notice = []
        mark = _MARK.match(line)
        if mark and _is_mark(line, mark, before):
            line = _blank(mark[0], private) + line[mark.end() :]
        elif number and not _SAYS.search(before) and bare and _PAGE_NUMBER.fullmatch(bare):
            line = _blank(line, private)
        before = bare
        lines.append(line)
    return lines


def _speaks_of_copyright(line: str) -> bool:
    low = line.lower()
    hinted = "ght" in low or "(c)" in low or "©" in low or "copr." in low  # sooner than the pattern, for most lines
    return hinted and bool(_COPY.search(line))


def _blank_mark(found: re.Match[str]) -> str:
    return found[1] + " " * (len(found[0]) - len(found[1]))


def _blank(part: str, private: bool) -> str:
    return _SEEN.sub(" ", part) if private else " " * len(part)


def _is_mark(line: str, mark: re.Match[str], before: str) -> bool:
    """Whether what a line begins with is a list mark, by the line before."""
    before = before.rstrip(_COMMENT) or before[-1:]
    if not before or (before.isupper() and _HEAD.fullmatch(line, mark.end())):
        return True
    if _BRACKETED.search(mark[0]):
        return before[-1] in ".;:"
    if _DIGITS.match(mark[0].lstrip()) and before.lower().endswith((" and", " or")):
        return bool(_LISTED.search(before))
    if before.endswith("("):
        return False
    if _ends_a_phrase(before):
        return True
    numbered = mark[0].lstrip(_COMMENT)[:1].isdigit() and line[mark.end()].islower()
    return "(" in mark[0] or (len(before) < _LEAST_FULL and not numbered)


def _in_a_sentence(before: str, notice: list[str]) -> bool:
    """Whether a line goes on with the sentence of the one before."""
    return len(before) >= _LEAST_FULL and not notice and not _ends_a_phrase(before.rstrip(">") or before)


def _ends_a_sentence_begun(notice: str, line: str) -> bool:
    """Whether a line goes on, in small letters, with the sentence of a line that looked like a notice."""
    return line[:1].islower() and len(notice) >= _LEAST_FULL and not notice.endswith((".", ":", ";", ")", '"', ">"))


def _goes_on(notice: list[str], line: str, full: int) -> bool:
    """Whether a line goes on with the names of a copyright notice: one that ends as a list does, or was full."""
    last = notice[-1]
    if last.endswith((",", "-", "and", "&")) or last.lower() == "copyright":
        return is_copyright(f"copyright 2000 {line}")
    return len(last) + len(line.split(" ", 1)[0]) >= full and is_copyright(" ".join((*notice[-4:], line)))


def _ends_a_phrase(line: str) -> bool:
    return line[-1] in '.;:,)]"”*_=-' or line.lower().endswith((" and", " or"))
