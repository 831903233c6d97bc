"""``rules/patterns.yaml``: every record finds its own examples, and nothing in those that it must leave alone."""

import re

import pytest

from scanner.knowledge.patterns import recorded, words
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import shipped


@pytest.mark.parametrize("name", words())
def test_a_record_fires_where_it_says_and_nowhere_else(name: str) -> None:
    record, pattern = words()[name], recorded(name)
    assert record.fires and all(pattern.search(one) for one in record.fires)
    assert record.silent and not any(pattern.search(one) for one in record.silent)


@pytest.mark.parametrize("name", words())
def test_each_alternative_is_an_expression_of_its_own(name: str) -> None:
    for one in words()[name].any:
        assert re.compile(one)


CODE = "".join(module.read_text("utf-8") for module in (rules_dir().parent / "scanner").rglob("*.py"))


def test_each_record_and_list_that_is_asked_for_is_there_and_each_that_is_there_is_asked_for() -> None:
    there = {*words(), *shipped("lists.yaml")}
    asked = {*re.findall(r"""(?:(?<![\w.])|(?<=\bpatterns\.))(?:listed|recorded)\("([^"]+)"\)""", CODE)}
    assert len(asked) > 100 and asked <= there
    folders = {name for name in there if name.startswith("folders-of-")}  # asked for by what they are of
    assert there - asked - folders == set()
