"""Ids and where their newest rows are, whatever the case they are asked for in."""

from __future__ import annotations

from collections.abc import Callable, Iterator


class Places:
    """Lower-cased ids → the place of their newest row; of ids that differ in case only each has its own, and the first
    that was written stands for the others."""

    def __init__(self) -> None:
        self._known: dict[str, int | dict[str, int]] = {}

    def add(self, name: str, place: int, spelled: Callable[[int], str]) -> None:
        """A later row of an id takes the place of an earlier one. ``spelled`` tells the id of the row at a place."""
        low = name.lower()
        other = self._known.get(low)
        if isinstance(other, dict):
            other[name] = place
        elif other is None or (first := spelled(other)) == name:
            self._known[low] = place
        else:
            self._known[low] = {first: other, name: place}

    def get(self, name: str) -> int | None:
        """The place of an id, whatever its case."""
        found = self._known.get(name.lower())
        return found.get(name, next(iter(found.values()))) if isinstance(found, dict) else found

    def update(self, other: Places) -> None:
        """Know what another one knows besides."""
        self._known.update(other._known)

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[int]:
        """Every place."""
        for one in self._known.values():
            yield from one.values() if isinstance(one, dict) else (one,)
