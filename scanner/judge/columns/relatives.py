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
    PARTING,
    Family,
    all_families,
    family_named,
    first_spelled,
    fold_name,
    may_spell,
    may_spell_each,
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
    of_card,
    of_config,
    of_data_tag,
    of_tag,
)
from scanner.judge.reading.teachers import WORDS, spelled


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
        return cls(_bases(rows), _data(rows), _taught(rows), _families(rows))


def _bases(rows: Looked) -> Ways:
    api, naming = rows.column["baseModels"].dictionary_encode(), Naming(rows.looks.bases, rows.rows)
    told = np.flatnonzero(flags(api.is_valid()))
    naming.add_texts(told, api.indices.drop_null().to_numpy(), of_apis(api.dictionary), QUOTE, of_api)
    naming.add_texts(*rows.tags.where("base"), COLON, of_tag)
    naming.add_texts(*_texts(rows.texts, [bases for bases, _ in rows.named]), QUOTE, of_card)
    naming.add(*_there(rows.configs, [one.bases for one in rows.config]), of_config)

    def key(at: int) -> Hashable:
        told, tags = rows.column["baseModels"][at].as_py(), rows.tags.of(at, "base")
        card, hint = rows.named[rows.texts[at]][0], rows.config[rows.configs[at]].bases
        if not (told or tags or card or hint):
            return None
        return rows.looks.bases.bases(told, tags, card, hint) or (told, tags, card, hint)

    return _ways(rows, naming.named(), (), key)


def _data(rows: Looked) -> Ways:
    naming = Naming(rows.looks.data, rows.rows)
    naming.add_texts(*_texts(rows.texts, [data for _, data in rows.named]), QUOTE, of_card)
    naming.add_texts(*rows.tags.where("data"), COLON, of_data_tag)
    lacking = np.asarray(["cardData" in one for one in rows.lacking], bool)[rows.unread]
    bits = 4 * rows.no_text + 2 * rows.no_tags + lacking

    def key(at: int) -> Hashable:
        card, tags, more = rows.named[rows.texts[at]][1], rows.tags.of(at, "data"), int(bits[at])
        return rows.looks.data.data(card, tags, more) or (card, tags, more)

    return _ways(rows, naming.named(), (bits,), key)


def _there(numbers: Numbers, values: list[Any]) -> tuple[Any, Numbers, list[Any]]:
    """The rows where anything is said, the number of what it is, and each that is."""
    known = Known[Any]([None])
    found = np.asarray([known.of(one or None) for one in values], np.int32)[numbers] - 1
    there = np.flatnonzero(found >= 0)
    return there, found[there], known.since(1)


def _texts(numbers: Numbers, values: list[str]) -> tuple[Any, Numbers, pa.StringArray]:
    """The same of texts."""
    there, number, told = _there(numbers, values)
    return there, number, pa.array(told, pa.string())


def _ways(rows: Looked, named: Named, more: tuple[Any, ...], key: Callable[[int], Hashable]) -> Ways:
    kind = rows.kind((*named.ways, *more), key)
    plain = np.asarray([isinstance(one, Way) for one in kind.keys], bool)
    return Ways(kind, named.ids.where(plain[kind.groups.number]), named.names)


def _taught(rows: Looked) -> Kind:
    """What tells of teachers outside the data: tags and a name with a word such as "distilled"."""
    spoken, learnt = flags(pc.match_substring_regex(rows.low, "|".join(WORDS))), rows.tags.any("learnt")
    found, known = np.zeros(rows.rows, np.int32), Known[Hashable]([None])
    for at in np.flatnonzero(spoken | learnt).tolist():
        named = tuple(one.id for one in spelled(rows.ids[at])) if spoken[at] else ()
        tags = frozenset(rows.tags.teachers(at) if learnt[at] else ())
        found[at] = known.of((named, tags) if named or tags else None)
    keys = known.since(0)
    return rows.kind((found,), lambda at: keys[found[at]])


def _families(rows: Looked) -> list[str | None]:
    """The families that names spell, else names of weight files."""
    found: list[str | None] = [None] * rows.rows
    for at in np.flatnonzero(_may_spell(rows.low)).tolist():
        family = _spelled(rows.ids[at])
        found[at] = family.id if family is not None else None
    for at, name in _of_files(rows, np.asarray([one is None for one in found], bool)):
        found[at] = found[at] or name
    return found


@cache
def _each() -> Many:
    return Many(may_spell_each())


def _spelled(name: str) -> Family | None:
    """As :func:`family_named` has it, of the few families that it may spell."""
    folded, known = fold_name(name), all_families()
    if "distil" in folded or not folded.isascii():
        return family_named(name)
    return first_spelled(folded, {known[place].id: known[place] for place in _each().found(folded)})


def _may_spell(low: Any) -> Flags:
    """Which names in lower case may spell a family."""
    folded = pc.utf8_trim(pc.replace_substring_regex(low, PARTING, "-"), AROUND)
    may = flags(pc.match_substring_regex(folded, may_spell())) | flags(pc.match_substring(folded, "distil"))
    found: Flags = may | ~flags(pc.string_is_ascii(folded))
    return found


def _of_files(rows: Looked, nameless: Flags) -> Iterator[tuple[int, str]]:
    """Of some rows those whose weight files spell families, by the paths in order: the first of each row is the one
    that counts."""
    files = rows.files
    asked = nameless[files.row]
    met = np.zeros(len(files.paths), bool)
    met[files.codes[asked]] = True
    some = np.flatnonzero(met)
    names = pc.struct_field(pc.extract_regex(files.paths.take(pa.array(some)), r"(?P<name>[^/]*)\.[^/.]*$"), "name")
    may = _may_spell(pc.utf8_lower(names.fill_null("")))
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
