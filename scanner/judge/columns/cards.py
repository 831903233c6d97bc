"""Cards' metadata and configs as keys: what is read of each, as it was written, and nothing else."""

import json
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np
import pyarrow as pa

from scanner.collect.relations.claims import RELATION_KEYS, relation_stated
from scanner.collect.relations.families import family_shaped
from scanner.collect.relations.ids import surely_plain
from scanner.collect.relations.linked import is_page_of_repo, links_in, without_own
from scanner.collect.relations.within import config_names, nested_bases
from scanner.judge.columns.codes import Flags
from scanner.judge.reading.access import eu_refused, version_named
from scanner.judge.reading.adapters import is_related, stated_word
from scanner.judge.reading.claims.front import keys_speak, may_speak
from scanner.judge.reading.claims.gate import GATE_KEYS, gate_speaks
from scanner.judge.reading.claims.names import says_nothing
from scanner.judge.reading.components import evaluated
from scanner.judge.reading.leads import told_by
from scanner.judge.reading.profile import SENSES
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.lineage_places import base_keys, fold_key
from scanner.knowledge.openness import components
from scanner.knowledge.patterns import listed
from scanner.model.fields import LINK_KEYS, strings
from scanner.model.ids import HUB_HOSTS
from scanner.model.once import Remembered
from scanner.model.snapshot import Json, Repo
from scanner.text.licence_keys import licences_told

#: Front-matter keys of the repo itself that are kept as they are written.
_NEWER = "new_version"
_INDEX, _TAGS = "model-index", "tags"
_SELF_KEYS = (_NEWER, "extra_gated_eu_disallowed", *RELATION_KEYS)
_MOST, _BASES = 20_000, 3
_HOSTS = tuple(host.encode() for host in HUB_HOSTS)
#: What is done with what stands under a key where it is one text or more: all of it is read, it is results of which
#: only the shape is, nothing of it is, tags are, bases or data are named; or a link that may lead to a base.
EXACT, INDEX, QUIET, TAGS, BASES, DATA, LINKS = range(7)
#: Some keys of a card, each with its value as it was written.
Slot: TypeAlias = tuple[tuple[str, bytes], ...]
#: A mapping in JSON with its values as they were written.
raw_json = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class CardKeys(NamedTuple):
    """A card's metadata, by what is read from it, bases and data apart: the licence, the repo itself, what lies open,
    the words of its library, the library, the newer version that is named, in lower case; whether it says that the repo
    is an adapter to its base, whether any other key speaks of the grant; its tags of which anything is read."""

    own: Slot
    itself: Hashable
    shown: Hashable
    words: frozenset[str]
    library: str | None
    newer: str | None
    adapts: bool
    speaks: bool
    tags: tuple[str, ...] = ()


def _is_spaced(raw: bytes) -> bool:
    """Whether a value in JSON may have more than one word, signs of a script that parts none, or a mapping."""
    return b" " in raw or b"\\" in raw or b"{" in raw or not raw.isascii()


class _Plan(NamedTuple):
    """What is read under a key: of the licence, the repo itself or the rest (``places``); of bases, data or where the
    licence lies (``named``). ``told``: whatever stands there; ``spaced``: where it has more than one word."""

    places: tuple[int, ...]
    named: tuple[int, ...]
    told: bool
    spaced: bool


class ConfigKeys(NamedTuple):
    """A config, by what is read from it; whether it tells of fewer bits."""

    itself: Hashable
    shown: Hashable
    bases: Hashable
    quantized: bool = False


NO_CARD = CardKeys((), None, None, frozenset(), None, None, adapts=False, speaks=False), "", ""
NO_CONFIG = ConfigKeys(None, None, None)


