"""Waivers and baselines: what they change, what they may not, and when they end."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.discover.reference import Reference
from scanner.judge.exceptions import (
    BASELINE_FILE,
    WAIVER_FILE,
    Exceptions,
    WaiverFile,
    adopt,
    dump,
    excuse,
    granted_over,
    group_findings,
    notes,
    read_file,
    unused,
    with_waiver,
)
from scanner.judge.exceptions.files import check
from scanner.model.clock import today
from scanner.model.errors import ModelscanError
from scanner.model.policy import Granted, Waiver
from scanner.model.result import (
    Ancestor,
    BasisOut,
    CommercialSection,
    Finding,
    Ignore,
    LicenseFile,
    LicenseSection,
    Profile,
    Result,
    SettledCondition,
)
from scanner.model.verdict import verdict_of
from scanner.runs.scan.usages import at_places

TODAY = date(2026, 11, 23)


def finding(rule: str = "COM001", outcome: str = "violated", severity: str = "error") -> Finding:
    return Finding(
        rule=rule,
        title=f"Title of {rule}",
        severity=severity,  # type: ignore[arg-type]
        outcome=outcome,  # type: ignore[arg-type]
        message="",
        fix="",
        fingerprint=f"{rule}-{outcome}",
    )


def judged(name: str = "acme/model", *findings: Finding, text: str = "a" * 64, **more: object) -> Result:
    found = findings or (finding(),)
    files = (
        LicenseFile(path="LICENSE", id="llama3.1", scope="weights", match="exact", similarity=1.0, text_sha256=text),
    )
    fields: dict[str, object] = {
        "model": name,
        "repo_type": "model",
        "revision": "c0ffee1" + "0" * 33,
        "source": "hub",
        "observed_at": None,
        "verdict": verdict_of(found, "hub"),
        "license": LicenseSection(effective=("llama3.1",), files=files),
        "findings": found,
    }
    return Result(**{**fields, **more})  # type: ignore[arg-type]


def waiver(**more: object) -> Waiver:
    fields = {
        "model": "acme/model",
        "rule": "COM001",
        "reason": "research only",
        "approver": "jane@example.com",
        "created": "2026-11-01",
        "expires": "2027-11-01",
    }
    return Waiver(**{**fields, **more})  # type: ignore[arg-type]


def exceptions(*waivers: Waiver, **more: object) -> Exceptions:
    return Exceptions(waivers=waivers, today=TODAY, use="commercial-saas", **more)  # type: ignore[arg-type]


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


RULES = st.sampled_from(["COM001", "COM002", "LIC001", "WGT001"])
FINDINGS = st.builds(
    finding,
    RULES,
    st.sampled_from(["violated", "unknown", "satisfied", "not_applicable"]),
    st.sampled_from(["error", "warning", "note"]),
)
WAIVERS = st.builds(
    waiver,
    rule=RULES,
    model=st.sampled_from(["acme/model", "acme/other"]),
    use=st.sampled_from([None, "commercial-saas", "internal-use"]),
    expires=st.sampled_from(["2026-11-01", "2026-11-30", "2027-11-01"]),
)


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


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


ENTRY = """waivers:
- model: acme/model
  rule: COM001
  reason: research
  approver: jane
  created: 2026-11-01
  expires: 2027-11-01
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("2027-11-01", "2025-11-01"), "before it was created"),
        (("2027-11-01", "01.11.2027"), "is no date"),
        (("2027-11-01", "2027-02-30"), "is no date"),
        (("reason: research", "reason: ' '"), "'reason' must say something"),
        (("model: acme/model", "licence: mit"), "licence: is not a known key; did you mean 'license'?"),
        (("model: acme/model", "license: unknown"), "name the model"),
        (("  rule: COM001", "  rule: COM001\n  license: mit"), "either 'model' or 'license'"),
        (("  rule: COM001", "  rule: COM001\n  revision: abc"), "is none: give commit shas"),
        (("  rule: COM001", "  rule: COM001\n  revision:"), "has nothing behind it"),
        (("  rule: COM001", "  rule: COM001\n  use:"), "has nothing behind it"),
        (("  rule: COM001", "  rule: COM001\n  granted:"), "has nothing behind it"),
        (("  rule: COM001", "  rule: COM001\n  revison: 0123456"), "did you mean 'revision'"),
        (("  rule: COM001", "  rule: COM001\n  revision: 2026-01-01..2026-99-99"), "is none: give commit shas"),
        (("  rule: COM001", "  rule: COM001\n  revision: ..2026-02-30"), "is none: give commit shas"),
        (("  rule: COM001", "  rule: COM001\n  revision: '..'"), "is none: give commit shas"),
        (("waivers:\n", "<<<<<<< HEAD\nwaivers:\n"), "conflict markers"),
    ],
)
def test_a_bad_file_is_refused_with_the_mend(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    path = write(tmp_path, ENTRY.replace(*change))
    with pytest.raises(ModelscanError) as caught:
        read_file(path)
    assert words in str(caught.value) and str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


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


def test_a_file_is_written_as_it_is_read_and_sorted(tmp_path: Path) -> None:
    one, other = waiver(granted=granted_over(judged())), waiver(model="acme/a")
    baseline, _ = adopt([judged()], None)
    text = dump(WaiverFile(waivers=(one, other), baseline=baseline))
    file = read_file(write(tmp_path, text))
    assert file == WaiverFile(waivers=(other, one), baseline=baseline)
    assert dump(file) == text


@pytest.mark.parametrize("revision", ["c0ffee1", "c0ffee1, " + "ab" * 20, "2026-01-01..", "..2026-12-31"])
def test_a_revision_is_commits_or_days(tmp_path: Path, revision: str) -> None:
    stated = WaiverFile(waivers=(waiver(revision=revision),))
    assert read_file(write(tmp_path, dump(stated))) == stated


def test_a_waiver_for_the_same_thing_replaces_the_other() -> None:
    file, replaced = with_waiver(WaiverFile(waivers=(waiver(), waiver(rule="COM002"))), waiver(approver="bob"))
    assert [(one.rule, one.approver) for one in replaced] == [("COM001", "jane@example.com")]
    assert sorted((one.rule, one.approver) for one in file.waivers) == [
        ("COM001", "bob"),
        ("COM002", "jane@example.com"),
    ]


def test_a_family_is_one_finding() -> None:
    condition = SettledCondition(
        term="user_threshold",
        effect="no-grant",
        basis=BasisOut(),
        value=700,
        met=False,
        license="llama3.1",
        clause="2",
        from_="meta-llama/Llama-3.1-8B",
    )
    family = [
        judged(
            f"acme/tuned-{number}",
            commercial_use=CommercialSection(status="forbidden", conditions=(condition,)),
            lineage=(
                Ancestor(
                    id="meta-llama/Llama-3.1-8B", relation="finetune", depth=1, license=("llama3.1",), origin="api:tags"
                ),
            ),
        )
        for number in range(40)
    ]
    groups = group_findings([*family, judged("acme/alone", finding("WGT001"))])
    assert [(g.rule, g.license, g.clause, len(g.models)) for g in groups] == [
        ("COM001", "llama3.1", "2", 40),
        ("WGT001", "", "", 1),
    ]
    assert groups[0].sources == ("meta-llama/Llama-3.1-8B",)


def from_catalog(*found: Finding) -> Result:
    return judged("acme/model", *found, source="catalog", verdict=verdict_of(found, "catalog"))


@pytest.mark.parametrize("standing", [finding(), finding(outcome="unknown"), finding(severity="warning")])
def test_no_exception_lifts_what_the_catalog_says_above_review(standing: Finding) -> None:
    result = from_catalog(standing)
    granted = exceptions(waiver())
    adopted = exceptions(baseline=adopt([result], None)[0])
    for by in (granted, adopted):
        after = excuse(result, by)
        assert [one.outcome for one in after.findings] == ["waived"]
        assert after.verdict == "review"
        assert excuse(judged("acme/model", standing), by).verdict == "pass"  # live, the same exception passes


def test_nor_does_a_comment_in_the_source() -> None:
    place = Reference(
        path="a.py", line=1, column=1, text="acme/model", id="acme/model", revision=None, kind="model", how="load()",
        ignores=(Ignore(rule=None, reason="agreed"),),
    )  # fmt: skip
    for one, verdict in ((from_catalog(finding()), "review"), (judged("acme/model", finding()), "pass")):
        for places in ((place,), (replace(place, ignores=(), documentation=True),)):
            after = at_places(one, places)
            assert [found.outcome for found in after.findings] == ["waived"]
            assert after.verdict == verdict


def test_files_have_the_names_that_people_commit() -> None:
    assert (WAIVER_FILE, BASELINE_FILE) == ("modelscan-waivers.yaml", "modelscan-baseline.yaml")


def test_a_merge_s_marker_is_named_by_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "version: 1\n<<<<<<< ours\nwaivers: []\n")
    with pytest.raises(ModelscanError, match=":2: a merge left its conflict markers"):
        read_file(path)


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


