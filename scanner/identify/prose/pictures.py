"""Pictures: the words that stand for them, and sections on the licence that are nothing but one."""

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.naming import badge_words
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.types import MAX_SHOWN, UNEXPLAINED, Heard
from scanner.text.late import late

_MAX_PICTURES = 20
#: Fewer words are a label.
_LABEL = 3
#: A picture that may hold words, and no badge or button.
_PHOTO = late(
    r"^(?!.*(?:badge|shield|creativecommons|licensebuttons|/l/by))[^?#]{1,400}\.(?:png|jpe?g|webp|tiff?|gif)\b", re.I
)


class Pictured:
    """Sections on the licence in which nothing but a picture stands: what it says is not read."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._told: set[tuple[str, ...]] = set()
        self._seen: dict[tuple[str, ...], Sentence] = {}

    def note(self, sentence: Sentence) -> None:
        if sentence.kind != "images":
            self._told.add(sentence.headings)
        elif not sentence.linked and any(_PHOTO.search(address) for _, address in sentence.images):
            self._seen.setdefault(sentence.headings, sentence)

    def unread(self) -> Iterator[Heard]:
        for headings, sentence in self._seen.items():
            if headings and headings not in self._told and self._ear.words.section(headings[-1:]) == "licence":
                yield Heard(
                    says="limit",
                    scope="unstated",
                    topic=UNEXPLAINED,
                    sentence=f"{headings[-1]}: a picture ({sentence.images[0][1]}), which is not read"[:MAX_SHOWN],
                    line=sentence.line,
                    pattern="pictured",
                )


def shown(sentence: Sentence) -> Iterator[Sentence]:
    """The sentences that stand for pictures, or rest on pointers; a badge tells a licence by its label."""
    for text, address in sentence.images[:_MAX_PICTURES]:
        if len(text.split()) > _LABEL and badge_words(address) is None:
            yield replace(sentence, text=text, images=(), kind="text")


def said_by(sentence: Sentence) -> Iterator[str]:
    """What pictures say: the words that stand for them, and the label and message of a badge."""
    for text, address in sentence.images[:_MAX_PICTURES]:
        if spec := badge_words(address):
            yield f"{spec[0]}: {spec[1]}"
        if len(text.split()) > 1 or not text.isascii():
            yield text
