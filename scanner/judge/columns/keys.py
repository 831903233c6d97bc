"""What reading asks of rows, as keys: of rows with one key, one is read for all.

A key may tell more rows apart than need be, never fewer. Whatever speaks of the repo's own name, or is of no kind that
is known here, has the repo's id in its key, and is read for itself. All goes by columns: what is looked at is looked at
once for each value that a batch holds.
"""

import json
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.collect.relations.datasets import is_plain as is_plain_data
from scanner.collect.relations.families import family_named, may_spell
from scanner.collect.relations.ids import is_plain
from scanner.collect.tables.parquet import schema
from scanner.identify.prose import bearing
from scanner.judge.columns.cards import NO_CARD, NO_CONFIG, Cards
from scanner.judge.columns.codes import Flags, Groups, Known, Numbers, coded, encoded, filled, flags, grouped, listed
from scanner.judge.columns.listing import Listings
from scanner.judge.columns.naming import Names
from scanner.judge.columns.tags import TagColumn, Tags
from scanner.judge.reading.adapters import STATED
from scanner.judge.reading.claims.names import MAX_TAGS, id_speaks
from scanner.judge.reading.made import MERGE_TAGS
from scanner.judge.reading.profile import modality
from scanner.judge.reading.sizes import number
from scanner.judge.reading.teachers import WORDS
from scanner.judge.reading.weights import REPORTED
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.openness import licences
from scanner.knowledge.teachers import named_in
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


class Keys(NamedTuple):
    """A batch's keys: of its rows' own licences, of the repos themselves (files, access), of what they show of
    themselves, of their bases, their data (a ``Way`` where they are named in one) and their teachers; the families
    that names spell; whether a config says that weights are quantised."""

    own: Kind
    itself: Kind
    shown: Kind
    bases: Kind
    data: Kind
    taught: Kind
    families: list[str | None]
    quantized: Flags


class Keyer:
    """Keys of rows. ``alone`` are the lower-cased ids that are read for themselves."""

    def __init__(self, licenses: Licenses, alone: frozenset[str] = frozenset()) -> None:
        self.alone = pa.array(sorted(alone), pa.string())
        self.listings, self.tags = Listings(), Tags()
        self.cards = Cards(licenses, self.tags.papers, self.tags.words)
        self.tasks = Remembered(_task, _MOST)
        self.bases, self.data = Names(is_plain), Names(is_plain_data)

    def keys(self, table: pa.Table, odd: Flags | None = None) -> Keys:
        """The keys of a table's rows. ``odd`` ones are read for themselves."""
        return _Batch(self, table, np.zeros(len(table), bool) if odd is None else odd.copy()).keys()


