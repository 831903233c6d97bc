"""Where a card leads for its terms: the repo's own files under any name, other repos, addresses that tell by words."""

import pytest

from scanner.collect.folder.local import read_folder
from scanner.collect.relations.linked import linked_files
from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.snapshot import File, Repo
from scanner.text.licence_files import make_text
from tests.making import WEIGHTS, mit_text, repo, snapshot

NC = "No commercial use.\n"


def status(root: Repo, *others: Repo) -> str:
    (result,) = assess([snapshot(root, *others)], load_policy())
    return result.commercial_use.status


def holding(front: str, files: dict[str, str], body: str = "A model.\n") -> Repo:
    texts = tuple(make_text(path, text.encode()) for path, text in files.items())
    listed = tuple(File(path=path, size=len(text)) for path, text in files.items())
    return repo(front=front, body=body, texts=texts, files=(*WEIGHTS, *listed))


def test_a_file_of_its_own_is_the_licence_wherever_it_lies() -> None:
    led = "license: mit\nlicense_link: docs/terms.md"
    assert status(holding(led, {"docs/terms.md": NC})) == "unknown"
    assert status(holding(led.replace("terms", "LICENSE"), {"docs/LICENSE.md": mit_text()})) == "allowed"
    assert status(holding("license: mit", {"docs/LICENSE.md": "CC BY-NC 4.0\n"})) == "allowed", "nobody leads there"


@pytest.mark.parametrize(
    "body",
    [
        "Please read our [rules](rules_of_play.md) before use, they bind you.\n",
        "The [terms](./rules_of_play.md#use) apply.\n",
        'See <a href="https://huggingface.co/acme/model/blob/main/rules_of_play.md">the licence</a>.\n',
    ],
)
def test_a_page_that_the_body_leads_to_is_read(body: str) -> None:
    assert status(holding("license: mit", {"rules_of_play.md": NC}, body)) == "unknown"
    assert status(holding("license: mit", {"rules_of_play.md": "Play fair, and have fun.\n"}, body)) == "allowed"


def test_other_pages_are_left_alone() -> None:
    assert linked_files(holding("license: mit", {"chess.md": NC}, "How to [play](chess.md).\n")) == ()
    assert linked_files(holding("license: mit", {"terms.py": NC}, "The [terms](terms.py) apply.\n")) == ()


@pytest.mark.parametrize(
    "link",
    [
        "https://otter.example/legal/non-commercial-license",
        "https://otter.example/otter-license",
        "https://polyformproject.org/licenses/noncommercial/1.0.0",
        "https://otter.example/licenses/academic/1.0",
        "https://github.com/otter/otter/blob/main/LICENSE_WEIGHTS",
        "https://github.com/otter/otter/blob/main/OTTER-LICENSE",
        "https://github.com/otter/otter/blob/main/Otter-Lizenz",
        "LICENSE-RESEARCH.md",
        "[LICENSE, 'https://creativecommons.org/licenses/by-nc/4.0/']",
    ],
)
def test_a_link_that_tells_by_its_words(link: str) -> None:
    assert status(repo(front=f"license: apache-2.0\nlicense_link: {link}", body="A model.\n")) in (
        "unknown",
        "forbidden",
    )


@pytest.mark.parametrize(
    "link",
    [
        "LICENSE",
        "LICENSE-APACHE",
        "https://www.apache.org/licenses/LICENSE-2.0",
        "https://github.com/otter/otter/blob/main/LICENSE",
        "https://otter.example/apache-license-2.0.html",
        "https://otter.example/otter",
        "[LICENSE, 'https://www.apache.org/licenses/LICENSE-2.0']",
    ],
)
def test_a_link_that_says_no_more_than_the_tag(link: str) -> None:
    assert status(repo(front=f"license: apache-2.0\nlicense_link: {link}", body="A model.\n")) == "allowed"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("license: gemma\nlicense_link: https://otter.example/otter-model-license", "unknown"),
        ("license: llama3.1\nlicense_link: https://otter.example/terms-of-use", "unknown"),
        ("license: gemma\nlicense_link: https://ai.google.dev/gemma/prohibited_use_policy", "conditional"),
        ("license: gemma\nlicense_link: https://oogle.dev/terms-of-use", "unknown"),  # no host of Google's
        ("license: llama3.1\nlicense_link: https://www.llama.com/llama3_1/license/", "conditional"),
        ("license: llama3.1\nlicense_link: https://[otter", "conditional"),
        ("license: gemma\nlicense_link: https://github.com/otter/otter/blob/main/LICENSE", "conditional"),
        ("license: cc-by-nc-4.0\nlicense_link: https://otter.example/terms-of-use", "forbidden"),
    ],
)
def test_beside_a_licence_with_conditions_only_pages_of_others_are_terms(front: str, expected: str) -> None:
    assert status(repo(front=front, body="A model.\n")) == expected


def test_the_page_of_another_repo_is_looked_up() -> None:
    root = repo(front="license: apache-2.0\nlicense_link: https://huggingface.co/org/other", body="A model.\n")
    assert status(root, repo("org/other", front="license: cc-by-nc-4.0")) == "unknown"
    assert status(root, repo("org/other", front="license: apache-2.0", body="Another.\n")) == "allowed"


def test_a_folder_reads_what_its_card_leads_to(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\nOur [terms of play](play.md) apply.\n")
    (tmp_path / "play.md").write_text(NC)
    assert [text.path for text in read_folder(str(tmp_path)).texts] == ["play.md"]


@pytest.mark.parametrize(
    "body",
    [
        "To use the weights accept the terms at otter.example/terms\n",
        "By downloading you agree to otter.example/legal/terms-of-use.\n",
        "The weights are governed by www.otter.example/legal/eula.\n",
        "Conditions of use: otter.example/conditions\n",
        "License: https://github.com/otter/legal/blob/main/OTTER_TERMS.md\n",
        "## License\n\nSee [LICENSE.pdf](LICENSE.pdf).\n",
        "The terms are in [LICENSE.docx](docs/LICENSE.docx).\n",
        "## License\n\n© 2025 Otter Labs. All rights reserved.\n",
        "The base model is proprietary.\n",
    ],
)
def test_terms_that_lie_elsewhere_or_nowhere(body: str) -> None:
    assert status(repo(front="license: apache-2.0", body=f"# Otter\n\n{body}")) == "unknown"


@pytest.mark.parametrize(
    "body",
    [
        "The weights are Apache-2.0 (www.apache.org/licenses/LICENSE-2.0).\n",
        "Model files also lie at otter.example/models/otter.bin\n",
        "The demo at otter.example/demo has its own terms of service: otter.example/demo/terms\n",
        "By contributing you agree to otter.example/cla.\n",
        "## License\n\nSee [LICENSE](LICENSE).\n",
        "## License\n\n© 2025 Otter Labs. All rights reserved.\n\nLicensed under the Apache License 2.0.\n",
        "Copyright 2025 Otter Labs. All rights reserved.\n",
    ],
)
def test_addresses_and_formulas_that_settle_nothing(body: str) -> None:
    assert status(repo(front="license: apache-2.0", body=f"# Otter\n\n{body}")) == "allowed"


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("usage: restricted", "unknown"),
        ("access: on request", "unknown"),
        ("redistribution: denied", "unknown"),
        ("resale: no", "unknown"),
        ("usage: chat", "allowed"),
        ("sharing: yes", "allowed"),
        ("distribution: gaussian", "allowed"),
    ],
)
def test_a_key_of_the_authors_own(key: str, expected: str) -> None:
    assert status(repo(front=f"license: apache-2.0\n{key}", body="A model.\n")) == expected