class Cards:
    """Keys of cards and configs. ``tells`` says whether anything is read of a tag; of a library nothing is but
    ``words``."""

    def __init__(self, licenses: Licenses, tells: Callable[[str], bool], words: frozenset[str]) -> None:
        self._licenses, self._words = licenses, words
        self._plans, self._kept = Remembered(self._plan, _MOST), Remembered(self._keys, _MOST)
        self.configs = Remembered(self._config, _MOST)
        self._indexing: Remembered[tuple[str, ...], bool] = Remembered(
            lambda keys: keys_speak({_INDEX: [dict.fromkeys(keys, "any")]}), _MOST
        )
        self._speaking = Remembered(self._speaks, _MOST)
        self._mute = Remembered[str, bool](lambda tag: not tells(tag), _MOST)

    def card(self, text: str) -> tuple[CardKeys, str, str]:
        """The keys of a card, and what it says of its bases and its data, as it was written, in JSON. Raises
        ``ValueError`` where it is no mapping in JSON."""
        said: list[tuple[str, bytes]] = []
        named: tuple[dict[str, msgspec.Raw], ...] = ({}, {}, {})
        for key, value in raw_json(text).items():
            plan, raw = self._plans[key], bytes(value)
            if plan.told or raw[:1] == b"{" or (plan.spaced and _is_spaced(raw)):
                said.append((key, raw if key != _INDEX else self._indexed(raw)))
            for place in plan.named or ((0,) if b"{" in raw and any(nested_bases(key, json.loads(raw))) else ()):
                named[place][key] = value
        bases, data, links = named
        bases |= {key: value for key, value in links.items() if _leads_to_page(bytes(value))}
        return self._kept[tuple(said)], _json(bases), _json(data)

    def plan(self, key: str) -> tuple[int, bool, int]:
        """What is done with what stands under a key, mappings apart; whether all of it is read where it has more than
        one word; what it names, as bits."""
        plan = self._plans[key]
        alone = {(): QUIET, (0,): BASES, (1,): DATA}.get(plan.named, EXACT)
        kind = EXACT if plan.told else alone
        if key == _INDEX or (key == _TAGS and not plan.spaced):
            kind = INDEX if key == _INDEX else TAGS
        return kind, plan.spaced, sum(1 << BASES + place for place in plan.named)

    def are_mute(self, tags: pa.StringArray) -> Flags:
        """Of which tags of a card nothing is read."""
        return np.asarray([self._mute[tag] for tag in tags.to_pylist()], bool)

    def _indexed(self, raw: bytes) -> bytes:
        """Reported results as far as they tell anything: any with the same keys."""
        index: Json = msgspec.json.decode(raw)
        each = [one for one in index if isinstance(one, dict)] if isinstance(index, list) else []
        keys = tuple(dict.fromkeys(key for one in each for key in one if key != "results"))
        return b"%d%d%d" % (bool(index), bool(evaluated(index)), self._indexing[keys])

    def _keys(self, pairs: Slot) -> CardKeys:
        said: dict[str, Json] = {}
        slots: tuple[list[tuple[str, bytes]], ...] = ([], [], [])
        index = b""
        for key, raw in pairs:
            if key == _INDEX:
                index = raw
                continue
            for place in self._plans[key].places:
                slots[place].append((key, raw))
            if raw[:1] == b"{" or may_speak(key, spaced=_is_spaced(raw)):
                said[key] = json.loads(raw)
        own, itself, rest = slots
        told, newer = dict(rest), next((version_named(json.loads(raw)) for key, raw in itself if key == _NEWER), None)
        front = Repo(
            id="", repo_type="model", requested="", info={"cardData": {key: json.loads(raw) for key, raw in itself}}
        )
        library = json.loads(told["library_name"]) if "library_name" in told else None
        reports, evaluates, speaks = (one == ord("1") for one in index or b"000")
        known = {key: bool(json.loads(raw)) for key, raw in rest if key in self._clues}
        if index and _INDEX in self._clues:
            known[_INDEX] = reports
        shown = tuple(sorted(known.items()))
        return CardKeys(
            own=tuple(own),
            itself=(eu_refused(front), relation_stated(front) is not None, newer is not None, reports),
            shown=(shown, evaluates) if shown else None,
            words=self._words.intersection(map(stated_word, strings(library))),
            library=library if isinstance(library, str) else None,
            newer=newer.lower() if newer is not None else None,
            adapts=is_related(front),
            speaks=speaks or (bool(said) and keys_speak(said)),
            tags=tuple(tag for tag in strings(json.loads(told.get(_TAGS, b"null"))) if not self._mute[tag]),
        )

    def speaks(self, own: Slot) -> tuple[bool, bool]:
        """Whether a licence's own name, or the gate, speaks of terms (whose words they are decides of what); whether a
        name is one that means another licence on another's repo."""
        return self._speaking[own]

    def linked(self, own: Slot, name: str) -> tuple[Slot, Hashable] | None:
        """A licence that bears its repo's name in a link to a file of its own alone, without the name, and what the
        link tells; None for any other."""
        at = [place for place, (_, raw) in enumerate(own) if name.lower() in raw.decode("utf-8", "replace").lower()]
        key, raw = own[at[0]] if len(at) == 1 else ("", b"null")
        link: Json = json.loads(raw) if key.strip().lower() in LINK_KEYS and surely_plain(name) else None
        rest = without_own(link, name) if isinstance(link, str) else None
        if rest is None:
            return None
        terms, record = told_by(link, self._licenses)
        bare = tuple((key, rest.encode()) if place == at[0] else one for place, one in enumerate(own))
        return bare, (terms, record.id if record is not None else None)

    def licensors(self, own: Slot, name: str) -> tuple[str | None, ...]:
        """Which licences names that are shared mean on this repo."""
        values = [value for _, raw in own for value in strings(json.loads(raw)) if self._licenses.is_shared(value)]
        found = (self._licenses.of_licensor(value, name) for value in values)
        return tuple(one.id if one is not None else None for one in found)

    def _plan(self, key: str) -> _Plan:
        found = self._placed.get(key) or self._placed.get(key.strip().lower())
        found = found or ((_BASES,) if fold_key(key) in base_keys() else ())
        places = tuple(one for one in found if one < _BASES)
        told = bool(places) or key == _INDEX or may_speak(key, spaced=False)
        return _Plan(places, tuple(one - _BASES for one in found if one >= _BASES), told, may_speak(key, spaced=True))

    @cached_property
    def _clues(self) -> frozenset[str]:
        return frozenset(key for one in components() for key in one.keys)

    @cached_property
    def _placed(self) -> Mapping[str, tuple[int, ...]]:
        """Front-matter keys → what is read from them: 0 the licence, 1 the repo itself, 2 the rest, 3 bases, 4 data, 5
        where the licence lies."""
        groups = (
            (*listed("licence-keys"), *listed("licence-name-keys"), *LINK_KEYS, *GATE_KEYS, "extra_gated_fields"),
            _SELF_KEYS,
            (_INDEX, _TAGS, "library_name", *self._clues),
            (*base_keys(), *RELATION_KEYS),
            (*listed("dataset-keys"), *listed("dataset-source-keys")),
            LINK_KEYS,
        )
        found: dict[str, tuple[int, ...]] = {}
        for place, keys in enumerate(groups):
            for key in dict.fromkeys(keys):
                found[key] = (*found.get(key, ()), place)
        return found

    def _speaks(self, own: Slot) -> tuple[bool, bool]:
        said = {key: json.loads(value) for key, value in own}
        gate = {key: said[key] for key in said if key.startswith("extra_gated_")}
        values = [value for key, one in said.items() if key.strip().lower() not in LINK_KEYS for value in strings(one)]
        shared = any(self._licenses.is_shared(value) for value in values if len(value) <= 200)
        speaks = any(self._custom(value) for value in values if len(value) <= 200)
        return speaks or bool(gate and gate_speaks(gate, self._licenses)), shared

    def _custom(self, value: str) -> bool:
        return self._licenses.get(value) is None and not says_nothing(value, "name")

    def _config(self, text: str) -> ConfigKeys:
        data: Json = json.loads(text)
        if not isinstance(data, dict):
            return ConfigKeys(text, text, None)
        several = not SENSES.isdisjoint(data)
        clues = tuple(bool(data.get(key)) for one in components() for key in one.config)
        maps = json.dumps(data["auto_map"]) if "auto_map" in data else None
        family = family_shaped(data)
        hints = (config_names(data) or None, family.id if family is not None else None)
        itself = several, maps, licences_told(data)
        return ConfigKeys(itself, clues, hints if any(hints) else None, "quantization_config" in data)


def _leads_to_page(raw: bytes) -> bool:
    """Whether a link leads to the page of a repo."""
    return any(host in raw for host in _HOSTS) and any(map(is_page_of_repo, links_in(json.loads(raw))))


def _json(some: dict[str, msgspec.Raw]) -> str:
    return msgspec.json.encode(some).decode() if some else ""
