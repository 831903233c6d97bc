"""Whether repos are as they were, at the price of one resolver HEAD each: their commit, gate, name and existence.

A resolver request costs a sixth of an API request of the Hub's quota. Where the answer leaves the commit open (a gate
closed before it), owners with several such repos are listed with one API request; the rest are asked for one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from scanner.collect.hub.client import Client
from scanner.collect.hub.paths import file_path
from scanner.collect.hub.problems import refusal
from scanner.model.errors import ProblemKind, TargetError
from scanner.model.frozen import dataclass
from scanner.model.ids import is_hex, is_repo_id

if TYPE_CHECKING:
    from scanner.collect.hub.options import HubOptions
    from scanner.collect.hub.wire import Answer
    from scanner.model.words import Gating, RepoType

_LISTED = 3
_FIELDS = "expand=sha&expand=gated&expand=disabled"
_PLACE = re.compile(r"/(?:datasets/)?((?:[^/]+/)?[^/]+)/resolve/.*")
_MOVED = (301, 302, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A repo at a revision (None: its main branch), and a file that it had. ``gated``: it was, so that only the API
    tells whether it still is, as a token may open it."""

    repo_type: RepoType
    id: str
    revision: str | None
    path: str
    gated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What the Hub says. ``gated`` None is untold; ``id`` is its present name; ``problem`` with its ``message`` when
    there is no such repo any more, or it could not be asked."""

    id: str
    commit: str | None = None
    gated: Gating | bool | None = None
    problem: ProblemKind | None = None
    message: str = ""


def probe(asks: Iterable[Ask], options: HubOptions) -> Mapping[Ask, Probed]:
    """Each repo's state. Nothing is raised for one repo."""
    client = Client(options)
    try:
        with ThreadPoolExecutor(options.threads) as pool:
            wanted = tuple(dict.fromkeys(asks))
            found = dict(zip(wanted, pool.map(lambda ask: _head(client, ask), wanted), strict=True))
            found |= _listed(client, found, pool.map)
            open_ = [ask for ask, seen in found.items() if _is_open(seen)]
            return found | dict(zip(open_, pool.map(lambda ask: _info(client, ask, found[ask]), open_), strict=True))
    finally:
        client.close()


def _is_open(seen: Probed) -> bool:
    return seen.problem is None and seen.commit is None


def _head(client: Client, ask: Ask) -> Probed:
    if not is_repo_id(ask.id):
        return Probed(id=ask.id, problem="bad_id", message=f"{ask.id[:100]!r} is no id that the Hub could know")
    try:
        name, answer = _followed(client, ask)
    except TargetError as error:
        return Probed(id=ask.id, problem=error.kind, message=str(error))
    commit = answer.headers.get("x-repo-commit", "")
    seen = Probed(id=name, commit=commit if is_hex(commit, 40) and not ask.gated else None)
    code = answer.headers.get("x-error-code")
    if code == "GatedRepo":
        return replace(seen, gated=True)
    if answer.status < 400 or (answer.status == 404 and code not in ("RepoNotFound", "RevisionNotFound")):
        return seen
    refused = refusal(answer, f"{ask.repo_type} {ask.id}", client.base, client.token is not None)
    return replace(seen, problem=refused.kind, message=str(refused))


def _followed(client: Client, ask: Ask) -> tuple[str, Answer]:
    """The answer of the repo itself, under the name that the Hub leads to; where its files lie is of no interest."""
    path, name = file_path(ask.repo_type, ask.id, ask.revision or "main", ask.path), ask.id
    for _ in range(4):
        answer = client.head(path)
        where = urlsplit(answer.headers.get("location", "")).path
        found = _PLACE.fullmatch(where.removeprefix(urlsplit(client.base).path))
        if answer.status not in _MOVED or "x-repo-commit" in answer.headers or found is None:
            break
        if not is_repo_id(unquote(found[1])) or unquote(found[1]) == name:
            break
        name = unquote(found[1])
        path = file_path(ask.repo_type, name, ask.revision or "main", ask.path)
    return name, answer


def _listed(client: Client, found: Mapping[Ask, Probed], run: Callable[..., Iterator[Any]]) -> dict[Ask, Probed]:
    """What lists of owners say of repos whose commit is open."""
    owners: dict[tuple[RepoType, str], list[Ask]] = defaultdict(list)
    for ask, seen in found.items():
        if _is_open(seen) and ask.revision is None and "/" in seen.id:
            owners[ask.repo_type, seen.id.split("/")[0]].append(ask)
    many = [(key, asks) for key, asks in owners.items() if len(asks) >= _LISTED]
    told: dict[Ask, Probed] = {}
    for (_, asks), listed in zip(many, run(lambda one: _list(client, *one[0]), many), strict=True):
        told |= {ask: listed[found[ask].id.lower()] for ask in asks if found[ask].id.lower() in listed}
    return told


def _list(client: Client, repo_type: RepoType, owner: str) -> dict[str, Probed]:
    path = f"/api/{repo_type}s?author={quote(owner)}&limit=1000&{_FIELDS}"
    try:
        page, _ = client.json(path, f"the {repo_type}s of {owner}")
    except TargetError:
        return {}
    rows = [row for row in page if isinstance(row, dict)] if isinstance(page, list) else []
    return {str(row.get("id", "")).lower(): _row(row) for row in rows if is_hex(str(row.get("sha", "")), 40)}


def _info(client: Client, ask: Ask, seen: Probed) -> Probed:
    at = f"/revision/{quote(ask.revision, safe='')}" if ask.revision else ""
    path = f"/api/{ask.repo_type}s/{quote(seen.id)}{at}?{_FIELDS}"
    try:
        row, _ = client.json(path, f"{ask.repo_type} {ask.id}")
    except TargetError as error:
        return replace(seen, problem=error.kind, message=str(error))
    return _row(row) if isinstance(row, dict) and row.get("id") else seen


def _row(row: Mapping[str, Any]) -> Probed:
    name, sha, gated = str(row.get("id")), str(row.get("sha", "")), row.get("gated")
    disabled: ProblemKind | None = "disabled" if row.get("disabled") is True else None
    return Probed(
        id=name,
        commit=sha if is_hex(sha, 40) else None,
        gated=gated if gated in ("auto", "manual", True, False) else None,
        problem=disabled,
        message=f"{name} is disabled by the Hub" if disabled else "",
    )
