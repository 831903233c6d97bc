"""An audit's files know each other, and an artifact alone is enough on another machine."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.model.report import AuditMark
from scanner.report.audit.formats import BILLS, render
from tests.cli.running import modelscan
from tests.runs.audit.making import demo

FIRST, SECOND = "1790000000", "1797000000"


@pytest.mark.parametrize("name", [*BILLS, "sarif", "json", "html"])
def test_every_file_bears_the_audits_id(name: str) -> None:
    seal = demo().seal
    assert seal is not None
    mark = AuditMark(id=seal.id, manifest=seal.manifest)
    made = str(render(name, replace(demo(), report=replace(demo().report, audit=mark)))).replace("<wbr>", "")
    assert seal.id in made
    assert seal.manifest in made


def test_what_a_check_writes_bears_none() -> None:
    assert "modelscan audit 2" not in str(render("spdx-2.3", demo()))
    run = json.loads(str(render("sarif", replace(demo(), seal=None))))["runs"][0]
    assert run["automationDetails"]["id"] == "modelscan/audit/"
    assert "properties" not in run


def test_the_files_of_one_run_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "models.txt").write_text("gpt2\n")
    names = ("json", "sarif", "cyclonedx")
    words = [word for name in names for word in ("--format", name, "--output", name)]
    modelscan("audit", "--inventory", "models.txt", "--offline", *words, cwd=tmp_path, SOURCE_DATE_EPOCH=FIRST)
    told = json.loads((tmp_path / "json").read_text())["audit"]
    (manifest,) = (tmp_path / ".modelscan/audits").glob("*.audit.json")
    assert told["manifest_sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()
    run = json.loads((tmp_path / "sarif").read_text())["runs"][0]
    assert run["automationDetails"]["id"] == f"modelscan/audit/{told['id']}"
    bill = json.loads((tmp_path / "cyclonedx").read_text())["metadata"]["properties"]
    assert {"name": "modelscan:audit", "value": told["id"]} in bill


@pytest.mark.parametrize("inside", ["", "artifact/kept"])
def test_another_machine_goes_on_from_the_artifact_alone(tmp_path: Path, inside: str) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (here / "models.csv").write_text("id,owner,system\ngpt2,Ada,Shop\nopenai/whisper-large-v3,Bo,Calls\n")
    asked = ("audit", "--offline", "--format", "json", "--fail-on", "never")
    modelscan(*asked, "--inventory", "models.csv", cwd=here, SOURCE_DATE_EPOCH=FIRST)
    shutil.copytree(here / ".modelscan/audits", there / "unpacked" / inside / "audits")
    shutil.rmtree(here)
    done = modelscan(*asked, "--previous", "unpacked", cwd=there, SOURCE_DATE_EPOCH=SECOND)
    told = json.loads(done.stdout)["audit"]
    assert told["changes"]["since"].startswith("2026-09-21"), done.stderr
    assert {one["owner"] for one in told["inventory"]["assets"]} == {"Ada", "Bo"}
    assert len(list(there.rglob("*.audit.json"))) == 2
