"""Where each thing that speaks of the grant stands, and what it is: of which place, part, word and line."""

from typing import Any

import pytest

from scanner.identify.declared import declared
from scanner.judge.reading.claims import claims
from scanner.judge.reading.claims.front import keys_speak, may_speak
from scanner.judge.reading.texts import read_texts
from scanner.model.snapshot import Repo
from tests.making import engine, repo, text

KNOWN = engine().licenses
NC = "https://creativecommons.org/licenses/by-nc/4.0/"
MAP = '[[annotations]]\npath = ["*.safetensors"]\nSPDX-License-Identifier = "CC-BY-NC-4.0"\n'


def told(one: Repo) -> list[tuple[str, ...]]:
    """``(kind, scope, says, value, strength, where)`` of each claim."""
    found = [each.claim for each in claims(one, declared(one, KNOWN), read_texts(one, KNOWN), KNOWN)]
    return [(c.kind, c.scope, c.says, c.value, c.strength, _place(one, c.evidence)) for c in found]


def _place(one: Repo, at: Any) -> str:
    origin = at.origin.removeprefix(one.id).strip()
    return origin or (f"{at.path}:{at.line}" if at.line else at.path or "")


def model(front: str = "license: mit", name: str = "acme/model", **more: Any) -> Repo:
    return repo(name, front, **more)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            model(name="acme/tiny-research-only"),
            [("id", "unstated", "limit", "research only", "name", "api:id")],
        ),
        (
            model("license: other\nlicense_name: acme-research-only"),
            [("license_name", "unstated", "limit", "acme research only", "name", "license_name")],
        ),
        (
            model(info={"tags": ["license:mit", "license:cc-by-nc-4.0", "license:"]}),
            [("repo-tag", "unstated", "licence", "cc-by-nc-4.0", "name", "repo-tag")],
        ),
        (
            model(texts=(text("---\nlicense: cc-by-nc-4.0\n---\n# A\n", "README_zh.md"),)),
            [("card", "unstated", "licence", "cc-by-nc-4.0", "name", "README_zh.md:2")],
        ),
        (
            model(texts=(text(MAP, "REUSE.toml"),)),
            [("file", "weights", "licence", "CC-BY-NC-4.0", "name", "REUSE.toml:3")],
        ),
        (
            model(info={"x_config": {"license": "cc-by-nc-4.0"}}),
            [("file", "weights", "licence", "cc-by-nc-4.0", "name", "config.json")],
        ),
        (
            model(info={"x_config": {"license": "may not be sold"}}),
            [("file", "unstated", "limit", "may not be sold", "name", "config.json")],
        ),
        (
            model("license: mit\nlicense_link: https://acme.ai/acme-noncommercial-v2.txt"),
            [("license_link", "unstated", "limit", "acme noncommercial v2", "name", "license_link")],
        ),
        (
            model(info={"x_headers": {"m.gguf": {"license": "may not be sold"}}}),
            [
                ("header", "weights", "licence", "may not be sold", "name", "m.gguf"),
                ("header", "unstated", "limit", "may not be sold", "name", "m.gguf"),
            ],
        ),
        (
            model(info={"x_headers": {"m.gguf": {"license": "llama3.1"}}}),
            [("header", "weights", "licence", "llama3.1", "name", "m.gguf")],
        ),
        (
            model("license: mit\nnote: You may not use it for commercial purposes.\nwords: research only"),
            [
                ("card", "unstated", "limit", "You may not use it for commercial purposes.", "prose", "README.md:3"),
                ("card", "unstated", "limit", "research only", "prose", "README.md:4"),
            ],
        ),
        (
            model("license: mit # research use only\nlibrary_name: x"),
            [("card", "unstated", "limit", "license: research use only", "prose", "README.md:2")],
        ),
        (
            model("license: mit\ncommercial_use: false"),
            [("card", "unstated", "limit", "commercial use: no", "name", "README.md:3")],
        ),
        (model("license: mit\ncommercial_use: true\nnote: A fine model."), []),
        (
            model(body="\n\nThe weights may not be used commercially.\n"),
            [("card", "weights", "limit", "The weights may not be used commercially.", "prose", "README.md:6")],
        ),
        (model(f"license: mit\nlicense_link: {NC}"), []),  # the declared one says it already
        (model(), []),
    ],
)
def test_what_is_said_and_where(one: Repo, said: list[tuple[str, ...]]) -> None:
    assert told(one) == said


def test_links_in_a_licence_file_have_their_lines() -> None:
    one = model(texts=(text(f"Ours.\n\nThey stand [here]({NC}).\n\nNo harm to anybody.", "LICENSE"),))
    assert ("grant", "unstated", "licence", "CC-BY-NC-4.0", "text", "LICENSE:3") in told(one)


@pytest.mark.parametrize(
    ("key", "spaced", "may"),
    [
        ("weights_license", False, True),
        ("weights_license", True, True),
        ("usage_restrictions", True, True),
        ("note", True, True),  # more than a word may be a sentence
        ("note", False, False),
        ("license", True, False),  # read as the declaration
        ("extra_gated_prompt", True, False),
        ("tags", False, False),
    ],
)
def test_which_keys_may_speak(key: str, spaced: bool, may: bool) -> None:
    assert may_speak(key, spaced=spaced) is may


@pytest.mark.parametrize(
    ("front", "speaks"),
    [
        ({"weights_license": "mit"}, True),
        ({"note": "You may not use it for commercial purposes."}, True),
        ({"note": "A fine model."}, False),
        ({"license": "mit"}, False),
        ({}, False),
    ],
)
def test_whether_front_matter_speaks(front: dict[str, str], speaks: bool) -> None:
    assert keys_speak(front) is speaks
