"""What a Python file says of its own terms: its head, which is comments and a docstring, and the licence that a loading
script of a data set states. Nothing is run."""

import re
from itertools import islice

from scanner.model.snapshot import Json
from scanner.text.late import late

#: So much of a file is looked at for its head, and so many licences.
_HEAD, _MOST = 20_000, 20
#: What a hub asks to be installed stands first in ``hubconf.py``, before its author says anything.
_COMMENT = late(r"(?:dependencies[ \t]*=[ \t]*[\[(][^\n#]{0,500})?[ \t]*(?:#[ \t]?(?P<said>[^\n]*))?(?:\n|$)")
_DOCSTRING = late(r"[ \t]*[rRuU]?(?P<mark>\"\"\"|''')(?P<said>.*?)(?P=mark)", re.DOTALL)
#: ``_LICENSE = "…"``, and ``license="…"`` in a call; text in brackets may be in several pieces.
_STATED = late(
    r"(?:^|(?<=[\n,(]))[ \t]*_?LICEN[CS]E(?:_NAME)?[ \t]*=[ \t]*\(?\s*"
    r"(?P<all>(?:[rRuU]?(?:\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')\s*)+)",
    re.DOTALL | re.IGNORECASE,
)
_PIECE = late(r"\"\"\"(.*?)\"\"\"|'''(.*?)'''|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'", re.DOTALL)


def told_in(code: str) -> dict[str, Json]:
    """The ``head`` of a Python file as text, and each licence (``license``) that it states."""
    stated = (_joined(one["all"]) for one in islice(_STATED.finditer(code), _MOST))
    return {"head": _head(code[:_HEAD]), "license": [one[:_HEAD] for one in stated if one.strip()]}


def _head(code: str) -> str:
    lines, at = list[str](), 0
    while at < len(code) and (found := _DOCSTRING.match(code, at) or _COMMENT.match(code, at)) is not None:
        lines.append(found["said"] or "")
        at = found.end()
    return "\n".join(lines).strip()


def _joined(text: str) -> str:
    return "".join(next(filter(None, one.groups()), "") for one in _PIECE.finditer(text)).replace("\\\n", "\n")
