"""The G7's minimum elements: the records by their own examples, and the bills by the records."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from scanner.judge.evaluate import Engine
from scanner.knowledge.elements import elements, filled, missing, modalities, plain
from scanner.knowledge.openness import disclosures
from scanner.knowledge.resources import rules_dir
from scanner.model.result import Disclosure, Evidence, Openness
from scanner.report.bom.elements import facts
from scanner.report.bom.gather import make_bill
from scanner.report.explain import explain
from tests.report.bom import readers
from tests.report.bom.samples import BARE, DATASET, EVERY, GONE, LLAMA, TAUGHT, WHEN

TOLD = replace(
    LLAMA,
    profile=replace(LLAMA.profile, library="transformers"),
    openness=Openness(
        disclosures=(
            Disclosure(
                id="training-process",
                name="Training process",
                asks=("MDL-11",),
                state="found",
                evidence=(Evidence(origin=LLAMA.model, path="README.md", line=12),),
            ),
        )
    ),
)


def test_all_fifty_are_there_with_where_they_are_carried_or_who_tells_them() -> None:
    found = elements()
    assert len(found) == 50
    counts = {"MD": 10, "SLP": 9, "MDL": 13, "DP": 10, "INF": 2, "SP": 4, "KPI": 2}
    assert {lead: sum(one.id.startswith(f"{lead}-") for one in found) for lead in counts} == counts
    for one in found:
        assert bool(one.by) != bool(one.why), one.id
        assert not one.by or (one.cyclonedx and one.spdx), one.id


@pytest.mark.parametrize("name", plain()["examples"])
def test_a_records_example(name: str) -> None:
    example = plain()["examples"][name]
    lacking = missing(example["of"], example["facts"])
    assert list(lacking) == example["missing"]
    assert set(filled(example["of"], example["facts"])) | set(lacking) == {
        one.id for one in elements() if one.of == example["of"]
    }


def test_every_fact_that_an_element_asks_for_can_be_known() -> None:
    asked = {name for one in elements() for name in one.by} - {"always"}
    whole = (item for item in make_bill((*EVERY, TOLD), generated_at=WHEN, tool_version="1", title="t").items)
    known = set().union(*(facts(item) for item in whole))
    told = {"training", "results", "sources", "collection", "personal", "size"}
    assert asked - known - told == set()


@pytest.mark.parametrize("form", ["cyclonedx", "spdx"])
def test_both_bills_carry_all_that_documentation_tells(form: str) -> None:
    fields = {"licence", "tasks", "architecture-and-parameters"}
    asked = {one.id: one for one in disclosures("model") if one.id not in {*fields, "training-process"}}
    at = (Evidence(origin=LLAMA.model, path="README.md", line=7),)
    every = tuple(
        Disclosure(id=one.id, name=one.name, asks=one.asks, state="found", evidence=at) for one in asked.values()
    )
    text = readers.text(form, (replace(LLAMA, openness=Openness(disclosures=every)),))
    assert [name for name in asked if f'"modelscan:told.{name}"' not in text] == []
    assert "found: README.md line 7" in text


def marked(document: dict[str, Any], name: str, kind: str) -> set[str]:
    component = next(one for one in document["components"] if one["name"] == name)
    said = next(one["value"] for one in component["properties"] if one["name"] == f"modelscan:g7.{kind}")
    return set(re.findall(r"[A-Z]+-\d\d", said))


def test_cyclonedx_carries_what_it_says_it_fills() -> None:
    document = json.loads(readers.text("cyclonedx", (TOLD, BARE, DATASET, TAUGHT)))
    name = TOLD.model.partition("/")[2]
    model = next(one for one in document["components"] if one["name"] == name)
    has = marked(document, name, "filled")
    assert {"MDL-06", "MDL-07", "MDL-10", "MDL-11", "MDL-12", "DP-09"} <= has
    assert model["description"].startswith("A model for text-generation, of the architecture llama")
    parameters = model["modelCard"]["modelParameters"]
    assert (parameters["inputs"], parameters["outputs"]) == ([{"format": "text"}], [{"format": "text"}])
    assert {"name": "modelscan:told.training", "value": "found: README.md line 12"} in model["properties"]
    assert {"MDL-03", "MDL-06", "MDL-07", "MDL-11", "DP-09"} <= marked(document, "gpt2", "missing")
    assert has.isdisjoint(marked(document, name, "missing"))
    assert any(
        one["name"] == "modelscan:g7.missing" and "MD-05" in one["value"] for one in document["metadata"]["properties"]
    )
    data = next(one["name"] for one in document["components"] if one["type"] == "data")
    assert marked(document, data, "filled") | marked(document, data, "missing") == {
        f"DP-{n:02}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 10)
    }


def test_spdx3_carries_them_too() -> None:
    nodes = readers.graph(readers.text("spdx", (TOLD,)))
    model = next(one for one in nodes if one.get("name") == TOLD.model)
    assert model["ai_informationAboutTraining"] == "found: README.md line 12"
    assert model["ai_informationAboutApplication"] == "input: text; output: text"
    assert model["description"].startswith("A model for text-generation")
    assert model["externalRef"][0]["externalRefType"] == "documentation"
    assert any(one["type"] == "Tool" for one in nodes)
    assert "MD-05" in next(one for one in nodes if one["type"] == "SpdxDocument")["comment"]


def test_what_was_not_assessed_fills_nothing() -> None:
    document = json.loads(readers.text("cyclonedx", (GONE,)))
    assert "g7.filled" not in json.dumps(document["components"])


def test_a_task_that_is_not_known_says_nothing() -> None:
    assert modalities("levitation") is None and modalities(None) is None


def test_each_element_is_explained() -> None:
    whole = explain("g7", Engine(rules_dir()))
    assert sum(line.startswith("- ") for line in whole.body) == 50
    one = explain("mdl-11", Engine(rules_dir()))
    assert one.title == "MDL-11 Model training properties"
    assert any("training-process" in line for line in one.body)
    assert any("sign the file" in line for line in explain("MD-05", Engine(rules_dir())).body)
