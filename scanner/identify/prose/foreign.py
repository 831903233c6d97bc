"""Sentences in languages that are not read: they may say anything, so a page that holds some says so.

A language is told by its commonest words or its letters (``rules/languages.yaml``), a sentence at a time: a page in two
languages is read in one and not in the other.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from scanner.identify.prose.sentences import Sentence, sentences
from scanner.knowledge.store import shipped
from scanner.model.frozen import dataclass
from scanner.text.bounds import bounded
from scanner.text.late import late

#: Running text: what a table, a heading or a block of code holds is no sentence.
_PROSE = frozenset(("text", "item", "quote"))
_WORD = late(r"[^\W\d_]+")
_ADDRESS = late(r"\S{0,200}://\S{0,500}")
#: A sentence of fewer words tells none. Of its words such a share tell its language, with so many different letters'
#: worth of words: initials are no language.
_FEW, _SHARE, _SIGNS = 6, 0.25, 6
#: So many different words that no read language has make a page worth a look.
_MARKS = 3
#: Short sentences that are looked at together, at most.
_ENOUGH = 200
#: Of a sentence's letters so many are of an unread script.
_LETTERS, _MOST = 8, 0.5


@dataclass(frozen=True)
class Language:
    """A language by its name, its commonest words and its letters (a pattern); ``read`` where records hear it."""

    id: str
    name: str
    read: bool
    words: frozenset[str]
    letters: re.Pattern[str] | None


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """Every language that is told apart, in the order of the file."""
    return tuple(
        Language(
            id=one["id"],
            name=one["name"],
            read=one.get("read", False),
            words=frozenset(one.get("words", ())),
            letters=late(f"[{one['letters']}]") if "letters" in one else None,
        )
        for one in shipped("languages.yaml")["languages"]
    )


@lru_cache(maxsize=1)
def _unread() -> tuple[re.Pattern[str], frozenset[str]]:
    """The letters of scripts that are not read, and the words that only languages which are not read have."""
    read = frozenset(word for one in languages() if one.read for word in one.words)
    words = frozenset(word for one in languages() if not one.read for word in one.words)
    return late("|".join(one.letters.pattern for one in languages() if one.letters)), words - read


def unread(text: str, first_line: int = 1) -> Iterator[tuple[str, Sentence]]:
    """Each language that is not read and in which something stands on a page, by name, with its first sentence there;
    sentences too short to tell theirs are looked at together."""
    text = bounded(text)
    letters, words = _unread()
    if len(words.intersection(_WORD.findall(text.lower()))) < _MARKS and not letters.search(text):
        return
    found: dict[str, Sentence] = {}
    short: list[Sentence] = []
    prose = (one for one in sentences(text, first_line) if one.kind in _PROSE)
    for one in prose:
        language = language_of(one.text)
        if language is None:
            short.append(one)
        elif not language.read:
            found.setdefault(language.name, one)
    language = language_of(" ".join(one.text for one in short[:_ENOUGH]))
    if language is not None and not language.read:
        found.setdefault(language.name, short[0])
    yield from found.items()


def language_of(sentence: str) -> Language | None:
    """The language of a sentence that is long enough to tell; None where it is not, or none is known."""
    sentence = _ADDRESS.sub(" ", sentence)
    return (None if sentence.isascii() else _by_letters(sentence)) or _by_words(sentence)


def _by_letters(sentence: str) -> Language | None:
    share = _MOST * sum(map(str.isalpha, sentence))
    counted = ((one, len(one.letters.findall(sentence))) for one in languages() if one.letters is not None)
    return next((one for one, count in counted if count >= _LETTERS and count > share), None)


def _by_words(sentence: str) -> Language | None:
    spoken = _WORD.findall(sentence.lower())
    if len(spoken) < _FEW:
        return None
    counted = {one: sum(word in one.words for word in spoken) for one in languages()}
    best, read = max(counted, key=counted.__getitem__), max(count for one, count in counted.items() if one.read)
    told = {word for word in spoken if word in best.words}
    sure = best.read or counted[best] > read + 1
    return best if sure and counted[best] >= _SHARE * len(spoken) and len("".join(told)) >= _SIGNS else None
