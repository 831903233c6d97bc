"""What may be known without a network, together: own tables and catalogs, then the bundled catalog."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect import walk
from scanner.collect.catalog import Catalog
from scanner.collect.walk import Listed
from scanner.model.snapshot import Problem, Repo, Snapshot
from scanner.model.target import Target
from scanner.model.words import RepoType

if TYPE_CHECKING:
    from scanner.collect.tables.table import Table


class Layers:
    """Of the own sources that know an id the newest record stands; the bundled catalog is asked where none does."""

    def __init__(self, own: Iterable[Listed], bundled: Listed, names: str) -> None:
        self._own, self._bundled, self._names = tuple(own), bundled, names

    @classmethod
    def open(
        cls, tables: Iterable[Path], catalogs: Iterable[Path], say: Callable[[str], None] = lambda _: None
    ) -> "Layers":
        """Raises :class:`ModelscanError` when one cannot be used; parts of tables that cannot are said."""
        from scanner.collect.tables.table import open_table

        opened = [open_table(path) for path in tables]
        for table in opened:
            for part in table.damaged:
                say(f"{table.folder} lacks {part}: what it held is not known here")
        own: list[Listed] = [*opened, *(Catalog.open(path) for path in catalogs)]
        return cls(own, Catalog.open(), ", ".join(str(path) for path in (*tables, *catalogs)))

    @classmethod
    def of(cls, table: "Table") -> "Layers":
        """One table that is open already."""
        return cls([table], Catalog.open(), str(table.folder))

    def get(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The record of an id; None when nobody has one. That a repo is gone is a record too."""
        found = [repo for one in self._own if (repo := one.get(repo_type, repo_id)) is not None]
        if found:
            return max(found, key=lambda repo: repo.observed_at or "")
        return self._bundled.get(repo_type, repo_id)

    def ids(self) -> tuple[str, ...]:
        """Every model that the own sources know, sorted; the bundled catalog's where there are none."""
        sources = self._own or (self._bundled,)
        return tuple(sorted({name for one in sources for name in one.ids()}))

    def of_task(self, task: str) -> Iterator[Repo]:
        """Every model of a pipeline tag that the own sources know; the bundled catalog's where there are none."""
        seen: set[str] = set()
        for source in self._own or (self._bundled,):
            for repo in source.of_task(task):
                if repo.id not in seen:
                    seen.add(repo.id)
                    yield self.get("model", repo.id) or repo

    def snapshot(self, target: Target) -> Snapshot:
        """A target with its relatives; what nobody knows is there with its problem."""
        return walk.snapshot(self, target, self._absent)

    def related(self, root: Repo) -> tuple[Repo, ...]:
        """The ancestors and datasets that a repo names."""
        return walk.related(self, root, self._absent)

    def _absent(self, repo_type: RepoType, repo_id: str) -> Repo:
        message = f"{repo_id}: neither in {self._names} nor in the bundled catalog; leave them out to ask the Hub"
        problem = Problem(kind="not_in_catalog", message=message)
        return Repo(id=repo_id, repo_type=repo_type, requested=repo_id, source="catalog", problem=problem)
