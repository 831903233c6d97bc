"""Our licences against the classes that lawyers of the Data Provenance Initiative gave them."""

from pathlib import Path

import pytest

from benchmarks.declared import EXPLAINED, compared
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir


@pytest.mark.shared
def test_every_difference_is_explained(shared: Path) -> None:
    pairs = compared(shared, load_licenses(rules_dir()))
    assert len(pairs) >= 45
    assert {pair.name for pair in pairs if pair.theirs != pair.ours} == set(EXPLAINED)


@pytest.mark.shared
def test_we_are_never_freer_on_use(shared: Path) -> None:
    order = ("All", "NC", "Acad")
    pairs = [pair for pair in compared(shared, load_licenses(rules_dir())) if pair.id != "other"]
    assert not [pair for pair in pairs if order.index(pair.ours[0]) < order.index(pair.theirs[0])]
