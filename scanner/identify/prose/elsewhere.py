"""What a card tells of others: where it goes on about another model, and what it tells of what it learnt from."""

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.sentences import Sentence


def is_theirs(sentence: Sentence, ear: Ear) -> bool:
    """Whether a sentence goes on about another model that the one before it is on."""
    if ear.place != "card" or not sentence.before:
        return False
    return ear.is_theirs(ear.folded(sentence.text), ear.folded(sentence.before))


def is_of_learning(sentence: Sentence, section: str, ear: Ear) -> bool:
    """Whether a sentence stands where it is told what the model learnt from: what limits another one there limits
    that."""
    if section == "data" or ear.words.grammar("learning_heading").search(sentence.heading):
        return True
    return any("learned_from" in ear.concepts(ear.folded(one)) for one in (sentence.before, sentence.text) if one)
