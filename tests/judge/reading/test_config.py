"""A model's config: what the API tells of it and what config.json says are one, and the file decides."""

from typing import Any

import pytest

from scanner.collect.relations.code import needed_code
from scanner.judge.reading.components import Look
from scanner.judge.reading.compute import read_compute
from scanner.judge.reading.made import carries_terms
from scanner.judge.reading.profile import code_files, custom_code, modality
from scanner.judge.reading.sizes import too_small
from scanner.knowledge.openness import components
from scanner.model.result import DatasetsSection, WeightsSection
from scanner.model.snapshot import File, Repo
from tests.making import repo, snapshot

#: What the API tells of nearly any config, however long the file is.
SHORT = {"model_type": "heron"}


def model(read: dict[str, Any], told: dict[str, Any] = SHORT, **more: Any) -> Repo:
    info = {"gated": False, "tags": [], "config": told, "x_config": read}
    return repo(**{"body": "Pretrained on 15T tokens.", "info": info, **more})


def both_ways(value: dict[str, Any]) -> tuple[Repo, Repo]:
    """The value in the file alone, and in the API's answer alone."""
    return model({**SHORT, **value}), model(SHORT, {**SHORT, **value})


def test_experts_are_seen_wherever_they_are_told() -> None:
    for one in both_ways({"num_local_experts": 8}):
        found = read_compute(one, 8_000_000_000)
        assert found is not None
        assert found.at_most


@pytest.mark.parametrize("part", ["vision_config", "audio_config", "visual"])
def test_what_goes_in_is_seen_wherever_it_is_told(part: str) -> None:
    assert [modality(one) for one in both_ways({part: {"depth": 1}})] == ["multimodal"] * 2


def test_code_that_loading_runs_is_seen_wherever_it_is_told() -> None:
    maps = {"auto_map": {"AutoModel": "modeling_heron.Heron"}}
    for one in both_ways(maps):
        assert custom_code(one)
        assert code_files(one) == ("modeling_heron.py",)
    listed = (File(path="modeling_heron.py"), File(path="config.json"))
    assert [needed_code(model({**SHORT, **maps}, files=listed))] == [("modeling_heron.py",)]


def test_an_architecture_is_seen_wherever_it_is_told() -> None:
    clue = next(one for one in components() if one.id == "model-architecture")
    weights, data = WeightsSection(status="available"), DatasetsSection(status="undisclosed")
    for one in (model({"architectures": ["Heron"]}, {"tokenizer_config": {}}), model({}, {"architectures": ["Heron"]})):
        assert Look(snapshot(one), weights, data).at(clue).state == "found"


def test_fewer_bits_and_a_shape_are_seen_wherever_they_are_told() -> None:
    base = "license: null\nbase_model: acme/base\nbase_model_relation: quantized"
    bits: dict[str, Any] = {"quantization_config": {"bits": 4}}
    assert carries_terms(model(SHORT, {**SHORT, **bits}, front=base, body=""))
    assert carries_terms(model({**SHORT, **bits}, front=base, body=""))
    shape = {"hidden_size": 4096, "intermediate_size": 11008, "num_hidden_layers": 32}
    assert [too_small(one, 1_000_000) is not None for one in both_ways(shape)] == [True, True]
