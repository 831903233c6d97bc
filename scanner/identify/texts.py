"""Which licence a text is, by hashes of known texts: cheap, bounded, and never surer than what was read.

A text is *exact* when only white space differs from a known one, and *equivalent* when it differs in what the SPDX
matching guidelines call harmless: case, punctuation, quotes, mark-up, list marks, copyright lines, the names that
BSD and MIT texts leave open, a title before it, a few harmless words around it. One other word makes it neither.
*partial* means that a title, a pointer or a contained text names a licence, without the text being that licence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from scanner.identify.folding import (
    ANCHOR,
    HEAVY,
    LIMIT,
    anchor,
    digest,
    fold_equivalent,
    fold_exact,
    fold_title,
    fold_words,
    unbroken,
)
from scanner.knowledge.licenses import Licenses
from scanner.model.license import License
from scanner.model.plain import to_plain
from scanner.model.words import Match

__all__ = [
    "TextIndex",
    "TextMatch",
    "build_index",
    "digest",
    "fold_equivalent",
    "fold_exact",
    "fold_title",
    "identify",
    "text_index",
]

#: How far into a text, in words, a known one may start.
REACH = 600
#: The most words around a known text that may be harmless; a title with a copyright line is about this long.
AROUND = 40
#: Texts of up to this many words may be pointers ("Licensed under Apache 2.0, see ...").
POINTER = 150
TITLE_LINES = 40

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9+-]{0,30}-\d[\w.+-]{0,20}(?<![.,])")
#: Names that say a version, and so are telling in a preamble; "or later" belongs to the same text.
_VERSIONED = re.compile(r"\d(?!.*(?:\+|later))")
_LIMITING = frozenset(
    """non nc noncommercial commercial commercially solely research academic evaluation military prohibited
    forbidden restricted million revenue personal consent prior only""".split()
)
#: Advice after the terms: how it begins and ends, between how many words, and how often it says "not" or "no".
_APPENDICES = (
    ("appendix how to apply the apache license to your work", "limitations under the license", 140, 185, 1),
    ("licensed under the apache license version 2 0", "limitations under the license", 60, 95, 1),
    ("how to apply these terms to your new programs", "licenses why not lgpl html", 380, 470, 4),
    ("how to apply these terms to your new programs", "see http gnu org licenses", 300, 390, 1),
    ("how to apply these terms to your new programs", "public license instead of this license", 400, 500, 3),
    ("how to apply these terms to your new libraries", "s all there is to it", 280, 360, 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """``id`` for exact and equivalent texts, ``nearest`` for partial ones; ``similarity``: the share of known words."""

    id: str | None = None
    match: Match = "unknown"
    similarity: float | None = None
    nearest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextIndex:
    """What :func:`identify` knows: hashes, anchors (checksum → words, hash, id), titles by first word (``plain``:
    with version numbers in single words, as texts are folded), names and pages."""

    exact: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    titles: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    plain: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
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
        _add_names(known, index)
    for texts in index.anchors.values():
        texts.sort(reverse=True)
    for titles in (*index.titles.values(), *index.plain.values()):
        titles.sort(key=lambda entry: (-len(entry[0]), entry[1]))
    return index


@lru_cache(maxsize=8)
def text_index(licenses: Licenses) -> TextIndex:
    """What texts are recognised by, over a whole registry: known hashes, titles, names and pages."""
    return TextIndex(**licenses.kept("texts", lambda: to_plain(build_index(licenses)), Path(__file__)))


def _add_names(known: License, index: TextIndex) -> None:
    for title in known.titles:
        _add(index.titles, fold_title(title), known.id)
        _add(index.plain, fold_equivalent(title), known.id)
    if not known.fixes_terms:
        return
    for name in (known.id, known.hub_key or known.id, *known.aliases):
        index.names.setdefault(fold_title(name), known.id)
        if _VERSIONED.search(name):
            _add(index.plain, fold_words(name), known.id)
    if known.url and known.spdx:
        index.pages.setdefault(_page(known.url), known.id)


def _add(titles: dict[str, list[tuple[str, str]]], title: str, known: str) -> None:
    titles.setdefault(title.split(" ", 1)[0], []).append((title, known))


def identify(text: str, index: TextIndex) -> TextMatch:
    """What ``text`` is. Never raises; the work is bounded by :data:`LIMIT`."""
    whole = len(text) <= LIMIT
    if whole and (known := index.exact.get(digest(fold_exact(text)))):
        return TextMatch(id=known, match="exact", similarity=1.0)
    words = fold_equivalent(text).split()
    hit = next(_contained(words, index), None)
    if hit is None and "-\n" in text:
        joined = fold_equivalent(unbroken(text)).split()
        words, hit = (joined, found) if (found := next(_contained(joined, index), None)) else (words, None)
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
    around = " ".join(words)
    if _is_appendix(words, around):
        return True
    titles = _titles_in(around, index.plain) if len(words) <= AROUND else []
    if len(words) > AROUND or any(other != known for _, other in titles):
        return False
    for title, _ in titles:
        around = around.replace(title, " ")
    return not HEAVY.intersection(around.split())


def _is_appendix(words: list[str], tail: str) -> bool:
    """Whether a tail is the standard advice on how to apply the licence: names filled in, nothing limiting added."""
    return any(
        tail.startswith(begin)
        and tail.endswith(end)
        and least <= len(words) <= most
        and words.count("not") + words.count("no") <= negations
        for begin, end, least, most, negations in _APPENDICES
    ) and not _LIMITING.intersection(words)


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


def _titles_in(folded: str, titles: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Titles anywhere in folded words, with their licence, in order; of those at one place only the longest."""
    found = []
    for place in re.finditer(r"\S+", folded):
        rest = folded[place.start() : place.start() + 300] + " "
        hits = (entry for entry in titles.get(place[0], ()) if rest.startswith(entry[0] + " "))
        found += [hit] if (hit := next(hits, None)) else []
    return found


def _pointer(text: str, index: TextIndex) -> str | None:
    """The licence that a short text points at: by its whole text (``MIT``), by a title in it, or by a page."""
    folded = fold_title(text)
    if whole := index.names.get(folded):
        return whole
    if titles := _titles_in(folded, index.titles):
        return titles[0][1]
    if keys := [index.names[key] for key in map(fold_title, _KEY.findall(text)) if key in index.names]:
        return keys[0]
    return next(
        (known for url in re.findall(r"https?://[^\s<>()\"']{1,200}", text)[:20] if (known := _by_page(url, index))),
        None,
    )


def _page(url: str) -> str:
    bare = re.sub(r"^https?://(?:www\.)?", "", url.lower()).rstrip("/.,;")
    return re.sub(r"\.(?:html?|txt|php)$|/(?:legalcode|deed)(?:\.[a-z-]+)?$", "", bare)


def _by_page(url: str, index: TextIndex) -> str | None:
    page = _page(url)
    if found := re.fullmatch(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)(/igo)?", page):
        kind = "cc0" if found[2] == "zero" else "cc-pdm" if found[2] == "mark" else f"cc-{found[2]}"
        return index.names.get(fold_title(f"{kind}-{found[3]}{'-igo' if found[4] else ''}"))
    if found := re.fullmatch(
        r"(?:opensource|spdx)\.org/licenses?/([\w.+-]+)|(?:apache|gnu)\.org/licenses/((?:license-|a?l?gpl-)[\w.]+)",
        page,
    ):
        return index.names.get(fold_title((found[1] or found[2]).replace("license-", "apache-")))
    return index.pages.get(page)
