"""What else would do: judged like everything else, never for its label alone."""

from collections.abc import Iterable
from typing import Any

import pytest

from scanner.collect import walk
from scanner.collect.catalog import Catalog
from scanner.judge.evaluate import engine_for, judge, reading_of
from scanner.knowledge.policy import load_policy
from scanner.model.report import Style
from scanner.model.snapshot import Problem, Repo, Snapshot
from scanner.model.target import Target
from scanner.model.words import RepoType
from scanner.report.suggest import text
from scanner.runs.suggest import Suggestion, suggest, wanted

POLICY = load_policy("commercial-saas")
ENGINE = engine_for(POLICY)


class Shelf:
    """Some repos."""

    def __init__(self, *repos: Repo) -> None:
        self.repos = {repo.id: repo for repo in repos}

    def get(self, repo_type: RepoType, repo_id: str) -> Repo | None:
        return self.repos.get(repo_id)

    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(self.repos))

    def of_task(self, task: str) -> Iterable[Repo]:
        return [repo for repo in self.repos.values() if repo.info.get("pipeline_tag") == task]

    def snapshot(self, target: Target) -> Snapshot:
        return walk.snapshot(
            self,
            target,
            lambda kind, name: Repo(
                id=name,
                repo_type=kind,
                requested=name,
                source="catalog",
                problem=Problem(kind="not_in_catalog", message=f"{name}: not here"),
            ),
        )


def model(name: str, licence: str | None, base: str | None = None, **info: Any) -> Repo:
    data = {**({"license": licence} if licence else {}), **({"base_model": base} if base else {})}
    said = {
        "cardData": data,
        "gated": False,
        "disabled": False,
        "downloads": 50_000,
        "pipeline_tag": "text-generation",
        "tags": [f"base_model:finetune:{base}"] if base else [],
        "safetensors": {"total": 7 * 10**9},
        **info,
    }
    return Repo(id=name, repo_type="model", requested=name, source="catalog", observed_at="2026-10-01", info=said)


ASKED = model("acme/closed-7b", "cc-by-nc-4.0")


def found(*others: Repo, asked: Repo = ASKED) -> tuple[Suggestion, ...]:
    shelf = Shelf(asked, *others)
    result = judge(reading_of(shelf.snapshot(Target(text=asked.id, id=asked.id)), ENGINE), POLICY, ENGINE)
    like = wanted(asked, result)
    assert like is not None
    return suggest(like, shelf, POLICY, ENGINE)


def names(*others: Repo) -> list[str]:
    return [one.result.model for one in found(*others)]


def test_what_is_free_and_near_is_named_with_what_is_unknown() -> None:
    (one,) = found(model("free/good-7b", "apache-2.0"))
    assert one.result.model == "free/good-7b"
    assert any("allowed under Apache-2.0" in said for said in one.better)
    assert any("check it live" in said for said in one.unknown)
    assert any("training data" in said for said in one.unknown)


@pytest.mark.parametrize(
    "other",
    [
        model("other/restricted-7b", "cc-by-nc-4.0"),
        model("other/silent-7b", None),
        model("relabel/copy-7b", "apache-2.0", base="acme/closed-7b"),
        model("relabel/lost-7b", "apache-2.0", base="acme/nobody-knows"),
        model("relabel/closed-7b", "apache-2.0", downloads=20_000),
        model("relabel/Llama-3-chat-7b", "apache-2.0"),
        model("free/other-task-7b", "apache-2.0", pipeline_tag="text-to-image"),
        model("free/large-70b", "apache-2.0", safetensors={"total": 70 * 10**9}),
        model("free/unheard-7b", "apache-2.0", downloads=12),
        model("free/good-7b-GGUF", "apache-2.0"),
        model("free/adapter-7b", "apache-2.0", tags=["base_model:adapter:free/good"]),
        model("free/gone-7b", "apache-2.0", disabled=True),
    ],
    ids=lambda repo: repo.id,
)
def test_it_is_not_named(other: Repo) -> None:
    assert names(other) == []


