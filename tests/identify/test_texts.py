"""Texts to licences, to the word: what may vary, what is a change, and that hostile input comes back."""

import random
import time
from pathlib import Path

import pytest

from scanner.identify import texts
from scanner.identify.index import TextStore
from scanner.identify.matching import find
from scanner.identify.names import NameIndex
from scanner.identify.texts import TextIndex, identify, text_index
from scanner.identify.words import LIMIT
from scanner.knowledge.licenses import load_licenses
from scripts.build_text_index import Source, prepared, write
from tests.making import mit_text

ROOT = Path(__file__).resolve().parent.parent.parent

TITLE = "Harbour Model Licence 2.1"
BODY = """The Harbour Company lets you load, run and pass on the Freight (defined in Article 3) on these terms:

1. Keep this sheet and the copyright line with each copy of the Freight that leaves your hands.

2. Companies whose services reach over 700 million monthly users have to ask the Harbour Company first; a
   sub-licence is never needed.

(a) The name of the harbour stays ours; (b) the tide is nobody's fault.

THE FREIGHT IS PROVIDED BY the harbour master "AS IS", AND NO ONE ANSWERS FOR WHAT IT DOES TO YOUR SHIP.
"""
MIT = mit_text()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TextIndex:
    """An index of one made-up licence, its words kept as checksums only."""
    path = tmp_path_factory.mktemp("index") / "index.bin"
    titles = [TITLE, "Harbour-2.1"]
    write([prepared(Source("harbour-2.1", "licence", "test", f"{TITLE}\n\n{BODY}", hashed=True, titles=titles))], path)
    return TextIndex(texts=TextStore(path), names=NameIndex())


@pytest.fixture(scope="module")
def real() -> TextIndex:
    return text_index(load_licenses(ROOT / "rules"))


def test_white_space_alone_is_exact(index: TextIndex) -> None:
    text = f"\ufeff{TITLE}\n\n{BODY}".replace(" ", "\t ").replace("\n", "\r\n")
    (found,) = identify(text, index)
    assert (found.id, found.match, found.similarity, found.differences) == ("harbour-2.1", "exact", 1.0, ())


