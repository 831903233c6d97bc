"""Every format: the same bytes for the same audit, nothing that runs, and everything bounded."""

import base64
import csv
import gzip
import io
import json
import re
import time
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from scanner.model.errors import ModelscanError
from scanner.model.result import Ancestor, TeacherOut
from scanner.report.audit.formats import BILLS, FORMATS, USUAL, check, missing, render
from scanner.report.audit.formats.html import paged
from scanner.runs.audit.summary import summarise
from tests.cli.running import modelscan
from tests.report import samples
from tests.runs.audit.making import EVIL, audit_of, demo, hostile, many

ALL = [*FORMATS, *BILLS]
CHEAP = [name for name in ALL if name != "pdf"]


def test_the_names_are_known() -> None:
    assert set(USUAL) <= set(ALL)
    assert [missing(name) for name in CHEAP] == [None] * len(CHEAP)
    with pytest.raises(ModelscanError, match="did you mean 'xlsx'"):
        check("xlsxx")


@pytest.mark.parametrize("name", CHEAP)
def test_the_same_audit_gives_the_same_bytes(name: str) -> None:
    made = [render(name, demo())]
    time.sleep(1.1 if name == "xlsx" else 0)  # a zip's times have seconds
    assert render(name, demo()) == made[0]


def test_a_pdf_is_tagged_and_the_same_twice() -> None:
    if (lacking := missing("pdf")) is not None:
        pytest.skip(f"a PDF needs {lacking}")
    small = audit_of(samples.PASS, samples.CONDITIONAL, samples.FORBIDDEN)
    first = render("pdf", small)
    time.sleep(1.1)
    assert isinstance(first, bytes)
    assert render("pdf", small) == first
    found = PdfReader(io.BytesIO(first))
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert found.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    text = found.pages[0].extract_text()
    assert "Decisions that wait" in text
    assert "Signature" in "".join(page.extract_text() for page in found.pages[:2])


def test_paper_tells_the_worst_of_many_in_full_and_all_in_brief() -> None:
    page = paged(many(300))
    assert page.count('<article id="model=') == 60
    assert page.count('class="brief" id="model=') == 240
    assert "240 more follow in short" in page
    assert 'class="brief"' not in paged(many(200))
    assert page.index("<article") < page.index("acme/model-00250", page.index('id="each"'))


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    formats = ("html", "markdown", "csv", "xlsx", "json", "cyclonedx")
    words = [word for name in formats for word in ("--format", name, "--output", name)]
    for place, seed in (("one", "1"), ("two", "2")):
        (tmp_path / place).mkdir()
        done = modelscan("audit", "--demo", *words, cwd=tmp_path / place, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    for name in formats:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_page_one_says_what_was_not_read() -> None:
    found = summarise(demo())
    assert found.unread == 1
    assert any(one.title == "Not assessed at all" for one in found.decisions)
    assert found.not_live > 50
    text = str(render("text", demo()))
    assert "1 could not be assessed at all" in text
    page = str(render("html", demo()))
    for part in (
        "Decisions that wait",
        "Waivers ending",
        "Duties without evidence",
        "Signature",
        "could not be assessed",
    ):
        assert part in page


def test_the_demonstration_declares_what_is_made_up() -> None:
    page = str(render("html", demo()))
    assert "The earlier quarter is constructed" in page
    delta = demo().delta
    assert delta is not None
    upstream = [one for one in delta.changes if one.cause == "upstream"]
    assert [(one.kind, one.model) for one in upstream] == [("gone", "wavespeed/FLUX.1-dev-int8")]
    assert {one.cause for one in delta.changes} == {"ours", "upstream", "policy"}


def test_json_is_the_contracts_object_with_an_audit() -> None:
    found = json.loads(str(render("json", demo())))
    assert {"schema_version", "tool", "policy", "generated_at", "summary", "results", "audit"} <= set(found)
    assert found["summary"]["models"] == len(found["results"]) == len(found["audit"]["judgements"])
    assert len(found["audit"]["decisions"]) > 5
    assert all(one["owners"] and one["due"] > found["generated_at"][:10] for one in found["audit"]["decisions"][:5])


def test_no_cell_of_a_table_is_a_formula() -> None:
    for row in csv.reader(io.StringIO(str(render("csv", hostile())))):
        assert not any(cell.startswith(("=", "+", "@", "-")) for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(bytes(render("xlsx", hostile()))))  # type: ignore[arg-type]
    bad = audit_of(replace(samples.PASS, model="=cmd|' /C calc'!A0"))
    quoted = openpyxl.load_workbook(io.BytesIO(bytes(render("xlsx", bad))))["Models"]  # type: ignore[arg-type]
    cells = [cell for sheet in (*book, quoted) for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    (suspect,) = [cell for row in quoted.iter_rows() for cell in row if str(cell.value).startswith("=cmd")]
    assert suspect.quotePrefix


def test_a_workbook_has_the_verdict_first_coloured_and_worst_first() -> None:
    book = openpyxl.load_workbook(io.BytesIO(bytes(render("xlsx", demo()))))  # type: ignore[arg-type]
    sheet = book["Models"]
    head = [cell.value for cell in sheet[1]]
    assert head[:3] == ["verdict", "model", "system"]
    assert sorted(head) == sorted(set(head))
    verdicts = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    order = ["fail", "unknown", "review", "pass"]
    assert list(dict.fromkeys(verdicts)) == order
    (rules,) = [found.rules for found in sheet.conditional_formatting]
    assert {rule.formula[0].strip('"') for rule in rules} == set(order)
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:3]) == ("C2", "A1:")
    widths = {key: one.width for key, one in sheet.column_dimensions.items()}
    assert len(set(widths.values())) > 3
    assert all(9 <= width <= 63 for width in widths.values())
    assert book.sheetnames[:3] == ["Summary", "Models", "Decisions"]
    said = [row[1] for row in book["Summary"].iter_rows(values_only=True)]
    assert "2 of 3 unknown models are in production" in said


