"""What pure functions make of things, kept for when they are asked again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import ref

K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")


class Kept:
    """What :func:`once` can remember answers for."""

    __slots__ = ("__weakref__",)


def once(function: Callable[Concatenate[K, P], V]) -> Callable[Concatenate[K, P], V]:
    """Remembers the answer for each object as long as it lives, and for what it is asked with; all are told apart by
    identity: equal is not enough, and not looked at."""
    known: dict[int | tuple[int, ...], tuple[ref[K], tuple[object, ...], V]] = {}

    @wraps(function)
    def asked(one: K, /, *rest: P.args, **more: P.kwargs) -> V:
        place = (id(one), *map(id, rest)) if rest else id(one)
        found = known.get(place)
        if found is not None and found[0]() is one:  # the rest is held, so that its places are its own
            return found[2]
        made = function(one, *rest, **more)
        known[place] = ref(one, lambda _: known.pop(place, None)), rest, made
        return made

    return asked


class Remembered(dict[K, V]):
    """What ``make`` makes of a key, kept: ``remembered[key]``. All is forgotten when there are ``most``."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        made = self[key] = self._make(key)
        return made
