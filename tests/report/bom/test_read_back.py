"""Each document read back to the facts that went in."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.report.bom import readers
from tests.report.bom.samples import BASE_SHA, DATASET, EVERY, LLAMA, SHA

PURL = f"pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct@{SHA}"


def named(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["name"] == name)


def stated(row: dict[str, Any]) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in row["properties"]}


def licences(row: dict[str, Any], acknowledgement: str) -> list[str]:
    found = [entry.get("license", entry) for entry in row.get("licenses", [])]
    return [
        entry.get("id") or entry.get("name") or entry["expression"]
        for entry in found
        if entry["acknowledgement"] == acknowledgement
    ]


@pytest.fixture(params=["cyclonedx", "cyclonedx-1.6"])
def cyclonedx(request: pytest.FixtureRequest) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(readers.text(request.param, EVERY))
    return document


def test_cyclonedx_model(cyclonedx: dict[str, Any]) -> None:
    model = named(cyclonedx["components"], "Llama-3.1-8B-Instruct")
    assert (model["type"], model["group"], model["version"], model["purl"]) == (
        "machine-learning-model",
        "meta-llama",
        SHA,
        PURL,
    )
    assert licences(model, "declared") == licences(model, "concluded") == ["LicenseRef-llama3.1"]
    parameters = model["modelCard"]["modelParameters"]
    assert (parameters["task"], parameters["architectureFamily"]) == ("text-generation", "llama")
    assert parameters["modelArchitecture"] == "LlamaForCausalLM"
    assert "1(b)(iv)" in model["modelCard"]["considerations"]["ethicalConsiderations"][0]["name"]
    assert [file["hashes"][0]["content"] for file in model["components"]] == ["b" * 64, "c" * 64]
    assert model["evidence"]["occurrences"][0] | {"additionalContext": ""} == {
        "location": "src/app.py",
        "line": 7,
        "additionalContext": "",
    }
    facts = stated(model)
    assert facts["modelscan:verdict"] == "review"
    assert facts["modelscan:gated"] == "manual"
    assert facts["modelscan:source"] == "hub"
    assert facts["modelscan:observed_at"] == "2026-11-23T08:00:00Z"
    assert facts["modelscan:obligation"].startswith("built-with-llama: applies")


def test_cyclonedx_origins(cyclonedx: dict[str, Any]) -> None:
    model = named(cyclonedx["components"], "Llama-3.1-8B-Instruct")
    base, vanished = model["pedigree"]["ancestors"]
    assert base["purl"] == f"pkg:huggingface/meta-llama/Llama-3.1-8B@{BASE_SHA}"
    assert licences(base, "declared") == ["LicenseRef-llama3.1"]
    assert licences(base, "concluded") == []
    assert stated(base)["modelscan:relation"] == "finetune"
    assert stated(vanished)["modelscan:resolved"] == "false"
    refs = {row["bom-ref"]: row for row in cyclonedx["components"]}
    data = [refs[entry["ref"]] for entry in model["modelCard"]["modelParameters"]["datasets"]]
    assert [(row["type"], row["name"], licences(row, "declared")) for row in data] == [
        ("data", "c4", ["LicenseRef-odc-by"]),
        ("data", "unlicensed", []),
        ("data", "gone", []),
        ("data", "gated", ["CC-BY-NC-4.0"]),
    ]
    assert stated(data[2])["modelscan:status"] == "unresolved"
    assert stated(data[3])["modelscan:gated"] == "auto"


def test_cyclonedx_ids_are_spdx_and_refs_lead_somewhere(cyclonedx: dict[str, Any]) -> None:
    text = json.dumps(cyclonedx)
    refs = [row["bom-ref"] for row in cyclonedx["components"] + cyclonedx["services"]] + ["subject"]
    assert len(refs) == len(set(refs))
    for row in cyclonedx["dependencies"]:
        assert {row["ref"], *row.get("dependsOn", [])} <= set(refs)
    assert '"id": "LicenseRef' not in text
    assert all(set(note["subjects"]) <= set(refs) for note in cyclonedx["annotations"])


def test_cyclonedx_several_licences(cyclonedx: dict[str, Any]) -> None:
    model = named(cyclonedx["components"], "several")
    assert licences(model, "declared") == ["MIT", "Apache-2.0"]
    assert licences(model, "concluded") == ["MIT OR (Apache-2.0 AND LicenseRef-house-terms)"]
    assert stated(model)["modelscan:license.operator"] == "unstated"


def test_cyclonedx_closed_api_and_unassessed(cyclonedx: dict[str, Any]) -> None:
    service = cyclonedx["services"][0]
    assert (service["provider"]["name"], service["name"]) == ("openai", "gpt-4o")
    assert stated(service)["modelscan:place"] == "a.py:3"
    gone = named(cyclonedx["components"], "gone")
    assert stated(gone)["modelscan:assessed"] == "false"
    assert stated(gone)["modelscan:error.kind"] == "not_found"
    assert "check the spelling" in cyclonedx["annotations"][0]["text"]


def test_cyclonedx_says_nothing_of_the_hub_for_a_local_folder(cyclonedx: dict[str, Any]) -> None:
    local = named(cyclonedx["components"], "my-folder")
    assert "purl" not in local
    assert "externalReferences" not in local
    assert licences(local, "declared") == ["LicenseRef-House-Terms"]


@pytest.fixture(params=[("spdx-2.3", ".spdx.json"), ("spdx-2.3-tv", ".spdx")])
def spdx2(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    format_name, suffix = request.param
    return readers.spdx2(readers.text(format_name, EVERY), tmp_path / f"bill{suffix}")


def test_spdx2(spdx2: Any) -> None:
    packages = {package.name: package for package in spdx2.packages}
    model = packages["meta-llama/Llama-3.1-8B-Instruct"]
    assert model.version == SHA
    assert model.external_references[0].locator == PURL
    assert (str(model.license_declared), str(model.license_concluded)) == ("LicenseRef-llama3.1",) * 2
    assert str(packages["org/several"].license_declared) == "MIT AND Apache-2.0"
    assert str(packages["org/several"].license_concluded) == "MIT OR (Apache-2.0 AND LicenseRef-house-terms)"
    assert str(packages["some/unlicensed"].license_declared) == "NONE"
    assert str(packages["some/gone"].license_declared) == "NOASSERTION"
    assert str(packages["openai/gpt-4o"].download_location) == "NONE"
    names = {package.spdx_id: package.name for package in spdx2.packages}
    links = {
        (names.get(link.spdx_element_id), link.relationship_type.name, names.get(str(link.related_spdx_element_id)))
        for link in spdx2.relationships
    }
    assert (model.name, "DESCENDANT_OF", "meta-llama/Llama-3.1-8B") in links
    assert (model.name, "DESCENDANT_OF", "some/vanished") in links
    assert (model.name, "OTHER", "allenai/c4") in links
    assert ("org/several", "DESCENDANT_OF", "gpt2") in links
    described = {link[2] for link in links if link[1] == "DESCRIBES"}
    assert described == {result.model for result in EVERY}
    notes = [note.annotation_comment for note in spdx2.annotations if note.spdx_id == model.spdx_id]
    assert "modelscan:verdict: review" in notes[0].splitlines()
    assert f"sha256 {'c' * 64}" in notes[0]
    assert any(
        names[note.spdx_id] == "org/gone" and "Not assessed" in note.annotation_comment for note in spdx2.annotations
    )


class Graph:
    """Questions to an SPDX 3 object set."""

    def __init__(self, document: str) -> None:
        from spdx_python_model import v3_0_1

        self.objects = readers.spdx3(document)
        self.model = v3_0_1

    def package(self, name: str) -> Any:
        found = [node for node in self.objects.foreach_type(self.model.software_Package) if node.name == name]
        assert len(found) == 1
        return found[0]

    def to(self, node: Any, relation: str) -> list[str]:
        """What a relation leads to: licence expressions, names, or the last word of an individual's IRI."""
        targets = [
            target
            for link in self.objects.foreach_type(self.model.Relationship)
            if link.from_ is node and link.relationshipType.endswith(f"/{relation}")
            for target in link.to
        ]
        return sorted(
            target.rsplit("/", 1)[-1]
            if isinstance(target, str)
            else getattr(target, "simplelicensing_licenseExpression", None)
            or target.name
            or target.spdxId.rsplit("/", 1)[-1]
            for target in targets
        )

    def properties(self, node: Any) -> dict[str, str]:
        entries = node.extension[0].extension_cdxProperty
        return {entry.extension_cdxPropName: entry.extension_cdxPropValue for entry in entries}


