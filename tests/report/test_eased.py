"""What weighs nothing by somebody's word is told: a rule that the policy does not ask, a pass by exception alone."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.report import Report
from scanner.model.result import Result, WaiverOut
from scanner.report.registry import render
from tests.cli.running import modelscan
from tests.making import engine, repo, snapshot
from tests.report import samples

SAID = "By the policy this weighs nothing: COM001 ("


def judged(severity: str, front: str = "license: cc-by-nc-4.0") -> Report:
    policy = replace(load_policy(), rules=MappingProxyType({"COM001": severity}))  # type: ignore[dict-item]
    result = next(assess([snapshot(repo(front=front))], policy, engine()))
    return replace(samples.report(result), command="check", policy_off=policy.off)


def told(result: Result) -> list[str]:
    return [one for one in result.notices if one.startswith(SAID)]


@pytest.mark.parametrize("severity", ["off", "note"])
@pytest.mark.parametrize("format_", ["text", "markdown", "html", "json", "jsonl"])
def test_a_rule_of_weight_that_strikes_and_is_let_be_is_told(severity: str, format_: str) -> None:
    report = judged(severity)
    (result,) = report.results
    assert result.commercial_use.status == "forbidden"
    assert told(result)[0].startswith(f"{SAID}{severity}): The grant covers non-commercial purposes only")
    for shown in (report, replace(report, results=(result, result))):
        assert "weighs nothing" in " ".join(str(render(format_, shown)).split())


def test_nothing_is_said_where_it_does_not_strike() -> None:
    assert told(judged("off", "license: mit").results[0]) == []
    assert told(judged("error").results[0]) == []


def test_what_a_policy_does_not_ask_stands_in_its_line_and_where_it_is_validated(tmp_path: Path) -> None:
    assert "not asked: COM001" in " ".join(str(render("text", judged("off"))).split())
    path = tmp_path / "p.yaml"
    path.write_text(
        'extends: commercial-saas\nname: p\nrules: {COM001: "off", LIC007: note, WGT009: warning}\n'
        "curations: [{model: lab/x, license: mit, by: Ada, evidence: a letter}]\n"
    )
    said = modelscan("policy", "validate", str(path)).stdout
    assert "COM001 off, else error: The terms forbid the stated use" in said
    assert "LIC007 note, else warning" in said
    assert "WGT009" not in said, "it weighs more, not less"
    assert "curation: lab/x is MIT by Ada: a letter" in said


def test_a_pass_by_exception_alone_is_called_that_in_its_line_and_its_cell() -> None:
    report = judged("error")
    excused = WaiverOut(state="baseline", reason="adopted with the codebase")
    (result,) = report.results
    findings = tuple(
        replace(one, outcome="waived", waiver=excused) if one.rule == "COM001" else one for one in result.findings
    )
    waived = replace(result, verdict="pass", findings=findings)
    shown = replace(report, results=(waived, waived))
    text = str(render("text", shown))
    assert "by exception alone · use forbidden" in text
    assert "1 waived (COM001)" in text
    for format_ in ("markdown", "html", "summary", "comment"):
        assert "pass by exception" in str(render(format_, shown)), format_
    assert "0 pass, 2 by exception" in str(render("markdown", shown))
