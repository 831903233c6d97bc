"""Keys of what rows name, and of what names spell: their bases, data, teachers, families."""

from collections.abc import Callable, Hashable, Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scanner.collect.relations.claims import family_of_file
from scanner.collect.relations.families import (
    AROUND,
    MAX_NAME,
    PARTING,
    all_families,
    family_named,
    first_spelled,
    may_spell,
    may_spell_each,
    may_tell,
)
from scanner.identify.prose.patterns import Many
from scanner.judge.columns.codes import Flags, Known, Lists, Numbers, flags
from scanner.judge.columns.looking import Kind, Looked
from scanner.judge.columns.naming import (
    COLON,
    QUOTE,
    Named,
    Naming,
    Way,
    of_api,
    of_apis,
    of_config,
    of_data_tag,
    of_tag,
)
from scanner.judge.reading.teachers import learning_words, spelled

#: Signs that no name should have: whoever bears one is asked for itself.
_ODD = r"[^\x21-\x7e]"


class Ways(NamedTuple):
    """Rows by the way in which they name others (a ``Way`` where they do by ids alone), with the ids of each row, by
    number among ``names``."""

    kind: Kind
    ids: Lists
    names: pa.StringArray


class Relatives(NamedTuple):
    """A batch's keys: of its rows' bases, their data, their teachers; the families that names spell."""

    bases: Ways
    data: Ways
    taught: Kind
    families: list[str | None]

    @classmethod
    def of(cls, rows: Looked) -> "Relatives":
        """The keys of rows."""
        return cls(_bases(rows), _data(rows), taught_kind(rows), _families(rows))


def _bases(rows: Looked) -> Ways:
    api, naming = rows.column["baseModels"].dictionary_encode(), Naming(rows.looks.bases, rows.rows)
    told = np.flatnonzero(flags(api.is_valid()))
    naming.add_texts(told, api.indices.drop_null().to_numpy(), of_apis(api.dictionary), QUOTE, of_api)
    naming.add_texts(*rows.tags.where("base"), COLON, of_tag)
    rows.told.name(naming, 1)
    naming.add(*_there(rows.configs, [one.bases for one in rows.config]), of_config)

    def key(at: int) -> Hashable:
        told, tags = rows.column["baseModels"][at].as_py(), rows.tags.of(at, "base")
        card, hint = rows.told.said(at, 1), rows.config[rows.configs[at]].bases
        if not (told or tags or card or hint):
            return None
        return rows.looks.bases.bases(told, tags, card, hint) or (told, tags, card, hint)

    return _ways(rows, naming.named(), (), key)


def _data(rows: Looked) -> Ways:
    naming = Naming(rows.looks.data, rows.rows)
    rows.told.name(naming, 2)
    naming.add_texts(*rows.tags.where("data"), COLON, of_data_tag)
    lacking = np.asarray(["cardData" in one for one in rows.lacking], bool)[rows.unread]
    bits = 4 * rows.no_text + 2 * rows.no_tags + lacking

    def key(at: int) -> Hashable:
        card, tags, more = rows.told.said(at, 2), rows.tags.of(at, "data"), int(bits[at])
        return rows.looks.data.data(card, tags, more) or (card, tags, more)

    return _ways(rows, naming.named(), (bits,), key)


def _there(numbers: Numbers, values: list[Any]) -> tuple[Any, Numbers, list[Any]]:
    """The rows where anything is said, the number of what it is, and each that is."""
    known = Known[Any]([None])
    found = np.asarray([known.of(one or None) for one in values], np.int32)[numbers] - 1
    there = np.flatnonzero(found >= 0)
    return there, found[there], known.since(1)


def _ways(rows: Looked, named: Named, more: tuple[Any, ...], key: Callable[[int], Hashable]) -> Ways:
    kind = rows.kind((*named.ways, *more), key)
    plain = np.asarray([isinstance(one, Way) for one in kind.keys], bool)
    return Ways(kind, named.ids.where(plain[kind.groups.number]), named.names)


