"""A dump of the Hub's metadata as the public ones are shaped, generated, and its import beside only reading it: the
columns and shares that docs tell of (28 % with a base, 23 % with a size, lists of files without sizes, evaluation
results in some cards), ``cardData`` as JSON text or, as before October 2024, as a struct.

    python -m benchmarks.hub.dump [--rows 100000] [--shape text|struct] [--runs 3] [--long] [--keep FILE]

Printed: seconds of the clock and of the processor for both, in turns, their ratios, the import's peak memory.
``--long``: cards and lists of files so long that a row takes some 600 bytes of the file, as in the public ones.
"""

import argparse
import json
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scanner.runs.crawl.importing import import_dump

_LICENCES = ("apache-2.0", "mit", "other", None, "llama3.1", "cc-by-nc-4.0", "openrail", "gemma")
_RELATIONS = ("adapter", "finetune", "quantized", "merge")
_GROUP = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--shape", choices=("text", "struct"), default="text")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--keep", type=Path, help="Where the dump is made, or found if it is there.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        path = asked.keep or Path(place) / "models.parquet"
        if not path.exists():
            write(path, asked.rows, shape=asked.shape, long=asked.long)
        rows = pq.read_metadata(path).num_rows
        print(f"{rows:,} rows, {path.stat().st_size / rows:.0f} B each", flush=True)
        measured(path, Path(place), asked.runs)


def measured(path: Path, place: Path, runs: int) -> None:
    """Each in a process of its own, so that neither finds what the other loaded."""
    took: dict[str, list[tuple[float, float]]] = {"read": [], "import": []}
    peak = 0.0
    for number in range(runs):
        took["read"].append(_apart(lambda: _read(path))[:2])
        wall, cpu, peak = _apart(
            lambda to=place / f"i{number}": import_dump(path, to, None, "2026-09-01", lambda _: None)
        )
        took["import"].append((wall, cpu))
    (wall, cpu), (wall_of_import, cpu_of_import) = (map(min, zip(*one, strict=True)) for one in took.values())
    print(
        f"read in {wall:.1f} s ({cpu:.1f} s CPU), imported in {wall_of_import:.1f} s ({cpu_of_import:.1f} s CPU): "
        f"{wall_of_import / wall:.1f} x, {cpu_of_import / cpu:.1f} x by the processor's time; at most {peak:.0f} MB"
    )


def _read(path: Path) -> None:
    """All of it, a row group at a time: 2.5 million rows are not to be held at once."""
    source = pq.ParquetFile(path)
    for group in range(source.num_row_groups):
        source.read_row_group(group)


