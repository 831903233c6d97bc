"""Which base models and datasets a repo names, and where it names them. Pure: nothing is looked up.

Used while collecting (to know what to fetch next) and while judging (to build the lineage), so both see the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from scanner.model.fields import card_field, numbered, strings
from scanner.model.ids import RepoRef
from scanner.model.result import Evidence
from scanner.model.snapshot import Json, Repo
from scanner.model.words import Relation

_RELATIONS = frozenset(get_args(Relation))
_MAX_NAMED = 1000
#: What stands between names packed into one string, and around each of them.
_PACKED = re.compile(r"[,;|\n]|\s(?:and|&|\+)\s")
_AROUND = " \t\r\n\"'`[](){}*•"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A base model that a repo names. ``id`` is as written; ``valid`` tells whether the Hub could know it by that."""

    id: str
    relation: Relation
    origin: str
    valid: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRef:
    """A dataset that a card names: ``id`` if it is one that the Hub could know, else None and only ``text``."""

    text: str
    id: str | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    id: str
    relation: Relation
    origin: str
    evidence: Evidence


def repo_id(text: str) -> str | None:
    """The repo id that a text names (an id or a Hub URL), or None: a path, a sentence, a placeholder."""
    ref = RepoRef.parse(text)
    return ref.id if ref is not None and ref.revision is None else None


def parents(repo: Repo) -> tuple[Parent, ...]:
    """The base models that a repo names, by all its evidence, in the order first named; itself left out."""
    grouped: dict[str, list[_Claim]] = {}
    for claim in _claims(repo):
        own = {repo.id.lower(), repo.requested.lower()}
        if claim.id.lower() not in own and _meant(claim.id):
            grouped.setdefault(claim.id.lower(), []).append(claim)
    return tuple(_parent(claims) for claims in list(grouped.values())[:_MAX_NAMED])


def _parent(claims: list[_Claim]) -> Parent:
    known: list[Relation] = [claim.relation for claim in claims if claim.relation != "unknown"]
    spelled = claims[0].id
    return Parent(
        id=spelled,
        relation=known[0] if known else "unknown",
        origin=claims[0].origin,
        valid=repo_id(spelled) is not None,
        evidence=tuple(dict.fromkeys(claim.evidence for claim in claims)),
    )


def _meant(name: str) -> bool:
    """Whether a base-model value is one: templates and scripts write "None" and "N/A" where there is none."""
    return name.strip().lower() not in ("", "none", "null", "n/a", "na", "-", "?")


def _claims(repo: Repo) -> Iterator[_Claim]:
    yield from _api_claims(repo)
    yield from _tag_claims(repo)
    yield from _card_claims(repo)
    yield from _adapter_claims(repo)


def _api_claims(repo: Repo) -> Iterator[_Claim]:
    # The API answers {"relation": r, "models": [{"id": ...}]}; a list of those and a list of ids were seen too.
    found = repo.info.get("baseModels")
    for group in found if isinstance(found, list) else [found]:
        if isinstance(group, str):
            yield _claim(repo, group, "unknown", "api:baseModels")
        elif isinstance(group, dict):
            models = group.get("models")
            for model in models if isinstance(models, list) else [group]:
                name = model.get("id") if isinstance(model, dict) else model
                if isinstance(name, str) and name:
                    yield _claim(repo, name, _relation(group.get("relation")), "api:baseModels")


def _tag_claims(repo: Repo) -> Iterator[_Claim]:
    for tag in strings(repo.info.get("tags")):
        if tag.startswith("base_model:"):
            head, _, rest = tag.removeprefix("base_model:").partition(":")
            known = head in _RELATIONS and bool(rest)
            yield _claim(
                repo, rest if known else tag.removeprefix("base_model:"), _relation(head if known else None), "api:tags"
            )


def _card_claims(repo: Repo) -> Iterator[_Claim]:
    data, origin, line = card_field(repo, "base_model")
    relation = _relation(card_field(repo, "base_model_relation")[0])
    for index, name in numbered(data):
        if name.strip():
            at = _item_line(repo, "base_model", index, line)
            yield _claim(repo, repo_id(name) or name.strip(), relation, origin, at)


def _adapter_claims(repo: Repo) -> Iterator[_Claim]:
    config = repo.info.get("x_adapter_config")
    name = config.get("base_model_name_or_path") if isinstance(config, dict) else None
    if isinstance(name, str) and name.strip():
        yield _claim(repo, name.strip(), "adapter", "adapter_config.json")


def _item_line(repo: Repo, key: str, index: int, line: int | None) -> int | None:
    """The line of one item of a list; that of its key where there is no other."""
    lines = repo.card.item_lines.get(key, ()) if repo.card is not None and line is not None else ()
    return lines[index] if index < len(lines) else line


def _claim(repo: Repo, name: str, relation: Relation, origin: str, line: int | None = None) -> _Claim:
    return _Claim(
        id=name[:300], relation=relation, origin=origin, evidence=_evidence(repo, origin, line, f"base {name}")
    )


def _evidence(repo: Repo, origin: str, line: int | None, value: str) -> Evidence:
    """Where a name stands: a file and line of the repo, or a field of the API's answer about it."""
    if origin.startswith("api:"):
        return Evidence(origin=f"{repo.id} {origin}", revision=repo.revision, value=value[:300])
    return Evidence(origin=repo.id, path=origin, line=line, revision=repo.revision, value=value[:300])


def _relation(value: Json) -> Relation:
    return value if value in _RELATIONS else "unknown"


def datasets(repo: Repo) -> tuple[DatasetRef, ...]:
    """The datasets that a card or the API's tags name, each once. Several packed into one string are taken apart."""
    found: dict[str, DatasetRef] = {}
    data, origin, line = card_field(repo, "datasets")
    for index, text in _unpacked(data):
        _add(found, repo, text, origin, _item_line(repo, "datasets", index, line))
    for tag in strings(repo.info.get("tags")):
        if tag.startswith("dataset:"):
            _add(found, repo, tag.removeprefix("dataset:"), "api:tags", None)
    return tuple(found.values())[:_MAX_NAMED]


def _unpacked(value: Json) -> Iterator[tuple[int, str]]:
    for index, text in numbered(value):
        parts = [_bare(part) for part in (text.split() if _only_ids(text) else _PACKED.split(text))]
        parts = [part for part in parts if part]
        # Prose with commas ("Books (Novels, Plays)") is one text: all parts must be ids, or one a tell-tale "org/name".
        ids = [part for part in parts if repo_id(part)]
        packed = len(parts) > 1 and (len(ids) == len(parts) or any("/" in part for part in ids))
        yield from ((index, part) for part in (parts if packed else [text.strip()]) if part)


def _only_ids(text: str) -> bool:
    """Whether white space alone keeps several ids of the form ``org/name`` apart."""
    words = text.split()
    return len(words) > 1 and all("/" in word and repo_id(_bare(word)) is not None for word in words)


def _bare(part: str) -> str:
    return part.strip(_AROUND).removeprefix("and ").removeprefix("- ").rstrip(",;").strip(_AROUND)


def _add(found: dict[str, DatasetRef], repo: Repo, text: str, origin: str, line: int | None) -> None:
    name = repo_id(text)
    evidence = (_evidence(repo, origin, line, text),)
    found.setdefault((name or text).lower(), DatasetRef(text=text[:300], id=name, evidence=evidence))
