"""Evidence can be followed: the line holds what is said of it, and no finding points at nothing."""

from scanner.collect.relations import datasets, parents
from scanner.judge.evaluate import Engine, assess
from scanner.knowledge.resources import rules_dir
from tests.making import policy, repo, snapshot

FRONT = "license: mit\nbase_model:\n- a/one\n- b/two\ndatasets:\n- c/three\n\n- d/four\ntags: [x]"


def test_each_item_of_a_list_has_its_own_line() -> None:
    root = repo(front=FRONT)
    lines = ["---", *FRONT.splitlines(), "---"]
    named = [(parent.id, parent.evidence[0]) for parent in parents(root)]
    named += [(ref.text, ref.evidence[0]) for ref in datasets(root)]
    assert [name for name, _ in named] == ["a/one", "b/two", "c/three", "d/four"]
    assert all(name in lines[(evidence.line or 0) - 1] for name, evidence in named)


def test_a_single_value_has_the_line_of_its_key() -> None:
    assert parents(repo(front="license: mit\nbase_model: a/one"))[0].evidence[0].line == 3


def test_every_finding_says_what_was_seen() -> None:
    shown = [repo(), repo(front=FRONT, info={"gated": "auto"}), repo(card=None, files=(), info={})]
    for root in shown:
        (result,) = assess([snapshot(root)], policy(), Engine(rules_dir()))
        spoken = [finding for finding in result.findings if finding.outcome in ("violated", "unknown")]
        assert spoken
        assert all(evidence.value for finding in spoken for evidence in finding.evidence)
        assert all(finding.evidence for finding in spoken)
