"""A few words that are read with the heading above them: items of lists, cells, and what stands between commas."""

from collections.abc import Iterator

from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.ear import Ear
from scanner.identify.prose.folding import CJK
from scanner.identify.prose.sentences import Sentence
from scanner.knowledge.patterns import recorded
from scanner.text.late import late

_SHORT_ITEM = 5
#: Korean parts words and joins what others say in several.
_ITEM_WORDS = 9
#: As many signs make a few words where no space parts them; an item of a list may have more.
_FEW_SIGNS, _ITEM_SIGNS = 15, 40
_EAST = late(f"[{CJK}]")
#: What makes a purpose less than every one.
_NARROW = ("narrow", "persons", "noncommercial", "denial", "only")
#: Sections whose sentences may be lists.
_LISTED = ("scope", "uses")
COMMA = recorded("items-apart")
_MIN_ITEMS, MAX_ITEMS = 3, 12
_SHORT_HEADING = 8


def items_of(sentence: Sentence, section: str) -> Iterator[str]:
    """A few words, or those between the commas of a list below a heading on scope, that are read with the heading above
    them; a heading that is a paper's title tells nothing."""
    if not sentence.headings or sentence.kind in ("heading", "title") or len(sentence.heading.split()) > _SHORT_HEADING:
        return
    signs = _ITEM_SIGNS if sentence.kind == "item" else _FEW_SIGNS
    if is_short(sentence.text, signs) and not sentence.before.endswith(QUESTION):
        yield sentence.text  # behind a question it is the answer to that
    elif section in _LISTED and len(items := COMMA.split(sentence.text, MAX_ITEMS)) >= _MIN_ITEMS:
        yield from filter(is_short, items)


def is_short(text: str, signs: int = _FEW_SIGNS) -> bool:
    """Whether a text is a few words, or no more than some signs of scripts that part no words."""
    east = 0 if text.isascii() else len(_EAST.findall(text))
    words = _ITEM_WORDS if east and signs == _ITEM_SIGNS else _SHORT_ITEM
    return len(text.split()) <= words and east <= signs


def narrows(item: str, sentence: Sentence, ear: Ear) -> bool:
    """Whether an item below a heading on what the thing is for may be less than all: it names a narrow purpose to which
    its row says no plain yes, or the heading tells what it is not for."""
    if ear.words.grammar("out_of_scope").search(sentence.heading):
        return True
    told = ear.concepts(ear.folded(item))
    plain = sentence.kind == "row" and "affirmed" in told and "denial" not in told
    return not plain and not told.isdisjoint(_NARROW)
