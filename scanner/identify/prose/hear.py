"""A text heard: every sentence that speaks of use, with what it says and of what."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from pathlib import Path

from scanner.identify.prose import clauses
from scanner.identify.prose.answers import without_contrast, without_denial, without_others
from scanner.identify.prose.blocks import Sentence, sentences
from scanner.identify.prose.ear import VERSION, Ear, Said, ear_for
from scanner.identify.prose.examples import ASKED, is_example
from scanner.identify.prose.naming import label
from scanner.identify.prose.net import beside_asides, caught
from scanner.identify.prose.pictures import Pictured, said_by, shown
from scanner.identify.prose.records import Record
from scanner.identify.prose.subject import Subject, may_be_sibling, of_section, tells_size
from scanner.identify.prose.types import MAX_SHOWN, UNEXPLAINED, Heard, Place
from scanner.identify.prose.words import Vocabulary, vocabulary
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.resources import rules_dir
from scanner.text.bounds import bounded
from scanner.text.late import late
from scanner.text.markdown import HEADING

#: What is given back of each kind at most, and the kinds of which one more may matter.
MAX_HEARD = 100
_COUNTS = (("limit", False), ("licence", False))
#: Where a text may be too long to be heard to its end; a card that is says so itself.
_LONG = ("gate", "licence-file")
_SUBJECT = 3
_SHORT_ITEM = 5
#: As many signs make a few words where no space parts them; an item of a list may have more.
_FEW_SIGNS, _ITEM_SIGNS = 15, 40
_EAST = late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: What makes a purpose less than every one.
_NARROW = ("narrow", "persons", "noncommercial", "denial", "only")
#: Sections whose sentences may be lists, and what parts their items.
_LISTED = ("scope", "uses")
_COMMA = late(r",\s(?:(?:and|or|und|oder|et|ou|y|o)\s)?|[、，]")
_MIN_ITEMS, _MAX_ITEMS = 3, 12
#: A table's head with more cells only names its columns.
_KEY_CELLS = 3
_CROSS = late("[❌🚫✗✘✖✕╳⛔🙅]")
_LICENCE_HEADING = late(r"licen[cs]|terms|lizenz|licencia|许可|授权|ライセンス|라이선스", re.IGNORECASE)
_ANY = late("")
_WORD = late(r"\w")
_SHORT_HEADING = 8
_TITLE = 2_000
#: What a banner in a block of code may limit: of the rest of such blocks nothing is believed.
_BANNERS = frozenset(("non_commercial", "research_only", "evaluation_only"))
_HTML_TITLE = late(r"<h1\b[^<>]{0,200}>([^\x00]{1,400}?)</h1>", re.IGNORECASE)
_TAG = late(r"<[^<>]{0,300}>")
_EXPLAINED = late(r"[:：|,，(（]| [-–—] ")
_RELATIVE = late(r"(?:which|whose|qui|dont)\b")
#: A limit of these topics stands beside a grant in one breath; the others may be half of "research and commercial use".
_BINDING = ("size", "person", "permission", "place", "time")
#: Things that "and" joins, with no verb between them; and what leads to a place or a purpose.
_LIST = late(
    r"(?:(?:the|our|its|all) )?\S+ (?:and|or|und|et|y) (?:(?:the|our|its|all) )?\S+ (?:\S+ )?"
    r"(?:is|are|may|must|can|sind|ist|sont|son)\b|\S+ and \S+ and "
)
_LEADS = late(r"(?:for|in|on|at|with|under|like|unlike|by|from|of|to|as|if|when)\b")
#: So many cells marks in what is no row of Markdown are one of HTML.
_ROW = 2
_OWN = ("weights", "unstated")
#: Sections on thanks, contributions and services: what names neither the thing nor its use there speaks of those.
_BESIDE = "beside"
_OF_USE = frozenset(("weights", "ours", "using", "any_use", "commercial", "noncommercial", "granting"))
#: "All rights reserved" alone says so; beside a licence's name it is a formula.
_RESERVED = "reserved"


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
    ear = ear_for(place, repo, _title(text) if place == "card" else "", licenses, folder or rules_dir())
    found: dict[tuple[str, ...], Heard] = {}
    counts: Counter[tuple[str, bool]] = Counter()
    title, read = "", bounded(text)
    beyond = place in _LONG and len(read) < len(text)
    pictured = Pictured(ear)
    for sentence in _sentences(read, place, first_line):
        pictured.note(sentence)
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
    if any(one.topic == _RESERVED for one in found.values()) and _names_a_licence(read, found.values(), ear):
        found = {key: one for key, one in found.items() if one.topic != _RESERVED}
    return (*found.values(), *pictured.unread(), *([_beyond(first_line)] if beyond else ()))


def _names_a_licence(text: str, found: Iterable[Heard], ear: Ear) -> bool:
    if ear.naming is None:
        return "licence_named" in ear.concepts(ear.folded(text))
    return any(one.says == "licence" and not one.other for one in found)


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
    return there, len(there) == len(own), sized, any(map(VERSION.fullmatch, own)), tells_size(own)


def asks_use(label: str, folder: Path | None = None) -> bool:
    """Whether the label of a field asks what for somebody will use the thing."""
    return bool(vocabulary(folder or rules_dir()).grammar("asks_use").search(label))


def _sentences(text: str, place: Place, first_line: int) -> Iterator[Sentence]:
    if place in ("name", "tag"):
        return iter([Sentence(re.sub(r"[-_]+", " ", text)[:300], first_line)])
    return sentences(text, first_line, _ANY if place == "licence-file" else _LICENCE_HEADING)


def _hear(sentence: Sentence, title: str, ear: Ear) -> Iterator[Heard]:
    """What a sentence says without the others that it is set apart from; of a licence that was changed, what it is
    now."""
    section = _section(sentence, title, ear)
    own = without_others(sentence.text, ear)
    now = clauses.now(own, ear.words.grammar("changed"))
    if now != own and ear.words.grammar("licensing").search(own):
        own, section = now, "licence"
    for heard in _told(replace(sentence, text=own), section, ear):
        yield replace(heard, sentence=sentence.text[:MAX_SHOWN]) if own != sentence.text else heard


def _told(sentence: Sentence, section: str, ear: Ear) -> Iterator[Heard]:
    if ear.naming is not None:
        for one in (sentence, *shown(sentence)) if sentence.kind != "fence" else ():
            yield from ear.naming.heard(one, section)
    spoken = [sentence] if sentence.text else [replace(sentence, text=said) for said in said_by(sentence)]
    for one in spoken:
        for record, about in _said(one, section, ear):
            if sentence.kind == "fence" and (record.says != "limit" or record.topic not in _BANNERS):
                continue
            yield Heard(
                says=record.says,
                scope=about.scope,
                topic=record.topic,
                sentence=one.text[:MAX_SHOWN],
                line=sentence.line,
                pattern=record.id,
                other=about.other,
            )


def _section(sentence: Sentence, title: str, ear: Ear) -> str:
    """What a sentence's section is about; a page's title names the thing, and makes no section of data or others, nor
    does "Code and weights" one of code."""
    if sentence.kind in ("heading", "title") and len(sentence.text) < 40 and not sentence.text.endswith("."):
        return "heading"
    section = ear.words.section(sentence.headings) if sentence.headings else ""
    alone = sentence.kind != "row" or len(sentence.cells) == _KEY_CELLS - 1
    if section in ("", "uses", "scope", "other", _BESIDE) and alone and label(sentence.text, ear.words) is not None:
        return "licence"
    if section == "measured":  # its tables compare; a note below them speaks of the model
        section = "other" if sentence.kind in ("row", "head") else ""
    named = ear.folded(sentence.heading) if section == "code" else ""
    if "code" in ear.concepts(named) and ear.subject(named).is_own:
        return ""
    return "" if sentence.headings == (title,) and section in ("data", "other", "code", _BESIDE) else section


def _said(sentence: Sentence, section: str, ear: Ear) -> Iterator[Said]:
    """What a sentence says; with the question before it, or the opening of its list, where it says nothing alone."""
    if sentence.text.endswith(("?", "？")) or (sentence.kind == "head" and len(sentence.cells) > _KEY_CELLS):
        return
    sentence = without_contrast(without_denial(sentence, ear.words), section, ear)
    if (
        not _WORD.search(sentence.text)
        or _is_beside(sentence, section, ear)
        or ear.is_deaf_to(_around(sentence), section)
    ):
        return
    alone = _understood(_read(sentence, section, ear), section, ear)
    if not _limits(alone):
        if sentence.before.endswith(("?", "？")):
            alone = _understood(f"{sentence.before.rstrip('?？')} , {sentence.text}", section, ear) or alone
        elif sentence.lead and not _says(_understood(sentence.lead, section, ear), "limit", "intent"):
            alone = _understood(f"{sentence.lead.rstrip(':： ')} {sentence.text}", section, ear) or alone
    for item in _items(sentence, section) if not _tells(alone) else ():
        told = _understood(f"{sentence.heading} : {item}", section, ear)
        alone = (*alone, *(told if _narrows(item, sentence, ear) else _but_intents(told)))
    if not _limits(alone):
        alone = (*alone, *caught(sentence, section, ear))
    alone = (*alone, *_of_weights_too(sentence, section, ear))
    row = ear.naming.row_of_licences(sentence, section) if ear.naming is not None else None
    another = row is not None and row.other and ear.naming is not None and ear.naming.names_another(sentence)
    for record, about in _standing(alone, sentence, ear) if not is_example(sentence, section, ear) else ():
        about = Subject() if about.scope in record.over else about
        about = row if row and (about.other or another) else about
        yield record, about if about.said else row or _carried(sentence, section, about, ear)


def _standing(said: tuple[Said, ...], sentence: Sentence, ear: Ear) -> Iterator[Said]:
    """What stands beside the rest of its sentence: business that is given lifts what was only implied, and a licence
    that is named tells what an inherited one is ("Apache 2.0, the same as its base")."""
    given = any(record.says == "grant" and not about.other and about.scope in _OWN for record, about in said)
    named = any(record.topic == "inherited" for record, _ in said)
    named = named and "licence_named" in ear.concepts(ear.folded(sentence.text))
    for record, about in said:
        if not (given and record.implied) and not (named and record.topic == "inherited"):
            yield record, about


def _of_weights_too(sentence: Sentence, section: str, ear: Ear) -> Iterator[Said]:
    """What limits the data, up to here or in the sentence before, where a sentence says that the weights share it."""
    shared = ear.words.grammar("same_for_weights").search(sentence.text) if ear.place == "card" else None
    if shared is None:
        return
    told = sentence.before, sentence.text[: shared.end()]
    for record, about in (one for text in told if text for one in _understood(text, section, ear)):
        if record.says == "limit" and not about.is_own:
            yield record, Subject(scope="weights", said=True)


def _is_beside(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence stands in a section on thanks or services and names neither the thing nor its use."""
    return section == _BESIDE and _OF_USE.isdisjoint(ear.concepts(ear.folded(f"{sentence.lead} {sentence.text}")))


