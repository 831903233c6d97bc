"""What a text says: asked as a whole, of its parts and clauses, and of what stands beside what explains it."""

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest

from scanner.identify.prose import clauses
from scanner.identify.prose.ear import Ear, Said
from scanner.identify.prose.net import beside_asides
from scanner.identify.prose.records import Record
from scanner.identify.prose.subject import Subject
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import recorded

_SUBJECT = 3
_RELATIVE = recorded("goes-on-about")
#: A limit of these topics stands beside a grant in one breath; the others may be half of "research and commercial use".
_BINDING = ("size", "person", "permission", "place", "time")
_LIST = recorded("things-joined")
_LEADS = recorded("leads-to-a-purpose")


def understood(text: str, section: str, ear: Ear) -> tuple[Said, ...]:
    """What a text below a heading on something says; asked once of each."""
    folded = ear.folded(text)
    key = folded, section
    if key not in ear.known:
        ear.known[key] = tuple(_parts(folded, section, ear))
    return ear.known[key]


def _parts(folded: str, section: str, ear: Ear) -> Iterator[Said]:
    if (first := ear.judge(folded, section)) and first.whole:
        if first.says != "nothing":
            yield first, ear.about([folded])
        if first.says != "limit":
            yield from _beside(first, folded, section, ear)
        return
    before: list[str] = []
    for part in clauses.strong(_without_denied_brackets(folded, ear.words), ear.words.grammar("strong")):
        found, bound = _clauses(part, section, before, ear)
        whole = ear.judge(part, section)
        if whole and ((whole.says == "grant" and not bound) or not found or _adds_limit(whole, found)):
            about = ear.about([*before, part])
            found = [(whole, beside_asides(about, part, before, ear, partial(_answers, whole, section, ear)))]
        if not limits(tuple(found)) and ear.may_limit(part, section):
            found += next(([one] for one in _runs(part, section, ear)), [])
        before.append(part)
        yield from ((record, about) for record, about in found if record.says != "nothing")


def _answers(record: Record, section: str, ear: Ear, text: str) -> bool:
    return ear.judge(text, section) == record


def _runs(part: str, section: str, ear: Ear) -> Iterator[Said]:
    """The limits of clauses that stand next to each other, where the rest of their part is understood by itself: "it
    may err, and for business, please write to us"."""
    for run, rest in clauses.runs(part, ear.words.grammar("weak")):
        if _RELATIVE.match(run) and not (ear.subject(rest[0]).is_own and "past" not in ear.concepts(rest[0])):
            continue  # "unlike Wren, which may not be used commercially" speaks of what stands before it
        record = ear.judge(run, section)
        if record and record.says == "limit" and not record.implied and all(ear.judge(one, section) for one in rest):
            yield record, ear.about([run])


def _beside(silent: Record, folded: str, section: str, ear: Ear) -> Iterator[Said]:
    """The first limit beside what tells that a sentence is no statement on use, in a statement that tells none of
    it."""
    for told in clauses.apart(folded, ear.words.grammar("apart")):
        record = ear.judge(told, section)
        if record and record.says == "limit" and ear.concepts(told).isdisjoint(silent.all):
            yield record, ear.about([told])
            return


def _clauses(part: str, section: str, before: list[str], ear: Ear) -> tuple[list[Said], bool]:
    """What the clauses of a part say, and whether one of them limits what a condition before it names; they are added
    to ``before``."""
    found: list[Said] = []
    bound = False
    weak = clauses.weak(part, ear.words.grammar("weak"))
    for clause, after in zip_longest(weak, weak[1:], fillvalue=""):
        conditional = bool(before) and bool(ear.words.grammar("conditional").match(before[-1]))
        if before and (_is_joined(before[-1], clause, part) or _is_list(before[-1], clause, part, ear)):
            clause = f"{before.pop()} and {clause}"
            while before and f"{before[-1]} , " in part and _is_list(before[-1], clause, "", ear):
                clause = f"{before.pop()} and {clause}"
        elif conditional or (before and ear.words.grammar("continues").match(clause)):
            clause = f"{before[-1]} {clause}"
        before.append(clause)
        record = ear.judge(clause, section)
        if record and not (record.implied and ear.words.grammar("conditional").match(clause)):
            found.append((record, _bracketed(clause, after, part, ear) or ear.about(before)))
            bound = bound or (record.says == "limit" and (conditional or record.topic in _BINDING))
    return found, bound


def _adds_limit(whole: Record, found: list[Said]) -> bool:
    return whole.says == "limit" and not limits(tuple(found))


def _without_denied_brackets(folded: str, words: Vocabulary) -> str:
    """A sentence without denials that hold a bracket, whose words would be a clause of their own: "the restrictions
    (research only) do not apply"."""
    for language in words.spoken(folded) if " ( " in folded else ():
        if any(" ( " in folded[start:end] for start, end in language.spans("notforbid", folded)):
            folded = language.without("notforbid", folded)
    return folded


def _bracketed(clause: str, after: str, part: str, ear: Ear) -> Subject | None:
    """What a bracket right behind a clause says it to be about: "research only (weights)"."""
    after = after.removesuffix(" )")
    if not after or len(after.split()) > _SUBJECT or f"{clause} ( {after} )" not in part:
        return None
    about = ear.subject(after)
    return about if about.said else None


def _is_list(first: str, second: str, part: str, ear: Ear) -> bool:
    """Whether a clause that only names something goes on as a list of things: "the model , code and data are ..."."""
    listed = len(first.split()) <= _SUBJECT and (not part or f"{first} , {second}" in part)
    return listed and _LIST.match(second) is not None and not _LEADS.match(first) and ear.subject(first).said


def _is_joined(first: str, second: str, part: str) -> bool:
    """Whether two clauses are one subject, as "the weights" and "the data may not be used" are."""
    return len(first.split()) <= _SUBJECT and f"{first} and {second}" in part


def limits(said: tuple[Said, ...]) -> bool:
    return says(said, "limit")


def says(said: tuple[Said, ...], *kinds: str) -> bool:
    return any(record.says in kinds for record, _ in said)