def test_who_bears_anothers_name_and_names_no_base_is_not_named() -> None:
    """``dolphin-yi-1.5-7b`` of another house, whatever its fame; the same with its base declared is judged by it."""
    own = model("01/yi-1.5-7b", "apache-2.0", x_statements=[{"license": "apache-2.0", "source": "s", "vendor": True}])
    tuned = model("tuner/dolphin-yi-1.5-7b", "apache-2.0", downloads=10**7)
    told = model("tuner/dolphin-yi-1.5-7b", "apache-2.0", base="01/yi-1.5-7b", downloads=10**7)
    nobodys = model("01/yi-1.5-7b", "apache-2.0")
    assert names(own, tuned) == ["01/yi-1.5-7b"]
    assert set(names(own, told)) == set(names(nobodys, tuned)) == {"01/yi-1.5-7b", "tuner/dolphin-yi-1.5-7b"}


def test_nothing_found_tells_how_many_downloads_were_asked_for() -> None:
    result = judge(reading_of(Shelf(ASKED).snapshot(Target(text=ASKED.id, id=ASKED.id)), ENGINE), POLICY, ENGINE)
    like = wanted(ASKED, result)
    assert like is not None
    assert "10,000 downloads" in text(like, (), "mine", Style()) and "--downloads 0" in text(like, (), "mine", Style())


def test_terms_go_before_fame_and_one_house_has_two_places() -> None:
    others = [model(f"big/model-{number}-7b", "apache-2.0", downloads=10**7 + number) for number in range(4)]
    listed = names(*others, model("famous/conditional-7b", "llama3.1", downloads=10**9), model("small/free-7b", "mit"))
    assert [name.partition("/")[0] for name in listed].count("big") == 2
    assert listed[-1] == "famous/conditional-7b"
    assert listed[0].startswith("big/")


def test_a_better_model_is_not_sent_to_a_worse_one() -> None:
    assert found(model("free/good-7b", "mit"), asked=model("free/mine-7b", "apache-2.0")) == ()


CATALOG = Catalog.open()
#: Well-known restricted models, and what a specialist would name in their place (any one of them).
SPECIALIST = {
    "black-forest-labs/FLUX.1-dev": ("black-forest-labs/FLUX.1-schnell", "Tongyi-MAI/Z-Image-Turbo"),
    "stabilityai/stable-diffusion-3.5-large": ("black-forest-labs/FLUX.1-schnell", "Tongyi-MAI/Z-Image-Turbo"),
    "meta-llama/Llama-3.1-8B-Instruct": ("Qwen/Qwen3-8B", "mistralai/Mistral-7B-Instruct-v0.3"),
    "google/gemma-2-9b-it": ("Qwen/Qwen3-8B", "mistralai/Mistral-7B-Instruct-v0.3"),
    "CohereLabs/aya-expanse-8b": ("Qwen/Qwen3-8B", "Qwen/Qwen2.5-7B-Instruct"),
    "CohereLabs/c4ai-command-r-plus": ("openai/gpt-oss-120b", "zai-org/GLM-4.5-Air"),
    "mistralai/Mistral-Large-Instruct-2407": ("openai/gpt-oss-120b", "zai-org/GLM-4.5-Air"),
    "facebook/musicgen-large": ("ACE-Step/Ace-Step1.5",),
    "jinaai/jina-embeddings-v3": ("BAAI/bge-m3", "intfloat/multilingual-e5-large"),
    "coqui/XTTS-v2": ("ResembleAI/chatterbox", "hexgrad/Kokoro-82M"),
    "bigcode/starcoder": ("Qwen/Qwen2.5-Coder-14B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct"),
    "llava-hf/llava-1.5-7b-hf": ("Qwen/Qwen2.5-VL-7B-Instruct",),
}


@pytest.mark.parametrize("name", SPECIALIST)
def test_for_a_well_known_restricted_model_it_names_what_a_specialist_would(name: str) -> None:
    snapshot = CATALOG.snapshot(Target(text=name, id=name))
    result = judge(reading_of(snapshot, ENGINE), POLICY, ENGINE)
    asked = wanted(snapshot.root, result)
    assert asked is not None
    listed = suggest(asked, CATALOG, POLICY, ENGINE)
    named = [one.result.model for one in listed]
    assert set(named) & set(SPECIALIST[name]), named
    assert listed[0].result.commercial_use.status == "allowed", "free terms come first"
    for one in listed:
        assert one.better and one.unknown
        assert one.result.commercial_use.status in ("allowed", "conditional")
