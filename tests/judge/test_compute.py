"""Training compute as cards state it, and what the AI Act's thresholds make of it; the age of a summary."""

from dataclasses import replace

import pytest

from scanner.judge.reading.compute import flop, read_compute, tokens
from scanner.knowledge.openness import ai_act
from scanner.model.snapshot import Card, Repo
from tests.judge.test_openness import FILES, judged, opened, release

EXAMPLES = ai_act()["compute"]["examples"]


@pytest.mark.parametrize("text", EXAMPLES["flop"])
def test_compute_is_read_as_stated(text: str) -> None:
    assert flop(text) == pytest.approx(EXAMPLES["flop"][text])


@pytest.mark.parametrize("text", EXAMPLES["tokens"])
def test_tokens_are_read_as_stated(text: str) -> None:
    assert tokens(text) == pytest.approx(EXAMPLES["tokens"][text])


@pytest.mark.parametrize("text", EXAMPLES["none"])
def test_other_figures_are_neither(text: str) -> None:
    assert (flop(text), tokens(text)) == (None, None)


def repo(body: str, *, base: str = "", config: dict[str, int] | None = None) -> Repo:
    data = {"base_model": base} if base else {}
    info = {"config": config or {}}
    return Repo(id="a/b", repo_type="model", requested="a/b", card=Card(data=data, body=body), info=info)


def test_the_estimate_is_six_times_parameters_and_tokens() -> None:
    found = read_compute(repo("Pretrained on 15T tokens."), 8_000_000_000)
    assert found is not None
    assert found.flop == pytest.approx(7.2e23)
    assert not found.at_most
    assert found.evidence.line == 1


def test_of_a_mixture_of_experts_it_is_an_upper_bound() -> None:
    found = read_compute(repo("Pretrained on 15T tokens.", config={"num_experts": 64}), 8_000_000_000)
    assert found is not None
    assert found.at_most
    assert "at most" in found.said


def test_nothing_is_estimated_of_what_is_derived_or_without_a_figure() -> None:
    assert read_compute(repo("Pretrained on 15T tokens.", base="c/d"), 8_000_000_000) is None
    assert read_compute(repo("Pretrained on 15T tokens."), None) is None
    assert read_compute(repo("Nothing is told."), 8_000_000_000) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Training took 2e22 FLOP.", "is not above 10^23"),
        ("Training took 2e24 FLOP.", "is above 10^23: indicatively general-purpose"),
        ("Training took 2e25 FLOP.", "presumed to pose systemic risk"),
    ],
)
def test_the_thresholds(said: str, wanted: str) -> None:
    found = opened(release(body=f"{said}\n" * 3))
    (reason,) = [one for one in found.reasons or () if one.startswith("EU: training compute")]
    assert wanted in reason


def test_an_estimate_below_the_threshold_is_conditional() -> None:
    made = release(body="Pretrained on 1B tokens.\n" * 9)
    sized = replace(made.root, info={**made.root.info, "safetensors": {"total": 8_000_000_000}})
    found = opened(replace(made, root=sized))
    (reason,) = [one for one in found.reasons or () if one.startswith("EU: training compute")]
    assert "is not above 10^23 if each token was read once" in reason


def test_systemic_risk_ends_the_exemption_and_a_smaller_model_gains_none() -> None:
    word = "We do not monetise this model.\n"
    assert opened(release(body=word * 9)).eu_exemption == "available"
    assert opened(release(body=word * 9 + "Training took 2e25 FLOP.\n")).eu_exemption == "unavailable"
    assert opened(release(body="Training took 2e22 FLOP.\n" * 9)).eu_exemption == "unknown"


def dated(changed: str, read_on: str, *files: str, body: str = "A model of ours.\n" * 20) -> list[str]:
    made = release(body=body, files=(*FILES, *files))
    root = replace(made.root, observed_at=read_on, info={**made.root.info, "lastModified": changed})
    return [
        one for one in judged(replace(made, root=root)).openness.reasons or () if "summary" in one and "EU: the" in one
    ]


def test_how_old_a_summary_of_training_content_may_be() -> None:
    name = "training_content_summary.pdf"
    (old,) = dated("2026-01-02T00:00:00Z", "2026-11-28T00:00:00Z", name)
    assert "no newer: it was to be renewed within 6 months" in old
    (new,) = dated("2026-11-02T00:00:00Z", "2026-11-28T00:00:00Z", name)
    assert new.endswith("no newer")
    assert dated("2026-01-02T00:00:00Z", "2026-11-28T00:00:00Z") == []
    assert dated("not a day", "2026-99-99", name) == []
    link = "The [public summary of training content](https://acme.example/s) is online.\n" * 9
    (linked,) = dated("2026-01-02T00:00:00Z", "2026-11-28T00:00:00Z", body=link)
    assert "its age is not told here" in linked
