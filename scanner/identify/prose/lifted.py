"""Limits that something else on the page lifts: a formula beside a licence, a code's licence beside the weights' own, a
licence that is sold beside one that stays open."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from scanner.identify.prose.ear import Ear
from scanner.identify.prose.types import UNKNOWN_NAME, Heard

#: "All rights reserved" alone says so; beside a licence's name it is a formula.
_RESERVED = "reserved"
#: That a licence is the code's alone takes nothing from weights that have their own on the page.
_OF_CODE = "code_alone"
#: That a licence is sold for a use at work limits nothing where the page says that its open one stays as it is.
_SOLD, _STAYS = "sold", "stays"
Key = TypeVar("Key", bound=Hashable)


def without_lifted(found: Mapping[Key, Heard], text: str, ear: Ear) -> dict[Key, Heard]:
    """What was heard of a text, without the limits that something else in it lifts."""
    lifted = _lifted(found.values(), text, ear)
    return {key: one for key, one in found.items() if one.topic not in lifted}


def _lifted(found: Collection[Heard], text: str, ear: Ear) -> frozenset[str]:
    """The topics that something lifts."""
    topics = {one.topic for one in found}
    lifted = {
        _RESERVED: _RESERVED in topics and _has_terms(text, found, ear),
        _OF_CODE: _OF_CODE in topics and any(map(_is_of_weights, found)),
        _SOLD: any(one.topic == _STAYS and not one.other for one in found),
    }
    return frozenset(topic for topic, is_lifted in lifted.items() if is_lifted)


def _has_terms(text: str, found: Collection[Heard], ear: Ear) -> bool:
    """Whether a page names its licence, the file that holds it, or gives leave in its own words."""
    given = any(one.says == "grant" and one.of_grant for one in found)
    return given or _names_a_licence(text, found, ear) or bool(ear.words.grammar("tells_terms").search(text))


def _names_a_licence(text: str, found: Collection[Heard], ear: Ear) -> bool:
    if ear.naming is None:
        return "licence_named" in ear.concepts(ear.folded(text))
    return any(one.says == "licence" and not one.other for one in found)


def _is_of_weights(one: Heard) -> bool:
    """Whether a known licence is named for the weights themselves."""
    return one.says == "licence" and one.scope == "weights" and not one.other and one.topic != UNKNOWN_NAME
