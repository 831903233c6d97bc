"""Where the files that ship beside the code lie: ``rules/`` and ``templates/``.

A wheel carries them under ``scanner/data``; a checkout (and an editable install) has them at its root, where a change
is seen at once. Asked for before the first requests leave: ``pathlib`` is imported where a path is wanted.
"""
# ruff: noqa: PTH112, PTH118, PTH120

from __future__ import annotations

import os
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


@cache
def _base() -> str:
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    shipped = os.path.join(package, "data")
    return shipped if os.path.isdir(shipped) else os.path.dirname(package)


def rules_path() -> str:
    """Where :func:`rules_dir` is."""
    return os.path.join(_base(), "rules")


@cache
def rules_dir() -> Path:
    """The folder of rule, licence, term and policy files, and of the catalog."""
    from pathlib import Path

    return Path(rules_path())


@cache
def templates_dir() -> Path:
    """The folder of report templates."""
    from pathlib import Path

    return Path(_base(), "templates")
