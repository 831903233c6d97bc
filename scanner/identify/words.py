"""A licence text as words: what may vary without meaning is gone, every other word is there with its place.

Gone are: case, punctuation, quotes, mark-up, comment signs, list marks and copyright lines that hold nothing but
years, names and "all rights reserved". What could hide or feign a word stays, as a word of its own: struck-through
or styled mark-up, and signs that turn the direction of writing.
"""

import re
import unicodedata

from scanner.identify.copyright import is_copyright
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
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})"
#: List marks that begin a line: "1.", "(a)", "iv)", "2.1", "1.Definitions"; and within one: "; (ii) ", ". 2. Grant".
_MARK = late(
    rf"[\s>#*/|;%_•·\ue000-\uf8ff-]*(?:(?:\(?{_NUMBER}[.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=\s)|\d{{1,2}}\.(?=[A-Z](?!\.)))"
    r"(?:[\s*_]+|(?=[\"“(]|[A-Z](?!\.)))){1,2}(?=\S)"
)
_INLINE_MARK = late(
    r"([.;:,]\s{1,80}(?:and\s{1,80}|or\s{1,80})?)"
    rf"(?:\({_NUMBER}\)|(?:\d{{1,2}}|[a-hA-H])\.(?=\s{{1,80}}[\"“A-Z]))(?=\s)"
)
#: What stands behind a number below a line in capitals: a section's title.
_HEAD = late(r"[A-Z][a-z]+(?: [A-Za-z]+){0,4}[.:]?\s*")
_PAGE_NUMBER = late(r"[\s*#>/;%-]*(?:page\s+)?\d{1,2}\s*", re.I)
#: The scripts of which each sign is a word.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = late(rf"[{CJK}]|(?:(?![{CJK}])[^\W_])+|[%$€£¥≤≥\ue000-\uf8ff]|~~|[\u202a-\u202e\u2066-\u2069]")
_ASCII_WORD = late(r"[a-zA-Z0-9]+|[%$]|~~")
_RULED = late(r"~~~+")
_INVISIBLE = late("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0f\x00-\x08\x0e-\x1f]")
_PRIVATE = late("[\ue000-\uf8ff]")
_SAYS = late(r"\w")
_COPY = late(r"copyright|©|\(c\)|copr\.|rights reserved", re.I)
#: SPDX's equivalent words, one spelling for each.
SPELLINGS = dict(
    pair.split("=")
    for pair in """licence=license licences=licenses licenced=licensed licencing=licensing licencee=licensee
    licencees=licensees licencor=licensor sublicence=sublicense sublicences=sublicenses sublicenced=sublicensed
    sublicencing=sublicensing https=http percent=% acknowledgement=acknowledgment acknowledgements=acknowledgments
    judgement=judgment favour=favor favourable=favorable favourite=favorite authorise=authorize
    authorised=authorized authorisation=authorization authorising=authorizing organisation=organization
    organisations=organizations programme=program artefact=artifact artefacts=artifacts analogue=analog
    analyse=analyze analysed=analyzed calibre=caliber cancelled=canceled catalogue=catalog categorise=categorize
    categorised=categorized centre=center centres=centers emphasised=emphasized fulfil=fulfill
    fulfils=fulfills fulfilment=fulfillment initialise=initialize labelling=labeling labelled=labeled labour=labor
    maximise=maximize maximised=maximized minimise=minimize modelled=modeled modernise=modernize offence=offense
    offences=offenses optimise=optimize optimised=optimized practise=practice realise=realize realised=realized
    recognise=recognize recognised=recognized signalling=signaling utilise=utilize utilised=utilized
    utilisation=utilization utilising=utilizing whilst=while wilful=willful wilfully=willfully unlicenced=unlicensed
    defence=defense behaviour=behavior honour=honor honours=honors colour=color summarise=summarize
    customise=customize customised=customized capitalisation=capitalization characterised=characterized
    copr=copyright""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a text, where each begins in ``text`` (the text that was read, in its lines), and whether that is
    all of it. ``marks`` are sentinels of a template, by the number of the word before which they stand."""

    words: list[str]
    starts: list[int]
    text: str
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
    whole = len(text) <= LIMIT
    lines = _plain_lines(_unmarked_up(text[:LIMIT], private), private)
    plain = "\n".join(lines)
    words: list[str] = []
    starts: list[int] = []
    spell = SPELLINGS.get
    before = ""
    for found in _pattern(plain).finditer(plain):
        raw = found[0].lower()
        word = spell(raw, raw)
        if before == "copyright" and word in ("owner", "owners"):
            word = "holder" if word == "owner" else "holders"
        elif (word == "www" and before == "http") or (word == "cent" and before == "per"):
            if word == "cent":
                words[-1] = "%"
            continue
        words.append(word)
        starts.append(found.start())
        before = word
    return Words(words=words, starts=starts, text=plain, whole=whole)


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
    """Lines without list marks, page numbers and copyright lines. A number that a line of running prose happens to
    begin with stays."""
    lines = []
    before = ""
    notice: list[str] = []
    parts = _INLINE_MARK.sub(r"\1", text).split("\n")
    full = max(_LEAST_FULL, min(_FULL, max(map(len, parts))))
    for number, line in enumerate(parts):
        bare = line.strip()
        plain = _PRIVATE.sub("", line) if private else line
        goes_on = bool(notice and bare) and _goes_on(notice, plain.strip(), full)
        if goes_on or (_COPY.search(plain) and is_copyright(plain)):
            notice = [*notice, plain.strip()] if goes_on else [plain.strip()]
            lines.append("".join(_PRIVATE.findall(line)))
            continue
        notice = []
        mark = _MARK.match(line)
        titled = mark and before.isupper() and _HEAD.fullmatch(line, mark.end())
        if mark and (len(before) < 50 or "(" in mark[0] or _ends_a_phrase(before) or titled):
            line = "".join(_PRIVATE.findall(mark[0])) + line[mark.end() :]
        elif number and not _SAYS.search(before) and bare and _PAGE_NUMBER.fullmatch(bare):
            line = ""
        before = bare
        lines.append(line)
    return lines


def _goes_on(notice: list[str], line: str, full: int) -> bool:
    """Whether a line goes on with the names of a copyright notice: one that ends as a list does, or was full."""
    last = notice[-1]
    if last.endswith((",", "-", "and", "&")) or last.lower() == "copyright":
        return is_copyright(f"copyright 2000 {line}")
    return len(last) + len(line.split(" ", 1)[0]) >= full and is_copyright(" ".join((*notice[-4:], line)))


def _ends_a_phrase(line: str) -> bool:
    return line[-1] in '.;:,)]"”*_=-' or line.lower().endswith((" and", " or"))