def taught_kind(rows: Looked) -> Kind:
    """What tells of teachers outside the data: tags and a name with a word such as "distilled"."""
    found, known = np.zeros(rows.rows, np.int32), Known[frozenset[str]]([frozenset()])
    number, told = rows.tags.teachers()
    for at in np.flatnonzero(flags(pc.match_substring_regex(rows.low, "|".join(learning_words())))).tolist():
        found[at] = known.of(frozenset(one.id for one in spelled(rows.ids[at])))
    return rows.kind((found, number), lambda at: known[found[at]] | told[number[at]] or None)


def _families(rows: Looked) -> list[str | None]:
    """The families that names spell, else names of weight files."""
    found: list[str | None] = [None] * rows.rows
    telling = np.flatnonzero(_may_tell(rows.low))
    low = rows.low.take(pa.array(telling))
    folded = _folded(low)
    may = _may_spell(folded)
    plain = may & _is_folded(low, folded)
    for at in telling[may & ~plain].tolist():
        family = family_named(rows.ids[at])
        found[at] = family.id if family is not None else None
    some, known = telling[plain], all_families()
    texts = folded.filter(pa.array(plain))
    each = zip(some.tolist(), texts.to_pylist(), _each().each(texts.cast(pa.binary()).to_pylist()), strict=True)
    for at, text, places in each:
        if places and (one := first_spelled(text, {known[place].id: known[place] for place in places})) is not None:
            found[at] = one.id
    for at, name in _of_files(rows, np.asarray([one is None for one in found], bool)):
        found[at] = found[at] or name
    return found


@cache
def _each() -> Many:
    return Many(may_spell_each())


def _folded(low: Any) -> Any:
    """Names in lower case as :func:`fold_name` has them, but for signs that none should have."""
    return pc.utf8_trim(pc.replace_substring_regex(low, PARTING, "-"), AROUND)


def _is_folded(low: Any, folded: Any) -> Flags:
    """Of which names this is what :func:`fold_name` makes, and what :func:`family_named` looks at."""
    odd = pc.or_(pc.match_substring_regex(low, _ODD), pc.match_substring(folded, "distil"))
    return ~flags(pc.or_(odd, pc.greater(pc.binary_length(low), MAX_NAME)))


def _may_tell(low: Any) -> Flags:
    """Which names in lower case have a word that families are told by."""
    return flags(pc.match_substring_regex(low, may_tell())) | flags(pc.match_substring_regex(low, _ODD))


def _may_spell(folded: Any) -> Flags:
    """Which names may spell a family."""
    may = flags(pc.match_substring_regex(folded, may_spell())) | flags(pc.match_substring(folded, "distil"))
    found: Flags = may | flags(pc.match_substring_regex(folded, _ODD))
    return found


def _of_files(rows: Looked, nameless: Flags) -> Iterator[tuple[int, str]]:
    """Of some rows those whose weight files spell families, by the paths in order: the first of each row is the one
    that counts."""
    files = rows.files
    asked = nameless[files.row]
    met = np.zeros(len(files.paths), bool)
    met[files.codes[asked]] = True
    some = np.flatnonzero(met)
    some = some[_may_tell(pc.utf8_lower(files.paths.take(pa.array(some))))]
    names = pc.struct_field(pc.extract_regex(files.paths.take(pa.array(some)), r"(?P<name>[^/]*)\.[^/.]*$"), "name")
    may = _may_spell(_folded(pc.utf8_lower(names.fill_null(""))))
    spelled = {path: (at, one.id) for at, path in _sorted(files.paths, some[may]) if (one := family_of_file(path))}
    rank, told = np.full(len(met), -1, np.int64), [name for _, name in spelled.values()]
    rank[[at for at, _ in spelled.values()]] = np.arange(len(told))
    hits = np.flatnonzero(asked & (rank[files.codes] >= 0))
    ranks = rank[files.codes[hits]]
    for hit, at in zip(hits[order := np.argsort(ranks, kind="stable")].tolist(), ranks[order].tolist(), strict=True):
        yield int(files.row[hit]), told[at]


def _sorted(paths: pa.StringArray, some: Any) -> list[tuple[int, str]]:
    """Some paths with their numbers, in order."""
    return sorted(zip(some.tolist(), paths.take(pa.array(some)).to_pylist(), strict=True), key=lambda one: one[1])
