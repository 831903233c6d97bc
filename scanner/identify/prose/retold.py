"""What a sentence tells of other things than the grant, such as what the model finds or what held before: taken out."""

from collections.abc import Iterator

from scanner.identify.prose.language import without_spans
from scanner.identify.prose.words import Vocabulary

#: So often is a sentence looked at again: behind what ended may more be told.
_MAX_TOLD = 3
#: An end begins no sooner than behind so many letters.
_OPENING = 4


def without_retold(folded: str, words: Vocabulary) -> str:
    """A folded sentence without what it retells; what goes on behind that stays."""
    for _ in range(_MAX_TOLD):
        spans = [*_told(folded, words)]
        if not spans:
            break
        folded = without_spans(folded, spans).strip()
    return folded


def _told(folded: str, words: Vocabulary) -> Iterator[tuple[int, int]]:
    for language in words.spoken(folded):
        met = language.meets(folded)
        for kind in met.intersection(words.composed.contrasted):
            yield from language.spans(kind, folded)
        for kind in met.intersection(words.composed.retold):
            yield from ((start, _end(folded, start, end, words)) for start, end in language.spans(kind, folded))


def _end(folded: str, start: int, end: int, words: Vocabulary) -> int:
    """Where what is retold from ``start`` to ``end`` at most ends: in a list commas part items."""
    listed = words.grammar("retold_list").search(folded, start, end)
    found = words.grammar("retold_list_ends" if listed else "retold_ends").search(folded, start + _OPENING, end)
    return found.start() if found else end
