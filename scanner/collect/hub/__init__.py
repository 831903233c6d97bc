"""The Hub: targets → snapshots. The only package that touches the network.

Importing it is cheap; ``start`` sends the first requests before it imports the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scanner.collect.hub.collecting import Collection
    from scanner.collect.hub.options import HubOptions
    from scanner.model.snapshot import Snapshot
    from scanner.model.target import Target

__all__ = ["collect", "start"]


def start(targets: Iterable[Target], options: HubOptions) -> Collection:
    """Begins to fetch in background threads and returns at once: iterate the result for the snapshots, in the order
    of ``targets``; ``close`` it (or use it in ``with``) to stop early."""
    from scanner.collect.hub.collecting import Collection

    return Collection(targets, options)


def collect(targets: Iterable[Target], options: HubOptions) -> Iterator[Snapshot]:
    """A snapshot for each target, in order. A target that cannot be read is a snapshot whose root has a ``problem``;
    nothing is raised for one target. Raises :class:`ModelscanError` when the options cannot be used."""
    with start(targets, options) as collection:
        yield from collection
