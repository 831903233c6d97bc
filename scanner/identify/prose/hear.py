"""A text heard: every sentence that speaks of use, with what it says and of what."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import field, replace
from itertools import zip_longest
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from scanner.identify.prose import clauses
from scanner.identify.prose.blocks import Sentence, sentences
from scanner.identify.prose.licences import Naming
from scanner.identify.prose.naming import LicenceNames
from scanner.identify.prose.records import Record, records
from scanner.identify.prose.subject import Subject, of_section, subject
from scanner.identify.prose.types import UNEXPLAINED, Heard, Place
from scanner.identify.prose.words import Language, Vocabulary, vocabulary
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.frozen import dataclass
from scanner.text.bounds import bounded
from scanner.text.late import late

#: What is given back of each kind at most, and the kinds of which one more may matter.
MAX_HEARD = 100
_COUNTS = (("limit", False), ("licence", False))
#: Where a text may be too long to be heard to its end; a card that is says so itself.
_LONG = ("gate", "licence-file")
_MAX_SHOWN = 300
_SHORT = 9
_SUBJECT = 3
_SHORT_ITEM = 5
#: A table's head with more cells only names its columns.
_KEY_CELLS = 3
_MAX_PICTURES = 20
_CROSS = late("[❌🚫✗✘✖✕╳⛔🙅]")
_LICENCE_HEADING = late(r"licen[cs]|terms|lizenz|licencia|许可|授权|ライセンス|라이선스", re.IGNORECASE)
_ANY = late("")
_EXPLAINS = ("nothing", "grant", "intent", "care")
_WEIGHT = ("limit", "intent", "care", "grant")


@dataclass(frozen=True)
class _Ear:
    """What one listens with, and to: kept while a text is read. ``net`` are the records asked last."""

    words: Vocabulary
    records: tuple[Record, ...]
    net: tuple[Record, ...]
    place: Place
    own: tuple[str, ...]
    naming: Naming | None = None
    known: dict[tuple[str, str], tuple[tuple[Record, Subject], ...]] = field(default_factory=dict)
    met: dict[str, frozenset[str]] = field(default_factory=dict)
    answers: dict[tuple[bool, frozenset[str]], Record | None] = field(default_factory=dict)


def hear(
    text: str,
    place: Place,
    *,
    first_line: int = 1,
    repo: str = "",
    licenses: Licenses | None = None,
    folder: Path | None = None,
) -> tuple[Heard, ...]:
    """Everything that a text says of use, in order of place, each thing once.

    ``first_line`` is the line on which it begins; ``repo`` the repository's id, whose own name is no other model's;
    ``licenses`` the registry whose names are listened for (without it, none is); ``folder`` the rules folder.
    Bounded: what lies beyond a limit may say anything, and is told as a limit that nothing explains; never raises on a
    text.
    """
    ear = _ear(place, repo, licenses, folder or rules_dir())
    found: dict[tuple[str, ...], Heard] = {}
    counts: Counter[tuple[str, bool]] = Counter()
    title, read = "", bounded(text)
    beyond = place in _LONG and len(read) < len(text)
    for sentence in _sentences(read, place, first_line):
        title = title or (sentence.text if sentence.kind == "title" else "")
        for heard in _hear(sentence, title, ear):
            key = heard.says, heard.scope, heard.pattern, heard.sentence, *heard.licences
            kind = heard.says, heard.other
            if key not in found and counts[kind] < MAX_HEARD:
                counts[kind] += 1
                found[key] = heard
            beyond = beyond or (key not in found and kind in _COUNTS)
        if beyond and counts["limit", False] >= MAX_HEARD:
            break
    return (*found.values(), *([_beyond(first_line)] if beyond else ()))


def _beyond(line: int) -> Heard:
    """What stands for all that was not heard of a text."""
    said = "it says more of use than is read here"
    return Heard(says="limit", scope="unstated", topic=UNEXPLAINED, sentence=said, line=line, pattern="beyond")


def asks_use(label: str, folder: Path | None = None) -> bool:
    """Whether the label of a field asks what for somebody will use the thing."""
    return bool(vocabulary(folder or rules_dir()).grammar("asks_use").search(label))


def _ear(place: Place, repo: str, licenses: Licenses | None, folder: Path) -> _Ear:
    words = vocabulary(folder)
    own = tuple(words.folding.sentence(repo.rpartition("/")[2]).split())
    naming = Naming(LicenceNames(licenses, words), words, place, own) if licenses is not None else None
    every = records(folder)
    asked, net = [one for one in every if not one.last], [one for one in every if one.last]
    return _Ear(words, tuple(asked), tuple(net), place, own, naming)


def _sentences(text: str, place: Place, first_line: int) -> Iterator[Sentence]:
    if place in ("name", "tag"):
        return iter([Sentence(re.sub(r"[-_]+", " ", text)[:300], first_line)])
    return sentences(text, first_line, _ANY if place == "licence-file" else _LICENCE_HEADING)


def _hear(sentence: Sentence, title: str, ear: _Ear) -> Iterator[Heard]:
    """What a sentence says; of a licence that was changed, what it is now."""
    section = _section(sentence, title, ear.words)
    now = clauses.now(sentence.text, ear.words.grammar("changed"))
    if now == sentence.text or not ear.words.grammar("licensing").search(sentence.text):
        yield from _told(sentence, section, ear)
        return
    for heard in _told(replace(sentence, text=now), "licence", ear):
        yield replace(heard, sentence=sentence.text[:_MAX_SHOWN])


def _told(sentence: Sentence, section: str, ear: _Ear) -> Iterator[Heard]:
    if ear.naming is not None:
        yield from ear.naming.heard(sentence, section)
    spoken = [sentence] if sentence.text else [replace(sentence, text=said) for said in _pictured(sentence)]
    for one in spoken:
        for record, about in _said(one, section, ear):
            yield Heard(
                says=record.says,
                scope=about.scope,
                topic=record.topic,
                sentence=one.text[:_MAX_SHOWN],
                line=sentence.line,
                pattern=record.id,
                other=about.other,
            )


def _pictured(sentence: Sentence) -> Iterator[str]:
    """What pictures say: the words that stand for them, and the label and message of a badge."""
    for text, address in sentence.images[:_MAX_PICTURES]:
        badge = parse_qs(urlsplit(address).query) if "label=" in address and "message=" in address else {}
        yield from ([f"{badge['label'][0]}: {badge['message'][0]}"] if badge else [])
        if len(text.split()) > 2:
            yield text


def _section(sentence: Sentence, title: str, words: Vocabulary) -> str:
    """What a sentence's section is about; a page's title names the thing, and makes no section of data or others."""
    if sentence.kind in ("heading", "title") and len(sentence.text) < 40:
        return "heading"
    section = words.section(sentence.headings) if sentence.headings else ""
    return "" if sentence.headings == (title,) and section in ("data", "other", "code") else section


def _said(sentence: Sentence, section: str, ear: _Ear) -> Iterator[tuple[Record, Subject]]:
    """What a sentence says; with the question before it, or the opening of its list, where it says nothing alone."""
    if sentence.text.endswith(("?", "？")) or (sentence.kind == "head" and len(sentence.cells) > _KEY_CELLS):
        return
    if _denies_limits(sentence, ear.words):
        return
    alone = _understood(_read(sentence, section, ear), section, ear)
    if not _limits(alone):
        if sentence.before.endswith(("?", "？")):
            alone = _understood(f"{sentence.before.rstrip('?？')} , {sentence.text}", section, ear) or alone
        elif sentence.lead and not _limits(_understood(sentence.lead, section, ear)):
            alone = _understood(f"{sentence.lead.rstrip(':： ')} {sentence.text}", section, ear) or alone
    if not alone and len(sentence.text.split()) <= _SHORT_ITEM and sentence.headings:
        alone = _understood(f"{sentence.headings[-1]} : {sentence.text}", section, ear)
    if not _limits(alone):
        alone = (*alone, *_unexplained(sentence, section, ear))
    row = ear.naming.row_of_licences(sentence, section) if ear.naming is not None else None
    for record, about in alone:
        yield record, about if about.said else row or _carried(sentence, section, about, ear)


def _denies_limits(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a sentence answers no to the question whether there is a limit."""
    question = sentence.before or sentence.heading
    asked = question.endswith(("?", "？")) and words.grammar("asks_limit").search(question)
    return bool(asked and words.grammar("says_no").match(sentence.text))


