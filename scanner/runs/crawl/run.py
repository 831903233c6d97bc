"""A crawl: pages of the Hub's list → parts of a table, one checkpoint a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.pages import FILES, Limiter, Pace, Page, list_link, one_link, page
from scanner.collect.tables import reads
from scanner.collect.tables.manifest import Crawl, End, Journal, PagePart, held
from scanner.collect.tables.parquet import arrow, unpacked
from scanner.collect.tables.rows import Row, row_of
from scanner.collect.tables.table import Table
from scanner.collect.tables.writing import keep, keep_bytes, sweep
from scanner.model.clock import stamp
from scanner.model.errors import OUTAGE, ModelscanError, TargetError
from scanner.model.frozen import dataclass
from scanner.model.ids import DATASETS
from scanner.runs.crawl import second
from scanner.runs.crawl.query import Query

#: Ids of a list that make one part.
_BATCH = 200
#: Clocks differ, and an answer takes its time: what changed so long before the last crawl began is taken again.
_OVERLAP = timedelta(hours=1)
#: Pages in a row that tell nothing new, beyond those already read, after which a list is taken to have no end.
_BARREN = 50
#: Seconds that a repo of the second pass may take, the waits for the quota included.
_PATIENT = 86_400.0
_CREATED_SINCE = (
    "repos made while it ran may be missing, and what changed behind it is as it was: crawl --since LAST adds both"
)
_SINCE = "what was removed, renamed or made private since is not told: a whole crawl tells"


#: Hears of rows as they are kept.
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a crawl came to. ``repeated`` rows came twice and were kept once; ``refused`` entries named no repo;
    ``absent`` ids of a list are not there; ``read`` repos were read wholly, relatives counted."""

    rows: int
    requests: int
    read: int = 0
    repeated: int = 0
    refused: int = 0
    absent: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """How to crawl: ``quota`` requests to the API in ``window`` seconds where the Hub does not say, ``limit`` rows a
    page, ``since`` the last crawl of this query began. ``texts`` says what the second pass reads, with ``files``
    requests for files in a window. ``step`` hears of rows as they are kept, ``say`` of what a person should know."""

    folder: Path
    options: HubOptions
    quota: int
    window: float = 300.0
    limit: int = 1000
    since: bool = False
    texts: second.Texts = "none"
    files: int = FILES["anonymous"]
    step: Step = lambda _: None
    say: Callable[[str], None] = lambda _: None


def crawl(query: Query, orders: Orders) -> Done:
    """Crawl, or go on where a crawl of the same query was ended. Raises :class:`ModelscanError` when the folder is not
    to be used, :class:`TargetError` when the Hub is not to be had; what was kept until then stays."""
    if orders.options.is_offline():
        raise ModelscanError("crawl asks the Hub: run it without --offline (and HF_HUB_OFFLINE)")
    arrow()
    with held(orders.folder):
        run = _Run(query, orders)
        try:
            return run.all()
        finally:
            run.client.close()


