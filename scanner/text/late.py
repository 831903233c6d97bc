"""Patterns compiled when they are first used: one command meets few of all those that its modules write down."""

import re
from collections.abc import Callable
from typing import Any, cast

from scanner.text.precompiled import pattern_of

_USED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups")


class Late:
    """Stands for a pattern, whose source and flags ``ask`` tells, and is as quick once it has been used. Two threads
    may both compile it, to no harm."""

    def __init__(self, ask: Callable[[], tuple[str, int]]) -> None:
        self._ask = ask

    def __getattr__(self, name: str) -> Any:
        if name not in _USED:
            raise AttributeError(name)
        made = pattern_of(*self._ask())
        self.__dict__.update({each: getattr(made, each) for each in _USED})
        return getattr(made, name)


def late(source: str, flags: int = 0) -> "re.Pattern[str]":
    """As ``re.compile``, later. A mistake in the pattern shows at its first use; the tests use each."""
    return cast("re.Pattern[str]", Late(lambda: (source, flags)))
