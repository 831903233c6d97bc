"""Baselines: what was adopted stays quiet, what is new does not."""

from hypothesis import given
from hypothesis import strategies as st

from scanner.judge.exceptions.applying import excuse
from scanner.judge.exceptions.notes import adopt, notes
from scanner.model.result import (
    Finding,
    LicenseSection,
)
from tests.judge.exceptions.samples import FINDINGS, exceptions, finding, judged, waiver


@given(st.lists(FINDINGS, min_size=1, max_size=5, unique_by=lambda f: f.rule))
def test_a_baseline_of_what_stands_leaves_a_pass(found: list[Finding]) -> None:
    result = judged("acme/model", *found)
    entries, refused = adopt([result], None)
    assert refused == 0
    assert excuse(result, exceptions(baseline=entries)).verdict == "pass"


@given(
    st.lists(FINDINGS, max_size=4, unique_by=lambda f: f.rule),
    st.lists(FINDINGS, max_size=4, unique_by=lambda f: f.rule),
)
def test_a_baseline_never_grows(old: list[Finding], new: list[Finding]) -> None:
    before, _ = adopt([judged("acme/model", *old)], None)
    after, refused = adopt([judged("acme/model", *new)], before)
    assert set(after) <= set(before)
    standing, _ = adopt([judged("acme/model", *new)], None)
    assert refused == len(set(standing) - set(before))


def test_a_baseline_keeps_what_was_not_judged_and_covers_no_new_terms() -> None:
    both, _ = adopt([judged("acme/a"), judged("acme/b")], None)
    only_a, _ = adopt([judged("acme/a", finding(outcome="satisfied"))], both)
    assert [entry.model for entry in only_a] == ["acme/b"]
    other = judged("acme/b", license=LicenseSection(effective=("gemma",)))
    assert excuse(other, exceptions(baseline=both)).verdict == "fail"


def test_a_baseline_does_not_adopt_what_a_waiver_ran_out_on() -> None:
    expired = excuse(judged(), exceptions(waiver(expires="2026-11-02")))
    assert adopt([expired], None) == ((), 0)


def test_a_baseline_adopts_no_note_and_keeps_what_it_adopted() -> None:
    adopted = adopt([judged("acme/model", finding(), finding("CAR001", severity="note"))], None)[0]
    assert [one.rule for one in adopted] == ["COM001"]
    again = excuse(judged(), exceptions(baseline=adopted))
    assert [one.outcome for one in again.findings] == ["waived"]
    assert adopt([again], None) == (adopted, 0)


def test_findings_of_the_baseline_that_are_gone_are_counted_for_models_judged_here() -> None:
    held, _ = adopt([judged("acme/model", finding(), finding("WGT001")), judged("acme/other")], None)
    said = notes(exceptions(baseline=held), [judged("acme/model", finding())])
    assert any(line.startswith("1 finding of the baseline is no longer found") for line in said)
    assert not any("baseline" in line for line in notes(exceptions(baseline=held), [judged("acme/third")]))
