"""What only says which licence it is: files that list whose is whose, one a line ("harbour-small: MIT"), and sentences
that point to the licence in force."""

import re
from collections.abc import Iterable, Iterator

from scanner.identify.declared import NamedLicence
from scanner.judge.reading.claims import Said
from scanner.judge.reading.texts import ReadText
from scanner.knowledge.patterns import listed
from scanner.model.license import License
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


def only_points(sentence: str, known: Iterable[NamedLicence]) -> bool:
    """Whether a sentence that limits does no more than point to licences in force: but for their names, and those of
    the policies that are part of them, it has only words with which one points."""
    names = {name for one in known if one.record is not None for name in _spelled(one.record)}
    ways = "|".join(re.escape(name).replace(r"\-", "[- ]") for name in sorted(names, key=lambda one: (-len(one), one)))
    rest, found = re.subn(rf"(?i)\b(?:{ways})\b", " ", sentence) if ways else (sentence, 0)
    return bool(found) and set(re.findall(r"\w+", rest.lower())) <= listed("pointing")


def _spelled(record: License) -> Iterator[str]:
    yield from (name for name in (record.name, *record.titles, *record.aliases) if "/" not in name and len(name) > 5)
    if any(condition.term == "use_restrictions" for condition in record.conditions):
        house = record.name.partition(" ")[0]
        yield from (f"{of}{kind} use policy" for kind in ("prohibited", "acceptable") for of in ("", f"{house} "))


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
