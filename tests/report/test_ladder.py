"""How open a model is, as a step: only what was found climbs, and doubt stands on none."""

from dataclasses import replace

import pytest

from scanner.judge.openness.osaid import DOUBT
from scanner.model.result import Openness, Result
from scanner.report.audit.charts import charts
from scanner.report.audit.formats import render
from scanner.report.ladder import NOT_KNOWN, STEPS, ladder
from scanner.runs.audit.summary import summarise
from tests.report import samples
from tests.runs.audit.making import audit_of, demo


def model(weights: str, mof: str, osaid: str, *reasons: str) -> Result:
    found = Openness(mof_class=mof, mof_components=(), osaid=osaid, reasons=reasons)  # type: ignore[arg-type]
    return replace(samples.PASS, openness=found, weights=replace(samples.PASS.weights, status=weights))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "name"),
    [
        (model("missing", "III", "candidate"), "not to be had here"),
        (model("gated", "III", "candidate"), "behind a gate"),
        (model("available", "II", "fails"), "downloadable, terms limit it"),
        (
            model("available", "none", "unknown", "OSAID unknown: code to train: Training code (not read)"),
            "open weights",
        ),
        (model("available", "unknown", "candidate"), "open weights"),
        (model("available", "III", "candidate"), "MOF class III, open model"),
        (model("available", "I", "candidate"), "MOF class I, open science"),
        (model("available", "III", "unknown", f"OSAID unknown: {DOUBT}; data information: none"), NOT_KNOWN),
        (model("unknown", "III", "candidate"), NOT_KNOWN),
        (model("partial", "III", "candidate"), NOT_KNOWN),
    ],
)
def test_a_step_is_reached_by_what_was_found(result: Result, name: str) -> None:
    found = ladder(result)
    assert found is not None
    assert found.name == name
    assert (found.step == 0) == (name == NOT_KNOWN)


def test_a_gate_that_nobody_told_of_is_not_taken_for_none() -> None:
    made = model("available", "III", "candidate")
    untold = replace(made, weights=replace(made.weights, gated=None), source="catalog")
    found, local = ladder(untold), ladder(replace(untold, source="local"))
    assert found is not None
    assert local is not None
    assert (found.name, local.step) == (NOT_KNOWN, 5)


def test_each_measure_says_what_decides() -> None:
    result = model(
        "available", "none", "fails", "MOF: 2 of 6", "OSAID fails: a", "OSAID fails: b", "EU exemption unknown: c"
    )
    found = ladder(result)
    assert found is not None
    assert [(one.stands, one.why) for one in found.measures] == [
        ("below class III", "2 of 6"),
        ("fails", "a; b"),
        ("exemption unknown", "c"),
    ]


def test_what_is_no_model_or_was_not_assessed_has_none() -> None:
    assert ladder(samples.ERROR) is None
    assert ladder(replace(samples.PASS, repo_type="dataset")) is None


def test_the_report_shows_the_ladders() -> None:
    page = str(render("html", demo()))
    assert 'id="openness"' in page
    (chart,) = [one for one in charts(demo(), summarise(demo())) if one.id == "openness"]
    models = [one for one in demo().judged if ladder(one.result) is not None]
    assert sum(bar.parts[0].value for bar in chart.bars) == len(models)
    assert {bar.label for bar in chart.bars} <= {*STEPS, NOT_KNOWN}
    assert 'id="openness"' not in str(render("html", audit_of()))
