"""The texts and attributes of XML: project files, resources, property lists. No entity is followed."""

import bisect
import re
from collections.abc import Iterator

from scanner.discover.config.leaves import Leaf

_TAG = re.compile(
    r"<(?P<tag>[A-Za-z_][\w.:-]*)(?P<given>(?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(?:/>|>(?P<text>[^<]*))"
    r"|<!--.*?(?:-->|\Z)",
    re.S,
)
_GIVEN = re.compile(r"(?P<name>[\w.:-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
#: Attributes that say what an element, or its ``value``, is called.
_NAMES = {"name", "key", "id"}


def xml_leaves(text: str) -> Iterator[Leaf]:
    """``<model>x</model>``, ``<add key="model" value="x"/>``, ``<key>model</key><string>x</string>``: x below model."""
    rows = [match.start() for match in re.finditer("\n", text)]
    key = ""
    for match in _TAG.finditer(text):
        if match["tag"] is None:
            continue
        called = ""
        for one in _GIVEN.finditer(text, match.start("given"), match.end("given")):
            value = one[one.lastgroup or 0]
            if one["name"].lower() in _NAMES:
                called = value
            elif value:
                path = called if one["name"].lower() == "value" and called else one["name"]
                yield _leaf(path, value, one.start(one.lastgroup or 0), rows)
        inner = (match["text"] or "").strip()
        if inner:
            start = match.start("text") + len(match["text"]) - len(match["text"].lstrip())
            yield _leaf(called or key or match["tag"], inner, start, rows)
        key = inner if match["tag"] == "key" else ""


def _leaf(name: str, value: str, start: int, rows: list[int]) -> Leaf:
    row = bisect.bisect_left(rows, start)
    column = start - (rows[row - 1] if row else -1)
    return Leaf((name,), value, row + 1, column, value if "\n" in value else None)
