"""Several runs at one place, and runs that are killed: nothing granted is lost, nothing is ever half written.

The short form runs with the other tests; ``MODELSCAN_TORTURE=N`` makes it N times as long.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scanner.judge.exceptions.files import read_file
from scanner.runs.audit.history import History
from scanner.runs.lock.files import read as read_lock
from tests.cli.running import ROOT
from tests.hubserver import Hub

TIMES = int(os.environ.get("MODELSCAN_TORTURE") or "1")
LICENCES = ("mit", "apache-2.0", "llama3.1", "gemma", "cc-by-4.0", "cc-by-nc-4.0", "gpl-3.0", "openrail")
IDS = ("openai-community/gpt2", "mistralai/Mistral-7B-v0.1", "meta-llama/Llama-3.1-8B", "Qwen/Qwen2.5-7B")


def _start(words: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scanner", *words]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )


def _waive(license_: str) -> list[str]:
    said = ["--rule", "COM002", "--reason", "race", "--approver", "A", "--days", "9"]
    return ["waive", "--license", license_, *said]


def _all_done(running: "list[subprocess.Popen[bytes]]") -> None:
    for one in running:
        _, said = one.communicate(timeout=300)
        assert one.returncode in (0, 1, 3), said.decode()
        assert b"Traceback" not in said, said.decode()


@pytest.mark.parametrize("_", range(TIMES))
def test_grants_at_the_same_moment_are_all_kept(tmp_path: Path, _: int) -> None:
    _all_done([_start(_waive(name), tmp_path) for name in LICENCES])
    assert len(read_file(tmp_path / "modelscan-waivers.yaml").waivers) == len(LICENCES)
    assert [one.name for one in tmp_path.iterdir()] == ["modelscan-waivers.yaml"]


@pytest.mark.parametrize("_", range(TIMES))
def test_audits_at_the_same_moment_are_all_kept(tmp_path: Path, _: int) -> None:
    running = []
    for number, name in enumerate(IDS[:3]):
        (tmp_path / f"{number}.csv").write_text(f"id\n{name}\n", encoding="utf-8")
        words = ["audit", "--inventory", f"{number}.csv", "--offline", "--output", f"out{number}"]
        running.append(_start(words, tmp_path))
    _all_done(running)
    history = History(tmp_path / ".modelscan" / "audits")
    kept = [json.loads(path.read_bytes()) for path in history.audits()]
    assert len({json.dumps(one["rows"], sort_keys=True) for one in kept}) == 3


@pytest.mark.parametrize("seed", range(2 * TIMES))
def test_a_killed_run_leaves_the_old_or_the_new(tmp_path: Path, seed: int) -> None:
    _all_done([_start(_waive("mit"), tmp_path)])
    moments = random.Random(seed)
    for name in LICENCES[1:4]:
        before = len(read_file(tmp_path / "modelscan-waivers.yaml").waivers)
        with _start(_waive(name), tmp_path) as running:
            time.sleep(moments.uniform(0.1, 0.6))
            running.send_signal(signal.SIGKILL)
            running.communicate(timeout=60)
        assert len(read_file(tmp_path / "modelscan-waivers.yaml").waivers) in (before, before + 1)


@pytest.mark.parametrize("seed", range(TIMES))
def test_locks_at_the_same_moment_are_one_of_them(tmp_path: Path, hub: Hub, seed: int) -> None:
    names = random.Random(seed).sample(["acme/lora", "acme/assistant-7b", "acme/bare"], 3)
    _all_done([_start(["lock", name, "--hub", hub.url], tmp_path) for name in names])
    assert len(read_lock(tmp_path / "models.lock").models) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["models.lock"]
