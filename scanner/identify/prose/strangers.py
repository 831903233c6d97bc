"""Whether a clause has a subject of its own that is nothing of the grant: "the steering group meets, only members may
vote" speaks of a group, though no thing is named that is known."""

from collections.abc import Sequence
from itertools import islice

from scanner.identify.prose.words import Vocabulary
from scanner.text.late import late

#: Sections on other matters than the grant and what the model does and is for.
ELSEWHERE = ("apart", "beside", "other", "data", "code")
_MOST_WORDS = 10
_MOST_SIGNS = 30
_WORD = late(r"[^\W\d_]{2,40}$")
#: The concepts of what may be granted, of its use and of those who use it: no such word is a stranger's.
_OF_GRANT = frozenset(
    "weights ours using any_use granting business persons commercial noncommercial narrow production net_grant object"
    " use_topic leave_topic affirmed denial only free licence_named".split()
)


def are_strange(told: Sequence[str], words: Vocabulary, topic: frozenset[str] = frozenset()) -> bool:
    """Whether the last of some folded clauses that has a subject has a stranger for one, and none behind it names
    anything of the grant; ``topic`` are words for what the page is about."""
    if words.grammar("own_word").search(told[-1]):
        return False
    theirs = words.grammar("possessed").match(told[-1]) is not None
    above = told[:-1] if theirs else told  # "the engine is sold, its licence ..." speaks of the engine still
    heads = (head for clause in reversed(above[-2:]) if (head := _head(clause, words)))
    return any(_is_strange(head, told[-1], words) and head not in topic for head in islice(heads, 1))


def _is_strange(head: str, clause: str, words: Vocabulary) -> bool:
    if words.grammar("own_head").fullmatch(head):
        return False
    return _OF_GRANT.isdisjoint(concept for language in words.spoken(clause) for concept in language.meets(head))


def _head(clause: str, words: Vocabulary) -> str:
    """The noun of what a clause begins with and says something of; "" where it has none."""
    if words.grammar("no_subject").match(clause):
        return ""
    verb = words.grammar("predicate").search(clause)
    if verb is None or not verb.start():
        return ""
    named = clause[: verb.start()].strip()
    if len(named.split()) > _MOST_WORDS or (not named.isascii() and len(named) > _MOST_SIGNS * 2):
        return ""
    first, end = named.split()[0], words.grammar("head_ends").search(named)
    if words.grammar("own_head").fullmatch(first):
        return first  # "we develop it for teaching, so it may ..."
    told = (named[: end.start()] if end and end.start() else named).split()
    return next(filter(_WORD.match, reversed(told)), "")
