"""Ancestors that add the same may stand for each other: swapped, nothing that a rule or openness asks is another."""

import random
from collections import defaultdict
from collections.abc import Set

import pyarrow as pa
import pytest

from benchmarks.hub.generate import Made
from scanner.collect.tables.parquet import schema
from scanner.judge.columns.batches import Rows
from scanner.judge.columns.bearers import Bearers
from scanner.judge.columns.codes import mask_of
from scanner.judge.columns.kinds import told_of
from scanner.judge.columns.nodes import STUMBLES
from scanner.judge.columns.opinions import Brought, Opinions, Subject
from scanner.judge.columns.taking import Taker
from scanner.judge.evaluate import asked_of, engine_for
from scanner.knowledge.policy import load_policy

_ROWS, _SWAPS = 2500, 400


@pytest.fixture(scope="module", params=["commercial-saas", "internal-use"])
def opinions(request: pytest.FixtureRequest) -> Opinions:
    """The licences of a made-up Hub, by what they bear."""
    policy = load_policy(request.param)
    engine = engine_for(policy)
    rows = Rows(engine.licenses)
    table = pa.Table.from_pylist(list(Made(_ROWS, seed=23).rows()), schema=schema())
    rows.add(Taker(engine.licenses, frozenset()).take(table))
    reads = frozenset(fact for one, _ in asked_of("model", policy, engine) for fact in one.rule.reads)
    return Opinions(rows.readings, Bearers(rows.readings), lambda _: frozenset(), policy, engine, reads)


def test_alike_licences_may_be_swapped(opinions: Opinions) -> None:
    rnd, swapped, apart = random.Random(3), 0, 0
    owns = range(len(opinions._readings.own.made))
    for own in rnd.sample(owns, 60):
        alike = _alike(opinions, own)
        several = [one for one in alike.values() if len(one) > 1]
        beside = [rnd.choice(one) for one in alike.values()]
        for _ in range(_SWAPS // 60):
            kind, other = rnd.choice(several), frozenset(rnd.sample(beside, rnd.randrange(3)))
            one, two = rnd.sample(kind, 2)
            assert _comes_to(opinions, own, other | {one}) == _comes_to(opinions, own, other | {two}), (own, one, two)
            swapped += one != two
        one, two = rnd.sample(beside, 2)
        apart += _comes_to(opinions, own, frozenset({one})) != _comes_to(opinions, own, frozenset({two}))
    assert swapped > 300 and apart > 30  # those that are not alike do differ


def test_alike_rows_may_be_swapped(opinions: Opinions) -> None:
    rnd, swapped = random.Random(5), 0
    rows = defaultdict(list)
    for own in range(len(opinions._readings.own.made)):
        rows[opinions._root[_brought(own)].number].append(own)
    several = [one for one in rows.values() if len(one) > 1]
    for _ in range(60):
        one, two = rnd.sample(rnd.choice(several), 2)
        first, second = _alike(opinions, one), _alike(opinions, two)
        shared = sorted(first.keys() & second.keys())
        for _ in range(_SWAPS // 60):
            adds = rnd.sample(shared, rnd.randrange(1, 5))
            beside, others = ({rnd.choice(alike[add]) for add in adds} for alike in (first, second))
            assert _comes_to(opinions, one, beside) == _comes_to(opinions, two, others), (one, two, beside, others)
            swapped += 1
    assert swapped > 300 and len(several) > 10


def test_few_ancestors_add_what_all_do(opinions: Opinions) -> None:
    rnd, count = random.Random(4), len(opinions._bearers.own)
    fewer = 0
    for _ in range(80):
        own = rnd.randrange(len(opinions._readings.own.made))
        elements = frozenset(rnd.choices(range(2 * count), k=rnd.randrange(2, 25)))
        few = opinions._kinds.few(_set(elements), told_of(opinions._readings.own.made[own]), "text")
        assert _comes_to(opinions, own, few) == _comes_to(opinions, own, elements)
        fewer += len(few) < len(elements)
    assert fewer > 40


def _alike(opinions: Opinions, own: int) -> dict[int, list[int]]:
    """Ancestors by what they add to a repo under a licence, those of the others' names told."""
    found = defaultdict(list)
    told, elements = told_of(opinions._readings.own.made[own]), range(2 * len(opinions._bearers.own))
    adds = opinions._kinds.adds([_set({one}) for one in elements], [told] * len(elements), "text")
    for element, one in zip(elements, adds, strict=True):
        found[one].append(element)
    return found


def _set(elements: Set[int]) -> int:
    return mask_of(one - STUMBLES for one in elements)


def _comes_to(opinions: Opinions, own: int, elements: Set[int]) -> object:
    return opinions._comes_to(opinions._readings.own.made[own], opinions._decided(_brought(own), elements, frozenset()))


def _brought(own: int) -> Brought:
    return Brought(own, 0, Subject("catalog", "catalog", card_present=None, silent=False), "text")
