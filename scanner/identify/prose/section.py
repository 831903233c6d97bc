"""What the section that a sentence stands in is about, to those who hear it."""

from scanner.identify.prose.answers import asks_leave
from scanner.identify.prose.ear import Ear
from scanner.identify.prose.naming import label
from scanner.identify.prose.sentences import Sentence

#: A table's head with more cells only names its columns.
KEY_CELLS = 3
#: Sections on thanks, contributions and services: what names neither the thing nor its use there speaks of those.
_BESIDE = "beside"
_OF_USE = frozenset(("weights", "ours", "using", "any_use", "commercial", "noncommercial", "granting"))


def section_of(sentence: Sentence, title: str, ear: Ear) -> str:
    """What a sentence's section is about; a page's title names the thing, and makes no section of data or others, nor
    does "Code and weights" one of code."""
    if sentence.kind in ("heading", "title") and len(sentence.text) < 40 and not sentence.text.endswith("."):
        return "heading"
    section = ear.words.section(sentence.headings) if sentence.headings else ""
    alone = sentence.kind != "row" or len(sentence.cells) == KEY_CELLS - 1
    if section in ("", "uses", "scope", "other", _BESIDE) and alone and label(sentence.text, ear.words) is not None:
        return "licence"
    if section == "licence" and ear.words.grammar("disclaims").match(sentence.text):
        return "uses"
    if section == "licence" and ear.words.grammar("data_heading").fullmatch(sentence.titled):
        return "data"
    if section == "measured":  # its tables compare; a note below them speaks of the model
        section = "other" if sentence.kind in ("row", "head") else ""
    if section == "other" and (_asks_for_uses(sentence, ear) or _rules(sentence, ear) or _is_of_now(sentence, ear)):
        section = ""  # whatever its heading: "Examples", "Changelog"
    if section == "code":
        named = ear.folded(sentence.heading)
        if "code" in ear.concepts(named) and ear.subject(named).is_own:
            return ""
    return "" if sentence.headings == (title,) and section in ("data", "other", "code", _BESIDE) else section


def is_heading_alone(sentence: Sentence, ear: Ear) -> bool:
    """Whether a text only tells what stands below it: names of columns, uses for which it was not made, or terms."""
    if sentence.kind == "head":
        return len(sentence.cells) > KEY_CELLS
    if opens_terms(sentence, ear):
        return True
    return sentence.kind in ("heading", "item") and bool(ear.words.grammar("uses_unmeant").fullmatch(sentence.text))


def opens_terms(sentence: Sentence, ear: Ear) -> bool:
    """Whether a text of a page says no more than that terms stand below it."""
    if ear.place != "card":
        return False
    listed = bool(sentence.listed) and sentence.kind != "item"
    return bool(
        ear.words.grammar("bare_heading").fullmatch(sentence.text)
        or (listed and ear.words.grammar("terms_follow").search(sentence.text))
    )


def _asks_for_uses(row: Sentence, ear: Ear) -> bool:
    """Whether this is a row of a small table that says of uses whether they are given, and of no models."""
    if row.kind != "row" or len(row.head) > KEY_CELLS or ear.words.grammar("model_head").fullmatch(row.head[0].strip()):
        return False
    return any(asks_leave(head, ear.words) for head in row.head[1:])


def _rules(sentence: Sentence, ear: Ear) -> bool:
    """Whether this is a rule on who may do what with the thing, which no example of its work is."""
    return sentence.kind in ("text", "item") and ear.words.grammar("rule_of_use").match(sentence.text) is not None


def _is_of_now(sentence: Sentence, ear: Ear) -> bool:
    """Whether an entry of a list of versions is on this one."""
    return sentence.line in ear.versions.own


def is_beside(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence stands in a section on thanks or services and names neither the thing nor its use."""
    return section == _BESIDE and _OF_USE.isdisjoint(ear.concepts(ear.folded(f"{sentence.lead} {sentence.text}")))


def is_measured(sentence: Sentence, ear: Ear) -> bool:
    """Whether the heading right above tells of measuring: with it a few words are a result."""
    return ear.words.section((sentence.heading,)) == "measured"
