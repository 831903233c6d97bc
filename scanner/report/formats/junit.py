"""JUnit XML: a suite a model, a case a rule. Whatever blocks is a failure; what could not be assessed is an error."""

import re
import xml.etree.ElementTree as ET

from scanner.model.report import Report, Style
from scanner.model.result import Finding, Result
from scanner.model.verdict import weight
from scanner.report.phrases import identity, trouble, waiver
from scanner.report.places import said
from scanner.report.view import place
from scanner.text.clean import one_line, terminal

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, style: Style) -> str:
    """The whole document."""
    suites = [_suite(result, report.generated_at) for result in report.results]
    root = ET.Element("testsuites", {"name": "modelscan", **_totals(suites)})
    root.extend(suites)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _totals(suites: list[ET.Element]) -> dict[str, str]:
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in ("tests", "failures", "errors")}


def _suite(result: Result, when: str) -> ET.Element:
    cases = [_case(result, finding) for finding in result.findings] or [_whole(result)]
    if result.error:
        cases = [_error(result)]
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
        "skipped": str(sum(case.find("skipped") is not None for case in cases)),
    }
    named = {"name": _text(identity(result)), **counts, "time": "0", "timestamp": when.removesuffix("Z")}
    suite = ET.Element("testsuite", named)
    suite.extend(cases)
    return suite


def _element(result: Result, name: str) -> ET.Element:
    return ET.Element(
        "testcase", {"name": _text(one_line(name)), "classname": _text(one_line(result.model)), "time": "0"}
    )


def _case(result: Result, finding: Finding) -> ET.Element:
    case = _element(result, f"{finding.rule} {finding.title}")
    if finding.outcome in ("waived", "not_applicable"):
        ET.SubElement(case, "skipped", {"message": _text(waiver(finding.waiver) or finding.message or finding.outcome)})
    elif weight(finding) in ("fail", "unknown"):
        about = {"message": _text(said(finding)), "type": weight(finding)}
        ET.SubElement(case, "failure", about).text = _detail(finding)
    elif weight(finding) == "review":
        ET.SubElement(case, "system-out").text = f"review: {_detail(finding)}"
    return case


def _whole(result: Result) -> ET.Element:
    case = _element(result, "verdict")
    if result.verdict in ("fail", "unknown"):
        ET.SubElement(case, "failure", {"message": result.verdict, "type": result.verdict})
    return case


def _error(result: Result) -> ET.Element:
    case = _element(result, "assessed")
    if result.error:
        ET.SubElement(case, "error", {"message": _text(trouble(result)), "type": result.error.kind})
    return case


def _detail(finding: Finding) -> str:
    return _text("\n".join([said(finding), *(one_line(place(evidence)) for evidence in finding.evidence)]))


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", terminal(text))
