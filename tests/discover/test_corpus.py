"""Recall and precision on the own corpus and on the shared labelled files: every miss and false hit is named."""

import json
import sys
from pathlib import Path

import pytest

from scanner.discover import DiscoverOptions, discover

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "scan"
Hit = tuple[str, int, str | None, str]


def _hits(root: Path, options: DiscoverOptions) -> set[Hit]:
    found = discover(root, options).references
    return {(r.path, r.line, r.id, r.kind) for r in found if r.kind != "outside-hub"}


def _labelled(labels: list[dict]) -> set[Hit]:
    return {
        (entry["file"], item["line"], item["id"], item["kind"].removesuffix("-model"))
        for entry in labels
        for item in entry["references"]
    }


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict]]:
    sys.path.insert(0, str(BENCHMARK))
    try:
        import corpus
    finally:
        sys.path.pop(0)
    folder = tmp_path_factory.mktemp("corpus")
    return folder / "tree", corpus.write(folder)


def test_own_corpus_is_found_whole_and_its_traps_are_left(own: tuple[Path, list[dict]]) -> None:
    root, labels = own
    want, got = _labelled(labels), _hits(root, DiscoverOptions())
    assert (sorted(want - got, key=str), sorted(got - want, key=str)) == ([], [])
    assert len(want) >= 120
    assert sum(len(entry["not_references"]) for entry in labels) >= 120


def test_documents_are_read_when_asked_for(own: tuple[Path, list[dict]]) -> None:
    ids = {r.id for r in discover(own[0], DiscoverOptions(documentation=True)).references if r.documentation}
    assert {"sample-org/in-docs", "sample-org/linked", "sample-org/in-a-fence", "acme-corp/in-sample"} <= ids


@pytest.mark.shared
def test_shared_labels(shared: Path) -> None:
    root = shared / "data" / "refs"
    labels = [json.loads(line) for line in (root / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()]
    want, got = _labelled(labels), _hits(root, DiscoverOptions(documentation=True))
    traps = {(e["file"], t["line"], t["text"]) for e in labels for t in e["not_references"]}
    assert sorted(want - got, key=str) == []
    assert not {(path, line, id_) for path, line, id_, _ in got} & traps
    assert len(got - want) <= 3
