"""A Hub made up with the catalog's frequencies: what its records say, in any number, with files, edges and data.

    python -m benchmarks.hub.generate FOLDER [--models 100000] [--graph benign|adversarial] [--seed 7]

The first rows are the catalog's own models, so that what others name as bases is there; each further one says what one
of them says, under a name of its own. Per 2.5 million models: 1.8 million edges with 5,000 cycles and a layer of merges
with twenty parents each, 1.6 million references to datasets. ``adversarial`` has as many edges: ten times the cycles,
long chains, and merges of merges of merges. The same seed gives the same rows.

What a crawl leaves out (widgets, chat templates) is not there, so a row has some 160 bytes in the file; those of public
dumps, which have it, are told to have 500 to 700. Of texts that decide nothing (results, sizes, labels of runs) nobody
here knows how often two repos of the Hub have the same: results are each its own here, sizes are the base's.
"""

import argparse
import random
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scanner.collect.catalog import Catalog
from scanner.collect.tables.manifest import Crawl, End, Journal, held
from scanner.collect.tables.writing import keep
from scanner.knowledge.audits import _audits
from scanner.model.plain import line_of

DAY = "2026-11-01T00:00:00Z"
PART = 10_000
_WORDS = (
    "alpha beta nova orca lumen delta vega sigma tiny zephyr raven coder chat instruct vision story math code".split()
)
_MUTE = tuple(
    "region:us transformers safetensors pytorch endpoints_compatible autotrain_compatible "
    "text-generation-inference".split()
)
_METRICS = ("accuracy", "f1", "precision", "recall", "loss")
_STEPS = ("500", "1000", "1500", "2000")
_QUANTS = ("Q2_K", "Q3_K_M", "Q4_0", "Q4_K_M", "Q4_K_S", "Q5_K_M", "Q6_K", "Q8_0", "f16")
_TYPES = ("llama", "qwen2", "qwen3", "mistral", "gemma2", "bert", "gpt2", "t5", "phi3", "roberta", "whisper", "vit")
_TASKS = (
    *["text-generation"] * 6, "text-classification", "text-to-image", "fill-mask", "image-text-to-text",
    "automatic-speech-recognition", "reinforcement-learning", "feature-extraction", None, None,
)  # fmt: skip
_GATES = [
    f"By asking for access you confirm that you {act} {what}."
    for act in ("have read", "agree to", "accept", "will keep to")
    for what in ("the licence", "our terms", "the privacy policy", "non-commercial use only", "research use only")
]
#: Derivatives that declare what their base declares, as in the catalog.
_SAME = 0.65
#: What of a card is its licence: a derivative takes all of it, or none.
_LICENCE = ("license", "license_name", "license_link")
Row = dict[str, Any]