def _read(sentence: Sentence, section: str, ear: _Ear) -> str:
    """A sentence's text; a cross in a table that compares what things can do refuses nothing."""
    if sentence.kind != "row" or section == "licence" or not _CROSS.search(sentence.text):
        return sentence.text
    about = ear.words.folding.sentence(" ".join((*sentence.head, *sentence.cells[:1])))
    spoken = any("voice" in language.meets(about) for language in ear.words.spoken(about))
    return sentence.text if spoken else _CROSS.sub(" ", sentence.text)


def _limits(said: tuple[tuple[Record, Subject], ...]) -> bool:
    return any(record.says == "limit" for record, _ in said)


def _carried(sentence: Sentence, section: str, about: Subject, ear: _Ear) -> Subject:
    """The subject of a sentence that names none: what the one before spoke of, else what its section is about."""
    if sentence.before and ear.words.grammar("pronouns").match(sentence.text):
        before = ear.words.folding.sentence(sentence.before)
        named = subject(before, ear.words, ear.place, ear.own)
        if named.said:
            return named
    return of_section(section, ear.place)


def _understood(text: str, section: str, ear: _Ear) -> tuple[tuple[Record, Subject], ...]:
    folded = _folded(text, ear)
    key = folded, section
    if key not in ear.known:
        ear.known[key] = tuple(_parts(folded, section, ear))
    return ear.known[key]


