"""``python -m tests.fuzz --cards 10000 --others 2000 --hostile``: mutated input through every parser, bounded and
seeded, and the inputs that are made to be slow.

Prints each input that raised, took too long or too much (kept in ``--keep``), and a table last; the exit status is 1 if
any did. ``--from DIR`` adds the Markdown files below a folder to the cards to begin with.
"""

import argparse
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from scanner.text.card import CARD_BOUND
from scanner.text.licence_files import TEXT_BOUND
from tests.fuzz.hostile import HOSTILE
from tests.fuzz.mutations import mutated
from tests.fuzz.parsers import PARSERS, Parser

#: Seconds of CPU that one input may take; MB that the whole process may come to, without what it began with.
MOST_SECONDS, MOST_MEMORY = 2.0, 300
_MOST_SEEDS = 400


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=400)
    parser.add_argument("--others", type=int, default=400, help="inputs for all the other parsers together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="folder", type=Path, help="more cards to begin with")
    parser.add_argument("--hostile", action="store_true", help="the cards made to be slow, as long as is read, too")
    parser.add_argument("--keep", type=Path, help="where inputs are kept that broke something")
    asked = parser.parse_args()
    rest = [name for name in PARSERS if name != "card"]
    counts = {"card": asked.cards, **{name: asked.others // len(rest) for name in rest}}
    print(f"{'parser':8} {'inputs':>7} {'raised':>7} {'slow':>5} {'longest':>9} {'memory':>8}", flush=True)
    broken = 0
    for name, count in counts.items():
        parser, random = _seeded(name, asked.folder), Random(f"{asked.seed} {name}")
        broken += _told(name, parser, (mutated(parser.seeds, random) for _ in range(count)), asked.keep)
    if asked.hostile:
        for name, size in (("card", CARD_BOUND), ("text", TEXT_BOUND)):
            broken += _told(f"{name}s", PARSERS[name], (made(size) for made in HOSTILE.values()), asked.keep)
    return int(broken > 0)


def _told(name: str, parser: Parser, inputs: Iterable[bytes], keep: Path | None) -> int:
    """How many inputs broke something; a line of the table is printed."""
    found = _run(name, parser, inputs, keep)
    longest = f"{found['longest']} ms"
    print(
        f"{name:8} {found['inputs']:7} {found['raised']:7} {found['slow']:5} {longest:>9} {_memory():>5} MB", flush=True
    )
    return found["raised"] + found["slow"] + (_memory() > MOST_MEMORY)


def _seeded(name: str, folder: Path | None) -> Parser:
    parser = PARSERS[name]
    more = tuple(_cards(folder)) if name == "card" and folder is not None else ()
    return parser._replace(seeds=(*parser.seeds, *more))


def _cards(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.md"))[:_MOST_SEEDS]:
        yield path.read_bytes()[:20_000]


def _run(name: str, parser: Parser, inputs: Iterable[bytes], keep: Path | None) -> Counter[str]:
    found: Counter[str] = Counter()
    parser.read(parser.seeds[0])  # what is loaded once is nobody's time
    for number, data in enumerate(inputs):
        began = time.process_time()
        try:
            parser.read(data)
            said = ""
        except Exception:
            said = traceback.format_exc(limit=-3)
        spent = time.process_time() - began
        found["longest"] = max(found["longest"], round(1000 * spent))
        found.update(inputs=1, raised=bool(said), slow=spent > MOST_SECONDS)
        if said or spent > MOST_SECONDS:
            print(f"{name} {number}: {spent:.1f} s {said}", file=sys.stderr, flush=True)
            if keep is not None:
                (keep / f"{name}-{number}").write_bytes(data)
    return found


def _memory() -> int:
    """The most memory that the process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    raise SystemExit(main())
