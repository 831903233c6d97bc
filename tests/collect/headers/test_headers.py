"""Headers of weight files: what they say, and that none of them can do harm."""

import random
import struct
import time

import pytest

from scanner.collect.headers import HEADER_BOUND, pointer_kind, read_header
from tests.collect.headers.making import gguf, safetensors, text

SAYS = {
    "general.architecture": "llama",
    "general.type": "model",
    "general.name": "Harbour 7B",
    "general.license": "cc-by-nc-4.0",
    "general.license.link": "https://example.org/licence",
    "general.source.huggingface.repository": "acme/harbour-7b",
    "general.base_model.count": 2,
    "general.base_model.0.name": "Harbour Base",
    "general.base_model.0.repo_url": "https://huggingface.co/acme/harbour-base",
    "general.base_model.1.name": "Other",
    "general.tags": ["a", "b"],
    "split.no": 0,
    "split.count": 3,
    "tokenizer.ggml.tokens": [f"token{n}" for n in range(500)],
}


def test_a_gguf_says_licence_name_bases_source_and_parameters() -> None:
    found = read_header(gguf(SAYS, {"a.weight": (10, 20), "b.bias": (7,)}))
    assert found == {
        "format": "gguf",
        "license": "cc-by-nc-4.0",
        "license_link": "https://example.org/licence",
        "name": "Harbour 7B",
        "architecture": "llama",
        "type": "model",
        "source": "acme/harbour-7b",
        "base_models": ["https://huggingface.co/acme/harbour-base", "Other"],
        "parameters": 207,
        "parts": [0, 3],
        "adapter": False,
    }


def test_what_stands_before_the_cut_is_kept() -> None:
    whole = gguf(SAYS, {"a.weight": (10, 20)})
    found = read_header(whole[: whole.index(b"tokenizer.ggml")])
    assert found and found["license"] == "cc-by-nc-4.0" and found["truncated"] is True and "parameters" not in found


def test_an_adapter_in_gguf() -> None:
    assert read_header(gguf({"general.type": "adapter"}))["adapter"] is True  # type: ignore[index]


def test_versions_and_byte_orders() -> None:
    old = b"GGUF" + struct.pack("<III", 1, 0, 1) + struct.pack("<I", 12) + b"general.name"
    old += struct.pack("<II", 8, 3) + b"Old"
    assert read_header(old)["name"] == "Old"  # type: ignore[index]
    big = b"GGUF" + struct.pack(">IQQ", 3, 0, 1) + struct.pack(">Q", 12) + b"general.name"
    big += struct.pack(">IQ", 8, 3) + b"Big"
    assert read_header(big)["name"] == "Big"  # type: ignore[index]


def test_a_safetensors_file_counts_its_parameters_and_bytes() -> None:
    data = safetensors({"w": (10, 20), "b": (7,)})
    found = read_header(data, whole=True)
    assert found and (found["parameters"], found["bytes"], found["adapter"]) == (207, len(data), False)


def test_an_adapter_in_safetensors_by_its_tensors_and_by_its_metadata() -> None:
    tensors = {"base.q.lora_A.weight": (8, 4), "base.q.lora_B.weight": (4, 8)}
    assert read_header(safetensors(tensors))["adapter"] is True  # type: ignore[index]
    said = {"ss_network_module": "networks.lora", "ss_sd_model_name": "harbour.safetensors", "modelspec.license": "MIT"}
    found = read_header(safetensors({"x": (4,)}, said))
    assert found and (found["adapter"], found["license"], found["base_models"]) == (
        True,
        "MIT",
        ["harbour.safetensors"],
    )


def test_metadata_of_a_header_that_is_cut() -> None:
    data = safetensors({f"layer.{n}.weight": (4,) for n in range(3000)}, {"modelspec.license": "cc-by-nc-4.0"})
    found = read_header(data[:HEADER_BOUND])
    assert found == {"format": "safetensors", "license": "cc-by-nc-4.0", "truncated": True}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GGUF",
        b"GGUF\x03\0\0\0",
        b"GGUF\xff\xff\xff\xff" + b"\0" * 40,
        b"{}",
        struct.pack("<Q", 2**63) + b"{}",
        struct.pack("<Q", 4 * 2**30) + b"{}",
        struct.pack("<Q", 4) + b"[[[[",
        struct.pack("<Q", 100_000) + b"[" * 100_000,
        struct.pack("<Q", 200_000) + b'{"a":' * 40_000,
        b"PK\x03\x04" + b"\0" * 100,
        b"\x80\x02}q\x00" + b"\0" * 100,
    ],
)
def test_what_is_no_header_or_a_broken_one(data: bytes) -> None:
    found = read_header(data, whole=True)
    assert found is None or found == {"format": "gguf", "truncated": True}


@pytest.mark.parametrize(
    "counts",
    [(2**63, 1), (1, 2**63), (2**64 - 1, 2**64 - 1), (0, 4096), (200_000, 0)],
)
def test_counts_that_cannot_be(counts: tuple[int, int]) -> None:
    begun = time.perf_counter()
    found = read_header(b"GGUF" + struct.pack("<IQQ", 3, *counts) + b"\0" * 1000)
    assert found and found["truncated"] is True
    assert time.perf_counter() - begun < 1


def test_lengths_that_cannot_be() -> None:
    start = b"GGUF" + struct.pack("<IQQ", 3, 0, 1)
    for rest in (
        struct.pack("<Q", 2**63) + b"x",
        text("k") + struct.pack("<IQ", 8, 2**62) + b"x",
        text("k") + struct.pack("<IIQ", 9, 8, 2**62) + b"\0" * 4000,
        text("k") + struct.pack("<IIQ", 9, 4, 2**62),
        text("k") + struct.pack("<IIQ", 9, 9, 2**62),
        text("k") + struct.pack("<I", 99),
    ):
        begun = time.perf_counter()
        assert read_header(start + rest) == {"format": "gguf", "truncated": True}
        assert time.perf_counter() - begun < 1


def test_random_damage_never_raises() -> None:
    chance = random.Random(7)
    kinds = (gguf(SAYS, {"a": (3, 4)}), safetensors({"a.lora_A": (2, 3), "b": (4,)}, {"modelspec.license": "MIT"}))
    for _ in range(3000):
        data = bytearray(chance.choice(kinds))
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        found = read_header(bytes(data[: chance.randrange(len(data) + 1)]), whole=chance.random() < 0.5)
        assert found is None or found["format"] in ("gguf", "safetensors")


def test_pointers() -> None:
    lfs = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 4900000000\n"
    assert pointer_kind(lfs) == "Git LFS"
    assert pointer_kind(b"# xet version 0\nfilesize = 4900000000\nhash = 'aa'\n") == "Xet"
    assert pointer_kind(safetensors({"a": (1,)})) is None
