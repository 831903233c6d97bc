"""Rows that name other repos, without the names: of rows that name whatever they name in one way, one is read.

Only where every text that could name a repo is an id and nothing else: then nothing of what is read hangs on which ids
they are, but for which of them are the same. All others are read each for itself.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias, get_args

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.collect.relations.claims import RELATION_KEYS
from scanner.collect.relations.ids import PLAIN, model_id, perhaps_more
from scanner.judge.columns.cards import raw_json
from scanner.judge.columns.codes import Flags, Groups, Known, Lists, Numbers, coded, flags, grouped, listed, present
from scanner.knowledge.lineage_places import base_keys, fold_key
from scanner.model.fields import LINK_KEYS
from scanner.model.once import Remembered
from scanner.model.snapshot import Json
from scanner.model.words import Relation

_RELATIONS = frozenset(get_args(Relation))
_MOST = 100_000
#: What parts ids from what stands around them: in JSON, in tags.
QUOTE, COLON = '"', ":"
#: Texts with the same around their ids: of fewer each is read.
_OFTEN = 4
#: Rows that name more are read for themselves.
_MOST_NAMED = 60
#: Cards and configs that hint at more: of many hints it hangs on what their names spell which are followed.
_MOST_HINTED, _MOST_CONFIGURED = 4, 3


class Way(NamedTuple):
    """A way of naming, with the ids that stand in its places."""

    way: Hashable
    ids: tuple[str, ...]


class _OddError(Exception):
    """Something that may be more, or less, than an id."""


#: What is raised where ids cannot be taken out, and where a text is no JSON, or of another shape.
ODD = (_OddError, msgspec.MsgspecError)
NO_JSON = (ValueError, AttributeError, TypeError, RecursionError)


class Names:
    """Takes ids out of what names them. ``is_plain`` tells whether a text is an id and nothing else."""

    def __init__(self, is_plain: Callable[[str], bool]) -> None:
        self.plain = Remembered(is_plain, _MOST)

    def are_plain(self, texts: pa.StringArray) -> Flags:
        """Which of some texts are ids and nothing else."""
        found = flags(pc.match_substring_regex(texts, f"^{PLAIN}$"))
        found[found] = ~flags(pc.match_substring_regex(pc.utf8_lower(texts.filter(pa.array(found))), perhaps_more()))
        rest = np.flatnonzero(~found)
        found[rest] = [self.plain[one] for one in texts.take(pa.array(rest)).to_pylist()]
        return found

    def bases(self, api: str | None, tags: Sequence[str], card: str, config: Hashable) -> Way | None:
        """The way in which bases are named; None where one could not tell."""
        places = _Places(self.plain)
        try:
            said = None if api is None else of_api(api, places)
            way = (said, tuple(of_tag(tag, places) for tag in tags), of_card(card, places))
            return places.way((*way, None if config is None else of_config(config, places)))
        except ODD:
            return None

    def data(self, card: str, tags: Sequence[str], more: Hashable) -> Way | None:
        """The same of data. ``more`` is what tells rows apart besides."""
        places = _Places(self.plain)
        try:
            named = tuple(of_data_tag(tag, places) for tag in tags)
            return places.way((of_card(card, places), named, more))
        except ODD:
            return None


class Named(NamedTuple):
    """What rows name, by columns: numbers that tell the ways of naming apart (``odd``: nothing does but what stands
    there), and the ids that stand in the places of each, by number among ``names``."""

    ways: tuple[Numbers, ...]
    odd: Flags
    ids: Lists
    names: pa.StringArray


class Told(NamedTuple):
    """Cards by the number of the ``way`` in which they name others, with the ids in its places by number among
    ``texts``; those that stand ``alone`` are read each."""

    way: Numbers
    ids: Lists
    texts: pa.StringArray
    alone: Flags


class Naming:
    """Takes ids out of many rows at once: each text that names any is looked at once."""

    def __init__(self, names: Names, rows: int) -> None:
        self._names, self._rows = names, rows
        self._ways, self._read = Known[Hashable](), 0
        self._way, self._counts, self._ids = list[Numbers](), list[Numbers](), [pa.array([], pa.string())]
        self._parts: list[tuple[Any, Any]] = []

    def add(self, row: Any, codes: Any, values: Sequence[Any], read: "Read") -> None:
        """Some rows, in order, with the numbers of values that name something. What was added first is read first."""
        self._keep(row, codes, *self._each(values, read))

    def add_texts(self, row: Any, codes: Any, texts: pa.StringArray, sign: str, read: "Read") -> None:
        """The same of texts, in which ids stand between signs. What stands around ids is read once for all."""
        pieces = _Pieces.of(texts, sign, self._names)
        number, first = pieces.frames
        told = np.full(len(first), -1, np.int32)
        often = np.flatnonzero(np.bincount(number) >= _OFTEN)
        told[often] = [self._around(*one, sign, read) for one in pieces.samples(first[often])]
        way = np.where(pieces.again, -1, told[number])
        values = texts.take(pa.array(np.flatnonzero(way < 0))).to_pylist()
        self._add(row, codes, way, pieces.ids, pieces.texts, values, read)

    def add_read(self, row: Any, codes: Any, ways: Sequence[Hashable], told: "Told", values: Sequence[Any]) -> None:
        """The same of cards of which ``ways`` were read; ``values`` are those that are read each."""
        number = np.asarray([-1 if way is None else self._ways.of((len(self._parts), way)) for way in ways], np.int32)
        self._add(row, codes, np.where(told.alone, -1, number[told.way]), told.ids, told.texts, values, of_card)

    def _add(
        self, row: Any, codes: Any, way: Numbers, ids: Lists, texts: pa.StringArray, values: Sequence[Any], read: "Read"
    ) -> None:
        """Values by their ways, with their ids among texts; those without a way are read each."""
        counts, own = ids.counts.astype(np.int32), way >= 0
        rest = np.flatnonzero(~own)
        way[rest], counts[rest], others = self._each(values, read)
        alone, own = texts.take(pa.array(ids.at(np.flatnonzero(own)).values)), np.repeat(own, counts)
        place = np.empty(len(own), np.int64)
        place[own], place[~own] = np.arange(len(alone)), len(alone) + np.arange(len(others))
        self._keep(row, codes, way, counts, pa.concat_arrays([alone, others]).take(pa.array(place)))

    def _around(self, pieces: list[str], places: list[int], sign: str, read: "Read") -> int:
        """The way in which a text names ids, whichever, in some places of its pieces; -1 where it names others, or what
        is read hangs on which they are."""
        any_ids = [[f"{org}/any-{place}" for place in places] for org in ("acme", "another")]
        texts = [
            sign.join({**dict(enumerate(pieces)), **dict(zip(places, some, strict=True))}.values()) for some in any_ids
        ]
        way, _, ids = self._each(texts, read)
        return int(way[0]) if way[0] == way[1] and ids.to_pylist() == [*any_ids[0], *any_ids[1]] else -1

    def _each(self, values: Sequence[Any], read: "Read") -> tuple[Numbers, Numbers, pa.StringArray]:
        """Of each value the way (-1: one could not tell), how many ids it names, and these."""
        ways, counts, found = list[int](), list[int](), list[str]()
        for value in values:
            places = _Places(self._names.plain)
            try:
                way, ids = self._ways.of((len(self._parts), read(value, places))), places.ids
            except ODD:
                way, ids = -1, ()
            ways.append(way)
            counts.append(len(ids))
            found += ids
        return np.asarray(ways, np.int32), np.asarray(counts, np.int32), pa.array(found, pa.string())

    def _keep(self, row: Any, codes: Any, ways: Numbers, counts: Numbers, ids: pa.StringArray) -> None:
        self._parts.append((row, codes.astype(np.int64) + self._read))
        self._way.append(ways)
        self._counts.append(counts)
        self._ids.append(ids)
        self._read += len(ways)

    def named(self) -> Named:
        """What all of the rows name."""
        row, item = (np.concatenate(one) for one in zip(*self._parts, strict=True))
        order = np.argsort(row, kind="stable")
        row, item = row[order], item[order]
        way, names = np.concatenate(self._way)[item], pa.concat_arrays(self._ids).dictionary_encode()
        said = Lists(np.concatenate(self._counts).astype(np.int64), names.indices.to_numpy()).at(item)
        alike = coded(pc.utf8_lower(names.dictionary))
        at = np.repeat(row, said.counts)
        first, place = met(at, said.values)
        ids = Lists(np.bincount(at[first], minlength=self._rows), said.values[first])
        odd = ids.counts > _MOST_NAMED
        odd[row[way < 0]] = True
        exact = np.where(odd, listed(row, item.astype(np.int32), self._rows), -1)
        of_ids = (listed(at, one, self._rows) for one in (place, met(at, alike[said.values])[1]))
        return Named((listed(row, way, self._rows), *of_ids, exact), odd, ids, names.dictionary)


class _Pieces(NamedTuple):
    """Texts in pieces between signs: rows of one frame differ in ids alone. ``ids`` are the numbers of each one's among
    all ``texts`` of pieces; ``again``: one of them stands there twice."""

    pieces: Lists
    is_id: Flags
    ids: Lists
    frames: Groups
    again: Flags
    texts: pa.StringArray

    @classmethod
    def of(cls, texts: pa.StringArray, sign: str, names: Names) -> "_Pieces":
        """The pieces of texts: in JSON ids stand between quotation marks, and no colon behind them."""
        split = pc.split_pattern(texts, sign)
        coded = pc.list_flatten(split).dictionary_encode()
        row, code = pc.list_parent_indices(split).to_numpy(), coded.indices.to_numpy()
        pieces = Lists.of(row, code, len(texts))
        place = np.arange(len(code)) - np.repeat(np.cumsum(pieces.counts) - pieces.counts, pieces.counts)
        may = place % 2 == 1 if sign == QUOTE else place > 0
        may[:-1] &= ~flags(pc.starts_with(coded.dictionary, COLON))[code[1:]]
        some = present(code[may], len(coded.dictionary))
        plain = np.zeros(len(coded.dictionary), bool)
        plain[some] = names.are_plain(coded.dictionary.take(pa.array(some)))
        is_id = may & plain[code]
        row, ids = row[is_id], code[is_id]
        again = np.zeros(len(texts), bool)
        again[row[~met(row, ids)[0]]] = True
        frames = grouped(listed(pieces.rows(), np.where(is_id, len(plain), code), len(texts)))
        return cls(pieces, is_id, Lists.of(row, ids, len(texts)), frames, again, coded.dictionary)

    def samples(self, some: Any) -> Iterator[tuple[list[str], list[int]]]:
        """Of some texts the pieces, and the places of ids among them."""
        ends = np.cumsum(self.pieces.counts)
        for end, count in zip(ends[some].tolist(), self.pieces.counts[some].tolist(), strict=True):
            told = self.texts.take(pa.array(self.pieces.values[end - count : end])).to_pylist()
            yield told, np.flatnonzero(self.is_id[end - count : end]).tolist()


def met(row: Any, values: Any) -> tuple[Flags, Numbers]:
    """Of values that stand in rows, row after row: which are met for the first time in theirs, and for each the place
    of its first among those."""
    keys = row << 32 | values
    order = np.argsort(keys, kind="stable")
    begins = np.r_[True, keys[order[1:]] != keys[order[:-1]]][: len(keys)]
    first = np.zeros(len(keys), bool)
    first[order[begins]] = True
    count = np.cumsum(first) - 1
    starts = np.flatnonzero(np.r_[True, row[1:] != row[:-1]][: len(row)])
    count -= np.repeat(count[starts], np.diff(np.r_[starts, len(row)]))
    place = np.empty(len(keys), np.int32)
    place[order] = count[order[begins]][np.cumsum(begins) - 1]
    return first, place


class _Places:
    """Ids by the order in which they are met."""

    def __init__(self, plain: Remembered[str, bool]) -> None:
        self._plain = plain
        self._ids: dict[str, int] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids in their places."""
        return tuple(self._ids)

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
        ids = self.ids
        low: dict[str, int] = {}
        alike = tuple(low.setdefault(one.lower(), place) for place, one in enumerate(ids))
        return Way((said, None if len(low) == len(ids) else alike, len(ids)), ids)