def _around(sentence: Sentence) -> str:
    """A sentence with all that it may be read with."""
    lead = sentence.lead.rstrip(":： ")
    return " , ".join((sentence.heading, *sentence.head, sentence.before, f"{lead} {sentence.text}"))


def _tells(said: tuple[Said, ...]) -> bool:
    """Whether anything is said beside care."""
    return any(record.says != "care" for record, _ in said)


def _items(sentence: Sentence, section: str) -> Iterator[str]:
    """A few words, or those between the commas of a list below a heading on scope, that are read with the heading above
    them; a heading that is a paper's title tells nothing."""
    if not sentence.headings or sentence.kind in ("heading", "title") or len(sentence.heading.split()) > _SHORT_HEADING:
        return
    signs = _ITEM_SIGNS if sentence.kind == "item" else _FEW_SIGNS
    if _is_short(sentence.text, signs) and not sentence.before.endswith(("?", "？")):
        yield sentence.text  # behind a question it is the answer to that
    elif section in _LISTED and len(items := _COMMA.split(sentence.text, _MAX_ITEMS)) >= _MIN_ITEMS:
        yield from filter(_is_short, items)


def _is_short(text: str, signs: int = _FEW_SIGNS) -> bool:
    """Whether a text is a few words, or no more than some signs of scripts that part no words."""
    return len(text.split()) <= _SHORT_ITEM and (text.isascii() or len(_EAST.findall(text)) <= signs)