class _Batch:
    """Rows by columns."""

    def __init__(self, keyer: Keyer, table: pa.Table, odd: Flags) -> None:
        self._keyer, self._rows, self._odd = keyer, len(table), odd
        self._column = {name: _whole(table, name) for name in USED}
        self._ids: list[str] = self._column["id"].to_pylist()
        self._low = pc.utf8_lower(self._column["id"])
        self._tags = TagColumn(keyer.tags, self._column["tags"])
        self._odd |= flags(pc.is_in(self._low, keyer.alone)) | (self._tags.counts > MAX_TAGS) | self._tags.odd
        self._unread, self._lacking = _unread(self._column["unread"])
        self._texts, told = self._told("cardData", keyer.cards.card, NO_CARD)
        self._named = [(bases, data) for _, bases, data in told]
        kept = {id(card): card for card, _, _ in told}
        place = {one: at for at, one in enumerate(kept)}
        self._card = [*kept.values()]
        self._cards = filled((place[id(card)] for card, _, _ in told), len(told))[self._texts]
        self._configs, self._config = self._told("config", keyer.cards.configs.__getitem__, NO_CONFIG)
        self._sized = self._has_size("safetensors") | self._has_size("gguf")
        self._lists, self._listing = self._listed()
        self._apart = np.where(self._odd, np.arange(1, self._rows + 1), 0)
        self._no_text = ~flags(pc.greater(pc.binary_length(self._column["cardData"]), 0))

    def keys(self) -> Keys:
        """All of them."""
        quantized = [isinstance(one.itself, tuple) and one.itself[0][3] for one in self._config]
        return Keys(
            own=self._own(),
            itself=self._itself(),
            shown=self._shown(),
            bases=self._bases(),
            data=self._data(),
            taught=self._taught(),
            families=self._families(),
            quantized=np.asarray(quantized, bool)[self._configs],
        )

    def _kind(self, columns: tuple[Any, ...], key: Callable[[int], Hashable]) -> Kind:
        """A group for each key, and one for each row that is read for itself."""
        groups = grouped(*columns, self._apart)
        return Kind(groups, [self._ids[at] if self._odd[at] else key(at) for at in groups.first.tolist()])

    # -- kinds of keys

    def _own(self) -> Kind:
        lacking = np.asarray(["cardData" in one for one in self._lacking], bool)[self._unread]
        said = self._numbered(self._cards, [one.own for one in self._card])
        named, names = self._named_own(said)

        def key(at: int) -> Hashable:
            card = self._card[self._cards[at]].own
            return card, self._tags.of(at, "own"), bool(lacking[at]), names[named[at]]

        return self._kind((said, self._tags.lists("own"), lacking, named), key)

    def _named_own(self, said: Numbers) -> tuple[Numbers, list[Hashable]]:
        """Rows whose licence speaks of terms in words, or of an id: what of their names bears on that."""
        cards, found = self._keyer.cards, np.zeros(self._rows, np.int32)
        spoken = np.asarray([cards.speaks(one.own) for one in self._card], bool).reshape(-1, 2)[self._cards]
        speaks, shared = spoken[:, 0] | self._tags.any("speaks"), spoken[:, 1]
        written = [b" ".join(value for _, value in one.own) for one in self._card]
        leads = np.asarray([not {*b"/\\%"}.isdisjoint(one) for one in written], bool)[self._cards]
        bare = ~flags(pc.match_substring(self._low, "/")) & (said != 0)
        known = Known[Hashable]([None])
        apart = np.asarray([one.speaks for one in self._card], bool)[self._cards] | self._speaking_ids()
        for at in np.flatnonzero(speaks | shared | leads | bare | apart).tolist():
            text, name = written[self._cards[at]].decode("utf-8", "replace"), self._ids[at]
            if apart[at] or "\\" in text or "%" in text or name.lower() in text.lower():
                found[at] = known.of(name)
            elif speaks[at] or shared[at]:
                whose = cards.licensors(self._card[self._cards[at]].own, name) if shared[at] else ()
                found[at] = known.of((bearing(name, f"{text} {' '.join(self._tags.of(at, 'own'))}"), whose))
        return found, known.since(0)

    def _speaking_ids(self) -> Flags:
        """Which ids say anything of the grant."""
        found = flags(pc.match_substring_regex(self._low, "commercial|only"))
        found[found] = [id_speaks(self._ids[at]) for at in np.flatnonzero(found)]
        return found

    def _itself(self) -> Kind:
        column, keyer = self._column, self._keyer
        gates, private, disabled = (coded(column[name]) for name in ("gated", "private", "disabled"))
        known = Known[Hashable]()
        tasks = encoded(column["pipeline_tag"], lambda tag: known.of(keyer.tasks[tag]))
        libraries = encoded(column["library_name"], lambda name: known.of(self._library_words(name)))
        words, no_tags = self._tags.sets("words"), flags(column["tags"].is_null())
        adapter = self._tags.any("adapter")
        unlisted = np.asarray([one is None for one in self._listing], bool)[self._lists]
        stored = np.where(unlisted & flags(column["usedStorage"].is_valid()), np.arange(1, self._rows + 1), 0)
        newer = self._named_newer()
        card = self._numbered(self._cards, [(one.itself, one.words) for one in self._card])
        shape = self._numbered(self._configs, [one.itself for one in self._config])
        bits = self._sized + 2 * no_tags + 4 * adapter + 8 * self._no_text

        def key(at: int) -> Hashable:
            told = self._tags.told(at, "words")
            low = {*(word.lower() for word in told), *self._library_words(column["library_name"][at].as_py())}
            listing, read = self._listing[self._lists[at]], self._card[self._cards[at]]
            reported = frozenset(REPORTED)
            tells = (
                (frozenset(low & reported), frozenset(told & reported))
                if listing is None
                else low & keyer.listings.words(listing)
            )
            return (
                column["gated"][at].as_py(), column["private"][at].as_py(), column["disabled"][at].as_py(),
                self._lacking[self._unread[at]], listing, frozenset(tells), read.itself,
                self._config[self._configs[at]].itself, keyer.tasks[column["pipeline_tag"][at].as_py()],
                not STATED.isdisjoint(low | read.words), not MERGE_TAGS.isdisjoint(low), "custom_code" in told,
                int(bits[at]), self._ids[at] if stored[at] or newer[at] else None,
            )  # fmt: skip

        return self._kind(
            (
                gates, private, disabled, self._unread, self._lists, tasks, libraries, words, card, shape, bits, stored,
                newer,
            ),
            key,
        )  # fmt: skip

    def _library_words(self, library: str | None) -> frozenset[str]:
        return self._keyer.tags.words & {library.lower()} if library else frozenset()

    def _named_newer(self) -> Numbers:
        """Rows whose card names a newer version in which they may be named themselves."""
        there = np.asarray([one.newer is not None for one in self._card], bool)[self._cards]
        found = np.zeros(self._rows, np.int32)
        for at in np.flatnonzero(there).tolist():
            text = (self._card[self._cards[at]].newer or b"").decode("utf-8", "replace")
            found[at] = at + 1 if "\\" in text or self._ids[at].lower() in text.lower() else 0
        return found

    def _shown(self) -> Kind:
        papers = self._tags.sets("papers")
        shown = self._numbered(self._cards, [one.shown for one in self._card])
        shapes = self._numbered(self._configs, [one.shown for one in self._config])
        libraries = Known[Hashable]()
        own = encoded(self._column["library_name"], lambda name: libraries.of(self._licence_of(name)) if name else -1)
        read = [libraries.of(self._licence_of(one.library)) for one in self._card]
        library = np.where(own < 0, np.asarray(read, np.int32)[self._cards], own)
        licence = libraries.since(0)

        def key(at: int) -> Hashable:
            told = self._tags.told(at, "papers")
            return (
                self._listing[self._lists[at]], self._card[self._cards[at]].shown,
                self._config[self._configs[at]].shown, licence[library[at]], told, self._lacking[self._unread[at]],
            )  # fmt: skip

        return self._kind((self._lists, shown, shapes, library, papers, self._unread), key)

    def _licence_of(self, library: str | None) -> Hashable:
        """A library as far as anything is known of it: its licence."""
        return licences()["libraries"].get(library[:100], "") if library else None

    def _bases(self) -> Kind:
        column, names = self._column["baseModels"], self._keyer.bases
        cards = self._numbered(self._texts, [bases for bases, _ in self._named])
        hints = self._numbered(self._configs, [one.bases for one in self._config])

        def key(at: int) -> Hashable:
            api, tags = column[at].as_py(), self._tags.of(at, "base")
            card, hint = self._named[self._texts[at]][0], self._config[self._configs[at]].bases
            if not (api or tags or card or hint):
                return None
            return names.bases(api, tags, card, hint) or (api, tags, card, hint)

        return self._kind((coded(column), self._tags.lists("base"), cards, hints), key)

    def _data(self) -> Kind:
        names, no_tags = self._keyer.data, flags(self._column["tags"].is_null())
        lacking = np.asarray(["cardData" in one for one in self._lacking], bool)[self._unread]
        cards = self._numbered(self._texts, [data for _, data in self._named])
        bits = 4 * self._no_text + 2 * no_tags + lacking

        def key(at: int) -> Hashable:
            card, tags, more = self._named[self._texts[at]][1], self._tags.of(at, "data"), int(bits[at])
            return names.data(card, tags, more) or (card, tags, more)

        return self._kind((cards, self._tags.lists("data"), bits), key)

    def _taught(self) -> Kind:
        """What tells of teachers outside the data: tags and a name with a word such as "distilled"."""
        spoken, found, known = (
            flags(pc.match_substring_regex(self._low, "|".join(WORDS))),
            np.zeros(self._rows, np.int32),
            Known[Hashable]([None]),
        )
        for at in np.flatnonzero(spoken | self._tags.any("learnt")).tolist():
            name = self._ids[at]
            spelled = name.rpartition("/")[2].replace("_", "-").replace("-", " ")
            named = name if spoken[at] and next(named_in(spelled), None) is not None else None
            tags = frozenset(self._tags.teachers(at))
            found[at] = known.of((named, tags) if named or tags else None)
        keys = known.since(0)
        return self._kind((found,), lambda at: keys[found[at]])

    def _families(self) -> list[str | None]:
        """The families that names spell."""
        folded = pc.utf8_trim(pc.replace_substring_regex(self._low, r"[\s_/:\\]+", "-"), "-.,;")
        may = flags(pc.match_substring_regex(folded, may_spell())) | flags(pc.match_substring(folded, "distil"))
        found: list[str | None] = [None] * self._rows
        for at in np.flatnonzero(may | ~flags(pc.string_is_ascii(folded))).tolist():
            family = family_named(self._ids[at])
            found[at] = family.id if family is not None else None
        return found

    # -- columns

    def _told(self, name: str, of: Callable[[str], Any], nothing: Any) -> tuple[Numbers, list[Any]]:
        """A column of JSON as numbers of what is read of it; a row in which it is none, or long, is read for itself."""
        column = self._column[name]
        self._odd |= flags(pc.greater(pc.binary_length(column), _WHOLE))
        values = column.dictionary_encode(null_encoding="encode")
        numbers, found, wrong = values.indices.to_numpy(), list[Any](), list[int]()
        for at, text in enumerate(values.dictionary.to_pylist()):
            try:
                found.append(of(text) if text else nothing)
            except (ValueError, AttributeError, TypeError, RecursionError):  # no JSON, or of another shape
                found.append(nothing)
                wrong.append(at)
        self._odd |= np.isin(numbers, wrong)
        return numbers, found

    def _has_size(self, name: str) -> Flags:
        """Whether a column of JSON tells a size."""
        column = self._column[name]
        sized = flags(pc.match_substring_regex(column, _SIZED))
        for at in np.flatnonzero(flags(pc.greater(pc.binary_length(column), 0)) & ~sized).tolist():
            try:
                sized[at] = number(json.loads(column[at].as_py()).get("total")) is not None
            except (ValueError, AttributeError, TypeError, RecursionError):
                self._odd[at] = True
        return sized

    def _listed(self) -> tuple[Numbers, list[Any]]:
        """File lists by their keys: -1 where there is none."""
        column = self._column["siblings"]
        there = flags(column.is_valid())
        groups, keys = self._keyer.listings.of(column.drop_null())
        known = Known[Hashable]()
        numbers = np.asarray([known.of(one) for one in keys], np.int32)
        found = np.full(self._rows, len(known), np.int32)
        found[there] = numbers[groups.number] if len(groups) else 0
        odd = np.zeros(self._rows, bool)
        odd[there] = np.asarray([one is None for one in keys], bool)[groups.number] if len(groups) else False
        self._odd |= odd
        return found, [*known.since(0), None]

    def _numbered(self, numbers: Numbers, values: list[Any]) -> Numbers:
        """A column of numbers by what stands for each: 0 for ()."""
        known = Known[Hashable]([()])
        return filled(map(known.of, values), len(values))[numbers]


def _whole(table: pa.Table, name: str) -> Any:
    """A column in one piece; nulls where there is none."""
    kind = schema().field(name).type
    if name not in table.column_names:
        return pa.nulls(len(table), kind)
    return pa.concat_arrays([pa.array([], kind), *table.column(name).chunks])


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
