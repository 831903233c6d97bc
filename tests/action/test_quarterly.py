"""The quarterly audit of docs/ci.md: its own steps, with bash, a real git and a ``gh`` that keeps what it is asked."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.action.test_docs import shell, snippets
from tests.hubserver import Hub
from tests.runs.scan.sample import commit, git

GH = """#!/bin/sh
echo "$@" >> "$GH_LOG"
case "$1 $2" in
  "issue list") cat "$GH_LOG.number" 2>/dev/null || true ;;
  "issue create") echo 7 > "$GH_LOG.number" ;;
esac
"""


WAIVERS = """waivers:
  - {rule: COM001, model: gpt2, reason: pilot, approver: Cleo, created: 2026-09-01, expires: 2026-11-30}
  - {rule: COM002, model: gpt2, reason: pilot, approver: Cleo, created: 2026-09-01, expires: 2027-02-28}
"""


def _steps() -> list[dict[str, Any]]:
    (text,) = (one for one in snippets("github") if one.startswith("name: model audit"))
    steps: list[dict[str, Any]] = yaml.safe_load(text)["jobs"]["audit"]["steps"]
    return [one for one in steps if "run" in one and "name" in one]


def _quarter(place: Path, models: Hub, epoch: str) -> None:
    log = place.parent / "gh.log"
    for step in _steps():
        script = f'export PATH="{place.parent / "bin"}:$PATH"\n{step["run"].replace("--format pdf ", "")}'
        script = script.replace("--output report/audit.pdf ", "")  # a minute of layout that other tests do
        done = shell(script, place, models.url, GH_LOG=str(log), SOURCE_DATE_EPOCH=epoch)
        assert done.returncode == 0, (step["name"], done.stderr)


def test_two_quarters(tmp_path: Path, models: Hub) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH)
    (tmp_path / "bin" / "gh").chmod(0o755)
    models_csv = "id,owner,system\nbirch/researcher,Ada,Shop\ngpt2,Bo,Shop\n"
    commit(tmp_path / "seed", {"models.csv": models_csv, "modelscan-waivers.yaml": WAIVERS})
    git(tmp_path, "clone", "-q", "--bare", str(tmp_path / "seed"), "origin.git")
    for number, epoch in enumerate(("1790000000", "1797000000")):
        git(tmp_path, "clone", "-q", str(tmp_path / "origin.git"), f"run{number}")
        _quarter(tmp_path / f"run{number}", models, epoch)
    first, second = (json.loads((tmp_path / f"run{n}/report/audit.json").read_text())["audit"] for n in (0, 1))
    assert first["changes"] is None
    assert second["changes"]["since"].startswith("2026-09-21")
    assert "Owner: Ada" in (tmp_path / "run1/report/decisions.md").read_text()
    bodies = [(tmp_path / f"run{n}/body.md").read_text() for n in (0, 1)]
    assert all("## Waivers that end" in body for body in bodies)
    assert "COM001 for `gpt2`: ends on 2026\\-11\\-30, granted by Cleo" in bodies[0]
    assert "COM001 for `gpt2`: expired on 2026\\-11\\-30, granted by Cleo" in bodies[1]
    assert "COM002" not in bodies[0], "what lasts beyond the next quarter is no reminder"
    assert "COM002 for `gpt2`: ends on 2027\\-02\\-28" in bodies[1]
    asked = (tmp_path / "gh.log").read_text()
    assert (asked.count("issue create"), asked.count("issue edit 7")) == (1, 1)
    assert git(tmp_path / "origin.git", "rev-list", "--count", "model-audits") == "2"


def test_cron_and_gitlab_ask_the_same(tmp_path: Path) -> None:
    (line,) = snippets("cron")
    (text,) = snippets("gitlab-audit")
    job = yaml.safe_load(text)["model-audit"]
    assert line.startswith("17 6 1 1,4,7,10 * cd ")
    for script in (line, *job["script"]):
        assert "modelscan audit --inventory models.csv --history kept/audits --fail-on never" in script
    assert job["artifacts"]["expire_in"] == "never"
    assert "kept" in job["artifacts"]["paths"]
