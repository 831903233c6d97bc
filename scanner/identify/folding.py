"""Licence texts without what the SPDX matching guidelines call harmless, so that a hash can compare them.

Gone are: case, punctuation, quotes, mark-up, comment signs, list marks, page numbers, copyright lines that say nothing
about use, spelling variants, and the names of holders where BSD and MIT texts leave them open.
"""

import html
import re
import unicodedata
import zlib
from hashlib import sha256

#: Characters read; the longest licence text known is a sixth of it. What lies behind is never called equivalent.
LIMIT = 400_000
#: Words that make an anchor.
ANCHOR = 6

_TAG_NAMES = (
    "p|br|hr|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|dl|dt|dd|pre|code|html|head|body|title|meta|table|tr|td|th|tbody|"
    "font|center|blockquote|section|article"
)
_TAGS = re.compile(rf"</?(?:{_TAG_NAMES})\b[^<>\n]{{0,300}}>", re.I)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_FRONT_MATTER = re.compile(r"\A\s*---\n(?=[^\0]{0,2000}^spdx-id:)[^\0]{0,8000}?\n---\n", re.M)
_LINK = re.compile(r"\]\([^()\s]{0,300}\)")
_YEAR = re.compile(r"(?:19|20)\d\d\b|yyyy|<years?>|\[years?\]|\{years?\}")
_COPYRIGHT = re.compile(r"^[^\w\n©(<\[]*(?:(?:portions|parts) )?(?:copyrights?\b|copr\.|©|\(c\))[^\n]{0,300}$", re.M)
_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})"
#: List marks that begin a line: "1.", "(a)", "iv)", "2.1", "1.Definitions"; and within one: "; (ii) ", ". 2. Grant".
_MARK = re.compile(
    rf"[\s>#*/|;%_•·-]*(?:(?:\(?{_NUMBER}[.)]|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=\s)|\d{{1,2}}\.(?=[A-Z]))"
    r"(?:[\s*_]+|(?=[\"“(A-Z]))){1,2}(?=\S)"
)
_INLINE_MARK = re.compile(
    r"([.;:,]\s{1,80}(?:and\s{1,80}|or\s{1,80})?)"
    rf"(?:\({_NUMBER}\)|\d{{1,2}}\.(?=\s{{1,80}}[\"“A-Z]))(?=\s)"
)
_BROKEN = re.compile(r"(?<=[a-zA-Z])-\n[ \t]*(?=[a-z])")
_YEARS = re.compile(r"(?<=copyright )(?:(?:19|20)\d\d )+")
_PAGE_NUMBER = re.compile(r"\d{1,2}")
_WORD = re.compile(r"[^\W_]+|[%$€£¥≤≥]")
_TITLE_WORD = re.compile(r"[^\W_]+(?:\.\d+)*\+*")
#: Spellings that mean one word; single words first, then pairs.
_SPELLINGS = dict(
    pair.split("=")
    for pair in """licence=license licences=licenses licenced=licensed licencing=licensing licencee=licensee
    sublicence=sublicense https=http percent=% acknowledgement=acknowledgment judgement=judgment favour=favor
    authorisation=authorization authorised=authorized organisation=organization organisations=organizations
    programme=program artefact=artifact artefacts=artifacts""".split()
) | {"noncommercial": "non commercial", "noninfringement": "non infringement"}
_PAIRS = (
    ("sub license", "sublicense"),
    ("copyright owner", "copyright holder"),
    ("copyright owners", "copyright holders"),
    ("per cent", "%"),
    ("http www", "http"),
    ("copyright copyright", "copyright"),
    ("all rights reserved", ""),
    ("modify and or distribute", "modify and distribute"),
    ("permission notice including the next paragraph", "permission notice"),
)
#: Where texts name their own holder: a phrase that must be there, how it runs (twenty words at most), its stand-in.
_NAMES = (
    (
        "may be used to endorse",
        re.compile(r"neither (?:the )?(?:names? of )?(?:\S+ ){1,30}?may be used to endorse"),
        "neither X may be used to endorse",
    ),
    (
        "may not be used to endorse",
        re.compile(r"the names? (?:of )?(?:\S+ ){1,12}?may not be used to endorse"),
        "neither X may be used to endorse",
    ),
    (
        "is provided by",
        re.compile(r"(?:software|work) is provided by (?:\S+ ){1,20}?as is\b"),
        "software is provided by X as is",
    ),
    (
        "in no event",
        re.compile(r"in no event (?:shall|will) (?:\S+ ){1,20}?be (?:held )?liable\b"),
        "in no event shall X be liable",
    ),
    (
        " disclaim",
        re.compile(r"\band (?:the )?(?:\S+ ){1,6}?disclaims? all warranties\b"),
        "and X disclaims all warranties",
    ),
)
#: Words that no holder's name has.
_NO_NAME = frozenset("not non only commercial noncommercial military solely except unless commercially".split())
#: Words that take a preamble, a tail or a copyright line out of the harmless: they could limit, add to, or split it.
HEAVY = frozenset(
    """no not non nc nd only solely except exception exceptions unless without restrict restricted restricts
    restriction restrictions prohibit prohibited prohibits forbid forbidden must may shall should cannot can
    condition conditions additional addition additionally also further modified modification modifications
    amended amendment addendum rider clause clauses commons provided subject military academic evaluation
    personal require required requires requirement limited limit limits limitation exclude excluded excluding
    exclusive other others portions parts part separate separately different differ dual either both commercial
    commercially noncommercial research researchers educational education internal revenue million billion users
    threshold harm ethical permission permitted permit obtain fee pay paid royalty purpose purposes use used
    uses usage policy prior written consent contact however but instead if when where terminate terminated void
    revoked supersede supersedes replace replaces replaced conflict waiver waived territory countries eu china
    proprietary confidential evaluate trial third party weights data profit nonprofit students individuals
    humans exempt exempted forfeit""".split()
)
#: On a copyright line: words of use and of law, less those that names of holders have.
_PROSE = (
    HEAVY
    | frozenset(
        "license licence licensed notice notices law laws statement under above this grant granted distribute".split()
    )
) - frozenset(
    "other others no non research educational education internal third party data users limited parts eu china".split()
)
#: What a line of running prose that begins with "copyright" says, and a holder's name does not.
_LAW = frozenset("holder holders owner owners or is are interest interests protection treaty similar related".split())
_JOINING = frozenset("and to in on law".split())


