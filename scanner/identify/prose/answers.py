"""Questions, labels and headings that ask whether a use is given, and the answer: "Commercial use: on request"."""

from collections.abc import Iterator
from dataclasses import replace

from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.ear import Ear
from scanner.identify.prose.sentences import Sentence, bare
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import listed, recorded
from scanner.text.late import late

_LABEL = late(r"^\W{0,6}(?P<topic>[^:：|=?？]{2,80}?)\s{0,3}[:：=?？]\s{0,3}(?P<answer>\S.*)$")
_MARK = recorded("answer-marks")
_ASKS = recorded("question-marks")
#: "Research: yes / Products: no" are two labels.
_NEXT = late(r"\s{0,3}[/;；|•·]\s{0,3}")
#: A plain no that no other language takes for a word of its own.
_NO = "not allowed"
_REFUSED = "commercial use of this model is not allowed"
#: With leave these tell of a use at work.
_AT_WORK = frozenset(("commercial", "moved", "production", "business"))
_BRACKETS = late(r" \([^()]{1,80}\)")
_MAX_HEADING = 90
_MAX_LABELS = 6
#: A table of more columns compares models or files.
_SMALL = 3

#: So many words tell what a statement is on; and what is done with the thing.
_FIRST = 5
#: A name has as many, before what it is the name of.
_NAME = 3
_USES = frozenset(("commercial_use", "any_use", "production", "using", "moved"))

#: What gives in a statement on ours, and what bounds there.
_GIVES = frozenset(("licence_named", "granted", "free", "to_all", "any_use", "both"))
_BOUNDS = frozenset(("denial", "only", "net_ask", "net_price", "noncommercial", "narrow", "net_only"))
#: What somebody may ask leave for.
_OF_USE = frozenset(("commercial", "business", "narrow", "using"))
_MIN_TITLED = 4
#: An answer of no more words says no more than what was asked.
_SHORT = 9


def answered(sentence: Sentence, words: Vocabulary) -> Iterator[tuple[str, str, str]]:
    """``(what is asked, what is answered, for which edition)`` of a sentence behind a question, of labels, of a row and
    of the first words below a heading; nothing where nothing is asked. The edition is a column's head, "" elsewhere.
    Who asks for leave says before it for whom."""
    if sentence.before.endswith(QUESTION):
        leave = sentence.asker and words.grammar("asks_leave").match(sentence.before)
        asked = f"{sentence.asker.rstrip('.。')} , {sentence.before}" if leave else sentence.before
        yield _ASKS.sub("", asked), _MARK.sub("", sentence.text), ""
    elif sentence.opens and sentence.heading.endswith(QUESTION):
        yield sentence.heading, _MARK.sub("", sentence.text), ""
    elif sentence.kind in ("row", "head"):
        topic, *cells = sentence.cells
        heads = sentence.head[1:] if len(cells) > 1 else ("",)
        yield from ((topic, cell, head) for head, cell in zip(heads, cells[:_MAX_LABELS], strict=False))
    elif labels := [found for one in _NEXT.split(sentence.text, _MAX_LABELS) if (found := _LABEL.match(one))]:
        yield from ((found["topic"], _MARK.sub("", found["answer"]), "") for found in labels)
    elif sentence.opens and sentence.headings and len(sentence.heading) <= _MAX_HEADING:
        yield sentence.heading, _MARK.sub("", sentence.text), ""


def asked_and_told(question: str, answer: str) -> str:
    """A question and its answer as one statement, without the marks that call them so."""
    return f"{_ASKS.sub('', question).rstrip('?？.')} , {_MARK.sub('', answer)}"


