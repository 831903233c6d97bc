"""A draw of what ``card lint`` remarks on cards, to be judged by eye: is each sentence literally true of its card?

    python benchmarks/card_lint.py CARDS [--seed 1] [--n 100] [--rule CRD012]

CARDS is a folder of cards (``*.md``) or a file with ``{"id": …, "text": …}`` a line. Left out is what needs no judge:
that keys of the front matter are missing (CRD001, CRD002, CRD013), and all but the first unfilled line of a template.
Of each remark drawn its sentence is shown, the place that it speaks of, and, where it says that something lacks, the
card's headings and every line with a related word.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scanner.judge.evaluate import assess
from scanner.knowledge.policy import load_policy
from scanner.model.snapshot import Repo, Snapshot
from scanner.runs.card.lint import Remark, lint
from scanner.text.card import parse_card

KEYS = {"CRD001", "CRD002", "CRD013"}
HEADING = re.compile(r"\s{0,3}#{1,6}\s|\s*\*\*[^*]{3,80}\*\*:?\s*$")
#: Words near to what a check misses, wider than those by which it hears.
RELATED = {
    "CRD006": "licen[cs]e commercial research terms apache \\bmit\\b cc[-_]by 许可 协议 商用",
    "CRD008": "train tun data distil 数据 语料 训练 データ 学習 데이터 donn данн обуч",
    "CRD009": "eval accura score bench metric loss result perform f1 % \\d\\.\\d !\\[ <img 评 性能 성능",
    "CRD011": "limit bias risk caut \\bnot\\b n.t\\b only fail may might hallucin warn harm 局限 한계 制限",
    "CRD012": "[gt]pu \\b[avhb]\\d{2,3} hour minute day train comput energy co2 carbon cluster hardware 算力",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("cards", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--n", type=int, default=100)
    asked.add_argument("--rule")
    options = asked.parse_args()
    cards = dict(_cards(options.cards))
    found = [(name, one) for name, text in cards.items() for one in _remarks(text)]
    counted = ", ".join(f"{rule} {count}" for rule, count in sorted(Counter(one.check.id for _, one in found).items()))
    print(f"{len(cards)} cards, {len(found)} remarks to judge: {counted}")
    drawn = random.Random(options.seed).sample(range(len(found)), min(options.n, len(found)))
    for number, (name, one) in enumerate((found[at] for at in sorted(drawn)), 1):
        if options.rule in (None, one.check.id):
            print("\n".join(_shown(number, name, one, cards[name].split("\n"))))


def _cards(place: Path) -> Iterator[tuple[str, str]]:
    if place.is_dir():
        yield from ((str(path.relative_to(place)), path.read_text("utf-8", "replace")) for path in place.rglob("*.md"))
    else:
        yield from ((row["id"], row["text"]) for row in map(json.loads, place.read_text("utf-8").splitlines()))


def _remarks(text: str) -> Iterator[Remark]:
    card = parse_card(text.encode())
    repo = Repo(id="acme/m", repo_type="model", requested="acme/m", info={"tags": []}, card=card, files=())
    (result,) = assess([Snapshot(target="acme/m", root=repo)], load_policy("commercial-saas"))
    seen: set[str] = set()
    for one in lint(repo, result):
        if one.check.id not in KEYS and not (one.check.id == "CRD004" and one.check.id in seen):
            yield one
        seen.add(one.check.id)


def _shown(number: int, name: str, one: Remark, lines: list[str]) -> Iterator[str]:
    yield f"\n======== {number}. {name} ({len(lines)} lines)\n{one.check.id} {one.check.title}: {one.message}"
    for at in range(max(0, one.line - 4), min(len(lines), one.line + 5)):
        yield f"{'>' if at == one.line - 1 else ' '} {at + 1}: {lines[at][:300]}"
    if pattern := RELATED.get(one.check.id):
        yield "-- headings: " + " / ".join(
            f"{at}: {line.strip()[:110]}" for at, line in enumerate(lines, 1) if HEADING.match(line)
        )
        words = re.compile("|".join(pattern.split()), re.IGNORECASE)
        near = [(at, line) for at, line in enumerate(lines, 1) if words.search(line)]
        yield from (f"   {at}: {line.strip()[:260]}" for at, line in near[:60])


if __name__ == "__main__":
    main()
