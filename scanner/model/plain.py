"""Between dataclasses and plain JSON: one strict reader and one writer for every type that leaves the process.

Reading is strict: an unknown key, a missing key or a value of the wrong type is a :class:`PlainError` that names the
path to it, so that a file written by hand gets an answer a person can act on.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache, partial
from typing import Any, TypeVar

from scanner.model.errors import ModelscanError

T = TypeVar("T")
Path = tuple[str | int, ...]
Converter = Callable[[Any, Path], Any]


class PlainError(ValueError):
    """A value does not fit its type. ``path`` leads to it (keys and list positions); ``others`` are what else was wrong
    beside it."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.others: tuple[PlainError, ...] = ()

    def __str__(self) -> str:
        where = ".".join(str(part) for part in self.path)
        return f"{where}: {self.args[0]}" if where else str(self.args[0])


def all_of(parts: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """What each part gives, by its key. Raises :class:`PlainError` for all that is wrong."""
    return dict(zip(parts, each(parts.values()), strict=True))


def each(parts: Iterable[Callable[[], T]]) -> tuple[T, ...]:
    """What each part gives, or all that is wrong with them: a person mends a file once. Raises :class:`PlainError`."""
    found: list[T] = []
    wrong: list[PlainError] = []
    for part in parts:
        try:
            found.append(part())
        except PlainError as error:
            wrong.append(error)
    complain(wrong)
    return tuple(found)


def complain(wrong: list[PlainError]) -> None:
    """Raise the first of these, with all others beside it; nothing where there are none."""
    if wrong:
        first, *others = (one for error in wrong for one in (error, *error.others))
        first.others = tuple(others)
        raise first


#: Types that are JSON already; most of what there is to write.
_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_plain(value: Any) -> Any:
    """A dataclass (or a list or dict of them) as JSON-ready values; keys may be renamed by ``metadata["json"]``."""
    kind: type = type(value)
    if kind in _PLAIN:
        return value
    if (fields := _fields(kind)) is not None:
        return {key: part if type(part) in _PLAIN else to_plain(part) for key, part in fields(value).items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value


def shallow(value: Any) -> Any:
    """A dataclass or mapping as a dict of its values as they are, for an encoder that asks again for each of them.
    Raises ``TypeError`` for anything else."""
    kind: type = type(value)
    if (fields := _fields(kind)) is not None:
        return fields(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is no plain value")


def line_of(value: Any) -> str:
    """Plain values as a line of JSON; the same always in the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def _fields(kind: type) -> Callable[[Any], dict[str, Any]] | None:
    """What makes a dataclass a dict of its values, by their keys; None for any other type."""
    if not dataclasses.is_dataclass(kind):
        return None
    parts = (f"{f.metadata.get('json', f.name)!r}: one.{f.name}" for f in dataclasses.fields(kind))
    made: Callable[[Any], dict[str, Any]] = eval(f"lambda one: {{{', '.join(parts)}}}")  # noqa: S307 - names of ours
    return made


def from_plain(kind: type[T], value: Any, path: Path = ()) -> T:
    """``value`` as a ``kind``. Raises :class:`PlainError`."""
    return typing.cast(T, _converter(typing.cast(Hashable, kind))(value, path))


@cache
def _converter(kind: Any) -> Converter:
    origin = typing.get_origin(kind)
    if kind is Any:
        return lambda value, path: value
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast(type, kind))
    if origin is typing.Literal:
        return _literal(typing.get_args(kind))
    if origin in (typing.Union, types.UnionType):
        return _union(typing.get_args(kind))
    if origin is tuple:
        return _tuple(typing.get_args(kind)[0])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(typing.get_args(kind)[1])
    return _scalar(kind)


def _scalar(kind: type) -> Converter:
    wanted = {"str": "text", "int": "a whole number", "bool": "true or false", "float": "a number"}[kind.__name__]

    def convert(value: Any, path: Path) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise PlainError(path, f"must be {wanted}, not {_show(value)}")
        return value

    return convert


def _literal(choices: tuple[Any, ...]) -> Converter:
    def convert(value: Any, path: Path) -> Any:
        for choice in choices:
            if type(choice) is type(value) and choice == value:
                return choice
        raise PlainError(
            path,
            f"must be one of {', '.join(map(str, choices))}, not {_show(value)}"
            + nearest(str(value), map(str, choices)),
        )

    return convert


def _union(kinds: tuple[Any, ...]) -> Converter:
    as_it_is = frozenset(kinds) & _PLAIN
    converters = [_converter(kind) for kind in kinds if kind is not type(None)]

    def convert(value: Any, path: Path) -> Any:
        if type(value) in as_it_is:
            return value
        errors = []
        for converter in converters:
            try:
                return converter(value, path)
            except PlainError as error:
                errors.append(error)
        # The deepest complaint is the one about what the author was writing.
        raise max(errors, key=lambda error: len(error.path))

    return convert


def _as_they_are(kind: Any) -> frozenset[object]:
    """The types of values that are a ``kind`` already, without looking further."""
    kinds = typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, types.UnionType) else (kind,)
    return _PLAIN.intersection(kinds)


def _tuple(kind: Any) -> Converter:
    item, as_they_are = _converter(kind), _as_they_are(kind)

    def convert(value: Any, path: Path) -> Any:
        if not isinstance(value, (list, tuple)):
            raise PlainError(path, f"must be a list, not {_show(value)}")
        if as_they_are.issuperset(map(type, value)):
            return tuple(value)
        return each(partial(item, part, (*path, index)) for index, part in enumerate(value))

    return convert


def _mapping(kind: Any) -> Converter:
    item, as_they_are = _converter(kind), _as_they_are(kind)

    def convert(value: Any, path: Path) -> Any:
        if not isinstance(value, Mapping):
            raise PlainError(path, f"must be a mapping, not {_show(value)}")
        return {
            str(key): part if type(part) in as_they_are else item(part, (*path, key)) for key, part in value.items()
        }

    return convert


def _dataclass(kind: type) -> Converter:
    fields = {f.metadata.get("json", f.name): f for f in dataclasses.fields(kind)}
    missing = dataclasses.MISSING
    needed = [key for key, f in fields.items() if f.default is missing and f.default_factory is missing]
    known: dict[str, tuple[str, frozenset[object], Converter]] = {}

    def convert(value: Any, path: Path) -> Any:
        if not isinstance(value, Mapping):
            raise PlainError(path, f"must be a mapping, not {_show(value)}")
        made: dict[str, Any] = {}
        wrong: list[PlainError] = []
        for key, part in value.items():
            if key not in known:
                if key not in fields:
                    wrong.append(PlainError((*path, key), f"is not a known key{nearest(str(key), fields)}"))
                    continue
                wanted = _type_of(kind, fields[key])
                known[key] = fields[key].name, _as_they_are(wanted), _converter(wanted)
            name, as_it_is, converter = known[key]
            try:
                made[name] = part if type(part) in as_it_is else converter(part, (*path, key))
            except PlainError as error:
                wrong.append(error)
        if absent := [key for key in needed if key not in value]:
            wrong.append(PlainError(path, f"lacks the key{'s' * (len(absent) > 1)} {', '.join(map(repr, absent))}"))
        complain(wrong)
        return kind(**made)

    return convert


def _type_of(kind: type, field: "dataclasses.Field[Any]") -> Any:
    """The type of a field; what is written in quotes is looked up, at some cost."""
    return typing.get_type_hints(kind)[field.name] if _is_quoted(field.type) else field.type


def _is_quoted(kind: Any) -> bool:
    return isinstance(kind, str) or (
        typing.get_origin(kind) is not typing.Literal and any(map(_is_quoted, typing.get_args(kind)))
    )


def nearest(word: str, known: typing.Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for the known word nearest to this one, or nothing."""
    import difflib  # only what is wrong is asked of it

    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean '{match[0]}'?)" if match else ""


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def known_version(data: Any, key: str, newest: int, otherwise: str) -> int:
    """The version that a file of ours states under ``key``. Raises :class:`ModelscanError` for what states none (with
    ``otherwise``), and for one that only a newer modelscan reads."""
    version = data.get(key) if isinstance(data, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ModelscanError(otherwise)
    if version > newest:
        said = f"{otherwise.partition(' is no ')[0]} is of {key} {version}, and this modelscan reads up to {newest}"
        raise ModelscanError(f"{said}: upgrade modelscan")
    return version
