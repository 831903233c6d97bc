"""The screen: short enough, in order, safe on any terminal."""

import io
import os
import pty
import re
from dataclasses import replace
from typing import TextIO

import pytest

from scanner.model.report import Style, style_for
from scanner.model.result import Evidence
from scanner.report.layout import cells
from scanner.report.registry import render
from tests.report.samples import CATALOG, CONDITIONAL, CONFLICT, ERROR, FORBIDDEN, LLAMA, RESULTS, USERS, report

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def text(name: str, style: Style = Style()) -> str:  # noqa: B008
    return render("text", report(RESULTS[name]), style)


@pytest.mark.parametrize("name", [name for name in RESULTS if name != "hostile"])
def test_a_model_fits_25_lines_of_80_columns(name: str) -> None:
    lines = text(name).splitlines()
    assert len(lines) <= 25
    assert max(map(cells, lines)) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("name", RESULTS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(map(cells, text(name, Style(width=width)).splitlines())) <= width


def test_wide_characters_count_double() -> None:
    wide = replace(CONDITIONAL, model="组织/" + "模型" * 45)
    assert max(map(cells, render("text", report(wide)).splitlines())) <= 80


def test_the_order_is_verdict_policy_use_duties_licence_weights_data_lineage() -> None:
    shown = text("conflict")
    places = [
        shown.index(word)
        for word in ("FAIL", "Policy", "Commercial", "Duties", "Licence", "Weights", "Data ", "Lineage", "Findings")
    ]
    assert places == sorted(places)


def test_every_open_question_is_asked_whatever_the_room() -> None:
    many = tuple(
        replace(USERS, question=f"Is question number {n} answered?", if_no=f"no to {n}", clause=f"{n}")
        for n in range(20)
    )
    crowded = replace(CONFLICT, commercial_use=replace(CONFLICT.commercial_use, conditions=many))
    shown = " ".join(render("text", report(crowded)).split())
    for number in range(20):
        assert f"Is question number {number} answered? [clause {number}] · yes:" in shown
        assert f"no: no to {number}" in shown
    assert f"CONDITIONAL by llama3.1, via {LLAMA}: 20 questions to answer" in shown


def test_a_condition_that_fails_says_so() -> None:
    assert "Is the use free of any commercial purpose? By the policy: no." in " ".join(
        render("text", report(FORBIDDEN)).split()
    )


def test_the_catalog_is_not_live_in_the_first_line_however_long_the_name() -> None:
    long = replace(CATALOG, model="organisation-with-a-name/" + "model-" * 9)
    assert "NOT LIVE" in render("text", report(long)).splitlines()[0]
    assert "2026-10-01" in render("text", report(long)).splitlines()[0]
    assert render("text", report(long, CONDITIONAL)).startswith("NOT LIVE: 1 of 2")


def test_a_contradiction_says_what_not_to_rely_on() -> None:
    assert "Do not rely on Apache-2.0: treat as llama3.1." in " ".join(text("conflict").split())


def test_plain_ascii_where_the_stream_cannot_do_better() -> None:
    assert text("conflict", Style(ascii=True)).isascii()
    assert text("hostile", Style(ascii=True)).isascii()


def test_colour_changes_nothing_but_colour() -> None:
    for name in RESULTS:
        coloured = text(name, Style(color=True))
        assert "\x1b[" in coloured
        assert ANSI.sub("", coloured) == text(name)


def test_hostile_text_neither_acts_nor_floods() -> None:
    flood = replace(CONFLICT, license=replace(CONFLICT.license, declared=("x" * 9999,), name="y\n" * 9999))
    assert len(render("text", report(flood)).splitlines()) <= 30
    shown = text("hostile")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_an_error_is_one_short_screen() -> None:
    assert "Not judged" in render("text", report(ERROR))
    assert "Commercial" not in render("text", report(ERROR))
    assert "live" not in render("text", report(ERROR))


def test_many_models_end_in_a_summary() -> None:
    last = render("text", report(*RESULTS.values())).splitlines()
    assert any(line.startswith("8 judged: 0 pass, 1 by exception, 3 review, 1 unknown, 3 fail") for line in last)


@pytest.fixture
def terminal() -> TextIO:
    """A real terminal, from the operating system."""
    _, follower = pty.openpty()
    return os.fdopen(follower, "w", encoding="utf-8")


def test_a_terminal_gets_colour_unless_somebody_objects(terminal: TextIO) -> None:
    assert style_for(terminal, {}).color
    assert not style_for(terminal, {"NO_COLOR": "1"}).color
    assert not style_for(terminal, {"TERM": "dumb"}).color
    assert not style_for(terminal, {}, no_color=True).color
    assert not style_for(io.StringIO(), {}).color


def test_the_encoding_decides_about_symbols() -> None:
    assert style_for(io.TextIOWrapper(io.BytesIO(), encoding="ascii"), {}).ascii
    assert style_for(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"), {}).ascii
    assert not style_for(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), {}).ascii


def test_the_width_is_at_least_40(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "12")
    assert style_for(io.StringIO(), os.environ).width == 40
    monkeypatch.delenv("COLUMNS")
    assert style_for(io.StringIO(), os.environ).width == 80


def test_a_crowd_of_forbidding_terms_still_fits() -> None:
    failed = tuple(
        replace(
            USERS,
            met=False,
            question=f"Is the use of kind {n} alone?",
            text="What the licence says of it, at some length, as licences do. " * 3,
            if_no="the licence grants nothing; a separate licence is needed",
        )
        for n in range(4)
    )
    use = replace(FORBIDDEN.commercial_use, conditions=failed)
    crowded = replace(FORBIDDEN, model="organisation/A-Model-With-A-Rather-Long-Name-2407", commercial_use=use)
    shown = render("text", report(crowded))
    assert len(shown.splitlines()) <= 25
    assert all(f"kind {n}" in shown for n in range(4))


def test_remarks_and_reasons_do_not_flood_the_screen() -> None:
    use = replace(CONDITIONAL.commercial_use, status="unknown", conditions=(), reasons=("it is so",) * 90)
    flooded = replace(CONDITIONAL, notices=("not read: a file",) * 90, commercial_use=use)
    brief = render("text", report(flooded))
    assert len(brief.splitlines()) <= 25
    assert "and 86 more remarks: -v" in brief
    assert "87 more reasons: -v" in " ".join(brief.split())
    assert render("text", report(flooded), Style(verbosity=1)).count("not read: a file") == 90


@pytest.mark.parametrize(
    ("rule", "words"),
    [("WGT003", "needs its base model"), ("WGT004", "parts are missing"), ("WGT005", "the original lies elsewhere")],
)
def test_partial_weights_say_what_is_amiss(rule: str, words: str) -> None:
    finding = replace(CONDITIONAL.findings[0], rule=rule, outcome="violated")
    partial = replace(CONDITIONAL, weights=replace(CONDITIONAL.weights, status="partial"), findings=(finding,))
    assert words in " ".join(render("text", report(partial)).split())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("104 bytes are too few for the 3,000,000,000 parameters that are stated", "unknown: 104 bytes are too few"),
        (None, "unknown: whether they can be had is not known"),
    ],
)
def test_unknown_weights_say_why(value: str | None, words: str) -> None:
    why = Evidence(origin="acme/tide", value=value)
    finding = replace(CONDITIONAL.findings[0], rule="WGT001", outcome="unknown", evidence=(why,))
    unknown = replace(CONDITIONAL, weights=replace(CONDITIONAL.weights, status="unknown"), findings=(finding,))
    assert words in " ".join(render("text", report(unknown)).split())
