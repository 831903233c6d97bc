"""Hostile text in languages read by tokens: bounded work, and what stands beside it is still found."""

import time
from collections.abc import Callable

import pytest

from scanner.discover import Discovery

FOUND = 'x.modelId("quarry/encoder");\n'
HOSTILE = {
    "an open string": 'val a = "quarry/never\n' + FOUND,
    "an open comment at the end": FOUND + "/* quarry/never",
    "deep brackets": "(" * 50_000 + "\n" + FOUND,
    "deep braces": "enum Models {" * 20_000 + "\n" + FOUND,
    "closed and never opened": "}" * 50_000 + "\n" + FOUND,
    "a long line": FOUND + "f(" + '"a/b", ' * 60_000 + ")",
    "names without end": FOUND + "a." * 100_000,
    "placeholders": FOUND + '"' + "${a:" * 50_000 + '"',
    "quotes": FOUND + "`" * 50_001,
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("name", ["a.rs", "A.java", "a.go", "a.ts", "a.ex"])
def test_hostile_text_is_bounded_work(what: str, name: str, scan: Callable[..., Discovery]) -> None:
    start = time.process_time()
    found = scan({name: HOSTILE[what]})
    assert time.process_time() - start < 10
    assert {one.id for one in found.references} <= {"quarry/encoder"}
    if what not in {"an open string", "deep braces"}:
        assert [one.id for one in found.references] == ["quarry/encoder"] or found.coverage.files_skipped


def test_other_encodings_are_read(scan: Callable[..., Discovery]) -> None:
    found = scan({"A.java": FOUND.encode("utf-16"), "b.go": b'// caf\xe9\nx := DownloadModel("quarry/encoder")\n'})
    assert [(one.path, one.id) for one in found.references] == [
        ("A.java", "quarry/encoder"),
        ("b.go", "quarry/encoder"),
    ]
