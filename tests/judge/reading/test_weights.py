"""Whether the weights are really to be had."""

import pytest

from scanner.judge.reading.made import is_adapter
from scanner.judge.reading.weights import read_weights, weight_files
from scanner.model.snapshot import File, Unread
from tests.making import repo


def files(*paths: str) -> tuple[File, ...]:
    return tuple(File(path=path, size=10_000) for path in paths)


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
    listed = files("checkpoint-5/optimizer.pt", "checkpoint-5/pytorch_model.bin")
    assert [one.file.path for one in weight_files(repo(files=listed))] == ["checkpoint-5/pytorch_model.bin"]


def listed(*named: tuple[str, int | None], front: str | None = None, **more: object) -> str:
    given = tuple(File(path=path, size=size) for path, size in named)
    return read_weights(repo(front=front, files=given, **more)).section.status


def test_a_large_file_of_no_known_format_is_a_question() -> None:
    assert listed(("harbour.zorg", 5_000_000_000)) == "unknown"
    assert listed(("harbour-7b.tar.gz", 13_000_000_000)) == "unknown"
    assert listed(("harbour.zorg", 2_000)) == "missing"
    assert listed(("rows.parquet", 5_000_000_000), ("film.mp4", 10**9)) == "missing"
    said = read_weights(repo(files=(File(path="harbour.zorg", size=5_000_000),))).evidence[0].value
    assert said == "these may be weights: harbour.zorg (5,000,000 bytes)"


def test_beside_weights_only_what_outweighs_them_and_is_no_data_is_a_question() -> None:
    weights = ("model.safetensors", 900_000_000)
    assert listed(weights, ("rows.parquet", 10**10), ("old.zip", 10**10), ("film.mp4", 10**10)) == "available"
    assert listed(weights, ("harbour.zorg", 10**8)) == "available"
    assert listed(weights, ("harbour.zorg", 10**10)) == "unknown"


@pytest.mark.parametrize(
    ("name", "size", "status"),
    [
        ("acme/harbour-8b", 20_000_000, "unknown"),
        ("acme/harbour-8b", 16_000_000_000, "available"),
        ("acme/harbour-8b-1bit", 1_100_000_000, "available"),
        ("acme/tiny-random-harbour-8b", 20_000_000, "available"),
        ("acme/harbour-8x7b", 90_000_000, "unknown"),
        ("acme/harbour-4bit", 20_000_000, "available"),
        ("acme/harbour-30B-A3B", 16_000_000_000, "available"),
        ("acme/harbour-v2-100B-tokens", 20_000_000, "available"),
        ("acme/harbour-8b", None, "available"),
    ],
)
def test_size_against_what_the_name_states(name: str, size: int | None, status: str) -> None:
    given = (File(path="model.safetensors", size=size),)
    assert read_weights(repo(name, files=given)).section.status == status


def test_size_against_the_parameters_that_the_api_states() -> None:
    info = {"gated": False, "tags": [], "safetensors": {"total": 7_000_000_000}}
    given = (File(path="model.safetensors", size=20_000_000),)
    assert read_weights(repo(files=given, info=info)).section.status == "unknown"


@pytest.mark.parametrize(
    ("front", "paths", "adapter"),
    [
        (None, ("flora.safetensors",), False),
        (None, ("explorative-7b.safetensors",), False),
        (None, ("adapter_model.bin",), True),
        (None, ("style.safetensors", "adapter_config.json"), True),
        (None, ("model.safetensors", "adapter/adapter_model.safetensors"), False),
        ("tags: [lora]", ("style.safetensors",), True),
        ("tags: [lora]", ("model.safetensors", "config.json"), False),
        ("tags: [style-lora]", ("style.safetensors",), True),
        ("tags: [style-lora]", ("model.safetensors", "config.json"), False),
        ("tags: [explora, lora-merged]", ("style.safetensors",), False),
        (None, ("ink-wash-lora-v3.safetensors",), True),
        (None, ("ink-lora-merged.safetensors",), False),
        (None, ("base.safetensors", "ink-lora.safetensors"), False),
        ("library_name: peft", ("style.safetensors",), True),
        ("base_model_relation: adapter", ("whatever.safetensors",), True),
        ("base_model_relation: finetune", ("whatever.safetensors",), False),
        (None, ("mmproj-f16.gguf",), True),
        (None, ("mmproj-f16.gguf", "harbour-Q4_K_M.gguf"), False),
    ],
)
def test_what_is_an_adapter(front: str | None, paths: tuple[str, ...], adapter: bool) -> None:
    found = read_weights(repo(front=front, files=files(*paths)))
    assert found.adapter_only is adapter
    assert (found.section.status == "partial") is (adapter or paths[-1].endswith(".gguf"))


