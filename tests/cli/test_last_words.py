"""Whatever ends a run from outside is one line and a status: streams, signals, places that cannot be written."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import ROOT, modelscan
from tests.hubserver import Hub

COMMANDS = [
    ["check", "openai-community/gpt2", "--offline"],
    ["check", "openai-community/gpt2", "--offline", "--format", "json"],
    ["check", "openai-community/gpt2", "--offline", "--format", "jsonl"],
    ["licenses"],
    ["explain", "llama3.1"],
    ["policy", "explain"],
    ["--help"],
    ["check", "--help"],
    ["--version"],
]
STOPPED = "modelscan: stopped; what was fetched is kept in the cache\n"


def _start(*words: str, unbuffered: bool = False, **streams: object) -> "subprocess.Popen[bytes]":
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONUNBUFFERED"}
    if unbuffered:
        environment["PYTHONUNBUFFERED"] = "1"
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen([sys.executable, "-m", "scanner", *words], cwd=ROOT, env=environment, **given)  # type: ignore[call-overload,no-any-return]


def _one_line(said: bytes) -> str:
    text = said.decode()
    assert text.startswith("modelscan: ") and text.count("\n") == 1, text
    return text


@pytest.mark.parametrize("unbuffered", [False, True])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_is_said_in_one_line(words: list[str], unbuffered: bool) -> None:
    with Path("/dev/full").open("wb") as full, _start(*words, unbuffered=unbuffered, stdout=full) as running:
        _, said = running.communicate(timeout=60)
    assert running.returncode == 2
    assert "No space left" in _one_line(said)


@pytest.mark.parametrize("unbuffered", [False, True])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_pipe_is_said_in_one_line(words: list[str], unbuffered: bool) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with _start(*words, unbuffered=unbuffered, stdout=writing) as running:
        os.close(writing)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 2
    assert "Broken pipe" in _one_line(said)


@pytest.mark.parametrize("words", [["check", "-"], ["check", "--from", "-"]], ids=" ".join)
def test_a_closed_standard_input_is_an_empty_one(words: list[str]) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "scanner", *words],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "nothing to judge" in _one_line(done.stderr)


WORDS = [sys.executable, "-m", "scanner", "check", "openai-community/gpt2", "--offline", "--fail-on", "review"]


def test_a_closed_standard_error_leaves_the_status() -> None:
    ran = ["sh", "-c", 'exec "$@" 2>&-', "sh", *WORDS]
    done = subprocess.run(ran, cwd=ROOT, stdout=subprocess.DEVNULL, timeout=60, check=False)
    assert done.returncode == 1


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_closed_standard_output_is_said_in_one_line(words: list[str]) -> None:
    ran = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "scanner", *words]
    done = subprocess.run(ran, cwd=ROOT, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert "could not be written" in _one_line(done.stderr)


def test_a_closed_standard_output_is_none_of_a_report_in_a_file(tmp_path: Path) -> None:
    ran = ["sh", "-c", 'exec "$@" >&-', "sh", *WORDS, "--output", str(tmp_path / "o")]
    assert subprocess.run(ran, cwd=ROOT, timeout=60, check=False).returncode == 1
    assert (tmp_path / "o").stat().st_size


@pytest.mark.parametrize("seed", range(8))
def test_ctrl_c_is_one_line_at_any_moment(seed: int, tmp_path: Path) -> None:
    """After the interpreter's own start, at which nothing of ours can answer."""
    commands = [
        ["check", "a/b", "c/d", "--hub", "http://10.255.255.1"],
        ["audit", "--demo", "--output", str(tmp_path / "demo")],
        ["scan", "docs", "--offline"],
    ]
    with _start(*commands[seed % 3]) as running:
        time.sleep(random.Random(seed).uniform(0.15, 1.0))
        running.send_signal(signal.SIGINT)
        began = time.monotonic()
        _, said = running.communicate(timeout=20)
    assert time.monotonic() - began < 4
    assert b"Traceback" not in said
    if running.returncode not in (0, 1, 3):  # it was done before
        assert running.returncode == 130
        assert said.decode().endswith(STOPPED) and said.decode().count("stopped;") == 1


def test_ctrl_c_within_a_finaliser_is_one_line_too() -> None:
    script = """
import signal
from scanner.model.process import listen

class Going:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

listen()
Going()
print("went on")
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (130, b"", STOPPED)


def test_a_job_in_the_background_is_not_stopped_by_the_terminal() -> None:
    words = [sys.executable, "-m", "scanner", "check", "openai-community/gpt2", "--offline"]
    script = 'trap "" INT; exec "$@"'
    with subprocess.Popen(["sh", "-c", script, "sh", *words], cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 0


def test_a_link_in_an_outputs_place_is_replaced_and_not_followed(hub: Hub, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine", encoding="utf-8")
    (tmp_path / "tree").mkdir()
    for name in ("o.csv", ".o.csv.part", "o.csv.part"):
        (tmp_path / "tree" / name).symlink_to(outside)
    done = modelscan(
        "check", "acme/lora", "--hub", hub.url, "--format", "csv", "--output", str(tmp_path / "tree" / "o.csv")
    )
    assert done.returncode in (0, 1)
    assert outside.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "tree" / "o.csv").is_symlink()
    assert (tmp_path / "tree" / "o.csv").read_text(encoding="utf-8").startswith("model,")
    assert len(list((tmp_path / "tree").iterdir())) == 3


def test_a_named_pipe_is_refused_without_waiting_for_its_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = modelscan("check", "openai-community/gpt2", "--offline", "--output", str(tmp_path / "pipe"))
    assert done.returncode == 2
    assert "it is a pipe" in done.stderr
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("place", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_what_the_caller_opened_may_be_written(place: str) -> None:
    done = modelscan("check", "openai-community/gpt2", "--offline", "--format", "csv", "--output", place)
    assert done.returncode == 0
    assert done.stdout.startswith("model,")


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "o").write_text("", encoding="utf-8")
    (tmp_path / "o").chmod(0o640)
    modelscan("check", "openai-community/gpt2", "--offline", "--format", "csv", "--output", str(tmp_path / "o"))
    assert (tmp_path / "o").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_place_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    done = modelscan("check", "openai-community/gpt2", "--offline", "--output", str(tmp_path / "closed" / "o"))
    assert done.returncode == 2
    assert "Permission denied" in done.stderr and done.stderr.count("\n") == 1
