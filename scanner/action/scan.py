"""The step ``scan``: run ``modelscan scan`` as its inputs say, and tell the later steps where everything is.

It ends well whatever was found: the step ``verdict`` speaks last, after the report and the comment.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scanner.action.base import base
from scanner.action.results import Results, read_results
from scanner.action.runner import choice, flag, given, no_commands, output, say, workspace
from scanner.model.errors import ModelscanError
from scanner.model.words import VERDICTS

#: Format → file.
FILES = {
    "json": "results.json",
    "sarif": "results.sarif",
    "markdown": "results.md",
    "summary": "summary.md",
    "comment": "comment.md",
    "github": "annotations.txt",
}
_TEXTS = ("policy", "use", "hub", "waivers", "baseline", "bundle")
_FLAGS = ("offline", "allow-empty")


def run() -> int:
    """The step."""
    folder = Path(tempfile.mkdtemp(prefix="modelscan-", dir=os.environ.get("RUNNER_TEMP") or None))
    output("folder", str(folder))
    try:
        status = _scanned(command(folder))
    except ModelscanError as error:
        say("error", str(error))
        status = 2
    tell(read_results(folder / FILES["json"], status), folder)
    return 0


def command(folder: Path) -> list[str]:
    """The command line. Raises :class:`ModelscanError` for an input that cannot be."""
    compared = base()
    words = [sys.executable, "-I", "-m", "scanner", "scan"]
    for name, file in FILES.items():
        words += ["--format", name, "--output", str(folder / file)]
    words += ["--format", "text", "--fail-on", choice("fail-on", ("unknown", "fail", "review", "never"))]
    words += ["--diff", compared] if compared else []
    for name in _TEXTS:
        words += [f"--{name}={given(name)}"] if given(name) else []
    words += [f"--{name}" for name in _FLAGS if flag(name)]
    words += [] if flag("documentation", default=True) else ["--no-documentation"]
    return [*words, "--", given("path") or "."]


def _scanned(words: list[str]) -> int:
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("INPUT_", "GITHUB_TOKEN"))}
    if given("hf-token"):
        environment["HF_TOKEN"] = given("hf-token")
    with no_commands():
        return subprocess.run(words, cwd=workspace(), env=environment, check=False).returncode


def tell(results: Results, folder: Path) -> None:
    """The outputs."""
    output("exit-code", str(results.status))
    output("verdict", results.verdict)
    for verdict in VERDICTS:
        output(verdict, str(results.counts.get(verdict, 0)))
    for name in ("json", "sarif", "markdown"):
        output(name, str(folder / FILES[name]))
