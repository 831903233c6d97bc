"""How well and how fast licence texts are identified.

    python -m benchmarks.licence_text --texts FOLDER [--more FOLDER]... [--show]

``--texts`` holds ``truth.jsonl`` and ``texts/`` (real licence files with their labels), ``--more`` plain files. From
each text that is known word for word, changes and harmless variations are made by rule (seeded); those of every second
text were not looked at while the engine was tuned, and are counted apart. Where licenseclassifier is installed it runs
beside.
A changed text that is another known licence word for word (BSD-3-Clause without its third clause) is no miss.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.licence_text.variations import Variation, changes, harmless
from scanner.identify.texts import TextIndex, TextMatch, identify, text_index
from scanner.knowledge.licenses import load_licenses
from scanner.text.licence_files import decode

ROOT = Path(__file__).resolve().parent.parent.parent
SAME = ("exact", "equivalent")


@dataclass
class Tally:
    made: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wordless: Counter[str] = field(default_factory=Counter)


def main() -> None:
    parser = argparse.ArgumentParser(description="Quality and speed of licence text identification.")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--more", type=Path, action="append", default=[])
    parser.add_argument("--show", action="store_true", help="print every miss")
    options = parser.parse_args()
    cold = _cold()
    index = text_index(load_licenses(ROOT / "rules"))
    truth = [json.loads(line) for line in (options.texts / "truth.jsonl").read_text("utf-8").splitlines()]
    texts = {row["file"]: decode((options.texts / "texts" / row["file"]).read_bytes()) for row in truth}
    print("### Real texts\n" + _labels(truth, texts, index, options.show))
    known = list(_known({**texts, **_more(options.more)}, index))
    print(f"### Made from {len(known)} texts that are known word for word")
    times: list[float] = []
    for name, half in (("tuned on", known[::2]), ("not tuned on", known[1::2])):
        print(_made(name, half, index, times, options.show))
    times += [_timed(text, index)[0] for text in texts.values()]
    times.sort()
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"### Time\np50 {p50:.1f} ms, p95 {p95:.1f} ms, max {times[-1]:.1f} ms over {len(times)} texts; cold {cold}")
    print(f"memory of this process, all texts in it: {memory} MB")
    _beside(known)


def _cold() -> str:
    """One `licenses identify` as a process of its own: seconds and peak MB."""
    code = (
        "import resource,time;t=time.time();from pathlib import Path;"
        "from scanner.knowledge.licenses import load_licenses;"
        "from scanner.identify.texts import identify,text_index;from scanner.knowledge.resources import rules_dir;"
        "identify(Path('LICENSE').read_text()+'x',text_index(load_licenses(rules_dir())));"
        "print(f'{time.time()-t:.2f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024} MB')"
    )
    run = [sys.executable, "-c", code]
    subprocess.run(run, cwd=ROOT, capture_output=True, check=True)
    return subprocess.run(run, cwd=ROOT, capture_output=True, check=True, text=True).stdout.strip()


def _timed(text: str, index: TextIndex) -> tuple[float, tuple[TextMatch, ...]]:
    began = time.perf_counter()
    found = identify(text, index)
    return (time.perf_counter() - began) * 1000, found


def _labels(truth: list[dict], texts: dict[str, str], index: TextIndex, show: bool) -> str:
    """The licence named against the label: right, none, wrong, by category."""
    licenses = load_licenses(ROOT / "rules")
    tally: Counter[tuple[str, str]] = Counter()
    for row in truth:
        found = identify(texts[row["file"]], index)
        named = {one.id or one.nearest for one in found}
        wanted = {row["truth"], *row["also_ok"]}
        wanted |= {f"LicenseRef-{row['truth'].replace('-aup', '-use-policy')}"}
        right = {record.id for want in wanted if (record := licenses.get(want))} | wanted
        state = "right" if named & right or _same(named, right) else "none" if named == {None} else "wrong"
        if row["category"] == "modified":
            state = (
                "noticed"
                if found[0].match not in SAME or (found[0].id or "") not in ("MIT", "Apache-2.0")
                else "PASSED"
            )
        elif row["truth"].startswith("none"):
            state = "right" if not {one.id for one in found} - {None} else "wrong"
        tally[row["category"], state] += 1
        if show and state in ("wrong", "PASSED", "none"):
            print("  ", row["file"], row["truth"], [(one.id, one.match, one.nearest) for one in found])
    return "\n".join(f"{category:10} {state:8} {count}" for (category, state), count in sorted(tally.items()))


def _same(named: set[str | None], right: set[str]) -> bool:
    plain = {re.sub(r"\W|use-policy|licenseref|license|community|only", "", str(one).lower()) for one in named}
    return any(re.sub(r"\W|license|community", "", one.lower()) in have or have in re.sub(r"\W", "", one.lower())
               for one in right for have in plain if len(have) > 2)  # fmt: skip


def _more(folders: list[Path]) -> dict[str, str]:
    return {
        path.name: decode(path.read_bytes())
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def _known(texts: dict[str, str], index: TextIndex) -> Iterator[tuple[str, str]]:
    for name, text in sorted(texts.items()):
        found = identify(text, index)
        if (len(found) == 1 and found[0].match in SAME and found[0].kind != "notice" and text.isascii()) or _plain(
            found, text
        ):
            yield name, text


def _plain(found: tuple[TextMatch, ...], text: str) -> bool:
    return len(found) == 1 and found[0].match in SAME and len(text.split()) > 80


def _made(name: str, texts: list[tuple[str, str]], index: TextIndex, times: list[float], show: bool) -> str:
    changed, varied = Tally(), Tally()
    for number, (file, text) in enumerate(texts):
        chance = random.Random(f"{name}{number}")
        own = identify(text, index)[0].id
        for one in changes(text, chance):
            _count(one, changed, times, index, lambda found, own=own: _noticed(found, own), file, show)
        for one in () if text.startswith("---") else chance.sample(list(harmless(text, chance)), 6):
            _count(one, varied, times, index, lambda found: found[0].match in SAME and len(found) == 1, file, show)
    made, kept = sum(changed.made.values()), sum(varied.made.values())
    lines = [
        f"{name}: {made} changes, called exact or equivalent {sum(changed.missed.values())}, "
        f"words not shown {sum(changed.wordless.values())}",
        f"{name}: {kept} harmless variations, not recognised {sum(varied.missed.values())} {dict(varied.missed)}",
    ]
    return "\n".join(lines)


def _noticed(found: tuple[TextMatch, ...], own: str | None) -> bool:
    return len(found) > 1 or found[0].match not in SAME or found[0].id != own


def _count(one: Variation, tally: Tally, times: list[float], index: TextIndex, good, file: str, show: bool) -> None:
    took, found = _timed(one.text, index)
    times.append(took)
    tally.made[one.kind] += 1
    shown = _flat(" ".join(difference.text for row in found for difference in row.differences))
    if not good(found):
        tally.missed[one.kind] += 1
    elif one.words and _flat(one.words) not in shown:
        tally.wordless[one.kind] += 1
    else:
        return
    if show:
        print(
            "  ",
            file,
            one.kind,
            repr(one.words),
            [(row.id, row.match, [d.text[:60] for d in row.differences][:3]) for row in found],
        )


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _beside(texts: list[tuple[str, str]]) -> None:
    try:
        import licenseclassifier
    except ImportError:
        print("licenseclassifier is not installed: nothing to compare with")
        return
    passed = total = 0
    for number, (_, text) in enumerate(texts[1::2]):
        base = {one.id for one in licenseclassifier.identify_license(text)}
        for one in changes(text, random.Random(f"not tuned on{number}")):
            total += 1
            passed += bool(base) and {found.id for found in licenseclassifier.identify_license(one.text)} == base
    print(f"licenseclassifier: of {total} changes {passed} get the very licence of the unchanged text")


if __name__ == "__main__":
    main()
