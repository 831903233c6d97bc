"""Declared values in every form that cards use."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import declared as benchmark
from scanner.identify.declared import declared
from scanner.identify.statements import limits
from scanner.judge.evaluate import Engine
from scanner.knowledge.licenses import FREE, Licenses
from scanner.knowledge.resources import rules_dir
from tests.making import repo


@pytest.fixture(scope="module")
def licenses() -> Licenses:
    return Engine(rules_dir()).licenses


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


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("- **License:** apache-2.0", ["Apache-2.0"]),
        ("| **License** | [Llama 3.1 Community license](x) |", ["llama3.1"]),
        ("## License\n\nMIT — see `LICENSE`.", ["MIT"]),
        ("License\n-------\nCC BY-SA 4.0", ["CC-BY-SA-4.0"]),
        ("We release our models under the\nApache License, Version 2.0, and the code under MIT.", ["Apache-2.0"]),
        ("Code and model weights are released under the MIT License.", ["MIT"]),
        ("Code is released under MIT, model weights are released under **CC-BY-NC 4.0**", ["CC-BY-NC-4.0"]),
        ("The weights are licensed under CC BY-NC-SA 4.0 for non-commercial use only.", ["CC-BY-NC-SA-4.0"]),
        ("Use of this model is governed by the NVIDIA Open Model License.", ["LicenseRef-nvidia-open-model-license"]),
        ("- **License:** [More Information Needed]", []),
        ("- **License:** MIT (code), CC-BY-NC-4.0 (weights)", ["CC-BY-NC-4.0"]),
        ("- **Dataset license:** MIT", []),
        ("## Training data\n\n- License: MIT", []),
        ("This code repository is released under the MIT License.", []),
        ("The model was trained on a corpus released under the CC BY 4.0 license.", []),
        ("The model is based on BERT, which is released under the Apache 2.0 license.", []),
        ("This model is released under the MIT license with additional restrictions.", []),
        ("Individual model weights are released under MIT, Apache-2.0, or AGPL-3.0.", []),
        ("This model is released under an MIT-style license.", []),
        ("This model will be released under the MIT license.", []),
        ("The dataset is titled Tweets, used here under creative commons attribution 4.0. international licence.", []),
        ("```\nThis model is released under the MIT license.\n```", []),
    ],
)
def test_statements_of_the_body(body: str, ids: list[str], licenses: Licenses) -> None:
    assert list(declared(repo(body=body), licenses).ids) == ids


def test_a_statement_has_its_own_line(licenses: Licenses) -> None:
    found = declared(repo(body="# M\n\nOne line.\nAnother. This model is\nlicensed under MIT.\n"), licenses)
    assert found.licenses[0].evidence.line == 4


@pytest.mark.parametrize(
    ("body", "limited"),
    [
        ("These models are released for research purposes only.", True),
        ("This model is for research and development only.", True),
        ("You may not use this model for commercial purposes.", True),
        ("Commercial use of the model is not permitted.", True),
        ("This model is ready for non-commercial/research use only.", True),
        ("This model is ready for commercial/non-commercial use.", False),
        ("Free for both commercial and non-commercial use.", False),
        ("The model is free for research and commercial use.", False),
        ("There are no commercial restrictions on use.", False),
        ("It outperforms non-commercial models and is used widely.", False),
        ("The dataset is for non-commercial use only.", False),
        ("This model was trained on data that may be used for research purposes only.", False),
    ],
)
def test_limits_of_the_body(body: str, limited: bool) -> None:
    assert bool(list(limits(repo(body=body)))) is limited


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
