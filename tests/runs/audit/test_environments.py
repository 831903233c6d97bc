"""An environment that may be production by another spelling counts as production, and is told."""

import pytest

from scanner.runs.audit.environments import is_live, is_plain
from scanner.runs.audit.inventory import merge
from scanner.runs.audit.types import Asset, Inventory


@pytest.mark.parametrize(
    "word", ["", "production", "PROD", "live", "prodction", "Production EU", "prod-2", "prduction"]
)
def test_what_counts_as_production(word: str) -> None:
    assert is_live(word)


@pytest.mark.parametrize(
    "word", ["staging", "research", "pre-production", "non-prod", "preprod", "dev", "product demo", "retired", "lab"]
)
def test_what_does_not(word: str) -> None:
    assert not is_live(word)
    assert is_plain(word)


def test_a_misspelling_is_told_once() -> None:
    assets = [Asset(id=f"org/m{n}", system="s", environment="prodction") for n in range(2)]
    made = merge([Inventory(assets=(*assets, Asset(id="org/x", system="s", environment="staging")))])
    (said,) = made.notes
    assert said.startswith("environment 'prodction' is taken for production")
    assert [one.production for one in made.assets] == [True, True, False]
