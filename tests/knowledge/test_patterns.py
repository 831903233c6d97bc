"""``rules/patterns.yaml``: every record finds its own examples, and nothing in those that it must leave alone."""

import re

import pytest

from scanner.knowledge.patterns import recorded, words


@pytest.mark.parametrize("name", words())
def test_a_record_fires_where_it_says_and_nowhere_else(name: str) -> None:
    record, pattern = words()[name], recorded(name)
    assert record.fires and all(pattern.search(one) for one in record.fires)
    assert record.silent and not any(pattern.search(one) for one in record.silent)


@pytest.mark.parametrize("name", words())
def test_each_alternative_is_an_expression_of_its_own(name: str) -> None:
    for one in words()[name].any:
        assert re.compile(one)
