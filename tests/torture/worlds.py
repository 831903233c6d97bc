"""Worlds in which every part matters to somebody: what is read makes an answer worse, or has it stay good."""

from typing import Any

from tests.hubserver import FakeRepo
from tests.making import mit_text

FREE = mit_text().encode()
LIMIT = b"You may use this model for your own study. Commercial use of the model is not permitted.\n"
INDEX = "model.safetensors.index.json"
GB = 1_000_000_000
BODY = "It answers questions about the tides, and was measured on the benchmarks that are described below.\n" * 4


def model(name: str, license_: str = "mit", front: str = "", body: str = BODY, **more: Any) -> FakeRepo:
    """A model; ``files`` are beside its card, config and weights."""
    files = {"model.safetensors": GB, **more.pop("files", {})}
    held = {path: content for path, content in files.items() if content is not None}
    return _repo("model", name, license_, front, body, held, more)


def dataset(name: str, license_: str = "mit", body: str = BODY, **more: Any) -> FakeRepo:
    files = {"data/train.parquet": GB, **more.pop("files", {})}
    return _repo("dataset", name, license_, "", body, files, more)


def _repo(
    kind: str, name: str, license_: str, front: str, body: str, files: dict[str, Any], more: dict[str, Any]
) -> FakeRepo:
    lines = [*([f"license: {license_}"] if license_ else []), *front.split("\n")]
    data = {**dict(line.split(": ", 1) for line in lines if ": " in line), **more.pop("card_data_more", {})}
    tags = [f"{key}:{value}" for key, value in data.items() if key in ("license", "base_model")]
    tags += [f"dataset:{data['datasets']}"] if "datasets" in data else []
    lines = [f"{key}: {value}" for key, value in data.items()]
    card = f"---\n{chr(10).join(lines)}\n---\n# {name}\n\n{body}".encode()
    return FakeRepo(name, kind, {"README.md": card, **files}, data, [*tags, *more.pop("tags", [])], **more)


def shards(*numbers: int, of: int) -> dict[str, Any]:
    return {"model.safetensors": None, **{f"model-{number:05d}-of-{of:05d}.safetensors": GB for number in numbers}}


def files_world() -> list[FakeRepo]:
    """Terms in every kind of file, at the model or at its base."""
    places = {
        "root": "LICENSE",
        "eula": "EULA.txt",
        "deep": "weights/final/LICENSE.md",
        "terms": "TERMS_OF_USE.md",
        "policy": "USE_POLICY.md",
    }
    repos = [
        model("oat/free", files={"LICENSE": FREE}),
        model("oat/plain"),
        model("oat/child", front="base_model: oat/free"),
    ]
    for name, path in places.items():
        repos.append(model(f"oat/{name}", files={path: LIMIT}))
        repos.append(model(f"oat/{name}-child", front=f"base_model: oat/{name}"))
    parts = {"model.safetensors": None, "part-a.safetensors": GB, INDEX: _index("part-a", "part-b")}
    whole = {**shards(1, 2, of=2), INDEX: _index("model-00001-of-00002", "model-00002-of-00002")}
    repos += [
        model("oat/pdf", files={"LICENSE.pdf": 40_000}),
        model("oat/gated", gated="manual", files={"LICENSE": LIMIT}),
        model("oat/gated-child", front="base_model: oat/gated"),
        model("oat/said", body=f"{BODY}\nThe weights are for non-commercial research use only.\n"),
        model("oat/said-child", front="base_model: oat/said"),
        model("oat/off", disabled=True),
        model("oat/void", files={"model.safetensors": 0}),
        model("oat/bare", files={"model.safetensors": None}),
        model("oat/shards", files=shards(1, 2, of=3)),
        model("oat/index", files=parts),
        model("oat/whole", files=whole),
    ]
    return repos


def _index(*names: str) -> bytes:
    named = ", ".join(f'"w{number}": "{name}.safetensors"' for number, name in enumerate(names))
    return f'{{"metadata": {{}}, "weight_map": {{{named}}}}}'.encode()


def families_world() -> list[FakeRepo]:
    """Bases and data: named by card, tag, adapter or recipe; far, unlicensed, restricted, gone."""
    adapter = {"adapter_config.json": b'{"base_model_name_or_path": "rye/closed", "peft_type": "LORA"}'}
    recipe = b"models:\n  - model: rye/closed\n  - model: rye/open\nmerge_method: slerp\n"
    repos = [
        model("rye/open"),
        model("rye/closed", "cc-by-nc-4.0"),
        model("rye/fine", front="base_model: rye/open"),
        model("rye/relabelled", front="base_model: rye/closed"),
        model("rye/tagged", tags=["base_model:rye/closed", "base_model:finetune:rye/closed"]),
        model("rye/adapter", files={"model.safetensors": None, "adapter_model.safetensors": 10_000_000, **adapter}),
        model("rye/merged", tags=["merge"], files={"mergekit_config.yml": recipe}),
        model("rye/loud", front="base_model: RYE/Closed"),
        model("rye/louder", front="base_model: Rye/cLOSED"),
        model("rye/orphan", front="base_model: rye/gone"),
        model("rye/silent", license_=""),
        model("rye/of-silent", front="base_model: rye/silent"),
        model("rye/taught", front="datasets: rye/talks"),
        model("rye/taught-nc", front="datasets: rye/nc"),
        model("rye/taught-said", front="datasets: rye/said"),
        model("rye/taught-text", front="datasets: rye/text"),
        model("rye/taught-gone", front="datasets: rye/nothing"),
        dataset("rye/talks"),
        dataset("rye/nc", "cc-by-nc-4.0"),
        dataset("rye/said", body=f"{BODY}\nThis dataset may be used for non-commercial purposes only.\n"),
        dataset("rye/text", files={"LICENSE": LIMIT}),
        model("rye/link0", "cc-by-nc-4.0"),
    ]
    return [*repos, *(model(f"rye/link{n}", front=f"base_model: rye/link{n - 1}") for n in range(1, 11))]