def test_markdown_shows_what_others_wrote_letter_by_letter() -> None:
    page = MarkdownIt("gfm-like", {"linkify": False}).render(str(render("markdown", hostile())))
    for bad in ("<img", "<script", 'href="javascript', "<h2>H1"):
        assert bad not in page


@pytest.mark.parametrize("name", ["html", "markdown", "text", "json"])
def test_nothing_reorders_or_escapes(name: str) -> None:
    made = str(render(name, hostile()))
    assert "\u202e" not in made
    assert "\x1b" not in made
    assert "<img src=x" not in made or name != "html"


def test_ten_thousand_findings_on_one_model() -> None:
    finding = samples.CONDITIONAL.findings[0]
    crowd = tuple(replace(finding, rule=f"RUL{number:05}", fingerprint=f"f{number}") for number in range(10_000))
    crowded = audit_of(replace(samples.CONDITIONAL, findings=crowd))
    page = str(render("html", crowded))
    assert len(page) < 1_000_000
    assert "9800 more findings are in the JSON" in page
    assert len(json.loads(str(render("json", crowded)))["results"][0]["findings"]) == 10_000


def test_an_empty_audit_and_one_without_a_past() -> None:
    for name in CHEAP:
        assert render(name, audit_of())
    assert "There is no earlier audit to compare with" in str(render("html", audit_of(samples.PASS)))


def test_a_company_overrides_a_block(tmp_path: Path) -> None:
    (tmp_path / "audit.html.j2").write_text(
        "{% extends 'modelscan/audit.html.j2' %}{% block letterhead %}<h1>Northwind {{ report.generated_at[:4] }}</h1>"
        "{% endblock %}{% block style %}<style>h1 { color: rebeccapurple; }</style>{% endblock %}"
    )
    page = str(render("html", replace(audit_of(samples.PASS), templates=str(tmp_path))))
    assert "<h1>Northwind 2026</h1>" in page
    assert page.count("sha256-") == 3
    assert "Decisions that wait" in page
    (tmp_path / "audit.html.j2").write_text("{% block x %}")
    with pytest.raises(ModelscanError, match=r"audit\.html\.j2:1: the template does not work"):
        render("html", replace(audit_of(samples.FORBIDDEN), templates=str(tmp_path / ".")))


def test_a_title_and_a_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = modelscan(
        "audit", "--demo", "--title", "Models <b>2026</b>", "--logo", "logo.svg", "--format", "html", cwd=tmp_path
    )
    assert "Models &lt;b&gt;2026&lt;/b&gt;" in done.stdout
    assert 'src="data:image/svg+xml;base64,' in done.stdout
    refused = modelscan("audit", "--demo", "--logo", "logo.exe", "--format", "html", cwd=tmp_path)
    assert refused.returncode == 2
    assert "give a picture" in refused.stderr


def test_many_models_are_data_with_every_text_escaped_by_the_script() -> None:
    page = str(render("html", many()))
    assert "<img src=x" not in page
    assert page.count("<tr>") < 1000
    assert EVIL[:20] not in page


def test_the_usual_formats_stand_in_a_folder(tmp_path: Path) -> None:
    done = modelscan("audit", "--demo", "--format", "csv", "--output", "out/a.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "out/a.csv").exists()
    wrong = modelscan("audit", "--demo", "--format", "docx", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "is no format of audit" in wrong.stderr


def test_a_library_that_is_not_there_is_named_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.report.audit.formats.find_spec", lambda _: None)
    with pytest.raises(ModelscanError, match=r"--format pdf needs the Python package weasyprint: pip install"):
        check("pdf")


def test_a_model_shows_where_its_terms_changed_and_whose_outputs_it_learnt_from() -> None:
    chain = (
        Ancestor(id="org/mid", relation="finetune", depth=1, license=("Apache-2.0",), origin="card"),
        Ancestor(
            id="org/nc", relation="merge", depth=2, license=("CC-BY-NC-4.0",), origin="card", named_by=("org/mid",)
        ),
    )
    taught = TeacherOut(
        id="openai-gpt", name="GPT", provider="OpenAI", license=None, train_models="forbidden", from_="x"
    )
    model = replace(samples.PASS, lineage=chain, outputs_of=(taught,))
    step = "org/mid: merge of org/nc (CC-BY-NC-4.0) [card] · ! CC-BY-NC-4.0 became Apache-2.0"
    html = re.sub(r"<wbr>", "", str(render("html", audit_of(model, samples.FORBIDDEN))))
    assert html.count("where terms changed</h4>") == 1 + bool(samples.FORBIDDEN.lineage)
    assert f"<li>{step}</li>" in html
    assert "<dt>Learnt from</dt><dd>GPT (forbids training competing models)</dd>" in html
    shown = MarkdownIt().render(str(render("markdown", audit_of(model))))
    assert step in shown
    assert "Nowhere" not in shown
    assert "Nowhere" in str(render("markdown", audit_of(samples.PASS)))
    many_ = replace(audit_of(model), judged=audit_of(model).judged * 1001)
    packed = re.findall(r"[A-Za-z0-9+/=]{1000,}", str(render("html", many_)))
    data = [gzip.decompress(base64.b64decode(one)) for one in packed if one.startswith("H4sI")]
    details = next(json.loads(one) for one in data if b'"things"' in one)
    assert step.replace(model.model, "") in details["texts"]
