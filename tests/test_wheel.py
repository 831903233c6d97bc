"""The wheel: built, installed into an empty environment, and run from another folder."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.wheel


def run(*command: str | Path, cwd: Path, timeout: int = 300) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "MODELSCAN", "HF_"))}
    return subprocess.run(list(map(str, command)), cwd=cwd, env=clean, capture_output=True, text=True, timeout=timeout)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel: install the dev extra")
    folder = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of an environment that holds the wheel and its dependencies, and nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    done = run(*pip, "--retries", "1", wheel, cwd=folder)
    if done.returncode and any(
        word in done.stderr for word in ("NewConnectionError", "Name or service", "timed out", "ProxyError")
    ):
        pytest.skip("needs the package registry to install the wheel's dependencies")
    assert done.returncode == 0, done.stderr
    return programs


def test_knowledge_is_inside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path for folder in ("rules", "templates") for path in (ROOT / folder).rglob("*") if path.is_file()]
    # Compiled copies of the rules are each machine's own.
    shipped = {path.relative_to(ROOT).as_posix() for path in files if path.parent.name != "__pycache__"}
    assert not {f"scanner/data/{name}" for name in shipped} - names
    assert not [
        name for name in names if "__pycache__" in name or name.startswith(("tests/", "scripts/", "rules/", "docs/"))
    ]


def test_it_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    for command in (
        [installed / "modelscan"],
        [installed / "modelscan-governance"],
        [installed / "python", "-m", "scanner"],
    ):
        done = run(*command, "--version", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "0.1.0" in done.stdout


def test_it_finds_its_rules_and_catalog(installed: Path, tmp_path: Path) -> None:
    code = (
        "from scanner.knowledge.resources import rules_dir, templates_dir\n"
        "from scanner.collect.catalog import Catalog\n"
        "print(len(list((rules_dir() / 'licenses').glob('*.yaml'))), Catalog.open().models, templates_dir().is_dir())"
    )
    done = run(installed / "python", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    licenses, models, templates = done.stdout.split()
    assert int(licenses) == len(list((ROOT / "rules" / "licenses").glob("*.yaml")))
    assert int(models) > 15_000
    assert templates == "True"


def test_a_first_verdict(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "modelscan", "check", "mistralai/Mistral-7B-v0.1", "--offline", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert "mistralai/Mistral-7B-v0.1" in done.stdout
    assert "2025-04-21" in done.stdout
