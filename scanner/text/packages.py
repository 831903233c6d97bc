"""What a package of code tells of its licence, in any of the files in which packages do: fields and classifiers."""

import re
from collections.abc import Iterator
from itertools import islice

from scanner.text.late import late

_FILES = ("pyproject.toml", "package.json", "setup.cfg", "setup.py")
_MOST = 50
_SAID = late(
    r"(?<![\w.-])[\"']?licen[cs]e[\"']?[ \t]*[:=][ \t]*(?:\{[ \t]*text[ \t]*=[ \t]*)?[\"']?(?P<field>[^\"'\n,}{\[(]+)"
    r"|\bLicense :: (?:[\w /()-]{1,80} :: )?(?P<classifier>[^\"'\n,]{1,200})",
    re.IGNORECASE,
)


def is_package(path: str) -> bool:
    """Whether a file tells of a package of code."""
    return path in _FILES


def packaged(text: str) -> Iterator[tuple[str, int]]:
    """Each licence that such a file tells, with its line."""
    for found in islice(_SAID.finditer(text), _MOST):
        yield (found["field"] or found["classifier"]).strip(), text.count("\n", 0, found.start()) + 1
