"""Recall and precision of discovery on labelled files, and its speed.

    python benchmarks/scan/run.py [--shared FOLDER] [--speed SITE_PACKAGES] [--no-speed]

Precision counts every reference that no label names as false; each is printed, to be judged.
"""

import argparse
import ast
import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import corpus

from scanner.discover import DiscoverOptions, discover
from scanner.discover.names.prefilter import may_hold

TARGET = 0.98
#: References of the shared files that their labels lack, by reading: ids in cells and calls like those labelled.
_FENIC = "huggingface__hub-docs/docs/hub/datasets-fenic.md"
_TRIP = "huggingface__hub-docs/docs/sagemaker/notebooks/sagemaker-sdk/trip-planner-agent-vllm/sagemaker-notebook.ipynb"
GAPS = {
    (_TRIP, 177, "Qwen/Qwen3-8B", "model"),
    (_TRIP, 725, "Qwen/Qwen3-8B", "model"),
    (_FENIC, 162, "text-embedding-3-small", "closed-api"),
}


def score(name: str, root: Path, labels: list[dict], options: DiscoverOptions) -> bool:
    """Print misses and false hits; whether both figures reach the target."""
    got: dict[str, set] = {}
    for reference in discover(root, options).references:
        if reference.kind == "outside-hub":
            continue  # it claims no id of the Hub
        got.setdefault(reference.path, set()).add((reference.line, reference.id, reference.kind))
    hit = missed = false = traps = gaps = 0
    for entry in labels:
        want = {(item["line"], item["id"], item["kind"].removesuffix("-model")) for item in entry["references"]}
        have = got.get(entry["file"], set())
        hit, missed, false = hit + len(want & have), missed + len(want - have), false + len(have - want)
        traps += len(entry["not_references"])
        gaps += sum((entry["file"], *item) in GAPS for item in have - want)
        for label, items in (("missed", want - have), ("false", have - want)):
            for line, identifier, kind in sorted(items, key=str):
                print(f"  {label}: {entry['file']}:{line} {kind} {identifier}")
    recall, precision = hit / max(hit + missed, 1), hit / max(hit + false, 1)
    mended = (hit + gaps) / max(hit + false, 1)
    more = f" ({mended:.1%} with the {gaps} that the labels lack)" if gaps else ""
    print(f"{name}: {hit + missed} references, {traps} traps: recall {recall:.1%}, precision {precision:.1%}{more}")
    return recall >= TARGET and mended >= TARGET


def speed(root: Path) -> None:
    """Discovery against reading every Python file and parsing those that pass the prefilter, all in this process."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        files = _copy_python(root, tree, 5000)
        data = {path: path.read_bytes() for path in files}
        hits = [path for path in files if may_hold(data[path], "python")]
        size = sum(map(len, data.values()))
        print(f"speed: {len(files)} files, {size / 1e6:.0f} MB, {len(hits)} pass the prefilter; CPU seconds, medians")
        _compare("discover", lambda: discover(tree), "read + ast.parse of the hits", lambda: _floor(files, hits), "1.5")
        _compare("prefilter", lambda: [may_hold(data[path], "python") for path in files], *_search(tree), "5")
        usual = sorted(hits, key=lambda path: abs(len(data[path]) - size / len(files)))[: max(len(hits) // 3, 1)]
        average = sum(len(data[path]) for path in usual) / len(usual)
        print(f"  one file in twenty hits (files of {size / len(files) / 1e3:.0f} kB, hits of {average / 1e3:.0f} kB):")
        others = [path for path in files if path not in set(hits)]
        mixed = Path(folder) / "twentieth"
        _one_in_twenty(usual, others, mixed)
        every = sorted(mixed.rglob("*.py"))
        hit = [path for path in every if may_hold(path.read_bytes(), "python")]
        _compare("discover (aim 2 s)", lambda: discover(mixed), "the same floor", lambda: _floor(every, hit), None)


def _floor(files: list[Path], hits: list[Path]) -> None:
    for path in files:
        path.read_bytes()
    for path in hits:
        _parse(path.read_bytes())


def _compare(name: str, work, other_name: str, other, aim: str | None) -> None:
    """Both in turn, five times after one warm-up: on a machine that others use too only their ratio is steady."""
    work(), other()
    pairs = [(_cpu(work), _cpu(other)) for _ in range(5)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / max(two, 0.001) for one, two in pairs)
    goal = f" (aim {aim})" if aim else ""
    print(f"  {name} {ours:.2f} s; {other_name} {theirs:.2f} s; ratio {ratio:.2f}{goal}")


def _cpu(work) -> float:
    """CPU seconds of this process and of those it started."""
    start = os.times()
    work()
    end = os.times()
    return sum(end[:4]) - sum(start[:4])


def _search(tree: Path) -> tuple[str, object]:
    """A search for two words, by rg where it is installed and else by grep."""
    tool = ["rg", "-l"] if shutil.which("rg") else ["grep", "-rlE"]
    command = [*tool, "from_pretrained|huggingface", str(tree)]
    return " ".join(tool), lambda: subprocess.run(command, capture_output=True)


def _copy_python(root: Path, tree: Path, most: int) -> list[Path]:
    files = []
    for path in sorted(root.rglob("*.py"))[:most]:
        target = tree / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        files.append(target)
    return files


def _parse(data: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(data)
    except (SyntaxError, ValueError):
        pass


def _one_in_twenty(hits: list[Path], others: list[Path], tree: Path) -> None:
    """5,000 files of which 250 hit, repeated as needed."""
    for index in range(5000):
        source = hits[index // 20 % len(hits)] if index % 20 == 0 and hits else others[index % len(others)]
        target = tree / f"{index % 50}" / f"{index}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


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
