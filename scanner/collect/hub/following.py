"""What a code host lists of the repositories that a card leads to for code: asked only where that is wanted
(``--follow``), without any token, a few repositories a target, two requests each. It says where code lies, and counts
for nothing more."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions
from scanner.knowledge.openness import components
from scanner.model.errors import TargetError
from scanner.model.ids import is_hex
from scanner.model.snapshot import Card, Followed, Json, Snapshot
from scanner.text.markdown import code_repos

#: The API of the host that links are followed to.
CODE_HOST = "https://api.github.com"
_MOST_REPOS, _MOST_FILES, _MOST_LINES = 3, 5_000, 20_000
_LISTING, _LICENCE = 4 * 1024 * 1024, 1024 * 1024
_SECONDS = 20.0


def followed(snapshots: Iterable[Snapshot], options: HubOptions) -> Iterator[Snapshot]:
    """The snapshots, each with what the code host lists of the repositories that its card leads to for code."""
    # The Hub's token is for the Hub alone, and what was asked ahead was asked of it.
    asked = replace(options, endpoint=options.follow, token="", max_wait=5.0, prefetched=None, pace=None)
    client: Client | None = None
    for snapshot in snapshots:
        names = _named(snapshot.root.card)
        if names:
            client = client or Client(asked)
            with client.within(time.monotonic() + _SECONDS):
                snapshot = replace(snapshot, followed=tuple(_read(client, name) for name in names))
        yield snapshot


def _named(card: Card | None) -> tuple[str, ...]:
    """The first repositories (``owner/name``) on lines that lead to code."""
    codes = [one for one in components() if one.hosts]
    found: dict[str, None] = {}
    for line in card.body.split("\n")[:_MOST_LINES] if card is not None and "github.com/" in card.body else ():
        short = line[:2000]
        if "github.com/" in short and any(one.link_pattern.search(short.lower()) for one in codes):
            found |= dict.fromkeys(code_repos(short))
    return tuple(found)[:_MOST_REPOS]


def _read(client: Client, name: str) -> Followed:
    try:
        listing, _ = client.json(f"/repos/{name}/git/trees/HEAD?recursive=1", name, _LISTING)
    except TargetError as error:
        return Followed(name=name, unread=error.kind.replace("_", " "))
    listed = listing if isinstance(listing, dict) else {}
    rows = listed.get("tree")
    if not isinstance(rows, list):
        return Followed(name=name, unread="no listing came")
    files = [row["path"][:300] for row in rows if _is_file(row)]
    commit = listed.get("sha")
    return Followed(
        name=name,
        commit=commit if is_hex(commit, 40, 64) else None,
        files=tuple(files[:_MOST_FILES]),
        whole=listed.get("truncated") is False and len(files) <= _MOST_FILES,
        license=_licence(client, name),
    )


def _is_file(row: Any) -> bool:
    return isinstance(row, dict) and row.get("type") == "blob" and isinstance(row.get("path"), str)


def _licence(client: Client, name: str) -> str | None:
    """The SPDX id that the host names; None where it names none, or was not to be asked."""
    try:
        answer: Json = client.json(f"/repos/{name}/license", name, _LICENCE)[0]
    except TargetError:
        return None
    told = answer.get("license") if isinstance(answer, dict) else None
    named = told.get("spdx_id") if isinstance(told, dict) else None
    return named[:100] if isinstance(named, str) and named not in ("", "NOASSERTION") else None
