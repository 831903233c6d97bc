"""A dump's columns → a part's, column by column and not row by row. A row with anything unusual in it is not forced:
it is named, and read by itself the slow way, which decides what is believed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from scanner.collect.hub.fields import ALWAYS
from scanner.collect.tables.as_json import as_json, is_text, without_nulls
from scanner.collect.tables.parquet import arrow, schema
from scanner.collect.tables.rows import COUNTS, FLAGS, JSON, TEXT, loaded, row_of
from scanner.model.ids import MAX_ID, PART
from scanner.model.words import RepoType

if TYPE_CHECKING:
    import pyarrow

#: Beyond these a value is looked at by itself: characters of a text, of JSON; entries of a list, characters of one.
_TEXT, _JSON, _ENTRIES, _ENTRY = 1000, 100_000, 2000, 1000
_DAY = 86_400
_ID = rf"^(?:{PART}(?:/{PART})?)$"


class _Columns(NamedTuple):
    """The rows of a batch as those of a part, and which of them (true) must be read by themselves instead."""

    table: pyarrow.Table
    odd: pyarrow.BooleanArray


class _Column(NamedTuple):
    values: Any
    #: True where a value is not to be taken as it stands; None: nowhere.
    odd: Any = None


def converted(batch: pyarrow.Table, kind: RepoType, observed: str) -> tuple[pyarrow.Table, int]:
    """A dump's rows as those of a part, in their order, and how many named no repo. Both ways of reading come to the
    same repos."""
    pa, pc = arrow(), arrow().compute
    batch = _plain(batch)
    made = _convert(batch, kind, observed)
    if not pc.any(made.odd).as_py():
        return made.table, 0
    usual, places = pc.invert(made.odd), _numbers(batch.num_rows)
    answers = batch.filter(made.odd).to_pylist()
    read = [row_of(_answered(one), kind, observed, said_by="the dump") for one in answers]
    at = [place for place, row in zip(places.filter(made.odd).to_pylist(), read, strict=True) if row is not None]
    slow = pa.Table.from_pylist([row for row in read if row is not None], schema=schema())
    order = pc.array_sort_indices(pa.concat_arrays([places.filter(usual), pa.array(at, "int64")]))
    return pa.concat_tables([made.table.filter(usual), slow]).take(order), len(read) - len(at)


def _answered(told: dict[str, Any]) -> dict[str, Any]:
    """A dump's row as the API would have told it: nothing that is null, JSON where it is text."""
    answer = {name: without_nulls(value) for name, value in told.items() if value is not None}
    return answer | {name: loaded(answer[name]) for name in JSON if isinstance(answer.get(name), str)}


def _plain(batch: pyarrow.Table) -> pyarrow.Table:
    """A batch with moments as the API would have told them (``2026-09-01T12:00:00.000Z``) and no column by codes."""
    types = arrow().types
    for number, field in enumerate(batch.schema):
        values = batch.column(number)
        if types.is_dictionary(field.type):
            values = values.cast(field.type.value_type)
        if types.is_timestamp(values.type) or types.is_date(values.type):
            values = _moments(values)
        batch = batch.set_column(number, field.name, values)
    return batch


def _moments(values: Any) -> Any:
    """Moments as text; those without a zone are taken for UTC. Days and times of day are few: each is put into words
    once."""
    pa, pc = arrow(), arrow().compute
    zone = "UTC" if getattr(values.type, "tz", None) else None
    seconds = values.combine_chunks().cast(pa.timestamp("s", zone), safe=False).cast("int64")
    days = pc.floor(pc.divide(seconds.cast("float64"), _DAY)).cast("int32")
    coded = days.dictionary_encode()
    dates = coded.dictionary.cast("date32").cast("string").take(coded.indices)
    return pc.binary_join_element_wise(
        dates, _times().take(pc.subtract(seconds, pc.multiply(days.cast("int64"), _DAY))), ""
    )


@cache
def _times() -> Any:
    """The times of a day by its seconds."""
    pa, pc = arrow(), arrow().compute
    return pc.binary_join_element_wise(
        "T", pa.array(range(_DAY), "int32").cast(pa.time32("s")).cast("string"), ".000Z", ""
    )


def _convert(batch: pyarrow.Table, kind: RepoType, observed: str) -> _Columns:
    """A batch that is :func:`_plain`."""
    pa, pc = arrow(), arrow().compute
    rows = batch.num_rows
    found = {name: _column(name, batch) for name in (*TEXT, *FLAGS, *COUNTS, *JSON, "tags", "siblings", "gated")}
    found["id"] = _ids(batch.column("id").combine_chunks())
    odd = pa.repeat(pa.scalar(False), rows)
    for one in found.values():
        odd = odd if one.odd is None else pc.or_(odd, pc.fill_null(one.odd, False))
    values = {name: one.values for name, one in found.items()}
    values["repo_type"], values["observed"] = (pa.repeat(pa.scalar(text), rows) for text in (kind, observed))
    values["unread"] = _unread(values, kind)
    return _Columns(pa.table([values[field.name] for field in schema()], schema=schema()), odd)


