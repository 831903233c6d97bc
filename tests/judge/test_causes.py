"""Headlines: the cause on this model, never a rule's violation as a question, and what settles it ready to use."""

import dataclasses

import pytest

from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.policy import Curation
from scanner.model.result import Finding, Result
from scanner.model.snapshot import Problem, Repo, Snapshot
from tests import making
from tests.making import repo

POLICY = load_policy("commercial-saas")


def judged(front: str, *related: Repo) -> Result:
    return making.judged(repo(front=front), *related)


def finding(result: Result, rule: str) -> Finding:
    return next(one for one in result.findings if one.rule == rule)


GONE = Repo(
    id="org/base",
    repo_type="model",
    requested="org/base",
    problem=Problem(kind="not_found", message="org/base: the Hub knows no such model"),
)


@pytest.mark.parametrize(
    ("front", "related", "title", "settle"),
    [
        ("tags: [x]", (), "No licence is stated", "ask its author"),
        (
            "license: mit\nbase_model: org/base",
            (GONE,),
            "Its base org/base could not be read: the Hub knows no such model",
            "curations: [{model: org/base,",
        ),
        ("license: other", (), "'other' names no terms by itself", "conclude them in the policy"),
    ],
)
def test_an_unknown_names_what_is_missing_and_what_settles_it(
    front: str, related: tuple[Repo, ...], title: str, settle: str
) -> None:
    found = finding(judged(front, *related), "COM001")
    assert (found.outcome, found.title) == ("unknown", title)
    assert settle in found.settle


def test_a_failed_condition_is_the_headline() -> None:
    found = finding(judged("license: cc-by-nc-4.0"), "COM001")
    assert found.outcome == "violated"
    assert found.title.startswith("The grant covers non-commercial purposes only")
    assert found.title.endswith(("(CC-BY-NC-4.0)", "…"))


def test_no_headline_asks_a_violation() -> None:
    for front in ("tags: [x]", "license: other", "license: mit\nbase_model: org/base"):
        for one in judged(front, GONE).findings:
            if one.outcome == "unknown":
                assert one.title != "The terms forbid the stated use"
                assert not one.title.endswith("?")


def test_a_curation_settles_a_base_that_is_gone() -> None:
    curation = Curation(model="org/base", license="apache-2.0", by="Ada", evidence="the paper")
    policy = dataclasses.replace(POLICY, curations=(curation,))
    root = repo(front="license: mit\nbase_model: org/base")
    (result,) = assess([Snapshot(target="a/b", root=root, related=(GONE,))], policy)
    assert result.commercial_use.status == "allowed"
    assert result.license.effective == ("Apache-2.0", "MIT")
