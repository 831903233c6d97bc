"""Declared values in every form that cards use."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import declared as benchmark
from scanner.identify.declared import declared
from scanner.knowledge.licenses import FREE, Licenses
from tests.making import repo


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
        ("license: m", []),
        ("license: '[More Information Needed]'", []),
        ("License: MIT", ["MIT"]),
        ("liscence: mit", ["MIT"]),
        ("license: {name: mit, url: x}", ["MIT"]),
        ("license: MIT/Apache-2.0", ["MIT", "Apache-2.0"]),
        ("license: https://www.apache.org/licenses/LICENSE-2.0", ["Apache-2.0"]),
        ("license: other\nlicense_name: apache-2.0-and-gemma-terms", ["Apache-2.0", "gemma"]),
        ("license: gemma-and-apache-2.0", ["gemma", "Apache-2.0"]),
        ("license: apache-2.0-with-naming-clause", ["Apache-2.0", "LicenseRef-naming-clause"]),
        ("license: nvidia-openmdw-and-dataset-other", ["openmdw-1.1", "other"]),
        ("license: per-model", ["other"]),
        ("license: other\nlicense_name: inherits-base-model", ["other"]),
        ("license: other\nlicense_name: see-base-model\nlicense_link: https://ai.google.dev/gemma/terms", ["gemma"]),
        ("license: other\nlicense_link: https://www.llama.com/llama3_3/license/", ["llama3.3"]),
        (
            "license: other\nlicense_link: https://github.com/meta-llama/llama-models/blob/main/models/llama3_1/LICENSE",
            ["llama3.1"],
        ),
        ("license: other\nlicense_link: https://creativecommons.org/licenses/by/3.0/igo/", ["CC-BY-3.0-IGO"]),
        ("license: other\nlicense_link: https://github.com/org/repo/blob/main/LICENSE", ["other"]),
        (
            "license: other\nlicense_name: acme-terms\nlicense_link: https://www.apache.org/licenses/LICENSE-2.0",
            ["LicenseRef-acme-terms", "Apache-2.0"],
        ),
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


@pytest.mark.shared
def test_real_values(shared: Path, licenses: Licenses) -> None:
    found = list(benchmark.rows(shared, licenses))
    assert len(found) > 16_000
    assert not [row for row in found if benchmark.frees_what_is_limited(row.read)]
    # What catalogues write is their wording, not a card's.
    written = [row for row in found if not row.source.startswith("wellknown")]
    custom = Counter(benchmark.value_of(row.read) for row in written if benchmark.fate(row.read) == "custom, no record")
    assert max(custom.values()) < benchmark.OFTEN


def test_a_key_that_stands_twice_declares_both(licenses: Licenses) -> None:
    found = declared(repo(front="license: cc-by-nc-4.0\nlanguage: en\nlicense: mit"), licenses)
    assert set(found.ids) == {"MIT", "CC-BY-NC-4.0"}
    assert {named.evidence.line for named in found.licenses} == {2, 4}