def columns(sentence: Sentence, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """``(what is asked, what is answered)`` of a row in a table of models: there each column asks of all of them."""
    if sentence.kind == "row" and any(map(words.grammar("model_head").fullmatch, sentence.head)):
        pairs = zip(sentence.head[1:], sentence.cells[1 : _MAX_LABELS + 1], strict=False)
        yield from ((head, cell) for head, cell in pairs if cell.strip(" -–—?"))


def asks_leave(head: str, words: Vocabulary) -> bool:
    """Whether the head of a column asks whether a use is given."""
    return words.grammar("leave_head").fullmatch(bare(head)) is not None


def permitted(sentence: Sentence, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """``(what is asked, what is answered)`` of a row in a small table with a column that says whether a use is
    given; one without a head does so below a heading on the use."""
    if sentence.kind != "row" or len(sentence.head) > _SMALL:
        return
    of_use = words.grammar("use_heading").fullmatch(sentence.titled)
    for head, cell in zip(sentence.head[1:], sentence.cells[1:], strict=False):
        if asks_leave(head, words) or (of_use and not head.strip()):
            yield sentence.cells[0], cell


def without_denial(sentence: Sentence, words: Vocabulary) -> Sentence:
    """A sentence without the no to the question whether there is a limit, and without that question or one that only
    tells of others ("Tired of models for research only?")."""
    question = sentence.before or sentence.heading
    if sentence.before.endswith(QUESTION) and words.grammar("weary").match(sentence.before):
        return replace(sentence, before="", asker="")
    asked = question.endswith(QUESTION) and words.grammar("asks_limit").search(question)
    no = words.grammar("says_no").match(sentence.text) if asked else None
    if no is None:
        return sentence
    return replace(sentence, text=sentence.text[no.end() :].strip(), before="", headings=(), opens=False)


def _question(sentence: Sentence) -> str:
    """The question right before a sentence, or in the heading that it opens, without its mark; "" where none is."""
    question = _ASKS.sub("", sentence.before or (sentence.heading if sentence.opens else ""))
    return question if question.endswith(QUESTION) else ""


def is_of_an_offer(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a few words only answer what the makers sell besides: "Do you sell support?" "Yes, for a fee"."""
    asked = words.grammar("asks_offer").match(_question(sentence))
    return asked is not None and len(sentence.text.split()) <= _SHORT


def without_assurance(sentence: Sentence, ear: Ear) -> Sentence:
    """A sentence without what assures that nothing more is asked ("no further conditions", "without registration");
    what it refuses or asks besides stands. A use of which no more is told than this keeps it."""
    if ear.place == "dataset-card":
        return sentence  # "scraped without asking" tells how the data came about
    text = ear.words.grammar("nothing_more").sub("", sentence.text)
    told = ear.concepts(ear.folded(text)) if text != sentence.text else frozenset()
    alone = len(text.split()) <= _FIRST and not _OF_USE.isdisjoint(told) and "denial" not in told
    return sentence if text == sentence.text or alone else replace(sentence, text=text.strip(" ,，、"))


def with_plain_no(sentence: Sentence, ear: Ear) -> Sentence:
    """A sentence with a plain no in place of the terms of data that it names as the reason, where leave was asked for:
    "May I sell it?" "Unfortunately our data licences don't permit that"."""
    if not ear.words.grammar("asks_leave").match(_question(sentence)):
        return sentence
    text = _MARK.sub("", sentence.text)
    found = ear.words.grammar("refusing_terms").match(text)
    if found is None or ear.subject(ear.folded(found[0])).scope != "data":
        return sentence
    return replace(sentence, text=f"{_NO}{text[found.end() :]}")


def without_contrast(sentence: Sentence, section: str, ear: Ear) -> Sentence:
    """A sentence without the no that sets this one apart from others that are limited: "Others forbid it. Ours does
    not: go ahead"."""
    no = ear.words.grammar("contrast").match(sentence.text)
    if no is None or not ear.words.grammar("rivals").match(sentence.before):
        return sentence
    before = ear.folded(sentence.before)
    limited = ear.may_limit(before, section) or "net_ask" in ear.concepts(before)
    return replace(sentence, text=sentence.text[no.end() :].strip(), before="") if limited else sentence


def refused_ours(sentence: Sentence, ear: Ear) -> str:
    """A plain refusal of this one, in place of a no that denies of it what is given of others right before: "Others may
    be sold. Ours may not"; nothing where no use is given there."""
    no = ear.words.grammar("ours_not").search(sentence.text)
    told = f"{sentence.before} {sentence.text[: no.start()]}".strip() if no else ""
    return _REFUSED if told and _gives_leave(told, ear) else ""


def _gives_leave(text: str, ear: Ear) -> bool:
    folded = ear.folded(text)
    judged, met = ear.judge(folded, ""), ear.concepts(folded)
    given = judged is not None and judged.says == "grant"
    allowed = "permit" in met and not met.isdisjoint(_AT_WORK) and (judged is None or judged.says != "limit")
    return given or allowed or ear.words.grammar("gives_leave").search(text) is not None


def without_others(text: str, after: str, ear: Ear) -> str:
    """A sentence without the others by name from which it sets this one apart, and without what stands in brackets
    behind those that it compares this one with: "Unlike Gannet-2 (non-commercial), ...", "faster than Tern (CC BY-NC)".
    It goes on where this one is spoken of. So it does behind what the makers had reason to leave alone, what is
    said to be no part of it, and others of its kind; ``after`` is the sentence behind it, where ours may be spoken
    of."""
    if ear.place != "card":
        return text
    text = _without_named(_without_comparable(_without_reasons(text, ear), after, ear), after, ear)
    found = ear.words.grammar("set_apart").match(text)
    if found is not None and (found["told"] or "(" in found[0] or "," in found["others"]):
        text = text if _names_own(found[0], ear) else text[found.end() :]
    for one in reversed([*ear.words.grammar("compared").finditer(text)] if "(" in text else []):
        if not _names_own(one["rivals"], ear):
            text = text[: one.start("rivals")] + _BRACKETS.sub("", one["rivals"]) + text[one.end() :]
    return text


def _without_comparable(text: str, after: str, ear: Ear) -> str:
    """A sentence without what limits others of its kind, where this one is set apart from them in it or right
    behind."""
    found = ear.words.grammar("comparable").match(f"{text} {after}" if after else text)
    told = next(filter(None, found.groups()), "") if found is not None else ""
    if found is None or _names_own(told, ear) or not _limits(told, ear):
        return text
    return text[found.end() :]


def _without_named(text: str, after: str, ear: Ear) -> str:
    """Nothing of a sentence that limits another by its name, where the one right behind it gives ours: "YOLO-X needs an
    enterprise licence. Ours is MIT"."""
    found = ear.words.grammar("named_first").match(text) if after else None
    if found is None or not ear.words.grammar("ours_given").match(after) or not _limits(text, ear):
        return text
    named = {*ear.folded(found["named"]).split()}
    own = {*ear.own[:1], *(word for word in ear.titled if len(word) >= _MIN_TITLED)}
    given = ear.concepts(ear.folded(after))
    free = not given.isdisjoint(_GIVES) and given.isdisjoint(_BOUNDS)
    return "" if free and named.isdisjoint(own) and not _names_own(text, ear) else text


def _without_reasons(text: str, ear: Ear) -> str:
    """A sentence without what others' terms are, where the makers tell what they did instead ("X is non-commercial, so
    we built our own") or that it is no part of the model."""
    for kind in ("instead", "no_part"):
        found = ear.words.grammar(kind).match(text)
        others = next(filter(None, found.groups()), "") if found is not None else ""
        away = found is not None and kind == "no_part" and bool(found["here"])  # "X is non-commercial and not in here"
        if found is None or _speaks_of_own(others, ear, _NAME if away else _FIRST):
            continue
        if kind == "instead" or away or not _limits(others, ear):
            text = text[found.end() :]
    return text


def _limits(text: str, ear: Ear) -> bool:
    judged = ear.judge(ear.folded(text), "")
    return judged is not None and judged.says == "limit"


def _speaks_of_own(text: str, ear: Ear, words: int) -> bool:
    """Whether a statement begins, in so many words, with what this model is called, or tells what is done with it."""
    first = ear.folded(" ".join(text.split()[:words]))
    about, used = ear.subject(first), not ear.concepts(ear.folded(text)).isdisjoint(_USES)
    ours = about.is_own or bool(ear.words.grammar("pronouns").match(first)) or _names_own(text, ear)
    return ours or (used and not about.other)


def _names_own(text: str, ear: Ear) -> bool:
    named = set(ear.folded(text).split())
    return bool(named & {*listed("speaks-of-its-own"), *ear.own[:1]}) or bool(ear.titled and ear.titled <= named)
