"""Under any fault that leaves a trace no answer is better than without it: a sample; ``make torture`` runs all."""

from itertools import product
from random import Random

import pytest

from scanner.judge.reading import leads
from scanner.model.result import Result
from tests.torture.judging import better, judge
from tests.torture.more_worlds import WORLDS
from tests.torture.shapes import every_fault, named, pairs

#: Each stands for a way by which a no became a yes before.
KEPT = [
    "status404,text,0",
    "status401,card,0",
    "half,text,0",
    "page,card,0",
    "gzip,card,0",
    "utf-16,text,0",
    "unmeasured-half,card,0",
    "gated=list,info,0",
    "tags=null,info,0",
    "siblings=mapping,info,0",
    "siblings=emptied,model,0",
    "rfilename=seven,info,0",
    "size=null,info,0",
    "disabled=drop,info,0",
    "json {},json,0",
    "json [],dataset,0",
    "status503,dataset,0",
    "half,card,2",
    "401-RepoNotFound,dataset,0",
    "round,info,2",
]
#: The same, each in the world that showed it.
SHOWN = [
    ("files", "pointer-filled,card,0"),
    ("files", "pointer-filled,text,2"),
    ("files", "xhtml-filled,text,0"),
    ("files", "zeros,card,0"),
    ("files", "zeros-at-the-end,card,0"),
    ("files", "blanks,card,2"),
    ("files", "blanks,text,0"),
    ("files", "words-of-another,card,0"),
    ("files", "words-of-another,text,2"),
    ("files", "id=another's,info,0"),
    ("files", "siblings dotted,info,0"),
    ("files", "siblings folded,info,0"),
    ("files", "siblings size=seven-unvouched,info,0"),
    ("files", "siblings size=huge-unvouched,info,0"),
    ("files", "siblings twice, sizes apart,info,0"),
    ("families", "keys-again,model,0"),
    ("families", "404-RevisionNotFound,info,2"),
    ("shapes", "gated=list,info,0"),
    ("drawn-1", "siblings size=huge-unvouched,info,0"),
    ("drawn-1", "siblings in two cases,info,0"),
    ("drawn-13", "size=seven,info,0"),
    ("shapes", "id=another's,info,0"),
    ("shapes", "siblings dotted,info,0"),
    ("shapes", "siblings backslash,info,0"),
    ("shapes", "half,weights,0"),
    ("shapes", "busy,weights,0"),
    ("shapes", "zeros,weights,0"),
]


@pytest.fixture(scope="module")
def truth() -> dict[str, list[Result]]:
    return {world: judge(world) for world in WORLDS}


def test_the_worlds_have_a_no_and_a_yes(truth: dict[str, list[Result]]) -> None:
    for results in truth.values():
        assert {result.verdict for result in results} == {"pass", "review", "unknown", "fail"}
        assert {"available", "partial"} <= {result.weights.status for result in results}
    assert {"open", "partial", "restricted"} <= {result.datasets.status for result in truth["families"]}


@pytest.mark.parametrize(("world", "fault"), [*product(("files", "families"), KEPT), *SHOWN])
def test_what_was_found_stays_found(world: str, fault: str, truth: dict[str, list[Result]]) -> None:
    assert list(better(truth.get(world) or judge(world), judge(world, named(fault)))) == []


@pytest.mark.parametrize("world", WORLDS)
def test_a_sample_of_faults_and_of_pairs(world: str, truth: dict[str, list[Result]]) -> None:
    random = Random(20261128)
    for faults in [*((fault,) for fault in random.sample(every_fault(), 10)), *pairs(every_fault(), random, 4)]:
        assert (list(map(str, faults)), list(better(truth[world], judge(world, *faults)))) == ([*map(str, faults)], [])


def test_the_comparison_would_notice(monkeypatch: pytest.MonkeyPatch, truth: dict[str, list[Result]]) -> None:
    monkeypatch.setattr(leads, "terms_unread", lambda repo: ())
    assert list(better(truth["files"], judge("files", named("status404,text,0"))))


@pytest.mark.parametrize("fault", ["page half,tree,2", "last page,tree,0"])
def test_a_list_that_lacks_what_the_metadata_name_is_not_whole(fault: str) -> None:
    assert list(better(judge("lists"), judge("lists", named(fault), seed=4242))) == []
