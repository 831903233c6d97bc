"""What `modelscan licenses identify` prints: every licence text of a file, with the words that differ."""

import json
from collections.abc import Iterable
from typing import Any

from scanner.identify.texts import TextMatch
from scanner.model.frozen import dataclass
from scanner.model.plain import to_plain
from scanner.model.result import Difference
from scanner.text.clean import one_line

_SIGNS = {"added": "+", "removed": "-", "replaced": "~"}
_SAYS = {
    "exact": "word for word",
    "equivalent": "word for word, but for what may vary",
    "changed": "CHANGED: this is not that licence",
    "partial": "a piece of it, or its name alone",
    "unknown": "not identified",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """One file and what it holds."""

    path: str
    matches: tuple[TextMatch, ...]

    @property
    def settled(self) -> bool:
        """Whether every licence in the file is one that is known, word for word."""
        return all(row.match in ("exact", "equivalent") for row in self.matches if row.kind == "licence") and any(
            row.kind == "licence" for row in self.matches
        )


def shown(files: Iterable[Identified], format_: str) -> str:
    """The files as ``text``, ``json`` or ``html``."""
    if format_ == "json":
        rows = [_plain(file.path, row) for file in files for row in file.matches]
        return json.dumps({"results": rows}, indent=2, ensure_ascii=False) + "\n"
    if format_ == "html":
        from scanner.report.templating import fragment

        return fragment("identify.html.j2", files=list(files), says=says, parts=parts)
    return "".join(_text(file) for file in files)


def _plain(path: str, row: TextMatch) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(row)
    return {"path": path, **plain}


def _text(file: Identified) -> str:
    lines = [one_line(file.path)]
    for row in file.matches:
        name = row.id or (f"nearest {row.nearest}" if row.nearest else "nothing known")
        kind = "" if row.kind == "licence" else f" ({row.kind})"
        lines.append(f"  lines {row.line}-{row.end_line}: {one_line(name)}{kind}: {row.match}, {says(row)}")
        lines += [f"    {_SIGNS[one.kind]} line {one.line}: {one_line(one.text)}" for one in row.differences]
    return "\n".join(lines) + "\n"


def says(row: TextMatch) -> str:
    """The match in words. Words that were added leave all of a licence there: it is still not wholly alike."""
    alike = row.similarity is not None and row.match not in ("exact", "equivalent")
    return _SAYS[row.match] + (f", {min(row.similarity or 0.0, 0.999):.1%} alike" if alike else "")


def parts(difference: Difference) -> tuple[str, str]:
    """The words removed and the words added."""
    if difference.kind == "replaced":
        removed, _, added = difference.text.partition(" → ")
        return removed, added
    return (difference.text, "") if difference.kind == "removed" else ("", difference.text)
