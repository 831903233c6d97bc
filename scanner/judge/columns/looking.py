"""Rows looked at by columns: what is looked at is looked at once for each value that a batch holds."""

import json
from collections.abc import Callable, Hashable
from itertools import count
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.collect.relations.datasets import is_plain as is_plain_data
from scanner.collect.relations.ids import is_plain
from scanner.collect.tables.parquet import schema
from scanner.judge.columns.cards import NO_CONFIG, Cards, ConfigKeys
from scanner.judge.columns.codes import Flags, Groups, Known, Numbers, filled, flags, grouped, listed
from scanner.judge.columns.frames import CardColumn, Frames
from scanner.judge.columns.listing import Files, Listings
from scanner.judge.columns.naming import NO_JSON, Names
from scanner.judge.columns.tags import TagColumn, Tags
from scanner.judge.reading.claims.names import MAX_TAGS
from scanner.judge.reading.profile import modality
from scanner.judge.reading.sizes import number
from scanner.knowledge.licenses import Licenses
from scanner.model.once import Remembered
from scanner.model.snapshot import Repo

#: The columns that anything is read from.
USED = (
    "id unread gated private disabled usedStorage tags cardData config safetensors gguf baseModels siblings "
    "pipeline_tag library_name sha"
).split()  # fmt: skip
#: Columns that decide nothing.
IDLE = frozenset("repo_type observed author createdAt lastModified downloads downloadsAllTime likes".split())
#: Longer texts may be cut where they are read, wherever in them anything stands.
_WHOLE = 40_000
_MOST = 10_000
#: JSON that surely tells a size above nothing: numbers, texts without escapes, mappings of numbers.
_PLAIN = r'"\w+":(?:\d+|"[^"\\]*"|\{(?:"\w+":\d+,?)*\})'
_SIZED = rf'^\{{(?:{_PLAIN},)*"total":[1-9]\d{{0,14}}(?:,{_PLAIN})*\}}$'


class Kind(NamedTuple):
    """Rows by one kind of key, and the key of each group."""

    groups: Groups
    keys: list[Hashable]


class Looks:
    """What was looked at, kept for the batches to come. ``alone`` are the lower-cased ids that are read for
    themselves."""

    def __init__(self, licenses: Licenses, alone: frozenset[str] = frozenset()) -> None:
        self.alone = pa.array(sorted(alone), pa.string())
        self.listings, self.tags = Listings(), Tags()
        self.cards = Cards(licenses, self.tags.tells, self.tags.words)
        self.tasks = Remembered(_task, _MOST)
        self.bases, self.data = Names(is_plain), Names(is_plain_data)
        self.frames = Frames(self.cards, self.bases, self.data)
        #: Numbers rows that are read for themselves.
        self.number = count()


