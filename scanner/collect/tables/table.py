"""A folder of tables, opened to look repos up. The newest row of an id stands; older ones are its history."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.collect.tables import manifest
from scanner.collect.tables.manifest import Crawl, PagePart
from scanner.collect.tables.parquet import arrow, unpacked
from scanner.collect.tables.places import Places
from scanner.collect.tables.reads import KIND, Reads
from scanner.collect.tables.rows import Row, repo_of
from scanner.knowledge.tasks import task_by_name
from scanner.model.errors import ModelscanError
from scanner.model.frozen import replace
from scanner.model.snapshot import Problem, Repo
from scanner.model.words import RepoType

if TYPE_CHECKING:
    import pyarrow

#: Parts and repos kept at hand while relatives are looked up.
_PARTS, _REPOS = 256, 20_000


class Table:
    """One folder, or what it held ``until`` a crawl of that number. ``damaged`` names the parts that
    are missing or not what was written; the rest is used.

    Memory: an entry for each id, some 250 bytes.
    """

    def __init__(self, folder: Path, until: int | None = None, *, unread: int | None = None) -> None:
        """``unread``: the crawl of which the second pass is left out, and stands in ``left_out`` instead."""
        self.folder = folder
        self.manifest = manifest.read(folder).until(until)
        self._unread = unread
        arrow()
        self.damaged: list[str] = []
        self._parts: list[PagePart] = []
        self._starts: list[int] = []
        self._crawls = {one.number: one for one in self.manifest.crawls}
        self._open: OrderedDict[int, pyarrow.Table] = OrderedDict()
        self._repos: OrderedDict[tuple[str, str], Repo | None] = OrderedDict()
        #: What was read of repos beyond the list.
        self.reads = Reads()
        self.left_out = Reads()
        self._open_parts()

    def get(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """The newest record of an id, whatever its case; None when there is none."""
        key = (repo_type, repo_id)
        if key not in self._repos:
            self._repos[key] = self._find(repo_type, repo_id)
            if len(self._repos) > _REPOS:
                self._repos.popitem(last=False)
        return self._repos[key]

    def _find(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        number = self._rows[repo_type].get(repo_id)
        return self.repo(number, repo_id) if number is not None else self.beyond(repo_type, repo_id)

    def beyond(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        """What was read of a repo that no crawl listed; None when it was not."""
        read = self.reads.get(repo_type, repo_id)
        return None if read is None else replace(read, requested=repo_id)

    def ids(self, repo_type: RepoType = "model") -> tuple[str, ...]:
        """Every id that a crawl listed, sorted without regard to case."""
        return tuple(
            sorted((one["id"] for one in self._newest(repo_type, ["id"])), key=lambda name: (name.lower(), name))
        )

    def rows(self, repo_type: RepoType, columns: list[str]) -> Iterator[Row]:
        """Some columns of the newest row of every id that is still listed, in the order they were written."""
        return self._newest(repo_type, columns)

    def parts(self, repo_type: RepoType) -> Iterator[tuple[int, Path, bool]]:
        """``(number of its first row, its file, whether a later crawl lists its repos no more)`` of each part."""
        for start, part in zip(self._starts, self._parts, strict=True):
            if part.kind == repo_type:
                gone = self._gone_by(self._crawls[part.crawl]) is not None
                yield start, self.folder / (part.path or ""), gone

    def repo(self, number: int, requested: str) -> Repo:
        """The repo of a row, as it was read at that commit if it was, else as it is listed."""
        listed = self._repo(number, requested)
        # What was read of another commit than the newest row tells of says nothing of this one.
        at = listed.revision if listed.problem is None else None
        read = self.reads.get(listed.repo_type, listed.id, at) if at is not None else None
        return listed if read is None else replace(read, requested=requested)

    def of_task(self, task: str) -> Iterator[Repo]:
        """Every model of a pipeline tag; of those that tell none, what its name tells."""
        for row in self._newest("model", ["id", "pipeline_tag"]):
            if (row["pipeline_tag"] or task_by_name(row["id"])) == task and (
                repo := self.get("model", row["id"])
            ) is not None:
                yield repo

    # -- the index

    @cached_property
    def _rows(self) -> dict[str, Places]:
        """``model`` or ``dataset`` → ids with the numbers of their newest rows."""
        found = {"model": Places(), "dataset": Places()}
        for start, part in zip(self._starts, self._parts, strict=True):
            ids = unpacked(self.folder / (part.path or ""), ["id"]).column("id").to_pylist()
            self._take(found.setdefault(part.kind, Places()), ids, start)
        return found

    def _open_parts(self) -> None:
        start = 0
        for part in self.manifest.parts:
            if part.path is None:
                continue
            told = self._sound(part)
            if told is not None:
                self.damaged.append(f"{part.path}: {told}")
                continue
            if part.kind == KIND:
                (self.left_out if part.crawl == self._unread else self.reads).add(self.folder / part.path)
                continue
            self._parts.append(part)
            self._starts.append(start)
            start += part.rows

    def _take(self, known: Places, ids: list[str], start: int) -> None:
        def spelled(number: int) -> str:
            return ids[number - start] if number >= start else str(self._row(number)["id"])

        for number, name in enumerate(ids, start):
            known.add(name, number, spelled)

    def _sound(self, part: PagePart) -> str | None:
        """What is wrong with a part, in words."""
        path = self.folder / (part.path or "")
        if path.resolve().parent.parent != self.folder.resolve():
            return "it lies outside the folder"
        try:
            data = path.read_bytes()
        except OSError as error:
            return f"it cannot be read ({error.strerror})"
        same = len(data) == part.bytes and hashlib.sha256(data).hexdigest() == part.sha256
        return None if same else "it is not what was written (its checksum differs)"

    # -- rows

    def _repo(self, number: int, requested: str) -> Repo:
        part = self._parts[bisect_right(self._starts, number) - 1]
        crawl = self._crawls[part.crawl]
        later = self._gone_by(crawl)
        row = self._row(number)
        if later is not None:
            return _gone(row, requested, crawl, later)
        return repo_of(row, requested, f"the table of {crawl.origin}, {crawl.query}")

    def _gone_by(self, crawl: Crawl) -> Crawl | None:
        """The later crawl of the same query, whole and ended, that lists the row's repo no more."""
        last = self.manifest.last(crawl.query, whole=True)
        return last if last is not None and last.number > crawl.number else None

    def _row(self, number: int) -> Row:
        place = bisect_right(self._starts, number) - 1
        found: list[Row] = self._part(place).slice(number - self._starts[place], 1).to_pylist()
        return found[0]

    def _part(self, place: int) -> pyarrow.Table:
        if place not in self._open:
            self._open[place] = unpacked(self.folder / (self._parts[place].path or ""))
            if len(self._open) > _PARTS:
                self._open.popitem(last=False)
        self._open.move_to_end(place)
        return self._open[place]

    def _newest(self, repo_type: RepoType, columns: list[str]) -> Iterator[Row]:
        numbers = set(self._rows[repo_type])
        for start, part in zip(self._starts, self._parts, strict=True):
            if part.kind != repo_type or self._gone_by(self._crawls[part.crawl]) is not None:
                continue
            rows = unpacked(self.folder / (part.path or ""), columns).to_pylist()
            yield from (row for number, row in enumerate(rows, start) if number in numbers)


def _gone(row: Row, requested: str, crawl: Crawl, later: Crawl) -> Repo:
    words = (
        f"{row['id']}: listed by the crawl of {crawl.started}, no more by that of {later.started} ({crawl.query}): "
        "removed, renamed or made private since; run without --table to ask the Hub"
    )
    return Repo(
        id=row["id"],
        repo_type=row["repo_type"],
        requested=requested,
        source="catalog",
        observed_at=later.started,
        problem=Problem(kind="not_found", message=words, absent=True),
    )


def open_table(folder: Path) -> Table:
    """A folder of tables, with the damage said by whoever opens it. Raises :class:`ModelscanError` when nothing of it
    can be used."""
    table = Table(folder)
    if table.damaged and not table._parts:
        raise ModelscanError(f"{folder}: no part can be read ({table.damaged[0]}): restore them, or crawl anew")
    return table
