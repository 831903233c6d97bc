"""Templates of somebody's own: those that ship, filled; and what a bad one is told."""

import re
from pathlib import Path

import pytest

from scanner.model.errors import ModelscanError
from scanner.report.audit.formats import file_name
from scanner.report.audit.formats import render as render_audit
from scanner.report.registry import render
from scanner.report.view import view
from tests.cli.running import modelscan
from tests.report.samples import ERROR, HOSTILE, RESULTS, report
from tests.runs.audit.making import demo

SHIPPED = ("approval-form", "decisions-issue", "register-entry", "risk-sheet")
ALL = report(HOSTILE, *RESULTS.values(), ERROR)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_filled(name: str) -> None:
    for made in (render(f"template:{name}", ALL), str(render_audit(f"template:{name}", demo()))):
        assert made.strip()
        assert "<script" not in made
        acts = re.sub(r"`[^`\n]*`", "", made)  # in Markdown's code nothing does, nor after a backslash
        assert not re.search(r"(?<!\\)<img src=x", acts)


def test_an_approval_form_asks_what_is_open() -> None:
    made = render("template:approval-form", ALL)
    assert made.count("Decision: [ ] approved") == len(ALL.results)
    asked = [one for result in ALL.results if not result.error for one in view(result).questions]
    assert made.count("- [ ] ") == sum(one.mark in ("failed", "open") for one in asked) > 0
    assert "The terms are not known" in made


def test_a_risk_sheet_never_calls_what_was_not_assessed_free_of_risk() -> None:
    made = render("template:risk-sheet", report(ERROR))
    assert "nothing was assessed" in made
    assert "Everything." in made


def test_a_register_names_every_system_with_what_it_uses() -> None:
    made = str(render_audit("template:register-entry", demo()))
    systems = {a.system for one in demo().judged for a in one.assets if a.production}
    assert all(f"## {system}".replace("-", "\\-") in made for system in systems)
    assert "`google/gemma-3-1b-it" in made
    assert file_name("template:register-entry") == "register-entry.md"


def test_an_issue_names_owners_and_ending_waivers() -> None:
    made = str(render_audit("template:decisions-issue", demo()))
    assert "Owner: Dana Okafor, Miguel Ferrer, Priya Nair." in made
    assert "expired on 2026" in made


BAD = {
    "a\n\n{{ nothing }}": ":3: ",
    "a\n{{ report.nothing.deep }}": ":2: ",
    "{% for %}": ":1: ",
    "a\n{% for a in range(100000) %}\n{% for b in range(100000) %}{% endfor %}{% endfor %}": "numbers",
    "{{ 'x' * 10000000000 }}": "small numbers",
    "{{ '%1000000000d' % 1 }}": "small numbers",
    "{{ 'a'.ljust(10000000000) }}": "unsafe",
    "{{ '{:1000000000}'.format(1) }}": "unsafe",
    "{{ 'x' | center(1000000000) }}": "No filter",
    "{{ ''.__class__.__mro__ }}": "unsafe",
    "{{ report.results.append(1) }}": "unsafe",
    "{% include 'own.md.j2' %}": "without end",
    "{% include '/etc/passwd' %}": "not found",
    "{% include '../../etc/passwd' %}": "does not work",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "without end",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_template_is_told_what_and_where(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.md.j2"
    path.write_text(text)
    with pytest.raises(ModelscanError, match=r"own\.md\.j2") as told:
        render(f"template:{path}", ALL)
    assert BAD[text] in str(told.value)


def test_what_is_no_template_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelscanError, match="these ship: approval-form"):
        render("template:approval-from", ALL)
    path = tmp_path / "latin.md.j2"
    path.write_bytes(b"caf\xe9")
    with pytest.raises(ModelscanError, match="UTF-8"):
        render(f"template:{path}", ALL)


def test_the_command_fills_one_beside_its_formats(tmp_path: Path) -> None:
    words = ("check", "gpt2", "--offline", "--format", "json", "--template", "approval-form")
    done = modelscan(*words, "--output", "a.json", "--output", "form.md", "--fail-on", "never", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.json").read_text().startswith("{")
    assert "# Approval of a model for use" in (tmp_path / "form.md").read_text()
    wrong = modelscan("check", "gpt2", "--offline", "--template", "none.j2", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "these ship" in wrong.stderr
