"""A pattern that was kept is the one that ``re.compile`` makes, and nothing that lies in its place is another one."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from scanner.text import precompiled
from scanner.text.late import late
from scanner.text.precompiled import keep, pattern_of

SOURCES = [
    (r"", 0),
    (r"non-?commercial|(?P<who>research|academic)[-_.]?only", re.IGNORECASE),
    (r"(?P<b>a+)(?P<a>b)?(c)\1(?(a)d|e)", 0),
    (r"(?x) a  b # said", re.DOTALL),
    (r"(?<![a-zß])许可|[^\W\d_]{2,5}?(?=[ıİſK])", re.IGNORECASE),
    (r"[^\t \r -~\x85\xa0-\ud7ff\ue000-\U0010ffff]", 0),
    (r"(?>a|ab)*+\b\Z", re.MULTILINE | re.ASCII),
]


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(precompiled, "_PLACE", tmp_path / "kept" / "patterns.bin")
    _new_run(monkeypatch)
    yield tmp_path / "kept" / "patterns.bin"
    precompiled._kept.cache_clear()


def _new_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precompiled, "_made", {})
    precompiled._kept.cache_clear()


def _all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for source, flags in SOURCES:
        pattern_of(source, flags)
    keep()
    _new_run(monkeypatch)


@pytest.mark.parametrize(("source", "flags"), SOURCES)
def test_made_and_kept_are_what_re_makes(source: str, flags: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = re.compile(source, flags)
    assert pattern_of(source, flags) == wanted  # patterns are one where flags, text and instructions are
    keep()
    _new_run(monkeypatch)
    monkeypatch.setattr(precompiled, "_compiled", None)
    monkeypatch.setattr(re, "compile", None)  # nor is that asked
    found = pattern_of(source, flags)
    assert found == wanted
    assert (found.groups, found.groupindex, found.flags) == (wanted.groups, wanted.groupindex, wanted.flags)


def test_an_edited_pattern_is_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _all_kept(monkeypatch)
    source, flags = SOURCES[1]
    assert pattern_of(source + "|nc", flags) == re.compile(source + "|nc", flags)
    assert pattern_of(source) == re.compile(source)


@pytest.mark.parametrize("damage", ["cut", "changed", "other", "none", "text"])
def test_what_is_damaged_is_not_read(damage: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _all_kept(monkeypatch)
    whole = place.read_bytes()
    other = bytearray(whole)
    other[-3] ^= 1
    damaged = {"cut": whole[:-4], "changed": bytes(other), "other": b"0" + whole, "none": b"", "text": b"{}\n[]\n"}
    place.write_bytes(damaged[damage])
    assert not precompiled._kept()
    assert all(pattern_of(*one) == re.compile(*one) for one in SOURCES)


def test_another_python_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _all_kept(monkeypatch)
    monkeypatch.setattr("sys.version", "4.0")
    assert not precompiled._kept()


def test_a_python_that_is_another_inside_compiles_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(*_: object) -> None:
        raise ImportError

    monkeypatch.setattr(precompiled, "_compiled", moved)
    assert all(pattern_of(*one) == re.compile(*one) for one in SOURCES)


def _name(source: str) -> str:
    """What a pattern is found by."""
    return sha256(source.encode()).hexdigest()[:32]


def test_no_more_is_kept_than_commands_use(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precompiled, "_MOST", 3)
    _all_kept(monkeypatch)
    pattern_of("new")
    keep()
    _new_run(monkeypatch)
    assert [name for name, _ in precompiled._kept()] == [*map(_name, (SOURCES[-2][0], SOURCES[-1][0], "new"))]


def test_no_room_is_no_matter(place: Path) -> None:
    place.parent.write_text("a file")
    assert pattern_of("a") == re.compile("a")
    keep()


def test_a_mistake_shows_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        pattern_of("(")


def test_late_ones_are_kept_too(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    assert late("a(b)").fullmatch("ab")
    keep()
    _new_run(monkeypatch)
    assert (_name("a(b)"), 0) in precompiled._kept() and place.is_file()


def test_what_any_module_compiles_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(re._compiler, "compile", re._compiler.compile)  # put back afterwards
    precompiled.everywhere()
    re.purge()
    assert re.compile("a library's", re.IGNORECASE).search("A LIBRARY'S")
    assert re.compile(b"of bytes").search(b"of bytes")
    with pytest.raises(re.error):
        re.compile("(")
    keep()
    _new_run(monkeypatch)
    assert len(precompiled._kept()) == 1
