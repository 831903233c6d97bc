"""What a card tells of others in its other sections: of those whose name begins a sentence it says nothing of its
grant."""

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.sentences import Sentence

#: Sections on other matters than the grant and what the model does and is for.
_ELSEWHERE = ("apart", "beside", "other", "data", "code")


def is_theirs(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence goes on about another model that the one before it is on, or begins in a section on other
    matters with what is somebody's by name and speaks of nothing of ours."""
    if ear.place != "card":
        return False
    folded, grammar = ear.folded(sentence.text), ear.words.grammar
    if sentence.before and ear.is_theirs(folded, ear.folded(sentence.before)):
        return True
    ours = grammar("speaks_of_ours").search(sentence.text) or not _own_words(ear).isdisjoint(folded.split())
    if section not in _ELSEWHERE or ours:
        return False
    return bool(grammar("possessor").match(folded) or grammar("named_first").match(sentence.text))


def _own_words(ear: Ear) -> frozenset[str]:
    return ear.titled.union(ear.own)


def is_of_learning(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence stands where it is told what the model learnt from: what limits a stranger there limits
    that."""
    if section == "data" or ear.words.grammar("learning_heading").search(sentence.heading):
        return True
    return any("learned_from" in ear.concepts(ear.folded(one)) for one in (sentence.before, sentence.text) if one)
