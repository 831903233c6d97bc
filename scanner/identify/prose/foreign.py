"""Sentences in languages that are not read: they may say anything, so a page that holds some says so.

A language is told by its commonest words or its letters (``rules/languages.yaml``), a sentence at a time: a page in two
languages is read in one and not in the other. Sentences without a common word of any language that is read are in one
that nobody listed.
"""

import re
from collections import Counter
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
#: A page of which fewer of its different words are common ones of what is read may be in a language that is not listed;
#: so many sentences of so many different words tell that it is. Running text is of small words, with few commas and no
#: figures.
_COMMON, _STRANGE, _LONG, _SMALL, _COMMAS = 0.1, 3, 7, 0.75, 0.2
_NO_TEXT = late(r"[\d_|/=@{}<>#~^*\[\]\u2e80-\uffff]")
#: Of a sentence's letters so many are of an unread script, and of running text so much in none that is known.
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
def _known() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """The letters of scripts that are not read, the words of languages that are, and those that only others have."""
    read = frozenset(word for one in languages() if one.read for word in one.words)
    words = frozenset(word for one in languages() if not one.read for word in one.words)
    return late("|".join(one.letters.pattern for one in languages() if one.letters)), read, words - read


def unread(text: str, first_line: int = 1) -> Iterator[tuple[str, Sentence]]:
    """Each language that is not read and in which something stands on a page, by name, with its first sentence there;
    sentences too short to tell theirs are looked at together."""
    text = bounded(text)
    letters, read, others = _known()
    words = frozenset(_WORD.findall(text.lower()))
    unlisted = len(words & read) < _COMMON * len(words)
    if not unlisted and len(words & others) < _MARKS and not letters.search(text):
        return
    found: dict[str, Sentence] = {}
    short: list[Sentence] = []
    prose = [one for one in sentences(text, first_line) if one.kind in _PROSE]
    for one in prose:
        language = language_of(one.text)
        if language is None:
            short.append(one)
        elif not language.read:
            found.setdefault(language.name, one)
    language = language_of(" ".join(one.text for one in short[:_ENOUGH]))
    if language is not None and not language.read:
        found.setdefault(language.name, short[0])
    if unlisted and not found and (strange := _strange(prose, read)):
        found["a language that is not known here"] = strange
    yield from found.items()


def _strange(prose: list[Sentence], read: frozenset[str]) -> Sentence | None:
    """The first of the sentences without a common word of what is read, where most of a page's running text is such."""
    running = {one.text: one for one in prose if _is_running(one.text)}
    strange = [one for text, one in running.items() if read.isdisjoint(_WORD.findall(text.lower()))]
    return strange[0] if len(strange) >= max(_STRANGE, _MOST * len(running)) else None


def _is_running(sentence: str) -> bool:
    """Whether a sentence is one of a text, and no list of names, figures or settings."""
    words = _WORD.findall(sentence)
    if len({*words}) < _LONG or _NO_TEXT.search(sentence) or sentence.count(",") > _COMMAS * len(words):
        return False
    return sum(map(str.islower, words)) >= _SMALL * len(words)


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
    times = Counter(spoken)
    counted = {one: sum(times[word] for word in one.words.intersection(times)) for one in languages()}
    best, read = max(counted, key=counted.__getitem__), max(count for one, count in counted.items() if one.read)
    told = best.words.intersection(times)
    sure = best.read or counted[best] > read + 1
    return best if sure and counted[best] >= _SHARE * len(spoken) and len("".join(told)) >= _SIGNS else None
