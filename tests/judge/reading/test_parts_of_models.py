"""Weights that are only a part of a model: a difference to a base's, some parts of a pipeline."""

from typing import Any

import pytest

from scanner.collect.relations import datasets
from scanner.judge.reading.weights import read_weights
from scanner.model.snapshot import File
from tests.making import repo

#: Files of weights, and what the card says of them.
DELTAS = {
    "called so": (["delta-00001-of-00002.safetensors", "delta-00002-of-00002.safetensors"], "A model.\n"),
    "said so": (["pytorch_model.bin"], "These are delta weights; add them to the LLaMA weights with apply_delta.py.\n"),
    "to be applied": (["pytorch_model.bin"], "Apply the delta on top of the original LLaMA weights.\n"),
    "a name of its own": (["model.delta.safetensors", "pytorch_model-delta-1.bin"], "Merge the delta with the base.\n"),
}
WHOLE = {
    "a river": (["model.safetensors"], "Trained on water levels of the Mekong delta and its weights of sand.\n"),
    "merged already": (
        ["pytorch_model.bin"],
        "The deltas were merged with the original weights; no need to apply the delta.\n",
    ),
    "kept elsewhere": (
        ["pytorch_model.bin"],
        "Delta weights that must be added are also available at https://a.example.\n",
    ),
    "no delta": (["pytorch_model.bin"], "These are not delta weights: nothing must be added.\n"),
    "a name": (["delta.safetensors.index.json", "deltanet.safetensors"], "DeltaNet layers.\n"),
}
SD = {"_class_name": "P", "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"]}
REST = {
    "scheduler": ["diffusers", "PNDMScheduler"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "safety": [None, None],
}


def model(paths: list[str], body: str = "A model.\n", **more: Any) -> Any:
    files = tuple(File(path=path, size=2_000_000_000) for path in paths)
    return read_weights(repo(front="license: mit", body=body, files=files, **more))


@pytest.mark.parametrize("way", DELTAS)
def test_a_delta_does_nothing_without_its_base(way: str) -> None:
    read = model(*DELTAS[way])
    assert (read.section.status, read.adapter_only) == ("partial", True)


@pytest.mark.parametrize("way", WHOLE)
def test_what_only_sounds_like_one(way: str) -> None:
    assert model(*WHOLE[way]).adapter_only is False


def pipeline(*paths: str, **parts: Any) -> Any:
    info = {"gated": False, "tags": [], "x_recipes": {"model_index.json": {**SD, **REST, **parts}}}
    return model([*paths], info=info).section.status


def test_parts_of_a_pipeline_that_are_not_there() -> None:
    unet, vae = "unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.fp16.safetensors"
    assert pipeline(unet, vae) == "available"
    assert pipeline(vae) == "partial"
    assert pipeline(unet, vae, text_encoder=["transformers", "CLIPTextModel"]) == "partial"
    assert pipeline(unet, vae, feature_extractor=["transformers", "CLIPImageProcessor"]) == "available"


def modules(*paths: str, **last: Any) -> Any:
    kind = "sentence_transformers.models."
    parts = [{"path": "", "type": f"{kind}Transformer"}, {"path": "1_Pooling", "type": f"{kind}Pooling"}, last]
    return model(
        ["model.safetensors", *paths], info={"gated": False, "x_recipes": {"modules.json": parts}}
    ).section.status


def test_modules_of_an_embedder_that_are_not_there() -> None:
    dense = {"path": "2_Dense", "type": "sentence_transformers.models.Dense"}
    assert modules(**dense) == "partial"
    assert modules("2_Dense/model.safetensors", **dense) == "available"
    assert modules(path="2_Normalize", type="sentence_transformers.models.Normalize") == "available"
    assert modules(path=["2_Dense"], type=7) == "available"


@pytest.mark.parametrize(
    "front",
    [
        "datasets:\n- name: Chats\n  type: acme/chats",
        "datasets:\n- acme/chats:en",
        "datasets:\n- acme/chats (train)",
        "datasets:\n- title: Our chats\n  hf_id: acme/chats",
        "datasets: acme/chats@main",
    ],
)
def test_a_dataset_in_other_words(front: str) -> None:
    assert [one.id for one in datasets(repo(front=front))] == ["acme/chats"]
