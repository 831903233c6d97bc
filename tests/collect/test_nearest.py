"""A name that is not there: what was probably meant, and what it is instead."""

import pytest

from scanner.collect.catalog import Catalog
from scanner.collect.elsewhere import elsewhere, plain
from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.collect.nearest import NearNames
from scanner.collect.targets import parse_target
from scanner.model.errors import TargetError
from tests.hubserver import FakeRepo, Hub
from tests.hubserver.server import json_reply


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.open()


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("Llama-3.1-8b-instrct", "meta-llama/Llama-3.1-8B-Instruct"),
        ("mistralai/mistral-7b-instruct-v3", "mistralai/Mistral-7B-Instruct-v0.3"),
        ("phi4", "microsoft/phi-4"),
        ("gemma2-9b", "google/gemma-2-9b"),
        ("openai/whisper-large_v3", "openai/whisper-large-v3"),
        ("flux.1 dev", "black-forest-labs/FLUX.1-dev"),
    ],
)
def test_what_was_probably_meant_comes_first(catalog: Catalog, wanted: str, first: str) -> None:
    assert catalog.nearest("model", wanted)[0] == first


def test_the_message_names_them_and_a_dataset_of_that_name(catalog: Catalog) -> None:
    root = catalog.snapshot(parse_target("snli")).root
    assert root.problem is not None
    assert "a dataset of that name is datasets/snli" in root.problem.message
    assert root.problem.kind == "not_in_catalog", "the nearest is never taken in its place"


def test_a_list_of_wrong_names_is_searched_for_the_first_few_alone() -> None:
    catalog = Catalog.open()
    problems = [catalog.snapshot(parse_target(f"llama-3.1-8b-instruct{n}x")).root.problem for n in range(30)]
    hinted = [problem for problem in problems if problem is not None and "nearest there" in problem.message]
    assert len(hinted) == 20


def test_names_without_letters_and_short_ones() -> None:
    names = NearNames(["a/b", "org/---", "x/bert-base"])
    assert names.like("---") == ["org/---"]
    assert names.like("b") == ["a/b"]
    assert names.like("bertbase") == ["x/bert-base"]


def test_live_a_dataset_and_a_space_are_told_apart() -> None:
    with Hub(FakeRepo(id="acme/chats", kind="dataset")) as hub:
        hub.fault(r"/api/spaces/acme/demo$", json_reply({"id": "acme/demo"}), always=True)
        options = HubOptions(endpoint=hub.url)
        found = [one.root.problem for one in gather(["acme/chats", "acme/demo", "acme/nothing"], options)]
    said = [problem.message if problem else "" for problem in found]
    assert "a dataset: write datasets/acme/chats" in said[0]
    assert "a Space" in said[1]
    assert "the Hub has" not in said[2]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", "bartowski/Llama-3.2-1B-Instruct-GGUF"),
        ("hf-hub:timm/resnet50.a1_in1k", "timm/resnet50.a1_in1k"),
        ("hf_hub:timm/vit_base", "timm/vit_base"),
        ("huggingface:a/b@v1", "a/b@v1"),
        ("a/b", "a/b"),
    ],
)
def test_a_certain_mapping_is_followed(text: str, target: str) -> None:
    assert plain(text) == target or str(parse_target(text).id) == target.partition("@")[0]
    assert parse_target(text).id == target.partition("@")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("llama3.1:8b", "an Ollama name"),
        ("ollama.com/library/llama3", "an Ollama name"),
        ("mistral:latest", "an Ollama name"),
        ("docker://ai/llama3.2", "a container image"),
        ("ghcr.io/ggml-org/models/x:latest", "a container image"),
        ("https://civitai.com/models/4384", "a model on Civitai"),
        ("https://github.com/openai/whisper", "a repository on GitHub"),
        ("s3://bucket/model", "an artefact of another store"),
    ],
)
def test_names_of_other_places_are_told_in_words(text: str, said: str) -> None:
    assert elsewhere(text)
    with pytest.raises(TargetError, match=said):
        parse_target(text)
