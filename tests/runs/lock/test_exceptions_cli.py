"""Waivers and baselines as commands: adopted, granted, seen in every output, ended."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.hubserver import Hub
from tests.hubserver.fixtures import model
from tests.runs.lock.conftest import Run

FOUND = ("acme/llama-tuned", "acme/lora", "acme/other-license")
WAIVE = ("waive", "acme/lora", "--rule", "COM001", "--reason", "only in the lab", "--approver", "jane@example.com")
NOV_23 = "1795392000"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOV_23)


def verdict(run: Run, *args: str) -> str:
    return str(run("check", *args, "--format", "json").json["results"][0]["verdict"])


def test_a_codebase_is_adopted_and_its_baseline_only_shrinks(run: Run, hub: Hub, tmp_path: Path) -> None:
    assert run("check", *FOUND, "--fail-on", "review").status == 1
    adopting = run("check", *FOUND, "--fail-on", "review", "--write-baseline")
    assert adopting.status == 0, adopting.out
    baseline = (tmp_path / "modelscan-baseline.yaml").read_text()
    assert run("check", *FOUND, "--fail-on", "review").status == 0
    more = run("check", *FOUND, "acme/bare", "--fail-on", "review", "--write-baseline")
    assert more.status == 1 and "new findings were not adopted" in more.err and "modelscan waive" in more.err
    assert (tmp_path / "modelscan-baseline.yaml").read_text() == baseline
    # One model is mended: its findings leave the baseline for good.
    mended = hub.repos["model", "acme/other-license"]
    mended.card_data, mended.tags, mended.files = {"license": "mit"}, ["license:mit"], {"model.safetensors": 10**9}
    mended.sha = "d" * 40
    assert "no longer found: --write-baseline takes them off" in run("check", *FOUND).err
    run("check", *FOUND, "--write-baseline")
    assert "acme/other-license" not in (tmp_path / "modelscan-baseline.yaml").read_text()
    assert "acme/lora" in (tmp_path / "modelscan-baseline.yaml").read_text()


def test_a_baseline_is_not_written_over_what_could_not_be_assessed(run: Run, tmp_path: Path) -> None:
    done = run("check", "acme/lora", "acme/nowhere", "--write-baseline")
    assert done.status == 1, "nothing was adopted, so what fails still fails"
    assert "was not written" in done.err and "acme/nowhere" in done.err and "Mend the id" in done.err
    assert not (tmp_path / "modelscan-baseline.yaml").exists()
    run("check", "acme/lora", "--write-baseline")
    before = (tmp_path / "modelscan-baseline.yaml").read_text()
    assert run("check", "acme/lora", "acme/nowhere", "--write-baseline").status == 3  # the old one in force
    assert (tmp_path / "modelscan-baseline.yaml").read_text() == before
    assert run("check", "acme/lora", "--fail-on", "review").status == 0, "the old one still holds"


def test_granting_says_what_still_stands(run: Run) -> None:
    standing = [
        one["rule"]
        for one in run("check", "acme/lora", "--format", "json").json["results"][0]["findings"]
        if one["outcome"] in ("violated", "unknown") and one["severity"] != "note"
    ]
    assert len(standing) > 1
    for done, rule in enumerate(standing, 1):
        granted = run("waive", "acme/lora", "--rule", rule, "--reason", "r", "--approver", "a", "--days", "5")
        said = next(line for line in granted.err.splitlines() if "acme/lora" in line and "stand" in line)
        assert all((f"{other} (" in said) == (other in standing[done:]) for other in standing)
    assert "nothing else stands" in said


def test_a_baseline_covers_no_new_terms(run: Run, hub: Hub) -> None:
    run("check", "acme/llama-tuned", "--write-baseline")
    assert verdict(run, "acme/llama-tuned") == "pass"
    base = hub.repos["model", "meta-llama/llama-3.1-8b"]
    base.card_data, base.tags = {"license": "gemma"}, ["license:gemma"]
    assert verdict(run, "acme/llama-tuned") != "pass"


def test_targets_after_write_baseline_are_not_files(run: Run, tmp_path: Path) -> None:
    assert run("check", "--write-baseline", "acme/lora").status == 0
    assert (tmp_path / "modelscan-baseline.yaml").exists() and not (tmp_path / "acme").exists()
    run("check", "acme/lora", "--write-baseline", "mine.yaml")
    assert (tmp_path / "mine.yaml").exists()
    assert run("check", "acme/lora", "--write-baseline=mine.json").status == 2


def test_a_waiver_from_grant_to_end(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert verdict(run, "acme/lora") == "unknown"
    granted = run(*WAIVE, "--days", "90", "--ticket", "L-7")
    assert granted.status == 0 and "until 2027-02-21" in granted.out
    assert verdict(run, "acme/lora") == "review"  # LIC001, a warning, still stands
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOV_23) + 70 * 86400))
    assert "expires within 30 days" in run("check", "acme/lora").err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOV_23) + 91 * 86400))
    ended = run("check", "acme/lora")
    assert ended.status == 1 and "FAIL" in ended.out and "has expired" in ended.err


def test_a_waiver_ends_when_the_terms_change(run: Run, hub: Hub) -> None:
    run("waive", "acme/llama-tuned", "--rule", "LIN001", "--reason", "r", "--approver", "a", "--days", "90")
    assert "waived until 2027-02-21" in run("check", "acme/llama-tuned").out
    base = hub.repos["model", "meta-llama/llama-3.1-8b"]
    base.card_data, base.tags = {"license": "llama3.2"}, ["license:llama3.2"]
    changed = run("check", "acme/llama-tuned")
    assert "no longer holds" in changed.err and "NO LONGER HOLDS" in " ".join(changed.out.split())


def test_a_waived_finding_is_seen_in_every_output(run: Run) -> None:
    run(*WAIVE, "--days", "90", "--ticket", "L-7")
    words = "waived until 2027-02-21 by jane@example.com (L-7): only in the lab"
    one = " ".join(run("check", "acme/lora").out.split())
    assert words in one
    many = " ".join(run("check", "acme/lora", "gpt2").out.split())
    assert "1 waived" in many
    result = run("check", "acme/lora", "--format", "json").json["results"][0]
    finding = next(f for f in result["findings"] if f["rule"] == "COM001")
    assert (finding["outcome"], finding["waiver"]["state"]) == ("waived", "valid")
    assert (
        words.replace("@", "\\@").replace("(", "\\(").replace(")", "\\)").replace("-", "\\-")
        in run("check", "acme/lora", "--format", "markdown").out
    )
    assert words in run("check", "acme/lora", "--format", "html").out.replace("<wbr>", "")  # a break within a long word
    (row,) = csv.DictReader(io.StringIO(run("check", "acme/lora", "--format", "csv").out))
    assert row["waivers"] == f"COM001 {words}" and "COM001 waived" in row["findings"]
    sarif = json.loads(run("check", "acme/lora", "--format", "sarif").out)["runs"][0]["results"]
    suppressed = [one for one in sarif if one["ruleId"] == "COM001"]
    assert suppressed[0]["suppressions"][0]["justification"] == words
    assert words in run("check", "acme/lora", "--format", "junit").out


def test_unused_waivers_are_reported(run: Run) -> None:
    run(*WAIVE, "--days", "90")
    ran = run("check", "gpt2", "--format", "json")
    assert "matched nothing" in ran.err
    assert [one["model"] for one in ran.json["waivers"]["unused"]] == ["acme/lora"]
    assert run("check", "acme/lora", "--format", "json").json["waivers"]["unused"] == []


def test_a_waiver_by_licence_covers_the_family(run: Run) -> None:
    done = run("waive", "--license", "LLAMA3.1", "--rule", "COM002", "--reason", "r", "--approver", "a", "--days", "90")
    assert done.status == 0
    result = run("check", "acme/llama-tuned", "--format", "json").json["results"][0]
    assert [f["outcome"] for f in result["findings"] if f["rule"] == "COM002"] == ["waived"]


def test_granting_anew_replaces_and_says_whose(run: Run, tmp_path: Path) -> None:
    run(*WAIVE, "--days", "90")
    again = run(*(*WAIVE[:-1], "bob"), "--days", "60")
    assert "replaces the waiver of COM001 for acme/lora by jane@example.com" in again.err
    assert (tmp_path / "modelscan-waivers.yaml").read_text().count("rule: COM001") == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((*WAIVE,), "say when it ends"),
        ((*WAIVE, "--days", "3", "--expires", "2027-01-01"), "one of them"),
        ((*WAIVE, "--expires", "2026-11-22"), "is past: today is 2026-11-23"),
        ((*WAIVE, "--expires", "tomorrow"), "is no date"),
        (("waive", "--rule", "COM001", "--reason", "r", "--approver", "a", "--days", "1"), "TARGET"),
        ((*WAIVE, "--license", "mit", "--days", "1"), "either a TARGET"),
        ((*WAIVE[:3], "COM01", *WAIVE[4:], "--days", "1"), "there is no rule 'COM01' (did you mean 'COM001'?)"),
        (("waive", "gpt2", *WAIVE[2:], "--days", "1"), "nothing to waive"),
        ((*WAIVE[:5], " ", *WAIVE[6:], "--days", "1"), "'reason' must say something"),
        ((*WAIVE, "--days", "1", "--revision", "v1"), "give commit shas"),
        (("waive", "--license", "apache-3", *WAIVE[2:], "--days", "1"), "no licence 'apache-3' is known (did you mean"),
    ],
)
def test_a_waiver_that_says_nonsense_is_not_written(
    run: Run, tmp_path: Path, args: tuple[str, ...], words: str
) -> None:
    ran = run(*args)
    assert ran.status == 2 and words in ran.err
    assert not (tmp_path / "modelscan-waivers.yaml").exists()


def test_a_waiver_for_what_is_not_there_is_3(run: Run) -> None:
    assert run("waive", "acme/never-was", *WAIVE[2:], "--days", "1").status == 3


def test_a_broken_file_stops_the_run_in_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "modelscan-waivers.yaml").write_text("waivers:\n- modle: a/b\n")
    ran = run("check", "gpt2")
    assert ran.status == 2 and "modelscan-waivers.yaml:2" in ran.err


def test_a_family_is_one_line_on_the_screen(run: Run, hub: Hub) -> None:
    names = []
    for number in range(12):
        tags = ["license:apache-2.0", "base_model:finetune:meta-llama/Llama-3.1-8B"]
        data = {"license": "apache-2.0", "base_model": "meta-llama/Llama-3.1-8B"}
        front = "license: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B\n"
        hub.add(model(f"acme/tune-{number}", front, data, tags))
        names.append(f"acme/tune-{number}")
    out = " ".join(run("check", *names).out.split())
    assert "12 models Declared Apache-2.0, but its base meta-llama/Llama-3.1-8B is under llama3.1 (LIN001)" in out
    assert "via meta-llama/Llama-3.1-8B" in out
