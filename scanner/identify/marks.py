"""List marks wherever they stand: "(a)", "iv)", "2.", "3.1.", by what ended before them, or by their neighbours in a
list that counts. A number of another kind, an amount, a version or a reference, is none.
"""

import re
from functools import lru_cache

from scanner.identify.words import Words
from scanner.knowledge.patterns import recorded
from scanner.text.late import late

_BODY = r"(?P<body>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,5})"
_FORM = rf"(?P<open>\(?){_BODY}(?P<close>\)|\.\)?(?!\w)|(?<=\d\.\d)(?=\s)|(?<=\d\.\d\d)(?=\s))"
_MARK = late(_FORM)
_EVERY = late(r"(?<![^\s\"“>*_()\ue000\ue001])" + _FORM)
_FREE = late(r"\A\Z|[\s\"“>*_()\ue000\ue001]")
#: Signs between what ended and a mark, characters of them looked at, and what ends a clause.
_SIGNS = " \t\r\n#*>/|%_•·-=\ue000\ue001"
_BEFORE = 60
_BLANK_LINE = late(r"\n[^\w\n.;:]*\n[^\w]*\Z")
_ENDED = late(r"[.;:!?。；：][\"”’'）)\]]*\Z|;\s+(?:and|or|and/or|et|ou|und|oder|y|o|e)\Z", re.I)
_REFERS = recorded("refers-to-a-number")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_DEEP = 4


def are_marks(words: Words, start: int, end: int) -> bool:
    """Whether the words from ``start`` to before ``end`` are nothing but list marks."""
    if not 0 < end - start <= 2 * _DEEP:
        return False
    while start < end:
        length = _mark_at(words, start)
        if not length or start + length > end:
            return False
        start += length
    return True


def _mark_at(words: Words, place: int) -> int:
    """How many words a list mark has that begins here; 0 where none does."""
    at = words.starts[place]
    at -= words.read[at - 1 : at] == "("
    found = _MARK.match(words.read, at) if _FREE.search(words.read[max(0, at - 1) : at]) else None
    if not found or (found["open"] and not found["close"].endswith(")")):
        return 0
    before = words.read[max(0, at - _BEFORE) : at]
    return found["body"].count(".") + 1 if _is_mark(words.read, found, before) else 0


def _is_mark(text: str, found: re.Match[str], before: str) -> bool:
    said = before.rstrip(_SIGNS)
    if found["open"] and found["body"].isalpha():
        return True
    if _REFERS.search(said):
        return False
    if not said or _BLANK_LINE.search(before) or _ENDED.search(said):
        return True
    return _counts(text, found)


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether its neighbours of the same style are the ones before or behind in counting."""
    marks = [one for one in _every(text) if one[1] == _style(found)]
    at = next((number for number, one in enumerate(marks) if one[0] == found.start()), None)
    if at is None:
        return False
    for read in (_number, _letter, _roman):
        value = read(found["body"])
        if value < 0:
            continue
        before = next((one for _, _, body in marks[:at][::-1] if (one := read(body)) >= 0), -1)
        behind = next((one for _, _, body in marks[at + 1 :] if (one := read(body)) >= 0), -1)
        if before == value - 1 >= 0 or (value <= 1 and behind == value + 1):
            return True
    return False


@lru_cache(maxsize=4)
def _every(text: str) -> list[tuple[int, tuple[str, ...], str]]:
    """Every word of a text that could be a mark: where, of which style, and what it says."""
    return [(one.start(), _style(one), one["body"]) for one in _EVERY.finditer(text)]


def _style(found: re.Match[str]) -> tuple[str, ...]:
    body = found["body"]
    case = "" if not body.isalpha() else "a" if body.islower() else "A"
    return found["open"], found["close"], case, body.rpartition(".")[0]


def _number(body: str) -> int:
    last = body.rpartition(".")[2]
    return int(last) if last.isdigit() else -1


def _letter(body: str) -> int:
    return ord(body.lower()) - 96 if len(body) == 1 and body.isalpha() else -1


def _roman(body: str) -> int:
    values = [_ROMAN.get(one, 0) for one in body.lower()]
    if not all(values):
        return -1
    return sum(-one if one < behind else one for one, behind in zip(values, [*values[1:], 0], strict=True))