def _apart(work: Callable[[], object]) -> tuple[float, float, float]:
    """Seconds by the clock, of the processor, and the most memory (MB), of a fork that does nothing else."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def run() -> None:
        begun = time.perf_counter()
        work()
        used = resource.getrusage(resource.RUSAGE_SELF)
        there.send((time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))

    process = context.Process(target=run)
    process.start()
    process.join()
    found: tuple[float, float, float] = here.recv()
    return found


def write(path: Path, count: int, seed: int = 7, *, shape: str = "text", long: bool = False) -> None:
    """``count`` rows; the same seed, the same rows."""
    rnd = random.Random(seed)
    writer = None
    path.parent.mkdir(parents=True, exist_ok=True)
    for start in range(0, count, _GROUP):
        rows = [_row(number, count, rnd, shape, long) for number in range(start, min(count, start + _GROUP))]
        table = pa.Table.from_pylist(rows, schema=writer.schema if writer else None)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def _row(number: int, count: int, rnd: random.Random, shape: str, long: bool) -> dict[str, Any]:
    base = f"org{rnd.randrange(9999)}/model-{rnd.randrange(count)}" if rnd.random() < 0.28 else None
    tags = ["transformers", "safetensors", "text-generation", "license:x", "region:us", "endpoints_compatible"]
    tags += [f"base_model:{base}"] if base else []
    card = _card(base, rnd, long=long) if rnd.random() < 0.7 else None
    return {
        "_id": f"{rnd.randrange(2**96):024x}",
        "id": f"org{rnd.randrange(99_999)}/model-{number}",
        "author": f"org{rnd.randrange(99_999)}",
        "createdAt": datetime.fromtimestamp(1.64e9 + rnd.randrange(10**8), UTC),
        "lastModified": datetime.fromtimestamp(1.7e9 + rnd.randrange(10**7), UTC),
        "downloads": int(rnd.paretovariate(0.5)) % 10**7,
        "downloadsAllTime": int(rnd.paretovariate(0.4)) % 10**8,
        "likes": int(rnd.paretovariate(1)) - 1,
        "tags": tags + [f"arxiv:{rnd.randrange(10**8)}" for _ in range(rnd.randrange(4))],
        "cardData": json.dumps(card) if card and shape == "text" else card,
        "baseModels": base and {"relation": rnd.choice(_RELATIONS), "models": [{"_id": "0" * 24, "id": base}]},
        "safetensors": _sized(rnd) if rnd.random() < 0.23 else None,
        "gguf": {"total": rnd.randrange(10**10), "architecture": "llama"} if rnd.random() < 0.06 else None,
        "config": {"architectures": ["LlamaForCausalLM"], "model_type": "llama"} if rnd.random() < 0.5 else None,
        "siblings": [{"rfilename": name} for name in _files(rnd, long=long)],
        "pipeline_tag": "text-generation" if rnd.random() < 0.5 else None,
        "library_name": "transformers" if rnd.random() < 0.6 else None,
    }


def _card(base: str | None, rnd: random.Random, *, long: bool) -> dict[str, Any]:
    card: dict[str, Any] = {
        "license": rnd.choice(_LICENCES),
        "language": ["en", "zh", "fr"][: rnd.randrange(4)],
        "tags": ["text-generation", f"trainer-{rnd.randrange(50)}", f"generated-{rnd.randrange(10**6)}"],
        "widget": [{"text": f"Tell me about {rnd.randrange(10**9)} and what came of it."}],
        **({"base_model": base} if base else {}),
    }
    if long:
        card["tags"] += [f"{rnd.getrandbits(120):x}" for _ in range(rnd.randrange(28))]
    if rnd.random() < 0.2:
        card["model-index"] = [{"name": "m", "results": [_result(rnd) for _ in range(rnd.randrange(1, 6))]}]
    return card


def _result(rnd: random.Random) -> dict[str, Any]:
    metrics = [{"type": "acc", "value": rnd.random(), "name": "accuracy", "verifyToken": f"{rnd.getrandbits(400):x}"}]
    return {"task": {"type": "text-generation"}, "dataset": {"name": f"d{rnd.randrange(99)}"}, "metrics": metrics}


def _sized(rnd: random.Random) -> dict[str, Any]:
    return {"parameters": {"BF16": rnd.randrange(10**10), "F32": None, "F16": None, "I64": None}, "total": 10**9}


def _files(rnd: random.Random, *, long: bool) -> list[str]:
    files = [".gitattributes", "README.md", "config.json", "tokenizer.json", "tokenizer_config.json"]
    files += [f"model-{number:05}-of-00009.safetensors" for number in range(rnd.randrange(10))]
    files += [
        f"runs/{rnd.randrange(10**9)}/events.out.tfevents.{rnd.randrange(10**9)}" for _ in range(rnd.randrange(3))
    ]
    files += [f"samples/{rnd.getrandbits(96):x}.png" for _ in range(rnd.randrange(24) if long else 0)]
    steps = [f"checkpoint-{500 * number}" for number in range(rnd.randrange(8) if rnd.random() < 0.3 else 0)]
    return files + [f"{step}/{name}" for step in steps for name in ("optimizer.pt", "model.safetensors", "rng.pth")]


if __name__ == "__main__":
    main()
