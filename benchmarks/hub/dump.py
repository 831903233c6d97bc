"""A dump of the Hub's metadata as the public ones are shaped, generated: the columns and shares that docs tell of (28 %
with a base, 23 % with a size, lists of files without sizes, evaluation results in some cards)."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_LICENCES = ("apache-2.0", "mit", "other", None, "llama3.1", "cc-by-nc-4.0", "openrail", "gemma")
_RELATIONS = ("adapter", "finetune", "quantized", "merge")
_GROUP = 50_000


def write(path: Path, count: int, seed: int = 7) -> None:
    """``count`` rows; the same seed, the same rows."""
    rnd = random.Random(seed)
    writer = None
    path.parent.mkdir(parents=True, exist_ok=True)
    for start in range(0, count, _GROUP):
        rows = [_row(number, count, rnd) for number in range(start, min(count, start + _GROUP))]
        table = pa.Table.from_pylist(rows, schema=writer.schema if writer else None)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer:
        writer.close()


def _row(number: int, count: int, rnd: random.Random) -> dict[str, Any]:
    base = f"org{rnd.randrange(9999)}/model-{rnd.randrange(count)}" if rnd.random() < 0.28 else None
    tags = ["transformers", "safetensors", "text-generation", "license:x", "region:us", "endpoints_compatible"]
    tags += [f"base_model:{base}"] if base else []
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
        "cardData": json.dumps(_card(base, rnd)) if rnd.random() < 0.7 else None,
        "baseModels": base and {"relation": rnd.choice(_RELATIONS), "models": [{"_id": "0" * 24, "id": base}]},
        "safetensors": _sized(rnd) if rnd.random() < 0.23 else None,
        "gguf": {"total": rnd.randrange(10**10), "architecture": "llama"} if rnd.random() < 0.06 else None,
        "config": {"architectures": ["LlamaForCausalLM"], "model_type": "llama"} if rnd.random() < 0.5 else None,
        "siblings": [{"rfilename": name} for name in _files(rnd)],
        "pipeline_tag": "text-generation" if rnd.random() < 0.5 else None,
        "library_name": "transformers" if rnd.random() < 0.6 else None,
    }


def _card(base: str | None, rnd: random.Random) -> dict[str, Any]:
    card: dict[str, Any] = {
        "license": rnd.choice(_LICENCES),
        "language": ["en", "zh", "fr"][: rnd.randrange(4)],
        "tags": ["text-generation", f"trainer-{rnd.randrange(50)}", f"generated-{rnd.randrange(10**6)}"],
        "widget": [{"text": f"Tell me about {rnd.randrange(10**9)} and what came of it."}],
        **({"base_model": base} if base else {}),
    }
    if rnd.random() < 0.2:
        card["model-index"] = [{"name": "m", "results": [_result(rnd) for _ in range(rnd.randrange(1, 6))]}]
    return card


def _result(rnd: random.Random) -> dict[str, Any]:
    metrics = [{"type": "acc", "value": rnd.random(), "name": "accuracy", "verifyToken": f"{rnd.getrandbits(400):x}"}]
    return {"task": {"type": "text-generation"}, "dataset": {"name": f"d{rnd.randrange(99)}"}, "metrics": metrics}


def _sized(rnd: random.Random) -> dict[str, Any]:
    return {"parameters": {"BF16": rnd.randrange(10**10), "F32": None, "F16": None, "I64": None}, "total": 10**9}


def _files(rnd: random.Random) -> list[str]:
    files = [".gitattributes", "README.md", "config.json", "tokenizer.json", "tokenizer_config.json"]
    files += [f"model-{number:05}-of-00009.safetensors" for number in range(rnd.randrange(10))]
    files += [
        f"runs/{rnd.randrange(10**9)}/events.out.tfevents.{rnd.randrange(10**9)}" for _ in range(rnd.randrange(3))
    ]
    steps = [f"checkpoint-{500 * number}" for number in range(rnd.randrange(8) if rnd.random() < 0.3 else 0)]
    return files + [f"{step}/{name}" for step in steps for name in ("optimizer.pt", "model.safetensors", "rng.pth")]
