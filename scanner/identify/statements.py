"""What a card's body says of its own repository's licence: names and limits, heard in its prose."""

from collections.abc import Iterator
from functools import lru_cache

from scanner.identify.links import license_of_link
from scanner.identify.prose import Heard, hear
from scanner.knowledge.licenses import Licenses
from scanner.model.license import License
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo

_NO_LICENSE = ("other", "unknown")
_OWN = ("weights", "unstated")


def license_statements(repo: Repo, licenses: Licenses) -> Iterator[tuple[str, Evidence]]:
    """``(value, evidence)`` of statements like "released under the Apache 2.0 license" that name a known one.

    A card that also speaks of a limit, which what it names does not have, yields nothing: its sentences do not agree.
    """
    found = [
        (value, record, _evidence(repo, heard))
        for heard in heard_in_card(repo, licenses)
        if heard.says == "licence" and _is_own(repo, heard)
        for value in heard.licences
        if (record := license_of_link(value, licenses) or licenses.get(value)) and record.id not in _NO_LICENSE
    ]
    if all(_has_limit(record) for _, record, _ in found) or not any(limits(repo)):
        yield from ((value, evidence) for value, _, evidence in found)


def limits(repo: Repo) -> Iterator[Evidence]:
    """Sentences of the card's body that limit the use of what the repository holds."""
    for heard in heard_in_card(repo):
        if heard.says == "limit" and _is_own(repo, heard):
            yield _evidence(repo, heard)


def heard_in_card(repo: Repo, licenses: Licenses | None = None) -> tuple[Heard, ...]:
    """Everything that the card's body says of use; licences by name only with the registry."""
    if repo.card is None or not repo.card.body:
        return ()
    return _heard(repo.card.body, repo.card.body_line, repo.id, repo.repo_type == "dataset", licenses)


@lru_cache(maxsize=32)
def _heard(body: str, line: int, repo: str, dataset: bool, licenses: Licenses | None) -> tuple[Heard, ...]:
    return hear(body, "dataset-card" if dataset else "card", first_line=line, repo=repo, licenses=licenses)


def _is_own(repo: Repo, heard: Heard) -> bool:
    return not heard.other and heard.scope in (*_OWN, *(("data",) if repo.repo_type == "dataset" else ()))


def _has_limit(record: License) -> bool:
    return any(condition.term in ("non_commercial", "research_only") for condition in record.conditions)


def _evidence(repo: Repo, heard: Heard) -> Evidence:
    return Evidence(
        origin=repo.id, path="README.md", line=heard.line, revision=repo.revision, value=heard.sentence[:300]
    )