HARMLESS = {
    "capitals": BODY.upper(),
    "quotes": BODY.replace('"', "“").replace("'", "’"),
    "spelling": BODY.replace("sub-licence", "sublicense"),
    "bullets": BODY.replace("1. ", "* ").replace("2. ", "* ").replace("(a) ", "").replace("; (b)", ";"),
    "title": f"{TITLE}\n\n{BODY}",
    "title and copyright": f"# {TITLE}\n\nCopyright (c) 2024-2026 Some Shipping Ltd. All rights reserved.\n\n{BODY}",
    "a holder for the advancement": f"Copyright 2024 White Ship Society for the Advancement of Rowing\n{BODY}",
    "a holder in China": f"Copyright (c) 2024 白船科技有限公司 (深圳)\n\n{BODY}",
    "a holder in Japan": f"Copyright (c) 2024 特定非営利活動法人 白船\n\n{BODY}",
    "a holder in Korea": f"Copyright (c) 2024 흰배 연구소\n\n{BODY}",
    "copyright with an address": f"Copyright © 2024, Some One <one@ship.example>\n{BODY}",
    "identifier": f"SPDX-License-Identifier: Harbour-2.1\n\n{BODY}",
    "a shell comment": "".join(f"# {line}\n" for line in BODY.splitlines()),
    "a C comment": "/*\n" + "".join(f" * {line}\n" for line in BODY.splitlines()) + " */",
    "a quotation": "".join(f"> {line}\n" for line in BODY.splitlines()),
    "HTML": "<p>" + BODY.replace("\n\n", "</p>\n<p>").replace('"', "&quot;") + "</p>",
    "emphasis": BODY.replace("Freight (defined", "**Freight** (defined").replace("700 million", "_700 million_"),
    "one line": " ".join(BODY.split()),
    "wrapped elsewhere": BODY.replace(", ", ",\n"),
    "a soft hyphen": BODY.replace("harbour", "har\u00adbour"),
    "a code block": f"```text\n{BODY}```\n".replace("```text", "```"),
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_harmless_variations_are_equivalent(text: str, index: TextIndex) -> None:
    (found,) = identify(text, index)
    assert (found.id, found.differences) == ("harbour-2.1", ())
    assert found.match in ("exact", "equivalent")


#: A changed text, and the words that the differences must show.
CHANGES = {
    "a number": (BODY.replace("700 million", "7 million"), "7"),
    "a comparison": (BODY.replace("over 700", "under 700"), "under"),
    "a number with the same end": (BODY.replace("700 million", "7,700 million"), "7,700"),
    "a not removed": (BODY.replace("is never needed", "is needed"), "never"),
    "a right removed": (BODY.replace("load, run and pass on", "load and run"), "…"),
    "a purpose": (BODY.replace("pass on", "pass on for non-commercial ends"), "for non-commercial ends"),
    "a reference": (BODY.replace("Article 3", "Article 4"), "4"),
    "a clause": (BODY + "\n3. Warships must not load the Freight.\n", "Warships must not load the Freight"),
    "a tail": (BODY + "\nMilitary use is excluded.\n", "Military use is excluded"),
    "a preamble": ("For research purposes only.\n\n" + BODY, "For research purposes only"),
    "a copyright line": ("Copyright (c) 2024 Ship. Non-commercial use only.\n\n" + BODY, "Non-commercial use only"),
    "capitals in it": ("COPYRIGHT (C) 2024 SHIP FOR STUDENTS ONLY\n\n" + BODY, "STUDENTS ONLY"),
    "a purpose in it": (f"Copyright (c) 2024 Ship Labs (for oarsmen)\n\n{BODY}", "for oarsmen"),
    "a purpose without small letters": (f"Copyright (c) 2024 白船公司，仅供教学\n\n{BODY}", "仅供教学"),
    "the same in kana": (f"Copyright (c) 2024 白船（研究用）\n\n{BODY}", "研究用"),
    "the same in Hangul": (f"Copyright (c) 2024 흰배 (학술용)\n\n{BODY}", "학술용"),
    "a comment": (f"{BODY}\n<!-- Ships of companies need a paid key. -->\n", "need a paid key"),
    "struck through": (BODY.replace("is never needed", "is ~~never~~ needed"), "~~"),
    "a hidden word": (BODY.replace("never", '<span style="display:none">never</span>'), "display:none"),
    "a homoglyph": (BODY.replace("never", "nevеr"), "nevеr"),
    "a turned word": (BODY.replace("never", "\u202enever\u202c"), "never"),
    "front matter": (f"---\nlicense: harbour-2.1\nlimits: no companies\n---\n{BODY}", "no companies"),
    "a sentence twice": (BODY + BODY.replace("700 million", "7 million"), "→ 7"),
    "a later clause": (BODY + "\n" + "Weather notes. " * 60, "Weather notes"),
}


@pytest.mark.parametrize(("text", "words"), CHANGES.values(), ids=CHANGES.keys())
def test_another_word_is_a_change_and_shown(text: str, words: str, index: TextIndex) -> None:
    found = identify(text, index)
    assert any(row.match not in ("exact", "equivalent") for row in found)
    shown = " ".join(one.text for row in found for one in row.differences)
    assert words in shown


def test_another_title_or_version_is_no_changed_form_of_the_licence(index: TextIndex) -> None:
    for title in ("Harbour Model Licence 2.2", "Modified Harbour Model Licence 2.1"):
        (found,) = identify(f"{title}\n\n{BODY}", index)
        assert (found.id, found.match, found.nearest) == (None, "partial", "harbour-2.1"), title


def test_a_piece_is_partial(index: TextIndex) -> None:
    (found,) = identify(BODY[: len(BODY) // 2], index)
    assert (found.id, found.match, found.nearest) == (None, "partial", "harbour-2.1")


def test_the_lines_of_a_change_are_told(index: TextIndex) -> None:
    (found,) = identify(f"{TITLE}\n\n{BODY.replace('over 700', 'over 70')}", index)
    assert [(one.kind, one.line) for one in found.differences] == [("replaced", 7)]


#: The whole of a file, and what it points at.
POINTERS = [
    ("MIT", "MIT"),
    ("Apache 2.0", "Apache-2.0"),
    ("Licensed under the Apache License, Version 2.0.", "Apache-2.0"),
    ("Apache License\nVersion 2.0, January 2004\nhttp://www.apache.org/licenses/\n", "Apache-2.0"),
    ("https://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
    ("Creative Commons Attribution 4.0 International\nhttps://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
    ("MIT License\n\nCopyright (c) 2025 Example Lab\n\nThe full text is at https://opensource.org/license/mit", "MIT"),
    ("Apache License 2.0. Commercial use is permitted.", "Apache-2.0"),
    ("This model is licensed under the MIT License.", "MIT"),
    ("SPDX-License-Identifier: BSD-3-Clause", "BSD-3-Clause"),
    ("Open Database License (ODbL) v1.0\nhttps://opendatacommons.org/licenses/odbl/1-0/", "ODbL-1.0"),
    ("Mozilla Public License Version 2.0\nhttps://mozilla.org/MPL/2.0/", "MPL-2.0"),
    ("MIT License. Thank you for using our model!", "MIT"),
]


@pytest.mark.parametrize(("text", "nearest"), POINTERS)
def test_a_pointer_names_a_licence_and_says_nothing_else(text: str, nearest: str, real: TextIndex) -> None:
    (found,) = identify(text, real)
    assert (found.id, found.match, found.kind, found.nearest, found.differences) == (
        None,
        "partial",
        "notice",
        nearest,
        (),
    )


LIMITED = [
    "MIT\n\nNot for organisations with more than 250 staff.",
    "MIT License\nNon-commercial use only",
    "CC BY 4.0. Non-commercial use only.",
    "Released under CC0 1.0, military use excepted.",
    "ISC License\n\nEvery use of the weights has to be agreed with Example Lab beforehand.",
    "MIT License\n\nEducational institutions only.",
    "Licensed under the MIT License for individuals. Companies: please ask first.",
    "MIT (trial)",
    "Apache 2.0 until 2027, then ask",
    "The members are licensed under the MIT License",
    "Use of the code is licensed under MIT; the weights are not.",
    "Apache-2.0 plus the Commons Clause",
    "This model is licensed under the MIT License to students.",
    "Copyright 2025 Example Lab - personal edition\n\nMIT License",
    "Access is based on a subscription. MIT License.",
    "PDDL v2.0",
    "Mozilla Public License Version 2.0\nhttps://mozilla.org/MPL/1.1/",
    "MIT License. Thank you for using our model at home alone.",
    "<!-- markdownlint-disable commercial use -->\nMIT License",
]


@pytest.mark.parametrize("text", LIMITED)
def test_a_pointer_with_other_words_shows_them(text: str, real: TextIndex) -> None:
    found = identify(text, real)
    assert all(row.id is None and row.differences for row in found)


def test_several_licences_are_several_rows(real: TextIndex) -> None:
    zero = (
        "BSD Zero Clause License\n\nCopyright (c) 2020 by Someone\n\n"
        "Permission to use, copy, modify, and/or distribute "
        'this software for any purpose with or without fee is hereby granted.\n\nTHE SOFTWARE IS PROVIDED "AS IS" AND '
        "THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF "
        "MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR "
        "CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN "
        "ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR "
        "PERFORMANCE OF THIS SOFTWARE.\n"
    )
    choice = "This model is licensed under either of the two licences below, at your option.\n\n"
    found = identify(f"{choice}{MIT}\n{zero}", real)
    assert [(row.id, row.match, row.kind) for row in found] == [
        ("MIT", "equivalent", "licence"),
        ("0BSD", "equivalent", "licence"),
    ]
    part = "This repository includes helper code from Tides, under the following licence:\n\n"
    found = identify(f"{MIT}\n---\n{part}{zero}", real)
    assert [(row.id, row.match, row.kind) for row in found] == [
        ("MIT", "equivalent", "licence"),
        ("0BSD", "equivalent", "notice"),
    ]
    found = identify(f"{MIT}\nThe following is for members:\n{zero}", real)
    assert found[0].match == "changed"
    assert found[0].differences[0].text == "The following is for members"


def test_use_rules_behind_mit_are_a_change_of_it(real: TextIndex) -> None:
    (found,) = identify(f"{MIT}\nAttachment A - Use restrictions\n\nYou agree not to use it to score people.\n", real)
    assert (found.id, found.match) == ("MIT", "changed")


def _gpl(line: str, real: TextIndex) -> str:
    """The GPL with the line of its appendix on what the program is filled in."""
    asked = "one line to give the program s name and a brief idea of what it does"
    texts = (real.texts.text(number) for number in range(len(real.texts)))
    gpl = (real.texts.named(one.words, one.hashed) for one in texts if one.id == "GPL-3.0-only")
    words = next(" ".join(one) for one in gpl if asked in " ".join(one))
    return words.replace(asked, line)


def test_what_the_gnu_licences_ask_to_fill_in_is_no_change(real: TextIndex) -> None:
    assert identify(_gpl("Heron: papers to text", real), real)[0].match == "equivalent"


@pytest.mark.parametrize(
    "line", ["For non-commercial use only", "Companies must pay", "Firms excluded", "A program. " * 11]
)
def test_what_says_more_there_is_one(line: str, real: TextIndex) -> None:
    assert identify(_gpl(line, real), real)[0].match == "changed"


def test_parts_under_a_licence_of_their_own_follow_a_sentence(real: TextIndex) -> None:
    said = "Parts of this project come from whisper.cpp under the following licence:"
    assert {row.match for row in identify(f"ISC License\n\n{said}\n\n{MIT}", real)} <= {"equivalent", "partial"}
    assert any(row.differences for row in identify(f"{MIT}\n\nParts come from users for whom we ask a fee.", real))


def test_a_text_that_came_before_is_not_taken_apart_again(index: TextIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the Hub most licence files are the very bytes of many others."""
    asked: list[str] = []
    monkeypatch.setattr(texts, "find", lambda words, store: asked.append("") or find(words, store))
    several = [f"{TITLE}\n\n{BODY}\n{one} boats only.\n" for one in ("Blue", "Red")]
    found = [identify(text, index) for text in several * 20]
    assert len(asked) == 2
    assert found == found[:2] * 20
    assert "Red" in found[1][0].differences[-1].text and "Red" not in found[0][0].differences[-1].text


def test_an_empty_text_is_unknown(index: TextIndex) -> None:
    assert [row.match for row in identify("", index)] == ["unknown"]
    assert [row.match for row in identify("---\n***\n", index)] == ["unknown"]


HOSTILE = {
    "fifty megabytes": "Permission is hereby granted, free of charge. " * 1_100_000,
    "a clause ten thousand times": MIT * 10_000,
    "the sting behind the bound": MIT + " \n" * LIMIT + "Non-commercial use only.",
    "one word": "a" * 5_000_000,
    "marks": "(a) " * 200_000,
    "tags": "<p " * 200_000,
    "entities": "&quot;" * 100_000,
    "copyright": "Copyright (c) 2024 " * 50_000,
    "links": "[x](" * 100_000,
    "comments": "<!--" * 100_000,
    "titles": "MIT License " * 20_000,
    "surrogates": "\ud800" * 10_000,
    "pointers": "licensed under the " * 10,
    "phrases": "this model is based on this model is licensed under " * 10,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_come_back_soon_and_are_no_licence(text: str, real: TextIndex) -> None:
    began = time.process_time()
    found = identify(text, real)
    assert time.process_time() - began < 3
    assert all(row.match not in ("exact", "equivalent") for row in found[:1])
    assert all(len(row.differences) <= 61 for row in found)


def _open_texts(real: TextIndex, count: int) -> list[tuple[str, list[str]]]:
    """Known texts whose words can be shown, as words."""
    texts = [real.texts.text(number) for number in range(len(real.texts))]
    texts = [one for one in texts if one.known and not one.hashed and one.kind == "licence" and len(one.words) > 120]
    chosen = random.Random(11).sample(texts, min(count, len(texts)))
    return [(one.id, real.texts.named(one.words, False)) for one in chosen]


def test_every_known_text_is_found_again_and_no_changed_one_is(real: TextIndex) -> None:
    chance = random.Random(7)
    for name, words in _open_texts(real, 60):
        whole = identify(" ".join(words), real)
        assert whole[0].match in ("exact", "equivalent"), (name, whole[0].differences[:3])
        place = chance.randrange(len(words) // 4, len(words) - 5)
        for changed in (
            [*words[:place], "zebra", *words[place:]],
            [*words[:place], "not", *words[place:]],
            [*words[:place], *words[place + 4 :]],
            [*words, "companies", "pay", "first"],
            ["members", "of", "the", "harbour", "alone", *words],
        ):
            found = identify(" ".join(changed), real)
            assert found[0].match not in ("exact", "equivalent"), (name, place)
