"""Evidence can be followed: the line holds what is said of it, and no finding points at nothing."""

import pytest

from scanner.collect.relations import datasets, parents
from scanner.judge.evaluate import Engine, assess, judge, reading_of
from scanner.judge.opinion import opine
from scanner.judge.reading.teachers import taught
from scanner.knowledge.resources import rules_dir
from scanner.model.facts import evidence_group
from scanner.model.result import MAX_SHOWN
from scanner.model.snapshot import Snapshot
from tests.making import absent, dataset, judged, policy, repo, snapshot

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


SHOWN = [
    snapshot(repo(front=FRONT), repo("a/one", "license: cc-by-nc-4.0"), absent("b/two"), dataset("c/three")),
    snapshot(repo(front="license: [mit, cc-by-nc-4.0]", info={"gated": "manual", "tags": []})),
    snapshot(repo(front="license: other", body="Do not use it to make war.", files=())),
    snapshot(repo(front="license: llama3.1\nnew_version: a/newer")),
]


@pytest.mark.parametrize("one", SHOWN, ids=range(len(SHOWN)))
def test_a_finding_shows_the_facts_that_its_rule_reads(one: Snapshot) -> None:
    engine, use = Engine(rules_dir()), policy()
    reading = reading_of(one, engine)
    assert reading.own is not None
    groups = opine(reading, reading.own, use, engine.licenses, engine.terms).evidence
    apart = 0
    for finding in judge(reading, use, engine).findings:
        if finding.outcome not in ("violated", "unknown"):
            continue
        facts = engine.rules.by_id[finding.rule].reads
        seen = [set(groups.get(evidence_group(name), ())) for name in facts]
        assert any(seen) or set(finding.evidence) == set(groups["repo"]), finding.rule
        if any(seen):
            assert set(finding.evidence) <= set().union(*seen), finding.rule
            first = next(group for group in seen if group)
            assert set(finding.evidence) & first, finding.rule
            apart += not set(finding.evidence) <= set(groups["repo"])
    assert apart, "some finding is shown by more than the repo as such"


def test_the_line_that_a_finding_points_at_is_the_one_that_it_is_about() -> None:
    (result,) = assess([SHOWN[0]], policy(), Engine(rules_dir()))
    shown = {finding.rule: finding.evidence for finding in result.findings if finding.outcome != "satisfied"}
    lineage = {(one.value, one.line) for rule, found in shown.items() if rule.startswith("LIN") for one in found}
    assert {("base a/one", 4), ("base b/two", 5)} <= lineage
    assert ("license: mit", 2) in {(one.value, one.line) for one in shown["COM001"]}


def test_no_evidence_is_longer_than_is_shown() -> None:
    tag = f"distilled gpt-4 {'x' * 200_000}"
    for one in (repo(info={"tags": [tag, f"license: {tag}"]}), repo(front=f"license: mit\nlicense_name: {'y' * 500}")):
        result = judged(one)
        shown = [at.value or "" for finding in result.findings for at in finding.evidence]
        assert max(map(len, shown)) <= MAX_SHOWN
    (told,) = taught(snapshot(repo(info={"tags": [tag]})))
    assert told.evidence[0].value == f"tag {tag}"[:MAX_SHOWN]