def _folded(text: str, ear: _Ear) -> str:
    return ear.words.folding.sentence(_without_quotes(text, ear.words))


def _parts(folded: str, section: str, ear: _Ear) -> Iterator[tuple[Record, Subject]]:
    if (first := _judge(folded, section, ear)) and first.whole:
        return
    before: list[str] = []
    for part in clauses.strong(_without_denied_brackets(folded, ear.words), ear.words.grammar("strong")):
        found = []
        weak = clauses.weak(part, ear.words.grammar("weak"))
        for clause, after in zip_longest(weak, weak[1:], fillvalue=""):
            if before and _is_joined(before[-1], clause, part):
                clause = f"{before.pop()} and {clause}"
            elif before and ear.words.grammar("continues").match(clause):
                clause = f"{before[-1]} {clause}"
            before.append(clause)
            if record := _judge(clause, section, ear):
                found.append((record, _bracketed(clause, after, part, ear) or _about(before, ear)))
        whole = _judge(part, section, ear)
        if whole and (whole.says == "grant" or not found or (whole.says == "limit" and not _limits(tuple(found)))):
            found = [(whole, _about([*before, part], ear))]
        before.append(part)
        yield from ((record, about) for record, about in found if record.says != "nothing")


def _without_denied_brackets(folded: str, words: Vocabulary) -> str:
    """A sentence without denials that hold a bracket, whose words would be a clause of their own: "the restrictions
    (research only) do not apply"."""
    for language in words.spoken(folded) if " ( " in folded else ():
        if any(" ( " in folded[start:end] for start, end in language.spans("notforbid", folded)):
            folded = language.without("notforbid", folded)
    return folded


def _bracketed(clause: str, after: str, part: str, ear: _Ear) -> Subject | None:
    """What a bracket right behind a clause says it to be about: "research only (weights)"."""
    after = after.removesuffix(" )")
    if not after or len(after.split()) > _SUBJECT or f"{clause} ( {after} )" not in part:
        return None
    about = subject(after, ear.words, ear.place, ear.own)
    return about if about.said else None


def _is_joined(first: str, second: str, part: str) -> bool:
    """Whether two clauses are one subject, as "the weights" and "the data may not be used" are."""
    return len(first.split()) <= _SUBJECT and f"{first} and {second}" in part


def _about(before: list[str], ear: _Ear) -> Subject:
    """What the last of some clauses speaks of: what it names, else what the nearest before it names; what a bracket
    leaves out is not spoken of, nor what is named as the reason."""
    left_out, reason = ear.words.grammar("excluded"), ear.words.grammar("cause")
    spoken = [clause for clause in before[:-1] if not left_out.match(clause)] + before[-1:]
    whole = before[-1:] if reason.fullmatch(before[-1]) else []
    told = [*whole, *(reason.sub("", clause, count=1) for clause in reversed(spoken))]
    return next((about for about in (_named(clause, ear) for clause in told) if about.said), Subject())


