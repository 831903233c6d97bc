"""What a catalog says is lifted above ``review`` by nothing."""

from dataclasses import replace

import pytest

from scanner.discover.reference import Reference
from scanner.judge.exceptions.applying import excuse
from scanner.judge.exceptions.notes import adopt
from scanner.model.result import (
    Finding,
    Ignore,
    Result,
)
from scanner.model.verdict import verdict_of
from scanner.runs.scan.usages import at_places
from tests.judge.exceptions.samples import exceptions, finding, judged, waiver


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
