"""What a page shows as examples: samples, labels, conversations and the options of commands."""

import re

from scanner.identify.prose.blocks import Sentence
from scanner.identify.prose.ear import Ear
from scanner.text.late import late

_LONG_ROW = 240
#: So many words are a label, and what stands between labels.
_LABEL_WORDS = 4
_PARTS = late(r"[,;|/、，]")
#: What an option of a command does: "--out: output path (only applies when ...)".
_OPTION = late(r"[|\s]{0,4}--[a-zA-Z][\w-]{1,40}\b")
#: Heads that a table of anything may have: beside no other one of samples they tell none.
_ANY_TABLE = late(r"topics?|texts?|categor(?:y|ies)|tags?", re.IGNORECASE)
#: What asks for a use, and what speaks of one.
ASKED = frozenset(("leave_topic", "commercial", "business", "narrow", "persons", "granting"))
_OF_USE = ASKED | {"using"}


def is_example(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether this is a long row of a table, such as a sample of what the model answers, a row of labels or samples,
    what somebody says in a conversation, or tells of an option."""
    row = sentence.kind == "row"
    sampled = row and (len(sentence.text) > _LONG_ROW or _is_sample(sentence, ear))
    speakers = ("speaker", "sample_label") if section == "other" else ("speaker",)
    spoken = not row and any(ear.words.grammar(one).match(sentence.text) for one in speakers)
    labels = section != "licence" and _is_label_list(sentence, ear)
    return section != "licence" and bool(sampled or spoken or labels or _OPTION.match(sentence.text))


def _is_label_list(sentence: Sentence, ear: Ear) -> bool:
    """Whether the heading right above says that labels stand here, and they do: a few words, or such between commas,
    none of use."""
    if not sentence.headings or not ear.words.grammar("sample_head").fullmatch(sentence.heading.strip()):
        return False
    few = all(len(one.split()) <= _LABEL_WORDS for one in _PARTS.split(sentence.text))
    return few and sentence.kind not in ("heading", "title") and "using" not in ear.concepts(ear.folded(sentence.text))


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