@pytest.mark.parametrize(
    ("paths", "adapter"),
    [
        (
            ("model.safetensors", "config.json", "loras/a/adapter_config.json", "loras/a/adapter_model.safetensors"),
            False,
        ),
        (("transformer/model.bin", "model_index.json", "lora/adapter_config.json", "lora/adapter_model.bin"), False),
        (("model.safetensors", "config.json", "adapter_config.json", "adapter_model.safetensors"), True),
        (("config.json", "loras/a/adapter_config.json", "loras/a/adapter_model.safetensors"), True),
        (("config.json", "value_head.bin", "run/adapter_config.json", "run/adapter_model.safetensors"), True),
        (("model.safetensors", "loras/a/adapter_config.json", "loras/a/adapter_model.safetensors"), True),
    ],
)
def test_an_adapter_in_a_folder_makes_none_of_a_whole_model(paths: tuple[str, ...], adapter: bool) -> None:
    assert is_adapter(repo(files=files(*paths))) is adapter


def test_a_folder_is_as_large_as_its_headers_say_and_not_its_name() -> None:
    given, info = (File(path="model.safetensors", size=104),), {"safetensors": {"total": 8}, "gated": False}
    assert read_weights(repo("acme/tide-3b", files=given, info=info, source="local")).section.status == "available"
    assert read_weights(repo("acme/tide-3b", files=given, info=info)).section.status == "unknown"


def test_what_was_not_listed_is_not_absent() -> None:
    cut = Unread(what="api:siblings", reason="more than 100000 files; the rest were not read")
    link = Unread(what="model.safetensors", reason="a link that leads out")
    assert read_weights(repo(files=files("README.md"), unread=(cut,))).section.status == "unknown"
    assert read_weights(repo(files=files("README.md"), unread=(link,))).section.status == "unknown"
    other = Unread(what="LICENSE", reason="unreachable")
    assert read_weights(repo(files=files("README.md"), unread=(other,))).section.status == "missing"


def test_pointers_are_no_weights_and_say_how_to_fetch_them() -> None:
    info = {"gated": False, "x_pointers": {"model.safetensors": "Git LFS"}}
    found = read_weights(repo(files=files("model.safetensors"), info=info))
    assert found.section.status == "missing"
    assert "git lfs pull" in found.notices[0] and "model.safetensors" in found.notices[0]


def test_which_formats_can_run_code() -> None:
    assert read_weights(repo(files=files("model.pt"))).pickle_only is True
    assert read_weights(repo(files=files("ggml-base.en.bin"))).pickle_only is False
    assert read_weights(repo(files=files("model.pt", "model.safetensors"))).pickle_only is False
    assert (
        read_weights(repo(files=files("model.pt"))).evidence[0].value == "PyTorch checkpoint: loading it can run code"
    )


@pytest.mark.parametrize(
    ("total", "sizes", "status"),
    [
        (9_800_000_000, (4_900_000_000, 4_900_000_000), "available"),
        (9_800_000_000, (4_900_012_000, 4_900_034_000), "available"),
        (9_800_000_000, (4_900_000_000, 3_000_000_000), "unknown"),
        (9_800_000_000, (9_800_000_000, 9_800_000_000), "available"),
        (9_800_000_000, (4_900_000_000, None), "available"),
        (40_000, (20_100, 19_900), "available"),
        (None, (4_900_000_000, 3_000_000_000), "available"),
    ],
)
def test_an_index_total_against_the_list(total: int | None, sizes: tuple[int | None, int | None], status: str) -> None:
    names = [f"unet/part-{letter}.safetensors" for letter in "ab"]
    index = "unet/diffusion_pytorch_model.safetensors.index.json"
    files = tuple(File(path=name, size=size) for name, size in zip([*names, index], [*sizes, 900], strict=True))
    info = {"gated": False, "x_shard_index": {index: ["part-a.safetensors", "part-b.safetensors"]}}
    found = read_weights(repo(files=files, info=info | ({"x_shard_total": {index: total}} if total else {})))
    assert found.section.status == status
    said = [one.value for one in found.evidence if one.value and "says that its files hold" in one.value]
    assert bool(said) == (status == "unknown")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("This repository contains only delta weights.", "partial"),
        ("All weights are encrypted; buyers get a key.", "partial"),
        ("Sample weights only.", "partial"),
        ("Part 1 of 2, the rest is on our server.", "partial"),
        ("Others release delta weights; these are merged.", "available"),
        ("Sample weights of the loss are uniform.", "available"),
        ("Part 1 of 2 of our notes on training.", "available"),
    ],
)
def test_weights_that_the_card_says_are_not_whole(body: str, status: str) -> None:
    files = (File(path="model.safetensors", size=9_000_000_000),)
    assert read_weights(repo("org/model", "license: mit", body=body, files=files)).section.status == status