class Looked:
    """Rows by columns: of each column the number of what every row says, and what that is. ``odd`` rows are read for
    themselves, ``apart`` numbers them."""

    def __init__(self, looks: Looks, table: pa.Table, odd: Flags) -> None:
        self.rows, self.odd, self.looks = len(table), odd.copy(), looks
        self.column = {name: _whole(table, name) for name in USED}
        self.ids: list[str] = self.column["id"].to_pylist()
        self.low = pc.utf8_lower(self.column["id"])
        self.tags = TagColumn(looks.tags, self.column["tags"])
        self.odd |= flags(pc.is_in(self.low, looks.alone)) | (self.tags.counts > MAX_TAGS) | self.tags.odd
        self.unread, self.lacking = _unread(self.column["unread"])
        self.told = CardColumn(looks.cards, looks.frames, self.column["cardData"])
        self.cards, self.card = self.told.cards, self.told.card
        self.odd |= self.told.odd | self._is_long("cardData") | self._tagged_alone()
        self.configs, self.config = self._configs()
        self.sized = self._has_size("safetensors") | self._has_size("gguf")
        self.files = Files.of(self.column["siblings"])
        self.lists, self.listing = self._listed()
        self.apart = np.where(self.odd, np.arange(1, self.rows + 1), 0)
        self.no_text = ~flags(pc.greater(pc.binary_length(self.column["cardData"]), 0))
        self.no_tags = flags(self.column["tags"].is_null())

    def kind(self, columns: tuple[Any, ...], key: Callable[[int], Hashable]) -> Kind:
        """A group for each key, and one for each row that is read for itself: an id may have several."""
        groups, number = grouped(*columns, self.apart), self.looks.number
        keys = [(self.ids[at], next(number)) if self.odd[at] else key(at) for at in groups.first.tolist()]
        return Kind(groups, keys)

    def _tagged_alone(self) -> Flags:
        """Rows whose card has a tag of which anything is read and that the Hub does not tell."""
        found = np.asarray([bool(one.tags) for one in self.card], bool)[self.cards]
        found[found] = [self.tags.lacks(at, self.card[self.cards[at]].tags) for at in np.flatnonzero(found).tolist()]
        return found

    def _is_long(self, name: str) -> Flags:
        """Rows in which a column of JSON is long: they are read for themselves."""
        return flags(pc.greater(pc.binary_length(self.column[name]), _WHOLE))

    def _configs(self) -> tuple[Numbers, list[ConfigKeys]]:
        """Configs as numbers of what is read of them; a row in which it is none, or long, is read for itself."""
        values = self.column["config"].dictionary_encode(null_encoding="encode")
        numbers, found, wrong = values.indices.to_numpy(), list[ConfigKeys](), list[int]()
        for at, text in enumerate(values.dictionary.to_pylist()):
            try:
                found.append(self.looks.cards.configs[text] if text else NO_CONFIG)
            except NO_JSON:
                found.append(NO_CONFIG)
                wrong.append(at)
        self.odd |= np.isin(numbers, wrong) | self._is_long("config")
        return numbers, found

    def _has_size(self, name: str) -> Flags:
        """Whether a column of JSON tells a size."""
        column = self.column[name]
        sized = flags(pc.match_substring_regex(column, _SIZED))
        for at in np.flatnonzero(flags(pc.greater(pc.binary_length(column), 0)) & ~sized).tolist():
            try:
                sized[at] = number(json.loads(column[at].as_py()).get("total")) is not None
            except NO_JSON:
                self.odd[at] = True
        return sized

    def _listed(self) -> tuple[Numbers, list[Any]]:
        """File lists by their keys; the last stands for none."""
        groups, keys = self.looks.listings.of(self.files)
        there, known = flags(self.column["siblings"].is_valid()), Known[Hashable]()
        found = np.where(there, filled(map(known.of, keys), len(keys))[groups.number], len(known))
        self.odd |= there & np.asarray([one is None for one in keys], bool)[groups.number]
        return found.astype(np.int32), [*known.since(0), None]


def numbered(numbers: Numbers, values: list[Any]) -> Numbers:
    """A column of numbers by what stands for each: 0 for ()."""
    known = Known[Hashable]([()])
    return filled(map(known.of, values), len(values))[numbers]


def _whole(table: pa.Table, name: str) -> Any:
    """A column in one piece; nulls where there is none."""
    kind = schema().field(name).type
    if name not in table.column_names:
        return pa.nulls(len(table), kind)
    chunks = table.column(name).chunks
    return chunks[0] if len(chunks) == 1 else pa.concat_arrays([pa.array([], kind), *chunks])


def _unread(column: Any) -> tuple[Numbers, list[tuple[str, ...]]]:
    """What was not read of each row, by name, as numbers of such lists."""
    what = pc.struct_field(pc.list_flatten(column), "what").dictionary_encode(null_encoding="encode")
    row = pc.list_parent_indices(column).to_numpy()
    numbers = listed(row, what.indices.to_numpy(), len(column))
    groups = grouped(numbers)
    names: list[str] = what.dictionary.to_pylist()
    starts: Any = np.searchsorted(row, np.r_[groups.first, groups.first + 1])
    codes = what.indices.to_numpy()
    bounds = starts.reshape(2, -1).T.tolist()
    return groups.number, [tuple(names[code] for code in codes[start:end]) for start, end in bounds]


def _task(tag: str | None) -> Hashable:
    """A task as far as it tells what goes in and out."""
    info = {} if tag is None else {"pipeline_tag": tag}
    return modality(Repo(id="", repo_type="model", requested="", info=info))
