"""What prose says of use, measured: limits missed, and anything else called a limit.

    python -m benchmarks.claims [--cards FOLDER] [-v]

The corpora are our own sentences (``tests/identify/corpora``), labelled by what a careful reader hears; half of them
were set aside, by a hash of the text, before any pattern was written, save those of the files ``tuned-*``. ``--cards``
names a folder with ``INDEX.jsonl`` of real cards: what is heard there as a limit is printed, to be read by eye.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from scanner.identify.prose import Heard, hear
from scanner.text.card import parse_card

CORPORA = Path(__file__).resolve().parent.parent / "tests" / "identify" / "corpora"
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

    def heard(self) -> str:
        """The strictest thing that is heard of the page's own grant."""
        text = f"## {self.heading}\n\n{self.text}" if self.heading else self.text
        said = {heard.says for heard in hear(text, self.place, repo="lab/sorter") if is_own(heard, self.place)}  # type: ignore[arg-type]
        return next((kind for kind in KINDS if kind in said), "none")


def is_own(heard: Heard, place: str) -> bool:
    """Whether something that was heard speaks of the page's own grant."""
    scopes = ("weights", "unstated", "data") if place == "dataset-card" else ("weights", "unstated")
    return not heard.other and heard.scope in scopes


def corpus() -> Iterator[Labelled]:
    """Every labelled sentence."""
    for path in sorted(CORPORA.glob("*.yaml")):
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


def missed(ones: list[Labelled]) -> tuple[int, list[Labelled]]:
    """``(sentences that limit, those of them in which no limit is heard)``."""
    limits = [one for one in ones if one.wanted == ("limit",)]
    return len(limits), [one for one in limits if one.heard() != "limit"]


def false(ones: list[Labelled]) -> tuple[int, list[Labelled]]:
    """``(sentences that do not limit, those of them in which a limit is heard)``."""
    others = [one for one in ones if "limit" not in one.wanted]
    return len(others), [one for one in others if one.heard() == "limit"]


def _row(name: str, ones: list[Labelled]) -> str:
    (limits, miss), (others, wrong) = missed(ones), false(ones)
    right = sum(one.heard() in one.wanted for one in ones)
    return (
        f"{name:20} {limits:6} {len(miss):6} {_share(len(miss), limits):>7} {others:6} {len(wrong):6} "
        f"{_share(len(wrong), others):>7} {_share(right, len(ones)):>12}"
    )


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
            if heard.says == "limit" and is_own(heard, place):
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
    parser.add_argument("-v", action="store_true", help="show the tuned sentences that come out wrong")
    options = parser.parse_args()
    ones = list(corpus())
    print(f"{'':20} limits missed   share others  false   share right of all")
    for name, aside in (("tuned on", False), ("set aside", True)):
        part = [one for one in ones if one.untuned is aside]
        print(_row(name, part))
        for language in sorted({one.language for one in part}):
            print(_row(f"  {language}", [one for one in part if one.language == language]))
    for one in ones if options.v else ():
        if not one.untuned and one.heard() not in one.wanted:
            print(f"  {one.language} wanted {'|'.join(one.wanted)}, heard {one.heard()}: {one.text}")
    if options.cards:
        _cards(options.cards)


if __name__ == "__main__":
    main()