def of_apis(texts: pa.StringArray) -> pa.StringArray:
    """What the API says, without the Hub's own numbers of repos: nothing is read from these."""
    return pc.replace_substring_regex(texts, r'\{"_id":"[0-9a-f]*",', "{")


#: What says in which way a value names others.
Read: TypeAlias = Callable[[Any, _Places], Hashable]


def of_api(text: str, places: _Places) -> Hashable:
    """The API's answer: ``{"relation": r, "models": [{"id": …}]}``."""
    told = msgspec.json.decode(text)
    if not isinstance(told, dict) or not told.keys() <= {"relation", "models"}:
        raise _OddError
    relation, models = told.get("relation"), told.get("models")
    if not (relation is None or relation in _RELATIONS) or not isinstance(models, list):
        raise _OddError
    return relation, tuple([_entry(one, places) for one in models])


def _entry(one: Json, places: _Places) -> int:
    if not isinstance(one, dict) or not one.keys() <= {"_id", "id"} or not isinstance(one.get("_id", ""), str):
        raise _OddError
    return places.of(one.get("id"))


def of_tag(tag: str, places: _Places) -> Hashable:
    """A tag that names a base."""
    head, colon, name = tag.removeprefix("base_model:").partition(":")
    return (head, places.of(name)) if colon and head in _RELATIONS else (None, places.of(f"{head}{colon}{name}"))


