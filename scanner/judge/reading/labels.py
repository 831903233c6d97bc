"""Licence files that list whose licence is whose, one a line: "harbour-small: MIT", "harbour-large: CC BY-NC 4.0"."""

import re
from collections.abc import Iterable

from scanner.judge.reading.claims import Said
from scanner.judge.reading.texts import ReadText
from scanner.text.precompiled import pattern_of

#: A line that heads such a list.
_HEAD = pattern_of(
    r"[\W_]*(?:[\w.-]+\s+)?(?:models?|licen[cs]es?|licen[cs]ing|weights|checkpoints|variants?)[\W_]*", re.IGNORECASE
)
_MARKS = " \t.,;*_`|-"


def of_others(read: ReadText, said: Iterable[Said]) -> bool:
    """Whether a file only names this licence, and names it for other models alone."""
    named = [one for one in _heard(read, said) if _names(one, read)] if _is_notice(read) else []
    return bool(named) and all(one.other for one in named)


def only_labels(read: ReadText, said: Iterable[Said]) -> bool:
    """Whether every line of a file is a label of something known here with a licence's name, and nothing else."""
    if not _is_notice(read):
        return False
    heard = _heard(read, said)
    labels = {one.claim.evidence.line for one in heard if _is_label(one)}
    lines = enumerate(read.text.text.split("\n"), 1)
    rest = [line for number, line in lines if line.strip() and number not in labels]
    silent = all(one.other or one.claim.says == "licence" for one in heard)
    return bool(labels) and silent and all(_HEAD.fullmatch(line) for line in rest)


def _is_notice(read: ReadText) -> bool:
    """Whether a file names licences, and is the text of none."""
    return not read.known and read.match.kind == "notice"


def _heard(read: ReadText, said: Iterable[Said]) -> list[Said]:
    return [one for one in said if one.claim.evidence.path == read.text.path]


def _names(one: Said, read: ReadText) -> bool:
    return one.named is not None and one.named.id == read.names


def _is_label(one: Said) -> bool:
    line = (one.claim.evidence.value or "").strip(_MARKS)
    of, colon, name = line.partition(":")
    return (
        bool(colon) and one.claim.scope != "unstated" and name.strip(_MARKS) == one.claim.value and len(of.split()) <= 5
    )
