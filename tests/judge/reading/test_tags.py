"""A repo's tags: the Hub's, and those that its card alone has, as it was read or as the API tells it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scanner.collect.relations import datasets, parents
from scanner.identify.declared import declared
from scanner.judge.reading.adapters import is_related, words
from scanner.judge.reading.claims import claims
from scanner.judge.reading.made import carries_terms, is_merge
from scanner.judge.reading.profile import custom_code
from scanner.judge.reading.teachers import taught
from scanner.judge.reading.texts import read_texts
from scanner.model.fields import tags
from scanner.model.snapshot import File, Repo
from tests.making import card, engine, repo, snapshot

KNOWN = engine().licenses
PLAIN: dict[str, Any] = {"gated": False, "disabled": False, "private": False}


def ways(*said: str) -> list[Repo]:
    """A model with tags that the Hub tells, that its card has, and that the API says that its card has."""
    front = f"license: mit\ntags: {json.dumps(said)}"
    told: dict[str, Any] = {"license": "mit", "tags": [*said]}
    return [
        repo("acme/model", "license: mit", info={**PLAIN, "tags": [*said]}),
        repo("acme/model", front, info={**PLAIN, "tags": []}),
        repo("acme/model", card=None, info={**PLAIN, "tags": [], "cardData": told}),
    ]


def says(one: Repo) -> list[tuple[str, str]]:
    return [(x.claim.says, x.claim.value) for x in claims(one, declared(one, KNOWN), read_texts(one, KNOWN), KNOWN)]


def test_each_stands_once_the_hubs_before_the_cards() -> None:
    one = repo("acme/model", card=card("tags: [b, a]"), info={"tags": ["c", "a"], "cardData": {"tags": ["d"]}})
    assert list(tags(one).items()) == [("c", "api:tags"), ("a", "api:tags"), ("b", "README.md")]
    assert tags(repo("acme/model", card=None, info={"cardData": {"tags": "d"}})) == {"d": "api:cardData"}


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize(
    ("tag", "tells"),
    [
        ("mergekit", is_merge),
        ("custom_code", custom_code),
        ("LoRA", lambda one: "lora" in words(one)),
        ("base_model:adapter:acme/base", is_related),
        ("base_model:acme/base", lambda one: [base.id for base in parents(one)] == ["acme/base"]),
        ("dataset:acme/set", lambda one: [data.id for data in datasets(one)] == ["acme/set"]),
        ("distilled_from:gpt-4", lambda one: [each.teacher.id for each in taught(snapshot(one))] == ["openai-gpt"]),
        ("research-only", lambda one: ("limit", "research only") in says(one)),
        ("license:cc-by-nc-4.0", lambda one: ("licence", "cc-by-nc-4.0") in says(one)),
    ],
)
def test_what_a_tag_tells_is_told_wherever_it_stands(tag: str, tells: Callable[[Repo], Any], number: int) -> None:
    assert tells(ways(tag)[number])


def test_a_conversion_is_told_by_words_of_its_tags_and_not_by_what_the_hub_names_in_them() -> None:
    quantized = ["base_model:quantized:acme/base", "gguf"]
    told = {"base_model": "acme/base", "base_model_relation": "quantized"}

    def carries(*more: str) -> bool:
        info = {**PLAIN, "tags": [*quantized, *more], "cardData": told}
        return carries_terms(repo("acme/base-GGUF", card=None, info=info, files=(File(path="m.gguf", size=5_000_000),)))

    assert carries("dataset:acme/dpo", "license:merged")
    assert not carries("abliterated")
