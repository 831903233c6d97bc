"""Names that tell a model by their shape alone, and those that only look so."""

import pytest

from scanner.discover.names.ids import told

MODELS = [
    "Qwen/Qwen3-8B", "orbit-lab/tuned-0.5b", "mistralai/Mixtral-8x7B-v0.1", "orbit-lab/vision-350M",
    "facebook/opt-base", "openai/whisper-large-v3", "microsoft/phi-2", "orbit-lab/some-AWQ", "TheBloke/Anything",
    "hf-internal-testing/dummy",
    "meta-llama/Llama-3.1-8B-Instruct:Q4_K_M", "huggingface/Qwen/Qwen3-8B",
]  # fmt: skip
CLOSED = ["gpt-4o-mini", "claude-3-5-sonnet-20241022", "openai/gpt-4.1", "text-embedding-3-small", "gemini-2.0-flash"]
NOTHING = [
    "pytorch/pytorch", "vllm-project/vllm", "models/llama-7b", "checkpoints/run-7b", "your-org/model-7b", "a/b", "o1",
    "command-r", "gemini-cli", "llama3.1-8b", "see Qwen/Qwen3-8B there", "./Qwen/Qwen3-8B", "/srv/Qwen/Qwen3-8B",
    "ollama/llama3.1-8b", "application/octet-8b.json", "ggerganov/llama.cpp", "x" * 400, "",
]  # fmt: skip


@pytest.mark.parametrize("text", MODELS)
def test_models(text: str) -> None:
    assert [found.kind for _, _, found in told(text)] == ["model"]


@pytest.mark.parametrize("text", CLOSED)
def test_closed_models(text: str) -> None:
    assert [found.kind for _, _, found in told(text)] == ["closed-api"]


@pytest.mark.parametrize("text", NOTHING)
def test_neither(text: str) -> None:
    assert not list(told(text))


def test_lists_and_keyed_arguments_have_places() -> None:
    text = "pretrained=orbit-lab/plain,dtype=float"
    assert [(offset, found.id) for offset, _, found in told(text)] == [(11, "orbit-lab/plain")]
    text = "Qwen/Qwen3-8B,orbit-lab/one-7b"
    assert [(offset, found.id) for offset, _, found in told(text)] == [(0, "Qwen/Qwen3-8B"), (14, "orbit-lab/one-7b")]
    tag = "base_model:adapter:orbit-lab/tagged-3b"
    assert [(offset, found.id) for offset, _, found in told(tag)] == [(19, "orbit-lab/tagged-3b")]


def test_a_long_list_is_bounded_work() -> None:
    assert sum(1 for _ in told("a-," * 50_000)) == 0
