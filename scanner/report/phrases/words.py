"""What others wrote, and numbers, as short plain words."""

from collections.abc import Iterable

from scanner.text.clean import bound, one_line
from scanner.text.late import late

_SENTENCE = late(r"(?<=[^\W\d_][.;])\s+|(?<=\][.;])\s+")
_LIST_LENGTH = 3
#: Letters of a word that a cut may take with it.
_WORD = 30
NOT_APPLICABLE = "not applicable"
#: How what passes does so where somebody granted an exception; and where nothing else lets it.
EXCEPTED = "by exception"
EXCEPTED_ALONE = f"{EXCEPTED} alone"


def short(text: str, limit: int = 100) -> str:
    """What others wrote, on one line and of bounded length, cut after a whole word: nobody can flood a screen with a
    name."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head, _, rest = line[: max(limit - 1, 0)].rpartition(" ")
    return f"{head.rstrip(' ,;:')}…" if head and len(rest) < _WORD and line[limit - 1] != " " else bound(line, limit)


def sentence(text: str) -> str:
    """The first sentence of a text."""
    return _SENTENCE.split(one_line(text), maxsplit=1)[0]


def names(values: Iterable[str]) -> str:
    return ", ".join(short(value, 60) for value in values)


def some_of(items: list[str]) -> list[str]:
    more = len(items) - _LIST_LENGTH
    return [*items[:_LIST_LENGTH], f"{more} more"] if more > 0 else items


def some(items: list[str]) -> str:
    return "; ".join(some_of(items))