@pytest.fixture(scope="module")
def spdx3() -> Graph:
    return Graph(readers.text("spdx", EVERY))


def test_spdx3_model(spdx3: Graph) -> None:
    model = spdx3.package("meta-llama/Llama-3.1-8B-Instruct")
    assert (model.software_packageVersion, model.software_packageUrl) == (SHA, PURL)
    assert model.releaseTime.isoformat() == "2024-07-18T08:56:00+00:00"
    assert model.comment is None
    assert model.suppliedBy.name == "meta-llama"
    assert list(model.ai_typeOfModel) == ["llama", "LlamaForCausalLM"]
    assert list(model.ai_domain) == ["text-generation"]
    assert spdx3.to(model, "hasDeclaredLicense") == ["LicenseRef-llama3.1"]
    assert spdx3.to(model, "hasConcludedLicense") == ["LicenseRef-llama3.1"]
    assert spdx3.to(model, "descendantOf") == ["meta-llama/Llama-3.1-8B", "some/vanished"]
    assert spdx3.to(model, "trainedOn") == ["allenai/c4", "some/gated", "some/gone", "some/unlicensed"]
    assert spdx3.to(model, "contains") == ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    assert spdx3.properties(model)["modelscan:gated"] == "manual"


def test_spdx3_data(spdx3: Graph) -> None:
    gated, judged = spdx3.package("some/gated"), spdx3.package(DATASET.model)
    assert gated.dataset_datasetAvailability.endswith("/clickthrough")
    assert judged.dataset_datasetAvailability.endswith("/directDownload")
    assert "releaseTime and builtTime" in gated.comment
    assert "NOASSERTION for builtTime" in judged.comment
    assert spdx3.to(judged, "hasConcludedLicense") == ["ODC-By-1.0"]
    assert spdx3.to(spdx3.package("some/unlicensed"), "hasDeclaredLicense") == ["NoneLicense"]
    assert spdx3.to(spdx3.package("some/gone"), "hasDeclaredLicense") == ["NoAssertionLicense"]


