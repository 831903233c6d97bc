"""Licence texts a second, with repeats as on the Hub: most files are the same bytes as many others.

    python -m benchmarks.hub.texts --texts FOLDER [--files 100000] [--distinct 2000]

``--texts`` holds ``truth.jsonl`` and ``texts/`` (real licence files). ``--distinct`` files are made of them, half as
they are under a copyright line of their own, a quarter varied harmlessly, a quarter changed; the real ones themselves
come first, and files are drawn by a power law, so that a few make up most. One process; CPU seconds are told, decoding
of the bytes included. Printed: files a second, how often the commonest came, what the distinct ones take.
"""

import argparse
import json
import random
import time
from bisect import bisect_left
from collections import Counter
from itertools import accumulate
from pathlib import Path

from benchmarks.licence_text.variations import changes, harmless
from scanner.identify.texts import TextIndex, identify, text_index
from scanner.knowledge.licenses import load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.text.licence_files import decode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--distinct", type=int, default=2_000)
    asked = parser.parse_args()
    index = text_index(load_licenses(rules_dir()))
    pool = made(asked.texts, asked.distinct, random.Random(7))
    identify(pool[0].decode(), index)
    measured(pool, asked.files, index, random.Random(11))


def made(folder: Path, distinct: int, chance: random.Random) -> list[bytes]:
    """The real files, Apache-2.0 and MIT first as on the Hub, then what is made of them."""
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: (row["truth"] not in ("Apache-2.0", "MIT"), row["modified"]))
    real = [(folder / "texts" / row["file"]).read_bytes() for row in rows]
    return [*real, *(_varied(decode(chance.choice(real)), number, chance) for number in range(distinct - len(real)))]


def _varied(text: str, number: int, chance: random.Random) -> bytes:
    if number % 2:
        return f"Copyright (c) {2020 + number % 7} House {number}\n\n{text}".encode()
    found = list(changes(text, chance) if number % 4 else harmless(text, chance))
    return chance.choice(found).text.encode("utf-8", "replace")


def measured(pool: list[bytes], files: int, index: TextIndex, chance: random.Random) -> None:
    weights = list(accumulate(1 / rank for rank in range(1, len(pool) + 1)))
    drawn = [bisect_left(weights, chance.random() * weights[-1]) for _ in range(files)]
    kinds: Counter[str] = Counter()
    begun = time.process_time()
    for number in drawn:
        kinds[identify(decode(pool[number]), index)[0].match] += 1
    taken = time.process_time() - begun
    often = Counter(drawn)
    print(
        f"{files:,} files, {len(often):,} distinct ones, the ten commonest {sum(n for _, n in often.most_common(10)):,}"
    )
    print(f"{files / taken:,.0f} a second of one core ({taken:.1f} s); {dict(kinds)}")
    times = sorted(_timed(pool[number], index) for number in chance.sample(sorted(often), min(500, len(often))))
    middle = times[len(times) // 2] * 1000
    print(f"distinct ones by themselves: {len(times) / sum(times):,.0f} a second, median {middle:.1f} ms")


def _timed(data: bytes, index: TextIndex) -> float:
    text = decode(data) + "\n"  # not remembered: another text by its end
    begun = time.process_time()
    identify(text, index)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
