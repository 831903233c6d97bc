"""Which words of a text changed: what stood there, what stands there now, and on which line."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from scanner.model.frozen import dataclass

#: Passages that are shown, and words of one; a rewritten text is said to be one instead.
MOST_PASSAGES = 30
_MOST_WORDS = 40
_MOST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """A passage: ``before`` empty where words were added, ``after`` empty where they were taken away. ``line`` is the
    new text's."""

    before: str
    after: str
    line: int


def word_changes(before: str, after: str) -> tuple[WordChange, ...]:
    """The passages that differ, white space aside, in order; at most ``MOST_PASSAGES``."""
    old, new = _words(before), _words(after)
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if not middle_old and not middle_new:
        return ()
    if len(middle_old) > _MOST_LOOKED_AT or len(middle_new) > _MOST_LOOKED_AT:
        return (_change(middle_old, middle_new, new, start),)
    return tuple(_passages(middle_old, middle_new, new, start))[:MOST_PASSAGES]


Word = tuple[str, int]


def _words(text: str) -> list[Word]:
    return [(word, number) for number, line in enumerate(text.splitlines(), 1) for word in line.split()]


def _same(one: list[Word], other: list[Word]) -> int:
    """How many words the two begin with in common."""
    count = 0
    for (a, _), (b, _) in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _passages(old: list[Word], new: list[Word], whole: list[Word], start: int) -> Iterator[WordChange]:
    matcher = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new], autojunk=len(old) > 5000)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield _change(old[a:b], new[c:d], whole, start + c)


def _change(old: list[Word], new: list[Word], whole: list[Word], at: int) -> WordChange:
    line = whole[min(at, len(whole) - 1)][1] if whole else 1
    return WordChange(before=_joined(old), after=_joined(new), line=line)


def _joined(words: list[Word]) -> str:
    shown = " ".join(word for word, _ in words[:_MOST_WORDS])
    return shown + (f" … ({len(words) - _MOST_WORDS} more words)" if len(words) > _MOST_WORDS else "")
