"""A text heard: every sentence that speaks of use, with what it says and of what."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

from scanner.identify.prose import clauses
from scanner.identify.prose.answers import (
    asked_and_told,
    is_of_an_offer,
    refused_ours,
    with_plain_no,
    without_assurance,
    without_contrast,
    without_denial,
    without_others,
)
from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.bygone import without_bygone
from scanner.identify.prose.crosses import TRADE_SIGNS, read, without_idle
from scanner.identify.prose.ear import Ear, Said, ear_for
from scanner.identify.prose.elsewhere import is_below_another, is_theirs
from scanner.identify.prose.examples import is_example, without_quoted
from scanner.identify.prose.items import items_of, narrows
from scanner.identify.prose.lifted import without_lifted
from scanner.identify.prose.lists import gives_all, harms_of, is_of_harm, led, list_of, of_list
from scanner.identify.prose.net import caught
from scanner.identify.prose.pictures import Pictured, said_by, shown
from scanner.identify.prose.rivals import own_columns
from scanner.identify.prose.section import is_beside, is_heading_alone, is_measured, opens_terms, section_of
from scanner.identify.prose.sentences import Sentence, page, sentences, with_lists
from scanner.identify.prose.subject import OURS, THEIRS, Subject, may_be_sibling, of_section, tells_size
from scanner.identify.prose.types import OF_GRANT, UNEXPLAINED, Heard, Place
from scanner.identify.prose.understood import limits, understood
from scanner.identify.prose.versions import number_of
from scanner.identify.prose.words import vocabulary
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.license import NARROW
from scanner.model.result import MAX_SHOWN
from scanner.text.bounds import bounded
from scanner.text.late import late
from scanner.text.markdown import HEADING

#: What is given back of each kind at most, and the kinds of which one more may matter.
MAX_HEARD = 100
_COUNTS = (("limit", False), ("licence", False))
#: Where a text may be too long to be heard to its end; a card that is says so itself.
_LONG = ("gate", "licence-file")
_ANY = late("")
#: What says something: a word, or a sign for business or money.
_WORD = late(rf"[\w{TRADE_SIGNS}]")
_TITLE = 2_000
#: So many signs are read with the heading above them.
_FEW_SIGNS = 80
_HTML_TITLE = late(r"<h1\b[^<>]{0,200}>([^\x00]{1,400}?)</h1>", re.IGNORECASE)
_TAG = late(r"<[^<>]{0,300}>")
_EXPLAINED = late(r"[:：|,，(（]| [-–—] ")
_TRADE = frozenset(("commercial", "noncommercial", "business", "production", "narrow"))
_NONE = Sentence("", 0)


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
    title, read = "", bounded(text)
    ear = _ear(read, place, first_line, repo, licenses, folder or rules_dir())
    found: dict[tuple[str, ...], Heard] = {}
    counts: Counter[tuple[str, bool]] = Counter()
    beyond = place in _LONG and len(read) < len(text)
    pictured = Pictured(ear)
    for sentence, next_one in pairwise(chain(_sentences(read, place, first_line, ear), (_NONE,))):
        pictured.note(sentence)
        title = title or (sentence.text if sentence.kind == "title" else "")
        after = next_one.text if next_one.before == sentence.text else ""
        for heard in _hear(sentence, after, title, ear):
            key = heard.says, heard.scope, str(heard.other), heard.pattern, heard.sentence, *heard.licences
            kind = heard.says, heard.other
            if key not in found and counts[kind] < MAX_HEARD:
                counts[kind] += 1
                found[key] = heard
            beyond = beyond or (key not in found and kind in _COUNTS)
        if beyond and counts["limit", False] >= MAX_HEARD:
            break
    found = without_lifted(found, read, ear)
    return (*without_bygone(found.values(), ear.words), *pictured.unread(), *([_beyond(first_line)] if beyond else ()))


def _ear(text: str, place: Place, first_line: int, repo: str, licenses: Licenses | None, folder: Path) -> Ear:
    if place != "card":
        return ear_for(place, repo, "", licenses, folder)
    return ear_for(place, repo, _title(text), licenses, folder, page(text, first_line))


def _title(text: str) -> str:
    """What a page's first lines give as its title, up to what explains it."""
    start = text[:_TITLE]
    title = _HTML_TITLE.search(start)
    above = start[: title.start()] if title else start
    found = next((found for line in above.split("\n") if (found := HEADING.match(line))), None)
    named = found["text"] if found and len(found["marks"]) == 1 else _TAG.sub("", title[1]) if title else ""
    return _EXPLAINED.split(named.strip(), maxsplit=1)[0]


