"""A column of any shape → the same as JSON text, without its nulls, as the API leaves out what it does not have."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np

from scanner.collect.hub.fields import DROPPED
from scanner.collect.tables.parquet import arrow
from scanner.model.plain import line_of


def as_json(values: Any) -> Any:
    """Texts of JSON; null where the value is."""
    pc = arrow().compute
    if not values.null_count:
        return _made(values)
    # Most of such columns are mostly null: what is there is made into text, and put back in its place.
    there = values.is_valid()
    place = pc.subtract(pc.cumulative_sum(there.cast("int64")), 1)
    return _made(values.drop_null()).take(pc.if_else(there, place, None))


def _made(values: Any) -> Any:
    pa, types = arrow(), arrow().types
    kind = values.type
    if types.is_null(kind):
        return pa.nulls(len(values), "string")
    if types.is_struct(kind):
        return _struct(values)
    if types.is_list(kind) and not pa.compute.list_flatten(values).null_count:
        return _list(values)
    if is_text(kind):
        return _text(values)
    if types.is_integer(kind) or types.is_boolean(kind) or _finite(values):
        return values.cast("string")
    return pa.array([_one(value) for value in values.to_pylist()], "string")


def is_text(kind: Any) -> bool:
    """Whether a column of this type holds texts."""
    types = arrow().types
    return bool(types.is_string(kind) or types.is_large_string(kind))


def _finite(values: Any) -> bool:
    """Whether these are floats that JSON can hold."""
    return arrow().types.is_floating(values.type) and bool(
        arrow().compute.all(arrow().compute.is_finite(values)).as_py()
    )


def _struct(values: Any) -> Any:
    pa, pc = arrow(), arrow().compute
    pieces = [pa.repeat(pa.scalar(""), len(values))]
    for field in sorted((one for one in values.type if one.name not in DROPPED), key=lambda one: one.name):
        made = as_json(pc.struct_field(values, field.name))
        if made.null_count < len(made):
            lead = pa.scalar(f",{json.dumps(field.name, ensure_ascii=False)}:")
            pieces.append(pc.binary_join_element_wise(lead, made, ""))
    joined = pc.binary_join_element_wise(*pieces, "", null_handling="replace", null_replacement="")
    inner = pc.ascii_ltrim(joined, ",")
    return pc.binary_join_element_wise("{", inner, "}", "")


def _list(values: Any) -> Any:
    pa, pc = arrow(), arrow().compute
    inner = as_json(pc.list_flatten(values))
    lengths = pc.list_value_length(values).cast("int64")
    offsets = pa.concat_arrays([pa.array([0], "int64"), pc.cumulative_sum(lengths)]).cast("int32")
    return pc.binary_join_element_wise("[", pc.binary_join(pa.ListArray.from_arrays(offsets, inner), ","), "]", "")


def _text(values: Any) -> Any:
    pa, pc = arrow(), arrow().compute
    plain = values.cast("string")
    letters = _letters(plain)
    if (letters < 0x20).any():
        return pa.array([_one(value) for value in plain.to_pylist()], "string")
    for one in '\\"':
        if (letters == ord(one)).any():
            plain = pc.replace_substring(plain, one, f"\\{one}")
    return pc.binary_join_element_wise('"', plain, '"', "")


def _letters(texts: Any) -> Any:
    """All bytes of some texts, one after the other."""
    _, offsets, data = texts.buffers()
    first, last = (np.frombuffer(offsets, np.int32)[texts.offset + at] for at in (0, len(texts)))
    return np.frombuffer(data or b"", np.uint8)[first:last]


def _one(value: Any) -> str | None:
    value = without_nulls(value)
    return None if value is None else line_of(value)


def without_nulls(value: Any) -> Any:
    """A value as the API would have told it: structs without other rows' keys, moments as text."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value if isinstance(value, (str, int, float)) else str(value)
