"""What a model's card says in sentences of the terms of its training data: "trained on X, licensed under CC BY-NC".

Such a sentence limits the data, not the model's own grant; a person should look.
"""

from scanner.identify.prose import Heard
from scanner.knowledge.patterns import recorded
from scanner.model.result import DatasetItem, Evidence

_TOPICS = frozenset(("non_commercial", "research_only", "evaluation_only", "person", "permission"))
_LIMIT = recorded("data-limit")
#: Data that only measured the model, or was left out.
_NOT = recorded("data-not-learnt")
#: The model itself as the bearer of the limit.
_MODEL = recorded("model-bears")
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


def restricted_data(limits: tuple[Evidence, ...]) -> tuple[DatasetItem, ...]:
    """Data under restrictive terms that a card tells of in sentences, each as an item without an id of the Hub."""
    return tuple(_item(at) for at in limits[:_MAX])


def _item(at: Evidence) -> DatasetItem:
    said = at.value or ""
    limit = _LIMIT.search(said)
    return DatasetItem(
        id=f"as the card says: {said[:80]}", status="restricted", license=limit[0] if limit else None, evidence=(at,)
    )
