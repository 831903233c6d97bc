"""Which licence a text is, by hashes of known texts: cheap, bounded, and never surer than what was read.

A text is *exact* when only white space differs from a known one, and *equivalent* when it differs in what the SPDX
matching guidelines call harmless: case, punctuation, quotes, mark-up, list marks, copyright lines, the names that
BSD and MIT texts leave open, a title before it, a few harmless words around it. One other word makes it neither.
*partial* means that a title, a pointer or a contained text names a licence, without the text being that licence.
"""

import html
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from scanner.model.license import License
from scanner.words import Match

#: Characters read; the longest licence text known is a sixth of it. What lies behind is never called equivalent.
LIMIT = 400_000
#: Words that make an anchor, and how far into a text a known one may start.
ANCHOR = 6
REACH = 600
#: The most words around a known text that may be harmless; a title with a copyright line is about this long.
AROUND = 40
#: Texts of up to this many words may be pointers ("Licensed under Apache 2.0, see ...").
POINTER = 150
TITLE_LINES = 40

_TAGS = re.compile(
    r"</?(?:p|br|hr|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|dl|dt|dd|pre|code|html|head|body|title|meta|table|tr|td|th|tbody|font|center|blockquote|section|article)\b[^<>\n]{0,300}>"
)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_FRONT_MATTER = re.compile(r"\A\s*---\n(?=[^\0]{0,2000}^spdx-id:)[^\0]{0,8000}?\n---\n", re.M)
_LINK = re.compile(r"\]\([^()\s]{0,300}\)")
_YEAR = r"(?:(?:19|20)\d\d\b|yyyy|<years?>|\[years?\]|\{years?\})"
_COPYRIGHT = re.compile(r"^[^\w\n©(<\[]*(?:(?:portions|parts) )?(?:copyrights?\b|copr\.|©|\(c\))[^\n]{0,300}$", re.M)
_RESERVED = re.compile(r"(?:^|(?<=[.,;]))\W*\ball rights reserved\b\W*$", re.M)
_ENUM = r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})[.)]"
_LIST_MARK = re.compile(
    rf"(?:\A|(?<=[.;:,)\]\"”’'>*_=-])|(?<=\band)|(?<=\bor)|\n[ \t>#*/|;%]{{0,40}}\n)[\s>#*/|;%_-]{{0,200}}(?:{_ENUM}|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?=[\s*_]|(?<=[.)])[a-z\"“])"
)
_WORD = re.compile(r"[^\W_]+|[%$€£¥≤≥]")
_TITLE_WORD = re.compile(r"[^\W_]+(?:\.\d+)*\+*")
#: Spellings that mean one word, on folded text.
_SPELLINGS = {
    "licence": "license", "licences": "licenses", "licenced": "licensed", "licencing": "licensing", "licencee": "licensee",
    "sublicence": "sublicense", "sub license": "sublicense", "sub licence": "sublicense", "noncommercial": "non commercial",
    "https": "http", "copyright owner": "copyright holder", "copyright owners": "copyright holders", "per cent": "%", "percent": "%",
    "acknowledgement": "acknowledgment", "judgement": "judgment", "authorisation": "authorization", "authorised": "authorized",
    "organisation": "organization", "organisations": "organizations", "favour": "favor", "programme": "program",
    "copyright copyright": "copyright", "noninfringement": "non infringement", "artefact": "artifact", "artefacts": "artifacts",
}  # fmt: skip
_SPELLING = re.compile(r"\b(?:" + "|".join(sorted(_SPELLINGS, key=len, reverse=True)) + r")(?!\S)")
#: Where texts name their own holder. Twenty words at most stand for the name.
_NAMES = (
    (re.compile(r"\bneither the names? of (?:\S+ ){1,20}?nor (?:the )?names? of (?:(?:its|their|any|the|other) )*contributors"), "neither the name of X nor the names of contributors"),
    (re.compile(r"\b(software|work) is provided by (?:\S+ ){1,20}?as is\b"), r"\1 is provided by X as is"),
    (re.compile(r"\bin no event (?:shall|will) (?:\S+ ){1,20}?be (?:held )?liable\b"), "in no event shall X be liable"),
    (re.compile(r"\band (?:the )?(?:\S+ ){1,6}?disclaims? all warranties\b"), "and X disclaims all warranties"),
)  # fmt: skip
#: Words that take a preamble or a tail out of the harmless: they could limit, add to or split the grant.
_HEAVY = frozenset(
    """no not non nc nd only solely except exception exceptions unless without restrict restricted restricts restriction restrictions prohibit
    prohibited prohibits forbid forbidden must may shall should cannot can condition conditions additional addition additionally also further
    modified modification modifications amended amendment addendum rider clause clauses commons provided subject military academic evaluation
    personal require required requires requirement limited limit limits limitation exclude excluded excluding exclusive other others portions
    parts part separate separately different differ dual either both commercial commercially noncommercial research researchers educational education internal
    revenue million billion users threshold harm ethical permission permitted permit obtain fee pay paid royalty purpose purposes use used uses
    usage using policy prior written consent contact however but instead if when where terminate terminated void revoked supersede supersedes
    replace replaces replaced following conflict waiver waived territory countries eu china proprietary confidential evaluate trial
    third party weights code data dataset datasets files file""".split()
) - {"dataset", "datasets", "file", "files", "using", "following"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """``id`` for exact and equivalent texts; ``nearest`` for partial ones. ``similarity``: the share of the text's words known."""

    id: str | None = None
    match: Match = "unknown"
    similarity: float | None = None
    nearest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextIndex:
    """What :func:`identify` knows: hashes, anchors (checksum → words, hash, id), titles by first word, names and pages."""

    exact: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    titles: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def build_index(licenses: Iterable[License]) -> TextIndex:
    """The index over some licences. Where two claim the same title or name, the first by id has it."""
    index = TextIndex()
    for known in sorted(licenses, key=lambda one: one.id.lower()):
        for text in known.texts:
            if text.form == "exact":
                index.exact.setdefault(text.sha256, known.id)
            else:
                index.anchors.setdefault(text.anchor, []).append((text.words, text.sha256, known.id))
        for title in map(fold_title, known.titles):
            index.titles.setdefault(title.split(" ", 1)[0], []).append((title, known.id))
        if known.fixes_terms:
            for name in (known.id, known.hub_key or known.id, *known.aliases):
                index.names.setdefault(fold_title(name), known.id)
            if known.url and known.source and known.spdx:
                index.pages.setdefault(_page(known.url), known.id)
    for group in (*index.anchors.values(), *index.titles.values()):
        group.sort(key=lambda entry: (-(entry[0] if isinstance(entry[0], int) else len(entry[0])), entry[-1]))
    return index


def fold_exact(text: str) -> str:
    """The text with its white space evened out."""
    return " ".join(text.lstrip("\ufeff").split())


def digest(folded: str) -> str:
    return sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def anchor(words: list[str]) -> str:
    """A checksum of the first words, to look a text up by."""
    return f"{zlib.crc32(' '.join(words[:ANCHOR]).encode('utf-8', 'surrogatepass')):08x}"


def fold_title(line: str) -> str:
    """A title line in lower case without punctuation; version numbers stay whole (``llama 3.1``)."""
    return " ".join(_TITLE_WORD.findall(unicodedata.normalize("NFKC", line).lower()))


def fold_equivalent(text: str) -> str:
    """The words that matter, in lower case, one space between them (see the module's first lines)."""
    text = unicodedata.normalize("NFKC", text[:LIMIT]).lower().replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = html.unescape(text)
    text = _LINK.sub("]", _TAGS.sub(" ", _COMMENT.sub(" ", _FRONT_MATTER.sub("", text))))
    text = _RESERVED.sub("", _COPYRIGHT.sub(_keep_terms, text))
    text = _LIST_MARK.sub(" \n\n ", text).replace("(c)", " copyright ").replace("©", " copyright ")
    folded = " ".join(_WORD.findall(text))
    folded = _SPELLING.sub(lambda found: _SPELLINGS[found[0]], folded)
    for pattern, plain in _NAMES:
        folded = pattern.sub(plain, folded)
    return folded


def _keep_terms(found: re.Match[str]) -> str:
    """A copyright line goes; a line that only begins like one, or also says something about use, stays."""
    line = found[0]
    words = _WORD.findall(line)
    dated = re.search(_YEAR, line) is not None
    signed = "©" in line or "(c)" in line
    if dated and not _PROSE.intersection(words) and len(words) <= 30:
        return ""
    if "copyright" in words[:2] and not _PROSE.intersection(words) and not _HOLDER.intersection(words) and len(words) <= (20 if signed else 8):
        return ""
    return line


_PROSE = (_HEAVY | frozenset("license licence licensed notice notices law laws statement permission under above this grant granted distribute".split())) - frozenset(
    "other others no non research educational education internal third party all rights data code users limited parts eu china".split()
)
_HOLDER = frozenset("holder holders owner owners and or in to is are interest interests protection treaty similar on".split())


def identify(text: str, index: TextIndex) -> TextMatch:
    """What ``text`` is. Never raises; the work is bounded by :data:`LIMIT`."""
    whole = len(text) <= LIMIT
    if whole and (known := index.exact.get(digest(fold_exact(text)))):
        return TextMatch(id=known, match="exact", similarity=1.0)
    words = fold_equivalent(text).split()
    hit = next(_contained(words, index), None)
    if hit is None:
        return _named(text, words, index)
    known, start, end = hit
    similarity = round((end - start) / len(words), 4)
    before, after = words[:start], words[end:]
    if whole and _harmless(before, known, index) and _harmless(after, known, index):
        return TextMatch(id=known, match="equivalent", similarity=similarity)
    return TextMatch(match="partial", similarity=similarity, nearest=known)


def _contained(words: list[str], index: TextIndex) -> Iterator[tuple[str, int, int]]:
    """The known texts that stand in ``words`` whole: id, start, end; the first and longest first."""
    for start in range(min(len(words) - ANCHOR + 1, REACH)):
        for length, known_hash, known in index.anchors.get(anchor(words[start : start + ANCHOR]), ()):
            if start + length <= len(words) and digest(" ".join(words[start : start + length])) == known_hash:
                yield known, start, start + length


def _harmless(words: list[str], known: str, index: TextIndex) -> bool:
    """Whether some words around a known text change nothing: few, none that could limit, no other licence's title."""
    if len(words) > AROUND or _HEAVY.intersection(words):
        return False
    return all(other == known for _, other in _titles_in(" ".join(words), index))


def _named(text: str, words: list[str], index: TextIndex) -> TextMatch:
    nearest = _title(text[:20_000], index)
    if nearest is None and len(words) <= POINTER:
        nearest = _pointer(text[:20_000], index)
    return TextMatch(match="partial", nearest=nearest) if nearest else TextMatch()


def _title(head: str, index: TextIndex) -> str | None:
    """The licence whose title begins one of the first lines (a title may run over three)."""
    lines = [line[:300] for line in head.splitlines() if line.strip()][:TITLE_LINES]
    for number in range(len(lines)):
        folded = fold_title(" ".join(lines[number : number + 3]))
        for title, known in index.titles.get(folded.split(" ", 1)[0], ()):
            if folded == title or folded.startswith(title + " "):
                return known
    return None


def _titles_in(folded: str, index: TextIndex) -> list[tuple[int, str]]:
    """Titles anywhere in folded words: where and whose, in order; of those at one place only the longest."""
    found: list[tuple[int, str]] = []
    for place in re.finditer(r"\S+", folded):
        for title, known in index.titles.get(place[0], ()):
            if folded.startswith(title, place.start()) and folded[place.start() + len(title) :][:1] in ("", " "):
                found.append((place.start(), known))
                break
    return found


def _pointer(text: str, index: TextIndex) -> str | None:
    """The licence that a short text points at: by its whole text (``MIT``), by a title in it, or by a page."""
    folded = fold_title(text)
    if whole := index.names.get(folded):
        return whole
    titles = _titles_in(folded, index)
    if titles:
        return titles[0][1]
    return next((known for url in re.findall(r"https?://[^\s<>()\"']{1,200}", text)[:20] if (known := _by_page(url, index))), None)


def _page(url: str) -> str:
    bare = re.sub(r"^https?://(?:www\.)?", "", url.lower()).rstrip("/.,;")
    return re.sub(r"\.(?:html?|txt|php)$|/(?:legalcode|deed)(?:\.[a-z-]+)?$", "", bare)


def _by_page(url: str, index: TextIndex) -> str | None:
    page = _page(url)
    if found := re.fullmatch(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)(/igo)?", page):
        kind = "cc0" if found[2] == "zero" else "cc-pdm" if found[2] == "mark" else f"cc-{found[2]}"
        return index.names.get(fold_title(f"{kind}-{found[3]}{'-igo' if found[4] else ''}"))
    if found := re.fullmatch(r"(?:opensource|spdx)\.org/licenses?/([\w.+-]+)|(?:apache|gnu)\.org/licenses/((?:license-|a?l?gpl-)[\w.]+)", page):
        return index.names.get(fold_title((found[1] or found[2]).replace("license-", "apache-")))
    return index.pages.get(page)
