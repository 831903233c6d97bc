"""The holders' own families by their own examples, and the traps of other people's."""

import pytest

from scanner.knowledge.publishers import Publisher, publishers, same_holder

OWN = [(one, name) for one in publishers() for name in one.own]
OTHERS = [(one, name) for one in publishers() for name in one.others]


@pytest.mark.parametrize(("publisher", "name"), OWN, ids=lambda value: value if isinstance(value, str) else "")
def test_a_holder_trained_its_own(publisher: Publisher, name: str) -> None:
    assert publisher.trained(name)


@pytest.mark.parametrize(("publisher", "name"), OTHERS, ids=lambda value: value if isinstance(value, str) else "")
def test_another_familys_model_is_no_ground(publisher: Publisher, name: str) -> None:
    assert not any(one.trained(name) for one in publishers())


@pytest.mark.parametrize("publisher", publishers(), ids=lambda one: one.holder)
def test_a_record_is_whole(publisher: Publisher) -> None:
    assert publisher.source and publisher.own and publisher.others
    assert all("/" not in org for org in publisher.orgs)


def test_there_are_enough_traps() -> None:
    assert len(OTHERS) >= 40


@pytest.mark.parametrize(
    ("child", "parent", "same"),
    [
        ("Qwen/Qwen3-8B", "Qwen/Qwen3-8B-Base", True),
        ("mistralai/Magistral-Small-2506", "mistralai/Mistral-Small-3.1-24B-Instruct-2503", True),
        ("Qwen/Qwen3-8B", "google/gemma-2-9b", False),
        ("someone/Qwen3-8B", "Qwen/Qwen3-8B-Base", False),
        ("nvidia/Llama-3.1-Nemotron-70B-Instruct-HF", "meta-llama/Llama-3.1-70B-Instruct", False),
        ("deepseek-ai/DeepSeek-R1-Distill-Llama-8B", "meta-llama/Llama-3.1-8B", False),
        ("allenai/Llama-3.1-Tulu-3-8B", "meta-llama/Llama-3.1-8B", False),
        ("Qwen", "Qwen", False),
    ],
)
def test_between_two_repos(child: str, parent: str, same: bool) -> None:
    assert (same_holder(child, parent) is not None) is same
