"""What an id is where the Hub knows no model of it: a dataset or a Space, asked once each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions
from scanner.model.errors import ModelscanError
from scanner.model.snapshot import Snapshot

#: Misses of one run that are asked about: a list of wrong ids must not become a list of requests.
_MOST = 20
_KINDS = (
    ("datasets", "a dataset: write datasets/{id}"),
    ("spaces", "a Space, which is no model: name the model that it runs"),
)


def told_apart(snapshots: Iterable[Snapshot], options: HubOptions) -> Iterator[Snapshot]:
    """The snapshots; a model that was not found says what its id is instead, where the Hub tells."""
    client: Client | None = None
    left = _MOST
    for snapshot in snapshots:
        problem = snapshot.root.problem
        if problem is None or problem.kind != "not_found" or snapshot.root.repo_type != "model" or not left:
            yield snapshot
            continue
        client, left = client or Client(options), left - 1
        found = _otherwise(snapshot.root.id, client)
        said = replace(problem, message=f"{problem.message}; the Hub has {found}") if found else problem
        yield replace(snapshot, root=replace(snapshot.root, problem=said))


def _otherwise(name: str, client: Client) -> str | None:
    for kind, words in _KINDS:
        try:
            answer, _ = client.json(f"/api/{kind}/{quote(name)}", f"{kind} {name}")
        except ModelscanError:
            continue
        if isinstance(answer, dict) and isinstance(answer.get("id"), str):
            return words.format(id=answer["id"])
    return None
