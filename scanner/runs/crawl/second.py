"""The second pass of a crawl: repos about which the list leaves something open are read wholly, with their bases and
data sets, as a live check reads them. What was read and what could not be stands in parts of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from scanner.collect.hub import start
from scanner.collect.hub.options import HubOptions
from scanner.collect.layers import Layers
from scanner.collect.tables.parquet import unpacked
from scanner.collect.tables.table import Table
from scanner.judge.evaluate import Engine, reading_of
from scanner.judge.reading.read import Reading
from scanner.knowledge.licence_names import terms_apart
from scanner.knowledge.resources import rules_dir
from scanner.model.errors import OUTAGE, TargetError
from scanner.model.ids import RepoRef
from scanner.model.snapshot import Repo, Snapshot
from scanner.model.target import Target
from scanner.model.words import REPO_TYPES, RepoType
from scanner.text.counted import counted

#: Which repos the second pass reads: none, those in doubt, or every one.
Texts: TypeAlias = Literal["none", "needed", "all"]
#: A repo that was read: its kind, the lower-cased id it was asked for by, its commit.
Seen: TypeAlias = tuple[str, str, str | None]
#: Repos asked for that make one part.
BATCH = 50


class Wanted(NamedTuple):
    """A repo to read wholly, at the commit that the list told, and why."""

    repo_type: RepoType
    id: str
    revision: str | None
    why: str

    @property
    def target(self) -> Target:
        """As it is asked for."""
        text = str(RepoRef(self.id, self.repo_type, self.revision))
        return Target(text=text, repo_type=self.repo_type, id=self.id, revision=self.revision)


def wanted(table: Table, crawl: int, texts: Texts, say: Callable[[str], None]) -> tuple[Wanted, ...]:
    """The repos of a crawl that the second pass is to read, in the order they were listed; those that were read at the
    same commit before are left out. ``table`` without what this crawl's second pass read: its answer must stay the
    same when the crawl goes on."""
    known, engine = Layers.of(table), Engine(folder=rules_dir())
    found: list[Wanted] = []
    for repo_type, name in _listed(table, crawl):
        repo = table.get(repo_type, name)
        if repo is None or repo.problem is not None or repo.source != "catalog":
            continue
        why = (
            "asked for"
            if texts == "all"
            else doubt(known.snapshot(Target(text=name, id=name, repo_type=repo_type)), engine)
        )
        if why is not None:
            found.append(Wanted(repo_type, name, repo.revision, why))
    counts = Counter(one.why for one in found)
    said = ", ".join(f"{count} {why}" for why, count in counts.most_common())
    say(f"second pass: {counted(len(found), 'repo is', 'repos are')} read wholly" + (f" ({said})" if said else ""))
    return tuple(found)


def _listed(table: Table, crawl: int) -> Iterator[tuple[RepoType, str]]:
    for kind in REPO_TYPES:
        for part in table.manifest.of(crawl, kind):
            if part.path:
                yield from ((kind, name) for name in unpacked(table.folder / part.path, ["id"])["id"].to_pylist())


def doubt(snapshot: Snapshot, engine: Engine) -> str | None:
    """What the list leaves open about a repo's terms, in words; None when nothing."""
    reading = reading_of(snapshot, engine)
    if reading.error is not None or reading.own is None:
        return "could not be read"
    if terms_apart(file.path for file in snapshot.root.files or ()):
        return "with terms beside a licence"
    return next((why for holds, why in _doubts(reading) if holds), None)


def _doubts(reading: Reading) -> Iterator[tuple[bool, str]]:
    facts, own = reading.facts, reading.own
    if own is not None:
        yield own.terms is None, "without a licence"
        yield bool(own.conflicts) or bool(facts.license_several), "contradicted"
        yield bool(own.open), "with a licence that does not settle the terms"
    yield facts.gated != "no", "gated"
    yield reading.unnamed is not None or bool(facts.base_on_disk) or bool(reading.suspects), "with a base in doubt"
    yield facts.ancestors_resolved is False or facts.ancestors_licensed is False, "with a base that is not known here"
    yield facts.relabelled not in ("no", None), "under other terms than its base"
    yield bool(facts.datasets_unresolved), "with data that is not known here"


def read(repos: tuple[Wanted, ...], options: HubOptions, seen: set[Seen]) -> Iterator[list[Repo]]:
    """Repos with their relatives, in parts of :data:`BATCH` asked for; each of a commit once. ``seen`` are those that
    this crawl has read. Raises :class:`TargetError` when the Hub is not to be had."""
    with start((one.target for one in repos), options) as collection:
        snapshots = iter(collection)
        while batch := list(islice(snapshots, BATCH)):
            yield [repo for snapshot in batch for repo in _new(snapshot, seen)]


def _new(snapshot: Snapshot, seen: set[Seen]) -> Iterator[Repo]:
    for repo in (snapshot.root, *snapshot.related):
        if repo.problem is not None and repo.problem.kind in OUTAGE:
            raise TargetError(repo.problem.kind, repo.problem.message)
        key = repo.repo_type, repo.requested.lower(), repo.revision
        if key not in seen:
            seen.add(key)
            yield replace(repo, requested_revision=None)
