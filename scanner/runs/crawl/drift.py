"""What changed between two crawls: licences, gates, bases and data, each side judged by the one way of judging."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from scanner.collect.layers import Layers
from scanner.collect.tables.manifest import read
from scanner.collect.tables.rows import Row, loaded
from scanner.collect.tables.table import Table
from scanner.judge.evaluate import Engine, judge, reading_of
from scanner.model.errors import ModelscanError
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.target import Target
from scanner.model.words import REPO_TYPES, RepoType
from scanner.runs.lock.compare import compare
from scanner.runs.lock.entry import entry, reasons
from scanner.runs.lock.types import Drift, Drifted, Entry
from scanner.text.counted import counted

_OF_CARD = ("license", "license_name", "license_link", "base_model", "datasets", "extra_gated_prompt")
_TAGS = ("license:", "base_model:", "dataset:")
_COLUMNS = ["id", "tags", "cardData", "baseModels", "gated", "disabled"]
#: What weighs most in a list, after whether the verdict is worse.
_RANKS = ("gone", "disabled", "terms-changed", "license-concluded", "license-edited", "gated", "gate-changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSides:
    """The tables before and after."""

    before: Table
    after: Table


def sides(first: Path, second: Path | None) -> TableSides:
    """Two folders; or one, before and after its last crawl. Raises :class:`ModelscanError`."""
    if second is not None:
        return TableSides(before=Table(first), after=Table(second))
    last = len(read(first).crawls)
    if last < 2:
        raise ModelscanError(f"{first} holds one crawl: crawl again, or name two folders")
    return TableSides(before=Table(first, until=last - 1), after=Table(first))


def drift(both: TableSides, policy: Policy, engine: Engine, say: Callable[[str], None]) -> Drift:
    """Every repo of the first side whose licence, gate, bases or data differ on the second, worst first."""
    for table in (both.before, both.after):
        for part in table.damaged:
            say(f"{table.folder} lacks {part}: what it held is not compared")
    was, now = Layers.of(both.before), Layers.of(both.after)
    found: list[Drifted] = []
    models = untold = new = 0
    for kind in REPO_TYPES:
        old, current = _signatures(both.before, kind), _signatures(both.after, kind)
        models, new = models + len(old), new + len(current.keys() - old.keys())
        for name in sorted(name for name, said in old.items() if current.get(name) != said):
            if name not in current and both.after.get(kind, name) is None:
                untold += 1
                continue
            target = Target(text=str(RepoRef(name, kind)), repo_type=kind, id=name)
            (then, _), (since, result) = (_entry(side, target, policy, engine) for side in (was, now))
            one = compare(then, since)
            found += [replace(one, why=reasons(then, result))] if one is not None else []
    return Drift(models=models, drifted=tuple(sorted(found, key=_weight)), notes=tuple(_notes(untold, new)))


def _notes(untold: int, new: int) -> Iterator[str]:
    if new:
        yield f"{counted(new, 'repo is', 'repos are')} in the second alone."
    if untold:
        told = counted(untold, "repo is", "repos are")
        yield f"{told} in the first alone; only a whole crawl of the same query tells who is gone."
    yield "A model whose own row is the same is not listed where a base of it changed: the base is."


def _entry(side: Layers, target: Target, policy: Policy, engine: Engine) -> tuple[Entry, Result]:
    snapshot = side.snapshot(target)
    result = judge(reading_of(snapshot, engine), policy, engine)
    return entry(snapshot, result), result


def _signatures(table: Table, kind: RepoType) -> dict[str, bytes]:
    """What bears on terms and access of each repo, as a hash: a table may hold millions."""
    read = table.reads.ids(kind)
    return {
        row["id"]: _signature(row) + (_texts(table, kind, row["id"]) if row["id"].lower() in read else b"")
        for row in table.rows(kind, _COLUMNS)
    }


def _texts(table: Table, kind: RepoType, name: str) -> bytes:
    """The licence texts of a repo that was read, as a hash; of one that was not, nothing."""
    repo = table.get(kind, name)
    told = [f"{text.path} {text.sha256}" for text in repo.texts] if repo is not None else []
    return hashlib.blake2b("\n".join(told).encode("utf-8", "backslashreplace"), digest_size=12).digest()


def _signature(row: Row) -> bytes:
    card = loaded(row["cardData"]) if row["cardData"] else {}
    stated: list[Any] = [card.get(name) for name in _OF_CARD] if isinstance(card, dict) else []
    tags = sorted(tag for tag in row["tags"] or () if tag.startswith(_TAGS))
    plain = json.dumps([stated, tags, row["baseModels"], row["gated"], row["disabled"]], sort_keys=True)
    return hashlib.blake2b(plain.encode("utf-8", "backslashreplace"), digest_size=12).digest()


def _weight(one: Drifted) -> tuple[bool, int, str]:
    ranks = [_RANKS.index(change.kind) for change in one.changes if change.kind in _RANKS]
    return not one.worse, min(ranks, default=len(_RANKS)), one.model.lower()
