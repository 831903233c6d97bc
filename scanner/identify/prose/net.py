"""The net below the patterns: what speaks of use with a mark of limits, or answers no plain yes, and no record explains
it."""

from collections.abc import Callable, Iterator
from functools import partial

from scanner.identify.prose import clauses
from scanner.identify.prose.answers import answered, columns, permitted
from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.ear import Ear, Said
from scanner.identify.prose.naming import label, licence_column
from scanner.identify.prose.records import Record
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.subject import OURS, Subject
from scanner.text.late import late

#: Without one of these in a part none of its clauses is caught.
_MARKS = frozenset(("net_bar", "net_ask", "net_mark", "net_refuse", "net_only", "net_price"))
#: What a no in a table limits never.
_NO_USES = frozenset(("harm", "harmful", "machine", "technical", "software"))
#: A column's head has at most so many words.
_TOPIC = 3
#: An answer of more words explains, and is heard as a sentence.
_FEW = 6
_OF_USES = ("uses", "scope")
#: Labels that with their value are asked as one statement: of rights, and of who does business.
_LABELS = frozenset(("label_of_use", "who_named"))
_ENDS = late(r"(?<=[.;!])\s+")
#: Whom or what the columns of a table are for, and which of these do business.
_TRADES = frozenset(("commercial", "business", "production", "who_named"))
_OF_WHOM = _TRADES | {"narrow", "persons", "noncommercial"}
_MOST_USES = 4
#: A cell with no more than a dash holds none.
_DASHES, _NONE = " -–—/", "none"
#: What is all of a sentence and told by that has at most so many letters.
_FRAGMENT = 90
#: Who and what a table may ask leave for.
_ASKABLE = frozenset(
    ("persons", "business", "commercial", "noncommercial", "narrow", "moved", "production", "use_topic")
)


def caught(sentence: Sentence, section: str, ear: Ear) -> tuple[Said, ...]:
    """What the net catches of a sentence, or of an item with the opening of its list."""
    row = sentence.kind == "row"
    if row and (value := _own_terms(sentence, section, ear)):
        judged = ear.judge(ear.folded(value), "licence")
        told = ((judged, OURS),) if judged and judged.says == "limit" else ()
        return told or tuple(_unexplained(value, "licence", ear, ("headed",)))
    if sentence.kind == "head" and any(_is_topic(cell, ear) for cell in sentence.cells[1:]):
        return ()  # the head of a column, and no value
    if (not row or section == "licence") and not _names_a_section(sentence, ear):
        led = sentence.led if sentence.lead else ""
        headed = not row and _is_headed(sentence, section, ear)
        for text in (led, sentence.text):
            if found := tuple(_unexplained(text, section, ear, ("headed",) if headed else ())):
                return found
        if not row and (record := _fragment(sentence, section, ear)):
            return ((record, Subject()),)
    return tuple(_answer(sentence, section, ear))


def _fragment(sentence: Sentence, section: str, ear: Ear) -> Record | None:
    """The record that answers to a few words because they are a whole sentence: "Home use", "Not for profit"."""
    if sentence.kind in ("heading", "title", "head") or len(sentence.text) > _FRAGMENT:
        return None
    listed = section in _OF_USES and sentence.opens  # "Use cases": what it is good for
    alone = ("alone",) if sentence.kind == "text" and not sentence.before and not listed else ()
    first, *more = _ENDS.split(sentence.text)
    named = more and "licence_named" in ear.concepts(ear.folded(first))  # "Apache 2.0. home use"
    for said in map(ear.folded, more if named else (sentence.text,)):
        record = None if ear.judge(said, section) else ear.caught(said, section, "entire", *alone)
        if record and "entire" in record.all:
            return record
    return None


def _own_terms(sentence: Sentence, section: str, ear: Ear) -> str:
    """What a table's column of licences says in this model's own row, as the label that it is."""
    column = licence_column(sentence, ear.words) if ear.naming is not None else None
    if ear.naming is None or not column or column >= len(sentence.cells):
        return ""
    own = ear.naming.rows.subject(sentence, section).is_own
    return f"{sentence.head[column]}: {sentence.cells[column].strip(_DASHES) or _NONE}" if own else ""


def _is_topic(cell: str, ear: Ear) -> bool:
    """Whether a cell asks for a use in a few words, and answers nothing: "Commercial use"."""
    told = ear.concepts(ear.folded(cell))
    return len(cell.split()) <= _TOPIC and "leave_topic" in told and told.isdisjoint((*_MARKS, "affirmed", "narrow"))


