"""Names, licences, links and messages that others chose: every document stays valid and says the same facts."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.model.result import Ancestor, DatasetItem, DatasetsSection, ErrorInfo, LicenseSection, Profile, Result
from scanner.report.bom import FORMATS
from scanner.report.bom.profiles import check_profiles
from tests.report.bom import readers
from tests.report.bom.samples import GONE, LLAMA

NASTY = [
    '<script>alert("1")</script>',
    "quote\"'`name",
    "line\nbreak: SPDXID: SPDXRef-DOCUMENT",
    "</text>\nPackageName: forged",
    "<text>open",
    "right\u202eto left\u200b\ufeff",
    "=cmd()|' /C calc'!A0",
    "模型/日本語",
    "a/b/c/d",
    "/",
    "..",
    "org/",
    " ",
    "",
    "\x00\x1b[31m\x7f\x85\u2028",
    "\ud800 lone surrogate",
    "x" * 100_000,
    "org/" + "é" * 5000,
    "NOASSERTION",
    "NONE",
    "name@version?x=y#z%2F%",
    "Organization: someone (mail@example.com)",
    "\U0001f999/\uffff",
    "AND",
    "PackageName",
    "Tool: forged",
    "SHA256: 00",
    "2026-11-23T00:00:00Z",
    "(MIT",
    "LicenseRef-",
    "licenseref-a b",
    "MIT AND (Apache-2.0",
    "GPL-2.0+ WITH nonsense",
    'https://exa mple.com/<>"{}|\\^`',
    "javascript:alert(1)",
    "https://example.com/é?q=<b>#frag%zz",
    "2026-13-45T99:99:99Z",
]
WORDS = st.one_of(st.sampled_from(NASTY), st.text(max_size=60))


@st.composite
def hostile(draw: st.DrawFn) -> Result:
    """A result in which every free text is somebody else's."""
    words = WORDS
    error = ErrorInfo(kind="bad_data", message=draw(words)) if draw(st.booleans()) and draw(st.booleans()) else None
    ids = draw(st.lists(words, max_size=3))
    return replace(
        LLAMA,
        model=draw(words),
        repo_type=draw(st.sampled_from(["model", "dataset", "closed-api"])),
        revision=draw(st.none() | words),
        source=draw(st.sampled_from(["hub", "local"])),
        observed_at=draw(st.none() | words),
        license=LicenseSection(
            declared=tuple(ids),
            resolved=tuple(draw(st.lists(words, max_size=3))),
            name=draw(st.none() | words),
            link=draw(st.none() | words),
            operator=draw(st.sampled_from(["and", "or", "unstated"])),
            concluded=draw(words),
        ),
        datasets=DatasetsSection(
            status="partial",
            items=tuple(DatasetItem(id=draw(words), status="gated", license=draw(st.none() | words)) for _ in ids),
        ),
        lineage=tuple(
            Ancestor(id=draw(words), relation="merge", depth=1, license=(draw(words),), origin=draw(words)) for _ in ids
        ),
        profile=Profile(created=draw(words), task=draw(words), architecture=draw(words), library=draw(words)),
        error=error,
    )


BILLS = st.lists(hostile(), min_size=1, max_size=3)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("format_name", ["cyclonedx", "cyclonedx-1.6"])
@given(results=BILLS, title=WORDS)
@QUICK
def test_cyclonedx(format_name: str, results: list[Result], title: str) -> None:
    document = readers.text(format_name, results, title)
    assert readers.cyclonedx_messages(document) == []
    parts = json.loads(document)
    assert len(parts.get("components", []) + parts.get("services", [])) >= len({r.model for r in results if r.model})


@pytest.mark.parametrize(("format_name", "suffix"), [("spdx-2.3", ".spdx.json"), ("spdx-2.3-tv", ".spdx")])
@given(results=BILLS, title=WORDS)
@QUICK
def test_spdx2(
    format_name: str, suffix: str, tmp_path_factory: pytest.TempPathFactory, results: list[Result], title: str
) -> None:
    path: Path = tmp_path_factory.mktemp("spdx2") / f"bill{suffix}"
    document = readers.spdx2(readers.text(format_name, results, title), path)
    assert readers.spdx2_messages(document) == []
    ids = [package.spdx_id for package in document.packages]
    assert len(ids) == len(set(ids))
    assert "forged" not in {package.name for package in document.packages}


@given(results=BILLS, title=WORDS)
@QUICK
def test_spdx3_profiles(results: list[Result], title: str) -> None:
    document = readers.text("spdx", results, title)
    assert check_profiles(readers.graph(document)) == []
    readers.spdx3(document)


def test_spdx3_schema(spdx3_validator: Any) -> None:
    words = iter(NASTY * 2)
    results = [
        replace(
            LLAMA,
            model=word,
            revision=next(words),
            license=LicenseSection(declared=(next(words),), concluded=next(words), link=next(words)),
            lineage=(Ancestor(id=next(words), relation="merge", depth=1, license=(), origin=next(words)),),
            datasets=DatasetsSection(status="undisclosed"),
            files=(),
        )
        for word in NASTY[::6]
    ]
    document = readers.text("spdx", results)
    assert [error.message[:200] for error in spdx3_validator.iter_errors(json.loads(document))] == []


@pytest.mark.parametrize("format_name", FORMATS)
def test_nothing_unassessed_is_dropped(format_name: str) -> None:
    results = [replace(GONE, model=f"org/gone-{number}") for number in range(30)]
    document = readers.text(format_name, results)
    assert all(f"org/gone-{number}" in document or f'"gone-{number}"' in document for number in range(30))
    assert document.count("Not assessed: not_found") == 30


@pytest.mark.parametrize("format_name", FORMATS)
def test_two_results_that_differ_on_one_sha_stay_two(format_name: str) -> None:
    other = replace(LLAMA, verdict="fail")
    document = readers.text(format_name, [LLAMA, other, LLAMA])
    assert document.count("modelscan:assessed") == 2


def test_ten_thousand_findings_are_bounded_and_counted() -> None:
    from scanner.model.result import Finding

    findings = tuple(
        Finding(rule=f"R{n}", title="t", severity="error", outcome="violated", message="m" * 50, fix="f")
        for n in range(10_000)
    )
    document = readers.text("cyclonedx", [replace(LLAMA, findings=findings)])
    assert len(document) < 100_000
    assert '"value": "9900"' in document
