"""How git is asked about a tree: nothing that the tree, or its own configuration, names is run."""

import os
from collections.abc import Mapping
from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false")
#: What git tells its hooks of the repository they run in: the tree that is read says it better.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX")
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


def command(root: Path, *words: str) -> list[str]:
    """The words of a git command in ``root``."""
    return ["git", *_SAFE, "-C", str(root), *words]


def environment(settings: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables that git is given; ``settings`` of its configuration come after those that it was given already."""
    inherited = {name: text for name, text in os.environ.items() if name not in _OF_A_HOOK}
    made = inherited | _QUIET
    if not settings:
        return made
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    start = int(given) if given.isdecimal() else 0
    for number, (name, value) in enumerate(settings.items(), start):
        made |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return made | {"GIT_CONFIG_COUNT": str(start + len(settings))}
