"""Ids, URLs and names, apart from any file."""

import pytest

from scanner.discover.names.ids import classify, told
from scanner.discover.names.slots import Slot, slot_of_name
from scanner.discover.names.urls import hub_urls


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("meta-llama/Llama-3:Q4_K_M", ("meta-llama/Llama-3", None, "model")),
        ("Qwen/Qwen2-7B@abc123", ("Qwen/Qwen2-7B", "abc123", "model")),
        ("huggingface/meta-llama/Llama-3-8B", ("meta-llama/Llama-3-8B", None, "model")),
        ("openai/whisper-large-v3", ("openai/whisper-large-v3", None, "model")),
        ("openai/gpt-4o", ("openai/gpt-4o", None, "closed-api")),
        ("openai/gpt-oss-20b", ("openai/gpt-oss-20b", None, "model")),
        ("gpt2", ("gpt2", None, "model")),
        ("datasets/cais/mmlu", ("cais/mmlu", None, "dataset")),
    ],
)
def test_ids(text: str, want: tuple[str, str | None, str]) -> None:
    found = classify(text, Slot(bare="known"))
    assert found is not None
    assert (found.id, found.revision, found.kind) == want


@pytest.mark.parametrize(
    "text",
    [
        "./a/b", "/a/b", "models/foo", "org/name", "username/x", "a/b.gguf", "text/plain", "<a>/<b>", "{org}/{name}",
        "a--b/c", "some words/here", "opt125m", "x" * 400, "", "C:\\models\\x", "your-org/y",
    ],
)  # fmt: skip
def test_not_ids(text: str) -> None:
    assert classify(text, Slot(bare="known")) is None


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("https://huggingface.co/Qwen/Qwen3-8B).", ["Qwen/Qwen3-8B"]),
        ("hf.co/bartowski/Llama-GGUF:Q8_0", ["bartowski/Llama-GGUF"]),
        ("hf://datasets/imdb/plain_text/train-*.parquet", ["imdb"]),
        ("https://huggingface.co/api/datasets/cais/mmlu", ["cais/mmlu"]),
        ("https://api-inference.huggingface.co/models/gpt2", ["gpt2"]),
        ("git@hf.co:openbmb/MiniCPM.git", ["openbmb/MiniCPM"]),
        ("https://huggingface.co/bartowski", []),
        ("https://huggingface.co/docs/hub/en/gguf", []),
        ("https://huggingface.co/spaces/gradio/demo", []),
        ("https://huggingface.co/datasets/huggingface/documentation-images/resolve/main/x.png", []),
        ("https://huggingface.co/org-a/models", []),
        ("https://nothuggingface.co/org-a/model-b", []),
    ],
)
def test_urls(url: str, want: list[str]) -> None:
    assert [found.id for _, _, found in hub_urls(url)] == want


def test_a_url_pins_its_revision() -> None:
    [(_, _, found)] = hub_urls("https://huggingface.co/Qwen/Qwen3-8B/resolve/abc123/config.json")
    assert found.revision == "abc123"


@pytest.mark.parametrize("name", ["model", "EMBEDDING_MODEL_ID", "modelURL", "base_model", "dataset_name", "tokenizer"])
def test_names_that_carry_ids(name: str) -> None:
    assert slot_of_name(name) is not None


@pytest.mark.parametrize(
    "name", ["hub_model_id", "model_type", "output_dir", "repository", "image", "model_alias", "x"]
)
def test_names_that_carry_none(name: str) -> None:
    assert slot_of_name(name) is None


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("qwen2.5:7b", "ollama"),
        ("granite3.2:2b-instruct-q4_K_M", "ollama"),
        ("WAV2VEC2_ASR_BASE_960H", "torchaudio"),
        ("redis:7", None),
        ("node:20-slim", None),
        ("MODEL_NAME", None),
    ],
)
def test_some_names_of_other_hosts_tell_themselves_where_a_model_stands(text: str, host: str | None) -> None:
    found = classify(text, Slot())
    assert (found.provider if found else None) == host
    assert not list(told(text)), "anywhere else they may be anything"
