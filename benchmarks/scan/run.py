"""Recall and precision of discovery on labelled files, and its speed.

    python benchmarks/scan/run.py [--shared FOLDER] [--speed SITE_PACKAGES] [--no-speed]

Precision counts every reference that no label names as false; each is printed, to be judged.
"""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import corpus

from scanner.discover import DiscoverOptions, discover
from scanner.discover.prefilter import may_hold

TARGET = 0.98


def score(name: str, root: Path, labels: list[dict], options: DiscoverOptions) -> bool:
    """Print misses and false hits; whether both figures reach the target."""
    got: dict[str, set] = {}
    for reference in discover(root, options).references:
        got.setdefault(reference.path, set()).add((reference.line, reference.id, reference.kind))
    hit = missed = false = traps = 0
    for entry in labels:
        want = {(item["line"], item["id"], item["kind"].removesuffix("-model")) for item in entry["references"]}
        have = got.get(entry["file"], set())
        hit, missed, false = hit + len(want & have), missed + len(want - have), false + len(have - want)
        traps += len(entry["not_references"])
        for label, items in (("missed", want - have), ("false", have - want)):
            for line, identifier, kind in sorted(items, key=str):
                print(f"  {label}: {entry['file']}:{line} {kind} {identifier}")
    recall, precision = hit / max(hit + missed, 1), hit / max(hit + false, 1)
    print(f"{name}: {hit + missed} references, {traps} traps: recall {recall:.1%}, precision {precision:.1%}")
    return recall >= TARGET and precision >= TARGET


def speed(root: Path) -> None:
    """Discovery against reading every Python file and parsing those that pass the prefilter, all in this process."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        files = _copy_python(root, tree, 5000)
        discover(tree)
        took = _clock(lambda: discover(tree))
        data = {path: path.read_bytes() for path in files}
        read = _clock(lambda: [path.read_bytes() for path in files])
        hits = [path for path in files if may_hold(data[path], "python")]
        look = _clock(lambda: [may_hold(data[path], "python") for path in files])
        parse = _clock(lambda: [_parse(data[path]) for path in hits])
        print(
            f"speed (CPU seconds): {len(files)} files, {sum(map(len, data.values())) / 1e6:.0f} MB, {len(hits)} pass the prefilter"  # noqa: E501
        )
        print(
            f"  discover {took:.2f} s; read {read:.2f} s + ast.parse {parse:.2f} s; "
            f"ratio {took / (read + parse):.2f} (aim 1.5)"
        )
        print(f"  prefilter {look:.2f} s{_ripgrep(tree, look)}")
        average = sum(map(len, data.values())) / len(files)
        usual = sorted(hits, key=lambda path: abs(len(data[path]) - average))[: max(len(hits) // 3, 1)]
        size = sum(len(data[path]) for path in usual) / len(usual)
        print(
            f"  files average {average / 1e3:.0f} kB; the hits below are the third nearest to that, {size / 1e3:.0f} kB"
        )
        start = time.perf_counter()
        discover(tree)
        print(f"  wall {time.perf_counter() - start:.2f} s")
        twentieth, floor = _one_in_twenty(
            usual, [path for path in files if path not in set(hits)], Path(folder) / "twentieth"
        )
        print(
            f"  one file in twenty hits: {twentieth:.2f} s (aim 2 s); "
            f"of which reading and ast.parse {floor:.2f} s; ratio {twentieth / floor:.2f}"
        )


def _copy_python(root: Path, tree: Path, most: int) -> list[Path]:
    files = []
    for path in sorted(root.rglob("*.py"))[:most]:
        target = tree / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        files.append(target)
    return files


def _clock(work) -> float:
    """CPU seconds, the best of three: steady on a machine that others use too."""
    took = []
    for _ in range(3):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def _parse(data: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(data)
    except (SyntaxError, ValueError):
        pass


def _ripgrep(tree: Path, look: float) -> str:
    """Against a search for two words, by rg where it is installed and else by grep."""
    tool = ["rg", "-l"] if shutil.which("rg") else ["grep", "-rlE"]
    took = []
    for _ in range(3):
        start = os.times()
        subprocess.run([*tool, "from_pretrained|huggingface", str(tree)], capture_output=True)
        end = os.times()
        took.append(end.children_user + end.children_system - start.children_user - start.children_system)
    return f", {' '.join(tool)} {min(took):.2f} s, ratio {look / max(min(took), 0.01):.1f} (aim 5)"


def _one_in_twenty(hits: list[Path], others: list[Path], tree: Path) -> tuple[float, float]:
    """5,000 files of which 250 hit, repeated as needed."""
    for index in range(5000):
        source = hits[index // 20 % len(hits)] if index % 20 == 0 and hits else others[index % len(others)]
        target = tree / f"{index % 50}" / f"{index}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    discover(tree)
    files = sorted(tree.rglob("*.py"))
    parsed = [data for data in map(Path.read_bytes, files) if may_hold(data, "python")]
    floor = _clock(lambda: [path.read_bytes() for path in files]) + _clock(lambda: [_parse(data) for data in parsed])
    return _clock(lambda: discover(tree)), floor


def main() -> int:
    parser = argparse.ArgumentParser()
    beside = Path(__file__).resolve().parents[3] / "shared"
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MODELSCAN_SHARED", beside)))
    parser.add_argument("--speed", type=Path, default=Path(sysconfig.get_path("purelib")))
    parser.add_argument("--no-speed", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        good = score("own corpus", Path(folder) / "tree", corpus.write(Path(folder)), DiscoverOptions())
    refs = given.shared / "data" / "refs"
    if refs.is_dir():
        labels = [json.loads(line) for line in (refs / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()]
        good &= score("shared refs, documents included (the default)", refs, labels, DiscoverOptions())
        score("shared refs, documents left out", refs, labels, DiscoverOptions(documentation=False))
    else:
        print("shared refs: not here, set MODELSCAN_SHARED")
    if not given.no_speed:
        speed(given.speed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
