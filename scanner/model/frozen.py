"""``dataclass`` as the standard library has it, made five times as fast for the kind that this program has most of.

Python 3.11 writes and compiles six functions for each frozen dataclass: with 150 of them that was a fifth of one
``check``. Here only ``__init__`` is compiled, for what more than a few objects are made of, and the others are shared.
What else is asked for is the library's own.
"""

import dataclasses
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from types import MemberDescriptorType
from typing import TYPE_CHECKING

#: So many objects are made before a class's ``__init__`` is compiled, which takes as long as making fifty in this way.
_FEW = 20

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:

    def dataclass(cls=None, /, *, frozen=False, order=False, **options):
        """As ``dataclasses.dataclass``."""
        plain = dataclasses.dataclass(frozen=frozen, order=order, **options)
        if not frozen or order or not options.keys() <= {"slots", "kw_only"}:
            return plain if cls is None else plain(cls)

        def make(cls):
            return _frozen(cls, options)

        return make if cls is None else make(cls)

    def _frozen(cls, options):
        cls.__doc__ = cls.__doc__ or cls.__name__  # else the library composes one, at some cost
        own = set(vars(cls)) - ({"__hash__"} if vars(cls).get("__hash__", 0) is None else set())
        made = dataclasses.dataclass(init=False, repr=False, eq=False, **options)(cls)
        fields = dataclasses.fields(made)
        compared = [one.name for one in fields if one.compare]
        given = {
            "__init__": _later(made, fields),
            "__repr__": _repr([one.name for one in fields if one.repr]),
            "__eq__": _equal(_values(compared)),
            "__hash__": _hash(_values([one.name for one in fields if (one.compare if one.hash is None else one.hash)])),
            "__setattr__": _no_setting,
            "__delattr__": _no_deleting,
            **({"__getstate__": _state, "__setstate__": _restored} if options.get("slots") else {}),
        }
        for name, function in given.items():
            if name not in own:
                setattr(made, name, function)
        return made

    def _later(made, fields):
        places = [one.name for one in fields if one.init and not one.kw_only]
        usual = {one.name: one.default for one in fields if one.default is not MISSING}
        factories = {one.name: one.default_factory for one in fields if one.default_factory is not MISSING}
        names = {one.name for one in fields if one.init}
        simple = not hasattr(made, "__post_init__") and len(names) == len(fields)
        count, set_ = 0, object.__setattr__

        def __init__(self, *given, **named):  # noqa: N807
            nonlocal count
            count += 1
            values = {**usual, **dict(zip(places, given, strict=False)), **named} if given else {**usual, **named}
            if factories:
                values |= {name: factories[name]() for name in factories.keys() - values}
            plain = not given or (len(given) <= len(places) and named.keys().isdisjoint(places[: len(given)]))
            if count > _FEW or not (simple and plain and values.keys() == names):
                made.__init__ = _init(made, fields)
                return made.__init__(self, *given, **named)
            for name, value in values.items():
                set_(self, name, value)
            return None

        return __init__

    def _init(made, fields):
        known = {"_set": object.__setattr__, "_none": MISSING}
        slots = all(type(getattr(made, one.name, None)) is MemberDescriptorType for one in fields)
        known |= {f"_set_{one.name}": getattr(made, one.name).__set__ for one in fields if slots}
        body, places, keys = [], [], []
        for one in fields:
            if one.init:
                (keys if one.kw_only else places).append(_parameter(one, known))
            if (line := _line(one, known, slots)) is not None:
                body.append(line)
        if hasattr(made, "__post_init__"):
            body.append("self.__post_init__()")
        head = ", ".join(["self", *places, *(["*", *keys] if keys else [])])
        exec("\n ".join([f"def __init__({head}):", *(body or ["pass"])]), known)  # noqa: S102
        known["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
        known["__init__"].__module__ = made.__module__
        return known["__init__"]

    def _parameter(one, known):
        if one.default is not MISSING:
            known[f"_d_{one.name}"] = one.default
            return f"{one.name}=_d_{one.name}"
        return one.name if one.default_factory is MISSING else f"{one.name}=_none"

    def _line(one, known, slots):
        value = one.name
        if one.default_factory is not MISSING:
            known[f"_f_{one.name}"] = one.default_factory
            value = f"_f_{one.name}() if {one.name} is _none else {one.name}" if one.init else f"_f_{one.name}()"
        elif not one.init:
            return None
        return f"_set_{one.name}(self, {value})" if slots else f"_set(self, {one.name!r}, {value})"

    def _values(names):
        if len(names) > 1:
            return attrgetter(*names)
        return (lambda self: (getattr(self, names[0]),)) if names else (lambda self: ())

    def _equal(values):
        def __eq__(self, other):  # noqa: N807
            return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

        return __eq__

    def _hash(values):
        def __hash__(self):  # noqa: N807
            return hash(values(self))

        return __hash__

    def _repr(names):
        def __repr__(self):  # noqa: N807
            shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{self.__class__.__qualname__}({shown})"

        return __repr__

    def _no_setting(self, name, value):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _no_deleting(self, name):
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _state(self):
        return [getattr(self, one.name) for one in dataclasses.fields(self)]

    def _restored(self, state):
        for one, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)

    def replace(one, /, **changes):
        """As ``dataclasses.replace``, for what is made from its fields alone."""
        kind = one.__class__
        given = _GIVEN.get(kind)
        if given is None:
            fields = dataclasses.fields(one)
            whole = all(field.init for field in fields) and len(fields) > 1
            names = [field.name for field in fields]
            given = _GIVEN[kind] = (_values(names), names) if whole else ()
        if not given:
            return dataclasses.replace(one, **changes)
        values, names = given
        return kind(**dict(zip(names, values(one), strict=True)) | changes)

    #: Of each type that was replaced: what takes its values, and their names; () where the library has to do it.
    _GIVEN = {}
