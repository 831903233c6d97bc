"""What reading asks of a row, as keys: of rows with one key, one is read for all.

A key may tell more rows apart than need be, never fewer. Whatever speaks of the repo's own name, or is of no kind that
is known here, has the repo's id in its key, and is read for itself.
"""

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from scanner.collect.relations.claims import RELATION_KEYS, config_names
from scanner.collect.relations.datasets import KEYS as DATA_KEYS
from scanner.collect.relations.datasets import SOURCE_KEYS
from scanner.collect.relations.families import family_named, family_shaped
from scanner.identify.declared import KEYS as LICENSE_KEYS
from scanner.identify.declared import NAME_KEYS
from scanner.judge.columns.listing import Listings
from scanner.judge.reading.adapters import STATED
from scanner.judge.reading.claims.front import keys_speak
from scanner.judge.reading.claims.gate import GATE_KEYS, gate_speaks
from scanner.judge.reading.claims.names import MAX_TAGS, OWN_TAGS, id_speaks, says_nothing
from scanner.judge.reading.made import MERGE_TAGS
from scanner.judge.reading.openness import evaluated
from scanner.judge.reading.profile import modality
from scanner.judge.reading.sizes import number
from scanner.judge.reading.teachers import WORDS
from scanner.judge.reading.weights import REPORTED
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.lineage_places import base_keys, fold_key
from scanner.knowledge.openness import components, licences
from scanner.knowledge.teachers import named_in
from scanner.model.fields import LINK_KEYS, strings
from scanner.model.once import Remembered
from scanner.model.snapshot import Json, Repo

#: The columns that anything is read from, in the order in which :meth:`Keyer.keys` takes them.
COLUMNS = (
    "id unread gated private disabled usedStorage tags cardData config safetensors gguf baseModels siblings "
    "pipeline_tag library_name sha"
).split()  # fmt: skip
_MOST = 200_000
#: Longer texts may be cut where they are read, wherever in them anything stands.
_WHOLE = 40_000
#: Front-matter keys of the repo itself that are kept as they are written.
_SELF_KEYS = ("new_version", "extra_gated_eu_disallowed")


class Keys(NamedTuple):
    """A row's keys: of its own licence, of the repo itself (files, access), of what it shows of itself, of its bases,
    its data and its teachers; and the family that its name spells."""

    own: Hashable
    itself: Hashable
    shown: Hashable
    bases: Hashable
    data: Hashable
    taught: Hashable
    family: str | None


class _Card(NamedTuple):
    """A card's metadata, by what is read from it."""

    own: str
    itself: Hashable
    shown: Hashable
    words: frozenset[str]
    library: str | None
    bases: str
    data: str
    speaks: bool
    newer: bool


class _Config(NamedTuple):
    itself: Hashable
    shown: Hashable
    bases: Hashable


_NO_CARD = _Card("", None, None, frozenset(), None, "", "", speaks=False, newer=False)
_NO_CONFIG = _Config(None, None, None)


