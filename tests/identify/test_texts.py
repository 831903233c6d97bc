"""Texts to licences: what is harmless, what is not, and that hostile input comes back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scanner.identify import folding
from scanner.identify.texts import TextIndex, TextMatch, build_index, identify, text_index
from scanner.knowledge.licenses import load_licenses
from scanner.model.license import KnownText, License

ROOT = Path(__file__).resolve().parent.parent.parent

TITLE = "Harbour Model Licence 2.1"
BODY = """The Harbour Company lets you load, run and pass on the Freight (defined in Article 3) on these terms:

1. Keep this sheet and the copyright line with each copy of the Freight that leaves your hands.

2. Companies whose services reach over 700 million monthly users have to ask the Harbour Company first; a
   sub-licence is never needed.

(a) The name of the harbour stays ours; (b) the tide is nobody's fault.

THE FREIGHT IS PROVIDED BY the harbour master "AS IS", AND NO ONE ANSWERS FOR WHAT IT DOES TO YOUR SHIP.
"""
OTHER = "Quay Licence 1.0"


def _index(*extra: License) -> TextIndex:
    words = folding.fold_equivalent(BODY).split()
    known = (
        KnownText(form="exact", sha256=folding.digest(folding.fold_exact(BODY)), source="test"),
        KnownText(
            form="equivalent",
            sha256=folding.digest(" ".join(words)),
            words=len(words),
            anchor=folding.anchor(words),
            source="test",
        ),
    )
    made = {"family": "community", "confidence": "read", "source": "test"}
    return build_index(
        [
            License(id="harbour-2.1", name="Harbour", titles=("harbour model licence 2.1",), texts=known, **made),  # type: ignore[arg-type]
            License(id="quay", name="Quay", titles=("quay licence 1.0",), aliases=("quay 1.0",), **made),  # type: ignore[arg-type]
            *extra,
        ]
    )


@pytest.fixture(scope="module")
def index() -> TextIndex:
    return _index()


@pytest.fixture(scope="module")
def real() -> TextIndex:
    return text_index(load_licenses(ROOT / "rules"))


def test_white_space_alone_is_exact(index: TextIndex) -> None:
    assert identify("\ufeff" + BODY.replace(" ", "\t ").replace("\n", "\r\n"), index) == TextMatch(
        id="harbour-2.1", match="exact", similarity=1.0
    )


@pytest.mark.parametrize(
    "text",
    [
        BODY.upper(),
        BODY.replace('"', "“").replace("'", "’"),
        BODY.replace("sub-licence", "sublicense"),
        BODY.replace("1. ", "* ").replace("2. ", "* ").replace("(a) ", "").replace("; (b)", ";"),
        f"{TITLE}\n\n{BODY}",
        f"# {TITLE}\n\nCopyright (c) 2024-2026 Some Shipping Research Ltd. All rights reserved.\n\n{BODY}",
        f"Copyright © 2024, Some One <one@ship.example>\n{BODY}",
        f"Anchor Server\n\n{BODY}",
        f"SPDX-License-Identifier: Harbour-2.1\n\n{BODY}",
        "".join(f"# {line}\n" for line in BODY.splitlines()),
        "/*\n" + "".join(f" * {line}\n" for line in BODY.splitlines()) + " */",
        "".join(f"> {line}\n" for line in BODY.splitlines()),
        "<!-- put here by a tool -->\n" + BODY,
        "<p>" + BODY.replace("\n\n", "</p>\n<p>") + "</p>",
        BODY.replace("Freight (defined", "**Freight** (defined").replace("700 million", "_700 million_"),
        BODY + "\nBuilt with care in the harbour.\n",
        " ".join(BODY.split()).upper(),
    ],
)
def test_harmless_variations_are_equivalent(text: str, index: TextIndex) -> None:
    found = identify(text, index)
    assert (found.match, found.id) == ("equivalent", "harbour-2.1")


@pytest.mark.parametrize(
    "text",
    [
        BODY.replace("700 million", "7 million"),
        BODY.replace("over 700", "under 700"),
        BODY.replace("is never needed", "is needed"),
        BODY.replace("load, run and pass on", "load and run"),
        BODY.replace("pass on", "pass on for non-commercial ends"),
        BODY.replace("Article 3", "Article 4"),
        BODY[: len(BODY) // 2],
        BODY + "\n3. Warships must not load the Freight.\n",
        BODY + "\nMilitary use is excluded.\n",
        "For research purposes only.\n\n" + BODY,
        "Copyright (c) 2024 Ship. Non-commercial use only.\n\n" + BODY,
        f"{OTHER}\n\n{BODY}",
        f"SPDX-License-Identifier: Quay-1.0\n\n{BODY}",
        f"Modified {TITLE}\n\n{BODY}",
        BODY + "\n" + "Weather notes. " * 60,
        BODY + BODY.replace("700 million", "7 million"),
    ],
)
def test_other_words_are_neither(text: str, index: TextIndex) -> None:
    found = identify(text, index)
    assert found.id is None
    assert found.match in ("partial", "unknown")


def test_what_stands_around_a_known_text_is_told(index: TextIndex) -> None:
    found = identify(BODY + "\nWarships must not load it.", index)
    assert (found.match, found.nearest) == ("partial", "harbour-2.1")
    assert found.similarity is not None
    assert 0.9 < found.similarity < 1


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        (f"{TITLE}\n\nQuite other words follow here.\n" * 9, "harbour-2.1"),
        ("HARBOUR MODEL LICENCE\nVersion 2.1\n", None),
        ("Harbour Model Licence 2.10\n", None),
        ("quay 1.0", "quay"),
        (f"All this is under the {OTHER}, see there.", "quay"),
        ("", None),
        ("version https://git-lfs.example/spec/v1\noid sha256:00\nsize 12\n", None),
    ],
)
def test_titles_and_pointers(text: str, nearest: str | None, index: TextIndex) -> None:
    assert identify(text, index) == TextMatch(match="partial" if nearest else "unknown", nearest=nearest)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("MIT", "MIT"),
        ("Apache 2.0\n", "Apache-2.0"),
        ("Licensed under the Apache License, Version 2.0 (the License)", "Apache-2.0"),
        ("This is released as Apache-2.0.", "Apache-2.0"),
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode", "CC-BY-NC-SA-4.0"),
        ("See <http://creativecommons.org/publicdomain/zero/1.0/>.", "CC0-1.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://www.apache.org/licenses/LICENSE-2.0.txt", "Apache-2.0"),
        ("https://www.gnu.org/licenses/agpl-3.0.html", "AGPL-3.0-only"),
        ("UNLICENSED", None),
        ("All rights reserved. Ask before any use.", None),
        ("other", None),
    ],
)
def test_real_pointers(text: str, nearest: str | None, real: TextIndex) -> None:
    found = identify(text, real)
    assert (found.id, found.nearest) == (None, nearest)


@pytest.mark.parametrize(
    "text",
    [
        "permission is hereby granted free of charge " * 400_000,
        "<" * 300_000,
        "<!--" * 100_000,
        "copyright\n" * 50_000,
        "(a) " * 100_000,
        ("; " + " " * 79) * 4_000,
        "neither the name of " * 20_000,
        "1.\n" * 100_000,
        "\0\ud800" * 1_000,
        BODY + " " * folding.LIMIT + "and now the sting",
    ],
)
def test_hostile_texts_come_back_unnamed(text: str, index: TextIndex) -> None:
    assert identify(text, index).id is None


def _run(script_options: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "scripts.hash_license_texts", *script_options], cwd=ROOT, check=True)


def test_the_script_touches_the_block_alone_and_drops_what_two_share(tmp_path: Path) -> None:
    rules, texts = tmp_path / "rules", tmp_path / "texts"
    rules.mkdir()
    texts.mkdir()
    twin = "Anyone may moor here and unload at will, as long as the ropes are coiled again afterwards. " * 6
    for name, text in (("harbour", BODY), ("berth", twin), ("pier", twin)):
        (texts / f"{name}.LICENSE").write_text(f"---\nkey: {name}\n---\n\n{text}", "utf-8")
        (rules / f"{name}.yaml").write_text(
            f"id: {name}   # kept\nname: {name}\nfamily: permissive\nconfidence: read\nsource: own\n", "utf-8"
        )
    before = (rules / "harbour.yaml").read_text("utf-8")
    options = ["--scancode", str(texts), "--rules", str(rules)]
    _run(options)
    once = (rules / "harbour.yaml").read_text("utf-8")
    _run(options)
    assert (rules / "harbour.yaml").read_text("utf-8") == once
    assert once.startswith(before + "texts:\n")
    assert "Freight" not in once
    assert "texts" not in yaml.safe_load((rules / "berth.yaml").read_text("utf-8"))
    known = tuple(KnownText(**entry) for entry in yaml.safe_load(once)["texts"])
    harbour = License(id="harbour", name="h", family="permissive", confidence="read", source="own", texts=known)
    assert identify(f"{TITLE}\n{BODY}", build_index([harbour])).id == "harbour"


def _rows(shared: Path) -> list[dict[str, object]]:
    lines = (shared / "data/licence_texts/truth.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _text(shared: Path, row: dict[str, object]) -> str:
    raw = (shared / "data/licence_texts/texts" / str(row["file"])).read_bytes()
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


@pytest.mark.shared
def test_no_real_text_is_named_wrongly(shared: Path, real: TextIndex) -> None:
    """A changed text is never called by the licence it was made from, nor any text by another licence's name."""
    named = 0
    licenses = load_licenses(ROOT / "rules")
    for row in _rows(shared):
        found = identify(_text(shared, row), real)
        if found.id is None:
            continue
        named += 1
        assert found.id not in ("MIT", "Apache-2.0") or not row["modified"], row
        labels = [str(row["truth"]), *map(str, row["also_ok"])]  # type: ignore[call-overload]
        if row["modified"]:
            assert "modified" in found.id.lower(), (row, found)
        else:
            assert found.id in {known.id for label in labels if (known := licenses.get(label))} | set(labels), (
                row,
                found,
            )
    assert named >= 100


@pytest.mark.shared
def test_a_use_policy_is_no_licence(shared: Path, real: TextIndex) -> None:
    policies = [row for row in _rows(shared) if str(row["truth"]).endswith("-aup")]
    assert len(policies) >= 5
    assert [identify(_text(shared, row), real).id for row in policies] == [None] * len(policies)


@pytest.mark.shared
def test_real_texts_with_another_word_in_them_are_not_named(shared: Path, real: TextIndex) -> None:
    for row in _rows(shared):
        text = _text(shared, row)
        if identify(text, real).id is None:
            continue
        lines = text.splitlines(keepends=True)
        middle = next(n for n in range(len(lines) // 2, len(lines) + 1) if n == len(lines) or len(lines[n].split()) > 5)
        if middle < len(lines):
            words = lines[middle].split(" ")
            changed = "".join(
                [*lines[:middle], " ".join([*words[:-1], "non-commercial", words[-1]]), *lines[middle + 1 :]]
            )
            assert identify(changed, real).id is None, row
        assert identify(text + "\n\nMilitary use is excluded.\n", real).id is None, row