def of_data_tag(tag: str, places: _Places) -> Hashable:
    """A tag that names data."""
    return places.of(tag.removeprefix("dataset:"))


def of_card(card: str, places: _Places) -> Hashable:
    """What a card says of bases or data, as JSON; nothing where there is none."""
    said = raw_json(card).items() if card else ()
    if sum(_hinted(key, raw) for key, raw in said) > _MOST_HINTED:
        raise _OddError
    links = sum(key.strip().lower() in LINK_KEYS for key, _ in said)
    return tuple([(key, _said(key, raw, places, one_link=links == 1)) for key, raw in said])


def _hinted(key: str, raw: msgspec.Raw) -> int:
    """How many bases a key of a card hints at."""
    known = base_keys().get(fold_key(key))
    if known is None or known.strength == "stated":
        return 0
    value = msgspec.json.decode(raw)
    return len(value) if isinstance(value, list) else 1


def _said(key: str, raw: msgspec.Raw, places: _Places, *, one_link: bool) -> Hashable:
    if key in RELATION_KEYS:
        return bytes(raw)
    value = msgspec.json.decode(raw)
    if one_link and isinstance(value, str) and key.strip().lower() in LINK_KEYS:
        return _linked(value, places)
    return tuple(map(places.of, value)) if isinstance(value, list) else places.of(value)


def _linked(link: str, places: _Places) -> Hashable:
    """A link to the page of a repo, and the place of that one's id: of several links it hangs on their names which are
    followed."""
    found = model_id(link)
    if found is None or link.count(found) != 1:
        raise _OddError
    return link.replace(found, ""), places.of(found)


def way_of_card(card: str, names: Names) -> tuple[Hashable, tuple[str, ...]] | None:
    """The way in which a card's bases or data are named, and these; None where one could not tell."""
    places = _Places(names.plain)
    try:
        return of_card(card, places), places.ids
    except ODD:
        return None


def of_config(config: Hashable, places: _Places) -> Hashable:
    """The bases and the family that a config tells."""
    hints, family = config if isinstance(config, tuple) else (None, None)
    if len(hints or ()) > _MOST_CONFIGURED:
        raise _OddError
    return tuple(map(places.of, hints or ())), family


def placed(texts: Iterable[str], ids: tuple[str, ...]) -> Iterator[int]:
    """The place of each text among ids; -1 where it is none of them."""
    known = {one: place for place, one in enumerate(ids)}
    return (known.get(text, -1) for text in texts)
