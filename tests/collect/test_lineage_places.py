"""Keys, files and parts of a config that name a base: each record by its own examples, and honest look-alikes."""

from typing import Any

import pytest

from scanner.collect.relations.claims import claims
from scanner.collect.relations.families import all_families, families_told, family_shaped
from scanner.judge.evaluate import assess
from scanner.knowledge.lineage_places import base_files, base_keys, config_keys, is_recipe, may_name_a_base
from scanner.knowledge.policy import load_policy
from scanner.knowledge.store import shipped
from scanner.text.recipes import data_of
from tests.making import repo, snapshot

FILES = [pytest.param(one, case, id=f"{one.id}-{case['path']}") for one in base_files() for case in one.fires]
SILENT = [pytest.param(one, case, id=f"{one.id}-{case['path']}") for one in base_files() for case in one.not_]


def ids(**info: Any) -> set[str]:
    return {one.id for one in claims(repo(info=info)) if one.id}


@pytest.mark.parametrize(("kind", "case"), FILES)
def test_a_file_names_a_base(kind: Any, case: dict[str, Any]) -> None:
    assert is_recipe(case["path"])
    (claim,) = claims(repo(info={"x_recipes": {case["path"]: case["data"]}}))
    assert (claim.id, claim.strength, claim.relation) == (case["base"], kind.strength, kind.relation)


@pytest.mark.parametrize(("kind", "case"), SILENT)
def test_a_file_names_none(kind: Any, case: dict[str, Any]) -> None:
    assert not is_recipe(case["path"]) or not ids(x_recipes={case["path"]: case["data"]})


@pytest.mark.parametrize("kind", base_files(), ids=lambda kind: kind.id)
def test_a_kind_is_whole(kind: Any) -> None:
    assert kind.fires and kind.not_ and kind.says and kind.keys and kind.strength in ("stated", "hinted")


@pytest.mark.parametrize(
    "path", "config.json tokenizer_config.json generation_config.json train.py a/args.json".split()
)
def test_other_files_are_not_asked_for(path: str) -> None:
    assert not is_recipe(path)


def under(said: str, base: str = "license: cc-by-nc-4.0", **more: Any) -> str:
    """What a repo with this front matter may, whose base ``org/parent`` is under these terms."""
    root = repo(front=f"license: mit\n{said}", body="A model.\n", **more)
    parent = repo("org/parent", front=base, body="# Parent\n")
    (result,) = assess([snapshot(root, parent)], load_policy())
    return result.commercial_use.status


@pytest.mark.parametrize("key", base_keys())
def test_a_key_names_a_base(key: str) -> None:
    assert under(f"{key}: org/parent") in ("forbidden", "unknown")
    assert under(f"{key.replace('_', '-').upper()}: org/parent") in ("forbidden", "unknown")
    assert under(f"{key}: org/parent", base="license: mit") == "allowed"


@pytest.mark.parametrize(
    "said",
    ["base: transformers", "init_from: scratch", "backbone: resnet50", "upstream: https://github.com/org/parent",
     "pretrained: true", "origin: Finland", "parent: none", "source_code: org/parent"],
)  # fmt: skip
def test_a_value_that_is_no_repo_names_none(said: str) -> None:
    assert under(said) == "allowed"


def test_a_base_by_the_apis_address_and_one_that_is_no_model() -> None:
    assert under("base_model: models/org/parent") == "unknown"
    assert under("base_model: models/org/parent", base="license: mit") == "allowed"
    assert [under(f"base_model: {kind}/org/thing") for kind in ("datasets", "spaces")] == ["unknown", "unknown"]


@pytest.mark.parametrize("key", config_keys())
def test_a_part_of_the_config_names_a_base(key: str) -> None:
    config: dict[str, Any] = {"model_type": "x"}
    *parts, last = key.split(".")
    inmost = config
    for part in parts:
        inmost = inmost.setdefault(part, {})
    inmost[last] = "org/parent"
    assert ids(x_config=config) == {"org/parent"}
    assert under("language: en", info={"gated": False, "disabled": False, "tags": [], "x_config": config}) == "unknown"


def test_any_other_key_of_a_config() -> None:
    told = shipped("lineage-forms/places.yaml")["config_like"]
    assert [key for key in told["fires"] if not may_name_a_base(key)] == []
    assert [key for key in told["not"] if may_name_a_base(key)] == []
    for key in told["fires"]:
        assert ids(x_config={"model_type": "x", key: "org/parent"}) == {"org/parent"}
        assert ids(x_config={"model_type": "x", key: "resnet50"}) == set()
        assert ids(x_config={"model_type": "x", key: "outputs/checkpoint-500"}) == set()


def test_an_architecture_of_one_family_alone() -> None:
    known = {one.id for one in all_families()}
    for model_type in ("cohere", "exaone", "mllama", "llama4", "seamless_m4t_v2", "gemma3n"):
        found = family_shaped({"model_type": model_type, "hidden_size": 4096})
        assert found is not None and found.id in known
        assert family_shaped({"model_type": model_type, "hidden_size": 32}) is None, "made for tests"
        assert family_shaped({"model_type": model_type, "text_config": {"hidden_size": 64}}) is None
    assert all(family_shaped({"model_type": one, "hidden_size": 4096}) is None for one in ("cohere2", "llama", "qwen3"))


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("FROM hf.co/acme/base\n", "hf.co/acme/base"),
        ("# ours\nFROM acme/base:Q4_K_M\nSYSTEM be kind\n", "acme/base"),
        ("from llama3.1:8b\n", "llama3.1"),
        ("FROM ./sorter.gguf\n", "./sorter.gguf"),
    ],
)
def test_a_modelfile_names_what_it_stands_on(text: str, base: str) -> None:
    assert data_of("Modelfile", text) == {"from": base}


@pytest.mark.parametrize(
    "front", ["model_name: Llama 2 7B Chat", "model-index:\n- name: llama-2-7b-bees\n  results: []"]
)
def test_the_name_that_front_matter_gives_a_model_hints(front: str) -> None:
    (hint,) = (one for one in claims(repo(front=front)) if one.strength == "hinted")
    assert f"{front.partition(':')[0]} “llama" in (hint.evidence.value or "").lower()  # and not that it is the title
    assert {one.id for one in claims(repo(front="model_name: Kite 7B")) if one.strength == "hinted"} == set()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Code Llama and its variants were trained.", ["code-llama"]),
        ("A mix of LLaMA models and Command R weights.", ["llama-unversioned", "command-r"]),
        ("Built on Llama 3 and Gemma 2 9B.", ["llama-3", "gemma"]),
    ],
)
def test_no_family_is_told_within_the_name_of_another(sentence: str, told: list[str]) -> None:
    assert [family.id for _, family in families_told(sentence)] == told
