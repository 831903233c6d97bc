"""Whether all parts are there, with an index and without."""

import pytest

from scanner.judge.reading.sizes import holes
from scanner.judge.reading.weights import read_weights
from scanner.model.snapshot import File
from scanner.report.view import view
from tests.making import judged, repo

INDEX = ".safetensors.index.json"


def missing(*paths: str, indexes: object = None) -> bool:
    return bool(holes(paths, set(paths), indexes, (INDEX,)).missing)


@pytest.mark.parametrize(
    "paths",
    [
        ("model-00001-of-00004.safetensors", "model-00002-of-00004.safetensors", "model-00004-of-00004.safetensors"),
        ("pytorch_model-00002-of-00002.bin",),
        ("tf_model-00001-of-00002.h5",),
        ("a-Q4_K_M-00001-of-00003.gguf", "a-Q4_K_M-00003-of-00003.gguf"),
        ("a.gguf.part1of2",),
        ("a.gguf-split-a",),
        ("a.gguf-split-a", "a.gguf-split-c"),
        ("a.gguf.part1", "a.gguf.part3"),
        ("group1-shard1of2.bin",),
        ("model.ckpt.data-00001-of-00002",),
        ("consolidated.00.pth", "consolidated.02.pth"),
        ("consolidated.01.pth",),
        ("params_shard_0.bin", "params_shard_2.bin"),
        ("shard0.pt", "shard1.pt", "shard3.pt"),
        ("experts/expert_1.bin", "experts/expert_3.bin"),
        ("m/__0_0.distcp", "m/__2_0.distcp"),
        ("__1_0.distcp",),
        ("model_world_size_4_rank_0.pt", "model_world_size_4_rank_1.pt"),
        ("unet/d-00001-of-00002.safetensors", "vae/d-00002-of-00002.safetensors"),
    ],
)
def test_a_hole_by_the_numbers(paths: tuple[str, ...]) -> None:
    assert missing(*paths)


@pytest.mark.parametrize(
    "paths",
    [
        ("model-00001-of-00001.safetensors",),
        ("model.safetensors",),
        ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "consolidated.00.pth"),
        ("model.ckpt.data-00000-of-00002", "model.ckpt.data-00001-of-00002"),
        ("a.gguf.part0", "a.gguf.part1"),
        ("a.gguf.part1", "a.gguf.part2"),
        ("a.gguf.partaa", "a.gguf.partab"),
        ("consolidated.00.pth", "consolidated.01.pth"),
        ("shard_1.bin", "shard_2.bin"),
        ("m/__0_0.distcp", "m/__0_1.distcp", "m/__1_0.distcp"),
        ("model_world_size_2_rank_0.pt", "model_world_size_2_rank_1.pt"),
        ("chunked.bin", "expert.pt"),
        (
            "params_shard_0.bin",
            "params_shard_1.bin",
            "params_shard_10.bin",
            *(f"params_shard_{n}.bin" for n in range(2, 10)),
        ),
        ("harbour-Q4.gguf", "harbour-Q8-00001-of-00002.gguf", "harbour-Q8-00002-of-00002.gguf"),
    ],
)
def test_whole(paths: tuple[str, ...]) -> None:
    assert not missing(*paths)


def test_an_index_in_a_folder_names_files_of_that_folder() -> None:
    index = {"unet/d.safetensors.index.json": ["d-00001-of-00002.safetensors", "d-00002-of-00002.safetensors"]}
    assert not missing("unet/d-00001-of-00002.safetensors", "unet/d-00002-of-00002.safetensors", indexes=index)
    assert missing("d-00001-of-00002.safetensors", "d-00002-of-00002.safetensors", indexes=index)


def test_an_empty_index_does_not_hide_a_hole() -> None:
    paths = ("model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors")
    assert missing(*paths, indexes={f"model{INDEX}": []})


def test_an_index_that_was_not_read_is_open_unless_the_numbers_tell() -> None:
    assert holes(["a.safetensors"], {"a.safetensors", f"a{INDEX}"}, None, (INDEX,)).unread
    whole = {"a-1-of-2.safetensors", "a-2-of-2.safetensors", f"a{INDEX}"}
    assert not holes([path for path in whole if not path.endswith("json")], whole, None, (INDEX,)).unread


def test_a_shard_of_no_bytes_is_a_hole() -> None:
    files = (File(path="m-00001-of-00002.safetensors", size=9), File(path="m-00002-of-00002.safetensors", size=0))
    found = read_weights(repo(files=files))
    assert (found.section.status, found.shards_missing) == ("partial", True)


def test_numbers_without_end() -> None:
    assert not missing("m-1-of-999999.safetensors")
    assert missing("m-1-of-99999.safetensors")


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (("m-00001-of-00003.bin", "m-00003-of-00003.bin"), "2 of 3 parts of m-….bin, without 2"),
        (("m.data-00000-of-00003", "m.data-00002-of-00003"), "2 of 3 parts of m.data-…, without 1"),
    ],
)
def test_the_missing_parts_are_named(paths: tuple[str, ...], said: str) -> None:
    assert holes(paths, set(paths), None, (INDEX,)).missing == (said,)


def test_a_screen_names_them_without_asking_for_more() -> None:
    files = tuple(File(path=f"model-0000{number}-of-00003.safetensors", size=10**9) for number in (1, 3))
    words = view(judged(repo(front="license: mit", body="A model.\n", files=files))).weights
    assert "parts are missing: 2 of 3 parts of model-….safetensors, without 2" in words


def test_a_shard_no_longer_than_a_pointer_is_missing() -> None:
    files = (
        File(path="model-00001-of-00002.safetensors", size=9_000_000),
        File(path="model-00002-of-00002.safetensors", size=134),
    )
    read = read_weights(repo(files=files))
    assert read.section.status == "partial"
    assert any("no longer than a pointer" in str(one.value) for one in read.evidence)
