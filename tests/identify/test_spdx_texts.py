"""The texts of licences as packages carry them stay known when a person puts them into a repository."""

from pathlib import Path

import pytest
from identify.vendor.licenses import LICENSES

from benchmarks.licence_text.spdx import HOLDER, KINDS, is_known
from scanner.identify.texts import TextIndex, identify, text_index
from scanner.knowledge.licenses import load_licenses

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = dict(LICENSES)
NAMES = {
    "Apache-2.0": ("Apache-2.0", "Apache License 2.0"),
    "BSD-3-Clause": ("BSD-3-Clause", 'BSD 3-Clause "New" or "Revised" License'),
    "CC-BY-4.0": ("CC-BY-4.0", "Creative Commons Attribution 4.0 International"),
    "CC-BY-SA-4.0": ("CC-BY-SA-4.0", "Creative Commons Attribution Share Alike 4.0 International"),
    "CC0-1.0": ("CC0-1.0", "Creative Commons Zero v1.0 Universal"),
    "GPL-3.0": ("GPL-3.0-only", "GNU General Public License v3.0 only"),
    "LGPL-3.0": ("LGPL-3.0-only", "GNU Lesser General Public License v3.0 only"),
    "MIT": ("MIT", "MIT License"),
    "MPL-2.0": ("MPL-2.0", "Mozilla Public License 2.0"),
}
#: Names of holders are told by their capitals; one word is spelled by the one before it.
VARIED = [(own, kind) for own in NAMES for kind in KINDS if kind not in ("small letters", "hyphenated")]


@pytest.fixture(scope="module")
def index() -> TextIndex:
    return text_index(load_licenses(ROOT / "rules"))


@pytest.mark.parametrize(("own", "kind"), VARIED)
def test_a_text_is_known_however_it_is_put(own: str, kind: str, index: TextIndex) -> None:
    spdx, name = NAMES[own]
    found = identify(KINDS[kind](TEXTS[own], name, spdx), index)
    assert is_known(found), found
    assert found[0].id == spdx


def _known_by_words(source: str, index: TextIndex) -> str:
    texts = (index.texts.text(number) for number in range(len(index.texts)))
    return " ".join(next(index.texts.named(one.words, one.hashed) for one in texts if one.source == source))


@pytest.mark.parametrize("own", ["CC-BY-4.0", "CC-BY-NC-4.0", "GPL-3.0-only"])
def test_the_list_s_own_text_is_one_beside_its_template(own: str, index: TextIndex) -> None:
    words = _known_by_words(f"spdx:{own} text", index)
    assert is_known(found := identify(HOLDER + words, index)) and found[0].id == own
    for changed in (f"{words} companies pay first", words.replace(" any ", " any academic ", 1)):
        assert not is_known(identify(HOLDER + changed, index))


def test_no_mark_of_a_template_is_a_word(index: TextIndex) -> None:
    assert not {"beginoptional", "endoptional"} & set(index.texts.strings)


def test_a_title_that_stands_above_once_more_is_no_change(index: TextIndex) -> None:
    words = _known_by_words("spdx:GPL-3.0-only text", index)
    assert words.startswith("gnu general public license version 3")
    assert is_known(identify(f"# GNU General Public License v3.0 only\n\n{HOLDER}{words}", index))
    (found,) = identify(f"# GNU General Public License v3.0 for schools\n\n{HOLDER}{words}", index)
    assert not is_known((found,))
