"""What a card is checked for (``rules/card/``): one record a check, with cards that it fires on and cards it leaves."""

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache, cached_property
from typing import Literal, TypeAlias

from scanner.knowledge.openness import any_of, silence
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import build, plain_files
from scanner.model.frozen import dataclass
from scanner.model.words import Severity
from scanner.text.late import late

#: Characters up to which a sentence is looked at around a word.
_FAR = 200
#: Letters of the scripts that part words by blanks.
_ALPHABET = late(r"[a-z0-9\u00c0-\u052f\u1e00-\u1eff]", re.IGNORECASE)
Look: TypeAlias = Literal["key", "problems", "line", "conflict", "empty", "lack"]


@cache
def words(group: str) -> re.Pattern[str]:
    """What fits a word of a group of ``rules/card-words.yaml``: whole words, but of scripts without blanks."""
    found = plain_files(rules_dir())["card-words.yaml"][group]
    terms = [one for script, line in found.items() if script != "re" for one in line.split()]
    lettered = [one for one in terms if _ALPHABET.match(one.lstrip("~"))]
    parts = [_plain(one) for one in terms if one not in lettered]
    # One look at what stands around many words is much faster than one for each.
    for begun in (True, False):
        for ended in (True, False):
            here = [one for one in lettered if (one[0] != "~", one[-1] != "~") == (begun, ended)]
            around = (r"(?<![\w-])" if begun else "", r"(?![\w-])" if ended else "")
            parts += [f"{around[0]}(?:{'|'.join(map(_plain, here))}){around[1]}"] if here else []
    return any_of([*parts, *found.get("re", ())])


def _plain(term: str) -> str:
    return re.escape(term.strip("~")).replace("_", r"\s+")


@dataclass(frozen=True)
class Saying:
    """A word of the first group in ``of``, and in its sentence one of each other group, ``within`` so many characters
    of it or so many ``after`` it; unless one of a group in ``but`` stands in the sentence, or (but where ``firm``) it
    promises or denies."""

    of: tuple[str, ...]
    within: int = 0
    after: int = 0
    but: tuple[str, ...] = ()
    firm: bool = False

    def in_(self, text: str) -> bool:
        """Whether a text, a sentence a line, says it."""
        first = words(self.of[0])
        return any(self._at(line, *found.span()) for line in text.split("\n") for found in first.finditer(line))

    def _at(self, text: str, start: int, end: int) -> bool:
        begin, stop = max(0, start - _FAR), end + _FAR
        near = (text[max(begin, start - self.within) : start], text[end : end + self.within + self.after])
        if not all(any(words(one).search(part) for part in near) for one in self.of[1:]):
            return False
        against = [words(one) for one in self.but] + ([] if self.firm else [silence().denied])
        return not any(one.search(text[begin:stop]) for one in against)


@dataclass(frozen=True)
class CardCheck:
    """One check. ``kind`` is how it looks: for one of the front matter's keys in ``values`` (for ``all`` of them, and
    only ``when`` other keys have some values), for the lack of the components and disclosures in ``values`` (none of
    which is found, nor heard in the text by ``says`` or ``pattern``, whatever the heading), at every line that fits one
    of ``pattern``, at headings with nothing below, at problems of the front matter, at contradictions about the licence
    that fit one of ``pattern`` and hold none of ``never``. ``training``: not asked of a mere quantization or merge,
    whose bases answer it; ``unless`` some keys have some values. ``kept`` are names of one thing each: of one that a
    line promises (its group ``what``), no line may tell where it is. ``{what}`` in ``message`` is what was found.
    ``ask`` is what its author is asked, if that is worth it; in it ``{what}`` is the message."""

    id: str
    title: str
    severity: Severity
    kind: Look
    message: str
    fix: str
    source: str
    ask: str | None = None
    values: tuple[str, ...] = ()
    all: bool = False
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pattern: tuple[str, ...] = ()
    says: tuple[Saying, ...] = ()
    never: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    training: bool = False
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return any_of(self.pattern)


@cache
def card_checks() -> tuple[CardCheck, ...]:
    """Every check, by id."""
    found = plain_files(rules_dir()).below("card/")
    return tuple(build(CardCheck, data, rules_dir() / name) for name, data in found.items())
