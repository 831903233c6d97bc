"""How every command finds its policy: the command line, the lock, the settings, the default, in this order."""

import json
from pathlib import Path

import pytest

from scanner.model.errors import ModelscanError
from scanner.runs.policy import named
from tests.runs.lock.conftest import Run
from tests.runs.lock.conftest import run as run

OWN = "extends: internal-use\nname: ours\n"


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    """A working directory whose settings name a policy of its own."""
    (tmp_path / "ours.yaml").write_text(OWN)
    (tmp_path / "modelscan.toml").write_text('policy = "ours.yaml"\n')
    (tmp_path / "ids.csv").write_text("id\nacme/assistant-7b\n")
    (tmp_path / "app.py").write_text('from transformers import pipeline\npipeline(model="acme/assistant-7b")\n')
    return tmp_path


JSON = {
    "check": ("check", "acme/assistant-7b", "--format", "json"),
    "scan": ("scan", ".", "--format", "json"),
    "audit": ("audit", "--inventory", "ids.csv", "--format", "json"),
    "suggest": ("suggest", "--task", "text-generation", "--offline", "--format", "json"),
}


@pytest.mark.parametrize("command", JSON)
def test_every_command_takes_the_policy_that_the_settings_name(run: Run, settled: Path, command: str) -> None:
    def judged_by(*more: str) -> str:
        policy = run(*JSON[command], *more).json["policy"]
        return str(policy if isinstance(policy, str) else policy["name"])

    assert judged_by() == "ours"
    assert judged_by("--policy", "research") == "research"
    (settled / "modelscan.toml").unlink()
    assert judged_by() == "commercial-saas"


def test_whose_choice_it_was_is_said(run: Run, settled: Path) -> None:
    told = "modelscan: policy ours.yaml (from modelscan.toml)"
    assert told in run("check", "gpt2").err
    assert told not in run("check", "gpt2", "-q").err
    assert "(from modelscan.toml)" not in run("check", "gpt2", "--policy", "research").err


def test_words_and_licences_of_the_settings_policy_are_known(run: Run, settled: Path) -> None:
    assert run("policy", "explain").out.startswith("ours:")
    (settled / "ours.yaml").write_text(OWN + "knowledge_max_age_days: 0\n")
    assert run("knowledge").status == 1
    (settled / "modelscan.toml").write_text('policy = "gone.yaml"\n')
    for words in (("explain", "mit"), ("knowledge",), ("check", "gpt2"), ("waive", "gpt2", "--rule", "COM001")):
        more = ("--reason", "x", "--approver", "y", "--days", "3") if words[0] == "waive" else ()
        refused = run(*words, *more)
        assert refused.status == 2
        assert "modelscan.toml: no policy 'gone.yaml'" in refused.err


def test_a_waiver_is_granted_under_it(run: Run, settled: Path) -> None:
    (settled / "ours.yaml").write_text(OWN + "rules:\n  DAT001: error\n")
    granted = run("waive", "acme/assistant-7b", "--rule", "DAT001", "--reason", "x", "--approver", "y", "--days", "40")
    assert granted.status == 0
    assert "policy ours.yaml (from modelscan.toml)" in granted.err


def test_what_works_from_a_lock_takes_the_policy_of_the_lock(run: Run, settled: Path) -> None:
    part = settled / "part"
    part.mkdir()
    (part / "own.yaml").write_text(OWN.replace("ours", "theirs"))
    words = ("lock", "acme/assistant-7b", "--lock", "part/models.lock")
    assert run(*words, "--policy", "part/own.yaml", "--use", "research").status == 0
    stated = json.loads((part / "models.lock").read_text())["policy"]
    assert (stated["source"], stated["use"]) == ("own.yaml", "research")
    told = run("audit", "--lock", "part/models.lock", "--format", "json")
    assert told.json["policy"]["name"] == "theirs for research"
    assert "policy part/own.yaml (from part/models.lock)" in told.err
    drifted = run("drift", "--lock", "part/models.lock", "--format", "json")
    assert (drifted.status, drifted.json["policy"]["name"]) == (0, "theirs for research")
    stated = run("audit", "--lock", "part/models.lock", "--format", "json", "--policy", "research").json["policy"]
    assert stated["name"] == "research"


def test_a_lock_that_names_none_was_judged_by_the_default(run: Run, tmp_path: Path) -> None:
    assert run("lock", "acme/assistant-7b").status == 0
    (tmp_path / "modelscan.toml").write_text('policy = "research"\n')
    assert run("audit", "--format", "json").json["policy"]["name"] == "commercial-saas"


def test_locks_of_several_policies_are_not_judged_by_one_of_them(run: Run, tmp_path: Path) -> None:
    for name in ("research", "internal-use"):
        run("lock", "acme/assistant-7b", "--lock", f"{name}.lock", "--policy", name)
    words = ("audit", "--lock", "research.lock", "--lock", "internal-use.lock", "--format", "json")
    refused = run(*words)
    assert refused.status == 2
    assert "research.lock was judged by research and internal-use.lock by internal-use: say" in refused.err
    assert run(*words, "--policy", "research").json["policy"]["name"] == "research"


def test_the_settings_of_a_judged_folder_choose_nothing(run: Run, tmp_path: Path) -> None:
    """A model that is downloaded brings no policy along."""
    model = tmp_path / "model"
    model.mkdir()
    (model / "modelscan.toml").write_text('policy = "research"\n')
    (model / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n")
    (model / "model.safetensors").write_bytes(b"0" * 64)
    assert run("check", "./model", "--format", "json", "--offline").json["policy"]["name"] == "commercial-saas"


def test_the_file_that_names_a_policy_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "modelscan.toml").write_text('policy = "reserch"\n')
    with pytest.raises(ModelscanError, match=r"modelscan\.toml: no policy 'reserch'"):
        named(None, None, tmp_path).load()
