"""Availability of weights, before and after formats became records, over real file lists; every change explained.

    python benchmarks/weights.py [--shared FOLDER]

Reads the 300 file lists of ``hub/api-2022-02-21.jsonl.gz`` and the formats that the catalog's source reports
(``hub/radar-2026-08-22.jsonl.gz``) in ``../shared/data`` (``MODELSCAN_SHARED`` names another place). *Before* is the
table of endings that stood in the code until then. Exit status 1 when a change has no explanation.
"""

import argparse
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from scanner.judge.reading.weights import WeightsRead, read_weights
from scanner.knowledge.formats import formats
from scanner.model.snapshot import File, Repo

#: What endings meant before.
BEFORE = {
    ".safetensors": "safetensors",
    ".gguf": "gguf",
    ".ggml": "ggml",
    ".onnx": "onnx",
    ".bin": "pytorch",
    ".pt": "pytorch",
    ".pth": "pytorch",
    ".ckpt": "pytorch",
    ".h5": "tensorflow",
    ".pb": "tensorflow",
    ".keras": "keras",
    ".msgpack": "flax",
    ".ot": "rust",
    ".tflite": "tflite",
    ".mlmodel": "coreml",
    ".mlpackage": "coreml",
    ".nemo": "nemo",
    ".npz": "numpy",
    ".pkl": "pickle",
    ".pickle": "pickle",
    ".joblib": "pickle",
    ".engine": "tensorrt",
    ".plan": "tensorrt",
    ".pdparams": "paddle",
    ".llamafile": "gguf",
    ".task": "tflite",
    ".litertlm": "tflite",
}
DERIVED = {"gguf", "ggml", "onnx", "tflite", "coreml", "openvino", "tensorrt", "mlx"}
STATE = (
    "training_args",
    "optimizer",
    "scheduler",
    "rng_state",
    "random_states",
    "scaler",
    "trainer_state",
    "events.out",
)

#: ``(before, after)`` of the status → why, where the files themselves do not tell (see :func:`why`).
EXPLAINED = {
    ("missing", "unknown"): "files that no record knows, without a size in this list: they may be weights",
    ("missing", "available"): "weights in a format that no ending of the old table named",
    ("missing", "partial"): "weights of a derived or partial format that no ending of the old table named",
    (
        "available",
        "missing",
    ): "what looked like weights by its ending is state of training, a tokenizer or a vocabulary",
    ("available", "partial"): "an adapter by its files, or parts that are not there",
    ("partial", "available"): "an adapter only by letters in a name",
    ("available", "unknown"): "what is listed is far too small for the parameters that the name states",
}


def old_format(path: str) -> str | None:
    """The format of a file by the old table."""
    file = PurePosixPath(path.lower())
    if file.name.startswith(STATE) or "/.cache/" in path or file.name.startswith("."):
        return None
    if file.suffix == ".bin" and file.name.startswith(("openvino", "tokenizer", "vocab", "merges")):
        return "openvino" if file.name.startswith("openvino") else None
    return "coreml" if ".mlpackage/" in path.lower() else BEFORE.get(file.suffix)


def old_status(paths: list[str]) -> tuple[str, tuple[str, ...]]:
    """Status and formats by the old table; these lists have no index that was read."""
    kinds = {path: kind for path in paths if (kind := old_format(path)) is not None}
    found = tuple(sorted(set(kinds.values())))
    adapter = bool(kinds) and all(
        "adapter" in PurePosixPath(one.lower()).name or "lora" in PurePosixPath(one.lower()).name for one in kinds
    )
    if not kinds:
        return "missing", found
    return ("partial" if adapter or set(found) <= DERIVED else "available"), found


def records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def repo_of(record: dict[str, Any]) -> Repo:
    """An answer of the API of 2022: names without sizes."""
    name = str(record.get("modelId") or record.get("id"))
    files = tuple(File(path=one["rfilename"]) for one in record.get("siblings") or ())
    info = {"gated": False, "tags": record.get("tags") or [], "library_name": record.get("library_name")}
    return Repo(id=name, repo_type="model", requested=name, files=files, info=info)


def why(before: tuple[str, tuple[str, ...]], after: WeightsRead) -> str | None:
    """The reason of a change; None where there is none."""
    section = after.section
    if before[0] != section.status:
        return EXPLAINED.get((before[0], section.status))
    gone, come = set(before[1]) - set(section.formats), set(section.formats) - set(before[1])
    known = formats().by_id
    if not all(name in known for name in come):
        return None
    told = [f"now told apart: {', '.join(sorted(come))}"] if come else []
    return "; ".join([*told, *([f"no weights after all: {', '.join(sorted(gone))}"] if gone else [])]) or None


def lists(path: Path) -> int:
    """Prints what changed over the file lists; returns how many changes have no explanation."""
    changes: Counter[tuple[str, str, str]] = Counter()
    shown: dict[tuple[str, str, str], str] = {}
    statuses: Counter[str] = Counter()
    total = unexplained = 0
    for record in records(path):
        repo = repo_of(record)
        before, after = old_status([file.path for file in repo.files or ()]), read_weights(repo)
        total += 1
        statuses[after.section.status] += 1
        if before == (after.section.status, after.section.formats):
            continue
        reason = why(before, after)
        unexplained += reason is None
        key = (
            f"{before[0]} {','.join(before[1])}",
            f"{after.section.status} {','.join(after.section.formats)}",
            reason or "UNEXPLAINED",
        )
        changes[key] += 1
        shown.setdefault(key, f"{repo.id}: {after.evidence[0].path or after.evidence[0].value}"[:110])
    told = ", ".join(f"{count} {name}" for name, count in statuses.most_common())
    print(f"{total} file lists: {told}; {sum(changes.values())} changed")
    for key, count in changes.most_common():
        print(f"{count:4}  {key[0]} → {key[1]}: {key[2]}\n      {shown[key]}")
    return unexplained


def catalog(path: Path) -> int:
    """Formats as the catalog's source reports them: each must be one that a record knows, or the Hub's own word."""
    reported = Counter(name for record in records(path) for name in record.get("formats") or ())
    unknown = {name: count for name, count in reported.items() if name not in formats().by_id and name != "diffusers"}
    told = ", ".join(f"{count} {name}" for name, count in reported.most_common())
    print(f"catalog: {told}; without a record: {unknown or 'none'}")
    return len(unknown)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("MODELSCAN_SHARED", "../shared")))
    folder = parser.parse_args().shared / "data" / "hub"
    if not folder.is_dir():
        print(f"{folder} is not there: give --shared", file=sys.stderr)
        return 2
    return 1 if lists(folder / "api-2022-02-21.jsonl.gz") + catalog(folder / "radar-2026-08-22.jsonl.gz") else 0


if __name__ == "__main__":
    sys.exit(main())
