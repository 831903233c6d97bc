"""An id that nobody knows may be a folder's name without ``./``: said, with what to write; never taken for it."""

import os
from dataclasses import replace
from pathlib import Path

from scanner.collect.folder.places import is_weight_file
from scanner.model.ids import DATASETS, is_local
from scanner.model.snapshot import Snapshot


def with_hint(snapshot: Snapshot) -> Snapshot:
    """The snapshot; where it could not be read and a folder of its very name lies here, with that in its problem."""
    problem = snapshot.root.problem
    meant = _meant(snapshot.target.strip().strip("\"'`<>")) if problem is not None else None
    if problem is None or meant is None:
        return snapshot
    said = replace(problem, message=f"{problem.message}; {meant}")
    return replace(snapshot, root=replace(snapshot.root, problem=said))


def _meant(name: str) -> str | None:
    bare = name.removeprefix(DATASETS)
    if not bare or is_local(bare):
        return None
    if os.path.isdir(name):  # noqa: PTH112 (it answers for whatever somebody typed)
        return f"a folder of that name is here: write ./{name}"
    if bare != name and os.path.isdir(bare):  # noqa: PTH112
        return f"a folder of that name is here: write {DATASETS}./{bare}"
    if os.path.isfile(name) and is_weight_file(Path(name)):  # noqa: PTH113
        return f"a file of that name is here: write ./{name}"
    return None
