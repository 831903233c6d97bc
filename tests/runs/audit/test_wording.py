"""What the pages say of numbers, owners and systems, and what inventories of another shape do to them."""

import re
from dataclasses import replace

import pytest

from scanner.model.result import Finding, WaiverOut
from scanner.model.words import Verdict
from scanner.report.audit.charts import charts, strip
from scanner.report.audit.formats import render
from scanner.report.audit.wording import alike, by_settling, counted, lead, standing, together, worst_first
from scanner.report.ladder import ladder
from scanner.runs.audit.summary import summarise
from scanner.runs.audit.types import Asset, Audit, AuditChange
from tests.report import samples
from tests.runs.audit.making import audit_of, demo


def with_assets(*assets: Asset) -> Audit:
    """One passing model in all these places."""
    made = audit_of(samples.PASS)
    return replace(made, judged=(replace(made.judged[0], assets=assets),))


@pytest.mark.parametrize(
    ("live", "every", "said"),
    [
        (9, 17, "9 of 17 unknown models are in production"),
        (1, 3, "1 of 3 unknown models is in production"),
        (0, 1, "0 of 1 unknown model is in production"),
        (0, 0, "no unknown models"),
    ],
)
def test_how_many_of_them_are_in_production(live: int, every: int, said: str) -> None:
    summary = summarise(audit_of())
    made = replace(
        summary, production={**summary.production, "unknown": live}, counts={**summary.counts, "unknown": every}
    )
    assert standing(made, "unknown") == said


def test_page_one_says_it_of_every_verdict() -> None:
    found, page = summarise(demo()), str(render("html", demo()))
    verdicts: tuple[Verdict, ...] = ("fail", "unknown", "review", "pass")
    assert all(standing(found, one) in page for one in verdicts)
    assert "2 of 3 unknown models are in production" in page
    assert found.production["pass"] > 0, "the demonstration shows passes"
    assert re.search(r"Of 35 models in production, 2 fail, 2 are unknown, \d+ need a review and 3 pass\.", page)


def test_what_passes_by_the_baseline_alone_is_said_where_passes_are_counted_and_among_the_waivers() -> None:
    adopted = WaiverOut(state="baseline", reason="adopted with the codebase")
    finding = Finding(
        rule="COM001", title="", outcome="waived", severity="error", message="", fix="", fingerprint="f", waiver=adopted
    )
    audit = audit_of(replace(samples.PASS, findings=(finding,)), replace(samples.PASS, findings=()))
    assert "2 pass (1 by exception alone)" in lead(summarise(audit))
    for format_ in ("html", "markdown", "text"):
        assert "by exception alone" in str(render(format_, audit)), format_
    assert "Adopted by the baseline" in str(render("html", audit))
    assert f"By the baseline, without approver or end: COM001 for `{samples.PASS.model}`" in str(
        render("markdown", audit)
    )
    assert "exception" not in lead(summarise(audit_of(replace(samples.PASS, findings=()))))


def test_nothing_in_production() -> None:
    audit = with_assets(Asset(id="acme/x", system="Lab", environment="research"))
    assert lead(summarise(audit)) == "Nothing is in production. No decision waits."
    assert "No model serves a system in production." in str(render("html", audit))


def test_forty_systems_have_a_section_of_their_own() -> None:
    places = [Asset(id="acme/x", system=f"System {n:02}", environment="production") for n in range(40)]
    page = str(render("html", with_assets(*places)))
    one = page.partition('id="page-one"')[2].partition("</section>")[0]
    assert (one.count('class="strips"'), page.count('class="strips"')) == (12, 52)
    assert "28 more: see" in one
    few = str(render("html", with_assets(*places[:12])))
    assert 'id="systems"' not in few


def test_long_names_and_names_from_right_to_left() -> None:
    owner, arabic = "Ada " * 50, "منى"
    page = str(render("html", with_assets(Asset(id="acme/x", system=arabic, owner=owner, environment="production"))))
    assert f"<bdi>{arabic}</bdi>" in page
    assert "…" in page
    assert not re.search(r"(?:Ada ){30}", page.replace("<wbr>", ""))


def test_bars_fill_their_width_and_nothing_more() -> None:
    parts = strip({"fail": 1, "unknown": 2, "review": 0, "pass": 4})
    assert [one.color for one in parts] == ["fail", "unknown", "pass"]
    assert parts[-1].x + parts[-1].width == pytest.approx(100, abs=0.05)
    assert strip({}) == ()
    for chart in charts(demo(), summarise(demo())):
        assert all(one.x + one.width <= 100.1 for bar in chart.bars for one in bar.parts), chart.id


def test_the_worst_stands_first_and_production_before_the_rest() -> None:
    order = [(one.result.verdict, one.production) for one in worst_first(demo().judged)]
    assert order[0] == ("fail", True)
    assert order[-1][0] == "pass"
    fails = [production for verdict, production in order if verdict == "fail"]
    assert fails == sorted(fails, reverse=True)


def test_changes_said_alike_are_one_line_and_others_are_not() -> None:
    new = [AuditChange(kind="new", cause="ours", model=name, said="entered the inventory") for name in ("a/b", "c/d")]
    terms = [AuditChange(kind="terms", cause="upstream", model=name, said="other terms") for name in ("a/b", "c/d")]
    assert [models for _, models in together([*new, *terms])] == [("a/b", "c/d"), ("a/b",), ("c/d",)]


def test_decisions_name_a_licence_once() -> None:
    assert not any(one.title.endswith(f"({one.licence})") for one in summarise(demo()).decisions)
    assert counted(1, "model") == "1 model"
    assert counted(2, "decision waits", "decisions wait") == "2 decisions wait"


def test_a_decision_says_what_is_asked_and_by_when() -> None:
    titles = {one.models: one.title for one in summarise(demo()).decisions}
    assert titles["meta-llama/Llama-3.2-3B-Instruct",].startswith("A condition of the grant is open: does your company")
    assert not any(". ." in one.todo for one in summarise(demo()).decisions)
    assert "2027-01-14" in titles["openai/gpt-4o-mini",]


def test_each_set_of_models_waits_once_and_with_its_worst() -> None:
    decisions = summarise(demo()).decisions
    assert len({one.models for one in decisions}) == len(decisions)
    (found,) = [one for one in decisions if one.models == ("hexgrad/Kokoro-82M",)]
    assert (found.verdict, "declared Apache-2.0" in found.title) == ("unknown", True)
    assert ". Do not rely on the tag" in found.todo


def test_models_that_stand_alike_are_one_row() -> None:
    opened = [(one, steps) for one in demo().judged if (steps := ladder(one.result)) is not None]
    rows = alike(opened)
    assert len(rows) < len(opened) / 2
    assert {name for _, names in rows for name in names} == {one.result.model for one, _ in opened}
    assert [steps.step for steps, _ in rows] == sorted((steps.step for steps, _ in rows), reverse=True)
    assert not any("general-purpose model" in each.why for steps, _ in rows for each in steps.measures)


def test_questions_that_one_thing_settles_are_one() -> None:
    rows = list(by_settling(summarise(demo()).unresolved))
    assert ["COM001" in said[0] and "POL001" in said[1] for one, said in rows if one.model == "hexgrad/Kokoro-82M"] == [
        True
    ]
    text = str(render("markdown", demo()))
    assert "policy: `curations: [" in text
    assert "could not be assessed: not in the bundled catalog" in text


def test_small_weights_have_a_size() -> None:
    assert "0.0 GB" not in str(render("html", demo()))