class Made:
    """The rows of one Hub."""

    def __init__(self, models: int, graph: str = "benign", seed: int = 7) -> None:
        self.models, self.graph, self._rnd = models, graph, random.Random(seed)
        known = [(value["id"], value["i"]) for key, value in Catalog.open()._all() if not key.startswith("datasets/")]
        self._known = sorted(known, key=lambda one: one[0])
        self._rnd.shuffle(self._known)
        self._known = self._known[: max(50, models // 4)]
        self._popular = [name for name, info in self._known if not (info.get("cardData") or {}).get("base_model")]
        self.ids: list[str] = []
        self.datasets = self._sets(max(50, models // 40))
        self._merges: list[int] = []
        scale = models / 2_500_000
        self._cycles = int(5_000 * scale * (10 if graph == "adversarial" else 1)) + 2

    def rows(self) -> Iterator[Row]:
        """Every model."""
        knots: dict[int, int] = {}
        names = [self._name(number) for number in range(self.models)]
        self.ids = names
        self._places = {name: number for number, name in enumerate(names)}
        own = min(len(self._known), self.models)
        for _ in range(self._cycles):
            ring = [self._rnd.randrange(own, self.models) for _ in range(self._rnd.choice((2, 2, 2, 3, 5)))]
            knots.update(zip(ring, [*ring[1:], ring[0]], strict=True))
        for number in range(self.models):
            yield self._row(number, knots.get(number))

    def sets(self) -> Iterator[Row]:
        """Every dataset that is there."""
        licences = [info["cardData"].get("license") for _, info in self._known if info.get("cardData")]
        for number, name in enumerate(self.datasets):
            if number % 10 < 7:
                licence = self._rnd.choice(licences)
                yield {
                    **_blank("dataset", name, self._rnd), "gated": "auto" if number % 50 == 3 else "false",
                    "tags": [f"license:{licence}"] if isinstance(licence, str) else [],
                    "cardData": line_of({"license": licence} if licence else {}),
                }  # fmt: skip

    def _sets(self, count: int) -> list[str]:
        known = [*(value["id"] for key, value in Catalog.open()._all() if key.startswith("datasets/")), *_audits()]
        made = [f"data{number % 977}/{self._rnd.choice(_WORDS)}-set-{number}" for number in range(count)]
        return [*dict.fromkeys(known)][: count // 4] + made

    def _name(self, number: int) -> str:
        if number < len(self._known):
            return self._known[number][0]
        name = self._known[self._drawn(number)][0].rpartition("/")[2][:60].rstrip("-._")
        return f"user{(number * 7919) % max(10, self.models // 12)}/{name}-{_WORDS[number % len(_WORDS)]}-{number}"

    def _drawn(self, number: int) -> int:
        return (number * 2_654_435_761 >> 7) % len(self._known)

    def _row(self, number: int, knot: int | None) -> Row:
        rnd, name = self._rnd, self.ids[number]
        _, info = self._known[number if number < len(self._known) else self._drawn(number)]
        data = {
            key: value for key, value in (info.get("cardData") or {}).items() if key not in ("base_model", "datasets")
        }
        own = [tag for tag in info.get("tags") or () if not tag.startswith(("base_model:", "dataset:", "license:"))]
        tags = [*own, *rnd.sample(_MUTE, 4)]
        relation, bases = self._bases(number, knot)
        if bases and number >= len(self._known) and rnd.random() < _SAME:
            data = {key: value for key, value in data.items() if key not in _LICENCE} | self._licence_of(bases[0])
        if bases:
            data["base_model"] = bases[0] if len(bases) == 1 else bases
            if rnd.random() < 0.2:
                data["base_model_relation"] = relation
            tags += [f"base_model:{base}" for base in bases] + [f"base_model:{relation}:{base}" for base in bases]
        if isinstance(data.get("license"), str):
            tags.append(f"license:{data['license']}")
        if sets := self._named():
            data["datasets"] = sets
            tags += [f"dataset:{one}" for one in sets]
        task = info.get("pipeline_tag") or rnd.choice(_TASKS)
        self._decorate(data, tags, name, number)
        kind = _kind(info, relation, own, rnd)
        return {
            **_blank("model", name, rnd),
            "gated": self._gate(number, info),
            "tags": tags, "pipeline_tag": task, "library_name": info.get("library_name"),
            "cardData": line_of(data),
            "config": line_of(self._config(kind)) if rnd.random() < 0.7 else None,
            "safetensors": _sizes(bases[0] if bases else name)
            if kind in ("whole", "shards") else None,
            "gguf": line_of({"total": rnd.randrange(10**9, 10**10), "context_length": 4096})
            if kind == "gguf" else None,
            "baseModels": _named(relation, bases) if bases else None,
            "siblings": _files(kind, name, rnd),
        }  # fmt: skip

    def _licence_of(self, base: str) -> Row:
        """What a base declares: in the catalog two of three derivatives declare the same."""
        place = self._places.get(base)
        info = {} if place is None else self._known[place if place < len(self._known) else self._drawn(place)][1]
        data = info.get("cardData") or {}
        return {key: data[key] for key in _LICENCE if key in data}

    def _gate(self, number: int, info: Row) -> str:
        known = str(info.get("gated", False)).lower()
        return known if number < len(self._known) else self._rnd.choice(["false"] * 60 + ["auto", "manual"])

    def _bases(self, number: int, knot: int | None) -> tuple[str, list[str]]:
        rnd = self._rnd
        if knot is not None:
            return "finetune", [self.ids[knot]]
        if number < len(self._known):
            return "finetune", []
        drawn = rnd.random()
        if drawn < 0.008:
            return "merge", self._merged(number)
        if self.graph == "adversarial" and drawn < 0.2:
            return "finetune", [self.ids[number - 1]]
        if drawn > 0.52:
            return "", []
        relation = rnd.choices(("adapter", "finetune", "quantized"), (43, 36, 21))[0]
        if rnd.random() < 0.7:
            chosen = self._popular[min(int(rnd.paretovariate(0.6)) - 1, len(self._popular) - 1)]
        else:
            chosen = self.ids[rnd.randrange(number)]
        return relation, [chosen, *([self._popular[rnd.randrange(len(self._popular))]] if rnd.random() < 0.1 else ())]

    def _merged(self, number: int) -> list[str]:
        """A merge of twenty: of any models, or of earlier merges."""
        rnd, count = self._rnd, 20
        self._merges.append(number)
        share = 0.9 if self.graph == "adversarial" else 0.2
        near = self._merges[-400:-1]
        found = [rnd.choice(near) if near and rnd.random() < share else rnd.randrange(number) for _ in range(count)]
        return [self.ids[one] for one in dict.fromkeys(found)]

    def _named(self) -> list[str]:
        rnd = self._rnd
        if rnd.random() > 0.36:
            return []
        count = rnd.choice((1, 1, 1, 2, 3, 4))
        last = len(self.datasets) - 1
        return [*dict.fromkeys(self.datasets[min(int(rnd.paretovariate(0.5)) - 1, last)] for _ in range(count))]

    def _decorate(self, data: Row, tags: list[str], name: str, number: int) -> None:
        rnd = self._rnd
        drawn = rnd.random()
        if drawn < 0.4:
            data["language"] = rnd.choice((["en"], ["en", "de", "fr"], ["zh"]))
            tags.append("en")
        if drawn < 0.06:
            tags.append(f"arxiv:{2000 + number % 600}.{10000 + number % 9000}")
        if 0.3 < drawn < 0.42:
            metrics = [{"type": one, "value": round(rnd.random(), 4)} for one in _METRICS[: 1 + number % 5]]
            result = {"task": {"type": "text"}, "dataset": {"type": f"set{number % 40}"}, "metrics": metrics}
            data["model-index"] = [{"name": name.rpartition("/")[2], "results": [result]}]
        if 0.5 < drawn < 0.55:
            tags.append(f"{rnd.choice(_WORDS)}-{rnd.randrange(5000)}")
        if 0.6 < drawn < 0.61:
            data["extra_gated_prompt"] = rnd.choice(_GATES)
        if 0.61 < drawn < 0.615:
            data["extra_gated_fields"] = {"Name": "text", "I agree to use this model for research only": "checkbox"}
        if 0.7 < drawn < 0.701:
            data["license_link"] = f"https://huggingface.co/{name}/blob/main/LICENSE"
        if 0.71 < drawn < 0.712:
            data["new_version"] = name + "-v2"
        if 0.8 < drawn < 0.9:
            data["tags"] = tags[:3]
            data["library_name"] = "transformers"

    def _config(self, kind: str) -> Row:
        rnd = self._rnd
        made: Row = {"model_type": (one := rnd.choice(_TYPES)), "architectures": [f"{one.title()}ForCausalLM"]}
        made["tokenizer_config"] = {"bos_token": f"<s{rnd.randrange(30)}>", "eos_token": "</s>"}
        drawn = rnd.random()
        if drawn < 0.08:
            made["quantization_config"] = {"bits": 4, "quant_method": rnd.choice(("awq", "gptq", "bitsandbytes"))}
        if 0.1 < drawn < 0.12:
            made["auto_map"] = {"AutoModel": "modeling_own.OwnModel"}
        if 0.2 < drawn < 0.202:
            made["_name_or_path"] = rnd.choice(self._popular)
        if kind == "adapter":
            made["peft"] = {"task_type": "CAUSAL_LM"}
        return made


def _named(relation: str, bases: list[str]) -> str:
    """Bases as the API tells of them, with the Hub's own numbers."""
    models = [{"_id": f"{zlib.crc32(name.encode()):024x}", "id": name} for name in bases]
    return line_of({"relation": relation, "models": models})


def _sizes(name: str) -> str:
    """The parameters of a repo, and of what is made from it."""
    size = 10**8 + zlib.crc32(name.encode()) * 7 % 10**10
    return line_of({"parameters": {"BF16": size}, "total": size})


def _kind(info: Row, relation: str, tags: list[str], rnd: random.Random) -> str:
    if relation == "adapter":
        return "adapter"
    if "gguf" in tags or relation == "quantized":
        return "gguf" if "gguf" in tags or rnd.random() < 0.7 else "whole"
    return rnd.choices(("whole", "shards", "bin", "other", "empty"), (40, 15, 20, 15, 10))[0]


def _files(kind: str, name: str, rnd: random.Random) -> list[str]:
    short = name.rpartition("/")[2]
    made = [".gitattributes", "README.md"]
    if kind == "gguf":
        return [*made, *(f"{short}.{one}.gguf" for one in rnd.sample(_QUANTS, rnd.randrange(1, 9)))]
    if kind == "empty":
        return made
    words = ["config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"]
    made += words if kind != "other" else []
    if kind == "adapter":
        made += ["adapter_config.json", "adapter_model.safetensors"]
        made += [
            f"checkpoint-{step}/{one}"
            for step in rnd.sample(_STEPS, rnd.choice((0, 0, 1, 2)))
            for one in ("adapter_config.json", "adapter_model.safetensors", "optimizer.pt", "trainer_state.json")
        ]
    if kind == "whole":
        made += ["model.safetensors", "generation_config.json"]
    if kind == "shards":
        count = rnd.randrange(2, 9)
        lost = rnd.random() < 0.02
        made += [f"model-{at:05}-of-{count:05}.safetensors" for at in range(1, count + 1 - lost)]
        made += ["model.safetensors.index.json"]
    if kind == "bin":
        made += ["pytorch_model.bin", "training_args.bin", "vocab.txt"]
    if kind == "other":
        made += rnd.choice(
            (["ppo.zip", "results.json", "replay.mp4"], [f"{short}.pt"], [f"{short}.safetensors"], ["train.py"])
        )
    if rnd.random() < 0.12:
        made.append(
            f"runs/Jan{rnd.randrange(31)}_host/events.out.tfevents.{rnd.randrange(10**9)}.host.{rnd.randrange(99)}.0"
        )
    if rnd.random() < 0.04:
        made += [f"images/{short}-{at}.png" for at in range(3)]
    return made


def _blank(kind: str, name: str, rnd: random.Random) -> Row:
    created = 1.64e9 + rnd.random() * 1.5e8
    return {
        "repo_type": kind, "id": name, "observed": DAY, "author": name.partition("/")[0],
        "sha": f"{rnd.getrandbits(160):040x}", "createdAt": _moment(created),
        "lastModified": _moment(created + rnd.expovariate(1e-7)), "private": False, "disabled": False,
        "downloads": int(rnd.paretovariate(0.5)) % 10**7, "likes": int(rnd.paretovariate(1)) - 1, "unread": [],
    }  # fmt: skip


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def write(folder: Path, made: Made) -> None:
    """The rows as tables of one crawl."""
    with held(folder):
        journal = Journal(folder)
        crawl = Crawl(number=1, origin="made up", query="all", started=DAY, kinds=("model", "dataset"))
        journal.add("crawl", crawl)
        for kind, rows in (("model", made.rows()), ("dataset", made.sets())):
            kept: list[Row] = []
            number = 0
            for row in rows:
                kept.append(row)
                if len(kept) == PART:
                    keep(folder, journal, crawl, kind, number, kept, None)
                    kept, number = [], number + 1
            keep(folder, journal, crawl, kind, number, kept, None)
        journal.add("end", End(crawl=1, ended=DAY, rows=made.models))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=int, default=100_000)
    parser.add_argument("--graph", choices=("benign", "adversarial"), default="benign")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    write(asked.folder, Made(asked.models, asked.graph, asked.seed))


if __name__ == "__main__":
    main()