class Keyer:
    """Keys of rows. ``alone`` are the lower-cased ids that are read for themselves."""

    def __init__(self, licenses: Licenses, alone: frozenset[str] = frozenset()) -> None:
        self._licenses, self._alone = licenses, alone
        self._listings = Listings()
        self._tags = Remembered(self._tag, _MOST)
        self._cards = Remembered(self._card, _MOST)
        self._configs = Remembered(self._config, _MOST // 4)
        self._gates = Remembered(self._gate_speaks, _MOST // 10)
        self._teachers = Remembered(self._names_teacher, _MOST)
        self._tasks = Remembered(self._task, _MOST)

    def keys(self, row: Sequence[Any]) -> Keys:
        """The keys of a row, given as the values of :data:`COLUMNS`; ``unread`` is the tuple of what was not read."""
        name = row[0]
        try:
            return self._keys(name, row)
        except (ValueError, AttributeError, TypeError, RecursionError):  # a column that is no JSON, or of another shape
            return self.alone(name)

    def _keys(self, name: str, row: Sequence[Any]) -> Keys:
        _, unread, gated, private, disabled, storage, tags, text, config, safetensors, gguf, bases, files, *rest = row
        low = name.lower()
        if any(one is not None and len(one) > _WHOLE for one in (text, config)):
            return self.alone(name)
        listing = None if files is None else self._listings.key(files)
        if low in self._alone or (files is not None and listing is None) or (tags is not None and len(tags) > MAX_TAGS):
            return self.alone(name)
        card = self._cards[text] if text else _NO_CARD
        shape = self._configs[config] if config else _NO_CONFIG
        said: tuple[list[Hashable], ...] = ([], [], [], [], [])
        for tag in tags or ():
            for place, value in self._tags[tag]:
                said[place].append(value)
        own, base, data, papers, learnt = said
        mentioned = text is not None and low in text.lower()
        speaks = (
            card.speaks or id_speaks(name) or any(one is None for one in own) or (mentioned and low in card.own.lower())
        )
        library = rest[1]
        words = {*_low(tags), *((library.lower(),) if library else ())}
        sized = (bool(safetensors) and _total(safetensors)) or (bool(gguf) and _total(gguf))
        itself = (
            gated, private, disabled, unread, listing, sized, card.itself, shape.itself, self._tasks[rest[0]],
            (storage, frozenset(words & self._reported), frozenset(tags or ()) & self._reported) if listing is None
            else frozenset(words & self._listings.words(listing)),
            not STATED.isdisjoint(words | card.words), not MERGE_TAGS.isdisjoint(words), "custom_code" in (tags or ()),
            "adapter" in papers, tags is None, not text, name if mentioned and card.newer else None,
        )  # fmt: skip
        shown = (
            listing, card.shown, shape.shown, self._library(library or card.library), frozenset(papers), unread,
        )  # fmt: skip
        return Keys(
            own=(card.own, *own, "cardData" in unread, name if speaks else None),
            itself=itself,
            shown=shown,
            bases=(bases, *base, card.bases, shape.bases) if bases or base or card.bases or shape.bases else None,
            data=(card.data, tuple(data), not text, tags is None, "cardData" in unread),
            taught=self._taught(name, low, tags if learnt else None),
            family=self.family(name),
        )

    def alone(self, name: str) -> Keys:
        """The keys of a row that is read for itself."""
        return Keys(name, name, name, name, name, name, self.family(name))

    @staticmethod
    def family(name: str) -> str | None:
        """The family that a repo's name spells."""
        found = family_named(name)
        return found.id if found is not None else None

    def _taught(self, name: str, low: str, tags: Sequence[str] | None) -> Hashable:
        """What tells of teachers outside the data: tags and a name with a word such as "distilled"."""
        named = None
        if any(word in low for word in WORDS):
            spelled = name.rpartition("/")[2].replace("_", "-").replace("-", " ")
            named = name if next(named_in(spelled), None) is not None else None
        telling = frozenset(tag for tag in tags or () if self._teachers[tag])
        return (named, telling) if named or telling else None

    def _names_teacher(self, tag: str) -> bool:
        return next(named_in(tag.replace("_", "-").replace(":", " ")), None) is not None

    def _library(self, library: str | None) -> Hashable:
        """A library as far as anything is known of it: its licence."""
        return licences()["libraries"].get(library[:100], "") if library else None

    def _task(self, tag: str | None) -> Hashable:
        """A task as far as it tells what goes in and out."""
        info = {} if tag is None else {"pipeline_tag": tag}
        return modality(Repo(id="", repo_type="model", requested="", info=info))

    @cached_property
    def _reported(self) -> frozenset[str]:
        return frozenset(REPORTED)

    @cached_property
    def _clues(self) -> tuple[Any, ...]:
        return components()

    def _tag(self, tag: str) -> tuple[tuple[int, Hashable], ...]:
        """What a tag tells, by the place in which it tells it. None in the first: it speaks of terms by itself."""
        found: list[tuple[int, Hashable]] = []
        low = tag.lower()
        if tag.startswith("license:"):
            found.append((0, tag))
        elif not tag.startswith(OWN_TAGS) and not says_nothing(tag, "tag"):
            found += [(0, None), (0, tag)]
        if tag.startswith("base_model:"):
            found.append((1, tag))
        if tag.startswith("base_model:adapter:"):
            found.append((3, "adapter"))  # no component has this name
        if tag.startswith("dataset:"):
            found.append((2, tag))
        if any(word in low for word in WORDS) and (":" not in tag or tag.startswith(("distilled_from:", "teacher:"))):
            found.append((4, tag))
        found += [(3, about) for about in self._papers(tag)]
        return tuple(found)

    def _papers(self, tag: str) -> list[str]:
        """The components that a tag tells of."""
        low = tag.lower()
        return [one.id for one in self._clues if one.tag_pattern is not None and one.tag_pattern.fullmatch(low)]

    # -- the card's metadata

    def _card(self, text: str) -> _Card:
        data: Mapping[str, Json] = json.loads(text)
        slots: tuple[dict[str, Json], ...] = ({}, {}, {}, {})
        for key, value in data.items():
            for place in self._places.get(key) or self._places.get(key.strip().lower()) or self._bases(key):
                slots[place][key] = value
        own, itself, bases, data_ = slots
        library = data.get("library_name")
        words = (word.lower() for name in ("tags", "library_name") for word in strings(data.get(name)))
        shown = {key: bool(data.get(key)) for one in self._clues for key in one.keys if key in data}
        papers = frozenset(one for tag in strings(data.get("tags")) for one in self._papers(tag))
        measured = bool(evaluated(data.get("model-index")))
        return _Card(
            own=_dumped(own),
            itself=(_dumped(itself), bool(data.get("model-index")), data.get("base_model_relation") == "adapter"),
            shown=(tuple(sorted(shown.items())), papers, measured),
            words=frozenset(words),
            library=library if isinstance(library, str) else None,
            bases=_dumped(bases),
            data=_dumped(data_),
            speaks=self._speaks(own) or keys_speak(data),
            newer="new_version" in data,
        )

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, ...]]:
        """Front-matter keys → what is read from them: 0 the licence, 1 the repo itself, 2 bases, 3 data."""
        groups = (
            (*LICENSE_KEYS, *NAME_KEYS, *LINK_KEYS, *GATE_KEYS, "extra_gated_fields"),
            _SELF_KEYS,
            (*base_keys(), *RELATION_KEYS),
            (*DATA_KEYS, *SOURCE_KEYS),
        )
        found: dict[str, tuple[int, ...]] = {}
        for place, keys in enumerate(groups):
            for key in dict.fromkeys(keys):
                found[key] = (*found.get(key, ()), place)
        return found

    def _bases(self, key: str) -> tuple[int, ...]:
        return (2,) if fold_key(key) in base_keys() else ()

    def _speaks(self, own: Mapping[str, Json]) -> bool:
        """Whether the licence's own name, or the gate, speaks of terms: whose words they are decides of what."""
        gate = {key: own[key] for key in own if key.startswith("extra_gated_")}
        if gate and self._gates[_dumped(gate)]:
            return True
        values = [value for key, one in own.items() if key.strip().lower() not in LINK_KEYS for value in strings(one)]
        return any(self._licenses.is_shared(value) or self._custom(value) for value in values if len(value) <= 200)

    def _custom(self, value: str) -> bool:
        return self._licenses.get(value) is None and not says_nothing(value, "name")

    def _gate_speaks(self, text: str) -> bool:
        return gate_speaks(json.loads(text), self._licenses)

    # -- the config

    def _config(self, text: str) -> _Config:
        data: Json = json.loads(text)
        if not isinstance(data, dict):
            return _Config(_dumped({"config": data}), _dumped({"config": data}), None)
        keys = dict.fromkeys(("vision_config", "audio_config", "visual", "quantization_config"))
        told = tuple(key in data for key in keys)
        clues = tuple(bool(data.get(key)) for one in self._clues for key in one.config)
        maps = _dumped({"auto_map": data["auto_map"]}) if "auto_map" in data else None
        family = family_shaped(data)
        hints = (config_names(data) or None, family.id if family is not None else None)
        return _Config((told, maps), clues, hints if any(hints) else None)


def _dumped(data: Mapping[str, Json]) -> str:
    return json.dumps(data, ensure_ascii=False) if data else ""


def _low(tags: Sequence[str] | None) -> Iterator[str]:
    return (tag.lower() for tag in tags or ())


def _total(text: str) -> bool:
    return number(json.loads(text).get("total")) is not None
