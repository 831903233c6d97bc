"""A repo's metadata ↔ a row. Nothing is judged here: a row holds what the Hub said, under the API's own names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from scanner.collect.hub.fields import believe, read_files, read_info
from scanner.model.ids import is_hex, is_repo_id
from scanner.model.plain import line_of
from scanner.model.snapshot import CARD, File, Repo, Unread
from scanner.model.words import RepoType

#: Columns by kind. Those of JSON hold it as text; ``gated`` is ``false``, ``true``, ``auto`` or ``manual``. Null is
#: "not told" everywhere; an empty ``siblings`` is an empty repo.
TEXT = ("author", "sha", "createdAt", "lastModified", "pipeline_tag", "library_name")
FLAGS = ("private", "disabled")
COUNTS = ("downloads", "downloadsAllTime", "likes", "usedStorage")
JSON = ("cardData", "config", "safetensors", "gguf", "baseModels")
LISTS = ("tags", "siblings")
_GATES: Mapping[str, bool | str] = {"false": False, "true": True, "auto": "auto", "manual": "manual"}

_NOT_KEPT = "a table keeps metadata, not files"
_NO_TEXTS = (Unread(what=CARD, reason=_NOT_KEPT), Unread(what="LICENSE", reason=_NOT_KEPT))

Row = dict[str, Any]


def row_of(answer: Any, repo_type: RepoType, observed: str, *, said_by: str = "the Hub's answer") -> Row | None:
    """The row of an answer of the Hub's list, believed field by field; None when it names no repo."""
    repo_id = answer.get("id") if isinstance(answer, dict) else None
    if not isinstance(repo_id, str) or not is_repo_id(repo_id):
        return None
    info, unread = read_info(answer)
    files, unlisted = read_files(answer.get("siblings"))
    told = [
        {"what": one.what, "reason": one.reason.replace("the Hub's answer", said_by)} for one in (*unread, *unlisted)
    ]
    return {
        "repo_type": repo_type,
        "id": repo_id,
        "observed": observed,
        **{name: info.get(name) for name in (*TEXT, *FLAGS, *COUNTS, "tags")},
        **{name: _dumped(info.get(name)) for name in JSON},
        "gated": _gate(info.get("gated")),
        "siblings": None if files is None else [file.path for file in files],
        "unread": told,
    }


def repo_of(row: Row, requested: str, attribution: str) -> Repo:
    """The repo that a row tells of. Its facts are of a day, like a catalog's, and so is its source."""
    info = {name: row[name] for name in (*TEXT, *FLAGS, *COUNTS, "tags") if row.get(name) is not None}
    wrong: list[Unread] = []
    for name in JSON:
        if row.get(name) and name != "config":
            believe(name, loaded(row[name]), info, wrong)
    if row.get("config"):
        told, not_told = _config(row["config"])
        info |= told
        wrong += not_told
    if row.get("gated") in _GATES:
        info["gated"] = _GATES[row["gated"]]
    files, sha = row.get("siblings"), row.get("sha")
    unread = tuple(Unread(what=one["what"], reason=one["reason"]) for one in row.get("unread") or ())
    unlisted = () if files is not None else (Unread(what="siblings", reason=_NOT_KEPT),)
    return Repo(
        id=row["id"],
        repo_type=row["repo_type"],
        requested=requested,
        revision=sha if is_hex(sha, 40) else None,
        source="catalog",
        observed_at=row["observed"],
        attribution=attribution,
        info={"id": row["id"], **info},
        files=None if files is None else tuple(File(path=path) for path in files),
        unread=(*_NO_TEXTS, *unlisted, *unread, *wrong),
    )


@lru_cache(maxsize=500)
def _config(text: str) -> tuple[dict[str, Any], list[Unread]]:
    """A config as it is believed: many repos have the same."""
    info: dict[str, Any] = {}
    wrong: list[Unread] = []
    believe("config", loaded(text), info, wrong)
    return info, wrong


def loaded(text: str) -> Any:
    """JSON as it was written by whoever wrote it; what is none stays text, and so is of the wrong type."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _gate(value: Any) -> str | None:
    return None if value is None else str(value).lower()


def _dumped(value: Any) -> str | None:
    return None if value is None else line_of(value)