def test_a_baseline_adopts_no_note_and_keeps_what_it_adopted() -> None:
    adopted = adopt([judged("acme/model", finding(), finding("CAR001", severity="note"))], None)[0]
    assert [one.rule for one in adopted] == ["COM001"]
    again = excuse(judged(), exceptions(baseline=adopted))
    assert [one.outcome for one in again.findings] == ["waived"]
    assert adopt([again], None) == (adopted, 0)


def test_findings_of_the_baseline_that_are_gone_are_counted_for_models_judged_here() -> None:
    held, _ = adopt([judged("acme/model", finding(), finding("WGT001")), judged("acme/other")], None)
    said = notes(exceptions(baseline=held), [judged("acme/model", finding())])
    assert any(line.startswith("1 findings of the baseline are no longer found") for line in said)
    assert not any("baseline" in line for line in notes(exceptions(baseline=held), [judged("acme/third")]))


def test_a_family_s_lineage_findings_are_grouped_by_what_they_inherit() -> None:
    ancestor = Ancestor(id="a/base", relation="finetune", depth=1, license=("llama3.1",), origin="api:tags")
    other = Ancestor(id="a/free", relation="finetune", depth=1, license=("MIT",), origin="api:tags")
    terms = LicenseSection(effective=("Apache-2.0", "llama3.1"), resolved=("Apache-2.0",))
    inherits = judged("acme/tuned", finding("LIN001"), license=terms, lineage=(ancestor, other))
    (group,) = group_findings([inherits])
    assert (group.license, group.clause, group.sources) == ("llama3.1", "", ("a/base",))
    alone = judged("acme/own", finding("LIC001"), license=LicenseSection(effective=("MIT",), resolved=("MIT",)))
    assert [group.license for group in group_findings([alone])] == ["MIT"]


def test_a_duty_and_what_is_met_govern_no_finding() -> None:
    condition = SettledCondition(
        term="attribution",
        effect="duty",
        basis=BasisOut(),
        value=None,
        met=False,
        license="MIT",
        clause="1",
        from_="a/b",
    )
    met = replace(condition, effect="no-grant", met=True)
    open_ = replace(condition, effect="no-grant", met=None, license="llama3.1", clause="2")
    section = CommercialSection(status="conditional", conditions=(condition, met, open_))
    (group,) = group_findings([judged("acme/model", commercial_use=section)])
    assert (group.license, group.clause, group.sources) == ("llama3.1", "2", ("a/b",))
