"""Pictures: the words that stand for them, and those that are the licence, by their words or by their section."""

from collections.abc import Iterator
from dataclasses import replace

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.naming import badge_words
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.types import UNEXPLAINED, Heard
from scanner.knowledge.patterns import recorded
from scanner.model.result import MAX_SHOWN
from scanner.text.late import late

_MAX_PICTURES = 20
#: Fewer words are a label.
_LABEL = 3
_PHOTO = recorded("photos")

_LAST = late(r"^[^?#]*?([^/?#]*?)(?:\.\w{2,5})?(?:[?#].*)?$")


class Pictured:
    """Sections on the licence in which nothing but a picture stands, and pictures that are called a licence wherever
    they stand: what they say is not read."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._told: set[tuple[str, ...]] = set()
        self._seen: dict[tuple[str, ...], Sentence] = {}
        self._called: dict[tuple[str, ...], Sentence] = {}

    def note(self, sentence: Sentence) -> None:
        if sentence.kind != "images":
            self._told.add(sentence.headings)
        elif not sentence.linked and any(_PHOTO.search(address) for _, address in sentence.images):
            self._seen.setdefault(sentence.headings, sentence)
            if any(self._is_called_so(text, address) for text, address in sentence.images):
                self._called.setdefault(sentence.headings, sentence)

    def _is_called_so(self, text: str, address: str) -> bool:
        """Whether a picture is called a licence by its words, or by its file's name where it has none."""
        called = self._ear.words.grammar("shown_terms").fullmatch(text or _LAST.sub(r"\1", address))
        return called is not None and _PHOTO.search(address) is not None

    def unread(self) -> Iterator[Heard]:
        for headings, sentence in {**self._seen, **self._called}.items():
            alone = headings and headings not in self._told and self._ear.words.section(headings[-1:]) == "licence"
            if alone or headings in self._called:
                above = headings[-1] if headings else sentence.images[0][0]
                yield Heard(
                    says="limit",
                    scope="unstated",
                    topic=UNEXPLAINED,
                    sentence=f"{above}: a picture ({sentence.images[0][1]}), which is not read"[:MAX_SHOWN],
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
