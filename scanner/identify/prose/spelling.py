"""Words that decide, misspelt by one letter: what "not for comercail use" means nobody doubts."""

from collections.abc import Iterator, Mapping, Sequence

_VOWELS = "aeiou"


def misspelt(words: Sequence[str], real: Sequence[str]) -> Mapping[str, str]:
    """Each way to misspell one of some words by one letter, with the first word that it may be of; what is ``real`` is
    no mistake."""
    right = {*words, *real}
    return {other: word for word in reversed(words) for other in _ways(word) if other not in right}


def _ways(word: str) -> Iterator[str]:
    """A word with one letter left out, two changed about, one doubled, or another vowel, none of them at its ends."""
    for place in range(1, len(word) - 1):
        before, letter, after = word[:place], word[place], word[place + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield before + after[0] + letter + after[1:]
        yield from (before + vowel + after for vowel in _VOWELS if letter in _VOWELS)


def corrected(text: str, words: Mapping[str, str]) -> str:
    """A folded text with what is misspelt in it written as it should be."""
    told = text.split(" ")
    return text if words.keys().isdisjoint(told) else " ".join(words.get(word, word) for word in told)
