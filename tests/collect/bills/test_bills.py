"""Bills that other tools wrote: what of them is judged, what is said of the rest, and what is refused."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.bills.read import read_bill
from scanner.collect.bills.types import GivenItem
from scanner.collect.elsewhere import parse_purl
from scanner.model.errors import ModelscanError, TargetError
from tests.cli.running import modelscan

SHA = "0e9e39f249a16976918f6564b8830bc894c89659"
MODELS = ["meta-llama/Llama-3.1-8B", "black-forest-labs/FLUX.1-dev", "openai/gpt-oss-20b"]


def cyclonedx(*components: Any, version: str = "1.6", **more: Any) -> bytes:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": version, "components": components, **more}).encode()


def targets(content: bytes) -> list[str]:
    return [item.target for item in read_bill(content, "bom.json").items]


@pytest.mark.parametrize(
    ("component", "target"),
    [
        ({"type": "machine-learning-model", "purl": f"pkg:huggingface/google/Gemma@{SHA}"}, f"google/Gemma@{SHA}"),
        ({"type": "library", "purl": "pkg:huggingface/bert-base-uncased"}, "bert-base-uncased"),
        ({"type": "machine-learning-model", "group": "google", "name": "gemma", "version": SHA}, f"google/gemma@{SHA}"),
        ({"type": "machine-learning-model", "name": "google/gemma", "version": "1.0"}, "google/gemma"),
        ({"type": "machine-learning-model", "name": "our own thing"}, "our own thing"),
        (
            {"type": "data", "name": "d", "externalReferences": [{"url": "https://huggingface.co/datasets/a/d"}]},
            "datasets/a/d",
        ),
        (
            {"type": "machine-learning-model", "name": "x", "externalReferences": [{"url": "https://hf.co/a/x/tree/main"}]},
            "a/x",
        ),
    ],
)  # fmt: skip
def test_how_a_component_names_a_repo(component: dict[str, Any], target: str) -> None:
    assert targets(cyclonedx(component)) == [target]


def test_nested_components_inline_datasets_and_the_subject_are_found_and_the_rest_is_counted() -> None:
    card = {
        "modelParameters": {"datasets": [{"contents": {"url": "https://huggingface.co/datasets/a/d"}}, {"ref": "x"}]}
    }
    model = {"type": "machine-learning-model", "name": "a/m", "modelCard": card}
    content = cyclonedx(
        {"type": "application", "name": "app", "components": [model]},
        {"type": "data", "name": "our tickets"},
        metadata={"component": {"type": "machine-learning-model", "name": "a/subject"}},
        services=[{"name": "openai"}],
    )
    bill = read_bill(content, "bom.json")
    assert {item.target for item in bill.items} == {"a/m", "datasets/a/d", "a/subject"}
    assert bill.others == 2
    assert any("our tickets" in note for note in bill.notes)
    assert any("openai" in note for note in bill.notes)


def test_declared_licences_are_kept_and_conclusions_are_not() -> None:
    licenses = [
        {"license": {"id": "MIT", "acknowledgement": "declared"}},
        {"license": {"name": "Gemma", "acknowledgement": "concluded"}},
        {"license": {"name": "NOASSERTION"}},
    ]
    (item,) = read_bill(cyclonedx({"type": "machine-learning-model", "name": "a/m", "licenses": licenses}), "b").items
    assert item == GivenItem(target="a/m", licenses=("MIT",), at="b: components[0]")


@pytest.mark.parametrize("version", ["1.4", "1.5", "1.6", "1.7"])
def test_every_version_from_1_4_to_1_7(version: str) -> None:
    assert targets(cyclonedx({"type": "library", "purl": "pkg:huggingface/a/b"}, version=version)) == ["a/b"]


def test_an_spdx_document_of_another_tool() -> None:
    packages = [
        {
            "name": "m",
            "licenseDeclared": "LicenseRef-7",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/a/m"}],
        },
        {"name": "d", "downloadLocation": "https://huggingface.co/datasets/squad", "licenseDeclared": "NOASSERTION"},
        {"name": "torch", "downloadLocation": "https://example.org/torch"},
    ]
    names = [{"licenseId": "LicenseRef-7", "name": "Gemma Terms of Use", "extractedText": "..."}]
    document = {"spdxVersion": "SPDX-2.3", "packages": packages, "hasExtractedLicensingInfos": names}
    bill = read_bill(json.dumps(document).encode(), "b")
    assert [(item.target, item.licenses) for item in bill.items] == [
        ("a/m", ("Gemma Terms of Use",)),
        ("datasets/squad", ()),
    ]
    assert bill.others == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"SPDXVersion: SPDX-2.3", "tag-value"),
        (b"<?xml version='1.0'?><bom/>", "XML"),
        (b"PK\x03\x04", "archive"),
        (b"{}", "no bill of materials"),
        (b"[1]", "no bill of materials"),
        (b"\xff\xfe{", "no bill of materials that can be read"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "9.9"}', "CycloneDX 9.9 is not read"),
        (b'{"spdxVersion": "SPDX-2.3", "packages": 5}', "damaged"),
    ],
)
def test_what_is_no_bill_is_refused_in_a_line(content: bytes, said: str) -> None:
    with pytest.raises(ModelscanError, match=said):
        read_bill(content, "bom.json")


def test_fifty_thousand_components_and_cycles_of_references() -> None:
    many = [{"type": "library", "name": f"l{n}", "purl": f"pkg:npm/l{n}", "bom-ref": f"r{n}"} for n in range(50_000)]
    cycle = [{"ref": "r1", "dependsOn": ["r2"]}, {"ref": "r2", "dependsOn": ["r1"]}]
    wrong = {"type": "library", "purl": "pkg:huggingface/"}
    bill = read_bill(cyclonedx(*many, wrong, dependencies=cycle), "b")
    assert [item.target for item in bill.items] == ["pkg:huggingface/"]
    assert bill.others == 50_000


@pytest.mark.parametrize("format_", ["cyclonedx", "cyclonedx-1.6", "spdx", "spdx-2.3"])
def test_a_bill_of_our_own_reads_back_to_the_same_judgement(format_: str, tmp_path: Path) -> None:
    place = tmp_path / "bom.json"
    modelscan("check", *MODELS, "--offline", "--format", format_, "--output", str(place), "--format", "text")
    before = json.loads(modelscan("check", *MODELS, "--offline", "--format", "json").stdout)["results"]
    after = json.loads(modelscan("check", "--bom", str(place), "--offline", "--format", "json").stdout)["results"]
    again = {row["model"]: row for row in after}
    for row in before:
        assert again[row["model"]]["verdict"] == row["verdict"]
        assert again[row["model"]]["commercial_use"] == row["commercial_use"]
        assert again[row["model"]]["license"]["conflicts"] == [], "our own word is no contradiction"


def test_what_the_bill_says_differently_is_a_conflict(tmp_path: Path) -> None:
    place = tmp_path / "bom.json"
    licenses = [{"license": {"id": "MIT"}}]
    place.write_bytes(cyclonedx({"type": "machine-learning-model", "name": MODELS[0], "licenses": licenses}))
    (row,) = json.loads(modelscan("check", "--bom", str(place), "--offline", "--format", "json").stdout)["results"]
    (conflict,) = row["license"]["conflicts"]
    assert conflict["kind"] == "declared-vs-bill"
    assert "states MIT, but meta-llama/Llama-3.1-8B declares llama3.1" in conflict["detail"]


@pytest.mark.parametrize(
    ("purl", "target"),
    [
        (f"pkg:huggingface/google/gemma-2-9b@{SHA}", f"google/gemma-2-9b@{SHA}"),
        ("pkg:huggingface/gpt2", "gpt2"),
        ("pkg:HuggingFace/a/b?repository_url=https://huggingface.co", "a/b"),
        ("pkg:huggingface/datasets/a/b#readme", "datasets/a/b"),
        ("pkg://huggingface/a/b", "a/b"),
    ],
)
def test_a_purl(purl: str, target: str) -> None:
    assert str(parse_purl(purl)) == target


@pytest.mark.parametrize(
    "purl",
    [
        "pkg:pypi/torch@2",
        "pkg:huggingface/",
        "pkg:",
        "pkg:huggingface/a/b/c",
        "pkg:huggingface/a/b?repository_url=x.org",
    ],
)
def test_another_purl_is_refused(purl: str) -> None:
    with pytest.raises(TargetError):
        parse_purl(purl)


def test_a_bill_as_cdxgen_12_writes_one() -> None:
    """Read out of Python calls and an Ollama file with ``-t ai``; the services that it infers from them are said."""
    components: list[dict[str, Any]] = [
        {"type": "file", "name": "Modelfile", "version": "", "group": ""},
        {
            "type": "machine-learning-model",
            "group": "ollama",
            "name": "hf.co/acme/small-GGUF:Q4_K_M",
            "version": "",
            "purl": "pkg:generic/ollama/hf.co%2Facme%2Fsmall-GGUF:Q4_K_M",
        },
        {
            "type": "machine-learning-model",
            "group": "acme",
            "name": "large",
            "version": "",
            "purl": "pkg:huggingface/acme/large",
            "evidence": {"occurrences": [{"location": "app.py#L2"}]},
        },
    ]
    services = [{"name": "ollama-service", "properties": [{"name": "cdx:ai:modelId", "value": "acme/small-GGUF"}]}]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.7", "components": components, "services": services}
    found = read_bill(json.dumps(document).encode(), "ai.json")
    assert [one.target for one in found.items] == ["acme/small-GGUF", "acme/large"]
    assert found.others == 1
    assert any("ollama-service" in note for note in found.notes)


def test_bills_of_the_libraries_at_hand(tmp_path: Path) -> None:
    """As whoever builds a bill with cyclonedx-python-lib or spdx-tools gets it."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL
    from spdx_tools.spdx import model as m
    from spdx_tools.spdx.writer.write_anything import write_file

    purl = "pkg:huggingface/acme/large@" + "a" * 40
    made = Component(
        type=ComponentType.MACHINE_LEARNING_MODEL, group="acme", name="large", purl=PackageURL.from_string(purl)
    )
    cyclonedx = JsonV1Dot6(Bom(components=[made])).output_as_string()
    package = m.Package(
        spdx_id="SPDXRef-large",
        name="acme/large",
        download_location="https://huggingface.co/acme/large",
        files_analyzed=False,
        external_references=[m.ExternalPackageRef(m.ExternalPackageRefCategory.PACKAGE_MANAGER, "purl", purl)],
    )
    info = m.CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id="SPDXRef-DOCUMENT",
        name="x",
        document_namespace="https://example.org/x",
        creators=[m.Actor(m.ActorType.TOOL, "x")],
        created=datetime(2026, 11, 1),
    )
    relation = m.Relationship("SPDXRef-DOCUMENT", m.RelationshipType.DESCRIBES, "SPDXRef-large")
    write_file(m.Document(info, packages=[package], relationships=[relation]), str(tmp_path / "a.spdx.json"))
    for content in (cyclonedx.encode(), (tmp_path / "a.spdx.json").read_bytes()):
        assert [one.target for one in read_bill(content, "b").items] == ["acme/large@" + "a" * 40]
