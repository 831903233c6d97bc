"""Sentences of our own, labelled by what a careful reader hears: no limit missed, nothing else called one."""

from pathlib import Path

import pytest

from benchmarks import claims

ONES = list(claims.corpus())


@pytest.mark.parametrize(
    ("untuned", "missed", "false"), [(False, 0.02, 0.01), (True, 0.05, 0.04)], ids=["tuned", "untuned"]
)
def test_the_corpora(untuned: bool, missed: float, false: float) -> None:
    part = [one for one in ONES if one.untuned is untuned]
    limits, not_heard = claims.missed(part)
    others, wrong = claims.false(part)
    assert limits > 80 and others > 80
    assert len(not_heard) <= missed * limits, [one.text for one in not_heard]
    assert len(wrong) <= false * others, [one.text for one in wrong]


def test_the_net_alone(tmp_path: Path) -> None:
    """Without any record of limits, as in wording that no pattern knows: half is caught, and nearly nothing wrongly."""
    rules = claims.poorer(tmp_path, records=False, words=None, net=True)
    limits, not_heard = claims.missed(ONES, rules)
    others, wrong = claims.false(ONES, rules)
    assert len(not_heard) <= 0.5 * limits
    assert len(wrong) <= 0.01 * others, [one.text for one in wrong]
