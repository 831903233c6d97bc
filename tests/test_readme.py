"""Every command of README.md is run: the live ones against a Hub on loopback that does not know the models."""

import re
import shlex
from pathlib import Path

import pytest

from scanner.cli import COMMANDS
from tests.cli.running import ROOT, modelscan
from tests.hubserver import Hub

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line.partition("#")[0].strip() for block in BLOCKS for line in block.splitlines()]
OURS = [line for line in LINES if line.startswith("modelscan ")]


@pytest.mark.parametrize("line", OURS)
def test_command(line: str, hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "models.txt").write_text("acme/assistant-7b\n")
    (tmp_path / "my-fine-tune").mkdir()
    (tmp_path / "my-fine-tune" / "README.md").write_text("---\nlicense: mit\n---\n")
    done = modelscan(*shlex.split(line)[1:], cwd=tmp_path, HF_ENDPOINT=hub.url)
    assert "Traceback" not in done.stderr
    live = "--offline" not in line and "--demo" not in line and " check " in f" {line} "
    assert done.returncode in ((0, 1, 3) if live else (0, 1)), done.stderr


@pytest.mark.parametrize("line", sorted({*re.findall(r"`(modelscan [^`]+)`", README)}))
def test_a_command_in_passing_is_one(line: str, tmp_path: Path) -> None:
    """Whole ones run; those that lack what only a reader has say what, and their help answers."""
    (tmp_path / "LICENSE").write_text((ROOT / "LICENSE").read_text())
    (tmp_path / "app.py").write_text('AutoModel.from_pretrained("acme/assistant-7b")')
    arguments = shlex.split(line)[1:]
    done = modelscan(*arguments, cwd=tmp_path, HF_ENDPOINT="http://127.0.0.1:9")
    assert "Traceback" not in done.stderr
    assert "No such" not in done.stderr and "no command" not in done.stderr
    assert done.returncode in (0, 3) or modelscan(*arguments, "--help", cwd=tmp_path).returncode == 0, done.stderr


def test_the_first_command_shows_a_verdict_without_a_network(tmp_path: Path) -> None:
    first = shlex.split(OURS[0])[1:]
    done = modelscan(*first, cwd=tmp_path, HF_ENDPOINT="http://127.0.0.1:9")
    assert (done.returncode, "NOT LIVE" in done.stdout) == (0, True)
    assert len(done.stdout.splitlines()) < 25, "it fits a screen"
    assert "users" in done.stdout, "and asks what is to be asked"


def test_every_command_is_documented() -> None:
    pages = README + "".join(page.read_text() for page in sorted((ROOT / "docs").glob("*.md")))
    missing = [name for name in COMMANDS if f"modelscan {name}" not in pages]
    assert not missing, f"not in README.md or docs/: {missing}"


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README):
        assert (ROOT / target).exists(), target
