"""The JSON Schema of ``--format json``, from the types that are written: published as ``docs/result.schema.json``."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

from scanner.model.report import Coverage
from scanner.model.result import Result
from scanner.model.snapshot import Json

_SCALARS: Mapping[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def document_schema() -> Json:
    """The schema of the whole object. New keys may come within a schema version; none goes or changes its type."""
    definitions: dict[str, Json] = {}
    head = {
        "schema_version": {"type": "string"},
        "tool": _open({"name": {"const": "modelscan"}, "version": {"type": "string"}}),
        "policy": _open({"name": {"type": "string"}, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
        "generated_at": {"type": "string", "format": "date-time"},
        "summary": _open({name: {"type": "integer"} for name in ("models", "pass", "review", "unknown", "fail")}),
        "results": {"type": "array", "items": _of(Result, definitions)},
    }
    more = {"coverage": _of(Coverage, definitions), "change": {"type": "object"}, "waivers": {"type": "object"}}
    document = {"type": "object", "properties": {**head, **more}, "required": sorted(head)}
    return {"$schema": _DRAFT, "title": "modelscan result", **document, "$defs": dict(sorted(definitions.items()))}


def _open(properties: Mapping[str, Json]) -> Json:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _of(hint: Any, definitions: dict[str, Json]) -> Json:
    """The schema of a type; a dataclass is defined once and referred to."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_of(one, definitions) for one in args]}
    if origin is tuple:
        return {"type": "array", "items": _of(args[0], definitions)}
    if origin is not None:
        return {"type": "object", "additionalProperties": _of(args[-1], definitions)}
    return {"type": _SCALARS[hint]} if hint in _SCALARS else {}


def _object(kind: type, definitions: dict[str, Json]) -> Json:
    hints = typing.get_type_hints(kind)
    named = {f.metadata.get("json", f.name): hints[f.name] for f in dataclasses.fields(kind)}
    properties = {name: _of(hint, definitions) for name, hint in named.items()}
    return {"type": "object", "properties": properties, "required": sorted(properties)}
