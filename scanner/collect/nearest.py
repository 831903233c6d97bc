"""Names near one that the catalog does not have: what was probably meant, most used first. Never taken in its place."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_ENOUGH = 3
_LEAST = 4
_MOST = 1500


class NearNames:
    """Lower-cased ids, to be searched by their names without punctuation."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = {}
        for key in keys:
            self._by_name.setdefault(folded(key), []).append(key)
        self._by_head: dict[str, list[str]] = {}
        for name in self._by_name:
            self._by_head.setdefault(name[:2], []).append(name)

    def like(self, wanted: str) -> list[str]:
        """Ids of that very name elsewhere, else names that begin so, else names that are spelled nearly so."""
        name = folded(wanted)
        if len(name) < _LEAST:
            return self._ids([name])
        same = self._ids([name])
        longer = [one for one in self._by_head.get(name[:2], ()) if one.startswith(name)]
        near = get_close_matches(name, self._by_head.get(name[:2], ()), n=_ENOUGH * 2, cutoff=0.85)
        within = [] if longer or near else [one for one in self._by_name if len(name) * 2 >= len(one) and name in one]
        return list(dict.fromkeys([*same, *self._ids(near), *self._ids([*longer, *within])]))[:_MOST]

    def _ids(self, names: Iterable[str]) -> list[str]:
        return [key for name in names for key in self._by_name.get(name, ())]


def folded(key: str) -> str:
    """An id's name without its organisation and without punctuation: ``llama318binstruct``."""
    return _NOT_NAME.sub("", key.rpartition("/")[2].lower())