def _named(clause: str, ear: _Ear) -> Subject:
    """What a clause names; "it is given so that our results can be checked" speaks of it, not of the results."""
    about = subject(clause, ear.words, ear.place, ear.own)
    stands_for = about.scope == "docs" and ear.words.grammar("pronouns").match(clause)
    return Subject() if stands_for else about


def _unexplained(sentence: Sentence, section: str, ear: _Ear) -> Iterator[tuple[Record, Subject]]:
    """What the net catches: statements of a sentence, or of an item with the opening of its list, that no record
    explains."""
    if sentence.kind == "row" and section != "licence":
        return
    text = f"{sentence.lead.rstrip(':： ')} {sentence.text}" if sentence.lead else sentence.text
    before: list[str] = []
    for part in clauses.strong(_folded(text, ear), ear.words.grammar("strong")):
        before.append(part)
        record = _first(True, _without_plain(part, ear), section, ear)
        if record and not any(_judge(one, section, ear) for one in _statements(part, ear)):
            yield record, _about(before, ear)


def _without_plain(part: str, ear: _Ear) -> str:
    for language in ear.words.spoken(part):
        part = language.without("plain", part)
    return part


def _statements(part: str, ear: _Ear) -> tuple[str, ...]:
    return part, *clauses.weak(part, ear.words.grammar("weak"))


def _judge(clause: str, section: str, ear: _Ear) -> Record | None:
    return _first(False, clause, section, ear)


def _first(net: bool, clause: str, section: str, ear: _Ear) -> Record | None:
    """The first record, of those that are asked first or of the ``net``, that answers to a clause."""
    if clause not in ear.met:
        ear.met[clause] = frozenset(_met(clause, ear.words.spoken(clause), ear.words))
    if not ear.met[clause]:
        return None
    met = ear.met[clause] | _states(clause, ear.met[clause], section, ear)
    if (net, met) not in ear.answers:
        asked = ear.net if net else ear.records
        ear.answers[net, met] = next((record for record in asked if record.matches(met)), None)
    return ear.answers[net, met]


def _met(clause: str, languages: list[Language], words: Vocabulary) -> set[str]:
    """The concepts of a clause, composed ones among them; what it denies is taken out first."""
    met = {concept for language in languages for concept in language.meets(clause)}
    if masks := met.intersection(words.composed.masks):
        for language in languages:
            for mask in words.composed.masks:
                clause = language.without(mask, clause)
        met = {concept for language in languages for concept in language.meets(clause)} | masks
    for name, near in words.composed.near.items():
        if met.issuperset(near.words) and any(language.near(near, clause) for language in languages):
            met.add(name)
    return met | {name for name, several in words.composed.union.items() if not met.isdisjoint(several)}


def _states(clause: str, met: frozenset[str], section: str, ear: _Ear) -> set[str]:
    states = {"at:card"} if ear.place in ("card", "dataset-card") else {"at:terms", "in:licence"}
    if ear.place == "tag":
        states = {"at:tag"}
    elif ear.place in ("name", "gate"):
        states.add(f"at:{ear.place}")
    if ear.place == "dataset-card":
        states.add("at:dataset")
    if section:
        states.add(f"in:{section}")
    if len(clause.split()) <= _SHORT and len(clause) <= 90:
        states.add("short")
    if "at:card" in states and "harmful" in met:
        states.add("harmful_in_card")
    soft = ear.words.composed.soft
    advice = set(soft.any) - ({"shouldnot"} if "in:licence" in states else set())
    if "at:card" in states and not met.isdisjoint(advice) and met.isdisjoint(soft.none):
        states.add("soft")
    return states


_QUOTED = late(r"[\"“「『]([^\"”」』]{12,300})[\"”」』]")


def _without_quotes(text: str, words: Vocabulary) -> str:
    """A text without what it quotes as words, not as terms."""
    quotes = '"' in text or "“" in text or "「" in text
    return _QUOTED.sub(" ", text) if quotes and words.grammar("quoting").search(text) else text
