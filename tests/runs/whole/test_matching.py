"""An automaton finds in many texts what each pattern finds in each."""

import random
import re

import pyarrow as pa
import pytest

from scanner.identify.prose.patterns import Many
from scanner.judge.columns.listing import Listings
from scanner.judge.columns.matching import Automaton, Finder

_PATTERNS = (
    r"^a", r"b$", r"^(?:ab|ba)$", r"a{2,3}b", r"\bab\b", r"\Bb", r"[^/]*\.c$", r"/(?:a|b)*c", r"a.b", r"(?:ab)+?c",
    r"\d+$", r"[a-c]{1,2}\W", r"^$", r"x?y*", r"c\.\w{2,}", r"-\s", r"[^\w.]a",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_patterns_are_found_as_by_themselves(seed: int) -> None:
    rnd = random.Random(seed)
    texts = ["", *("".join(rnd.choices("aabbc./- 1_", k=rnd.randrange(1, 12))) for _ in range(400))]
    numbers, met = Automaton(_PATTERNS).found(pa.array(texts))
    each = [re.compile(pattern, re.ASCII) for pattern in _PATTERNS]
    for text, number in zip(texts, numbers.tolist(), strict=True):
        assert met[number] == tuple(at for at, one in enumerate(each) if one.search(text)), text


def test_patterns_of_paths_are_found_as_one_by_one() -> None:
    rnd, listings = random.Random(1), Listings()
    words = re.findall(r"[a-z0-9_]{2,}", " ".join(listings._telling))
    parts = [*words, *"/.-_5", "of", "00001", "é", "\n"]
    paths = ["/" + "".join(rnd.choices(parts, k=rnd.randrange(1, 6))) for _ in range(3000)]
    paths += [f"/x.{word}" for word in words] + [f"/{word}.bin" for word in words]
    numbers, met = listings._finder.found(pa.array(paths)[1:])  # a slice is told by its offset
    many = Many([*listings._telling, *map(re.escape, ("of",))])
    counted = len(listings._telling)
    for path, number in zip(paths[1:], numbers.tolist(), strict=True):
        assert [one for one in met[number] if one < counted] == [one for one in many.found(path) if one < counted], path


@pytest.mark.parametrize("pattern", (r"a(?=b)", r"(?<!a)b", r"(a)\1", r"(?i)a", r"a{300}"))
def test_what_no_automaton_tells_is_looked_for_one_by_one(pattern: str) -> None:
    with pytest.raises(ValueError):
        Automaton([pattern])


def test_a_finder_takes_any_text() -> None:
    numbers, met = Finder(["a$", "^é"]).found(pa.array(["a", "a\n", "é", "éa", "", "ba"]))
    assert [met[one] for one in numbers.tolist()] == [(0,), (), (1,), (0, 1), (), (0,)]
