"""A changed text is never judged by the original's numbers."""

import pytest

from scanner.identify.index import TextStore
from scanner.identify.names import NameIndex
from scanner.identify.text_terms import text_terms
from scanner.identify.texts import TextIndex
from scanner.model.license import Basis, Condition, License
from scripts.build_text_index import Source, prepared, write

TEXT = """Quay Model Licence
Release Date: July 18, 2023

1. The Quay Company lets you load, run and pass on the Freight. You must keep this sheet with each copy, and tell
whoever gets one that the Freight was changed where you have changed it.

2. If your services had more than 700 million monthly active users in the month before the release date, ask first.

3. This licence is not for use within the European Union, and no right is granted for it there by this sheet.

4. You will not use the Freight to build weapons, and you will bind whoever receives it from you in the same way.
"""
RECORD = License(
    id="quay",
    name="Quay",
    family="community",
    confidence="read",
    source="test",
    conditions=(
        Condition(
            term="user_threshold",
            effect="no-grant",
            clause="2",
            text="t",
            value=700_000_000,
            basis=Basis(metric="monthly_active_users", as_of="2023-07-18"),
        ),
        Condition(term="territory", effect="no-grant", clause="3", text="t", value=("EU",)),
        Condition(term="use_restrictions", effect="prohibits", clause="4", text="t"),
    ),
)


@pytest.fixture(scope="module", params=[True, False], ids=["checksums", "words"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TextIndex:
    path = tmp_path_factory.mktemp("index") / "index.bin"
    write([prepared(Source("quay", "licence", "test", TEXT, hashed=request.param, known=True))], path)
    return TextIndex(texts=TextStore(path), names=NameIndex())


def _read(text: str, index: TextIndex) -> dict[str, tuple[object, str | None, bool]]:
    made = text_terms(RECORD, text, index)
    return {one.term: (one.value, one.basis.as_of if one.basis else None, one.open) for one in made.conditions}


SAME = {
    "user_threshold": (700_000_000, "2023-07-18", False),
    "territory": (("EU",), None, False),
    "use_restrictions": (None, None, False),
}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("700 million", "7 million", {"user_threshold": (7_000_000, "2023-07-18", False)}),
        ("700 million", "50,000", {"user_threshold": (50_000, "2023-07-18", False)}),
        ("700 million", "two million", {"user_threshold": (2_000_000, "2023-07-18", False)}),
        ("700 million", "many", {"user_threshold": (None, "2023-07-18", True)}),
        ("July 18, 2023", "May 2, 2024", {"user_threshold": (700_000_000, "2024-05-02", False)}),
        ("more than 700", "fewer than 700", {"user_threshold": (700_000_000, "2023-07-18", True)}),
        ("the European Union", "Germany", {"territory": (("EU",), None, True)}),
        ("is not for use within", "is for use within", {"territory": (("EU",), None, True)}),
        ("weapons", "weapons or games", {"use_restrictions": (None, None, True)}),
        ("load, run and pass on", "load and run", {}),
    ],
)
def test_what_was_changed_comes_from_the_text_or_is_open(
    old: str, new: str, changed: dict[str, tuple[object, str | None, bool]], index: TextIndex
) -> None:
    assert old in TEXT
    assert _read(TEXT.replace(old, new), index) == {**SAME, **changed}


def test_a_text_that_is_not_found_leaves_all_open(index: TextIndex) -> None:
    assert all(is_open for _, _, is_open in _read("Something else altogether.", index).values())
