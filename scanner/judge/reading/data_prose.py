"""What a model's card says in sentences of the terms of its training data: "trained on X, licensed under CC BY-NC".

Such a sentence limits the data, not the model's own grant; a person should look.
"""

from collections.abc import Iterator

from scanner.identify.prose import Heard
from scanner.identify.prose.sentences import Sentence, page
from scanner.knowledge.patterns import recorded
from scanner.model.license import NARROW
from scanner.model.result import DatasetItem, Evidence

_TOPICS = frozenset((*NARROW, "person", "permission"))
_LIMIT = recorded("data-limit")
#: Data that only measured the model, or was left out.
_NOT = recorded("data-not-learnt")
#: The model itself as the bearer of the limit.
_MODEL = recorded("model-bears")
#: Where a card tells what a model learnt from, and in what words.
_SECTION = recorded("data-section")
_OTHERS = recorded("data-section-of-others")
_LEARNT = recorded("learnt-from")
_CITED = recorded("cites-works")
_ASIDE = recorded("data-set-aside")
_MAX = 10
#: A limit that hangs on the data alone: on its noun, in a relative clause, in brackets, or as the terms it came under.
_HANGS_ON_DATA = recorded("limit-on-data")
_GOES_ON = recorded("limit-goes-on")


def limits_data_alone(sentence: str) -> bool:
    """Whether a limit in a sentence of a model's card is one of the data that it names, and says nothing of the model:
    "trained on the X corpus, which is CC BY-NC". Anything that goes on after the limit is not taken for that."""
    limit = _LIMIT.search(sentence)
    if limit is None or _MODEL.search(sentence):
        return False
    return bool(_HANGS_ON_DATA.search(sentence[: limit.start()])) and not _GOES_ON.search(sentence[limit.end() :])


def limits_learnt_data(heard: Heard) -> bool:
    """Whether what a sentence of a model's card says limits the data that the model learnt from."""
    limits = heard.says == "limit" and heard.scope == "data" and heard.topic in _TOPICS
    return limits and _NOT.search(heard.sentence) is None


def cited_lines(body: str, first_line: int) -> frozenset[int]:
    """The lines below a heading on what is cited: titles there limit no data."""
    return frozenset(one.line for one in page(body, first_line) if any(map(_CITED.search, one.headings[-1:])))


def told_of_data(body: str, first_line: int) -> Iterator[Sentence]:
    """What a model's card tells in a few words of restricted data that the model learnt from: an item or a row below a
    heading on its data, or a sentence that says that it was trained on them."""
    for one in page(body, first_line):
        limit = _LIMIT.search(one.text) if one.kind != "fence" else None
        if limit and _is_learnt(one) and not any(tells.search(one.text) for tells in (_NOT, _ASIDE, _MODEL)):
            yield one


def _is_learnt(one: Sentence) -> bool:
    """Whether what a sentence speaks of is what the model learnt from, by its section or its own words."""
    if any(map(_OTHERS.search, (*one.headings[1:], *one.headings[-1:]))):
        return False
    return bool(any(map(_SECTION.search, one.headings[-1:])) or _LEARNT.search(one.text))


def restricted_data(limits: tuple[Evidence, ...]) -> tuple[DatasetItem, ...]:
    """Data under restrictive terms that a card tells of in sentences, each as an item without an id of the Hub."""
    return tuple(_item(at) for at in limits[:_MAX])


def _item(at: Evidence) -> DatasetItem:
    said = at.value or ""
    limit = _LIMIT.search(said)
    return DatasetItem(
        id=f"as the card says: {said[:80]}", status="restricted", license=limit[0] if limit else None, evidence=(at,)
    )
