"""What a card tells of others: where it goes on about another model or what lies elsewhere, and what it tells of what
it learnt from."""

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.rivals import is_rival
from scanner.identify.prose.sentences import Sentence
from scanner.text.late import late

#: What ends a name that stands before what is said of it, and how many words a name has.
_NAME_ENDS, _NAME_WORDS = late(r"[:：,，(（]|\s[–—-]\s"), 4


def is_below_another(sentence: Sentence, ear: Ear) -> bool:
    """Whether a sentence stands below another model's name: the heading right above it, or the item that it is one
    of."""
    if ear.place != "card":
        return False
    if sentence.kind not in ("heading", "title") and is_rival(sentence.heading, ear.rivals, ear.words):
        return True
    name = _NAME_ENDS.split(sentence.under, maxsplit=1)[0] if sentence.under else ""
    named = ear.subject(ear.folded(name)) if 0 < len(name.split()) <= _NAME_WORDS else None
    return named is not None and named.other


def is_theirs(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence is a note on another model in a table, or goes on about one, or about what is not here, that
    the one before it is on."""
    if ear.place != "card":
        return False
    if sentence.text[:1] in ear.noted:
        return True
    if not sentence.before:
        return False
    folded = ear.folded(sentence.text)
    away = ear.words.grammar("not_here").search(sentence.before) and ear.words.grammar("them").search(sentence.text)
    if away and not ear.subject(folded).is_own:
        return True
    theirs = ear.is_theirs(folded, ear.folded(sentence.before))
    return theirs and not _is_of_learning(sentence, section, ear)


def _is_of_learning(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence stands where it is told what the model learnt from: what limits another one there limits
    that."""
    if section == "data" or ear.words.grammar("learning_heading").search(sentence.heading):
        return True
    return any("learned_from" in ear.concepts(ear.folded(one)) for one in (sentence.before, sentence.text) if one)
