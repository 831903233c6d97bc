"""Pages on which only others, earlier states, titles, counts or samples of the page are limited, and beside them pages
whose own terms stand in the same places: ``plainly.yaml``."""

from pathlib import Path

import pytest
import yaml

from tests.identify.hearing import own

PAGES = yaml.safe_load(Path(__file__).with_name("plainly.yaml").read_text(encoding="utf-8"))


def _is_limited(one: dict[str, str]) -> bool:
    heard = own(one["page"], f"lab/{one['repo']}")
    return any(told.says == "limit" or "NC" in str(told.licences).upper() for told in heard)


@pytest.mark.parametrize("one", PAGES["free"])
def test_nothing_of_its_own_is_limited(one: dict[str, str]) -> None:
    assert not _is_limited(one)


@pytest.mark.parametrize("one", PAGES["limited"])
def test_its_own_terms_there_are_heard(one: dict[str, str]) -> None:
    assert _is_limited(one)
