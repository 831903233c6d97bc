"""What a page shows as examples: samples, labels, conversations and the options of commands."""

from dataclasses import replace

from scanner.identify.prose.answers import asks_leave
from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.ear import Ear
from scanner.identify.prose.sentences import Sentence
from scanner.knowledge.patterns import recorded
from scanner.text.late import late

_LONG_ROW = 240
#: So many words are a label, and what stands between labels.
_LABEL_WORDS = 4
_PARTS = late(r"[,;|/、，]")
#: A label as programs spell it.
_LABEL = late(r"[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,6}")
#: A cell that quotes a phrase of some words.
_QUOTED_CELL = late(r"[\"“„«](?:[^\s\"”“«»|]{1,60} ){2,40}[^\s\"”“«»|]{1,60}[\"”“»]")
#: What an option of a command does: "--out: output path (only applies when ...)".
_OPTION = late(r"[|\s]{0,4}--[a-zA-Z][\w-]{1,40}\b")
#: A package that is needed, with its version.
_REQUIREMENT = late(r"\W{0,4}[\w.\[\]-]{1,40} {0,2}(?:[><=~!]=|[><]) {0,2}\d")
#: What was measured.
_NUMBER = late(r"[^\w$€£¥]{0,4}\d[\d.,]*\s?(?:[%±].{0,12})?[^\w$€£¥]{0,4}")
_PRICED = recorded("priced-heads")
_MONEY = late(r"[$€£¥]")
_ANY_TABLE = recorded("heads-of-any-table")
#: How many words a yes has.
_YES = 2
#: What asks for a use, and what speaks of one.
ASKED = frozenset(("leave_topic", "commercial", "business", "narrow", "persons", "granting"))
_OF_USE = ASKED | {"using"}
#: What may be done with a thing beside using it.
_RIGHTS = frozenset(("moved", "production", "use_topic", "net_grant", "net_use"))
#: What a title is cited with: quotes, or a year.
_CITED = late(r"[\"“”„«»「」『』《》]|(?<!\d)(?:19|20)\d\d(?!\d)")
#: What speaks of this model, or to who reads.
_TO_READER = frozenset(("ours", "at_this", "object", "must_have"))


