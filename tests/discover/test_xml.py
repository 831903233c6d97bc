"""XML by its tags: whatever is broken or endless, the work is bounded and what stands whole is found."""

import time

import pytest

from tests.discover.conftest import Scan

FOUND = '<add key="ModelId" value="quarry/encoder"/>\n'
HOSTILE = {
    "an open quote": FOUND + '<a b="' * 20_000,
    "an open comment": FOUND + "<!-- <model>quarry/never</model>",
    "many attributes": FOUND + "<a " + 'b="c" ' * 100_000 + "/>",
    "one long line of tags": FOUND + "<a>x</a>" * 100_000,
    "never closed": FOUND + "<a><b>" * 100_000,
    "blanks": FOUND + "<a" + " " * 500_000 + "b",
    "a name without end": FOUND + "<" + "a" * 500_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_xml_is_bounded_work(what: str, scan: Scan) -> None:
    start = time.process_time()
    found = scan({"a.xml": HOSTILE[what]})
    assert time.process_time() - start < 10
    assert [one.id for one in found.references] == ["quarry/encoder"]


def test_lines_and_columns_are_those_of_the_value(scan: Scan) -> None:
    found = scan({"a.csproj": '<a>\n  <Model>\n    quarry/encoder\n  </Model>\n  <b c="d" model="quarry/other"/></a>'})
    assert [(one.line, one.column, one.id) for one in found.references] == [
        (3, 5, "quarry/encoder"),
        (5, 19, "quarry/other"),
    ]