def _column(name: str, batch: pyarrow.Table) -> _Column:
    pa = arrow()
    wanted = schema().field(name).type
    if name not in batch.schema.names:
        return _Column(pa.nulls(batch.num_rows, wanted))
    values = batch.column(name).combine_chunks()
    if pa.types.is_null(values.type):
        return _Column(pa.nulls(len(values), wanted))
    made = _made(name, values)
    return made or _Column(pa.nulls(len(values), wanted), values.is_valid())


def _made(name: str, values: Any) -> _Column | None:
    """None when a column is of no type that it should be."""
    types = arrow().types
    if name in JSON:
        return _json(values)
    if name in COUNTS and types.is_integer(values.type):
        return _Column(values.cast("int64", safe=False), arrow().compute.less(values.cast("int64", safe=False), 0))
    if name in FLAGS and types.is_boolean(values.type):
        return _Column(values)
    if name == "gated":
        return _gate(values)
    if name in ("tags", "siblings"):
        return _list(name, values)
    if name in TEXT and is_text(values.type):
        return _text(values, _TEXT)
    return None


def _text(values: Any, most: int) -> _Column:
    plain = values.cast("string")
    return _Column(plain, arrow().compute.greater(arrow().compute.binary_length(plain), most))


def _ids(values: Any) -> _Column:
    pc = arrow().compute
    if not is_text(values.type):
        return _Column(arrow().nulls(len(values), "string"), arrow().repeat(arrow().scalar(True), len(values)))
    plain, long = _text(values, MAX_ID)
    no_id = pc.invert(pc.match_substring_regex(plain, _ID))
    doubtful = pc.or_(
        pc.match_substring(plain, "--"), pc.or_(pc.match_substring(plain, ".."), pc.ends_with(plain, ".git"))
    )
    return _Column(plain, pc.fill_null(pc.or_(pc.or_(no_id, doubtful), long), True))


def _json(values: Any) -> _Column:
    """Text is taken for what it says it is: who reads the row reads it with care. A struct becomes text."""
    pc = arrow().compute
    if not is_text(values.type):
        made = as_json(values)
        return _Column(made, pc.greater(pc.binary_length(made), _JSON))
    plain, long = _text(values, _JSON)
    return _Column(plain, pc.or_(long, pc.invert(pc.and_(pc.starts_with(plain, "{"), pc.ends_with(plain, "}")))))


def _gate(values: Any) -> _Column | None:
    pc, types = arrow().compute, arrow().types
    if types.is_boolean(values.type):
        return _Column(values.cast("string"))
    if not is_text(values.type):
        return None
    plain = values.cast("string")
    return _Column(plain, pc.invert(pc.is_in(plain, arrow().array(["auto", "manual"]))))


def _list(name: str, values: Any) -> _Column | None:
    """``tags`` of texts, ``siblings`` of structs with a name."""
    pa, pc = arrow(), arrow().compute
    if not (pa.types.is_list(values.type) or pa.types.is_large_list(values.type)):
        return None
    plain = values.cast(pa.list_(values.type.value_type))
    inner = plain.values
    if name == "siblings":
        named = pa.types.is_struct(inner.type) and inner.type.get_field_index("rfilename") >= 0
        if not named or inner.type.get_field_index("type") >= 0:
            return None
        inner = pc.struct_field(inner, "rfilename")
    if not is_text(inner.type):
        return None
    made = pa.ListArray.from_arrays(_offsets(plain), inner.cast("string"))
    sizes = pc.binary_length(pc.list_flatten(made))
    wrong = pc.fill_null(pc.or_(pc.greater(sizes, _ENTRY), pc.equal(sizes, 0)), True)
    odd = pc.greater(pc.list_value_length(made), _ENTRIES)
    rows = pc.unique(pc.filter(pc.list_parent_indices(made), wrong))
    if len(rows):
        odd = pc.or_(pc.fill_null(odd, False), pc.is_in(_numbers(len(made)), rows))
    return _Column(made, odd)


def _offsets(values: Any) -> Any:
    """A list's offsets, null where the list is."""
    pa, pc = arrow(), arrow().compute
    if not values.null_count:
        return values.offsets
    there = pa.concat_arrays([values.is_valid(), pa.array([True])])
    return pc.if_else(there, values.offsets, pa.scalar(None, pa.int32()))


def _numbers(count: int) -> Any:
    return arrow().array(range(count), "int64")


def _unread(values: dict[str, Any], kind: RepoType) -> Any:
    """What each row does not tell though the Hub always does, in the words of the one way of reading: each such field
    is a bit of what a row lacks."""
    pa, pc = arrow(), arrow().compute
    code = pa.repeat(pa.scalar(0, "int8"), len(values["id"]))
    for bit, name in enumerate(ALWAYS):
        code = pc.add(code, pc.if_else(values[name].is_null(), pa.scalar(1 << bit, "int8"), pa.scalar(0, "int8")))
    there = {"gated": False, "disabled": False, "tags": []}
    told = []
    for number in range(1 << len(ALWAYS)):
        lacking = {name for bit, name in enumerate(ALWAYS) if number >> bit & 1}
        answer = {"id": "a/b", **{name: value for name, value in there.items() if name not in lacking}}
        row = row_of(answer, kind, "", said_by="the dump")
        told.append(row["unread"] if row else [])
    return pa.array(told, schema().field("unread").type).take(code)
