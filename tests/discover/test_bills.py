"""Bills of materials in a tree: each model and dataset at its line; what cannot be read is said."""

import json
from pathlib import Path

import pytest

from scanner.discover import discover
from tests.report.bom import readers
from tests.report.bom.samples import EVERY, SHA

CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {"type": "library", "name": "left-pad", "purl": "pkg:npm/left-pad@1.0.0"},
        {
            "type": "machine-learning-model",
            "name": "encoder",
            "purl": f"pkg:huggingface/quarry/encoder@{SHA}",
            "components": [{"type": "data", "name": "x", "purl": "pkg:pypi/x@1"}],
        },
        {"type": "machine-learning-model", "name": "our secret model"},
        {
            "type": "data",
            "name": "set",
            "externalReferences": [{"type": "website", "url": "https://huggingface.co/datasets/quarry/set"}],
        },
    ],
}


def found(tmp_path: Path, name: str, text: str) -> tuple[list[tuple[str | None, str, str | None, int]], list[str]]:
    (tmp_path / name).write_text(text)
    done = discover(tmp_path)
    return [(one.id, one.kind, one.revision, one.line) for one in done.references], [
        f"{one.path}: {one.reason}" for one in (*done.coverage.files_partial, *done.coverage.files_skipped)
    ]


@pytest.mark.parametrize("name", ["bom.json", "app.cdx.json", "anything.json"])
def test_models_and_datasets_at_their_lines(tmp_path: Path, name: str) -> None:
    text = json.dumps(CYCLONEDX, indent=1)
    lines = text.splitlines()
    references, _ = found(tmp_path, name, text)
    assert {(id_, kind, revision) for id_, kind, revision, _ in references} == {
        ("quarry/encoder", "model", SHA),
        ("quarry/set", "dataset", None),
        (None, "model", None),
    }
    for id_, _, _, line in references:
        assert (id_ or "our secret model") in lines[line - 1]


@pytest.mark.parametrize("format_", ["cyclonedx", "cyclonedx-1.6", "spdx", "spdx-2.3"])
def test_our_own_bills(tmp_path: Path, format_: str) -> None:
    references, _ = found(tmp_path, "product.json", readers.text(format_, EVERY))
    named = {(id_, kind) for id_, kind, _, _ in references}
    assert {("meta-llama/Llama-3.1-8B-Instruct", "model"), ("allenai/c4", "dataset")} <= named


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bom.xml", '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>', "export it as JSON"),
        ("a.spdx", "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n", "export it as JSON"),
        ("bom.json", '{"bomFormat": "CycloneDX", "specVersion": "9.9"}', "9.9"),
        ("bom.json", '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [', "no bill of materials"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, text: str, said: str) -> None:
    references, notes = found(tmp_path, name, text)
    assert references == []
    assert any(said in note for note in notes), notes


def test_a_file_of_that_name_that_is_no_bill_is_read_as_ever(tmp_path: Path) -> None:
    references, _ = found(tmp_path, "bom.json", '{"model_id": "quarry/encoder"}')
    assert [one[0] for one in references] == ["quarry/encoder"]


def test_fifty_thousand_components_are_no_hour(tmp_path: Path) -> None:
    many = [{"type": "library", "name": f"p{n}", "purl": f"pkg:npm/p{n}@1"} for n in range(50_000)]
    references, _ = found(tmp_path, "bom.json", json.dumps({**CYCLONEDX, "components": many + CYCLONEDX["components"]}))
    assert len(references) == 3
