"""Datasets as cards name them, several in one string among them."""

import pytest

from scanner.collect.relations import datasets, parents
from scanner.collect.relations.ids import is_path, model_id
from tests.making import repo


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("a/b, c/d", ["a/b", "c/d"]),
        ("squad; squad_v2", ["squad", "squad_v2"]),
        ("a/b c/d", ["a/b", "c/d"]),
        ("a/b, c/d, and e/f", ["a/b", "c/d", "e/f"]),
        ("a/b & c/d", ["a/b", "c/d"]),
        ("['a/b', 'c/d']", ["a/b", "c/d"]),
        ("- a/b\n- c/d", ["a/b", "c/d"]),
        ("https://huggingface.co/datasets/a/b, https://huggingface.co/datasets/c/d", ["a/b", "c/d"]),
        ("a/b, our own recordings", ["a/b", None]),
        ("wikipedia bookcorpus", [None]),
        ("Books (Novels, Plays)", [None]),
        ("reddit singapore, malaysia", [None]),
        ("  ", []),
    ],
)
def test_packed_datasets(written: str, ids: list[str | None]) -> None:
    named = repo(card=None, info={"cardData": {"datasets": written}})
    assert [found.id for found in datasets(named)] == ids


def test_what_bears_the_own_name_and_more_is_no_base_by_a_hint() -> None:
    child = repo("acme/m-7b", body="We fine-tuned [m-7b-story](https://huggingface.co/acme/m-7b-story) on books.")
    assert parents(child) == ()
    child = repo("acme/m-7b", body="We fine-tuned [m-7b-base](https://huggingface.co/acme/m-7b-base) on books.")
    assert [one.id for one in parents(child)] == ["acme/m-7b-base"]


def test_a_base_at_the_end_of_a_long_line_is_heard() -> None:
    child = repo("acme/sorter", body="It sorts mails. " * 200 + "It was fine-tuned from acme/base-7b.")
    assert [one.id for one in parents(child)] == ["acme/base-7b"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("acme/step", "acme/step"),
        ("acme/checkpoint", "acme/checkpoint"),
        ("acme/checkpoint-500", None),
        ("acme/final", None),
        ("outputs/step", None),
        ("step", None),
    ],
)
def test_a_step_without_a_number_below_an_owner_is_an_id(text: str, found: str | None) -> None:
    assert model_id(text) == found
    assert is_path(text) is (found is None)
