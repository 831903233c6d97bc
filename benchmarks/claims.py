"""What prose says of use, measured: limits missed, and anything else called a limit.

    python -m benchmarks.claims [--cards FOLDER] [--net] [-v]

The corpora are our own sentences (``tests/identify/corpora``), labelled by what a careful reader hears; half of them
were set aside, by a hash of the text, before any pattern was written, save those of the files ``tuned-*``. "Roundabout"
is wording that nobody made patterns for: what of it is heard tells how far they reach; so was "twins" until patterns
were made from it in November 2026. ``--cards`` names a folder with ``INDEX.jsonl`` of real cards: what is heard there
as a limit is printed, to be read by eye.
``--net`` tells what is caught in wording that no pattern knows: with every record of limits left out, and with half of
their vocabulary left out by chance, with the net below them and without.
"""

import argparse
import json
import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from scanner.identify.prose import hear
from scanner.knowledge.resources import rules_dir
from scanner.text.card import parse_card

CORPORA = Path(__file__).resolve().parent.parent / "tests" / "identify" / "corpora"
#: Wording out of the way: what was never looked at, and what is known to be heard wrongly.
ROUNDABOUT = CORPORA / "roundabout"
#: Limits and twins in the same words that limit nothing, by people who had not read the patterns.
TWINS = CORPORA / "twins"
#: Weightiest first; a sentence that says none of them is ``none``.
KINDS = ("limit", "intent", "care")


@dataclass(frozen=True)
class Labelled:
    """A sentence, where it stands, and what may be heard in it."""

    text: str
    wanted: tuple[str, ...]
    language: str
    untuned: bool
    place: str = "card"
    heading: str = ""

    def heard(self, rules: Path | None = None) -> str:
        """The strictest thing that is heard of the page's own grant, by the product's rules or another folder's."""
        text = f"## {self.heading}\n\n{self.text}" if self.heading else self.text
        heard = hear(text, self.place, repo="lab/sorter", folder=rules)  # type: ignore[arg-type]
        said = {one.says for one in heard if one.of_grant}
        return next((kind for kind in KINDS if kind in said), "none")


def corpus(folder: Path = CORPORA) -> Iterator[Labelled]:
    """Every labelled sentence of a folder."""
    for path in sorted(folder.glob("*.yaml")):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")):
            aside = not path.name.startswith("tuned-") and sha256(one["text"].encode()).digest()[0] % 2 == 1
            yield Labelled(
                text=one["text"],
                wanted=tuple(one["says"].split("|")),
                language=path.stem.removeprefix("tuned-")[:2],
                untuned=aside,
                place=one.get("place", "card"),
                heading=one.get("in", ""),
            )


def missed(ones: list[Labelled], rules: Path | None = None) -> tuple[int, list[Labelled]]:
    """``(sentences that limit, those of them in which no limit is heard)``."""
    limits = [one for one in ones if one.wanted == ("limit",)]
    return len(limits), [one for one in limits if one.heard(rules) != "limit"]


def false(ones: list[Labelled], rules: Path | None = None) -> tuple[int, list[Labelled]]:
    """``(sentences that do not limit, those of them in which a limit is heard)``."""
    others = [one for one in ones if "limit" not in one.wanted]
    return len(others), [one for one in others if one.heard(rules) == "limit"]


#: Vocabulary that is not about limits, and stays when half of the rest is left out.
_STAYS = ("care", "forms", "sections", "composed", "names", "grammar", "naming", "machine", "unexplained")
_INNOCENT = (
    "weights data code docs others siblings ours learned_from template technical standard boilerplate cite intent "
    "shouldnot past offer notforbid notrequired both granted harmful warranty general_person notlicensor fitness "
    "convenience notuse personal_data described tests_first"
).split()


def poorer(into: Path, *, records: bool, words: int | None, net: bool) -> Path:
    """The rules of prose with less: without the ``records`` of limits, with half of the ``words`` (a seed), without the
    ``net``. ``into`` is an empty folder."""
    shutil.copytree(rules_dir() / "prose", into / "prose")
    for path in (into / "prose").glob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        data["records"] = [
            one for one in data["records"] if (net if one.get("last") else records or one["says"] != "limit")
        ]
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    chance = random.Random(words)
    for path in sorted((into / "prose" / "words").glob("*.yaml")) if words is not None else ():
        if path.stem not in _STAYS:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            halved = {
                concept: entry if concept in _INNOCENT else {key: _half(value, chance) for key, value in entry.items()}
                for concept, entry in data.items()
            }
            path.write_text(yaml.safe_dump(halved, allow_unicode=True), encoding="utf-8")
    return into