def _beyond(line: int) -> Heard:
    """What stands for all that was not heard of a text."""
    said = "it says more of use than is read here"
    return Heard(says="limit", scope="unstated", topic=UNEXPLAINED, sentence=said, line=line, pattern="beyond")


def bearing(repo: str, text: str, folder: Path | None = None) -> Hashable:
    """What of a repository's own name can bear on what a text says: the name where its first word stands in the text
    (as :func:`scanner.identify.prose.subject.subject` asks), else no more than which of its words do, and whether it
    names a size."""
    words = vocabulary(folder or rules_dir())
    own = words.folding.sentence(repo.rpartition("/")[2]).split()
    folded = words.folding.sentence(re.sub(r"[-_]+", " ", text))
    if may_be_sibling(own, folded):
        return repo
    sized = any(words.grammar("variants", r"^{}$").match(word) is not None for word in own)
    there = tuple(word for word in own if word in folded)
    return there, len(there) == len(own), sized, tuple(filter(number_of, own)), tells_size(own)


def asks_use(label: str, folder: Path | None = None) -> bool:
    """Whether the label of a field asks what for somebody will use the thing."""
    return bool(vocabulary(folder or rules_dir()).grammar("asks_use").search(label))


def _sentences(text: str, place: Place, first_line: int, ear: Ear) -> Iterator[Sentence]:
    if place in ("name", "tag"):
        name = Sentence(re.sub(r"[-_]+", " ", text)[:300], first_line)
        silent = ear.naming is None and ear.is_deaf_to(_around(name), "licence")  # as most are, whatever it is about
        return iter([] if silent else [name])
    return iter(with_lists(sentences(text, first_line, _ANY)) if place == "licence-file" else page(text, first_line))


def _hear(sentence: Sentence, after: str, title: str, ear: Ear) -> Iterator[Heard]:
    """What a sentence says without the others that it, or the one ``after`` it, sets this one apart from; of a licence
    that was changed, what it is now."""
    sentence = own_columns(sentence, ear.rivals, ear.words)
    section = section_of(sentence, title, ear)
    own = without_others(sentence.text, after, ear)
    now = clauses.now(own, ear.words.grammar("changed"))
    if now != own and (section == "licence" or ear.words.grammar("licensing").search(own)):
        own, section = now, "licence"
    another = sentence.line in ear.versions.others or is_below_another(sentence, ear)
    for heard in _told(replace(sentence, text=own), section, ear):
        heard = replace(heard, sentence=sentence.text[:MAX_SHOWN]) if own != sentence.text else heard
        yield replace(heard, scope="weights", other=True) if another else heard


def _told(sentence: Sentence, section: str, ear: Ear) -> Iterator[Heard]:
    if ear.naming is not None:
        told = (sentence, *shown(sentence)) if sentence.kind != "fence" and not opens_terms(sentence, ear) else ()
        for one in told:
            yield from ear.naming.heard(one, section)
    spoken = [sentence] if sentence.text else [replace(sentence, text=said) for said in said_by(sentence)]
    for one in spoken:
        for record, about in _said(one, section, ear):
            if sentence.kind == "fence" and (record.says != "limit" or record.topic not in NARROW):
                continue  # of a banner in a block of code this is believed, of the rest of such blocks nothing
            yield Heard(
                says=record.says,
                scope=about.scope,
                topic=record.topic,
                sentence=one.text[:MAX_SHOWN],
                line=sentence.line,
                pattern=record.id,
                other=about.other,
            )


def _said(sentence: Sentence, section: str, ear: Ear) -> Iterator[Said]:
    """What a sentence says; with the question before it, or the opening of its list, where it says nothing alone."""
    if _asks(sentence.text, sentence.kind, ear) or is_heading_alone(sentence, ear):
        return
    if is_of_an_offer(sentence, ear.words):
        return
    sentence = without_assurance(without_denial(sentence, ear.words), ear)
    sentence = without_quoted(without_contrast(sentence, section, ear), section, ear)
    sentence = without_idle(sentence, section, ear)
    if (
        not _WORD.search(sentence.text)
        or is_beside(sentence, section, ear)
        or ear.is_deaf_to(_around(sentence), section)
    ):
        return
    alone = understood(read(sentence, section, ear), section, ear)
    if not limits(alone):
        sentence = with_plain_no(sentence, ear)
        question = sentence.heading if sentence.opens and _asks(sentence.heading, "heading", ear) else sentence.before
        if question != sentence.before or question.endswith(QUESTION):
            alone = understood(asked_and_told(question, sentence.text), section, ear) or alone
        elif sentence.lead:
            alone = led(sentence, alone, section, ear)
    if not any(record.says == "limit" and not about.other for record, about in alone):
        refused = refused_ours(sentence, ear)
        alone = (*alone, *understood(refused, section, ear)) if refused else alone
    alone = (*_among(sentence, alone, section, ear), *_of_weights_too(sentence, section, ear))
    row = ear.naming.rows.of_licences(sentence, section) if ear.naming is not None else None
    another = row is not None and row.other and ear.naming is not None and ear.naming.rows.names_another(sentence)
    theirs = bool(alone) and is_theirs(sentence, section, ear)
    for record, about in _standing(alone, sentence, ear) if not is_example(sentence, section, ear) else ():
        about = Subject() if about.scope in record.over else about
        about = row if row and (about.other or another) else about
        about = THEIRS if theirs and about.scope != "data" else about
        yield record, about if about.said else row or _carried(sentence, section, ear)


