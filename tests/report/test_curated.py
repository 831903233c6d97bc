"""A person's curation that decides is told wherever the verdict is: by whom, on what evidence."""

from dataclasses import replace

import pytest

from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.policy import Curation, Policy
from scanner.model.report import Report
from scanner.model.result import Result
from scanner.report import phrases
from scanner.report.audit.formats import render as audit_in
from scanner.report.audit.wording import lead
from scanner.report.registry import render
from scanner.report.view import view
from scanner.runs.audit.summary import summarise
from tests.making import engine, repo, snapshot
from tests.report import samples
from tests.runs.audit.making import audit_of

ADA = Curation(model="lab/weights", license="MIT", by="Ada Lovelace", evidence="letter of 12 May", date="2026-05-20")
GRACE = Curation(model="lab/base", license="Apache-2.0", by="Grace Hopper", evidence="contract 17")
#: Those whose reader sees each model, whatever its verdict.
EACH = ("json", "jsonl", "markdown", "html", "csv", "sarif", "spdx", "spdx-2.3", "spdx-2.3-tv", "cyclonedx")
TWO = repo("lab/weights", "license: apache-2.0", "Code: Apache-2.0. Weights: CC BY-NC 4.0.")
BASE = repo("lab/base", "license: cc-by-nc-4.0")
TUNED = repo("lab/tuned", "license: apache-2.0\nbase_model: lab/base")


def policy(*curations: Curation) -> Policy:
    return replace(load_policy(), curations=curations)


def judged(root: object, *related: object, under: Policy | None = None) -> Result:
    (result,) = assess([snapshot(root, *related)], under or policy(ADA, GRACE), engine())  # type: ignore[arg-type]
    return result


def one(result: Result) -> Report:
    return replace(samples.report(result), command="check")


def test_what_a_person_concluded_is_a_finding_and_the_conclusion() -> None:
    result = judged(TWO)
    finding = next(each for each in result.findings if each.rule == "LIC016")
    assert (result.verdict, result.license.concluded) == ("pass", "MIT")
    assert result.license.curations == (ADA,)
    assert finding.outcome == "violated", "a note: the verdict stays"
    assert "Ada Lovelace" in finding.message
    assert [place.value for place in finding.evidence] == ["Ada Lovelace: letter of 12 May"]


@pytest.mark.parametrize("format_", EACH)
@pytest.mark.parametrize(("root", "by"), [(TWO, "Ada Lovelace"), (TUNED, "Grace Hopper")])
def test_every_report_names_the_person_and_the_evidence(format_: str, root: object, by: str) -> None:
    result = judged(root, *((BASE,) if root is TUNED else ()))
    assert result.verdict == "pass"
    written = str(render(format_, one(result)))
    assert by in written
    assert {"Ada Lovelace": "letter of 12 May", "Grace Hopper": "contract 17"}[by] in written


def test_the_screen_says_so_and_promises_nothing_else() -> None:
    for style in (samples.report(judged(TWO)), samples.report(judged(TWO), judged(TUNED, BASE))):
        assert "curated" in str(render("text", style))
    shown = view(judged(TWO))
    assert shown.effective == "MIT (curated)"
    (said,) = shown.conflicts
    assert "all allows the use" not in said
    assert said.endswith("A curation in the policy decides, and it alone is applied: MIT by Ada Lovelace, "
                         "2026-05-20: letter of 12 May")  # fmt: skip


def test_without_a_curation_nothing_is_said_of_one() -> None:
    result = judged(TUNED, BASE, under=policy())
    assert result.license.curations == ()
    assert "curat" not in phrases.licence(result.license)
    assert next(each for each in result.findings if each.rule == "LIC016").outcome == "satisfied"


def test_one_for_another_revision_decides_nothing() -> None:
    result = judged(TWO, under=policy(replace(ADA, revision="b" * 40)))
    assert (result.verdict, result.license.curations) == ("fail", ())


@pytest.mark.parametrize("format_", ["html", "markdown", "csv", "json", "text"])
def test_an_audit_lists_them_beside_the_waivers(format_: str) -> None:
    audit = audit_of(judged(TWO), judged(TUNED, BASE))
    written = str(audit_in(format_, audit))
    assert all(said in written for said in ("Ada Lovelace", "letter of 12 May", "Grace Hopper", "contract 17"))
    found = summarise(audit)
    assert [(row.curation.by, row.models) for row in found.curations] == [
        ("Grace Hopper", ("lab/tuned",)),
        ("Ada Lovelace", ("lab/weights",)),
    ]
    assert "2 pass (2 by curation)" in lead(found)