def _half(patterns: object, chance: random.Random) -> object:
    if not isinstance(patterns, list):
        return patterns
    each = [one for pattern in patterns for one in _alternatives(pattern)]
    return [one for one in each if chance.random() < 0.5] or each[:1]


def _alternatives(pattern: str) -> list[str]:
    """The parts of a pattern between the bars that stand in no bracket."""
    found, depth = [""], 0
    for part in re.findall(r"\\.|\[(?:\\.|[^\]])*\]|.", pattern):
        depth += (part == "(") - (part == ")")
        found = [*found, ""] if part == "|" and not depth else [*found[:-1], found[-1] + part]
    return found


def _net(ones: list[Labelled]) -> None:
    print(f"\n{'what is left out':34} limits missed   share others  false")
    for records, words in ((False, None), (True, 1), (True, 2), (True, 3)):
        for net in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                rules = poorer(Path(folder), records=records, words=words, net=net)
                (limits, miss), (others, wrong) = missed(ones, rules), false(ones, rules)
            name = "every record of limits" if words is None else f"half of the words ({words})"
            name += "" if net else " and the net"
            print(f"{name:34} {limits:6} {len(miss):6} {_share(len(miss), limits):>7} {others:6} {len(wrong):6}")


def _row(name: str, ones: list[Labelled]) -> str:
    (limits, miss), (others, wrong) = missed(ones), false(ones)
    right = sum(one.heard() in one.wanted for one in ones)
    return (
        f"{name:20} {limits:6} {len(miss):6} {_share(len(miss), limits):>7} {others:6} {len(wrong):6} "
        f"{_share(len(wrong), others):>7} {_share(right, len(ones)):>12}"
    )


def _print_rows(name: str, ones: list[Labelled]) -> None:
    """A row for all, and one for each language."""
    print(_row(name, ones))
    for language in sorted({one.language for one in ones}):
        print(_row(f"  {language}", [one for one in ones if one.language == language]))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _cards(folder: Path) -> None:
    times, limits = [], 0
    for line in (folder / "INDEX.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        card = parse_card((folder / entry["file"]).read_bytes())
        place = "dataset-card" if entry["kind"] == "dataset" else "card"
        started = time.process_time()
        found = hear(card.body, place, first_line=card.body_line, repo=entry["repo_id"])  # type: ignore[arg-type]
        times.append(1000 * (time.process_time() - started))
        for heard in found:
            if heard.says == "limit" and heard.of_grant:
                limits += 1
                print(f"  {entry['repo_id']}:{heard.line} [{heard.pattern}] {heard.sentence[:160]}")
    times.sort()
    p95 = times[int(0.95 * len(times))]
    print(
        f"{len(times)} cards: {limits} limits; p50 {times[len(times) // 2]:.1f} ms, p95 {p95:.1f}, max {times[-1]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=Path, help="a folder of real cards with INDEX.jsonl")
    parser.add_argument("--net", action="store_true", help="measure what is caught in wording that no pattern knows")
    parser.add_argument("-v", action="store_true", help="show the tuned sentences that come out wrong")
    options = parser.parse_args()
    ones = list(corpus())
    print(f"{'':20} limits missed   share others  false   share right of all")
    for name, aside in (("tuned on", False), ("set aside", True)):
        part = [one for one in ones if one.untuned is aside]
        _print_rows(name, part)
    print(_row("roundabout", list(corpus(ROUNDABOUT))))
    _print_rows("twins", list(corpus(TWINS)))
    for one in ones if options.v else ():
        if not one.untuned and one.heard() not in one.wanted:
            print(f"  {one.language} wanted {'|'.join(one.wanted)}, heard {one.heard()}: {one.text}")
    if options.net:
        _net(ones)
    if options.cards:
        _cards(options.cards)


if __name__ == "__main__":
    main()