def _unexplained(text: str, section: str, ear: Ear, more: tuple[str, ...]) -> Iterator[Said]:
    before: list[str] = []
    for part in clauses.strong(ear.folded(text), ear.words.grammar("strong")):
        before.append(part)
        whole, *several = ear.statements(part)
        explained = {one for one in (whole, *several) if ear.judge(one, section)}
        if not explained and (record := _caught(part, section, ear, more)):
            about = ear.about(before)
            yield record, beside_asides(about, part, before[:-1], ear, partial(_is_caught, record, section, ear))
        marked = not ear.concepts(part).isdisjoint(_MARKS)
        for clause in several if marked and whole not in explained else ():
            about = ear.subject(clause)
            if about.is_own and clause not in explained and (record := _caught(clause, section, ear)):
                yield record, about
        if marked and explained:
            yield from _beside_explained(part, section, ear)


def beside_asides(about: Subject, part: str, before: list[str], ear: Ear, heard: Callable[[str], bool]) -> Subject:
    """What a part speaks of, where it is ``about`` code or a page that its last clauses name, without which the same is
    ``heard``: "for sale on request, as stated in the paper"."""
    if about.scope not in ("code", "docs"):
        return about
    runs = (run for run, _ in clauses.runs(part, ear.words.grammar("weak")) if part.startswith(run))
    return next((ear.about([*before, run]) for run in reversed([*runs]) if heard(run)), about)


def _is_caught(record: Record, section: str, ear: Ear, text: str) -> bool:
    return _caught(text, section, ear) == record


def _beside_explained(part: str, section: str, ear: Ear) -> Iterator[Said]:
    """What is caught of statements of their own, beside others that are understood."""
    told = clauses.apart(part, ear.words.grammar("apart"))
    for one in told:
        beside = not ear.judge(one, section) and all(ear.judge(other, section) for other in told if other != one)
        if beside and (record := _caught(one, section, ear)):
            yield record, ear.about([one])


def _caught(part: str, section: str, ear: Ear, more: tuple[str, ...] = ()) -> Record | None:
    """What the net catches of a part without what takes nothing away; that there was such, or a denied limit, stays
    known."""
    met = ear.concepts(part)
    if not met:
        return None  # all of it is ordinary words, which would be pieces of such without what is taken away
    known = met.intersection(("plain", *ear.words.composed.masks))
    return ear.caught(_without_plain(part, ear), section, *known, *more)


