"""Anything read: named errors or a result. Hypothesis looks for what breaks; ``python -m tests.fuzz`` is the long form,
and ``MODELSCAN_TORTURE=N`` makes this one N times as long."""

import os
import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.text.card import CARD_BOUND
from tests.fuzz.hostile import HOSTILE
from tests.fuzz.mutations import TOKENS, mutated
from tests.fuzz.parsers import PARSERS

TIMES = int(os.environ.get("MODELSCAN_TORTURE") or "1")
#: Seconds of CPU; a card of 200 kB, and a machine that others use, included.
MOST = 10.0
_pieces = st.one_of(st.sampled_from(TOKENS), st.binary(max_size=40), st.text(max_size=40).map(str.encode))


def _broken_up(name: str) -> st.SearchStrategy[bytes]:
    """The sound input with pieces put between its parts, or pieces alone."""
    seeds = st.sampled_from(PARSERS[name].seeds)

    def put(seed: bytes, pieces: list[bytes], at: int) -> bytes:
        place = at % (len(seed) + 1)
        return seed[:place] + b"".join(pieces) + seed[place:]

    return st.one_of(
        st.builds(put, seeds, st.lists(_pieces, max_size=8), st.integers(0, 10_000)), st.binary(max_size=300)
    )


@pytest.mark.parametrize("name", PARSERS)
def test_whatever_is_read(name: str) -> None:
    @settings(max_examples=40 * TIMES, suppress_health_check=list(HealthCheck), derandomize=TIMES == 1, database=None)
    @given(_broken_up(name))
    def read(data: bytes) -> None:
        PARSERS[name].read(data)

    read()


@pytest.mark.parametrize("name", PARSERS)
def test_mutated_input_is_read_in_time(name: str) -> None:
    random = Random(f"kept {name}")
    for _ in range(20 * TIMES):
        data = mutated(PARSERS[name].seeds, random)
        began = time.process_time()
        PARSERS[name].read(data)
        assert time.process_time() - began < MOST, data[:200]


#: What once took a minute and more.
SLOW = {
    "a heading and blanks": b"### a" + b" " * 150_000 + b"b\n",
    "a heading and marks": b"### a" + b"# " * 75_000 + b"b\n",
    "blanks in a line": b"It was trained on" + b" " * 125_000 + b"text " + b" " * 20_000 + b".\n",
    "headings and blanks": (b"### a" + b" " * 990 + b"b\n") * 200,
}


@pytest.mark.parametrize("name", SLOW)
def test_what_took_long_is_quick(name: str) -> None:
    began = time.process_time()
    PARSERS["card"].read(b"---\nlicense: mit\n---\n" + SLOW[name])
    assert time.process_time() - began < MOST


#: The slowest of ``hostile.py``; ``python -m tests.fuzz`` reads all. The card and a licence text, as long as is read.
SLOWEST = (
    "agreements",
    "licences",
    "a line about a licence",
    "references",
    "bases by label",
    "an expression",
    "letters that fold",
    "Chinese titles",
    "headings",
    "packed datasets",
    "other packed datasets",
    "the same key, others in it",
    "fields of choices",
)


@pytest.mark.parametrize("name", SLOWEST if TIMES == 1 else HOSTILE)
def test_the_longest_cards_made_to_be_slow(name: str) -> None:
    began = time.process_time()
    PARSERS["card"].read(HOSTILE[name](CARD_BOUND))
    assert time.process_time() - began < MOST


def test_a_policy_that_extends_what_no_file_could_be_called() -> None:
    for name in ("a" * 5000, "\\0", "a/" * 3000):
        assert PARSERS["policy"].read(f'name: own\nextends: "{name}"\n'.encode()) is None


def test_each_seed_says_something() -> None:
    said = {name: [parser.read(seed) for seed in parser.seeds] for name, parser in PARSERS.items()}
    assert all(found is not None for name in ("answer", "bill", "policy", "lock", "http") for found in said[name])
    assert {result.verdict for result in said["card"]} == {"fail", "pass"}  # type: ignore[attr-defined]
