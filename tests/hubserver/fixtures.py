"""A small world of repos, made of public facts, as the loopback Hub serves it."""

import json

from tests.hubserver.store import FakeRepo

APACHE = b"""                                 Apache License
                           Version 2.0, January 2004
"""
LLAMA = b"LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\n"
GB = 1_000_000_000


def card(front: str, title: str) -> bytes:
    body = "A model that answers questions. It was trained with care, and is described here.\n" * 3
    return f"---\n{front}---\n# {title}\n\n{body}".encode()


def model(repo_id: str, front: str, data: dict, tags: list[str], files: dict | None = None, **more) -> FakeRepo:
    name = repo_id.split("/")[-1]
    held = {"README.md": card(front, name), "config.json": b'{"model_type": "llama"}', "model.safetensors": 2 * GB}
    extra = {
        "library_name": "transformers",
        "pipeline_tag": "text-generation",
        "config": {"architectures": ["LlamaForCausalLM"], "model_type": "llama"},
        "safetensors": {"parameters": {"BF16": 1_000_000_000}, "total": 1_000_000_000},
    }
    held = {**held, **(files or {})}
    return FakeRepo(repo_id, files=held, card_data=data, tags=tags, extra={**extra, **more.pop("extra", {})}, **more)


def dataset(repo_id: str, front: str, data: dict | None, **more) -> FakeRepo:
    files = {"README.md": card(front, repo_id), "data/train.parquet": GB}
    return FakeRepo(repo_id, kind="dataset", files=files, card_data=data, **more)


def world() -> list[FakeRepo]:
    """Every kind of repo that the tests and the benchmark need."""
    shards = {f"model-{n:05d}-of-00002.safetensors": 5 * GB for n in (1, 2)}
    index = json.dumps({"metadata": {}, "weight_map": dict(zip("ab", shards, strict=True))}).encode()
    return [
        model(
            "acme/assistant-7b",
            "license: apache-2.0\nbase_model: acme/assistant-7b-base\n"
            "datasets:\n- acme/chats\n- acme/books\nlanguage: no\n",
            {"license": "apache-2.0", "base_model": "acme/assistant-7b-base", "datasets": ["acme/chats", "acme/books"]},
            [
                "license:apache-2.0",
                "base_model:acme/assistant-7b-base",
                "base_model:finetune:acme/assistant-7b-base",
                "dataset:acme/chats",
                "dataset:acme/books",
            ],
            {"LICENSE": APACHE, "model.safetensors.index.json": index, **shards},
            base_models={"relation": "finetune", "models": [{"id": "acme/assistant-7b-base"}]},
        ),
        model(
            "acme/assistant-7b-base",
            "license: apache-2.0\nbase_model: acme/seed-7b\n",
            {"license": "apache-2.0", "base_model": "acme/seed-7b"},
            ["license:apache-2.0", "base_model:acme/seed-7b", "base_model:finetune:acme/seed-7b"],
            {"LICENSE": APACHE},
        ),
        model("acme/seed-7b", "license: apache-2.0\n", {"license": "apache-2.0"}, ["license:apache-2.0"]),
        dataset("acme/chats", "license: cc-by-4.0\n", {"license": "cc-by-4.0"}, tags=["license:cc-by-4.0"]),
        dataset("acme/books", "license: cc-by-nc-4.0\n", {"license": "cc-by-nc-4.0"}, tags=["license:cc-by-nc-4.0"]),
        dataset("acme/unlicensed", "language: en\n", {"language": "en"}),
        model(
            "meta-llama/Llama-3.1-8B",
            "license: llama3.1\n",
            {"license": "llama3.1", "extra_gated_prompt": LLAMA.decode()},
            ["license:llama3.1"],
            {"LICENSE": LLAMA, "USE_POLICY.md": b"# Llama 3.1 Acceptable Use Policy\n\n(left out here)\n"},
            gated="manual",
        ),
        model(
            "acme/llama-tuned",
            "license: apache-2.0\nbase_model: meta-llama/Llama-3.1-8B\n",
            {"license": "apache-2.0", "base_model": "meta-llama/Llama-3.1-8B"},
            ["license:apache-2.0", "base_model:finetune:meta-llama/Llama-3.1-8B"],
        ),
        model(
            "acme/other-license",
            "license: other\nlicense_name: acme-community\nlicense_link: LICENSE.md\n",
            {"license": "other", "license_name": "acme-community", "license_link": "LICENSE.md"},
            ["license:other"],
            {"LICENSE.md": b"Acme Community License\n\nYou may use this for research.\n"},
        ),
        model(
            "acme/lora",
            "base_model: acme/assistant-7b\nlibrary_name: peft\n",
            {"base_model": "acme/assistant-7b", "library_name": "peft"},
            ["base_model:adapter:acme/assistant-7b"],
            {
                "adapter_config.json": b'{"base_model_name_or_path": "acme/assistant-7b", "peft_type": "LORA"}',
                "adapter_model.safetensors": 10_000_000,
            },
        ),
        FakeRepo("acme/empty", files={}),
        FakeRepo("acme/bare", files={".gitattributes": b"* text\n", "README.md": b"# Nothing\n"}),
        FakeRepo(
            "acme/many-files",
            files={f"data/part-{n:05d}.bin": 1000 for n in range(5000)} | {"README.md": card("license: mit\n", "Many")},
            card_data={"license": "mit"},
            tags=["license:mit"],
        ),
        FakeRepo("acme/disabled", files={"README.md": b"# Gone\n"}, disabled=True),
        FakeRepo("acme/private", files={"README.md": b"# Ours\n"}, private=True),
        FakeRepo(
            "gpt2",
            files={"README.md": card("license: mit\n", "GPT-2"), "model.safetensors": GB},
            card_data={"license": "mit"},
            tags=["license:mit"],
        ),
    ]
