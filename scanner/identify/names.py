"""What licences go by: titles, names and pages, as runs of words."""

import re
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from scanner.identify.words import words_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed
from scanner.model.frozen import dataclass
from scanner.model.plain import to_plain
from scanner.text.late import late

#: Pages of its own among what a licence goes by: a host and a path, or a host of its own.
_OWN_PAGE = late(r"(?:https?://)?[a-z][\w-]*(?:\.[\w-]+)*\.[a-z]{2,}/\S|https?://[\w-]+\.[a-z]{2,}/?$", re.I)
_VERSION = late(r"-(\d+(?:\.\d+)*)(?:-|$)")
#: How the Open Source Initiative ends the names of some pages.
_ENDED = late(r"-(?:txt|php|html)$")
_PAGE = late(r"https?://[^\s<>()\"'\]]{1,200}|\b(?:www\.)?[a-z][\w-]{0,40}(?:\.[\w-]{1,40}){1,3}/[\w./+-]{1,120}", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIndex:
    """``titles``: by first word, runs of words with the licence that goes by them, longest first; ``whole``: names that
    count only as a whole file; ``pages``: addresses of licences' own pages."""

    titles: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    def title_at(self, words: list[str], place: int) -> tuple[str, str] | None:
        """The longest title that begins at a word, with its licence."""
        for title, known in self.titles.get(words[place], ()):
            length = title.count(" ") + 1
            if " ".join(words[place : place + length]) == title:
                return " ".join((title, *_version_behind(words[place + length :], known))), known
        return None

    def page(self, address: str) -> str | None:
        """The licence whose text is at this address."""
        page = page_of(address)
        if found := re.fullmatch(r"creativecommons\.org/(licenses|publicdomain)/([a-z-]+)/(\d\.\d)(/igo)?", page):
            kind = (
                "cc0" if found[2] == "zero" else "cc pdm" if found[2] == "mark" else f"cc {found[2].replace('-', ' ')}"
            )
            return self._named(f"{kind} {found[3].replace('.', ' ')}{' igo' if found[4] else ''}")
        if found := re.fullmatch(
            r"(?:opensource|spdx)\.org/licenses?/([\w.+-]+)|(?:apache|gnu)\.org/licenses/((?:license-|a?l?gpl-)[\w.]+)"
            r"|choosealicense\.com/licenses/([\w.+-]+)",
            page,
        ):
            name = next(filter(None, found.groups()))
            return self._named(" ".join(words_of(_ENDED.sub("", name.replace("license-", "apache-"))).words))
        return self.pages.get(page)

    def _named(self, name: str) -> str | None:
        if name in self.whole:
            return self.whole[name]
        return next((known for title, known in self.titles.get(name.split(" ", 1)[0], ()) if title == name), None)


def _version_behind(words: list[str], known: str) -> list[str]:
    """The licence's own version where it stands behind its title: "(PDDL) v1.0"."""
    version = _VERSION.search(known)
    numbers = version[1].split(".") if version else []
    for shown in (numbers, numbers[:1]):
        for said in ([f"v{one}" if not at else one for at, one in enumerate(shown)], ["version", *shown], shown):
            if shown and words[: len(said)] == said:
                return said
    return []


def page_of(address: str) -> str:
    """An address without what does not tell pages apart."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/.,;:")
    return re.sub(r"\.(?:html?|txt|php|md)$|/(?:legalcode|deed)(?:\.[a-z-]+)?$", "", bare)


def pages_in(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Addresses in a stretch of a text: where each begins and ends, and the address."""
    return [(found.start(), found.end(), found[0]) for found in _PAGE.finditer(text, start, end)][:40]


@lru_cache(maxsize=8)
def name_index(licenses: Licenses) -> NameIndex:
    """What a whole registry goes by. Where two licences claim the same title, the first by id has it."""
    return NameIndex(**licenses.kept("texts", lambda: to_plain(build_names(licenses)), Path(__file__)))


def build_names(licenses: Licenses) -> NameIndex:
    index = NameIndex()
    taken: dict[str, str] = {}
    for known in sorted(licenses, key=lambda one: one.id.lower()):
        if not known.fixes_terms or (known.confidence == "memory" and not known.titles):
            continue  # a plain limit ("research only") that is used as a name is no title of a text
        for title in (*known.titles, known.name, known.id, known.hub_key or known.id, *known.aliases):
            words = " ".join(words_of(title).words)
            if words:
                taken.setdefault(words, known.id)
                taken.setdefault(words.removesuffix(" license"), known.id)
        for page in (known.url or "", *known.aliases):
            if _OWN_PAGE.match(page):
                index.pages.setdefault(page_of(page), known.id)
    for words, known_id in taken.items():
        if " " not in words and (words in listed("common-names") or len(words) < 3 or words.isdigit()):
            index.whole[words] = known_id
        else:
            index.titles.setdefault(words.split(" ", 1)[0], []).append((words, known_id))
    for titles in index.titles.values():
        titles.sort(key=lambda entry: (-len(entry[0]), entry[1]))
    return index
