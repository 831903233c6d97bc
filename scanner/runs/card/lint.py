"""A card checked line by line against what readers, the Hub, frameworks and the AI Act's annexes look for."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from scanner.judge.reading.outline import Section, sections
from scanner.knowledge.card import CardCheck, Look, card_checks
from scanner.knowledge.openness import any_of, silence
from scanner.model.fields import strings
from scanner.model.frozen import dataclass
from scanner.model.result import Conflict, Result
from scanner.model.snapshot import CARD, Card, Repo
from scanner.runs.card.flowing import flowing
from scanner.runs.card.promises import Promises
from scanner.text.late import late
from scanner.text.markdown import without_comments

#: Remarks of one check, so that an unfilled template does not bury the rest.
_MOST = 50
_MAX_LINES = 20_000
_NESTED = late(r"(?:\t|\s{2,})\s*[-*+] |\s*\|")
#: The licence of another model, of which the card itself says nothing.
_KNOWN = late(r"(but its base \S+|points to .{1,200}?, which) is under")
#: What stands between fences that name a language.
_CODE = late(r"(?m)^\s{0,3}(`{3,}|~{3,})[ \t]*[^\s`][^`\n]*\n(?:(?!\s{0,3}\1).*\n)*(?:\s{0,3}\1.*$)?")
#: A heading in a script of which no list knows a word: Greek, Arabic, those of India, Thai and their like.
_STRANGE = late(r"(?m)^#+ [^\n]*[\u0370-\u03ff\u0530-\u0fff\u10a0-\u10ff\u1200-\u1dbf]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a check says, and on which line of the card (1 where something lacks)."""

    check: CardCheck
    line: int
    message: str


@dataclass(frozen=True)
class _Look:
    card: Card
    result: Result
    named: str

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections(self.card)

    @cached_property
    def own(self) -> str:
        """The text without what nobody filled in and without headings below which nothing stands, but for titles."""
        own = silence().unfilled.sub(" ", without_comments(self.card.body))
        bare = {one.line for one in self.sections if one.bare}
        lines = enumerate(own.split("\n"), self.card.body_line)
        return "\n".join(line for at, line in lines if at not in bare or not line.lstrip().startswith("##"))

    @cached_property
    def prose(self) -> str:
        """The same as it reads."""
        return flowing(self.own)

    @cached_property
    def plain(self) -> str:
        """The same without code."""
        return flowing(_CODE.sub("", self.own))


def lint(root: Repo, result: Result, named: str = CARD) -> tuple[Remark, ...]:
    """Every remark on a repo's card, a file ``named`` so, by line. One that has no card is checked as an empty one."""
    look = _Look(root.card or Card(), result, named)
    found = [
        Remark(check=check, line=line, message=check.message.replace("{what}", what))
        for check in card_checks()
        if not (check.training and _assembled(result)) and not _excused(check, look)
        for line, what in islice(_KINDS[check.kind](check, look), _MOST)
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.check.id)))


def _assembled(result: Result) -> bool:
    """Whether it is made of bases that are named without any training: a quantization or a merge."""
    nearest = {one.relation for one in result.lineage or () if one.depth == 1}
    return bool(nearest) and nearest <= {"quantized", "merge"}


def _excused(check: CardCheck, look: _Look) -> bool:
    data = look.card.data
    return any(one.lower() in values for key, values in check.unless.items() for one in strings(data.get(key)))


def _key(check: CardCheck, look: _Look) -> Iterator[tuple[int, str]]:
    data = look.card.data
    if all(str(data.get(key)).lower() in values for key, values in check.when.items()):
        lacking = [key for key in check.values if not data.get(key)]
        if look.result.license.files:  # what a link would lead to
            lacking = [key for key in lacking if key != "license_link"]
        if lacking and (check.all or len(lacking) == len(check.values)):
            first = next((look.card.lines[key] for key in check.when if key in look.card.lines), 1)
            yield first, ", ".join(lacking)


def _problems(check: CardCheck, look: _Look) -> Iterator[tuple[int, str]]:
    for problem in look.card.problems:
        head, _, rest = problem.partition(": ")
        number = head.removeprefix("line ")
        yield (int(number), rest) if number.isdecimal() else (1, problem)


def _line(check: CardCheck, look: _Look) -> Iterator[tuple[int, str]]:
    lines = _CODE.sub(_blank, without_comments(look.card.body)).split("\n")[:_MAX_LINES]
    promises = Promises(check, lines)
    for number, line in enumerate(lines, look.card.body_line):
        found = check.compiled.search(line[:2000])
        if found and not promises.kept(found, number - look.card.body_line):
            yield number, line.strip()[:200]


def _blank(code: re.Match[str]) -> str:
    return "\n" * code[0].count("\n")


def _conflict(check: CardCheck, look: _Look) -> Iterator[tuple[int, str]]:
    for conflict in look.result.license.conflicts:
        lines = [one.line for one in conflict.evidence if one.path == look.card.path and one.line]
        # The label comes first, then what contradicts it.
        line = lines[-1] if lines else look.card.lines.get("license", 1)
        if _is_said(check, conflict) and not _siblings(look.card, line):
            yield line, worded(conflict.detail, look.card.path, look.named)


def worded(detail: str, path: str, named: str) -> str:
    """A contradiction as it is said of the file given; what no card says, but records of other models do, is said to be
    known here."""
    return _KNOWN.sub(r"\1, as known here, is under", detail).replace(path, named)


def _is_said(check: CardCheck, conflict: Conflict) -> bool:
    told = [conflict.detail, *(one.value or "" for one in conflict.evidence)]
    return any(map(check.compiled.search, told)) and not any(map(any_of(check.never).search, told))


def _siblings(card: Card, line: int) -> bool:
    """Whether it stands in a list within a list, or in a table, as in those of a family with the licence of each."""
    lines = card.body.split("\n")
    at = line - card.body_line
    return 0 <= at < len(lines) and _NESTED.match(lines[at]) is not None


def _empty(check: CardCheck, look: _Look) -> Iterator[tuple[int, str]]:
    """Headings above another that does not belong to them, nor to their title. What nobody filled in is another
    check's."""
    lines = [*without_comments(look.card.body).split("\n"), "", "#"]
    for one in look.sections:
        at = one.line - look.card.body_line
        after = next(filter(str.strip, lines[at + 1 :])).lstrip()
        if one.bare and not lines[at + 1].strip() and 0 < _rank(after) <= _rank(lines[at].lstrip()):
            yield one.line, one.title


def _rank(line: str) -> int:
    return len(line) - len(line.lstrip("#"))


def _lack(check: CardCheck, look: _Look) -> Iterator[tuple[int, str]]:
    found = look.result.openness
    shown = {one.id: one.state for one in found.mof_components or ()}
    shown |= {one.id: one.state for one in found.disclosures or ()}
    if all(shown.get(name) == "not_found" for name in check.values) and not _spoken(check, look):
        yield 1, ""


def _spoken(check: CardCheck, look: _Look) -> bool:
    """Whether the text speaks of it under whatever heading, or has one that cannot be read."""
    heard = (check.pattern and check.compiled.search(look.prose)) or _STRANGE.search(look.prose)
    return bool(heard) or any(one.in_(look.plain) for one in check.says)


_KINDS: Mapping[Look, Callable[[CardCheck, _Look], Iterator[tuple[int, str]]]] = {
    "key": _key,
    "problems": _problems,
    "line": _line,
    "conflict": _conflict,
    "empty": _empty,
    "lack": _lack,
}