def test_spdx3_unknown_origins_are_said(spdx3: Graph) -> None:
    bare = spdx3.package("gpt2")
    assert spdx3.to(bare, "trainedOn") == ["NoAssertionElement"]
    assert spdx3.to(bare, "descendantOf") == ["NoAssertionElement"]
    assert bare.suppliedBy.name == "NOASSERTION"
    assert spdx3.to(spdx3.package("org/several"), "descendantOf") == ["gpt2"]


def test_spdx3_roots_and_unassessed(spdx3: Graph) -> None:
    bom = next(iter(spdx3.objects.foreach_type(spdx3.model.software_Sbom)))
    assert {node.name for node in bom.rootElement} == {result.model for result in EVERY}
    note = next(iter(spdx3.objects.foreach_type(spdx3.model.Annotation)))
    assert note.subject.name == "org/gone"
    assert "not_found" in note.statement


def test_ids_come_from_id_and_sha_alone() -> None:
    first = {
        node["spdxId"].rsplit("/", 1)[-1] for node in readers.graph(readers.text("spdx", (LLAMA,))) if "spdxId" in node
    }
    again = {
        node["spdxId"].rsplit("/", 1)[-1] for node in readers.graph(readers.text("spdx", EVERY)) if "spdxId" in node
    }
    assert first <= again


def test_bases_of_bases_and_teachers_in_spdx3(spdx3: Graph) -> None:
    student, mid = spdx3.package("org/student"), spdx3.package("mid/one")
    assert spdx3.to(student, "descendantOf") == ["mid/one", "top/nc"]
    assert spdx3.to(mid, "descendantOf") == ["top/nc"]
    assert spdx3.to(spdx3.package("OpenAI GPT"), "generates") == ["org/chats"]
    assert spdx3.to(student, "other") == ["Llama 3.1"]
    assert spdx3.to(spdx3.package("Llama 3.1"), "hasDeclaredLicense") == ["LicenseRef-llama3.1"]
    comments = [link.comment for link in spdx3.objects.foreach_type(spdx3.model.Relationship) if link.from_ is mid]
    assert any("terms changed: CC-BY-NC-4.0 became Apache-2.0" in (comment or "") for comment in comments)


def test_bases_of_bases_and_teachers_in_spdx2(spdx2: Any) -> None:
    names = {package.spdx_id: package.name for package in spdx2.packages}
    links = {
        (names.get(link.spdx_element_id), link.relationship_type.name, names.get(str(link.related_spdx_element_id)))
        for link in spdx2.relationships
    }
    assert ("mid/one", "DESCENDANT_OF", "top/nc") in links
    assert ("org/chats", "GENERATED_FROM", "OpenAI GPT") in links
    assert ("org/student", "OTHER", "Llama 3.1") in links


def test_where_terms_changed_and_teachers_in_cyclonedx(cyclonedx: dict[str, Any]) -> None:
    student = named(cyclonedx["components"], "student")
    mid, top = student["pedigree"]["ancestors"]
    assert "modelscan:changed" not in stated(mid)
    assert stated(top)["modelscan:changed"] == "terms changed: CC-BY-NC-4.0 became Apache-2.0"
    told = [entry["value"] for entry in student["properties"] if entry["name"] == "modelscan:outputs_of"]
    assert [text.split(",")[0] for text in told] == ["OpenAI GPT", "Llama 3.1"]
    assert "forbidden (What you cannot do)" in told[0]