def fold_exact(text: str) -> str:
    """The text with its white space evened out."""
    return " ".join(text.lstrip("\ufeff").split())


def fold_title(line: str) -> str:
    """A title line in lower case without punctuation; version numbers stay whole (``llama 3.1``)."""
    words = _TITLE_WORD.findall(unicodedata.normalize("NFKC", line).lower())
    return " ".join([_SPELLINGS.get(word, word) for word in words])


def fold_words(name: str) -> str:
    """A name as it stands among folded words (``gpl-3.0`` → ``gpl 3 0``)."""
    return " ".join(_WORD.findall(name.lower()))


def fold_equivalent(text: str) -> str:
    """The words that matter, in lower case, one space between them. Reads :data:`LIMIT` characters."""
    text = unicodedata.normalize("NFKC", text[:LIMIT]).replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = html.unescape(text)
    text = _LINK.sub("]", _TAGS.sub(" ", _COMMENT.sub(" ", _FRONT_MATTER.sub("", text))))
    text = _INLINE_MARK.sub(r"\1", _without_marks(text)).lower()
    text = _COPYRIGHT.sub(_keep_terms, text).replace("(c)", " copyright ").replace("©", " copyright ")
    folded = f" {' '.join([_SPELLINGS.get(word, word) for word in _WORD.findall(text)])} "
    for pair, plain in _PAIRS:
        folded = folded.replace(f" {pair} ", f" {plain} " if plain else " ")
    return _without_names(_YEARS.sub("", folded)).strip()


def unbroken(text: str) -> str:
    """The text with words joined again that a hyphen broke at a line's end."""
    return _BROKEN.sub("", text[:LIMIT])


def digest(folded: str) -> str:
    return sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def anchor(words: list[str]) -> str:
    """A checksum of the first words, to look a text up by."""
    return f"{zlib.crc32(' '.join(words[:ANCHOR]).encode('utf-8', 'surrogatepass')):08x}"


def _without_marks(text: str) -> str:
    """Lines without list marks and page numbers. A number that a line of running prose happens to begin with stays."""
    lines = []
    before = ""
    for line in text.split("\n"):
        mark = _MARK.match(line)
        if mark and (len(before) < 50 or "(" in mark[0] or _ends_a_phrase(before)):
            line = line[mark.end() :]
        blank, before = not before, line.strip()
        if not (blank and _PAGE_NUMBER.fullmatch(before)):
            lines.append(line)
    return "\n".join(lines)


def _ends_a_phrase(line: str) -> bool:
    return line[-1] in '.;:,)]"”*_=-' or line.endswith((" and", " or"))


def _keep_terms(found: re.Match[str]) -> str:
    """A copyright line goes; a line that only begins like one, or also says something about use, stays."""
    line = found[0]
    words = _WORD.findall(line)
    if _PROSE.intersection(words):
        return line
    if _YEAR.search(line) and len(words) <= 30:
        return ""
    most = 20 if "©" in line or "(c)" in line else 14
    bare = words[0] == "copyright" and not _LAW.intersection(words) and not _JOINING.intersection(words[1:2])
    return "" if bare and len(words) <= most else line


def _without_names(folded: str) -> str:
    for phrase, pattern, stand_in in _NAMES:
        if phrase in folded:
            folded = pattern.sub(lambda found, name=stand_in: _stand_in(found[0], name), folded)  # type: ignore[misc]
    return folded


def _stand_in(words: str, stand_in: str) -> str:
    """What goes where a name stood; nothing changes when the words could be more than a name."""
    return words if _NO_NAME.intersection(words.replace("may not be", "").split()) else stand_in
