"""Where the files that ship beside the code lie: ``rules/`` and ``templates/``.

A wheel carries them under ``scanner/data``; a checkout (and an editable install) has them at its root, where a change
is seen at once.
"""

from functools import cache
from pathlib import Path


@cache
def _base() -> Path:
    package = Path(__file__).resolve().parent.parent
    shipped = package / "data"
    return shipped if shipped.is_dir() else package.parent


@cache
def rules_dir() -> Path:
    """The folder of rule, licence, term and policy files, and of the catalog."""
    return _base() / "rules"


@cache
def templates_dir() -> Path:
    """The folder of report templates."""
    return _base() / "templates"
