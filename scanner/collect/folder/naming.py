"""What a local folder or file is called: the path as it was typed, from which it can be found again; and the folder
that an id which nobody knows may mean."""

import os
from dataclasses import replace
from pathlib import Path

from scanner.collect.folder.places import is_weight_file
from scanner.model.ids import DATASETS, is_local
from scanner.model.snapshot import Snapshot


def typed_name(path: str) -> str:
    """``path`` as typed, less what says nothing: ``./a//b/`` is ``./a/b``. Links and ``..`` stay, so that two places
    never share a name; one that names no folder (``.``, ``a/..``) goes on to its name: ``../name``."""
    typed = Path(path)
    if typed.name in ("", "..") and (name := typed.expanduser().resolve().name):
        typed = typed / ".." / name
    text = typed.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    bare = not (typed.is_absolute() or text.startswith("~") or typed.parts[:1] == ("..",))
    return f"./{text}" if bare else text


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