def is_example(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether this is a long row of a table, such as a sample of what the model answers, a row of labels or samples,
    what somebody says in a conversation, or tells of an option."""
    row = sentence.kind == "row"
    if row and _is_count(sentence, ear) and ear.words.section(sentence.headings) != "licence":
        return True
    sampled = row and (len(sentence.text) > _LONG_ROW or _is_sample(sentence, ear) or _is_fact(sentence, ear))
    speakers = ("speaker", "sample_label") if section == "other" else ("speaker",)
    spoken = not row and any(ear.words.grammar(one).match(sentence.text) for one in speakers)
    kinds = (_is_label_list, _is_shown, _is_made, _is_title, _is_unused)
    labels = section != "licence" and any(told(sentence, ear) for told in kinds)
    spelled = _OPTION.match(sentence.text) or _REQUIREMENT.match(sentence.text)
    return section != "licence" and bool(sampled or spoken or labels or spelled)


def without_quoted(sentence: Sentence, section: str, ear: Ear) -> Sentence:
    """A row of a table without the cells that quote a phrase, such as what a text must say to be sorted so. Where the
    grant is spoken of or a use is asked for, a quotation may be the answer."""
    if sentence.kind != "row" or section == "licence" or not _QUOTED_CELL.search(sentence.text):
        return sentence
    kept = [cell for cell in sentence.cells if not _QUOTED_CELL.fullmatch(cell) or "?" in cell or _asks(cell, ear)]
    return sentence if any(_asks(head, ear) for head in sentence.head) else replace(sentence, text=" | ".join(kept))


def _asks(text: str, ear: Ear) -> bool:
    return not ear.concepts(ear.folded(text)).isdisjoint(("leave_topic", "use_topic"))


def _is_label_list(sentence: Sentence, ear: Ear) -> bool:
    """Whether the heading right above, or what opens the list, says that labels stand here, and they do: in a label's
    own spelling (PROHIBITED_USE), or below a heading a few words, or such between commas, none of use."""
    if sentence.kind in ("heading", "title") or (sentence.kind == "row" and _gives_leave(sentence, ear)):
        return False
    parts = [one.strip() for one in _PARTS.split(sentence.text)]
    if all(map(_LABEL.fullmatch, parts)):
        return _tells_samples(sentence.heading, ear) or _tells_samples(sentence.opening, ear)
    few = all(len(one.split()) <= _LABEL_WORDS for one in parts)
    return few and _tells_samples(sentence.heading, ear) and "using" not in ear.concepts(ear.folded(sentence.text))


def _is_shown(sentence: Sentence, ear: Ear) -> bool:
    """Whether this is quoted right behind a label of samples ("Input:", and a text below it), below a heading on them,
    or behind what says that a prompt or a policy begins."""
    if sentence.kind != "quote":
        return False
    told = _tells_samples(sentence.opening, ear) or _tells_samples(sentence.heading, ear)
    return told or ear.words.grammar("shown_lead").search(sentence.opening) is not None


def _is_made(sentence: Sentence, ear: Ear) -> bool:
    """Whether this is what the model was given or made of it: in a table of translations, or below a heading that says
    so, where it neither speaks of the model nor answers whether a use is given."""
    listed = sentence.kind in ("item", "quote") and (
        _is_headed(sentence, ear, "samples_heading")
        or (_is_headed(sentence, ear, "any_samples") and _QUOTED_CELL.match(sentence.text))
    )
    headed = _is_headed(sentence, ear, "samples_heading", "any_samples")
    tabled = sentence.kind == "row" and not _gives_leave(sentence, ear) and (headed or _is_translated(sentence, ear))
    return bool(listed or tabled) and not ear.subject(ear.folded(sentence.text)).is_own


def _is_title(sentence: Sentence, ear: Ear) -> bool:
    """Whether this is an item of a list of talks, papers or press: its words are a title, where they speak neither of
    this model nor to who reads."""
    cited = sentence.before.endswith(QUESTION) or any(map(_CITED.search, (sentence.text, sentence.before)))
    titled = sentence.kind == "item" and cited and _is_headed(sentence, ear, "titles_heading")
    return titled and ear.concepts(ear.folded(_QUOTED_CELL.sub(" ", sentence.text))).isdisjoint(_TO_READER)


def _is_unused(row: Sentence, ear: Ear) -> bool:
    """Whether a row of a table names what was not used, by a cell that says so or a no below a head that asks it."""
    if row.kind != "row" or not ear.concepts(first := ear.folded(row.cells[0])).isdisjoint(_OF_USE | _RIGHTS):
        return False
    unused, used, no = (ear.words.grammar(one) for one in ("unused_cell", "used_head", "plain_no"))
    pairs = [*zip(row.head[1:], row.cells[1:], strict=False)]
    said = any(
        unused.fullmatch(cell) or (used.fullmatch(head) and no.fullmatch(ear.folded(cell))) for head, cell in pairs
    )
    return said and not ear.subject(first).is_own


def _is_headed(sentence: Sentence, ear: Ear, *kinds: str) -> bool:
    return bool(sentence.titled) and any(ear.words.grammar(kind).fullmatch(sentence.titled) for kind in kinds)


def _is_translated(row: Sentence, ear: Ear) -> bool:
    """Whether two columns or more are of a language each."""
    return sum(bool(ear.words.grammar("translated_head").fullmatch(head.strip())) for head in row.head) > 1


def _gives_leave(row: Sentence, ear: Ear) -> bool:
    """Whether a column of a table asks for a use or for terms, or a row answers with a yes or a no."""
    terms, no = ear.words.grammar("head"), ear.words.grammar("plain_no")
    asked = any(asks_leave(one, ear.words) or terms.search(one) or _is_of_use(one, ear) for one in row.head)
    return asked or any(no.fullmatch(ear.folded(cell)) or _is_yes(cell, ear) for cell in row.cells[1:])


def _is_of_use(head: str, ear: Ear) -> bool:
    return not ear.concepts(ear.folded(head)).isdisjoint(_OF_USE | {"use_topic"})


def _is_yes(cell: str, ear: Ear) -> bool:
    return len(cell.split()) <= _YES and "affirmed" in ear.concepts(ear.folded(cell))


def _tells_samples(opening: str, ear: Ear) -> bool:
    """Whether a heading, or what opens a list, says that labels or samples stand below it."""
    return ear.words.grammar("sample_head").fullmatch(opening.strip()) is not None


def _is_count(row: Sentence, ear: Ear) -> bool:
    """Whether a row holds numbers alone behind its first cell, each below the name of a measure ("F1", "Share"), or of
    a part of the data that the first cell tells."""
    if _MONEY.search(row.text) or not row.cells[1:] or not all(map(_NUMBER.fullmatch, row.cells[1:])):
        return False
    measures = [bool(ear.words.grammar("measure_head").fullmatch(head.strip())) for head in row.head]
    parted = any(map(ear.words.grammar("split_head").fullmatch, row.head[:1]))
    return len(row.head) == len(row.cells) and (
        all(measures[1:]) or (parted and not any(map(_PRICED.search, row.head)))
    )


def _is_fact(row: Sentence, ear: Ear) -> bool:
    """Whether a row of a table tells a number, or what a field means, of something that is no use and no term, and no
    column asks for one or for money."""
    terms = ear.words.grammar("head")
    asked = any(terms.search(one) or _PRICED.search(one) or _asks(one, ear) for one in row.head)
    explained = bool(row.head) and ear.words.grammar("field_head").fullmatch(row.head[0])
    numbers = [*map(_NUMBER.fullmatch, row.cells[1:])]
    if asked or not (explained or any(numbers)) or _MONEY.search(row.text):
        return False
    first = ear.folded(row.cells[0])
    told = _OF_USE | {"leave_topic", "use_topic"} | (set() if all(numbers) else {"net_grant"})
    return ear.concepts(first).isdisjoint(told) and not ear.subject(first).is_own


def _is_sample(row: Sentence, ear: Ear) -> bool:
    """Whether the columns of a table are named as those of labels and samples are, none speaks of use or terms, and
    a row of it neither speaks of the model nor asks for a use."""
    sampled, terms = ear.words.grammar("sample_head"), ear.words.grammar("head")
    named, first = ear.folded(" , ".join(row.head)), ear.folded(row.cells[0])
    asked = any(map(terms.search, row.head)) or not ear.concepts(named).isdisjoint(_OF_USE)
    asked = asked or not ear.concepts(first).isdisjoint(("leave_topic", "use_topic"))
    told = [head for head in row.head if sampled.fullmatch(head)]
    sure = len(told) > 1 or any(_ANY_TABLE.fullmatch(head) is None for head in told)
    return sure and not asked and not ear.subject(ear.folded(row.text)).is_own
