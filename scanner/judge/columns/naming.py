"""Rows that name other repos, without the names: of rows that name whatever they name in one way, one is read.

Only where every text that could name a repo is an id and nothing else: then nothing of what is read hangs on which ids
they are, but for which of them are the same. All others are read each for itself.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

import msgspec

from scanner.collect.relations.claims import RELATION_KEYS
from scanner.judge.columns.cards import Slot
from scanner.model.once import Remembered
from scanner.model.snapshot import Json
from scanner.model.words import Relation

_RELATIONS = frozenset(get_args(Relation))
_MOST = 100_000
#: Rows that name more are read for themselves.
_MOST_NAMED = 60


class Way(NamedTuple):
    """A way of naming, with the ids that stand in its places."""

    way: Hashable
    ids: tuple[str, ...]


class _OddError(Exception):
    """Something that may be more, or less, than an id."""


class Names:
    """Takes ids out of what names them. ``is_plain`` tells whether a text is an id and nothing else."""

    def __init__(self, is_plain: Callable[[str], bool]) -> None:
        self._plain = Remembered(is_plain, _MOST)

    def bases(self, api: str | None, tags: Sequence[str], card: Slot, config: Hashable) -> Way | None:
        """The way in which bases are named; None where one could not tell."""
        places = _Places(self._plain)
        try:
            way = (_api(api, places), tuple(_tag(tag, places) for tag in tags), _card(card, places))
            hints, family = config if isinstance(config, tuple) else (None, None)
            return places.way((*way, tuple(map(places.of, hints or ())), family))
        except (_OddError, msgspec.MsgspecError):
            return None

    def data(self, card: Slot, tags: Sequence[str], more: Hashable) -> Way | None:
        """The same of data. ``more`` is what tells rows apart besides."""
        places = _Places(self._plain)
        try:
            named = tuple(places.of(tag.removeprefix("dataset:")) for tag in tags)
            return places.way((_card(card, places), named, more))
        except (_OddError, msgspec.MsgspecError):
            return None


class _Places:
    """Ids by the order in which they are met."""

    def __init__(self, plain: Remembered[str, bool]) -> None:
        self._plain = plain
        self._ids: dict[str, int] = {}

    def of(self, text: Json) -> int:
        """The place of an id. Raises ``_OddError`` for what is none."""
        found = self._ids.get(text) if isinstance(text, str) else None
        if found is None:
            if not isinstance(text, str) or not self._plain[text] or len(self._ids) == _MOST_NAMED:
                raise _OddError
            found = self._ids[text] = len(self._ids)
        return found

    def way(self, said: Hashable) -> Way:
        """A way of naming. Ids that differ in case only are the same to some readers."""
        ids = tuple(self._ids)
        low: dict[str, int] = {}
        alike = tuple(low.setdefault(one.lower(), place) for place, one in enumerate(ids))
        return Way((said, None if len(low) == len(ids) else alike, len(ids)), ids)


def _api(text: str | None, places: _Places) -> Hashable:
    """The API's answer: ``{"relation": r, "models": [{"id": …}]}``."""
    if text is None:
        return None
    told = msgspec.json.decode(text)
    if not isinstance(told, dict) or not told.keys() <= {"relation", "models"}:
        raise _OddError
    relation, models = told.get("relation"), told.get("models")
    if not (relation is None or relation in _RELATIONS) or not isinstance(models, list):
        raise _OddError
    return relation, tuple(_entry(one, places) for one in models)


def _entry(one: Json, places: _Places) -> int:
    if not isinstance(one, dict) or not one.keys() <= {"_id", "id"} or not isinstance(one.get("_id", ""), str):
        raise _OddError
    return places.of(one.get("id"))


def _tag(tag: str, places: _Places) -> Hashable:
    head, colon, name = tag.removeprefix("base_model:").partition(":")
    return (head, places.of(name)) if colon and head in _RELATIONS else (None, places.of(f"{head}{colon}{name}"))


def _card(card: Slot, places: _Places) -> Hashable:
    return tuple((key, raw if key in RELATION_KEYS else _value(msgspec.json.decode(raw), places)) for key, raw in card)


def _value(value: Json, places: _Places) -> Hashable:
    return tuple(map(places.of, value)) if isinstance(value, list) else places.of(value)


def placed(texts: Iterable[str], ids: tuple[str, ...]) -> Iterator[int]:
    """The place of each text among ids; -1 where it is none of them."""
    known = {one: place for place, one in enumerate(ids)}
    return (known.get(text, -1) for text in texts)
