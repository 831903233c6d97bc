"""``rules/advice.yaml`` and ``rules/changes.yaml``: every doubt, contradiction, refusal and change has its words."""

from string import Formatter
from typing import get_args

from scanner.judge.reading.doubts import Why
from scanner.knowledge.store import shipped
from scanner.model.errors import REFUSERS
from scanner.model.license import DutyKind
from scanner.model.words import ConflictKind
from scanner.runs.audit import types as audit
from scanner.runs.lock import types as lock


def test_every_doubt_contradiction_and_refusal_has_its_words():
    told = shipped("advice.yaml")
    assert set(told["doubts"]) == {*get_args(Why), "hinted"}
    assert set(told["contradictions"]) == set(get_args(ConflictKind))
    assert set(told["access"]) == {*REFUSERS, "gated", "unseen"}


def test_advice_names_nothing_that_is_not_filled_in():
    for said in shipped("advice.yaml")["doubts"].values():
        assert {name for _, name, _, _ in Formatter().parse(said) if name} <= {"place", "path", "name", "curation"}


def test_every_change_is_said_and_what_an_audit_counts_is_one_of_its_kinds():
    changes = shipped("changes.yaml")
    assert set(changes) == set(get_args(lock.Kind)) and all(one["drift"] for one in changes.values())
    assert {one["counts"] for one in changes.values() if "counts" in one} <= set(get_args(audit.Kind))
    assert all(("audit" in one) == ("counts" in one) for one in changes.values())


def test_every_kind_of_duty_has_its_heading_in_a_notice():
    told = shipped("notices.yaml")
    assert set(told["heads"]) == set(get_args(DutyKind)) and set(told["by_hand"]) <= set(told["heads"])
