"""Tasks by name: each record's own examples, and names that tell nothing."""

import pytest

from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from scanner.knowledge.tasks import like, named_tasks, task_by_name


@pytest.mark.parametrize("one", named_tasks(), ids=lambda one: one.task)
def test_each_record_takes_its_examples(one: object) -> None:
    assert {name: task_by_name(name) for name in one.examples} == dict.fromkeys(one.examples, one.task)  # type: ignore[attr-defined]


def test_other_names_tell_nothing() -> None:
    silent = plain_files(rules_dir())["tasks.yaml"]["silent"]
    assert silent and {name: task_by_name(name) for name in silent} == dict.fromkeys(silent)


def test_no_word_stands_twice_and_each_is_as_names_are_read() -> None:
    words = [word for one in named_tasks() for word in one.words]
    assert len(words) == len(set(words))
    assert all(word == word.lower() and not set(word) & set("_. ") for word in words)


def test_embeddings_serve_for_each_other() -> None:
    assert like("feature-extraction") == like("sentence-similarity") == {"feature-extraction", "sentence-similarity"}
    assert like("text-to-image") == {"text-to-image"}
