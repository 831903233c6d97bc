"""Datasets as cards name them, several in one string among them."""

import pytest

from scanner.collect.relations import datasets
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
