"""How git is asked about a tree: nothing that the tree, or its own configuration, names is run, and the tree that is
read says which repository it is of, not the environment that a hook is given."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
#: Of git's own variables, those that say how it runs and not what it reads. A hook is given many more: its repository,
#: its index, its objects, and programs to run.
_KEPT = ("GIT_CONFIG", "GIT_SSL_", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # nor does a git that does not know the line above fetch what a partial clone lacks
    "LC_ALL": "C",
}


def run(
    root: Path, *words: str, settings: Mapping[str, str] | None = None, given: bytes = b"", seconds: float = 300
) -> "subprocess.CompletedProcess[bytes]":
    """What git answers in ``root``, whatever its status.

    Raises :class:`OSError` or :class:`subprocess.SubprocessError` when it cannot be run, or not within its time.
    """
    return subprocess.run(
        command(root, *words), input=given, capture_output=True, timeout=seconds, check=False, env=environment(settings)
    )


def command(root: Path, *words: str) -> list[str]:
    """The words of a git command in ``root``."""
    return ["git", *_SAFE, "-C", str(root), *words]


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables that git is given; ``settings`` of its configuration come after those that it was given already."""
    inherited = {
        name: text for name, text in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    made = inherited | _QUIET
    if not settings:
        return made
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    start = int(given) if given.isdecimal() else 0
    for number, (name, value) in enumerate(settings.items(), start):
        made |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return made | {"GIT_CONFIG_COUNT": str(start + len(settings))}


def refusal(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Why git refused, in its own last words."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else f"status {done.returncode}"
