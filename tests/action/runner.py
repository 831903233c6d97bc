"""A small runner: it reads action.yml and runs its ``run:`` steps with bash, as GitHub's runner does.

Expressions are those that the file uses: inputs, outputs of steps, ``github.token`` and comparisons with a word. Steps
that use another action are not run; what they would give is stated by the test.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


@dataclass
class Step:
    """What a step left behind."""

    id: str
    code: int
    log: str
    outputs: dict[str, str]
    summary: str


@dataclass
class Job:
    """One use of the Action. ``given`` are outputs that steps have without being run; ``env`` the job's environment."""

    workspace: Path
    temp: Path
    inputs: dict[str, str]
    env: dict[str, str] = field(default_factory=dict)
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)

    def run(self) -> "Job":
        """Every step in order; a step that fails ends the job."""
        self.temp.mkdir(parents=True, exist_ok=True)
        for number, step in enumerate(ACTION["runs"]["steps"]):
            name = step.get("id", f"step{number}")
            if name in self.given or "uses" in step or not self._wanted(step.get("if")):
                continue
            self.steps[name] = self._step(name, step)
            if self.steps[name].code:
                break
        return self

    @property
    def code(self) -> int:
        return max((step.code for step in self.steps.values()), default=0)

    @property
    def log(self) -> str:
        return "".join(step.log for step in self.steps.values())

    @property
    def summary(self) -> str:
        return "".join(step.summary for step in self.steps.values())

    @property
    def outputs(self) -> dict[str, str]:
        """The Action's own outputs."""
        return {name: self._filled(one["value"]) for name, one in ACTION["outputs"].items()}

    def _wanted(self, condition: str | None) -> bool:
        if condition is None:
            return True
        left, operator, right = re.fullmatch(r"\$\{\{ (\S+) (==|!=) '(\w+)' \}\}", condition).groups()  # type: ignore[union-attr]
        return (self._value(left) == right) == (operator == "==")

    def _filled(self, text: str) -> str:
        return _EXPRESSION.sub(lambda found: self._value(found[1]), str(text))

    def _value(self, name: str) -> str:
        parts = name.split(".")
        if parts[0] == "inputs":
            stated = ACTION["inputs"][parts[1]]["default"]
            return self.inputs.get(parts[1], self._filled(stated))
        if parts[0] == "steps":
            known = self.steps[parts[1]].outputs if parts[1] in self.steps else self.given.get(parts[1], {})
            return known.get(parts[3], "")
        return {"github.token": self.env.get("TEST_TOKEN", ""), "runner.os": "Linux"}[name]

    def _step(self, name: str, step: dict[str, Any]) -> Step:
        files = {key: self.temp / f"{name}.{key}" for key in ("output", "summary")}
        for file in files.values():
            file.touch()
        own = {key: self._filled(value) for key, value in step.get("env", {}).items()}
        environment = {
            **self.env,
            **own,
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
        }
        environment["RUNNER_TEMP"], environment["GITHUB_ACTION_PATH"] = str(self.temp), str(ROOT)
        assert step["shell"] == "bash"
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self._filled(step["run"])]
        done = subprocess.run(
            words,
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=400,
            check=False,
        )
        outputs = _outputs(files["output"].read_text(encoding="utf-8"))
        return Step(
            name, done.returncode, done.stdout + done.stderr, outputs, files["summary"].read_text(encoding="utf-8")
        )


def _outputs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        if "<<" in line and "=" not in line.split("<<")[0]:
            name, end = line.split("<<", 1)
            held = []
            while (line := next(lines)) != end:
                held.append(line)
            found[name] = "\n".join(held)
        else:
            name, _, found[name] = line.partition("=")
    return found


def environment(workspace: Path, event_name: str, event: Path, **more: str) -> dict[str, str]:
    """What GitHub's runner tells every step, and of the caller's own environment only what programs need."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "MODELSCAN_CACHE", "HF_HOME", "LANG", "SYSTEMROOT")
        if name in os.environ
    }
    return {
        **kept,
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(workspace),
        "GITHUB_EVENT_NAME": event_name,
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_RUN_ID": "42",
        "GITHUB_SERVER_URL": "https://code.example",
        **more,
    }


#: The environment of the tests stands for the one that the step ``install`` makes.
INSTALLED = {"install": {"python": sys.executable, "cache": ""}}
