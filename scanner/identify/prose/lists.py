"""A list of uses, persons or fields judged as one thing: what is given to some is refused to others, unless one of the
items gives it to all; what is refused is so for each."""

from collections.abc import Iterator

from scanner.identify.prose.answers import answered
from scanner.identify.prose.blocks import QUESTION
from scanner.identify.prose.ear import Ear, Said
from scanner.identify.prose.items import COMMA, MAX_ITEMS, is_short
from scanner.identify.prose.records import LISTS
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.understood import says, understood
from scanner.identify.prose.words import Vocabulary
from scanner.model.frozen import dataclass
from scanner.text.late import late

#: A refusal of the fields that a list below it names.
_FIELDS = "kept_from_field"
#: What gives it to all, and what takes that back.
_GIVES_ALL = frozenset(("commercial", "business", "both", "to_all", "granted", "moved", "any_use"))
_NARROWS = frozenset(("forbid", "noncommercial", "narrow"))
#: What is care, and what of a licensor's concern makes it more.
_HARM = frozenset(("harm", "harmful", "oversight"))
_OF_LICENSORS = frozenset(("commercial", "noncommercial", "business", "size", "place"))
_SENTENCES = late(r"(?<=[.!?:])\s|(?<=[。！？：])")
_EDGES = " :.,;()：。（）*-–—"


@dataclass(frozen=True)
class Listed:
    """The items of a list behind its folded ``opening``, and the states in which each of them is."""

    opening: str
    items: tuple[str, ...]
    states: tuple[str, ...]


def list_of(sentence: Sentence, ear: Ear) -> Listed | None:
    """The list that a sentence opens, stands in or is behind its label, if leave is given or refused there."""
    for opening, raw in _lists(sentence, ear.words):
        items = tuple(map(ear.folded, raw))
        told = _told(opening, " , ".join(items), ear)
        given = "uses_given" in told and "intent" not in told
        if ("uses_refused" in told or given) and "unproven" not in told:
            return Listed(ear.folded(opening), items, tuple(state for one, state in LISTS.items() if one in told))
    return None


def _told(opening: str, items: str, ear: Ear) -> frozenset[str]:
    """What an opening tells, in the languages of its items too, also where it is an ordinary heading elsewhere; of its
    sentences the last one, and those that point at what follows."""
    *above, last = [ear.folded(one).strip(_EDGES) for one in _SENTENCES.split(opening.rstrip(_EDGES))]
    languages = ear.words.spoken(f"{last} , {items}")
    told, *more = (frozenset().union(*(language.meets(one) for language in languages)) for one in (last, *above))
    return told.union(*(one for one in more if "points_below" in one))


def _lists(sentence: Sentence, words: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    if sentence.listed:
        yield (sentence.lead or sentence.heading) if sentence.kind == "item" else sentence.text, sentence.listed
    elif sentence.kind != "row" and not any(mark in f"{sentence.before}{sentence.text}" for mark in QUESTION):
        for topic, answer, _ in answered(sentence, words):
            items = tuple(one for one in COMMA.split(answer, MAX_ITEMS) if one.strip(_EDGES))
            if is_short(topic) and all(map(is_short, items)):
                yield topic, items


def gives_all(listed: Listed, ear: Ear) -> bool:
    """Whether leave is given, and an item gives it for business or to all."""
    return "listed:given" in listed.states and any(_is_broad(ear.concepts(item)) for item in listed.items)


def is_of_harm(listed: Listed, sentence: Sentence, ear: Ear) -> bool:
    """Whether a sentence of a card opens a list of uses that are refused, each of which is harm: it refuses what they
    name."""
    opens = ear.place == "card" and sentence.kind != "item" and bool(sentence.listed)
    return (
        opens and set(listed.states) == {"listed:refused"} and all(_is_harm(ear.concepts(one)) for one in listed.items)
    )


def harms_of(sentence: Sentence, section: str, ear: Ear) -> tuple[Said, ...]:
    """The first care that a sentence tells with an item of the list that it opens."""
    opening = sentence.text.rstrip(_EDGES)
    told = (one for item in sentence.listed for one in understood(f"{opening} {item}", section, ear))
    return next(((one,) for one in told if one[0].says == "care"), ())


def _is_harm(told: frozenset[str]) -> bool:
    return not told.isdisjoint(_HARM) and told.isdisjoint(_OF_LICENSORS)


def _is_broad(told: frozenset[str]) -> bool:
    return not told.isdisjoint(_GIVES_ALL) and told.isdisjoint(_NARROWS)


def of_list(listed: Listed, sentence: Sentence, section: str, ear: Ear) -> tuple[Said, ...]:
    """What an item says by its list, or a sentence by the first item that limits of those that it opens."""
    items = (ear.folded(sentence.text),) if sentence.kind == "item" and sentence.listed else listed.items
    for item in items:
        judged = ear.judge(item, section)
        explained = judged and (judged.says != "care" or "listed:agreed" not in listed.states)
        record = None if explained else ear.caught(item, section, *listed.states)
        if record and not set(listed.states).isdisjoint(record.all):
            return ((record, ear.about([listed.opening, item])),)
    return ()


def led(sentence: Sentence, alone: tuple[Said, ...], section: str, ear: Ear) -> tuple[Said, ...]:
    """What an item says with the opening of its list; below one that limits by itself the fields that it is kept from
    are the list's."""
    opening, whole = (understood(text, section, ear) for text in (sentence.lead, sentence.led))
    if not says(opening, "limit", "intent"):
        return whole or alone
    if _FIELDS not in ear.concepts(ear.folded(sentence.lead)):
        return alone
    return tuple(one for one in whole if one[0].says == "limit") or opening
