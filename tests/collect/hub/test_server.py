"""The loopback Hub is a Hub to huggingface-hub's own client too."""

import pytest
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import (
    GatedRepoError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)


@pytest.fixture
def api(hub):
    return HfApi(endpoint=hub.url, token=False)


def test_what_the_library_reads(api, hub, tmp_path):
    info = api.model_info("acme/assistant-7b", files_metadata=True)
    assert (info.id, info.sha, info.card_data.license) == (
        "acme/assistant-7b",
        hub.repos["model", info.id].sha,
        "apache-2.0",
    )
    assert {file.rfilename: file.size for file in info.siblings}["model.safetensors"] == 2_000_000_000
    assert api.model_info("acme/old-name").id == "acme/assistant-7b"
    assert api.dataset_info("acme/books", expand=["cardData", "sha"]).card_data.license == "cc-by-nc-4.0"
    assert {file.path for file in api.list_repo_tree("acme/lora", recursive=True)} >= {
        "README.md",
        "adapter_config.json",
    }
    assert {model.id for model in api.list_models()} >= {"gpt2", "acme/lora"}
    path = hf_hub_download("gpt2", "README.md", endpoint=hub.url, cache_dir=tmp_path, token=False)
    assert "license: mit" in open(path).read()  # noqa: PTH123, SIM115


def test_what_the_library_raises(api, hub, tmp_path):
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("acme/nope")
    with pytest.raises(RevisionNotFoundError):
        api.model_info("gpt2", revision="bogus")
    with pytest.raises(GatedRepoError):
        hf_hub_download("meta-llama/Llama-3.1-8B", "LICENSE", endpoint=hub.url, cache_dir=tmp_path, token=False)
    assert hf_hub_download("meta-llama/Llama-3.1-8B", "README.md", endpoint=hub.url, cache_dir=tmp_path, token=False)
    with pytest.raises(RemoteEntryNotFoundError):
        hf_hub_download("gpt2", "nope.txt", endpoint=hub.url, cache_dir=tmp_path, token=False)
