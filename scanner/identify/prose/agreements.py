"""Agreements that a sentence points at by whatever name: "the weights follow the Harbour Model Agreement".

What is found are terms that nobody knows. What names none ("this licence"), what the registry knows and agreements on
something else than a model are left out. Every pattern is bounded.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.text.late import late
from scanner.text.precompiled import pattern_of

_MAX_FOUND = 4
_MAX_TRIED = 40
_QUOTES = "\"'“”«»‘’「」『』《》()[]"
_ARTICLE = recorded("articles")
_NEXT = late(r"[\s《「『]")
_CLAUSE = r"[^，。；、！？：,;:()（）\n]"


@dataclass(frozen=True, slots=True)
class Pointed:
    """An agreement's name, the words of its clause before it and behind it, and whether it is written as a name."""

    name: str
    before: str
    after: str
    proper: bool
    file: bool = False


def _east_nouns(words: Vocabulary) -> str:
    return "|".join(map(words.agreement, ("east_noun", "ja_noun", "ko_noun")))


@lru_cache(maxsize=4)
def _patterns(words: Vocabulary) -> tuple["re.Pattern[str]", ...]:
    one = words.agreement
    name = r"(?:[\w.+'’&/“\"«-]+ ){0,8}?[“\"«]?[\w-]*"
    of = r"(?-i:(?: (?:de |du |of |d['’])?[A-ZÀ-Ý][\w.+-]*){0,3})"
    titled = r"[A-Z][\w.+'’&/-]*(?: [\w.+'’&/-]+){0,7}? "
    titles = _east_nouns(words)
    east = r"[《「『][^《》「」『』\n]{0,60}[》」』]"
    return tuple(
        late(pattern, re.IGNORECASE if place != 1 else 0)
        for place, pattern in enumerate(
            (
                rf"\b(?:{one('bound')}) (?P<name>{name}(?:{one('noun')}){of})(?!\w)",
                rf"\b(?P<name>{titled}(?i:{one('noun')})) (?i:{one('follows')})\b",
                rf"(?:{one('east_bound')}){_CLAUSE}{{0,12}}?(?P<name>{east}|{_CLAUSE}{{0,40}}?(?:{one('east_noun')}))",
                rf"[《「『](?P<name>[^《》「」『』\n]{{1,60}}?(?:{titles}))[》」』]",
                rf"(?P<name>[「『]?[^、。，はがを「『」』]{{0,40}}(?:{one('ja_noun')}))[」』]?(?:{one('ja_follows')})",
                rf"(?P<name>[「『\"]?(?:[^\s、。,]*[^은는을를이가며에\s、。,] ){{0,6}}?[^\s、。,]{{0,20}}"
                rf"(?:{one('ko_noun')}))[」』\"]?(?:{one('ko_follows')})",
            )
        )
    )


def pointed(text: str, words: Vocabulary) -> Iterator[Pointed]:
    """The agreements that a sentence points at, each with the clause that does."""
    found: set[str] = set()
    for number, match in enumerate(_matches(text, words)):
        name = _ARTICLE.sub("", match["name"].strip(_QUOTES + " ."))
        if len(found) >= _MAX_FOUND or (found and number >= _MAX_TRIED):
            break
        if name in found or _made(words.agreement("file")).search(name):
            continue
        if not _is_named(name, words) and number < _MAX_TRIED:  # so many words for it are no accident: one names it
            continue
        found.add(name)
        quoted = any(mark in text[max(match.start("name") - 1, 0) : match.end("name")] for mark in '《「『“"«')
        yield Pointed(name, _clause(text[: match.start("name")]), text[match.end("name") :], quoted or _is_title(name))
    for match in [*_made(words.agreement("file")).finditer(text)][:_MAX_FOUND]:
        if not _made(words.agreement("other_file")).search(match[0]):
            yield Pointed(match[0], _clause(text[: match.start()]), text[match.end() :], True, file=True)


def _matches(text: str, words: Vocabulary) -> Iterator["re.Match[str]"]:
    latin, behind, *east = _patterns(words)
    speaks_east = not text.isascii() and _made(_east_nouns(words)).search(text)
    for pattern in (latin, behind, *(east if speaks_east else ())):
        start = 0
        while start < len(text) and (match := pattern.search(text, start)):
            yield match
            begins, ends = match.span("name")
            after = None if _is_named(match["name"], words) else _NEXT.search(text, begins, ends)
            # "Weights: see X Terms": what was taken for a name may begin with what points at one.
            start = ends if not after else begins if begins > start else after.end()


#: Compiled once, and kept beside the code.
_made = lru_cache(maxsize=16)(pattern_of)


@lru_cache(maxsize=1024)
def _is_named(name: str, words: Vocabulary) -> bool:
    """Whether a name tells of an agreement: something is left of it without the words that all of them share."""
    left = _made(words.agreement("unnamed"), re.IGNORECASE).sub(" ", name)
    no = f"{words.agreement('elsewhere')}|{words.agreement('contract')}|{words.agreement('broken')}"
    return any(letter.isalpha() for letter in left) and not _made(no, re.IGNORECASE).search(name)


def _is_title(name: str) -> bool:
    """Whether the word before the last begins with a capital, or a sign of the East."""
    parts = name.split()
    return len(parts) > 1 and parts[-1][:1].isupper() and parts[-2][:1].isupper()


def _clause(before: str) -> str:
    """The words before a name from the last end of a clause on, where those say what it is for."""
    parts = re.split(r"[;；。]|\. |，|,\s?", before)
    return parts[-1] if len(parts[-1].split()) > 2 or not parts[-1].isascii() else " ".join(parts[-2:])
