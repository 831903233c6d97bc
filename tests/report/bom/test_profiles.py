"""The check of the AI and Dataset profiles notices each thing that they demand."""

from collections.abc import Callable
from typing import Any

import pytest

from scanner.report.bom.profiles import MANDATORY, check_profiles
from tests.report.bom import readers
from tests.report.bom.samples import LLAMA

Node = dict[str, Any]


def first(graph: list[Node], **wanted: str) -> Node:
    return next(node for node in graph if all(node.get(key) == value for key, value in wanted.items()))


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, fields in MANDATORY.items() for field in fields])
def test_a_missing_field_is_named(kind: str, field: str) -> None:
    graph = readers.graph(readers.text("spdx", (LLAMA,)))
    del first(graph, type=kind)[field]
    messages = check_profiles(graph)
    assert len(messages) == 1
    assert field in messages[0]


def second_licence(graph: list[Node]) -> None:
    relation = first(graph, relationshipType="hasDeclaredLicense")
    graph.append({**relation, "spdxId": relation["spdxId"] + "-again"})


def no_licence(graph: list[Node]) -> None:
    subject = first(graph, type="ai_AIPackage")["spdxId"]
    graph.remove(first(graph, **{"relationshipType": "hasConcludedLicense", "from": subject}))


def two_licences(graph: list[Node]) -> None:
    first(graph, relationshipType="hasConcludedLicense")["to"] *= 2


def not_a_dataset(graph: list[Node]) -> None:
    first(graph, relationshipType="trainedOn")["to"] = [first(graph, type="ai_AIPackage")["spdxId"]]


def two_originators(graph: list[Node]) -> None:
    first(graph, type="dataset_DatasetPackage")["originatedBy"] *= 2


def other_purpose(graph: list[Node]) -> None:
    first(graph, type="ai_AIPackage")["software_primaryPurpose"] = "application"


def twice(graph: list[Node]) -> None:
    graph.append(dict(first(graph, type="Agent")))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (second_licence, "exactly one hasDeclaredLicense, not 2"),
        (no_licence, "exactly one hasConcludedLicense, not 0"),
        (two_licences, "one licence"),
        (not_a_dataset, "trainedOn must lead to dataset_DatasetPackage"),
        (two_originators, "exactly one originatedBy"),
        (other_purpose, "primary purpose model"),
        (twice, "defined more than once"),
    ],
)
def test_a_broken_graph_is_noticed(spoil: Callable[[list[Node]], None], words: str) -> None:
    graph = readers.graph(readers.text("spdx", (LLAMA,)))
    assert check_profiles(graph) == []
    spoil(graph)
    assert any(words in message for message in check_profiles(graph))
