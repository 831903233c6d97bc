"""What a page says its licence once was, where it goes on to say what it is now: "The first upload stood under CC
BY-NC. In May we put the weights under MIT"."""

from collections.abc import Collection

from scanner.identify.prose.types import Heard
from scanner.identify.prose.words import Vocabulary

#: So many lines further on it may go on.
_FAR = 3


def without_bygone(found: Collection[Heard], words: Vocabulary) -> tuple[Heard, ...]:
    """What was heard, without the licences and limits of sentences on what once held, right before one that names what
    holds now of the same. What is only planned, or holds for the code, ends nothing."""
    named = [one for one in found if one.says == "licence" and one.of_grant]
    ends = [one for one in named if holds_now(one.sentence, words)]
    return tuple(one for one in found if not (ends and _is_over(one, ends, words)))


def holds_now(sentence: str, words: Vocabulary) -> bool:
    """Whether a sentence tells what holds from now on, of the weights or of all."""
    return bool(words.grammar("since").search(sentence)) and not words.grammar("not_since").search(sentence)


def _is_over(one: Heard, ends: list[Heard], words: Vocabulary) -> bool:
    if one.says not in ("licence", "limit") or one.other or not words.grammar("once").search(one.sentence):
        return False
    return any(
        0 <= end.line - one.line <= _FAR and end.sentence != one.sentence and end.licences != one.licences
        for end in ends
    )
