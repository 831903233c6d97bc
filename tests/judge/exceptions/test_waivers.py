"""Waivers: what they lift, until when, and what they never lift."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.judge.exceptions.applying import WaiverFile, accepted, excuse, granted_over
from scanner.judge.exceptions.files import check, with_waiver
from scanner.judge.exceptions.notes import notes, unused
from scanner.model.clock import today
from scanner.model.errors import ModelscanError
from scanner.model.policy import Granted, Waiver
from scanner.model.result import (
    ErrorInfo,
    Finding,
    LicenseSection,
    Profile,
    Result,
)
from scanner.model.verdict import with_findings
from tests.judge.exceptions.samples import FINDINGS, WAIVERS, exceptions, finding, judged, waiver


def test_a_waiver_waives_and_is_seen() -> None:
    result = excuse(judged(), exceptions(waiver(ticket="L-1")))
    assert result.verdict == "pass"
    assert result.findings[0].outcome == "waived"
    assert result.findings[0].waiver is not None
    assert (result.findings[0].waiver.state, result.findings[0].waiver.ticket) == ("valid", "L-1")


@pytest.mark.parametrize(
    ("expires", "state", "verdict"),
    [
        ("2026-12-24", "valid", "pass"),
        ("2026-12-23", "expiring", "review"),
        ("2026-11-23", "expiring", "review"),  # the last day counts
        ("2026-11-22", "expired", "fail"),
    ],
)
def test_a_waiver_ends_on_its_day(expires: str, state: str, verdict: str) -> None:
    result = excuse(judged("acme/model", finding(severity="warning")), exceptions(waiver(expires=expires)))
    assert result.findings[0].waiver is not None
    assert (result.findings[0].waiver.state, result.verdict) == (state, verdict)


@pytest.mark.parametrize(
    "change",
    [
        {"model": "acme/other"},
        {"rule": "COM002"},
        {"use": "internal-use"},
        {"revision": "abcdef0"},
        {"model": None, "license": "MIT"},
        {"revision": "..2025-12-31"},
    ],
)
def test_a_waiver_for_something_else_waives_nothing_and_is_reported(change: dict[str, object]) -> None:
    result = judged(profile=Profile(last_modified="2026-01-02T00:00:00.000Z"))
    granted = exceptions(waiver(**change))
    assert excuse(result, granted) == result
    assert unused(granted, [excuse(result, granted)]) == granted.waivers
    assert "matched nothing" in notes(granted, [result])[0]


@pytest.mark.parametrize(
    "same",
    [
        {"model": "ACME/Model"},
        {"rule": "com001"},
        {"use": "commercial-saas"},
        {"revision": "c0ffee1"},
        {"revision": "abcdef0, c0ffee1"},
        {"model": None, "license": "Llama3.1"},
        {"revision": "2026-01-01..2026-01-31"},
        {"revision": "2026-01-01.."},
        {"granted": Granted(effective=("llama3.1",), texts=("a" * 64,))},
    ],
)
def test_a_waiver_for_this_waives(same: dict[str, object]) -> None:
    result = judged(profile=Profile(last_modified="2026-01-02T00:00:00.000Z"))
    assert excuse(result, exceptions(waiver(**same))).verdict == "pass"


@pytest.mark.parametrize(
    "now",
    [
        judged(text="b" * 64),
        judged(license=LicenseSection(effective=("llama3.1", "unknown"), files=judged().license.files)),
    ],
)
def test_a_waiver_does_not_survive_a_change_of_what_it_was_granted_for(now: Result) -> None:
    granted = exceptions(waiver(granted=granted_over(judged())))
    result = excuse(now, granted)
    assert result.findings[0].outcome == "violated"
    assert result.findings[0].waiver is not None and result.findings[0].waiver.state == "outgrown"
    assert result.verdict == "fail"
    assert any("no longer holds" in note for note in notes(granted, [result]))


def test_a_waiver_for_a_licence_does_not_cover_a_changed_text_of_it() -> None:
    files = (replace(judged().license.files[0], match="changed"),)  # type: ignore[index]
    changed = judged(license=LicenseSection(effective=("llama3.1",), files=files))
    assert excuse(changed, exceptions(waiver(model=None, license="llama3.1"))).verdict == "fail"


def test_two_peoples_waivers_the_shorter_counts_and_both_are_named() -> None:
    granted = exceptions(waiver(), waiver(approver="bob", expires="2026-11-01"))
    result = excuse(judged(), granted)
    assert result.findings[0].waiver is not None
    assert (result.findings[0].waiver.approver, result.verdict) == ("bob", "fail")
    assert any("two waivers for the same thing" in note for note in notes(granted, [result]))


def test_one_that_lost_its_ground_gives_way_to_one_that_holds() -> None:
    granted = exceptions(
        waiver(expires="2027-01-01", granted=Granted(effective=("MIT",))),
        waiver(expires="2027-06-01", granted=granted_over(judged())),
    )
    assert excuse(judged(), granted).verdict == "pass"


def test_a_waiver_dated_ahead_of_every_clock_is_not_applied_and_said() -> None:
    granted = exceptions(waiver(created="2026-11-25"))
    result = excuse(judged(), granted)
    assert result.verdict == "fail"
    assert any("not applied until then" in note for note in notes(granted, [result]))
    assert excuse(judged(), exceptions(waiver(created="2026-11-24"))).verdict == "pass"  # it is that day somewhere


@given(st.lists(FINDINGS, min_size=1, max_size=5, unique_by=lambda f: f.rule), WAIVERS)
def test_a_waiver_changes_no_finding_but_its_own(found: list[Finding], granted: Waiver) -> None:
    before = judged("acme/model", *found)
    after = excuse(before, exceptions(granted))
    for old, new in zip(before.findings, after.findings, strict=True):
        if old.rule != granted.rule:
            assert new == old
    assert replace(after, findings=(), verdict="pass") == replace(before, findings=(), verdict="pass")


@given(
    st.lists(FINDINGS, min_size=1, max_size=5, unique_by=lambda f: f.rule), st.lists(WAIVERS, max_size=4), st.randoms()
)
def test_the_order_of_waivers_does_not_matter(found: list[Finding], granted: list[Waiver], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(granted)
    chance.shuffle(shuffled)
    result = judged("acme/model", *found)
    assert excuse(result, exceptions(*granted)) == excuse(result, exceptions(*shuffled))


@pytest.mark.parametrize(
    ("expires", "verdict"),
    [
        ("2026-11-22T20:00:00-05:00", "review"),  # the 23rd in UTC: its last day
        ("2026-11-23T01:00:00+09:00", "fail"),  # still the 22nd in UTC: over
    ],
)
def test_times_in_other_zones_are_utc_days(expires: str, verdict: str) -> None:
    assert excuse(judged(), exceptions(waiver(expires=expires))).verdict == verdict


def test_the_day_is_utc_and_the_environments() -> None:
    assert today({"SOURCE_DATE_EPOCH": "1795392000"}) == date(2026, 11, 23)
    with pytest.raises(ModelscanError, match="SOURCE_DATE_EPOCH"):
        today({"SOURCE_DATE_EPOCH": "soon"})


def test_a_waiver_for_the_same_thing_replaces_the_other() -> None:
    file, replaced = with_waiver(WaiverFile(waivers=(waiver(), waiver(rule="COM002"))), waiver(approver="bob"))
    assert [(one.rule, one.approver) for one in replaced] == [("COM001", "jane@example.com")]
    assert sorted((one.rule, one.approver) for one in file.waivers) == [
        ("COM001", "bob"),
        ("COM002", "jane@example.com"),
    ]


def test_a_waiver_may_end_on_the_day_it_was_created() -> None:
    check(waiver(created="2026-11-01", expires="2026-11-01"), "here")
    with pytest.raises(ModelscanError, match="before it was created"):
        check(waiver(created="2026-11-02", expires="2026-11-01"), "here")


@pytest.mark.parametrize(
    ("revision", "speaks"), [("2026-10-01..", 1), ("2026-10-02..", 0), ("2026-09-01..2026-10-01", 1)]
)
def test_a_revision_s_first_and_last_day_count(revision: str, speaks: int) -> None:
    result = judged(profile=Profile(last_modified="2026-10-01T10:00:00Z"))
    states = [one.waiver for one in excuse(result, exceptions(waiver(revision=revision))).findings]
    assert sum(one is not None for one in states) == speaks


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expires": "2026-11-22"}, "acme/model: the waiver of COM001 has expired: mend the finding, or grant anew"),
        ({"expires": "2026-12-23"}, "acme/model: the waiver of COM001 expires within 30 days: mend the finding"),
        ({"granted": Granted(effective=("MIT",))}, "acme/model: the waiver of COM001 no longer holds: its terms"),
    ],
)
def test_a_waiver_that_ends_is_told(change: dict[str, object], said: str) -> None:
    granted = exceptions(waiver(**change))
    (note,) = notes(granted, [excuse(judged(), granted)])
    assert note.startswith(said)


def test_a_waiver_that_holds_needs_no_word() -> None:
    granted = exceptions(waiver(expires="2026-12-24"))
    assert notes(granted, [excuse(judged(), granted)]) == ()


@pytest.mark.parametrize(
    ("entry", "count"),
    [
        ({}, 0),  # it is still found
        ({"fingerprint": "f"}, 1),
        ({"fingerprint": "f", "model": "acme/other"}, 0),  # not judged here
        ({"effective": ("MIT",)}, 1),  # under other terms it is another
    ],
)
def test_what_is_mended_is_counted_of_models_that_were_judged(entry: dict[str, object], count: int) -> None:
    adopted = replace(accepted(finding(), judged()), **entry)  # type: ignore[arg-type]
    found = notes(exceptions(baseline=(adopted,)), [judged()])
    assert len(found) == count
    assert all("1 finding of the baseline is no longer found" in note for note in found)
    failed = judged(error=ErrorInfo(kind="offline", message="not here"), findings=())
    assert notes(exceptions(baseline=(adopted,)), [failed]) == ()


def test_what_was_not_assessed_keeps_its_verdict() -> None:
    failed = judged(error=ErrorInfo(kind="offline", message="not here"), findings=(), verdict="unknown")
    assert with_findings(failed, (finding(),)) is failed
    assert excuse(failed, exceptions(waiver())) is failed
