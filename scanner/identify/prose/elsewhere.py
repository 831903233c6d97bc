"""What a card tells in its other sections: of strangers there, and of those whose name begins a sentence, it says
nothing of its grant."""

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.strangers import ELSEWHERE

#: Use that needs leave: who names it speaks of the grant, whatever stands first.
_LEAVE = frozenset(("any_use", "commercial_use", "must_ask", "require_any_use", "use_topic", "leave_topic"))


def is_theirs(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence goes on about another model that the one before it is on, or begins in a section on other
    matters with what is somebody's by name and speaks of nothing of ours."""
    if ear.place != "card":
        return False
    folded, grammar = ear.folded(sentence.text), ear.words.grammar
    if sentence.before and ear.is_theirs(folded, ear.folded(sentence.before)):
        return True
    ours = grammar("speaks_of_ours").search(sentence.text) or not _own_words(ear).isdisjoint(folded.split())
    if section not in ELSEWHERE or ours:
        return False
    return bool(grammar("possessor").match(folded) or grammar("named_first").match(sentence.text))


def _own_words(ear: Ear) -> frozenset[str]:
    return ear.titled.union(ear.own)


def is_beside_grant(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether what a card's sentence says of a stranger is beside the grant: in a section on other matters; and, in
    English, below a heading of its own on whatever else, where neither a use that needs leave is named nor persons who
    must."""
    if ear.place != "card" or section != "" or sentence.kind in ("heading", "title"):
        return ear.place == "card" and section in ELSEWHERE
    folded = ear.folded(sentence.text)
    headed = len(sentence.headings) > 1 or not ear.titled.issuperset(ear.folded(sentence.heading).split())
    if not headed or ear.words.languages(folded) != ("en",) or ear.words.grammar("bare_duty").search(folded):
        return False
    return _LEAVE.isdisjoint(ear.concepts(folded))


def is_of_learning(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence stands where it is told what the model learnt from: what limits a stranger there limits
    that."""
    if section == "data" or ear.words.grammar("learning_heading").search(sentence.heading):
        return True
    return any("learned_from" in ear.concepts(ear.folded(one)) for one in (sentence.before, sentence.text) if one)
