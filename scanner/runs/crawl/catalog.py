"""Tables → a catalog's file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scanner.collect.catalog import pack
from scanner.collect.tables.table import Table, open_table
from scanner.model.frozen import replace
from scanner.model.ids import RepoRef
from scanner.model.plain import line_of
from scanner.model.snapshot import CARD, Repo
from scanner.model.words import REPO_TYPES
from scanner.text.counted import counted


def build(folders: Sequence[Path], *, files: bool, say: Callable[[str], None]) -> tuple[bytes, int]:
    """The bytes of a catalog with the newest record of every repo, and how many repos those are. Raises
    :class:`ModelscanError`."""
    tables = [open_table(folder) for folder in folders]
    for table in tables:
        for part in table.damaged:
            say(f"{table.folder} lacks {part}: what it held is left out")
    repos = _newest(tables)
    if read := sum(repo.card is not None or bool(repo.texts) for repo in repos.values()):
        told = counted(read, "repo was", "repos were")
        say(f"{told} read wholly: a catalog keeps no cards and texts, judge those with --table")
    sources = sorted({repo.attribution or "" for repo in repos.values()})
    lines = ((key, _line(repo, sources, files)) for key, repo in sorted(repos.items()))
    models = sum(repo.repo_type == "model" for repo in repos.values())
    return pack(((key.rpartition("\t")[0], line) for key, line in lines), sources, models), len(repos)


def _newest(tables: Sequence[Table]) -> dict[str, Repo]:
    """By lower-cased id, then its spelling: ids that differ in case only are two."""
    found: dict[str, Repo] = {}
    for table in tables:
        for kind in REPO_TYPES:
            for name in table.ids(kind):
                repo = table.get(kind, name)
                if repo is None or repo.problem is not None:
                    continue
                key = f"{RepoRef(name.lower(), kind)}\t{name}"
                # What was read wholly names no source of its own.
                repo = repo if repo.attribution else replace(repo, attribution=f"the table {table.folder.name}")
                if key not in found or (found[key].observed_at or "") < (repo.observed_at or ""):
                    found[key] = repo
    return found


def _line(repo: Repo, sources: Sequence[str], files: bool) -> str:
    usual = (CARD, "LICENSE", "siblings")
    plain: dict[str, Any] = {
        "id": repo.id,
        "s": sources.index(repo.attribution or ""),
        "o": repo.observed_at,
        "i": dict(repo.info),
        "sha": repo.revision,
        "f": [file.path for file in repo.files] if files and repo.files is not None else None,
        "u": [[one.what, one.reason] for one in repo.unread if one.what not in usual] or None,
    }
    return line_of({key: value for key, value in plain.items() if value is not None})