def _is_headed(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether the heading right above a sentence, or its own label, says that the grant is spoken of."""
    told = ear.words.section((sentence.heading,)) == "licence" or label(sentence.text, ear.words) is not None
    return section == "licence" and told


def _names_a_section(sentence: Sentence, ear: Ear) -> bool:
    """Whether a heading only says what stands below it: "Licence, limitations and disclaimer", "Commercial
    deployment"; a whole sentence says more."""
    if sentence.kind not in ("heading", "title") or sentence.text.rstrip().endswith((".", "!", "。", "！")):
        return False
    return bool(ear.words.section((sentence.text,))) or ear.concepts(ear.folded(sentence.text)).isdisjoint(_MARKS)


def _without_plain(part: str, ear: Ear) -> str:
    for language in ear.words.spoken(part):
        part = language.without("plain", part)
    return part


def _is_narrow(answer: str, told: frozenset[str]) -> bool:
    """Whether a few words tell of narrow persons or purposes, and of no others."""
    few = len(answer.split()) <= _FEW and not told.isdisjoint(("narrow", "persons", "noncommercial"))
    return few and told.isdisjoint(("both", "granted", "intent", "to_all", "business"))


def _is_one(sentence: Sentence, answer: str, edition: str, asked: frozenset[str], told: frozenset[str]) -> bool:
    """Whether what is asked and answered is read as one statement: leave that is not given in a few words or to who
    told of himself, and a row of a table that is a label and its value."""
    if sentence.kind == "row":
        return not edition and not asked.isdisjoint(_LABELS)
    few = len(answer.split()) <= _FEW and sentence.before.endswith(QUESTION)
    return bool(sentence.asker or few) and "leave_topic" in asked and "affirmed" not in told


def _answer(sentence: Sentence, section: str, ear: Ear) -> Iterator[Said]:
    """Anything but a plain yes where leave is asked for, and a yes to a duty."""
    for topic, answer, edition in (map(ear.folded, one) for one in answered(sentence, ear.words)):
        asked, told = ear.concepts(topic), ear.concepts(answer, topic)
        other = edition and "edition" not in ear.concepts(edition)
        narrow = "use_topic" in asked and _is_narrow(answer, told)
        found = ear.caught(answer, section, "answered") if narrow else None
        if _is_one(sentence, answer, edition, asked, told):
            found = found or _limited(topic, answer, section, ear)
        if edition and "business" in ear.concepts(edition):  # a column for whom it is: "Companies"
            found = found or _no(f"{edition} {topic}", answer, section, ear)
        if record := found or (None if other else _no(topic, answer, section, ear)):
            yield record, ear.about([topic, answer])
    if sentence.kind == "row":
        yield from _answer_in_table(sentence, section, ear)


def _answer_in_table(sentence: Sentence, section: str, ear: Ear) -> Iterator[Said]:
    """The same of a row whose columns ask."""
    for topic, answer in (map(ear.folded, one) for one in columns(sentence, ear.words)):
        limited = _limited(topic, answer, section, ear) if "leave_topic" in ear.concepts(topic) else None
        if record := limited or _no(topic, answer, section, ear):
            yield record, ear.about([topic, answer])
    for use, answer in _by_columns(sentence, ear):
        if record := ear.caught(f"{use} : {answer}", section, "answered"):
            yield record, ear.about([use])
    for use, answer in (map(ear.folded, one) for one in permitted(sentence, ear.words)):
        no = ear.words.grammar("plain_no").fullmatch(answer)
        bound = None if no else _bounded(use, answer, section, ear)
        if record := _refused(use, answer, section, ear) if no else bound:
            yield record, ear.about([use, answer])


def _by_columns(sentence: Sentence, ear: Ear) -> Iterator[tuple[str, str]]:
    """``(use, no)`` of a row in a table with a column for each use, where business has a no or a price
    and the rest has none."""
    heads = [ear.folded(head) for head in sentence.head[1:]]
    told = [ear.concepts(head) for head in heads]
    trade = [not one.isdisjoint(_TRADES) for one in told]
    small = sentence.kind == "row" and 1 < len(heads) <= _MOST_USES and all(len(one.split()) <= _TOPIC for one in heads)
    if not small or not any(trade) or all(trade) or any("data" in one or one.isdisjoint(_OF_WHOM) for one in told):
        return
    if any(map(ear.words.grammar("model_head").fullmatch, sentence.head)):
        return  # there each column asks of all of them
    cells = [ear.folded(cell.strip(_DASHES)) for cell in sentence.cells[1:]]
    no = [not cell or _refuses(cell, ear) for cell in cells]
    for head, cell, refused, of_trade in zip(heads, cells, no, trade, strict=False):
        if of_trade and refused and not all(no):
            yield head, cell or _NONE


def _refuses(cell: str, ear: Ear) -> bool:
    """Whether a cell says no, names a price or asks to be asked."""
    told = ear.words.grammar("plain_no").fullmatch(cell) is not None or "signs_or_pays" in ear.concepts(cell)
    return told or "who_told" in ear.concepts(f"business : {cell}")


def _bounded(use: str, answer: str, section: str, ear: Ear) -> Record | None:
    """The record that answers to a use in a table that says neither yes nor no to it: a contract or a fee bounds any
    use, and anything that is no plain yes one that leave may be asked for."""
    if not ear.concepts(use).isdisjoint(_ASKABLE):
        return _limited(use, answer, section, ear) or _no(use, answer, section, ear, "leave_topic")
    return ear.caught(f"{use} : {answer}", section) if "signs_or_pays" in ear.concepts(answer) else None


def _refused(use: str, answer: str, section: str, ear: Ear) -> Record | None:
    """The record that answers to a use in a table that says no to it: harm and technique are no limits."""
    said = f"{use} : {answer}"
    judged = ear.judge(said, section)
    if judged is not None:
        return judged if judged.says == "limit" else None
    return None if ear.concepts(use) & _NO_USES else ear.caught(said, section, "answered")


def _limited(topic: str, answer: str, section: str, ear: Ear) -> Record | None:
    """The record of limits that answers to what is asked and answered together."""
    judged = ear.judge(f"{topic} : {answer}", section)
    return judged if judged and judged.says == "limit" else None


def _no(topic: str, answer: str, section: str, ear: Ear, *more: str) -> Record | None:
    """The record that answers where leave is asked for and no plain yes is given, and nothing explains it; ``more`` is
    known of what is asked beside its words."""
    asked, told = ear.concepts(topic).union(more), ear.concepts(answer, topic)
    if "leave_topic" not in asked or "machine" in asked:
        return None
    yes = not told.isdisjoint(("affirmed", *ear.words.composed.masks)) and "denial" not in told
    said = f"{topic} : {answer}"
    if yes is not ("duty_topic" in asked) or ear.judge(answer, section) or ear.judge(said, section):
        return None
    return ear.caught(said, section, "answered")