def _narrows(item: str, sentence: Sentence, ear: Ear) -> bool:
    """Whether an item below a heading on what the thing is for may be less than all: it names a narrow purpose to which
    its row says no plain yes, or the heading tells what it is not for."""
    if ear.words.grammar("out_of_scope").search(sentence.heading):
        return True
    told = ear.concepts(ear.folded(item))
    plain = sentence.kind == "row" and "affirmed" in told and "denial" not in told
    return not plain and not told.isdisjoint(_NARROW)


def _but_intents(said: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple(one for one in said if one[0].says != "intent")


def _read(sentence: Sentence, section: str, ear: Ear) -> str:
    """A sentence's text; a cross in a table that compares what things can do refuses nothing: only in the row or the
    column of a use that needs leave does it."""
    row = sentence.kind == "row" or sentence.text.count(" | ") >= _ROW
    if not row or section == "licence" or not _CROSS.search(sentence.text):
        return sentence.text
    cells = sentence.cells
    crossed = [head for head, cell in zip(sentence.head, cells, strict=False) if _CROSS.search(cell)]
    spoken = any(ASKED.intersection(ear.concepts(ear.folded(one))) for one in (*cells[:1], *crossed))
    return sentence.text if spoken else _CROSS.sub(" ", sentence.text)


def _limits(said: tuple[Said, ...]) -> bool:
    return _says(said, "limit")


def _says(said: tuple[Said, ...], *kinds: str) -> bool:
    return any(record.says in kinds for record, _ in said)


def _carried(sentence: Sentence, section: str, about: Subject, ear: Ear) -> Subject:
    """The subject of a sentence that names none: what the one before spoke of, else what its section is about."""
    if sentence.before and ear.words.grammar("pronouns").match(sentence.text):
        before = ear.words.folding.sentence(sentence.before)
        named = ear.subject(before)
        if named.said:
            return named
    return of_section(section, ear.place)


def _understood(text: str, section: str, ear: Ear) -> tuple[Said, ...]:
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
        if not _limits(tuple(found)) and ear.may_limit(part, section):
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
        if record := ear.judge(clause, section):
            found.append((record, _bracketed(clause, after, part, ear) or ear.about(before)))
            bound = bound or (record.says == "limit" and (conditional or record.topic in _BINDING))
    return found, bound


def _adds_limit(whole: Record, found: list[Said]) -> bool:
    return whole.says == "limit" and not _limits(tuple(found))


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