class _Run:
    def __init__(self, query: Query, orders: Orders) -> None:
        # Pages are few and dear: a crawl waits for the quota's whole window.
        self.client = Client(replace(orders.options, max_wait=4 * orders.window, deadline=600.0))
        self._query, self._orders = query, orders
        self._journal = Journal(orders.folder)
        self._limiter = Limiter(orders.quota, self.client.stop, orders.window, orders.say)
        self._crawl = self._begun()
        sweep(orders.folder, self._crawl)
        self._parts = [part for part in self._journal.manifest.parts if part.crawl == self._crawl.number]
        self._counts = {
            "rows": sum(part.rows for part in self._parts if part.kind != reads.KIND),
            "requests": 0,
            "repeated": 0,
            "refused": 0,
            "absent": 0,
            "read": sum(part.rows for part in self._parts if part.kind == reads.KIND),
        }
        self._notes: list[str] = []
        self._seen: set[str] = set()

    def _begun(self) -> Crawl:
        """The crawl to go on with, or a new one."""
        manifest, query = self._journal.manifest, str(self._query)
        open_one = manifest.unfinished
        if open_one is not None:
            return self._resumed(open_one, query)
        last = manifest.last(query)
        if self._orders.since and last is None:
            raise ModelscanError(
                f"--since LAST: {self._orders.folder} has no finished crawl of {query}: crawl it once without"
            )
        begun = Crawl(
            number=len(manifest.crawls) + 1,
            origin=self.client.base,
            query=query,
            started=stamp(),
            kinds=self._query.kinds,
            since=_before(last.started) if self._orders.since and last is not None else None,
            texts=self._orders.texts,
        )
        self._journal.add("crawl", begun)
        return begun

    def _resumed(self, begun: Crawl, query: str) -> Crawl:
        orders = self._orders
        asked = query, self.client.base, orders.since, orders.texts
        if (begun.query, begun.origin, begun.since is not None, begun.texts) != asked:
            how = (" --since LAST" if begun.since else "") + f" --texts {begun.texts}"
            raise ModelscanError(
                f"{self._orders.folder} holds an unfinished crawl of {begun.query}{how} at {begun.origin}: finish it "
                "with the same command, or name another --output"
            )
        self._orders.say(f"going on with the crawl of {begun.started}")
        return begun

    def all(self) -> Done:
        for kind in self._query.kinds:
            self._kind(kind)
        if self._orders.texts != "none":
            self._second(self._orders.texts)
        notes = (*self._notes, _SINCE if self._crawl.since else _CREATED_SINCE)
        if self._query.ids is not None:
            notes = tuple(self._notes)
        self._journal.add("end", End(crawl=self._crawl.number, ended=stamp(), rows=self._counts["rows"], notes=notes))
        return Done(**self._counts, notes=notes)

    def _kind(self, kind: Any) -> None:
        before = [part for part in self._parts if part.kind == kind]
        if before and before[-1].next is None:
            return
        self._seen = {name for part in before if part.path for name in self._ids(part)}
        ids = self._query.ids
        start = before[-1].next if before else None
        pages = self._listed(kind, start) if ids is None else self._single(kind, ids, int(start or 0))
        for number, found in enumerate(pages, len(before) + 1):
            self._keep(kind, number, self._new(kind, found.rows), found.next)

    def _ids(self, part: PagePart) -> list[str]:
        path = self._orders.folder / (part.path or "")
        try:
            found: list[str] = unpacked(path, ["id"]).column("id").to_pylist()
        except (OSError, ValueError):
            raise ModelscanError(f"{path} is missing or damaged: restore it, or crawl into another --output") from None
        return found

    # -- pages

    def _listed(self, kind: str, start: str | None) -> Iterator[Page]:
        """The pages of the list, each once; a cursor that is not taken any more begins anew from the top."""
        first = list_link(
            kind, self._query.asked(), "lastModified" if self._crawl.since else "createdAt", self._orders.limit
        )
        link: str | None = start or first
        visited, anew, barren = 0, False, 0
        while link is not None:
            found = self._page(link, kind, again=link != first)
            if found is None:
                if anew:
                    raise TargetError("bad_data", f"{self.client.base} takes none of its own cursors: try again later")
                self._orders.say("the Hub does not take the cursor any more: from the top, keeping what is known")
                self._note("a cursor expired: the list was read again from its top")
                link, anew = first, True
                continue
            visited += 1
            known = len(self._seen)
            yield self._within(found)
            barren = 0 if len(self._seen) > known else barren + 1
            anew = anew and barren > 0
            if found.next == link or barren > _BARREN + sum(part.path is not None for part in self._parts):
                raise TargetError("bad_data", f"{self.client.base} repeats its pages without end: try again later")
            link = self._following(found)

    def _page(self, link: str, kind: str, *, again: bool) -> Page | None:
        """A page; None when a page within the list is refused, twice."""
        for last in (False, True):
            try:
                self._counts["requests"] += 1
                return page(self.client, link, f"the list of {kind}s", self._limiter)
            except TargetError as error:
                if error.kind in OUTAGE or not again:
                    raise
                if last:
                    return None
        return None

    def _within(self, found: Page) -> Page:
        """Of a crawl of what changed: the rows that did, and no next page behind them."""
        return found._replace(rows=self._changed(found.rows), next=self._following(found))

    def _changed(self, rows: list[Any]) -> list[Any]:
        since = self._crawl.since
        return rows if since is None else [row for row in rows if _modified(row) >= since]

    def _following(self, found: Page) -> str | None:
        return found.next if len(self._changed(found.rows)) == len(found.rows) else None

    def _single(self, kind: str, ids: tuple[str, ...], start: int) -> Iterator[Page]:
        """Each id of a list by a request of its own."""
        of_kind = [name.removeprefix(DATASETS) for name in ids if name.startswith(DATASETS) == (kind == "dataset")]
        for first in range(start, max(len(of_kind), 1), _BATCH):
            rows = [row for name in of_kind[first : first + _BATCH] if (row := self._one(kind, name)) is not None]
            end = first + _BATCH
            yield Page(rows, str(end) if end < len(of_kind) else None)

    def _one(self, kind: str, name: str) -> Any:
        self._limiter.wait()
        self._counts["requests"] += 1
        try:
            found, answer = self.client.json(one_link(kind, name), f"{kind} {name}")
        except TargetError as error:
            if error.kind in OUTAGE:
                raise
            self._counts["absent"] += 1
            self._orders.say(str(error))
            return None
        self._limiter.told(answer.headers)
        return found

    # -- the second pass

    def _second(self, texts: second.Texts) -> None:
        """Read wholly what the list leaves open, from where it was ended."""
        number, before = self._crawl.number, [part for part in self._parts if part.kind == reads.KIND]
        table = Table(self._orders.folder, unread=number)
        repos = second.wanted(table, number, texts, self._orders.say)
        known = table.reads.hashes | table.left_out.hashes
        done = int(before[-1].next or 0) if before else 0
        seen = {one for part in before if part.path for one in reads.listed(self._orders.folder / part.path)}
        for part, found in enumerate(second.read(repos[done:], self._wholly(), seen), len(before) + 1):
            done = min(done + second.BATCH, len(repos))
            data = reads.packed(found, known)
            keep_bytes(self._orders.folder, self._journal, self._crawl, reads.KIND, part, data, len(found), str(done))
            self._counts["read"] += len(found)

    def _wholly(self) -> HubOptions:
        """One limiter for the API in both passes; files have a quota of their own."""
        orders = self._orders
        files = Limiter(orders.files, self.client.stop, orders.window, orders.say)
        pace = Pace(self._limiter, files)
        return replace(orders.options, pace=pace, max_wait=4 * orders.window, budget=_PATIENT)

    # -- rows

    def _new(self, kind: Any, listed: list[Any]) -> list[Row]:
        """The rows that were not there yet."""
        observed, rows = stamp(), []
        for answer in listed:
            row = row_of(answer, kind, observed)
            if row is None:
                self._counts["refused"] += 1
            elif row["id"] in self._seen:
                self._counts["repeated"] += 1
            else:
                self._seen.add(row["id"])
                rows.append(row)
        return rows

    def _keep(self, kind: str, number: int, rows: list[Row], following: str | None) -> None:
        part = keep(self._orders.folder, self._journal, self._crawl, kind, number, rows, following)
        self._parts.append(part)
        self._counts["rows"] += len(rows)
        self._orders.step(len(rows))

    def _note(self, text: str) -> None:
        if text not in self._notes:
            self._notes.append(text)


def _modified(row: Any) -> str:
    """When a row says that it changed; one that does not say is taken."""
    value = row.get("lastModified") if isinstance(row, dict) else None
    return value if isinstance(value, str) else "9999"


def _before(moment: str) -> str:
    return (datetime.fromisoformat(moment) - _OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
