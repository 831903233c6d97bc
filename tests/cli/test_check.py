"""``modelscan check`` as its user runs it: against a loopback Hub, offline, and with everything going wrong."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import ROOT, modelscan
from tests.hubserver import Hub

CONTRACT = {
    "model", "repo_type", "revision", "source", "observed_at", "verdict", "license", "commercial_use", "weights",
    "datasets", "lineage", "obligations", "openness", "profile", "findings", "references", "error",
}  # fmt: skip


def judged(*words: str, **environment: str) -> tuple[int, list[dict]]:  # type: ignore[type-arg]
    done = modelscan("check", *words, "--format", "json", **environment)
    return done.returncode, json.loads(done.stdout)["results"]


def test_every_field_of_the_contract_is_there(hub: Hub) -> None:
    status, [result] = judged("acme/assistant-7b", "--hub", hub.url)
    assert status == 0
    assert set(result) >= CONTRACT
    assert result["source"] == "hub"
    assert len(result["revision"]) == 40
    assert result["commercial_use"]["status"] == "allowed"
    assert result["license"]["effective"] == ["Apache-2.0"]
    assert [one["id"] for one in result["lineage"]] == ["acme/assistant-7b-base", "acme/seed-7b"]
    assert result["datasets"]["status"] == "restricted"


def test_a_relabelled_fine_tune_names_the_true_terms(hub: Hub) -> None:
    _, [result] = judged("acme/llama-tuned", "--hub", hub.url)
    # The licence file of the base lies behind its gate; what the gate asks to accept is that licence.
    assert result["commercial_use"]["status"] == "conditional"
    assert result["license"]["effective"] == ["Apache-2.0", "llama3.1"]
    assert {one["from"] for one in result["commercial_use"]["conditions"]} == {"meta-llama/Llama-3.1-8B"}
    assert [one["kind"] for one in result["license"]["conflicts"]] == ["declared-vs-base"]
    assert result["license"]["concluded"] == "NOASSERTION"


def test_statuses(hub: Hub) -> None:
    assert modelscan("check", "acme/assistant-7b", "--hub", hub.url).returncode == 0
    assert modelscan("check", "acme/assistant-7b", "--hub", hub.url, "--fail-on", "review").returncode == 1
    assert modelscan("check", "acme/empty", "--hub", hub.url).returncode == 1
    assert modelscan("check", "acme/empty", "--hub", hub.url, "--fail-on", "never").returncode == 0
    assert modelscan("check", "acme/none", "--hub", hub.url, "--fail-on", "never").returncode == 3
    assert modelscan("check", "acme/none", "acme/empty", "--hub", hub.url).returncode == 1
    assert modelscan("check", "acme/empty", "--policy", "no-such", "--hub", hub.url).returncode == 2
    assert modelscan("check", "acme/empty", "--format", "no-such", "--hub", hub.url).returncode == 2
    assert modelscan("check", "--hub", hub.url).returncode == 3
    assert modelscan("check", "--hub", hub.url, "--allow-empty").returncode == 0


def test_one_bad_target_spoils_no_other(hub: Hub) -> None:
    status, results = judged("acme/assistant-7b", "bad id", "acme/none", "acme/private", "--hub", hub.url)
    assert status == 3
    assert [one["error"] and one["error"]["kind"] for one in results] == [None, "bad_id", "not_found", "not_found"]


def test_a_gated_model_is_judged(hub: Hub) -> None:
    _, [result] = judged("meta-llama/Llama-3.1-8B", "--hub", hub.url)
    assert result["weights"]["status"] == "gated"
    assert result["commercial_use"]["status"] == "conditional"
    assert any("LICENSE (this file is gated" in notice for notice in result["notices"])
    assert result["error"] is None


def test_a_renamed_repo_is_followed_and_said(hub: Hub) -> None:
    done = modelscan("check", "acme/old-name", "--hub", hub.url)
    assert "acme/old-name is now acme/assistant-7b" in done.stdout


def test_ids_from_standard_input(hub: Hub) -> None:
    done = modelscan("check", "-", "--hub", hub.url, "--format", "jsonl", given=b"# two\nacme/lora\n\nacme/empty\n")
    assert [json.loads(line)["model"] for line in done.stdout.splitlines()] == ["acme/lora", "acme/empty"]


@pytest.mark.parametrize("name", ["json", "jsonl", "text", "markdown", "html", "sarif", "csv", "cyclonedx", "junit"])
def test_the_same_bytes_for_the_same_input(name: str) -> None:
    words = ("check", "openai-community/gpt2", "bigscience/bloom", "--offline", "--format", name)
    seeds = ("1", "2")
    made = [modelscan(*words, SOURCE_DATE_EPOCH="1790000000", PYTHONHASHSEED=seed, TZ=f"UTC{seed}") for seed in seeds]
    assert made[0].stdout == made[1].stdout
    assert made[0].stdout


def test_an_outage_is_unknown_and_never_green() -> None:
    done = modelscan("check", "openai-community/gpt2", "--hub", "http://127.0.0.1:9")
    assert done.returncode == 3
    assert "--offline" in done.stdout + done.stderr


def test_offline_says_where_it_judged_from() -> None:
    done = modelscan("check", "openai-community/gpt2", "--offline")
    assert "NOT LIVE" in done.stdout.splitlines()[0]
    status, [result] = judged("openai-community/gpt2", "--offline")
    assert (result["source"], result["verdict"]) == ("catalog", "review")
    assert status == 0


def test_offline_without_a_record_is_said() -> None:
    status, [result] = judged("acme/never-heard-of", "--offline")
    assert (status, result["error"]["kind"]) == (3, "not_in_catalog")


def test_outputs_belong_to_their_formats(hub: Hub, tmp_path: Path) -> None:
    places = [str(tmp_path / "a" / "r.json"), str(tmp_path / "r.md")]
    words = ["--format", "json", "--format", "markdown", "--format", "csv"]
    done = modelscan("check", "acme/lora", "--hub", hub.url, *words, "--output", places[0], "--output", places[1])
    assert json.loads(Path(places[0]).read_text())["results"][0]["model"] == "acme/lora"
    assert "acme/lora" in Path(places[1]).read_text()
    assert done.stdout.startswith("model,")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_cannot_be_written_leaves_what_stood_there(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = modelscan("check", "acme/lora", "--hub", hub.url, "--output", str(tmp_path / "folder"))
    assert done.returncode == 2
    assert "could not be written" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_folder_is_judged_like_a_repo(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B\n---\n# Ours\n")
    (tmp_path / "model.safetensors").write_bytes(b"0" * 64)
    _, [result] = judged(str(tmp_path), "--hub", hub.url)
    assert result["source"] == "local"
    assert {one["from"] for one in result["commercial_use"]["conditions"]} == {"meta-llama/Llama-3.1-8B"}


def test_stopping_half_way_is_quick_and_clean(hub: Hub) -> None:
    hub.delay = 5.0
    words = [sys.executable, "-m", "scanner", "check", "acme/assistant-7b", "--hub", hub.url]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    assert b"Traceback" not in said


@pytest.mark.parametrize("word", ["--help", "check --help", "policy --help", "licenses --help", "scan --help"])
def test_help(word: str) -> None:
    assert modelscan(*word.split()).returncode == 0


def test_an_unknown_command_names_the_nearest() -> None:
    done = modelscan("chek")
    assert done.returncode == 2
    assert "did you mean 'check'" in done.stderr