def _among(sentence: Sentence, alone: tuple[Said, ...], section: str, ear: Ear) -> tuple[Said, ...]:
    """What a sentence says that says so much ``alone``: with the heading above it, by its list, and by the net."""
    listed = list_of(sentence, ear)
    if listed is not None and section != "licence" and is_of_harm(listed, sentence, ear):
        return harms_of(sentence, section, ear)
    given = listed is not None and gives_all(listed, ear)
    apart = given or _tells(alone) or is_measured(sentence, ear)
    for item in items_of(sentence, section) if not apart else ():
        told = understood(f"{sentence.heading} : {item}", section, ear)
        alone = (*alone, *(told if narrows(item, sentence, ear) else _but_intents(told)))
    if _is_misuse(sentence, ear):
        alone = _but_intents(alone)
    if given or limits(alone):
        return alone
    alone = (*alone, *caught(sentence, section, ear))
    return (*alone, *of_list(listed, sentence, section, ear)) if listed and not limits(alone) else alone


def _asks(text: str, kind: str, ear: Ear) -> bool:
    """Whether a text asks: a question, or a heading or an item that tells what somebody would like."""
    wish = {"heading": "wishes", "item": "wishes_use"}.get(kind)
    return text.endswith(QUESTION) or (wish is not None and bool(ear.words.grammar(wish).match(text)))


def _standing(said: tuple[Said, ...], sentence: Sentence, ear: Ear) -> Iterator[Said]:
    """What stands beside the rest of its sentence: business that is given lifts what was only implied, and a licence
    that is named tells what an inherited one is ("Apache 2.0, the same as its base")."""
    given = any(record.says == "grant" and not about.other and about.scope in OF_GRANT for record, about in said)
    named = any(record.topic == "inherited" for record, _ in said)
    again = ear.words.grammar("same_again").match(sentence.text)  # "Apache 2.0. Same as its base."
    told = f"{sentence.before} {sentence.text}" if again else sentence.text
    named = named and "licence_named" in ear.concepts(ear.folded(told))
    for record, about in said:
        if not (given and record.implied) and not (named and record.topic == "inherited"):
            yield record, about


def _of_weights_too(sentence: Sentence, section: str, ear: Ear) -> Iterator[Said]:
    """What limits the data, up to here or in the sentence before, where a sentence says that the weights share it."""
    shared = ear.words.grammar("same_for_weights").search(sentence.text) if ear.place == "card" else None
    if shared is None:
        return
    told = sentence.before, sentence.text[: shared.end()]
    for record, about in (one for text in told if text for one in understood(text, section, ear)):
        if record.says == "limit" and not about.is_own:
            yield record, OURS


def _around(sentence: Sentence) -> str:
    """A sentence with all that it may be read with; a few words, and the cells of a row, are read as a label's too."""
    label = ":" if sentence.kind == "row" or len(sentence.text) <= _FEW_SIGNS else ""
    return " , ".join((sentence.heading, label, *sentence.head, sentence.before, sentence.led))


def _is_misuse(sentence: Sentence, ear: Ear) -> bool:
    """Whether a sentence below a heading on misuse tells of wrongs, and of no business."""
    headed = ear.words.grammar("misuse_heading").fullmatch(sentence.titled)
    return bool(headed) and ear.concepts(ear.folded(sentence.text)).isdisjoint(_TRADE)


def _tells(said: tuple[Said, ...]) -> bool:
    """Whether anything is said beside care."""
    return any(record.says != "care" for record, _ in said)


def _but_intents(said: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple(one for one in said if one[0].says != "intent")


def _carried(sentence: Sentence, section: str, ear: Ear) -> Subject:
    """The subject of a sentence that names none: what the one before spoke of, else what its section is about."""
    if sentence.before and ear.words.grammar("pronouns").match(sentence.text):
        before = ear.words.folding.sentence(sentence.before)
        named = ear.subject(before)
        if named.said:
            return named
    return of_section(section, ear.place)
