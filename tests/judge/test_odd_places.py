"""A no, a base or a data set in a place where few look: it takes ``allowed`` away, and the same place with harmless
content takes nothing."""

import pytest

from scanner.model.snapshot import Repo
from tests.making import judged, repo, text

NC, FREE = "license: cc-by-nc-4.0", "license: mit"


def parent(front: str) -> Repo:
    return repo("org/parent", front=front, body="# Parent\n")


def under(root: Repo, *others: Repo) -> str:
    return judged(root, *others).commercial_use.status


WITHIN = {
    "a mapping": "training:\n  base_model: org/parent",
    "a list of parts": "components:\n- role: llm\n  base_model: org/parent",
    "deep": "model_details:\n  made:\n    from:\n      finetuned_from: [org/parent]",
    "what the model is": "model-index:\n- name: sorter\n  base_model: org/parent",
    "another spelling": "training:\n  Base-Model: org/parent",
}


@pytest.mark.parametrize("way", WITHIN)
def test_a_base_within_front_matter(way: str) -> None:
    root = repo(front=f"{FREE}\n{WITHIN[way]}", body="A model.\n")
    assert under(root, parent(NC)) == "unknown"
    assert under(root, parent(FREE)) == "allowed"


@pytest.mark.parametrize(
    "front",
    [
        "model-index:\n- name: sorter\n  results:\n  - base_model: org/parent",
        "evaluation:\n  base_model: org/parent",
        "widget:\n- base_model: org/parent",
        "training:\n  base_model: scratch",
        "training:\n  base: true\n  model: org/parent",
    ],
)
def test_front_matter_that_measures_or_shows(front: str) -> None:
    assert under(repo(front=f"{FREE}\n{front}", body="A model.\n"), parent(NC)) == "allowed"


def test_a_base_of_a_part_by_its_page() -> None:
    page = "---\nlicense: mit\nbase_model: org/parent\n---\n# Encoder\n"
    root = repo(front=FREE, body="A model.\n", texts=(text(page, "text_encoder/README.md"),))
    assert under(root, parent(NC)) == "unknown"
    assert under(root, parent(FREE)) == "allowed"


def gate(label: str, *options: str) -> Repo:
    form = "".join(f"    - {option}\n" for option in options)
    return repo(front=f"{FREE}\nextra_gated_fields:\n  {label}:\n    type: select\n    options:\n{form}")


def test_a_choice_that_shuts_business_out() -> None:
    label = "I will use the model exclusively for"
    assert under(gate(label, "academic research", "teaching", "a public archive")) == "unknown"
    assert under(gate(label, "academic research", "a public archive", "Other")) == "allowed"
    assert under(gate(label, "a chat bot", "a public archive")) == "allowed"
    assert under(gate("I want to use the model for", "research", "a public archive", "chats")) == "allowed"
