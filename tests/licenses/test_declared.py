"""Declared values in every form that cards use."""

import pytest

from scanner.evaluate import Engine
from scanner.licenses.declared import declared
from scanner.licenses.registry import FREE, Licenses
from scanner.resources import rules_dir
from tests.making import repo


@pytest.fixture(scope="module")
def licenses() -> Licenses:
    return Engine(rules_dir()).knowledge.licenses


@pytest.mark.parametrize(
    ("front", "ids"),
    [
        ("license: apache-2.0", ["Apache-2.0"]),
        ("license: MIT", ["MIT"]),
        ("licence: Apache License 2.0", ["Apache-2.0"]),
        ("license: [apache-2.0, cc-by-nc-4.0]", ["Apache-2.0", "CC-BY-NC-4.0"]),
        ("license:\n- mit\n- mit", ["MIT"]),
        ("license: MIT OR Apache-2.0", ["MIT", "Apache-2.0"]),
        ("license: apache-2.0-and-cc-by-nc-sa-4.0", ["Apache-2.0", "CC-BY-NC-SA-4.0"]),
        ("license: other\nlicense_name: llama3.1", ["llama3.1"]),
        ("license: other\nlicense_name: gemma\nlicense_link: LICENSE", ["gemma"]),
        ("license: other\nlicense_link: https://creativecommons.org/licenses/by-nc/4.0/", ["CC-BY-NC-4.0"]),
        ("license: other\nlicense_name: my-own-terms", ["LicenseRef-my-own-terms"]),
        ("license: other", ["other"]),
        ("license: bee-movie-script", ["LicenseRef-bee-movie-script"]),
        ('license: "???"', []),
        ("license: None", []),
        ("license: null", []),
        ("license: no", []),
        ("language: en", []),
    ],
)
def test_value(front: str, ids: list[str], licenses: Licenses) -> None:
    assert list(declared(repo(front=front), licenses).ids) == ids


def test_tags_speak_where_the_card_is_silent(licenses: Licenses) -> None:
    silent = repo(front="language: en", info={"tags": ["license:mit", "en"]})
    assert declared(silent, licenses).values == ("mit",)
    assert declared(silent, licenses).licenses[0].evidence.origin == "acme/model api:tags"


def test_evidence_names_the_line(licenses: Licenses) -> None:
    found = declared(repo(front="language: en\nlicense: mit"), licenses).licenses[0]
    assert (found.evidence.path, found.evidence.line) == ("README.md", 3)


def test_a_plain_sentence_counts_where_nothing_else_is_said(licenses: Licenses) -> None:
    said = declared(repo(body="# M\n\nThe model is released under the [Apache 2.0](x) license.\n"), licenses)
    assert (said.ids, said.in_body_only) == (("Apache-2.0",), True)


def test_a_sentence_beside_a_limit_is_not_believed(licenses: Licenses) -> None:
    body = "Released under the MIT license.\n\nThe weights are for research purposes only, not for commercial use."
    assert declared(repo(body=body), licenses).ids == ()


@pytest.mark.parametrize(
    "value",
    [
        "apache-2.0-nc",
        "mit non-commercial",
        "mit-research-only",
        "apache community",
        "apache-2.0 for research",
        "UNLICENSED",
    ],
)
def test_a_hint_of_a_limit_never_resolves_to_a_free_licence(value: str, licenses: Licenses) -> None:
    found = licenses.get(value)
    assert found is None or found.family not in FREE
