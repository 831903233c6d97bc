"""Tables of given rows, and what judging each row by itself comes to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanner.collect.layers import Layers
from scanner.collect.tables.manifest import Crawl, End, Journal, held
from scanner.collect.tables.rows import Row, row_of
from scanner.collect.tables.writing import keep
from scanner.judge.columns.made import Judged, of_result
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.model.policy import Policy
from scanner.model.target import Target
from scanner.model.words import RepoType
from scanner.runs.whole.run import Whole

DAY = "2026-11-01T00:00:00Z"


def rows(answers: list[dict[str, Any]], kind: RepoType = "model") -> list[Row]:
    """Answers of the Hub as rows."""
    return [row for one in answers if (row := row_of(one, kind, DAY)) is not None]


def table(folder: Path, kinds: dict[RepoType, list[Row]], *, size: int = 500, query: str = "all") -> Path:
    """A crawl of these rows, in parts of ``size``, added to a folder."""
    with held(folder):
        journal = Journal(folder)
        crawl = Crawl(
            number=len(journal.manifest.crawls) + 1, origin="test", query=query, started=DAY, kinds=tuple(kinds)
        )
        journal.add("crawl", crawl)
        for kind, found in kinds.items():
            for start in range(0, len(found), size):
                keep(folder, journal, crawl, kind, start // size, found[start : start + size], None)
        journal.add("end", End(crawl=crawl.number, ended=DAY, rows=sum(map(len, kinds.values()))))
    return folder


def differing(folder: Path, whole: Whole, policy: Policy, step: int = 1) -> Iterator[tuple[str, Judged, Judged]]:
    """``(id, judged whole, judged by itself)`` of every ``step``-th row where they differ in anything."""
    engine, known = engine_for(policy), Layers.open((folder,), ())
    names = whole.ids.names.to_pylist()
    for place, number in list(zip(whole.places, whole.numbers, strict=True))[::step]:
        snapshot = known.snapshot(Target(text=names[place], id=names[place]))
        alone = of_result(judge(reading_of(snapshot, engine), policy, engine))
        if alone != whole.made.one(int(number)):
            yield names[place], whole.made.one(int(number)), alone


def own_policy(folder: Path) -> Path:
    """A policy with a rule of its own."""
    (folder / "own").mkdir(parents=True)
    (folder / "own" / "OWN001.yaml").write_text(_OWN, encoding="utf-8")
    path = folder / "policy.yaml"
    path.write_text("name: p\nextends: commercial-saas\nrule_dirs: [own]\n", encoding="utf-8")
    return path


_OWN = """\
id: OWN001
slug: gguf-under-mit
family: own
title: GGUF under MIT
severity: error
fails_when: '"MIT" in license_ids && weights_known'
message: GGUF under {license_ids}.
rationale: None.
fix: Take another.
unknown: Read it.
references: [the test]
examples:
  fails: {mit: {license_ids: [MIT], weights_known: true}}
  passes: {other: {license_ids: [Apache-2.0], weights_known: true}}
"""
