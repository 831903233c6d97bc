"""What pure functions make of things, kept for when they are asked again."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")

_MOST = 64


def once(function: Callable[[K], V]) -> Callable[[K], V]:
    """Remembers the answers for the last objects, each told by its identity: equal is not enough, and not looked at."""
    known: dict[int, tuple[K, V]] = {}

    @wraps(function)
    def asked(one: K) -> V:
        found = known.get(id(one))
        if found is not None and found[0] is one:  # kept alive here, so that no other has its id
            return found[1]
        made = function(one)
        if len(known) >= _MOST:
            known.clear()
        known[id(one)] = one, made
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
