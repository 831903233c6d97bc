"""Whether the weights are really to be had."""

import pytest

from scanner.judge.reading.weights import read_weights, weight_format
from scanner.model.snapshot import File
from tests.making import repo


def files(*paths: str) -> tuple[File, ...]:
    return tuple(File(path=path, size=10) for path in paths)


@pytest.mark.parametrize(
    ("paths", "status", "formats"),
    [
        (("model.safetensors", "config.json"), "available", ("safetensors",)),
        (("README.md", ".gitattributes"), "missing", ()),
        (("training_args.bin", "optimizer.pt"), "missing", ()),
        (("adapter_model.safetensors", "adapter_config.json"), "partial", ("safetensors",)),
        (("model.Q4_K_M.gguf",), "partial", ("gguf",)),
        (("onnx/model.onnx",), "partial", ("onnx",)),
        (("pytorch_model.bin", "model.onnx"), "available", ("onnx", "pytorch")),
        (("openvino_model.bin", "openvino_model.xml"), "partial", ("openvino",)),
        ((), "missing", ()),
    ],
)
def test_by_the_list(paths: tuple[str, ...], status: str, formats: tuple[str, ...]) -> None:
    found = read_weights(repo(files=files(*paths))).section
    assert (found.status, found.formats) == (status, formats)


def test_empty_files_hold_no_weights() -> None:
    assert read_weights(repo(files=(File(path="model.safetensors", size=0),))).section.status == "missing"


def test_gated_beats_available_but_not_missing() -> None:
    gated = {"gated": "manual", "tags": []}
    assert read_weights(repo(info=gated)).section.status == "gated"
    assert read_weights(repo(info=gated, files=())).section.status == "missing"


def test_a_shard_index_that_names_absent_files() -> None:
    paths = files("model-00001-of-00002.safetensors", "model.safetensors.index.json")
    index = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    found = read_weights(repo(files=paths, info={"gated": False, "x_shard_index": index}))
    assert (found.section.status, found.shards_missing) == ("partial", True)


def test_reported_but_not_listed() -> None:
    info = {"gated": False, "x_formats": ["safetensors"], "x_storage_bytes": 5}
    found = read_weights(repo(files=None, info=info))
    assert (found.section.status, found.section.bytes) == ("available", 5)
    assert "reported, not listed" in (found.evidence[0].value or "")
    assert read_weights(repo(files=None, info={})).section.status == "unknown"
    assert read_weights(repo(files=None, info={"x_storage_bytes": 3 * 10**8})).section.status == "available"
    assert read_weights(repo(files=None, info={"x_storage_bytes": 9_000})).section.status == "unknown"


def test_state_of_training_is_no_weights() -> None:
    assert weight_format("checkpoint-5/optimizer.pt") is None
    assert weight_format("checkpoint-5/pytorch_model.bin") == "pytorch"
