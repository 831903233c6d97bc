"""Crosses that stand for a no: what they refuse must be a use that needs leave."""

from dataclasses import replace

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.examples import ASKED
from scanner.identify.prose.sentences import Sentence
from scanner.text.late import late

_CROSS = late("[❌🚫✗✘✖✕╳⛔🙅👎]")
#: Signs for business and money, which say something without a word.
TRADE_SIGNS = "🏢🏭🏬🏦💼👔💰💵💲💸🤑"
_TRADE = late(f"[{TRADE_SIGNS}]")
_ASKED = ASKED.union(("who_named",))
#: So many cells marks in what is no row of Markdown are one of HTML.
_ROW = 2


def without_idle(sentence: Sentence, section: str, ear: Ear) -> Sentence:
    """A sentence without crosses within it that say no to no use: "the run was rejected ✗"."""
    text = sentence.text
    inside = _CROSS.search(text) and not _CROSS.match(text.lstrip())
    if section == "licence" or _is_row(sentence) or not inside or _TRADE.search(text):
        return sentence
    bare = _CROSS.sub(" ", text)
    return sentence if _asks_leave(bare, ear) else replace(sentence, text=bare)


def read(sentence: Sentence, section: str, ear: Ear) -> str:
    """A sentence's text; a cross in a table that compares what things can do refuses nothing: only in the row or the
    column of a use that needs leave does it."""
    if not _is_row(sentence) or section == "licence" or not _CROSS.search(sentence.text):
        return sentence.text
    cells = sentence.cells
    crossed = [head for head, cell in zip(sentence.head, cells, strict=False) if _CROSS.search(cell)]
    spoken = any(_asks_leave(one, ear) for one in (*cells[:1], *crossed))
    return sentence.text if spoken else _CROSS.sub(" ", sentence.text)


def _is_row(sentence: Sentence) -> bool:
    return sentence.kind == "row" or sentence.text.count(" | ") >= _ROW


def _asks_leave(text: str, ear: Ear) -> bool:
    return not _ASKED.isdisjoint(ear.concepts(ear.folded(text)))
